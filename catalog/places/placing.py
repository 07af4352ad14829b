"""Where a site lies, and how that is known.

In this order: the registry's own coordinates; what the catalogue teaches of its town, postcode or
hospital; the table of towns. A site that none of them knows has no place; one that they know of
only by what may be another town of the name is a guess, and marked as one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from catalog.model.countries import country
from catalog.places.addresses import (
    HOSPITAL,
    POSTCODE,
    TOWN,
    Address,
    Placed,
    by_registry,
    by_table,
    is_elsewhere,
    is_town_at,
)
from catalog.places.lessons import Learnt, Spot, hospital_name, postcode_name, town_name

_KEPT = 5_000


class Placing:
    """Places sites by one catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.learnt = Learnt(connection)
        self._placed: dict[Address, Placed | None] = {}

    def place(self, site: Address) -> Placed | None:
        """Where the site is; None where nothing that is known tells."""
        if site not in self._placed:
            if len(self._placed) >= _KEPT:
                self._placed.clear()
            self._placed[site] = self._found(site)
        return self._placed[site]

    def _found(self, site: Address) -> Placed | None:
        """The first that is sure; with none the first guess."""
        guess: Placed | None = None
        for placed in self._ways(site):
            if placed is not None and not placed.is_guess:
                return placed
            guess = guess or placed
        return guess

    def _ways(self, site: Address) -> Iterator[Placed | None]:
        yield by_registry(site)
        if site.country:
            yield self._by_town(site)
            yield self.by(POSTCODE, postcode_name(site.zip or ""), site)
            yield self.by(HOSPITAL, hospital_name(site.facility or ""), site)
        yield by_table(site)

    def _by_town(self, site: Address) -> Placed | None:
        if not site.city or not site.country:
            return None
        if site.state:
            spot = self._spot(TOWN, town_name(site.city, site.state), site.country)
            if spot is not None:
                return Placed(spot.point, TOWN, not spot.is_sure)
        spot = self._spot(TOWN, town_name(site.city), site.country)
        if spot is None:
            return None
        # What was learnt may be of another town of the name, which nobody has told of yet.
        is_alone = not site.state and not is_elsewhere(site, spot.point)
        return Placed(spot.point, TOWN, not (spot.is_sure and is_alone))

    def by(self, kind: str, name: str, site: Address) -> Placed | None:
        """By a postcode or hospital: sure where the town says so too.

        A town that the table lacks says nothing: there several sites must have told it. An address
        without a town has nothing that a slip in the postcode would be seen by.
        """
        assert site.country is not None
        spot = self._spot(kind, name, site.country)
        if spot is None:
            return None
        confirmed = is_town_at(site, spot.point)
        if confirmed is None:
            confirmed = spot.is_told_twice and bool(site.city)
        is_sure = spot.is_sure and confirmed
        return Placed(spot.point, kind, not is_sure)

    def _spot(self, kind: str, name: str, where: str) -> Spot | None:
        if not name:
            return None
        here = country(where)
        return next((s for s in self.learnt.spots(kind, name) if s.country == here), None)
