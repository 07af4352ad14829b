"""The starter catalogue: what is committed is what `make catalog` makes of `starter/`."""

import sqlite3
from pathlib import Path

from catalog.model.trial import Presence, encode
from catalog.store.catalogue import Catalogue
from catalog.store.first_rows import glance
from tests.catalog.keeping import rows
from tools.starter import ROOT, build

COMMITTED = ROOT / "catalog.db"


def dump(path: Path) -> list[str]:
    """Every row of every table, as SQL: equal whatever SQLite's version laid out."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_the_committed_catalogue_is_what_the_importers_make(tmp_path: Path) -> None:
    made = tmp_path / "catalog.db"
    build(made)
    assert dump(made) == dump(COMMITTED)


def test_it_calls_itself_a_sample_of_as_many_trials_as_it_has() -> None:
    seen = glance(COMMITTED)
    assert seen.is_sample
    assert rows(COMMITTED, "SELECT value FROM meta WHERE name = 'sample'") == [(str(seen.trials),)]


def test_each_record_says_that_it_is_condensed_and_where_the_registry_has_it() -> None:
    with Catalogue.open(COMMITTED) as catalogue:
        for (number,) in rows(COMMITTED, "SELECT id FROM trial"):
            merged = catalogue.get(str(number))
            assert merged is not None
            written = encode(merged.trial).decode()
            assert "Condensed by the trials project" in written
            assert f"https://clinicaltrials.gov/study/{number}" in written


def test_it_is_sound_and_holds_the_four_trials() -> None:
    with Catalogue.open(COMMITTED) as catalogue:
        assert catalogue.check() == ()
        assert 20 <= catalogue.count() <= 40
        linked = catalogue.get("NCT05721443")
        assert linked is not None
        assert len(linked.sources) == 2
        by = {field: linked.sources[o.source].importer for field, o in linked.provenance.items()}
        assert by["arms"] == by["eligibility.text"] == by["sites"] == "page-trials-co"
        for field in ("status", "start_date", "completion_date", "contacts"):
            assert by[field] == "page-inclinicaltrials"
        bare = catalogue.get("NCT04058145")
        assert bare is not None
        assert bare.presence("eligibility.text") is Presence.NOT_IN_SOURCE
        assert bare.presence("sites") is Presence.NOT_IN_SOURCE
