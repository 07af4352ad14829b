"""Rows of sites: how many and how many are open, in all and by country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import absent, line, missing, row, stated
from catalog.comparison.values import Cell, Quote, Row, Section
from catalog.countries import country
from catalog.trial import Presence, Site, Trial


class Count(NamedTuple):
    sites: int
    open: int | None
    """How many recruit now or soon; None where no site has a status."""


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """One section: all sites, then each country, those of most trials and sites first."""
    found = [by_country(analysis.trial) for analysis in trials]
    total = Counter[str]()
    shared = Counter[str]()
    for countries in found:
        total.update({name: len(sites) for name, sites in countries.items()})
        shared.update(countries.keys())
    ordered = sorted(total, key=lambda name: (-shared[name], -total[name], name))
    rows = [_all(trials)]
    rows.extend(_country(name, [one.get(name) for one in found], trials) for name in ordered)
    return [Section("Sites", tuple(rows))]


def by_country(trial: Trial) -> dict[str, list[Site]]:
    """Sites by country; a country that a source lists without sites has an empty list."""
    found: dict[str, list[Site]] = {}
    for site in trial.sites:
        if site.country:
            found.setdefault(country(site.country), []).append(site)
    for name in (*trial.countries, *(record.country for record in trial.country_records)):
        found.setdefault(country(name), [])
    return found


def _count(sites: Sequence[Site]) -> Count:
    status = [site.status.means for site in sites if site.status]
    open_ones = sum(1 for one in status if one is not None and one.is_open)
    return Count(len(sites), open_ones if status else None)


def _unlike(one: Count, other: Count) -> bool:
    """Whether the numbers differ; open sites count only where both trials give a status."""
    if one.sites != other.sites:
        return True
    return one.open is not None and other.open is not None and one.open != other.open


def _told(count: Count) -> str:
    """`6 sites, 2 open`."""
    sites = "1 site" if count.sites == 1 else f"{count.sites} sites"
    return sites if count.open is None else f"{sites}, {count.open} open"


def _all(trials: Sequence[Analysis]) -> Row:
    cells: list[Cell] = []
    counts: list[Count | None] = []
    for analysis in trials:
        sites = analysis.trial.sites
        counts.append(_count(sites) if sites else None)
        if not sites:
            cells.append(missing(analysis.merged, "sites"))
            continue
        cells.append(_cell(analysis, sites))
    return row("sites", "sites", cells, counts, _unlike)


def _cell(analysis: Analysis, sites: Sequence[Site]) -> Cell:
    origin = analysis.merged.provenance.get("sites")
    source = origin.source if origin else 0
    cell = stated(analysis.merged, "sites", _told(_count(sites)), ())
    quotes = tuple(Quote("sites", place(site), source) for site in sites)
    return Cell(cell.text, cell.state, cell.sources, quotes, cell.dissent)


def place(site: Site) -> str:
    """A site in a line: facility, city, country and its status."""
    where = ", ".join(
        line(part) for part in (site.facility, site.city, site.state, site.country) if part
    )
    return f"{where}: {line(site.status.said)}" if site.status else where


def _country(name: str, found: Sequence[list[Site] | None], trials: Sequence[Analysis]) -> Row:
    cells: list[Cell] = []
    counts: list[Count | None] = []
    for analysis, sites in zip(trials, found, strict=True):
        if sites:
            cells.append(_cell(analysis, sites))
            counts.append(_count(sites))
        elif sites is not None:
            cells.append(_listed(analysis, name))
            counts.append(None)
        else:
            cells.append(_elsewhere(analysis))
            counts.append(Count(0, None) if cells[-1].state is Presence.NONE else None)
    return row(name, "sites", cells, counts, _unlike)


def _listed(analysis: Analysis, name: str) -> Cell:
    """A country that is named without sites."""
    trial = analysis.trial
    field = "countries" if name in map(country, trial.countries) else "country_records"
    names = (*trial.countries, *(record.country for record in trial.country_records))
    said = tuple(one for one in names if country(one) == name)
    return stated(analysis.merged, field, "listed, sites not named", said)


def _elsewhere(analysis: Analysis) -> Cell:
    """No site in a country: none where the trial's places are known, else missing."""
    if analysis.trial.sites:
        return absent(analysis.merged, "sites", "no site")
    if analysis.trial.countries:
        return absent(analysis.merged, "countries", "no site")
    return missing(analysis.merged, "sites")
