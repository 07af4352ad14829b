"""Sites of a country in search, tab and comparison: the count made of the JSON."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.comparison.compare import compare
from catalog.merging.merged import MergedTrial
from catalog.model.countries import country as named
from catalog.model.trial import Site
from catalog.search.parser import parse
from catalog.search.query import Filter
from catalog.store.catalogue import Catalogue
from tests.soaking import SOAK, often
from tui.cli.importing import import_paths
from tui.show.people import sites
from tui.show.tabs import TrialView, preview
from tui.show.where import counted, where
from tui.terminal.styled import plain_text, text_of

STATES = {
    "RECRUITING": "recruiting",
    "AVAILABLE": "recruiting",
    "NOT_YET_RECRUITING": "not yet",
}
STATES_TOLD = ("recruiting", "not yet", "closed", "unknown")
TODAY = dt.date(2026, 1, 1)
CLOSED = (
    "ACTIVE_NOT_RECRUITING COMPLETED TERMINATED WITHDRAWN SUSPENDED WITHHELD"
    " ENROLLING_BY_INVITATION"
).split()


def _studies(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_dir():
        for each in sorted(path.glob("*.json")):
            yield json.loads(each.read_text(encoding="utf-8"))
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        if path.name.endswith(".ndjson.gz"):
            yield from map(json.loads, lines)
        else:
            yield from json.load(lines)


def _number(study: dict[str, Any]) -> str:
    return str(study["protocolSection"]["identificationModule"]["nctId"])


def _counts(study: dict[str, Any]) -> dict[str, Counter[str]]:
    """Of a recruiting trial the sites of each country, by what each of them says."""
    section = study["protocolSection"]
    if section["statusModule"].get("overallStatus") != "RECRUITING":
        return {}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for site in section.get("contactsLocationsModule", {}).get("locations", ()):
        said = site.get("status", "")
        state = STATES.get(said, "closed" if said in CLOSED else "unknown")
        if site.get("country"):
            found[named(site["country"])][state] += 1
    return {name: count for name, count in found.items() if set(count) != {"unknown"}}


Pair = tuple[str, str, Counter[str]]


def _varied(studies: list[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    """Recruiting trials with the sites of real ones, whose sites say other things by a draw."""
    draw = random.Random(13)
    placed = [
        some
        for study in studies
        if (some := study["protocolSection"].get("contactsLocationsModule", {}).get("locations"))
    ]
    words = [*STATES, *CLOSED, "UNKNOWN", None]
    for number in range(count):
        usual = draw.sample(words, 3)  # of most trials the sites are alike
        sites = [
            {name: value for name, value in site.items() if name != "status"}
            | ({"status": said} if (said := draw.choice(usual)) else {})
            for site in draw.choice(placed)
        ]
        yield {
            "protocolSection": {
                "identificationModule": {
                    "nctId": f"NCT9{number:07}",
                    "briefTitle": f"Variant {number} of a trial",
                },
                "statusModule": {
                    "overallStatus": draw.choice(["RECRUITING", "RECRUITING", "COMPLETED"]),
                    "statusVerifiedDate": "2025-12",
                },
                "contactsLocationsModule": {"locations": sites},
            }
        }


def _pairs(studies: list[dict[str, Any]]) -> list[Pair]:
    return [
        (_number(study), place, count)
        for study in studies
        for place, count in _counts(study).items()
    ]


def _spread(pairs: list[Pair], count: int) -> list[Pair]:
    return pairs[:: max(1, len(pairs) // count)]


def test_sites_of_a_country_are_those_of_the_json(corpus: Path, tmp_path: Path) -> None:
    """Of real trials, as many as the corpus has with the status of their sites."""
    path = tmp_path / "c.db"
    names = ["studies.ndjson.gz", *(["single", "ctg-studies-100.json.gz"] if SOAK else [])]
    sources = [corpus / "ctgov-json" / name for name in names]
    found = [study for source in sources for study in _studies(source)]
    # One in several files may be of several days: which of them holds is another test's matter.
    often_there = Counter(_number(study) for study in found)
    once = [study for study in found if often_there[_number(study)] == 1]
    import_paths(
        path, [str(source) for source in sources], None, at="2026-01-01T00:00:00Z", quiet=True
    )
    pairs = _pairs(once)
    if not pairs:
        pytest.skip("no recruiting trial in this corpus")
    _check(path, pairs, _spread(pairs, often(60, 300)))


def test_of_varied_trials_every_view_says_what_the_json_says(corpus: Path, tmp_path: Path) -> None:
    """Three hundred pairs of a trial and a country, with everything that a site may say."""
    real = list(_studies(corpus / "ctgov-json" / "studies.ndjson.gz"))
    studies = list(_varied(real, often(40, 400)))
    source, path = tmp_path / "varied.json", tmp_path / "c.db"
    source.write_text(json.dumps(studies), encoding="utf-8")
    import_paths(path, [str(source)], None, at="2026-01-01T00:00:00Z", quiet=True)
    pairs = _pairs(studies)
    assert len(pairs) >= often(30, 300)
    _check(path, pairs, _spread(pairs, often(30, 300)))


def _check(path: Path, pairs: list[Pair], tried: list[Pair]) -> None:
    """Query, list, preview, tab and comparison of each pair against the count of the JSON."""
    everywhere: dict[str, Counter[str]] = defaultdict(Counter)
    for number, _, count in pairs:
        everywhere[number] += count
    numbers = list(everywhere)
    with Catalogue.open(path) as catalogue:
        searcher = catalogue.searcher()
        for number, place, count in tried:
            asked = parse("status:recruiting") & Filter("country", (place,))
            listed = {hit.id: hit for hit in searcher.search(asked, limit=10_000).hits}
            may = count["recruiting"] or count["unknown"]  # who may recruit is not left out
            assert (number in listed) == bool(may), (number, place)
            every = searcher.search(parse(f"id:{number}")).hits
            (hit,) = [one for one in every if one.id == number]
            merged = catalogue.get(number)
            assert merged is not None
            here = [site.country for site in merged.trial.sites if site.country]
            names = [name for name in here if named(name) == place]
            told = counted(hit, names)
            said = {state: count[state] for state in STATES_TOLD}
            assert said == {
                "recruiting": told.recruiting, "not yet": told.not_yet,
                "closed": told.closed, "unknown": told.unknown,
            }  # fmt: skip
            row = where(hit, names, 200)
            if count["recruiting"]:
                assert f"{count['recruiting']} of {count.total()} recruiting" in row, (number, row)
            else:
                assert "recruiting" not in row, (number, row)
            other = next(one for one in numbers if one != number)
            beside = catalogue.get(other)
            assert beside is not None
            rows = [
                row
                for section in compare([merged, beside], today=TODAY).sections
                if section.name == "Where"
                for row in section.rows
                if row.label == place
            ]
            text = rows[0].cells[0].text
            elsewhere = [site for site in merged.trial.sites if site.country not in names]
            listing = ", ".join(f"{count[state]} {state}" for state in STATES_TOLD if count[state])
            assert text.endswith(f": {listing}"), (number, text)
            assert text.startswith(f"{count.total()} site"), number
            if not any(_holds(site, place) for site in elsewhere):  # New Mexico, Georgia
                head = plain_text(sites(merged, 100, place)[0])
                assert f"{count.total()} of " in head, (number, head)
                assert f", {listing}   f:" in head, (number, head)
            _check_preview(catalogue, merged, everywhere[number])


def _holds(site: Site, place: str) -> bool:
    """Whether a site of another country holds the words that the tab is narrowed by."""
    text = " ".join(filter(None, (site.facility, site.city, site.state, site.country)))
    return all(word in text.casefold() for word in place.casefold().split())


def _check_preview(catalogue: Catalogue, merged: MergedTrial, count: Counter[str]) -> None:
    """What the preview says of all sites, and near a place of those in its country."""
    sited = [site for site in merged.trial.sites if site.country]
    if len(sited) < len(merged.trial.sites) or count.total() < len(sited):
        return  # a country all of whose sites say nothing stands in no pair
    listing = ", ".join(f"{count[state]} {state}" for state in STATES_TOLD if count[state])
    view = TrialView(merged, catalogue.criteria(merged.id), (), (), TODAY)
    shown = " ".join(text_of(preview(view, 300)).split())
    assert listing in shown, (merged.id, listing, shown)
