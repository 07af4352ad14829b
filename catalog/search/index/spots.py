"""Where a trial's sites lie, as pseudo-words: cells of the map within cells, and points in them.

A trial has words for the places where it recruits (or may: unknown counts) and for those where it
will. So that what lies within some distance, or nearest, is found by reading few of them, each
point of a hundredth of a degree stands in a cell of 0.1°, that in one of 0.5°, that in one of 4°; a
word for each. Points carry the country, for borders count.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from catalog.model.countries import country, known
from catalog.model.recruitment import is_dated
from catalog.model.site_states import CLOSED, NOT_YET, site_state
from catalog.places.addresses import Address
from catalog.places.distance import Box, Point
from catalog.places.placing import Placing
from catalog.search.index.terms import SPOT

ENTER, LATER = "r", "n"
"""Groups of places: where a trial recruits or may, and where it will."""
WITHIN, ANYWHERE, OVER = "c", "a", "x"
"""Sets of trials: with such a place in a country; with one anywhere; with none but closed ones."""
LEVELS = 4
_SIDES = (400, 50, 10, 1)
"""Of a cell of each level, in hundredths of a degree."""
_ANCHOR = Point(90, 180)


def cells(point: Point, code: str) -> tuple[str, ...]:
    """The paths of a point, from the largest cell to itself with its country."""
    north = min(int((point.latitude + _ANCHOR.latitude) * 100), 17_999)
    east = int((point.longitude + _ANCHOR.longitude) * 100) % 36_000
    path = f"{north // 400:02}{east // 400:02}"
    found = [path]
    for outer, inner in pairwise(_SIDES):
        path += f"{north % outer // inner}{east % outer // inner}"
        found.append(path)
    return (*found[:-1], f"{found[-1]}{code}")


def box_of(path: str) -> Box:
    """The part of the map that a path names."""
    north, east = int(path[:2]) * 400, int(path[2:4]) * 400
    size = _SIDES[0]
    for level in range(1, min((len(path) - 4) // 2, 3) + 1):
        size = _SIDES[level]
        place = 2 + 2 * level
        north += int(path[place]) * size
        east += int(path[place + 1]) * size
    south, west = north / 100 - _ANCHOR.latitude, east / 100 - _ANCHOR.longitude
    return Box(south, west, south + size / 100, west + size / 100)


def centre(path: str) -> Point:
    """The middle of what a path names."""
    box = box_of(path)
    return Point((box.south + box.north) / 2, (box.west + box.east) / 2)


_LETTERS = 10
"""Signs of a point's path before its country."""


def code_in(path: str) -> str:
    """The country of a point's path."""
    return path[_LETTERS:]


def spot_term(group: str, level: int, path: str) -> str:
    """The pseudo-word of a cell: level 1 is the largest, LEVELS a point."""
    return f"{SPOT}{group}{level}{path}"


def set_term(group: str, name: str, code: str = "") -> str:
    """The pseudo-word of a set of trials."""
    return f"{SPOT}{group}{name}{code}"


def code_of(name: str | None) -> str:
    """Two letters of a country, or its name where it has none."""
    if not name:
        return ""
    one = known(name)
    return (one.code if one else "") or country(name)


_SITES = (
    "SELECT d.doc, t.status, s.status, s.country, s.state, s.city, s.zip,"
    " s.facility, s.latitude, s.longitude FROM search_document d"
    " JOIN trial t ON t.key = d.key JOIN site s ON s.trial = d.key WHERE d.doc >= ?"
    " ORDER BY d.doc"
)


def spot_words(
    connection: sqlite3.Connection, first: int
) -> Iterator[tuple[str, dict[int, list[int]]]]:
    """The pseudo-words of all trials from `first` on in order, each with its trials from there."""
    found: dict[str, array[int]] = {}
    placing = Placing(connection)
    doc = -1
    words: set[str] = set()

    def finish() -> None:
        # Whoever may enter somewhere is not over, though a closed site alone has a place.
        if OPEN in words:
            words.difference_update((OPEN, set_term(OVER, ANYWHERE)))
        for word in words:
            found.setdefault(word, array("I")).append(doc - first)

    for row in connection.execute(_SITES, (first,)):
        if row[0] != doc:
            finish()
            doc, words = row[0], set()
        words.update(_words(placing, _groups(*row[1:3]), Address(*row[3:])))
    finish()
    return ((word, {0: list(found[word])}) for word in sorted(found))


OPEN = "open"
"""Among the words of a trial while they are gathered: somebody may enter it."""


def _words(placing: Placing, groups: tuple[str, ...], site: Address) -> Iterable[str]:
    """The words of one site of a trial."""
    if groups:
        yield OPEN
    placed = placing.place(site)
    if placed is None:
        return
    if not groups:
        yield set_term(OVER, ANYWHERE)
    for group in groups:
        yield from _terms(group, placed.point, code_of(site.country))


@lru_cache(maxsize=5_000)  # a registry gives all hospitals of a town one point
def _terms(group: str, point: Point, code: str) -> tuple[str, ...]:
    """The words of one point in one group."""
    return (
        set_term(group, ANYWHERE),
        set_term(group, WITHIN, code),
        *(spot_term(group, level, path) for level, path in enumerate(cells(point, code), 1)),
    )


def _groups(status: str | None, of_site: str | None) -> tuple[str, ...]:
    """In which groups a site is; in both where the trial's status follows from the day."""
    if is_dated(status):
        return (ENTER, LATER)
    state = site_state(status, of_site)
    if state == CLOSED:
        return ()
    return (LATER,) if state == NOT_YET else (ENTER,)
