"""Which trials are near a place, and which are nearest: read from the index's map.

What counts is where a trial recruits, or may. Kilometres are told in the country of the place and,
across its borders, as far as `distance.ABROAD_KM`, or as is asked for; who recruits only further
abroad comes after, then who does not recruit yet, who is over, and last those whose places nobody
tells.
"""

from __future__ import annotations

import datetime as dt
import heapq
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Sequence

from catalog.model.codes import Status
from catalog.model.recruitment import current_day
from catalog.model.site_states import CLOSED, site_state
from catalog.places.distance import Point, farthest_in, km, nearest_in
from catalog.places.origin import Origin
from catalog.search.index.bits import from_positions, highest, positions, without
from catalog.search.index.reader import Reader
from catalog.search.index.spots import (
    ANYWHERE,
    ENTER,
    LATER,
    LEVELS,
    OVER,
    WITHIN,
    box_of,
    centre,
    code_in,
    code_of,
    set_term,
    spot_term,
)
from catalog.search.index.terms import facet_term

Check = Callable[[], None]
_KEPT = 12
"""Answers of `within`, each a bit for every trial."""
_CHILDREN_KEPT = 4_000
_KEPT_BYTES = 4_000_000
_FEW = 5_000
"""Trials asked for, of which a set is made: of more some are found at once."""
_STATUSES = {ENTER: "RECRUITING", LATER: "NOT_YET_RECRUITING"}
_Step = tuple[float, int, str]
"""How near what a path names can be, its level, and the path."""


Docs = tuple["int | array[int]", ...]
"""Sets of trials, one for each segment of the index."""


