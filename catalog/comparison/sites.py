"""Rows of sites: how many and how many recruit, in all and by country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import absent, line, missing, row, stated, unequal
from catalog.comparison.result import WHERE, Cell, Quote, Row, Section
from catalog.merging.merged import MergedTrial
from catalog.model.countries import country
from catalog.model.site_states import RECRUITING, UNKNOWN, Sites, sites_of
from catalog.model.trial import Presence, Site, Trial
from catalog.places.nearest import Distances, site_told


def sections(
    trials: Sequence[Analysis], distances: Sequence[Distances | None] = ()
) -> list[Section]:
    """One section: the nearest, all sites, then each country: that of the place from which it is
    counted, then those of most trials and sites."""
    found = [analysis.once(_cells) for analysis in trials]
    total = Counter[str]()
    shared = Counter[str]()
    for cells in found:
        total.update({name: count.total if count else 0 for name, (_, count) in cells.items()})
        shared.update(cells.keys())
    names = (name for name in total if name)
    home = next((each.origin.country for each in distances if each is not None), None)
    ordered = sorted(names, key=lambda name: (name != home, -shared[name], -total[name], name))
    rows = [_nearest(trials, distances)] if home is not None else []
    rows.append(_row("sites", _ALL, found, trials))
    rows.extend(_row(name, name, found, trials) for name in ordered)
    return [Section(WHERE, tuple(rows))]


def _nearest(trials: Sequence[Analysis], distances: Sequence[Distances | None]) -> Row:
    """The nearest site that recruits or may, by air line; whole kilometres are compared."""
    cells: list[Cell] = []
    keys: list[int | None] = []
    for analysis, known in zip(trials, distances, strict=True):
        first = known.nearest.first if known is not None else None
        cells.append(_nearest_cell(analysis.merged, known))
        keys.append(round(first.km) if first is not None else None)
    return row("nearest", "sites", cells, keys, unequal)


def _nearest_cell(merged: MergedTrial, known: Distances | None) -> Cell:
    if known is None or not merged.trial.sites:
        return missing(merged, "sites")
    near = known.nearest
    told = [
        f"{site_told(site)} {site.city or 'town not stated'}"
        + (f", {site.country}" if site.country and site is not near.home else "")
        for site in (near.home, near.abroad)
        if site is not None
    ]
    if told:
        return stated(merged, "sites", " · ".join(told), ())
    if near.unplaced:
        return missing(merged, "sites", "where they recruit is not known")
    if any(each.state in (RECRUITING, UNKNOWN) for each in known.sites):
        return absent(merged, "sites", f"none in {near.country} or near")
    return absent(merged, "sites", "none that recruits")


_ALL = ""
"""Stands for all countries together."""
Counted = tuple[Cell, Sites | None]


def _cells(merged: MergedTrial) -> dict[str, Counted]:
    """The cell of each country the trial names, and of all its sites."""
    sites = merged.trial.sites
    origin = merged.provenance.get("sites")
    source = origin.source if origin else 0
    quotes = {id(site): Quote("sites", place(site), source) for site in sites}
    found: dict[str, Counted] = {}
    if sites:
        found[_ALL] = _counted(merged, sites, quotes)
    for name, there in by_country(merged.trial).items():
        found[name] = _counted(merged, there, quotes) if there else (_listed(merged, name), None)
    return found


def _row(
    label: str, name: str, found: Sequence[dict[str, Counted]], trials: Sequence[Analysis]
) -> Row:
    counted = [
        one.get(name) or _elsewhere(analysis.merged, name)
        for one, analysis in zip(found, trials, strict=True)
    ]
    cells = [cell for cell, _ in counted]
    return row(label, "sites", cells, [count for _, count in counted], _unlike)


def by_country(trial: Trial) -> dict[str, list[Site]]:
    """Sites by country; a country that a source lists without sites has an empty list."""
    found: dict[str, list[Site]] = {}
    for site in trial.sites:
        if site.country:
            found.setdefault(country(site.country), []).append(site)
    for name in (*trial.countries, *(record.country for record in trial.country_records)):
        found.setdefault(country(name), [])
    return found


def _unlike(one: Sites, other: Sites) -> bool:
    """Whether the numbers differ; states count only where both trials give any."""
    if one.total != other.total:
        return True
    return one.unknown < one.total and other.unknown < other.total and one != other


def _told(count: Sites) -> str:
    """`6 sites: 2 recruiting, 4 not yet`; only their number where no state is known."""
    sites = "1 site" if count.total == 1 else f"{count.total} sites"
    return sites if count.unknown == count.total else f"{sites}: {count}"


def _counted(
    merged: MergedTrial, sites: Sequence[Site], quotes: Mapping[int, Quote]
) -> tuple[Cell, Sites]:
    count = sites_of(merged.trial, sites)
    cell = stated(merged, "sites", _told(count), ())
    said = tuple(quotes[id(site)] for site in sites)
    return Cell(cell.text, cell.state, cell.sources, said, cell.dissent), count


def place(site: Site) -> str:
    """A site in a line: facility, city, country and its status."""
    parts = (site.facility, site.city, site.state, site.country)
    where = ", ".join(part for part in parts if part)
    return line(f"{where}: {site.status.said}" if site.status else where)


def _listed(merged: MergedTrial, name: str) -> Cell:
    """A country that is named without sites."""
    trial = merged.trial
    field = "countries" if name in map(country, trial.countries) else "country_records"
    names = (*trial.countries, *(record.country for record in trial.country_records))
    said = tuple(one for one in names if country(one) == name)
    return stated(merged, field, "listed, sites not named", said)


def _elsewhere(merged: MergedTrial, name: str) -> Counted:
    """No site in a country: none where the trial's places are known, else missing."""
    if name == _ALL:
        return missing(merged, "sites"), None
    if merged.trial.sites and all(site.country for site in merged.trial.sites):
        cell = absent(merged, "sites", "no site")
    elif merged.trial.countries and not merged.trial.sites:
        cell = absent(merged, "countries", "no site")
    else:
        cell = missing(merged, "sites")
    return cell, Sites() if cell.state is Presence.NONE else None
