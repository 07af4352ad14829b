"""The nearest place where a trial can be entered, for the trials that a list shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from catalog.model.countries import Country, known
from catalog.model.site_states import RECRUITING, UNKNOWN, site_state
from catalog.model.trial import Trial
from catalog.places.addresses import Address, Placed
from catalog.places.distance import ABROAD_KM, km, told
from catalog.places.lessons import address_of
from catalog.places.origin import Origin
from catalog.places.placing import Placing


class NearSite(NamedTuple):
    """A site, and how far it is."""

    km: float
    city: str | None
    country: str | None
    source: str
    """How its place is known: `addresses.SAID` has the words."""
    is_guess: bool
    is_unknown: bool
    """Whether nobody says if it recruits."""


def site_told(site: NearSite) -> str:
    """`41 km`; with `~` where its place is a guess, with `?` where nobody says if it recruits."""
    return f"{'~' if site.is_guess else ''}{told(site.km)}{'?' if site.is_unknown else ''}"


class Nearest(NamedTuple):
    """What a place is to a trial: the nearest sites that recruit or may."""

    country: str
    """The country of the place."""
    home: NearSite | None = None
    """The nearest of the place's country."""
    abroad: NearSite | None = None
    """The nearest across a border, where it is near enough, and nearer than `home`."""
    unplaced: int = 0
    """Sites that recruit or may, and of which it is not known where they are."""

    @property
    def first(self) -> NearSite | None:
        """The one that is told first, and that lists are sorted by."""
        return self.home or self.abroad


class Located(NamedTuple):
    """A site of a trial with its state and its place."""

    state: str
    address: Address
    placed: Placed | None
    km: float | None


def located(
    origin: Origin,
    placing: Placing,
    status: str | None,
    sites: Iterable[tuple[str | None, Address]],
) -> list[Located]:
    """Every site of a trial of this status, with how far it is; in their order."""
    found = []
    for of_site, address in sites:
        placed = placing.place(address)
        away = km(placed.point, origin.point) if placed is not None else None
        found.append(Located(site_state(status, of_site), address, placed, away))
    return found


def nearest_of(origin: Origin, sites: Iterable[Located], reach: float = ABROAD_KM) -> Nearest:
    """The nearest of some sites, by the rule of borders: across one no further than `reach`."""
    home = abroad = None
    unplaced = 0
    one = known(origin.country)
    for site in sites:
        if site.state not in (RECRUITING, UNKNOWN):
            continue
        if site.placed is None or site.km is None:
            unplaced += 1
            continue
        if _is_home(site.address.country, one, origin):
            home = _nearer(home, site)
        elif site.km <= reach:
            abroad = _nearer(abroad, site)
    if home is not None and abroad is not None and home.km <= abroad.km:
        abroad = None
    return Nearest(origin.country, home, abroad, unplaced)


def _is_home(said: str | None, one: Country | None, origin: Origin) -> bool:
    return said is not None and (
        (known(said) is one) if one is not None else said == origin.country
    )


def _nearer(best: NearSite | None, site: Located) -> NearSite:
    """Of two the nearer; of equally near ones the one that is said to recruit."""
    assert site.placed is not None and site.km is not None
    found = NearSite(
        site.km,
        site.address.city,
        site.address.country,
        site.placed.source,
        site.placed.is_guess,
        site.state == UNKNOWN,
    )
    if best is None or (round(found.km), found.is_unknown) < (round(best.km), best.is_unknown):
        return found
    return best


def of_trial(origin: Origin, placing: Placing, trial: Trial) -> list[Located]:
    """Every site of a trial, with how far it is."""
    status = trial.status.means.value if trial.status and trial.status.means else None
    sites = (
        (site.status.means.value if site.status and site.status.means else None, address_of(site))
        for site in trial.sites
    )
    return located(origin, placing, status, sites)


class Distances(NamedTuple):
    """A trial's sites from a place: each in the order of the trial's."""

    origin: Origin
    sites: tuple[Located, ...]
    nearest: Nearest

    def is_home(self, site: Located) -> bool:
        """Whether a site is in the country of the place."""
        return _is_home(site.address.country, known(self.origin.country), self.origin)
