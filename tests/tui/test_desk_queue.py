"""The queue of trials that may be one: decided from the list, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.identity import decisions
from catalog.model.errors import CatalogueError
from catalog.model.trial import Organization, Trial
from catalog.store.catalogue import Catalogue
from tests.catalog.keeping import keep, record
from tests.tui.driving import Terminal

TITLES = {
    "00000001": "A phase 2 study of cetuximab in recurrent head and neck cancer after PD-1",
    "00000002": "Nivolumab maintenance for older people with pleural mesothelioma in Norway",
}


def trial(number: str, title: str) -> Trial:
    return Trial(
        number=number,
        title=title,
        sponsor=Organization("Acme"),
        conditions=("Head and neck cancer",),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "catalog.db"
    keep(
        made,
        [
            record(trial(f"{registry}{number}", title))
            for number, title in TITLES.items()
            for registry in ("NCT", "DRKS")
        ],
    )
    return made


@pytest.fixture
def terminal(path: Path, tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(["--catalog", str(path)], tmp_path)
    opened.ready("NCT00000001")
    opened.press("<esc>")
    opened.wait_for("2 the same? D")
    opened.press("D")
    opened.wait_for("2 to decide")
    yield opened
    opened.close()


def count(path: Path) -> int:
    with Catalogue.open(path) as catalogue:
        return catalogue.count()


def pairs(path: Path) -> int:
    with Catalogue.open(path) as catalogue:
        return len(catalogue.duplicates())


def test_what_is_decided_leaves_the_queue_and_can_be_taken_back(
    terminal: Terminal, path: Path
) -> None:
    assert "for: both name Acme" in terminal.text
    terminal.press("a")
    terminal.wait_for("1 to decide")
    assert count(path) == 3
    terminal.press("r")
    terminal.wait_for("0 to decide")
    assert (count(path), pairs(path)) == (3, 0)
    terminal.press("u")
    terminal.wait_for("1 to decide")
    terminal.press("u")
    terminal.wait_for("2 to decide")
    assert (count(path), pairs(path)) == (4, 2)
    terminal.press("u")
    terminal.wait_for("nothing was decided here yet")
    terminal.press("q")
    terminal.wait_for("2 the same? D")


def test_the_two_are_compared_and_opened(terminal: Terminal) -> None:
    terminal.press("c")
    terminal.wait_for("Comparing 2 trials")
    terminal.press("q")
    terminal.wait_for("2 to decide")
    terminal.press("<enter>")
    terminal.wait_for("1 About")


def test_a_decision_that_nobody_made_is_not_taken_back(path: Path) -> None:
    with pytest.raises(CatalogueError, match="nothing was decided"):
        decisions.withdraw(path, "NCT00000001", "DRKS00000001")


def test_what_is_taken_back_is_as_it_was_before(path: Path) -> None:
    for act in (decisions.link, decisions.reject):
        act(path, "NCT00000001", "DRKS00000001")
        decisions.withdraw(path, "NCT00000001", "DRKS00000001")
        assert (count(path), pairs(path)) == (4, 2)
