"""Counts of coded values under a query, for the filters."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from catalog.model.codes import fold
from catalog.search.fields import ALIASES, FACETS, FIELDS, FieldKind, as_typed
from catalog.search.index.reader import Reader
from catalog.search.index.terms import NOT_STATED
from catalog.search.synonyms.lexicon import Lexicon
from catalog.search.values import Values
from catalog.search.whereabouts import Whereabouts
from catalog.search.words import fold as search_fold
from catalog.search.words import parts

_COMBINATIONS = ("PHASE1/PHASE2", "PHASE2/PHASE3")


class Facet(msgspec.Struct, frozen=True):
    """A value, and how many of the found trials have it."""

    value: str
    """One of our words, a name, or `not-stated`."""
    count: int


def facets(
    reader: Reader, values: Values, matched: int, check: Callable[[], None]
) -> dict[str, tuple[Facet, ...]]:
    """For each coded field its values with a trial among the matched, most frequent first.

    Each value, chosen, gives just the trials that are counted here.
    """
    found: dict[str, tuple[Facet, ...]] = {}
    for field in FACETS:
        if FIELDS[field].since > reader.version:
            continue
        counted = []
        for value in _offered(values, field):
            check()
            if count := (values.having(field, value) & matched).bit_count():
                counted.append(Facet(value, count))
        counted.sort(key=lambda facet: (-facet.count, facet.value))
        missing = (reader.facet(field, NOT_STATED) & matched).bit_count()
        if missing:
            counted.append(Facet(NOT_STATED, missing))
        found[field] = tuple(counted)
    return found


def _offered(values: Values, field: str) -> list[str]:
    offered = [value for value in values.groups(field) if value != NOT_STATED]
    return offered + [each for each in _COMBINATIONS if field == "phase"]


def completed(
    reader: Reader,
    lexicon: Lexicon,
    values: Values,
    places: Whereabouts,
    field: str,
    prefix: str,
) -> tuple[Facet, ...]:
    """Values of a field that begin so, most frequent first; words for fields of words.

    Of places the largest first, each with how many trials recruit within 100 km.
    """
    row = FIELDS.get(ALIASES.get(field, field))
    counted: list[Facet] = []
    if row is not None and row.is_facet:
        begun = [
            value
            for value in (*_offered(values, row.name), NOT_STATED)
            if fold(value).startswith(fold(prefix))
            or fold(as_typed(row.name, value)).startswith(fold(prefix))
        ]
        counted = [
            Facet(as_typed(row.name, value), values.having(row.name, value).bit_count())
            for value in begun
        ]
    elif row is not None and row.places:
        mask = sum(1 << place for place in row.places)
        typed = "".join(parts(search_fold(prefix).strip()))
        terms = [typed, *lexicon.completions(typed)] if typed else []
        kept = row.kept_apart
        if kept is not None:
            mask = kept.fields
        counted = [
            Facet(
                term,
                (reader.bits(kept.word(term) if kept else term, mask) & reader.live).bit_count(),
            )
            for term in terms
        ]
    elif row is not None and row.kind is FieldKind.PLACE:
        return tuple(Facet(label, count) for label, count in places.offered(prefix))
    elif row is not None and row.name == "id":
        counted = [Facet(number, 1) for number in reader.ids(prefix)]
    counted = [facet for facet in counted if facet.count]
    return tuple(sorted(counted, key=lambda facet: (-facet.count, facet.value)))
