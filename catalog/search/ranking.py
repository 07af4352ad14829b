"""Putting the best candidates in order by what their titles say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalog.search.fields import AGAIN
from catalog.search.index.bits import add, among, highest, positions, sliced
from catalog.search.index.reader import Reader
from catalog.search.match import Group
from catalog.search.plan import Need
from catalog.search.records import Candidate, Candidates
from catalog.search.titles import Titles

_RANKED = 48
"""Candidates whose titles are read to put them in order."""


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
        points = dict.fromkeys(positions(chosen), 0)
        for place, slice_ in enumerate(self._slices):
            for doc in among(slice_, points):
                points[doc] += 1 << place
        return points

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
