"""The world's towns: a packed file beside this module, read a few kilobytes at a time.

`towns.bin` is made by `make places` from GeoNames (CC BY 4.0). After a line that names the format
and a line of JSON stand compressed blocks: an index; names, in order, with the numbers of the towns
that have them; and towns. A look-up reads the index once, then a block of names and one for each
town found. Every block carries its own checksum, the head that of the whole.
"""

from __future__ import annotations

import heapq
import json
import math
import os
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, TypedDict

from catalog.model.text import folded

FORMAT = b"trials towns 1\n"
PLACE = Path(__file__).with_name("towns.bin")
TOWNS_A_BLOCK = 64
NAMES_A_BLOCK = 256
ATTRIBUTION = "Places: GeoNames (geonames.org), CC BY 4.0"
_DEGREE = 1_000
"""Steps of a degree in which coordinates are kept: some 110 m."""
_BLOCKS_KEPT = 256
"""Of each kind, some 4 KB each."""
_MOST_BLOCKS = 48
"""Blocks of names that are looked through for one beginning."""


class Damaged(Exception):
    """The table of towns is missing or not what was shipped."""


class Town(NamedTuple):
    """A town of GeoNames."""

    name: str
    country: str
    """Two letters of ISO 3166."""
    region: str
    """GeoNames' code of its first-level region; in the United States the two letters."""
    population: int
    """To two digits."""
    latitude: float
    longitude: float
    """Degrees, north and east positive."""


# packing, which `tools.places` does and the reader undoes


def packed_towns(towns: Sequence[Town]) -> bytes:
    """One block of at most TOWNS_A_BLOCK towns."""
    text = "\n".join(
        ("\t".join(getattr(town, column) for town in towns))
        for column in ("name", "country", "region")
    )
    numbers = (
        [round((town.latitude + 90) * _DEGREE) for town in towns],
        [round((town.longitude + 180) * _DEGREE) for town in towns],
        [_rounded(town.population) for town in towns],
    )
    return _block(text, b"".join(map(_bytes_of, numbers)))


def packed_names(
    names: Sequence[str], towns: Sequence[Sequence[int]], ranks: Sequence[int]
) -> bytes:
    """One block of folded names, each with the numbers of its towns, the largest first.

    A rank orders the beginnings that are offered while somebody types.
    """
    counts = bytes(min(len(numbers), 255) for numbers in towns)
    flat = [number for numbers in towns for number in numbers[:255]]
    return _block("\n".join(names), counts + bytes(ranks) + _bytes_of(flat))


def rank(population: int, *, is_main: bool) -> int:
    """1 to 255: by the number of people; other names of a town stand behind all main ones."""
    size = min(int(math.log2(population + 1) * 5), 126)
    return size + (129 if is_main else 1)


def packed_index(firsts: Sequence[str], offsets: Sequence[int]) -> bytes:
    """The first name of each block of names; where each block begins, those of towns last."""
    return _block("\n".join(firsts), _bytes_of(list(offsets), 4))


def _block(text: str, numbers: bytes) -> bytes:
    said = text.encode()
    return zlib.compress(len(said).to_bytes(4, "big") + said + numbers, 9)


def _bytes_of(numbers: Sequence[int], width: int = 3) -> bytes:
    """Numbers by columns of bytes, the highest first: equal bytes stand together."""
    return b"".join(
        bytes(number >> 8 * place & 255 for number in numbers) for place in range(width - 1, -1, -1)
    )


def _numbers_of(packed: bytes, count: int, width: int = 3) -> array[int]:
    spread = bytearray(4 * count)
    for place in range(width):
        spread[width - 1 - place :: 4] = packed[place * count : (place + 1) * count]
    found = array("I", bytes(spread))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _rounded(population: int) -> int:
    """Hundreds, two digits of them, as a mantissa and a power of ten below."""
    power, number = 0, population
    while number > 99:
        number, power = round(number / 10), power + 1
    return power << 8 | number


# reading


class Head(TypedDict):
    """The line of JSON at the top of the file."""

    source: str
    licence: str
    towns: int
    names: int
    whole_from: int
    """All towns of so many people are there."""
    states: dict[str, str]
    """Names of the states of the United States, by their codes."""
    index: int
    """Bytes of the first block."""
    sha256: str
    """Of everything after this line."""


class _File(NamedTuple):
    path: Path
    firsts: list[str]
    names: list[int]
    """Where each block of names begins, and where the last ends."""
    towns: list[int]


