"""What the catalogue teaches of places: where a town, a postcode or a hospital lies.

A site with coordinates in one record places the same town, postcode and hospital of another that
has none. Each place is kept with every point that was said of it and how often, so that what is
told differently of two towns of one name is seen, and never averaged.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from catalog.model.countries import country
from catalog.model.text import folded
from catalog.model.trial import Site, Trial
from catalog.places.addresses import (
    HOSPITAL,
    POSTCODE,
    REGISTRY,
    TOWN,
    Address,
    by_registry,
    by_table,
)
from catalog.places.distance import SAME_PLACE_KM, Point, km

_STEP = 1_000
"""Steps of a degree in which points are kept."""
_MOST_LETTERS = 80
_AGREED = 0.9
"""Of what was said of a place, the part that must agree for it to be sure."""
_AT_ONCE = 20_000


class Lesson(NamedTuple):
    """Where one record says that a place is."""

    kind: str
    name: str
    country: str
    latitude: int
    """Thousandths of a degree."""
    longitude: int


class Spot(NamedTuple):
    """Where a place is, by all that was said of it."""

    point: Point
    is_sure: bool
    """Whether nearly all that was said agrees within SAME_PLACE_KM."""
    said: int
    """By how many sites of records."""
    country: str

    @property
    def is_told_twice(self) -> bool:
        """Whether more than one site says so: one may have a slip in its address."""
        return self.is_sure and self.said > 1


def town_name(city: str, state: str | None = None) -> str:
    """The name under which a town is kept, and beside it the one with its state."""
    name = folded(city)[:_MOST_LETTERS]
    of = folded(state) if state else ""
    return f"{name}, {of}" if of and name else name


_COUNTRY_CODE = re.compile(r"[A-Za-z]{1,3}[ -]+(?=\d)")
_ZIP_PLUS_4 = re.compile(r"(\d{5})[ -]?\d{4}")


@lru_cache(maxsize=2_000)
def postcode_name(code: str) -> str:
    """A postcode as it is compared: `D-79106` is 79106, `29425-0721` the first five."""
    code = code.strip()
    if found := _ZIP_PLUS_4.fullmatch(code):
        return found[1]
    code = folded(_COUNTRY_CODE.sub("", code, count=1)).replace(" ", "")
    return code if 3 <= len(code) <= 10 and any(letter.isdigit() for letter in code) else ""


def hospital_name(facility: str) -> str:
    """A hospital as it is compared; empty for what may stand for any ("Research Site 12")."""
    if any(letter.isdigit() for letter in facility):
        return ""
    name = folded(facility)
    is_name = " " in name and len(name) >= 12 and not _NOBODY.search(name)
    return name[:_MOST_LETTERS] if is_name else ""


_NOBODY = re.compile(r"\b(?:site|sites|investigat\w+|research|local institution|for information)\b")


def address_of(site: Site) -> Address:
    """The address of a site of a trial."""
    return Address(
        site.country,
        site.state,
        site.city,
        site.zip,
        site.facility,
        site.latitude,
        site.longitude,
    )


def lessons(trial: Trial) -> tuple[Lesson, ...]:
    """What the sites of a trial teach that have coordinates which nothing speaks against."""
    told = (each for site in trial.sites for each in _lessons(address_of(site)))
    return tuple(dict.fromkeys(told))


def _lessons(site: Address) -> Iterator[Lesson]:
    if site.latitude is None or not site.country:
        return
    town = _of_town(site._replace(zip=None, facility=None))
    if town is None:
        return
    yield from town.lessons
    if not town.is_alone:
        return
    if site.zip and (code := postcode_name(site.zip)):
        yield Lesson(POSTCODE, code, town.country, *town.spot)
    if site.facility and (name := hospital_name(site.facility)):
        yield Lesson(HOSPITAL, name, town.country, *town.spot)


class _OfTown(NamedTuple):
    """What a site's town and point teach, whatever stands there."""

    country: str
    spot: tuple[int, int]
    lessons: tuple[Lesson, ...]
    is_alone: bool
    """Whether it can be no other town of the name, so that what tells more may be learnt."""


