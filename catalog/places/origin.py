"""From where distances are counted: what `near:` names, or the user's own place.

Of several places of a name the largest is taken, and the others are told. What is not known is no
place, and never the nearest guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from catalog.model.countries import Country, known, of_code
from catalog.model.text import folded
from catalog.places.addresses import HOSPITAL, POSTCODE, TOWN, TOWNS, point_of
from catalog.places.distance import OWN, SAME_PLACE_KM, Point, km
from catalog.places.lessons import Learnt, Spot, hospital_name, postcode_name, town_name
from catalog.places.provinces import regions_named, state_code
from catalog.places.towns import Damaged, Town, towns_beginning, towns_named

_WEIGHED = 40
"""Towns of a beginning of which it is asked how much is there: people mean one where trials are."""
_MORE_WORDS = 3
"""Words that a name of a town may go on with."""
_MOST_TOLD = 6
_LARGE = 20_000
"""From so many people on, a word of a hospital's name is taken for its town."""


class Origin(NamedTuple):
    """A place to count from."""

    label: str
    """`Freiburg, DE`: typed again it means this place."""
    country: str
    """By the name that filters know."""
    point: Point
    source: str
    """How it is known, as a site's place is."""
    is_guess: bool = False
    others: tuple[str, ...] = ()
    """Labels of other places that may have been meant, the largest first."""
    asked: str = ""
    """What was typed."""


class Unknown(Exception):
    """A place that is not known; says what would be understood."""


