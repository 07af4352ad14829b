"""What a query says of places: from where it counts, and how far.

`near:` names a place and leaves nobody out; `within:` leaves out who recruits nowhere so near. The
place is the one that is named, else the user's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import takewhile

from catalog.model.countries import of_code
from catalog.places.distance import ABROAD_KM, OWN
from catalog.places.neighbours import Places
from catalog.places.origin import Origin, Unknown
from catalog.places.towns import Town
from catalog.search.fields import FIELDS
from catalog.search.index.reader import Reader
from catalog.search.index.terms import NOT_STATED, SPOTS_SINCE
from catalog.search.near import Near
from catalog.search.query import Filter, Query, Text, place_said, places_asked
from catalog.search.words import fold, parts

_COUNTED_KM = 100.0
"""Within which trials are counted while a place is being typed."""
_OFFERED = 6
_CITY = sum(1 << place for place in FIELDS["city"].places)
NO_MAP = "this catalogue's index has no distances yet: run trials reindex"
NO_PLACE = (
    'distances need a place: near:freiburg, or your town in the settings (place = "Freiburg, DE")'
)


class Whereabouts:
    """Places of one catalogue and its user."""

    def __init__(
        self, connection: sqlite3.Connection, reader: Reader, own: Sequence[str] = ()
    ) -> None:
        self.near = Near(connection, reader)
        self._reader = reader
        self._places = Places(connection, own)
        self._origins = self._places.origins
        self.placing = self._places.placing

    def origin(self, query: Query) -> Origin | None:
        """The place that a query names, else the user's own; None where neither is known.

        Nor where one is named and the index has no places: it was not gone by.
        """
        said = place_said(query)
        return self._places.origin(said) if self.has_map or said is None else None

    @property
    def has_map(self) -> bool:
        """Whether the index knows places; one of an earlier version does not."""
        return self._reader.version >= SPOTS_SINCE

    def not_by_distance(self, origin: Origin | None) -> str | None:
        """Why a list that counts from `origin` has no order by distance; None where it has."""
        if not self.has_map:
            return NO_MAP
        return NO_PLACE if origin is None else None

    def untaken(self, query: Query) -> Iterator[str]:
        """What a query says of places and is not gone by.

        Towns of several words without quotes, of which only the first word was read as a place; and
        every place but the first, for distances are counted from one.
        """
        first, *others = [value for each in places_asked(query) for value in each.values] or [""]
        for other in dict.fromkeys(others):
            if other.casefold() != first.casefold():
                yield f"{other} is not taken: distances are counted from one place, {first}"
        for place, part in enumerate(query.parts, 1):
            if isinstance(part, Filter) and part.field == "near" and part.values:
                behind = takewhile(
                    lambda each: isinstance(each, Text) and each.kind == "word", query.parts[place:]
                )
                if name := self._origins.longer(part.values[0], [str(each) for each in behind]):
                    yield f'if the town of {name} is meant: near:"{name}"'

    def passing(self, wanted: Filter, query: Query) -> tuple[int, str | None]:
        """The trials that a filter by place lets pass, and what there is to say of it."""
        if wanted.field == "near":
            try:
                self._origins.find(wanted.values[0])
            except Unknown as unknown:
                return 0, str(unknown)
            return self._reader.live, None
        if wanted.values == (NOT_STATED,):
            return self.near.unknown(), None
        origin = self.origin(query)
        if origin is not None:
            return self.near.within(origin.point, float(wanted.values[0])), None
        if place_said(query) is not None:
            return 0, None  # of the place it is said that it is not known
        return 0, f"{wanted} finds nothing: {NO_PLACE}"

    def offered(self, prefix: str) -> list[tuple[str, int]]:
        """Places whose names begin so, with how many trials recruit within 100 km of each."""
        if not self.has_map or prefix.casefold() == OWN:
            return []
        found = []
        for label in self._origins.beginning(prefix, _OFFERED, self._trials_in):
            try:
                point = self._origins.find(label).point
            except Unknown:
                continue
            near = self.near.within(point, _COUNTED_KM) & self._reader.live
            found.append((label, near.bit_count()))
        if OWN.startswith(prefix.casefold()) and self._origins.own is not None:
            near = self.near.within(self._origins.own.point, _COUNTED_KM) & self._reader.live
            found.insert(0, (OWN, near.bit_count()))
        return found

    def _trials_in(self, town: Town) -> int:
        """How many trials have a site in a town of that name, in that country."""
        country = of_code(town.country)
        if country is None:
            return 0
        found = self._reader.facet("country", country.name)
        for word in parts(fold(town.name)):
            found &= self._reader.bits(word, _CITY) if found else 0
        return found.bit_count()

    def untold(self, query: Query, having: int) -> int:
        """Of trials that a query would have without `within:`, those whose place nobody tells."""
        is_asked = any(
            part.field == "within" and not part.without and part.values != (NOT_STATED,)
            for part in query.filters
        )
        return (having & self.near.unknown()).bit_count() if is_asked else 0


def reach(query: Query) -> float:
    """Kilometres as far as which sites across a border are near: further where it is asked for."""
    asked = [
        float(part.values[0])
        for part in query.filters
        if part.field == "within" and part.values != (NOT_STATED,) and not part.without
    ]
    return max(ABROAD_KM, *asked) if asked else ABROAD_KM
