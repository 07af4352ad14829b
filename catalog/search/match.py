"""From needs to sets of trials: who meets a need, and with how many points."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import log10
from typing import NamedTuple

import msgspec

from catalog.search.index.bits import from_positions, without
from catalog.search.index.reader import Reader
from catalog.search.needs import Need, Way, asking
from catalog.search.weights import FIELDS, SUBJECT, Field, Quality, points
from catalog.search.words import parts

_MOST_POINTS = 63
_RARITY = 0.15
"""What each tenfold rarity of a word adds to its points."""
_KEPT_BYTES = 500_000
_FAR_MORE = 10
"""Whoever finds a tenth of what another word would find is asked whether that was meant."""
_WORTH = {(place, quality): points(place, quality) for place in FIELDS for quality in Quality}


class Level(NamedTuple):
    """Trials that meet a need in one field and in one way of meeting."""

    points: int
    place: Field
    quality: Quality
    trials: int


class Group(msgspec.Struct, frozen=True):
    """The trials that meet one need, by how well they do."""

    levels: tuple[Level, ...]
    """Best first; each trial once."""
    everyone: int
    outside: int = 0
    """Those of them that meet it outside of texts."""
    again: tuple[int, ...] = ()
    """The trials that meet it in a second, a third field of what they are about."""

    @property
    def bytes(self) -> int:
        """About how much memory it takes."""
        sets = [level.trials for level in self.levels]
        return sum(map(int.bit_length, (*sets, self.outside, *self.again))) + 2_000 >> 3


class Pool:
    """Collects trials by field and quality; a trial keeps its best."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._bits: dict[tuple[int, Field, Quality], int] = {}
        self._few: dict[tuple[int, Field, Quality], array[int]] = {}

    def add(
        self, place: Field, quality: Quality, docs: int | Sequence[int], worth: int | None = None
    ) -> None:
        """Add trials, with their points where these are not those of the field and quality."""
        key = (_WORTH[place, quality] if worth is None else worth, place, quality)
        if isinstance(docs, int):
            self._bits[key] = self._bits.get(key, 0) | docs
        else:
            self._few.setdefault(key, array("I")).extend(docs)

    def group(self, trials: int) -> Group:
        """The trials by points, rarity counted in."""
        levels: list[Level] = []
        places: dict[Field, int] = {}
        seen = outside = 0
        for key in sorted({*self._bits, *self._few}, key=lambda key: (-key[0], key[1], key[2])):
            bits = self._bits.pop(key, 0)  # its memory is wanted for the level
            if few := self._few.get(key):
                bits |= from_positions(few, self._size)
            if key[2] <= Quality.CORRECTED and key[1] in SUBJECT:
                places[key[1]] = places.get(key[1], 0) | bits
            if key[1] != Field.TEXT:
                outside |= bits
            if fresh := without(bits, seen):
                levels.append(Level(*key, fresh))
                seen |= fresh
        share = max(1, seen.bit_count()) / max(1, trials)
        rarity = 1 - _RARITY * log10(min(1.0, share))
        scaled = tuple(
            level._replace(points=min(_MOST_POINTS, round(level.points * rarity)))
            for level in levels
        )
        return Group(scaled, seen, outside, _again(places))


def _again(places: dict[Field, int]) -> tuple[int, ...]:
    """Of the trials by field, those in at least two and at least three fields of the subject."""
    once = twice = thrice = 0
    for place in SUBJECT:
        if here := places.get(place):
            thrice |= twice & here
            twice |= once & here
            once |= here
    return tuple(filter(None, (twice, thrice)))


class Matcher:
    """Finds the trials that meet needs, and keeps the latest answers."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._kept: OrderedDict[tuple[Need, ...], Group] = OrderedDict()
        self._kept_bytes = 0

    def group(self, needs: Iterable[Need], check: Callable[[], None]) -> Group:
        """Who meets one of these needs; `check` is called now and then and may raise."""
        key = tuple(needs)
        known = self._kept.get(key)
        if known is not None:
            self._kept.move_to_end(key)
            return known
        pool = Pool(self._reader.size)
        for need in key:
            for way in need.ways:
                check()
                self._meet(pool, way, need.fields)
            for found in need.docs:
                pool.add(Field.TITLE, Quality.EXACT, [found.doc], found.points)
        group = pool.group(self._reader.trials)
        self._kept[key] = group
        self._kept_bytes += group.bytes
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= self._kept.popitem(last=False)[1].bytes
        return group

    def asked_after(self, need: Need, check: Callable[[], None]) -> Iterator[str]:
        """`did you mean paclitaxel? (212 trials)`, where hardly any trial meets the need itself."""
        for name in need.rather:
            way = Way(tuple(parts(name)), Quality.EXACT)
            own, other = (
                (self.group((each,), check).everyone & self._reader.live).bit_count()
                for each in (need, Need(name, (way,), need.fields))
            )
            if other > own * _FAR_MORE:
                yield f"{asking((name,))} ({other} {'trial' if other == 1 else 'trials'})"

    def _meet(self, pool: Pool, way: Way, fields: int) -> None:
        fields &= way.fields
        if len(way.terms) == 1:
            for place, docs in self._reader.postings(way.terms[0], fields):
                pool.add(FIELDS[place], way.quality, docs)
            return
        for place, bits in self._together(way.terms, fields).items():
            pool.add(FIELDS[place], way.quality, bits)

    def _together(self, terms: tuple[str, ...], fields: int) -> dict[int, int]:
        """Trials that hold all the terms in one field, by field."""
        found: dict[int, int] | None = None
        rarest_first = sorted(terms, key=lambda term: self._reader.count(term)[0])
        for term in rarest_first:
            here: dict[int, int] = {}
            for place, docs in self._reader.postings(term, fields):
                if found is None or place in found:
                    bits = (
                        docs if isinstance(docs, int) else from_positions(docs, self._reader.size)
                    )
                    here[place] = here.get(place, 0) | bits
            if found is not None:
                here = {place: bits & found[place] for place, bits in here.items()}
            found = {place: bits for place, bits in here.items() if bits}
            fields = sum(1 << place for place in found)
            if not found:
                break
        return found or {}
