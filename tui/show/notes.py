"""What stands around the list: what was found and used instead, and values that are offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from catalog.model.numbers import FORMER
from catalog.places.distance import OWN
from catalog.search.index.terms import NOT_STATED
from catalog.search.query import Ignored, place_asked
from catalog.search.results import Results
from tui.show.words import said
from tui.terminal.styled import EMPTY, Line, Span, block, fit, sentence, width, wrap

if TYPE_CHECKING:
    from catalog.search.facets import Facet
    from catalog.search.query import Query

_MOST_PROBLEMS = 2
_MOST_USED = 3
"""Lines that may say what was searched besides: the list is what people look at."""
_OF_NOTHING = 8
"""Lines that may say why the list is empty: its rows are free."""
_FIELD = 26
"""Cells of the first line that the search field does not have."""


def counted(found: Results) -> str:
    """`3 found`."""
    more = "" if found.is_exact else "+"
    return f"{found.total:,}{more} found "


def only_forbidden(found: Results, *, regrouped: bool = False) -> str:
    """What is said of trials in which a typed word stands only under what excludes.

    `regrouped`: the list stands in other groups than the search's own, so they are not its last.
    """
    count = found.only_forbidden
    if count == found.total:
        told = "all have" if count > 1 else "it has"
    elif regrouped:
        told = f"{count:,} of them have" if count > 1 else "one of them has"
    else:
        told = f"the last {count:,} have" if count > 1 else "the last one has"
    return f"{told} what was typed only among what excludes"


def countries_asked(query: Query) -> tuple[str, ...]:
    """The countries that a query asks for, by every name that sites give them."""
    from catalog.model.countries import known

    asked = (
        value
        for each in query.filters
        if each.field == "country" and not each.without
        for value in each.values
    )
    return tuple(name for one in map(known, asked) if one for name in one.names)


def own_countries(filters: str) -> tuple[str, ...]:
    """The user's own countries: those that every new search of theirs asks for."""
    from catalog.search.parser import parse

    return tuple(dict.fromkeys(map(_shown, countries_asked(parse(filters)))))


def _shown(name: str) -> str:
    from catalog.model.countries import country

    return country(name)


def notes(
    found: Results,
    cells: int,
    key: Callable[[str], str],
    *,
    typed: str,
    exact: bool,
    regrouped: bool = False,
) -> Iterator[Line]:
    """The lines above the list; `key` gives the key of a command, `typed` is the search field,
    `regrouped` whether the list stands in the groups of a patient."""
    if (filters := [str(each) for each in found.query.filters]) and width(typed) > cells - _FIELD:
        chips = fit(" · ".join(map(said, filters)), cells - 26).rstrip()
        change = f"  ({key('filter')} to change)"
        yield (Span(" filters: ", "dim"), Span(chips, "key"), Span(change, "dim"))
    if exact:
        change = f" · {key('synonyms')} on"
        yield (Span(" as typed: no corrections, no other words", "warn"), Span(change, "dim"))
    else:
        others = (*map(str, found.corrections), *map(str, found.synonyms))
        yield from used(others, cells, key)
    if found.only_forbidden:
        yield from sentence(only_forbidden(found, regrouped=regrouped), cells, "warn")
    for told in told_beside(found):
        yield from sentence(told, cells, "key")
    not_yet = _half_typed(found.query) if typed.endswith(":") else None
    problems = [problem for problem in found.problems if problem != not_yet]
    for problem in problems[:_MOST_PROBLEMS]:
        yield from sentence(said(problem), cells, "warn")
    if not found.total:
        yield EMPTY
        yield from sentence(_nothing(found), cells, "warn", _OF_NOTHING)


def _half_typed(query: Query) -> str | None:
    """What is said of the field at the end that has no value: nothing is wrong yet with one whose
    first letter is still to be typed. All else that is said of the query stands."""
    last = query.parts[-1] if query.parts else None
    if isinstance(last, Ignored) and not last.typed.partition(":")[2]:
        return last.problem
    return None


def also_searched(found: Results | None, cells: int) -> Iterator[Line]:
    """All that was searched besides what was typed: the line above the list has room for some."""
    told = (*found.corrections, *found.synonyms) if found is not None else ()
    if told:
        yield EMPTY
        yield from block(f"Also searched: {' · '.join(said(str(each)) for each in told)}", cells)


def told_beside(found: Results) -> Iterator[str]:
    """What is to be known of a list besides its rows: numbers that were given up, ages that nobody
    read, and places."""
    for hit in found.hits[:_MOST_PROBLEMS]:
        if match := next((each for each in hit.matched if each.why == FORMER), None):
            yield given_up(match.text, hit.id)
    if found.unread_ages:
        one = found.unread_ages == 1
        yield (
            f"{found.unread_ages:,} of these {'has' if one else 'have'} an age limit that was not"
            " read: age:not-read"
        )
    yield from place_told(found)


def given_up(number: str, now: str) -> str:
    """What is said of a number that somebody asked for and a registry gave up."""
    return f"{said(number)} is a former number: the registry has this trial as {said(now)} now"


def place_told(found: Results) -> Iterator[str]:
    """From where it is counted, where that was not said in full, and whom nobody places."""
    origin = found.origin
    asked = place_asked(found.query)
    if origin is not None and asked is not None:
        typed = (asked.typed or asked.values[0]).partition(":")[2].replace('"', "")
        others = " · ".join(map(said, origin.others))
        told = f"near {'a guess: ' if origin.is_guess else ''}{said(origin.label)}"
        if typed.casefold() not in (origin.label.casefold(), asked.values[0].casefold()):
            yield f"{told}, as you chose before"
        elif typed.casefold() != origin.label.casefold():
            is_one = not others or typed.casefold() == OWN
            yield told if is_one else f"{told}, the largest of its name; else {others}"
    if found.untold:
        yield f"{found.untold:,} more may be open, nobody says where: within:not-stated"