@lru_cache(maxsize=5_000)  # a registry gives all hospitals of a town one point
def _of_town(site: Address) -> _OfTown | None:
    placed = by_registry(site)
    if placed is None or placed.source != REGISTRY or placed.is_guess or not site.country:
        return None
    where = country(site.country)
    spot = round(placed.point.latitude * _STEP), round(placed.point.longitude * _STEP)
    told = []
    if site.city:
        told.append(Lesson(TOWN, town_name(site.city), where, *spot))
        if site.state:
            told.append(Lesson(TOWN, town_name(site.city, site.state), where, *spot))
    # A registry may have looked up another town of the name.
    table = by_table(site)
    is_alone = (
        table is not None and not table.is_guess and km(table.point, placed.point) <= SAME_PLACE_KM
    )
    return _OfTown(where, spot, tuple(told), is_alone)


class Teacher:
    """Collects lessons of an import; `flush` writes them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._heard: Counter[Lesson] = Counter()

    def hear(self, told: Iterable[Lesson]) -> None:
        """Take the lessons of one record."""
        self._heard.update(each for each in told if each.name)
        if len(self._heard) >= _AT_ONCE:
            self.flush()

    def forget(self) -> None:
        """Forget everything, before all is told again."""
        self._heard.clear()
        self._connection.execute("DELETE FROM learnt_place")

    def flush(self) -> None:
        """Write what was heard."""
        self._connection.executemany(
            "INSERT INTO learnt_place (kind, name, country, latitude, longitude, sites)"
            " VALUES (?,?,?,?,?,?) ON CONFLICT (kind, name, country, latitude, longitude)"
            " DO UPDATE SET sites = sites + excluded.sites",
            sorted((*lesson, count) for lesson, count in self._heard.items()),
        )
        self._heard.clear()


def teach_all(connection: sqlite3.Connection) -> None:
    """Learn what the trials of a catalogue tell, which has heard nothing yet."""
    teacher = Teacher(connection)
    sites = connection.execute(
        "SELECT country, state, city, zip, facility, latitude, longitude FROM site"
        " WHERE latitude IS NOT NULL"
    )
    for site in sites:
        teacher.hear(_lessons(Address(*site)))
    teacher.flush()


class Learnt:
    """Asks what the catalogue knows of a place; a catalogue without the table knows nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        row = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'learnt_place'"
        ).fetchone()
        self._is_there = row is not None
        self._spots: dict[tuple[str, str], tuple[Spot, ...]] = {}

    def spots(self, kind: str, name: str) -> tuple[Spot, ...]:
        """Where a place of this name is, one for each country, what was said most first."""
        if not self._is_there or not name:
            return ()
        known = self._spots.get((kind, name))
        if known is None:
            if len(self._spots) >= _KEPT:
                self._spots.clear()
            rows = self._connection.execute(
                "SELECT country, latitude, longitude, sites FROM learnt_place"
                " WHERE kind = ? AND name = ?",
                (kind, name),
            ).fetchall()
            self._spots[kind, name] = known = _by_country(rows)
        return known

    def beginning(self, code: str) -> tuple[Spot, ...]:
        """Where the postcodes that begin so are, by country: a guess."""
        if not self._is_there or not code:
            return ()
        rows = self._connection.execute(
            "SELECT country, latitude, longitude, sites FROM learnt_place"
            " WHERE kind = ? AND name >= ? AND name < ? AND length(name) = ?",
            (POSTCODE, code[:-_WITHOUT], code[:-_WITHOUT] + "\U0010ffff", len(code)),
        ).fetchall()
        return _by_country(rows) if len(code) > _WITHOUT + 1 else ()


_KEPT = 5_000
_WITHOUT = 2
"""Signs of a postcode without which its neighbours are asked."""

_Row = tuple[str, int, int, int]


def _by_country(rows: Iterable[_Row]) -> tuple[Spot, ...]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return tuple(sorted(map(_spot, found.values()), key=lambda spot: (-spot.said, spot.country)))


def _spot(rows: list[_Row]) -> Spot:
    """What most say, and whether nearly all agree with it."""
    ordered = sorted(rows, key=lambda row: (-row[3], row))
    where, north, east, _ = ordered[0]
    point = Point(north / _STEP, east / _STEP)
    said = sum(row[3] for row in rows)
    agree = sum(
        row[3] for row in rows if km(point, Point(row[1] / _STEP, row[2] / _STEP)) <= SAME_PLACE_KM
    )
    return Spot(point, agree >= _AGREED * said, said, where)
