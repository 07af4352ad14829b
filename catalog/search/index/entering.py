"""Where a trial can be entered: the places of its sites by whether they take patients.

`country:` `city:` `site:` together with an open status ask these, so that a trial which recruits
elsewhere is not listed for a place whose sites are closed. A site without a status is kept: what
nobody says closes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from catalog.model.codes import Coded, Status
from catalog.model.countries import country
from catalog.model.recruitment import is_dated
from catalog.model.site_states import NOT_YET, RECRUITING, UNKNOWN, site_state
from catalog.model.trial import Site, Trial
from catalog.search.index.terms import entered, facet_term
from catalog.search.weights import Field
from catalog.search.words import indexed

_INVITED = "ENROLLING_BY_INVITATION"
ASKED = (RECRUITING, NOT_YET)
OPEN_STATUSES = {
    "RECRUITING": RECRUITING,
    "AVAILABLE": RECRUITING,
    _INVITED: RECRUITING,
    "NOT_YET_RECRUITING": NOT_YET,
}
"""Statuses of a trial that are asked together with a place, and which of its sites answer."""
SINCE = 2
"""Version of the index that has them first."""


class Place(NamedTuple):
    """A country, town or site of a trial, as far as words are concerned."""

    country: str | None = None
    state: str | None = None
    city: str | None = None
    facility: str | None = None


def places(trial: Trial) -> Iterator[tuple[str, Place]]:
    """Places where the trial recruits or will, with which of both."""
    status = _word(trial.status)
    if is_dated(status):  # it recruits or will as of the day it is read: the status says which
        yield from ((group, place) for group in ASKED for place in _named(trial))
        return
    whole = OPEN_STATUSES.get(status or "")
    if status is None or whole is None:
        return
    by_country = {
        country(record.country): _state(status, _word(record.status))
        for record in trial.country_records
    }
    for site in trial.sites:
        there = by_country.get(country(site.country)) if site.country else None
        yield _first_known(_state(status, _word(site.status)), there, whole), _place(site)
    named = {country(site.country) for site in trial.sites if site.country}
    for name in {*by_country, *map(country, trial.countries)} - named:
        yield _first_known(by_country.get(name), whole), Place(name)


def _state(trial: str, site: str | None) -> str:
    """A site's state as everywhere; in a trial by invitation the invited are those who enter."""
    if trial != _INVITED:
        return site_state(trial, site)
    return site_state("RECRUITING", "RECRUITING" if site == _INVITED else site)


def _word(status: Coded[Status] | None) -> str | None:
    return status.word if status else None


def _named(trial: Trial) -> Iterator[Place]:
    """Every place that the trial names."""
    yield from map(_place, trial.sites)
    yield from map(Place, trial.countries)
    yield from (Place(record.country) for record in trial.country_records)


def _place(site: Site) -> Place:
    return Place(site.country, site.state, site.city, site.facility)


def _first_known(*said: str | None) -> str:
    return next(each for each in said if each is not None and each != UNKNOWN)


def entered_terms(
    found: Iterable[tuple[str, Place]],
) -> tuple[set[str], dict[Field, set[str]]]:
    """Pseudo-words of the countries, and of the words of towns and sites by field."""
    facets: set[str] = set()
    words: dict[Field, set[str]] = {Field.CITY: set(), Field.SITE: set()}
    by_group: dict[str, set[Place]] = {group: set() for group in ASKED}
    for group, place in found:
        if group in by_group:
            by_group[group].add(place)
    for group, here in by_group.items():
        names = {country(place.country) for place in here if place.country}
        facets |= {facet_term(group, name) for name in names}
        cities = indexed({place.city for place in here}, names=False)
        said = {text for place in here for text in (place.country, place.state, place.facility)}
        words[Field.CITY] |= {entered(group, each) for each in cities}
        words[Field.SITE] |= {entered(group, each) for each in indexed(said | names, names=False)}
    return facets, words
