"""Putting the best candidates in order by what their titles say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from catalog.search.index.bits import add, highest, numbers, sliced
from catalog.search.index.reader import Reader
from catalog.search.match import Group
from catalog.search.needs import Need
from catalog.search.records import Candidate, Candidates
from catalog.search.weights import AGAIN, SHARES
from catalog.search.words import STOP_WORDS, compounds, parts

_RANKED = 48
"""Candidates whose titles are read to put them in order."""
_NEXT = 3.0
"""Points of two typed words that follow each other in the title as they were typed."""
_COVERED = 20.0
"""Points of a title that holds nothing but typed words."""
_NOTHING: dict[int, float] = {}


class Ranking:
    """The order of one search: points, then open before closed, then newer before older."""

    def __init__(self, reader: Reader, groups: Sequence[Group], matched: int) -> None:
        self._matched = matched
        self._slices: list[int] = []
        for group in groups:
            add(self._slices, sliced((each.points, each.trials & matched) for each in group.levels))
            for said_again in group.again:
                add(self._slices, sliced([(AGAIN, said_again & matched)]))
        self._ties = reader.ties

    def best(self, count: int) -> dict[int, int]:
        """Points of the best trials; where equals must be left out, the older are."""
        chosen = highest(self._matched, [*reversed(self._slices), *self._ties], count)
        return numbers(self._slices, chosen)

    def ordered(
        self,
        candidates: Candidates,
        needs: Sequence[Need],
        end: int,
        check: Callable[[], None],
    ) -> list[tuple[int, int]]:
        """(trial, points) of the first `end` trials in their final order."""
        points = self.best(max(_RANKED, end))
        check()
        found = candidates.read(list(points))
        found.sort(key=lambda record: _standing(record, points[record.doc]), reverse=True)
        titles = Titles(needs)
        first = [
            (record, points[record.doc] + titles.worth(record.title)) for record in found[:_RANKED]
        ]
        first.sort(key=lambda each: (each[1], *_standing(each[0], 0)[2:]), reverse=True)
        ranked = [(record.doc, score) for record, score in first]
        ranked += [(record.doc, points[record.doc]) for record in found[_RANKED:]]
        return ranked[:end]


def _standing(record: Candidate, points: int) -> tuple[int, int, bool, str, int]:
    return points, record.brevity, record.is_open, record.updated, record.doc


class Titles:
    """Judges titles for the needs of one search."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self._met: dict[str, dict[int, float]] = {}
        for n, need in enumerate(needs):
            for way in need.ways:
                if len(way.terms) == 1:
                    met = self._met.setdefault(way.terms[0], {})
                    met[n] = max(met.get(n, 0.0), SHARES[way.quality])

    def worth(self, title: str) -> int:
        """Points that the title adds."""
        told = _terms(title)
        if not told:
            return 0
        covered = side_by_side = 0.0
        before = _NOTHING
        for term in told:
            met = self._met.get(term, _NOTHING)
            if met:
                covered += max(met.values())
                if before:
                    side_by_side += max(
                        (min(share, before[n - 1]) for n, share in met.items() if n - 1 in before),
                        default=0.0,
                    )
            before = met
        return round(_NEXT * side_by_side + _COVERED * covered / len(told))


@lru_cache(maxsize=400)
def _terms(title: str) -> tuple[str, ...]:
    """The title's words in order; a name with digits (`PD-1`) counts as one, joined."""
    found: list[str] = []
    for compound in compounds(title):
        found += (compound,) if compound.isalnum() else _pieces(compound)
    return tuple(term for term in found if term not in STOP_WORDS)


@lru_cache(maxsize=500)
def _pieces(compound: str) -> list[str]:
    pieces = parts(compound)
    if len(pieces) == 2 and any(letter.isdigit() for letter in compound):
        return ["".join(pieces)]
    return pieces
