"""Where a trial of the list can be entered, in as many cells as there are.

The nearest site that recruits, where it is known from where to count; else how many recruit, in the
countries that are asked for or everywhere. Kilometres are air line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from catalog.model import site_states
from catalog.search.decisive import Decisive
from tui.show.words import plural, said
from tui.terminal.styled import fit, width

if TYPE_CHECKING:
    from catalog.places.nearest import Nearest, NearSite

_TOWN = 6
"""Cells of a town's name that are left at least where its whole name does not fit."""


class Sited(Protocol):
    """As much of a Hit as says where."""

    @property
    def status(self) -> str | None: ...
    @property
    def countries(self) -> tuple[str, ...]: ...
    @property
    def decides(self) -> Decisive: ...
    @property
    def nearest(self) -> Nearest | None: ...


def counted(hit: Sited, countries: Sequence[str] = ()) -> site_states.Sites:
    """How many sites of a hit are in each state, in these countries or everywhere."""
    return site_states.counted(
        hit.status,
        (
            (each.status, each.sites)
            for each in hit.decides.sites
            if not countries or each.country in countries
        ),
    )


def where(hit: Sited, near: Sequence[str] = (), cells: int = 80) -> str:
    """Where one can enter, in the first form that fits.

    `41 km Freiburg, 2 in DE`, `58 km Liestal CH, DE 11 not yet`; without a distance
    `DE 2 of 12 recruiting, 3 not yet`, `161 of 249 recruiting, 23 countries`; of a trial that
    nobody can enter only how many sites it has.
    """
    if hit.nearest is not None and not near:
        near = names_of(hit.nearest.country)
    forms = [*_nearest(hit, near, cells), *_where(hit, near)]
    return next((form for form in forms if width(form) <= cells), forms[-1])


def names_of(country: str) -> tuple[str, ...]:
    """Every name by which sites give a country."""
    from catalog.model.countries import known

    one = known(country)
    return one.names if one else (country,)


def _nearest(hit: Sited, near: Sequence[str], cells: int) -> Iterator[str]:
    """Kilometres and town, and what else there is in the country."""
    found = hit.nearest
    if found is None or found.first is None:
        return
    first = found.first
    abroad = first is not found.home
    town = said(first.city or "")
    of = f" {_codes((first.country,))}" if abroad and first.country else ""
    if not abroad and found.abroad is not None and found.abroad.country:
        yield f"{away(first)} {town}, {away(found.abroad)} {_codes((found.abroad.country,))}"
    elif others := _others(hit, near, is_home=not abroad):
        yield f"{away(first)} {town}{of}, {others}"
    yield f"{away(first)} {town}{of}"
    room = max(cells - width(f"{away(first)} {of}"), _TOWN)
    yield f"{away(first)} {fit(town, room).rstrip()}{of}"


def _others(hit: Sited, near: Sequence[str], *, is_home: bool) -> str:
    """`2 in DE`, `DE 11 not yet`."""
    here = [each.country for each in hit.decides.sites if each.country in near]
    if not here:
        return ""
    code = _codes([each for each in here if each])
    sites = counted(hit, [each for each in here if each])
    if is_home:
        return f"{sites.recruiting} in {code}" if sites.recruiting > 1 else ""
    return f"{code} {sites.not_yet} not yet" if sites.not_yet else ""


def away(site: NearSite) -> str:
    """`41 km`; with `~` where its place is a guess, with `?` where nobody says if it recruits."""
    from catalog.places.nearest import site_told  # the first rows may do without

    return site_told(site)


def nearest_told(found: Nearest | None) -> Iterator[str]:
    """The nearest sites in whole sentences, and how their places are known."""
    if found is None:
        return
    from catalog.places.addresses import SAID

    for site in (found.home, found.abroad):
        if site is not None:
            where = ", ".join(filter(None, (site.city, site.country)))
            state = "does not say if it recruits" if site.is_unknown else "recruits"
            guess = "; a guess" if site.is_guess else ""
            place = f"Place: {SAID[site.source]}{guess}."
            yield f"Nearest: {away(site)} {said(where)}: {state}. {place}"
    if found.unplaced:
        some = "site" if found.unplaced == 1 else "sites"
        yield f"Of {found.unplaced} more {some} that may recruit the place is not known."


def _where(hit: Sited, near: Sequence[str]) -> Iterator[str]:
    if not hit.decides.sites:
        yield from _without_sites(hit)
        return
    here = [each.country for each in hit.decides.sites if each.country in near]
    if near and not here and any(each.country for each in hit.decides.sites):
        yield f"none in {_codes(near)}: {_places(hit)}"
        yield f"none in {_codes(near)}"
        return
    sites = counted(hit, [each for each in here if each])
    of = f"{_codes([each for each in here if each])} " if here else ""
    if _is_nowhere(hit):
        yield f"{plural(sum(each.sites for each in hit.decides.sites), 'site')}, place unknown"
    yield from _states(of, sites, "" if here else _places(hit))


def _is_nowhere(hit: Sited) -> bool:
    """Whether it is counted from somewhere, and of the trial not even the countries are known."""
    known = hit.nearest
    nobody = known is not None and known.first is None and known.unplaced > 0
    return nobody and not any(each.country for each in hit.decides.sites)


def _states(of: str, sites: site_states.Sites, places: str) -> Iterator[str]:
    """The states of sites, the one that matters first."""
    several = f", {places.partition(', ')[2]}" if ", " in places else ""
    total = sites.total
    if sites.recruiting:
        count = f"{of}{sites.recruiting} of {total} recruiting"
        if sites.not_yet:
            yield f"{count}, {sites.not_yet} not yet{several}"
            yield f"{count}, {sites.not_yet} not yet"
        yield count + several
        yield count
        yield f"{of}{sites.recruiting} of {total}"
    elif sites.unknown:
        yield f"{of}{plural(total, 'site')}{several}, status not stated"
        yield f"{of}{plural(total, 'site')}, status?"
    elif sites.not_yet:
        yield f"{of}none of {total}, {sites.not_yet} not yet{several}"
        yield f"{of}none of {total}, {sites.not_yet} not yet"
        yield f"{of}{sites.not_yet} not yet"
    else:
        yield (
            f"{of}{plural(total, 'site')}{several}, closed"
            if of
            else plural(total, "site") + (several)
        )
        yield f"{of}{plural(total, 'site')}"


def _places(hit: Sited) -> str:
    """`249 sites, 23 countries`, `13 sites, FR`."""
    names = list(dict.fromkeys(each.country for each in hit.decides.sites if each.country))
    total = sum(each.sites for each in hit.decides.sites)
    if not names:
        return f"{plural(total, 'site')}, country not stated"
    of = _codes(names) if len(names) == 1 else f"{len(names)} countries"
    return f"{plural(total, 'site')}, {of}"


def _without_sites(hit: Sited) -> Iterator[str]:
    if not hit.countries:
        yield "sites not stated"
        return
    several = f"{len(hit.countries)} countries"
    named = said(hit.countries[0]) if len(hit.countries) == 1 else several
    yield f"{named}, no sites listed"
    yield named
    yield _codes(hit.countries) if len(hit.countries) == 1 else several


_SHOWN_OF_COUNTRY = 6


def _codes(names: Sequence[str]) -> str:
    """Two letters a country, where there are two."""
    return " ".join(dict.fromkeys(short_country(name) for name in names))


def short_country(name: str) -> str:
    """`US`, or the beginning of a name that has no code."""
    from catalog.model.countries import known  # its table is read when the first row has a place

    one = known(name)
    return (one and one.code) or said(name)[:_SHOWN_OF_COUNTRY]
