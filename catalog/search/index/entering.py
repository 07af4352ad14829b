"""Where a trial can be entered: the places of its sites by whether they take patients.

`country:` `city:` `site:` together with an open status ask these, so that a trial which recruits
elsewhere is not listed for a place whose sites are closed. A site without a status is kept: what
nobody says closes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from catalog.model.countries import country
from catalog.model.recruitment import is_dated
from catalog.model.site_status import Recruiting, at_site, of_status, word
from catalog.model.trial import Site, Trial
from catalog.search.index.terms import entered, facet_term
from catalog.search.weights import Field
from catalog.search.words import indexed

ASKED = (Recruiting.RECRUITING, Recruiting.NOT_YET)
SINCE = 2
"""Version of the index that has them first."""


class Place(NamedTuple):
    """A country, town or site of a trial, as far as words are concerned."""

    country: str | None = None
    state: str | None = None
    city: str | None = None
    facility: str | None = None


def places(trial: Trial) -> Iterator[tuple[Recruiting, Place]]:
    """Places where the trial recruits or will, with which of both."""
    status = word(trial.status)
    if is_dated(status):  # it recruits or will as of the day it is read: the status says which
        yield from ((group, place) for group in ASKED for place in _named(trial))
        return
    whole = of_status(status)
    if whole not in ASKED:
        return
    by_country = {
        country(record.country): at_site(word(record.status), status)
        for record in trial.country_records
    }
    for site in trial.sites:
        there = by_country.get(country(site.country)) if site.country else None
        group = _first_known(at_site(word(site.status), status), there, whole)
        yield group, _place(site)
    named = {country(site.country) for site in trial.sites if site.country}
    for name in {*by_country, *map(country, trial.countries)} - named:
        yield _first_known(by_country.get(name), whole), Place(name)


def _named(trial: Trial) -> Iterator[Place]:
    """Every place that the trial names."""
    yield from map(_place, trial.sites)
    yield from map(Place, trial.countries)
    yield from (Place(record.country) for record in trial.country_records)


def _place(site: Site) -> Place:
    return Place(site.country, site.state, site.city, site.facility)


def _first_known(*said: Recruiting | None) -> Recruiting:
    return next(each for each in said if each is not None and each is not Recruiting.UNKNOWN)


def entered_terms(
    found: Iterable[tuple[Recruiting, Place]],
) -> tuple[set[str], dict[Field, set[str]]]:
    """Pseudo-words of the countries, and of the words of towns and sites by field."""
    facets: set[str] = set()
    words: dict[Field, set[str]] = {Field.CITY: set(), Field.SITE: set()}
    by_group: dict[Recruiting, set[Place]] = {group: set() for group in ASKED}
    for group, place in found:
        if group in by_group:
            by_group[group].add(place)
    for group, here in by_group.items():
        names = {country(place.country) for place in here if place.country}
        facets |= {facet_term(group.value, name) for name in names}
        cities = indexed({place.city for place in here}, names=False)
        said = {text for place in here for text in (place.country, place.state, place.facility)}
        words[Field.CITY] |= {entered(group.value, each) for each in cities}
        words[Field.SITE] |= {
            entered(group.value, each) for each in indexed(said | names, names=False)
        }
    return facets, words
