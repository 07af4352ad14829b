"""Counts of coded values under a query, for the filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog.model.codes import fold
from catalog.search.fields import FACETS, NOT_STATED, PLACES, facet_term
from catalog.search.index.bits import without
from catalog.search.index.reader import Reader
from catalog.search.query_fields import ALIASES
from catalog.search.synonyms.lexicon import Lexicon
from catalog.search.words import fold as search_fold
from catalog.search.words import parts


@dataclass(frozen=True, slots=True)
class Facet:
    """A value, and how many of the found trials have it."""

    value: str
    """One of our words, a name, or `not-stated`."""
    count: int


def facets(reader: Reader, matched: int, check: Callable[[], None]) -> dict[str, tuple[Facet, ...]]:
    """For each coded field its values with a trial among the matched, most frequent first."""
    found: dict[str, tuple[Facet, ...]] = {}
    for field in FACETS:
        counted = []
        stated = 0
        for value in reader.values(field):
            check()
            bits = reader.bits(facet_term(field, value), 1) & matched
            if value != NOT_STATED:
                stated |= bits
            if bits and value != NOT_STATED:
                counted.append(Facet(value, bits.bit_count()))
        counted.sort(key=lambda facet: (-facet.count, facet.value))
        missing = without(matched, stated).bit_count()
        if missing and field != "has":
            counted.append(Facet(NOT_STATED, missing))
        found[field] = tuple(counted)
    return found


def completed(reader: Reader, lexicon: Lexicon, field: str, prefix: str) -> tuple[Facet, ...]:
    """Values of a field that begin so, most frequent first; words for fields of words."""
    name = ALIASES.get(field, field)
    if name in FACETS:
        begun = [value for value in reader.values(name) if fold(value).startswith(fold(prefix))]
        counted = [Facet(value, reader.facet(name, value).bit_count()) for value in begun]
    elif name in PLACES:
        mask = sum(1 << place for place in PLACES[name])
        typed = "".join(parts(search_fold(prefix).strip()))
        terms = [typed, *lexicon.completions(typed)] if typed else []
        counted = [
            Facet(term, (reader.bits(term, mask) & reader.live).bit_count()) for term in terms
        ]
    elif name == "id":
        counted = [Facet(number, 1) for number in reader.ids(prefix)]
    else:
        counted = []
    counted = [facet for facet in counted if facet.count]
    return tuple(sorted(counted, key=lambda facet: (-facet.count, facet.value)))
