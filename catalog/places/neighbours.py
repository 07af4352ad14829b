"""The nearest sites of the trials of one catalogue, read from its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from catalog.model.site_states import RECRUITING, UNKNOWN, site_state
from catalog.model.trial import Trial
from catalog.places.addresses import Address
from catalog.places.nearest import Distances, Nearest, located, nearest_of, of_trial
from catalog.places.origin import Origin, Origins, Unknown
from catalog.places.placing import Placing

_AT_ONCE = 200
_SITES = (
    "SELECT trial, status, country, state, city, zip, facility, latitude, longitude FROM site"
    " WHERE trial IN ({}) ORDER BY trial, position"
)


class Neighbours:
    """The nearest sites of the trials that lists show; those of the last place are kept."""

    def __init__(self, connection: sqlite3.Connection, placing: Placing) -> None:
        self._connection = connection
        self._placing = placing
        self._from: tuple[Origin, float] | None = None
        self._kept: dict[tuple[int, str | None], Nearest] = {}

    def of(
        self, origin: Origin, reach: float, statuses: Mapping[int, str | None]
    ) -> dict[int, Nearest]:
        """For trials by their keys, each with its status as of today, what is nearest."""
        if (origin, reach) != self._from or len(self._kept) > _KEPT:
            self._from, self._kept = (origin, reach), {}
        wanted = [trial for trial in statuses.items() if trial not in self._kept]
        sites: dict[int, list[tuple[str | None, Address]]] = {key: [] for key, _ in wanted}
        may = [key for key, status in wanted if site_state(status, None) in _ENTERED]
        for start in range(0, len(may), _AT_ONCE):
            some = may[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            for key, status, *address in self._connection.execute(_SITES.format(marks), some):
                sites[key].append((status, Address(*address)))
        for key, status in wanted:
            found = located(origin, self._placing, status, sites[key])
            self._kept[key, status] = nearest_of(origin, found, reach)
        return {key: self._kept[key, status] for key, status in statuses.items()}


_KEPT = 500
_ENTERED = (RECRUITING, UNKNOWN)


class Places:
    """What one catalogue and its user know of places."""

    def __init__(self, connection: sqlite3.Connection, own: Sequence[str] = ()) -> None:
        """`own` are the user's town and sites, as the settings name them."""
        self.placing = Placing(connection)
        self.origins = Origins(self.placing.learnt, own)

    def origin(self, said: str | None) -> Origin | None:
        """The place that is named, else the user's own; None where it is not known."""
        if said is None:
            return self.origins.own
        try:
            return self.origins.find(said)
        except Unknown:
            return None

    def distances(self, said: str | None, trial: Trial) -> Distances | None:
        """How far each site of a trial is from a place, else the own; None where none is known."""
        origin = self.origin(said)
        if origin is None:
            return None
        sites = tuple(of_trial(origin, self.placing, trial))
        return Distances(origin, sites, nearest_of(origin, sites))