class Origins:
    """Finds origins by one catalogue; of the user's `own` town and sites the first known is it."""

    def __init__(self, learnt: Learnt, own: Sequence[str] = ()) -> None:
        self._learnt = learnt
        self._own_said = tuple(own)
        self._found: dict[str, Origin] = {}
        self._own: Origin | None = None
        self._is_own_sought = False

    @property
    def own(self) -> Origin | None:
        """The user's own place; None where the settings name none that is known."""
        if not self._is_own_sought:
            self._is_own_sought = True
            self._own = next(filter(None, map(self._of_own, self._own_said)), None)
        return self._own

    def find(self, said: str) -> Origin:
        """The place of a text: `freiburg`, `Freiburg, CH`, `79106`, `own`; raises Unknown."""
        said = " ".join(said.split())
        if said.casefold() == OWN:
            if self.own is None:
                raise Unknown(self._no_own())
            return self.own
        if said not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[said] = self._named(said)
        return self._found[said]

    def beginning(
        self, said: str, most: int, here: Callable[[Town], float] = lambda town: 0
    ) -> tuple[str, ...]:
        """Labels of places whose names begin so; of a whole name first the others that have it.

        Then towns of the user's own country, and of those and of the others the ones with most of
        what `here` counts, the largest first: of the largest so many of that beginning.
        """
        name, _, within = said.partition(",")
        offered: list[str] = []
        taken = ""
        try:
            found = self.find(said)
            offered, taken = [*found.others], found.label
        except Unknown:
            pass
        if not within and not any(map(str.isdigit, name)):
            try:
                home = self._own_code()
                towns = towns_beginning(name, max(most + 1, _WEIGHED))
                ranked = sorted(towns, key=lambda town: (town.country != home, -here(town)))
                offered += map(_label, ranked)
            except Damaged:
                return ()
        return tuple(each for each in dict.fromkeys(offered) if each != taken)[:most]

    def _own_code(self) -> str:
        """The two letters of the user's own country; "" where none is known."""
        one = known(self.own.country) if self.own is not None else None
        return (one.code if one is not None else None) or ""

    def longer(self, said: str, behind: Sequence[str]) -> str:
        """The town that a text names together with words behind it: `san`, `francisco`; or ""."""
        for count in range(min(len(behind), _MORE_WORDS), 0, -1):
            name = " ".join((said, *behind[:count]))
            try:
                if towns_named(name):
                    return name
            except Damaged:
                return ""
        return ""

    def _no_own(self) -> str:
        told = 'near:own needs your town in the settings: place = "Freiburg, DE"'
        if not self._own_said:
            return told
        return f"{', '.join(self._own_said)}: no place that is known; {told}"

    def _named(self, said: str) -> Origin:
        name, *within = (part.strip() for part in said.split(","))
        for part in within:
            if _country(part) is None and not regions_named(part):
                raise Unknown(
                    f"near:{said}: {part} is no country and no state, so nothing is found"
                )
        if any(map(str.isdigit, name)):
            places = self._postcodes(name, within)
        else:
            places = self._towns(name, within)
        if not places:
            raise Unknown(
                f"near:{said} is no place that is known, so nothing is found"
                f" (a town; a postcode if sites here have it; near:{OWN})"
            )
        first, *rest = places
        others = [one for one in rest if km(one.point, first.point) > SAME_PLACE_KM]
        told = tuple(dict.fromkeys(one.label for one in others if one.label != first.label))
        return first._replace(asked=said, others=told[:_MOST_TOLD])

    def _postcodes(self, said: str, within: Sequence[str]) -> list[Origin]:
        """Where a postcode lies, in the own country first; by its neighbours it is a guess."""
        code = postcode_name(said)
        spots = self._learnt.spots(POSTCODE, code)
        found = [self._spot(spot, code.upper(), POSTCODE, not spot.is_told_twice) for spot in spots]
        if not found:
            near = self._learnt.beginning(code)
            found = [self._spot(each, code.upper(), POSTCODE, True) for each in near]
        home = self._own.country if self._own else ""
        found = [one for one in found if _is_within(one.country, "", within)]
        return sorted(found, key=lambda one: one.country != home)

    def _towns(self, name: str, within: Sequence[str]) -> list[Origin]:
        try:
            towns = towns_named(name)
        except Damaged as damaged:
            raise Unknown(f"near:{name}: the table of towns cannot be read ({damaged})") from None
        found = [
            Origin(_label(town), country.name, point_of(town), TOWNS)
            for town in towns
            if (country := of_code(town.country)) is not None
            and _is_within(country.name, town.region, within)
        ]
        if found:
            return found
        return [
            self._spot(spot, name, kind, not spot.is_sure)
            for kind, key in ((TOWN, town_name(name)), (HOSPITAL, hospital_name(name)))
            for spot in self._learnt.spots(kind, key)
            if _is_within(spot.country, "", within)
        ]

    def _spot(self, spot: Spot, name: str, source: str, is_guess: bool) -> Origin:
        one = known(spot.country)
        label = f"{name}, {(one and one.code) or spot.country}"
        return Origin(label, spot.country, spot.point, source, is_guess)

    def _of_own(self, said: str) -> Origin | None:
        """A town, postcode or hospital of the settings; else the town in a hospital's name."""
        try:
            return self._named(said)._replace(asked=OWN)
        except Unknown:
            pass
        for words in _parts(said):
            try:
                towns = towns_named(words)
            except Damaged:
                return None
            if towns and towns[0].population >= _LARGE and folded(towns[0].name) == folded(words):
                return self._named(words)._replace(asked=OWN, is_guess=True)
        return None


_KEPT = 200


def _parts(name: str) -> Iterator[str]:
    """Runs of the words of a name, those at its end first: towns stand there."""
    words = name.split()
    for end in range(len(words), 0, -1):
        for start in range(max(end - 3, 0), end):
            yield " ".join(words[start:end])


def _country(said: str) -> Country | None:
    return known(said) or of_code(said)


def _is_within(country: str, region: str, parts: Sequence[str]) -> bool:
    """Whether a place lies in every country or state that is named: `IL` is both, and either."""
    return all(_is_in(country, region, part) for part in parts)


def _is_in(country: str, region: str, part: str) -> bool:
    named = regions_named(part)
    if any(one == country for one, _ in named):  # Scotland, and not the whole kingdom
        return (country, region) in named
    one = _country(part)
    return one is not None and one.name == country


def _label(town: Town) -> str:
    """`Freiburg, DE`; with the state where people write one: `London, ON, CA`."""
    country = of_code(town.country)
    state = state_code(country.name, town.region) if country is not None else ""
    return ", ".join(filter(None, (town.name, state, town.country)))
