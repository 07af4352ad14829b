"""On which side of the eligibility criteria a word stands: what a patient must have, and must not.

`must:` and `mustnot:` ask these, and a trial that only forbids what was typed is listed below those
that are about it. The words are kept as pseudo-words whose field is the side, so that a query that
asks for no side reads none of them.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Protocol

from catalog.search.index.terms import sided
from catalog.search.weights import Field
from catalog.search.words import indexed

SINCE = 3
"""Version of the index that has them first."""


class Side(enum.IntEnum):
    """The number is the field of the posting."""

    MUST = 0
    MUST_NOT = 1
    """Among what excludes, and elsewhere in the trial's texts too."""
    ONLY_MUST_NOT = 2
    """Among what excludes, and nowhere else."""


MUST = 1 << Side.MUST
MUST_NOT = 1 << Side.MUST_NOT | 1 << Side.ONLY_MUST_NOT
ONLY_MUST_NOT = 1 << Side.ONLY_MUST_NOT
"""Masks of the postings' fields."""


class SaysSide(Protocol):
    """A criterion as far as the index is concerned."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def span(self) -> tuple[int, int]: ...


def said_on(criteria: Iterable[SaysSide], kind: str) -> set[str]:
    """The words of the criteria of one kind, `inclusion` or `exclusion`."""
    return indexed((each.text for each in criteria if each.kind == kind), names=False)


def between(text: str, criteria: Iterable[SaysSide]) -> list[str]:
    """What of an eligibility text stands in no criterion: headings, and what could not be split."""
    found, end = [], 0
    for first, last in sorted(each.span for each in criteria):
        if first > end:
            found.append(text[end:first])
        end = max(end, last)
    return [*found, text[end:]]


def side_terms(
    must: set[str], must_not: set[str], elsewhere: Iterable[set[str]]
) -> Mapping[Field, set[str]]:
    """Pseudo-words by the field under which they are kept.

    `must` and `must_not` are the words of inclusion and of exclusion criteria, `elsewhere` those of
    everything but the exclusion criteria.
    """
    only = must_not.difference(*elsewhere)
    return {
        Field(Side.MUST): set(map(sided, must)),
        Field(Side.MUST_NOT): set(map(sided, must_not - only)),
        Field(Side.ONLY_MUST_NOT): set(map(sided, only)),
    }
