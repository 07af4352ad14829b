"""A site's address, where it lies, and what the registry and the table of towns say of that.

A registry's coordinates are those of a town that it looked up by name, and some are of another town
than the address: ClinicalTrials.gov has Munich in Brandenburg and Milan in Umbria, 400 km away. So
they are held against the table of towns; where both disagree the place is a guess.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from catalog.model.countries import Country, country, known
from catalog.model.countries import states as states_of
from catalog.model.text import folded
from catalog.places.distance import SAME_PLACE_KM, Point, km, sound
from catalog.places.towns import Damaged, Town, states, towns_named

REGISTRY, TOWN, POSTCODE, HOSPITAL, TOWNS = "registry", "town", "postcode", "hospital", "towns"
SAID = {
    REGISTRY: "coordinates of the registry",
    TOWN: "its town, as another record places it",
    POSTCODE: "its postcode, as another record places it",
    HOSPITAL: "the hospital, as another record places it",
    TOWNS: "its town, by the table of towns",
}
"""Every way in which a place is known, the first that is sure taken, in words."""
_DOUBTED_KM = 20.0
"""So far from the town of its address a registry's point is that of another town: both are centres
of towns, and seldom more than some kilometres apart."""
_LARGE = 100_000
"""From so many people on, a town is meant by its other names too (`Roma`)."""


class Address(NamedTuple):
    """What a record says of where a site is."""

    country: str | None = None
    state: str | None = None
    city: str | None = None
    zip: str | None = None
    facility: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class Placed(NamedTuple):
    """Where a site lies."""

    point: Point
    source: str
    """One of SAID."""
    is_guess: bool = False
    """Whether it may be elsewhere: another town of the name, or sources that disagree."""


def by_registry(site: Address) -> Placed | None:
    """Where the registry has the site, unless it is where no town of the address is."""
    point = sound(site.latitude, site.longitude)
    if point is None:
        return None
    towns = _candidates(site)
    if not towns or any(km(point_of(town), point) <= _DOUBTED_KM for town in towns):
        return Placed(point, REGISTRY)
    if towns[0].population >= _LARGE:  # the town is named, and it is one that everybody knows
        return Placed(point_of(towns[0]), TOWNS, is_guess=True)
    return Placed(point, REGISTRY, is_guess=True)


def by_table(site: Address) -> Placed | None:
    """Where the table of towns has the site's town; a guess where it may be another."""
    towns = _candidates(site)
    if not towns:
        return None
    first = towns[0]
    first_point = point_of(first)
    is_one = all(km(first_point, point_of(town)) <= SAME_PLACE_KM for town in towns)
    return Placed(first_point, TOWNS, not (is_one and _is_meant(first, site)))


def is_elsewhere(site: Address, point: Point) -> bool:
    """Whether the table has a town of the site's name that is not the one at the point."""
    return any(km(point_of(town), point) > SAME_PLACE_KM for town in _candidates(site))


def is_town_at(site: Address, point: Point) -> bool | None:
    """Whether a town of the site's name lies at a point; None where the table has none."""
    towns = _candidates(site)
    return any(km(point_of(town), point) <= SAME_PLACE_KM for town in towns) if towns else None


def point_of(town: Town) -> Point:
    """Where a town of the table is."""
    return Point(town.latitude, town.longitude)


def _is_meant(town: Town, site: Address) -> bool:
    """Whether the name is the town's main one, or that of a large town and of no region."""
    assert site.city is not None and site.country is not None
    if folded(town.name) == folded(site.city):
        return True
    return town.population >= _LARGE and site.city not in states_of(site.country)


def _candidates(site: Address) -> tuple[Town, ...]:
    """Towns that the address may mean, the largest first; () where the table has none."""
    if not site.city or not site.country:
        return ()
    where = country(site.country)
    found = _of_name(site.city, where) or _of_name(_DISTRICT.sub("", site.city), where)
    if not site.state or not found or found[0].country != _WITH_STATES:
        return found
    code = states().get(folded(site.state))
    return found if code is None else tuple(town for town in found if town.region == code)


_DISTRICT = re.compile(r"(?:,.*| cedex\b.*| \d+| [A-ZØ]| \(.*)$", re.IGNORECASE)
"""What follows a town in addresses: `Praha 2`, `Lyon Cedex 08`, `Aarhus N`, `Vigo (Galicia)`."""
_WITH_STATES = "US"
"""The country whose states the table of towns knows by their names."""


@lru_cache(maxsize=20_000)
def _of_name(city: str, where: str) -> tuple[Town, ...]:
    """Towns of a country with this name, the largest first.

    Where the largest has it as its main name, towns that have it as another one are not meant.
    """
    one = known(where)
    try:
        found = tuple(town for town in towns_named(city) if one is not None and _is_in(town, one))
    except Damaged:
        return ()
    main = tuple(town for town in found if folded(town.name) == folded(city))
    return main if main and main[0] == found[0] else found


def _is_in(town: Town, one: Country) -> bool:
    return town.country in one.codes
