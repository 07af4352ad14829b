"""The starter catalogue: what is committed is what `make catalog` makes of `starter/`."""

import sqlite3
from pathlib import Path

from catalog.model.trial import Presence
from catalog.store.catalogue import Catalogue
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


def test_it_is_sound_and_holds_the_four_trials() -> None:
    with Catalogue.open(COMMITTED) as catalogue:
        assert catalogue.check() == ()
        assert catalogue.count() == 4
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
