"""What a session has loaded at each step: each user of a shared server pays for it in memory.

A process of its own per session; nothing is measured, so that no busy machine fails it.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from catalog.store.catalogue import Catalogue
from personal import lists
from personal.inbox.gather import gather
from personal.inbox.snapshot import Places
from personal.inbox.tracked import on_lists
from personal.naming import Known
from personal.store import Mine
from tests.tui.driving import ROOT, STARTER

RULES = frozenset({"catalog.eligibility.extraction", "catalog.eligibility.limits.constraints"})
"""Of eligibility: a third of what a session takes, until a trial is opened."""
HEAVY = RULES | {
    "_hashlib",
    "catalog.comparison.compare",
    "catalog.drugs.classes",
    "catalog.outcomes.endpoints",
    "click",
    "handover.saving",
    "importers.formats",
    "lxml",
    "openpyxl",
    "personal.lists",
    "rapidfuzz",
    "rich.traceback",
    "sqlite_utils",
    "urllib.request",
}
OF_LISTS = frozenset({"personal.lists", "personal.inbox.gather"})
OF_A_TRIAL = frozenset({"catalog.store.catalogue", "tui.show.tabs"})


def steps(folder: Path, word: str) -> list[frozenset[str]]:
    """What stands loaded with the list shown, with a word searched, with a trial open."""
    own = {"HOME": folder, "TRIALS_STATE": folder, "TRIALS_CONFIG": folder / "none"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.tui.loaded", str(STARTER), word],
        cwd=ROOT,
        env={**os.environ, **{name: str(value) for name, value in own.items()}},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [frozenset(line.split()) for line in done.stdout.splitlines()]


def test_who_follows_nothing_loads_neither_rules_nor_corrections(tmp_path: Path) -> None:
    shown, searched, opened = steps(tmp_path, "pd-1")
    assert sorted((HEAVY | OF_LISTS | OF_A_TRIAL) & shown) == []
    assert sorted(HEAVY & searched) == []
    assert searched >= OF_A_TRIAL, "loaded ahead, for the trial that may be opened"
    assert opened >= RULES, "else this sees nothing"


def test_an_inbox_without_changed_criteria_loads_no_rules(tmp_path: Path) -> None:
    """What stands was noted before, and the session compares with it."""
    known = Known("NCT05721443", ("NCT05721443",), "", "RECRUITING")
    mine = Mine(tmp_path)
    lists.put_on(mine, lists.open_list(mine, "follow up", "list"), [known])
    catalogue = Catalogue.open(STARTER)
    searcher = catalogue.searcher()
    gather(mine, catalogue, searcher, on_lists(mine), Places(), dt.date(2026, 11, 29))
    shown, searched, _ = steps(tmp_path, "pd-1")
    assert "personal.inbox.gather" in shown
    assert sorted(RULES & searched) == []


def test_opening_a_view_loads_no_rules_before_it_can_be_drawn() -> None:
    """A key's handler imports the view in the app's thread; what takes long is for the others."""
    code = """
import importlib, pkgutil, sys
import tui.screens
for each in pkgutil.iter_modules(tui.screens.__path__):
    importlib.import_module(f"tui.screens.{each.name}")
sys.stdout.write(" ".join(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "tui.screens.trial" in loaded
    assert sorted((RULES | {"catalog.store.ingest", "sqlite_utils"}) & loaded) == []
