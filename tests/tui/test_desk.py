"""The desk of possible duplicates: reasons are shown, and a decision is written and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.model.trial import Organization, Trial
from catalog.store.catalogue import Catalogue
from tests.catalog.keeping import keep, record
from tests.tui.driving import Terminal

TITLE = "A phase 2 study of cetuximab in recurrent head and neck cancer after PD-1"


def trial(number: str) -> Trial:
    return Trial(
        number=number,
        title=TITLE,
        sponsor=Organization("Acme"),
        conditions=("Head and neck cancer",),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "catalog.db"
    keep(made, [record(trial("NCT00000001")), record(trial("ISRCTN12345678"))])
    return made


@pytest.fixture
def terminal(path: Path, tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(["--catalog", str(path)], tmp_path)
    opened.ready("NCT00000001")
    opened.press("NCT00000001", "<enter>", "8", "G")
    yield opened
    opened.close()


def count(path: Path) -> int:
    with Catalogue.open(path) as catalogue:
        return catalogue.count()


def test_reasons_and_keys_are_shown(terminal: Terminal) -> None:
    shown = terminal.wait_for("The same trial?")
    assert "ISRCTN12345678" in shown
    assert "for: both name Acme" in shown
    assert "a yes, one trial   r no, two trials   u undo" in shown


def test_accepting_joins_and_undo_parts(terminal: Terminal, path: Path) -> None:
    terminal.press("a")
    shown = terminal.wait_for("[2]")
    assert count(path) == 1
    terminal.press("g")
    assert "8 Sources 2" in terminal.text
    terminal.press("u")
    terminal.wait_for("8 Sources 1")
    assert count(path) == 2
    assert "Traceback" not in shown


def test_rejecting_is_remembered(terminal: Terminal, path: Path) -> None:
    terminal.press("r")
    terminal.wait_for("two trials")  # what was decided is said, and stays until the next key
    terminal.press("G")
    terminal.wait_for("none")
    assert "for:" not in terminal.text
    assert count(path) == 2
    with Catalogue.open(path) as catalogue:
        assert catalogue.duplicates() == ()


def test_a_reader_decides_nothing(path: Path, tmp_path: Path) -> None:
    opened = Terminal(["--kiosk", "--catalog", str(path)], tmp_path)
    try:
        opened.ready("NCT00000001")
        opened.press("NCT00000001", "<enter>", "8", "a")
        opened.wait_for("for reading only")
        assert count(path) == 2
    finally:
        opened.close()


def test_with_several_it_asks_which(path: Path, tmp_path: Path) -> None:
    keep(path, [record(trial("DRKS00000001")), record(trial("EUCTR2020-000001-11"))])
    with Catalogue.open(path) as catalogue:
        pairs = catalogue.duplicates("NCT00000001")
    assert len(pairs) > 1
    opened = Terminal(["--catalog", str(path)], tmp_path)
    try:
        opened.ready("NCT00000001")
        opened.press("NCT00000001", "<enter>", "8", "a")
        opened.wait_for("is the same trial as")
        opened.press("drks", "<enter>")
        opened.wait_for("8 Sources 2")
        with Catalogue.open(path) as catalogue:
            merged = catalogue.get("DRKS00000001")
        assert merged is not None
        assert {source.number for source in merged.sources} == {"NCT00000001", "DRKS00000001"}
    finally:
        opened.close()