class Asked:
    """The trials that are still looked for: as bits, and as bytes for sets of few."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._bytes = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
        self._taken: set[int] = set()
        self._few = set(positions(bits)) if bits.bit_count() <= _FEW else None

    def meets(self, docs: Docs) -> bool:
        """Whether any of them is in a set."""
        for each in docs:
            if isinstance(each, int):
                if each & self._bits:
                    return True
            elif self._few is not None:
                if not self._few.isdisjoint(each):
                    return True
            elif any(map(self._is_asked, each)):
                return True
        return False

    def among(self, docs: Docs, most: int) -> list[int]:
        """Those that are in a set, the newest first, as many as are wanted."""
        found: list[int] = []
        for each in docs:
            if isinstance(each, int):
                found += positions(highest(each & self._bits, (), most))
            elif self._few is not None:
                found += self._few.intersection(each)
            else:
                found += filter(self._is_asked, each)
        return sorted(found, reverse=True)[:most]

    def take(self, docs: Sequence[int]) -> None:
        """Look for these no longer."""
        self._taken.update(docs)
        if self._few is not None:
            self._few.difference_update(docs)
        if docs:
            self._bits = without(self._bits, from_positions(docs, max(docs) + 1))

    def _is_asked(self, doc: int) -> bool:
        place = doc >> 3
        if place >= len(self._bytes) or not self._bytes[place] >> (doc & 7) & 1:
            return False
        return doc not in self._taken


def _bytes_of(docs: int | array[int]) -> int:
    return docs.bit_length() >> 3 if isinstance(docs, int) else 4 * len(docs) + 100


class Near:
    """The map of one catalogue."""

    def __init__(self, connection: sqlite3.Connection, reader: Reader) -> None:
        self._connection = connection
        self._reader = reader
        self._children: dict[str, list[str]] = {}
        self._within: dict[tuple[Point, float], int] = {}
        self._unknown: tuple[dt.date, int] | None = None
        self._kept: dict[str, Docs] = {}
        self._kept_bytes = 0
        self._point: Point | None = None
        self._away: dict[str, float] = {}
        """How near what a path names can be to the last point that was asked for."""
        self._largest: list[_Step] = []
        """The largest cells, the nearest first."""

    # how near

    def within(self, point: Point, distance: float) -> int:
        """The trials that recruit, or may, within a distance in kilometres."""
        asked = point, distance
        if asked not in self._within:
            while len(self._within) >= _KEPT:
                del self._within[next(iter(self._within))]
            self._within[asked] = self._today(ENTER, self._inside(ENTER, point, distance))
        return self._within[asked]

    def _inside(self, group: str, point: Point, distance: float) -> int:
        found = 0
        left = [(1, path) for path in self._below(group, 0, "")]
        while left:
            level, path = left.pop()
            if level == LEVELS:
                if km(centre(path), point) <= distance:
                    found |= self._bits(group, level, path)
                continue
            box = box_of(path)
            if nearest_in(box, point) > distance:
                continue
            if level > 1 and farthest_in(box, point) <= distance:
                found |= self._bits(group, level, path)
                continue
            left += [(level + 1, each) for each in self._below(group, level, path)]
        return found

    def unknown(self) -> int:
        """Trials that somebody may enter, and of which no place where is known."""
        if self._unknown is None or self._unknown[0] != current_day():
            self._unknown = current_day(), self._without_place()
        return self._unknown[1]

    def _without_place(self) -> int:
        reader = self._reader
        known = 0
        for group in (ENTER, LATER):
            known |= self._today(group, reader.bits(set_term(group, ANYWHERE), 1))
        for status in Status:
            if site_state(status.value, None) == CLOSED:
                known |= reader.bits(facet_term("status", status.value), 1)
        return without(reader.live, known)

    # in order

    def ordered(
        self,
        place: tuple[Origin, float],
        matched: int,
        end: int,
        check: Check,
        *,
        reverse: bool = False,
    ) -> list[int]:
        """The first `end` trials of a set, the nearest first; reversed only those with a distance.

        `place` is where it is counted from, and as far as which abroad is near. Of equally near
        trials, and of those that have no distance, the newest come first.
        """
        reader = self._reader
        origin, reach = place
        enter = self._today(ENTER, reader.bits(set_term(ENTER, ANYWHERE), 1))
        own = enter & self._in_country(ENTER, origin)
        abroad = without(self.within(origin.point, reach), own)
        near = matched & (own | abroad)
        count = near.bit_count()
        if reverse:
            found = self._nearest(place, (near & own, near & abroad), count, check)[::-1][:end]
        else:
            found = self._nearest(place, (near & own, near & abroad), min(end, count), check)
        rest = without(matched, near)
        if len(found) >= end or not rest:
            return found
        dates = reader.column("updated")  # read once: they are large, and five groups ask them
        for group in self._groups(origin, enter):
            here = rest & group
            if here and len(found) < end:
                missing = end - len(found)
                found += reader.by_number(here, "updated", missing, reverse=False, slices=dates)
            rest = without(rest, here)
        return found

    def _groups(self, origin: Origin, enter: int) -> Iterable[int]:
        """Who has no distance, by groups: further abroad, not yet, over, without a place."""
        reader = self._reader
        yield enter
        later = self._today(LATER, reader.bits(set_term(LATER, ANYWHERE), 1))
        yield later & self._in_country(LATER, origin)
        yield later
        yield reader.bits(set_term(OVER, ANYWHERE), 1)
        yield reader.facet("has", "open")
        yield reader.live

    def _in_country(self, group: str, origin: Origin) -> int:
        return self._reader.bits(set_term(group, WITHIN, code_of(origin.country)), 1)

    def _nearest(
        self, place: tuple[Origin, float], wanted: tuple[int, int], count: int, check: Check
    ) -> list[int]:
        """The `count` nearest: who has sites in the country by those, who has none by any."""
        (origin, reach), (own, abroad) = place, wanted
        code = code_of(origin.country)
        at_home, anywhere = Asked(own), Asked(own | abroad)
        if_abroad = Asked(abroad)
        found: list[int] = []
        self._count_from(origin.point)
        heap = [*self._largest]  # what is sorted is a heap
        while heap and len(found) < count:
            least, level, path = heapq.heappop(heap)
            if level < LEVELS:
                if not (at_home if least > reach else anywhere).meets(self._docs(level, path)):
                    continue
                check()
                for each in self._below(ENTER, level, path):
                    away = self._how_far(each, level + 1)
                    heapq.heappush(heap, (max(away, least), level + 1, each))
                continue
            is_home = code_in(path) == code
            if not is_home and least > reach:
                continue
            asked_here = at_home if is_home else if_abroad
            some = asked_here.among(self._docs(level, path), count - len(found))
            found += some
            for asked in (at_home, if_abroad, anywhere):
                asked.take(some)
        return found

    def _count_from(self, point: Point) -> None:
        """Keep how far what is from a point: from key to key it is mostly the same one."""
        if point == self._point:
            return
        self._point, self._away = point, {}
        self._largest = sorted(
            (self._how_far(path, 1), 1, path) for path in self._below(ENTER, 0, "")
        )

    def _how_far(self, path: str, level: int) -> float:
        """How near what a path names is to the point, at the least; exactly of a point."""
        assert self._point is not None
        found = self._away.get(path)
        if found is None:
            if level == LEVELS:
                found = km(centre(path), self._point)
            else:
                found = nearest_in(box_of(path), self._point)
            self._away[path] = found
        return found

    # reading

    def _docs(self, level: int, path: str) -> Docs:
        """The trials that recruit in what a path names, few as numbers, many as bits.

        Kept apart from what the words of a search are read by: from key to key it is the same.
        """
        found = self._kept.get(path)
        if found is None:
            term = spot_term(ENTER, level, path)
            found = tuple(docs for _, docs in self._reader.fresh(term, 1))
            self._kept_bytes += sum(map(_bytes_of, found))
            if self._kept_bytes > _KEPT_BYTES:
                self._kept, self._kept_bytes = {}, sum(map(_bytes_of, found))
            self._kept[path] = found
        return found

    def _bits(self, group: str, level: int, path: str) -> int:
        return self._reader.bits(spot_term(group, level, path), 1)

    def _below(self, group: str, level: int, path: str) -> list[str]:
        """The paths of the next level below one."""
        start = spot_term(group, level + 1, path)
        known = self._children.get(start)
        if known is None:
            if len(self._children) >= _CHILDREN_KEPT:
                self._children.clear()
            rows = self._connection.execute(
                "SELECT term FROM search_term WHERE term >= ? AND term < ?",
                (start, start + "\U0010ffff"),
            )
            skip = len(spot_term(group, level + 1, ""))
            known = self._children[start] = [term[skip:] for (term,) in rows]
        return known

    def _today(self, group: str, found: int) -> int:
        """Without those in a group on other days alone: their status follows from dates."""
        dated = self._reader.dated & found
        if not dated:
            return found
        now = self._reader.bits(facet_term("status", _STATUSES[group]), 1)
        return without(found, without(dated, now))