@cache
def _file() -> _File:
    head, start = _head(PLACE)
    index = _read(PLACE, start, head["index"])
    text, packed = _parts(index)
    firsts = text.split("\n")
    offsets = _numbers_of(packed, len(packed) // 4, 4)
    base = start + head["index"]
    ends = [base + offset for offset in offsets]
    return _File(PLACE, firsts, ends[: len(firsts) + 1], ends[len(firsts) :])


def _head(path: Path) -> tuple[Head, int]:
    """What the file says of itself, and where its blocks begin."""
    try:
        with path.open("rb") as file:
            if file.readline(len(FORMAT)) != FORMAT:
                raise Damaged(f"{path.name} is of another format")
            line = file.readline(4_096)
            return json.loads(line), len(FORMAT) + len(line)
    except (OSError, ValueError) as error:
        raise Damaged(f"{path.name} cannot be read ({error})") from error


def about() -> Head:
    """What the table says of itself; raises Damaged."""
    return _head(PLACE)[0]


@cache
def states() -> dict[str, str]:
    """The codes of the states of the United States, by their folded names and by themselves."""
    try:
        named = about()["states"]
    except Damaged:
        return {}
    return {folded(name): code for code, name in named.items()} | {
        code.casefold(): code for code in named
    }


def _read(path: Path, start: int, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = os.pread(file.fileno(), size, start)
        return zlib.decompress(data)
    except (OSError, zlib.error) as error:
        raise Damaged(f"{path.name} is damaged ({error})") from error


def _parts(block: bytes) -> tuple[str, bytes]:
    end = 4 + int.from_bytes(block[:4], "big")
    return block[4:end].decode(), block[end:]


class _Names:
    """A block of names."""

    __slots__ = ("_counts", "_towns", "names", "ranks")

    def __init__(self, text: str, packed: bytes) -> None:
        self.names = text.split("\n")
        count = len(self.names)
        self._counts, self.ranks = packed[:count], packed[count : 2 * count]
        self._towns = _numbers_of(packed[2 * count :], sum(self._counts))

    def towns(self, place: int) -> Sequence[int]:
        """The numbers of the towns of one of the names."""
        start = sum(self._counts[:place])
        return self._towns[start : start + self._counts[place]]


@lru_cache(maxsize=_BLOCKS_KEPT)
def _names(number: int) -> _Names:
    known = _file()
    start, end = known.names[number : number + 2]
    return _Names(*_parts(_read(known.path, start, end - start)))


class _Towns:
    """A block of towns. Of most one is wanted: each is made when it is asked for."""

    __slots__ = ("_said", "_size", "_where")

    def __init__(self, text: str, packed: bytes) -> None:
        self._said = [line.split("\t") for line in text.split("\n")]
        count = len(self._said[0])
        norths, easts, people = (
            _numbers_of(packed[3 * count * place :], count) for place in range(3)
        )
        self._where = norths, easts
        self._size = people

    def town(self, place: int) -> Town:
        """One of them."""
        name, country, region = (each[place] for each in self._said)
        north, east = (each[place] for each in self._where)
        size = self._size[place]
        return Town(
            name,
            country,
            region,
            (size & 255) * 10 ** (size >> 8),
            round(north / _DEGREE - 90, 3),
            round(east / _DEGREE - 180, 3),
        )


@lru_cache(maxsize=_BLOCKS_KEPT)
def _towns(number: int) -> _Towns:
    known = _file()
    start, end = known.towns[number : number + 2]
    return _Towns(*_parts(_read(known.path, start, end - start)))


@lru_cache(maxsize=1_000)
def towns_named(name: str) -> tuple[Town, ...]:
    """Every town that is called so, in any of its names, the largest first; raises Damaged.

    A town that is mostly called otherwise counts a tenth: Neustadt is also a name of Baia Mare.
    """
    wanted = folded(name)
    if not wanted:
        return ()
    block = bisect_right(_file().firsts, wanted) - 1
    if block < 0:
        return ()
    known = _names(block)
    place = bisect_right(known.names, wanted) - 1
    if place < 0 or known.names[place] != wanted:
        return ()
    return tuple(sorted(map(_town, known.towns(place)), key=lambda town: _counted(town, wanted)))


def _counted(town: Town, name: str) -> float:
    """By which the towns of a name are sorted."""
    return -town.population if folded(town.name).startswith(name) else -town.population / 10


def _town(number: int) -> Town:
    return _towns(number // TOWNS_A_BLOCK).town(number % TOWNS_A_BLOCK)


def towns_beginning(name: str, most: int) -> tuple[Town, ...]:
    """The largest towns one of whose names begins so; of very many beginnings, of the first."""
    wanted = folded(name)
    if len(wanted) < _SHORTEST:
        return ()
    ranked = heapq.nlargest(most * 2, _beginning(wanted))
    return tuple(dict.fromkeys(_town(number) for _, number in ranked))[:most]


_SHORTEST = 3


def _beginning(wanted: str) -> Iterator[tuple[int, int]]:
    """The largest town of each name that begins so, its rank first."""
    known = _file()
    first = max(bisect_right(known.firsts, wanted) - 1, 0)
    for block in range(first, min(first + _MOST_BLOCKS, len(known.firsts))):
        if known.firsts[block] > wanted and not known.firsts[block].startswith(wanted):
            return
        here = _names(block)
        for place, name in enumerate(here.names):
            if name.startswith(wanted):
                yield here.ranks[place], here.towns(place)[0]
