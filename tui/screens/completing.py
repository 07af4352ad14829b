"""Values offered while `field:value` is typed into the search field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from catalog.search.fields import ALIASES, FIELDS
from catalog.search.index.terms import NOT_STATED
from tui.show.words import said
from tui.terminal.styled import Line, Span, width

if TYPE_CHECKING:
    from catalog.search.facets import Facet

_TYPED = re.compile(r'(?:^|[\s!(-])([A-Za-z]+):(?:[^\s"|]*\||"[^"|]*"\|)*("[^"|]*|[^\s"|<>=]*)$')
_MOST = 12


class Begun(NamedTuple):
    """A value that is being typed: of which field, what of it stands, and from which letter on."""

    field: str
    prefix: str
    start: int


def begun(text: str) -> Begun | None:
    """The value at the end of a text, where it is one that can be completed."""
    found = _TYPED.search(text)
    if found is None:
        return None
    field = ALIASES.get(found[1].lower(), found[1].lower())
    row = FIELDS.get(field)
    if row is None or not (row.is_facet or row.places):
        return None
    return Begun(field, found[2].removeprefix('"'), found.start(2))


def offered(asked: Begun, values: Sequence[Facet]) -> tuple[Facet, ...]:
    """The values worth offering: none where the only one stands there already."""
    named = [each for each in values if each.value != NOT_STATED or not asked.prefix]
    if len(named) == 1 and named[0].value.casefold() == asked.prefix.casefold():
        return ()
    return tuple(named[:_MOST])


def line(values: Sequence[Facet], key: str, cells: int) -> Line:
    """The values with their counts, as many as fit."""
    spans = [Span(" "), Span(key, "key"), Span(" takes ", "dim")]
    room = cells - width(f" {key} takes ")
    for number, each in enumerate(values):
        name, count = said(each.value), f" {each.count}"
        lead = " · " if number else ""
        need = width(lead) + width(name) + width(count)
        if need > room:
            break
        spans += [Span(lead, "dim"), Span(name, "" if number else "bold"), Span(count, "dim")]
        room -= need
    return tuple(spans)


def completed(text: str, asked: Begun, value: str) -> str:
    """The text with a value taken, and a blank to go on."""
    word = value.lower() if value.isupper() else value
    quoted = f'"{word}"' if re.search(r'[\s|:"]', word) else word
    return text[: asked.start] + quoted + " "
