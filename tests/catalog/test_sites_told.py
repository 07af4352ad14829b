"""Sites of a country in search, tab and comparison: the count made of the JSON."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.comparison.compare import compare
from catalog.model.countries import country as named
from catalog.search.parser import parse
from catalog.search.query import Filter
from catalog.store.catalogue import Catalogue
from tests.soaking import SOAK, often
from tui.cli.importing import import_paths
from tui.show.people import sites

STATES = {"RECRUITING": "recruiting", "NOT_YET_RECRUITING": "not yet"}
STATES_TOLD = ("recruiting", "not yet", "closed", "unknown")
CLOSED = "ACTIVE_NOT_RECRUITING COMPLETED TERMINATED WITHDRAWN SUSPENDED".split()


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


def test_sites_of_a_country_are_those_of_the_json(corpus: Path, tmp_path: Path) -> None:
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
    pairs = [
        (_number(study), place, count) for study in once for place, count in _counts(study).items()
    ]
    tried = pairs[:: max(1, len(pairs) // often(60, 300))]
    if not tried:
        pytest.skip("no recruiting trial in this corpus")
    with Catalogue.open(path) as catalogue:
        searcher = catalogue.searcher()
        for number, place, count in tried:
            asked = parse("status:recruiting") & Filter("country", (place,))
            listed = {hit.id for hit in searcher.search(asked, limit=10_000).hits}
            assert (number in listed) == bool(count["recruiting"]), (number, place)
            merged = catalogue.get(number)
            assert merged is not None
            other = next(hit for hit, _, _ in pairs if hit != number)
            beside = catalogue.get(other)
            assert beside is not None
            rows = [
                row
                for section in compare([merged, beside], today=dt.date(2026, 1, 1)).sections
                if section.name == "Where"
                for row in section.rows
                if row.label == place
            ]
            told = rows[0].cells[0].text
            head = "".join(span.text for span in sites(merged, 100, place)[0])
            said = ", ".join(f"{count[state]} {state}" for state in STATES_TOLD if count[state])
            assert told.endswith(f": {said}") and told.startswith(f"{count.total()} site"), number
            assert f"{count.total()} of " in head and f", {said}   f:" in head, (number, head)