def used(others: Sequence[str], cells: int, key: Callable[[str], str]) -> Iterator[Line]:
    """What was searched besides what was typed, and which key ends it.

    In as many lines as it takes; of more than there is room for it is said where all of it stands.
    """
    if not others:
        return
    lead, hint = " also searched: ", f" · {key('synonyms')} off"
    room = cells - width(lead) - 1
    lines = wrap(" · ".join(map(said, others)), room)
    if width(lines[-1]) + width(hint) > room:
        head, _, word = lines[-1].rpartition(" ")
        fits = head and width(word) + width(hint) <= room
        lines[-1:] = [head, word] if fits else [lines[-1], ""]
    if len(lines) > _MOST_USED:
        hint = f" · {key('why')} all{hint}"
        lines[_MOST_USED - 1 :] = [" ".join(lines[_MOST_USED - 1 :])]
        lines[-1] = fit(lines[-1], room - width(hint)).rstrip()
    for place, line in enumerate(lines):
        first = Span(lead, "dim") if place == 0 else Span(" " * width(lead))
        told = hint if line else hint.removeprefix(" · ")
        last = [Span(told, "dim")] if place == len(lines) - 1 else []
        yield (first, Span(line, "key"), *last)


def _nothing(found: Results) -> str:
    if found.emptied_by is None:
        more = "Fewer words find more." if _is_long(found.query) else "Is it spelt like this?"
        return f"Nothing was found. {more}"
    told = f"Nothing is left. The filter {said(str(found.emptied_by))} removes everything:"
    are = "is" if found.without_it == 1 else "are"
    return f"{told} without it there {are} {found.without_it:,}."


def _is_long(query: Query) -> bool:
    """Whether there is a word to be left out."""
    return len(query.texts) > 1 or any(" " in each.text for each in query.texts)


def next_keys(found: Results, key: Callable[[str], str], *, typing: bool) -> tuple[Line, ...]:
    """What can be done with a short list, and what would say more of it; `key` as for `notes`."""
    first = (("open", "open"), ("back", "to the list, then:")) if typing else (("open", "open"),)
    then = (("why", "why found"), ("mark", "mark"), ("compare", "compare"), ("put_on", "list"))
    lines = [_keys_told(first, key), _keys_told(then, key)]
    if found.origin is None:
        lines.append((Span("   near:freiburg ", "key"), Span("how far the nearest site is", "dim")))
    return tuple(lines)


def _keys_told(commands: Sequence[tuple[str, str]], key: Callable[[str], str]) -> Line:
    spans = [Span("   ")]
    for name, told in commands:
        spans += [Span(key(name), "key"), Span(f" {told}   ", "dim")]
    return tuple(spans)


class Place(Protocol):
    """Where a session ended, as words."""

    @property
    def told(self) -> str: ...


class Left(Protocol):
    """As much of a session as is offered again."""

    @property
    def query(self) -> str: ...
    @property
    def marks(self) -> tuple[str, ...]: ...
    @property
    def place(self) -> Place: ...


def sample(help_key: str, quit_key: str) -> str:
    """What is said of a catalogue that only shows how the program works."""
    told = f"sample trials; trials import FILE loads yours · {help_key} twice: a tour"
    return f"{told} · {quit_key} quits"


def offer(last: Left, key: str) -> str:
    """What could be taken up with a key, in one line."""
    told = [f"'{said(last.query)}'"] if last.query.strip() else []
    told += [f"{len(last.marks)} marked"] if last.marks else []
    told += [said(last.place.told)] if last.place.told else []
    return f"{key} takes up the last time: {', '.join(told)}"


# values offered while `field:value` is typed

_TYPED = re.compile(r'(?:^|[\s!(-])([A-Za-z]+):(?:[^\s"|]*\||"[^"|]*"\|)*("[^"|]*|[^\s"|<>=]*)$')
_MOST_OFFERED = 12


class Begun(NamedTuple):
    """A value that is being typed: of which field, what of it stands, and from which letter on."""

    field: str
    prefix: str
    start: int


def begun(text: str) -> Begun | None:
    """The value at the end of a text, where it is one that can be completed."""
    from catalog.search.fields import ALIASES, FIELDS, FieldKind  # not before somebody types

    found = _TYPED.search(text)
    if found is None:
        return None
    field = ALIASES.get(found[1].lower(), found[1].lower())
    row = FIELDS.get(field)
    if row is None or not (row.is_facet or row.places or row.kind is FieldKind.PLACE):
        return None
    return Begun(field, found[2].removeprefix('"'), found.start(2))


def offered(asked: Begun, values: Sequence[Facet]) -> tuple[Facet, ...]:
    """The values worth offering: none where the only one stands there already."""
    named = [each for each in values if each.value != NOT_STATED or not asked.prefix]
    if len(named) == 1 and named[0].value.casefold() == asked.prefix.casefold():
        return ()
    return tuple(named[:_MOST_OFFERED])


def line(values: Sequence[Facet], key: str, cells: int) -> Line:
    """The values with their counts, as many as fit."""
    spans = [Span(" "), Span(key, "key"), Span(" takes ", "dim")]
    room = cells - width(f" {key} takes ")
    for number, each in enumerate(values):
        name, count = said(each.value), f" {each.count}"
        if name[-1:].isdigit():  # `1 (3)`: two numbers side by side would be one
            count = f" ({each.count})"
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
