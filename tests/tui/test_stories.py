"""The stories of the specification, keystroke by keystroke, in a terminal emulation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.driving import STARTER, Terminal

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    columns, rows = request.param
    opened = Terminal(["--catalog", str(STARTER)], tmp_path, columns, rows)
    opened.ready("NCT04144517")
    yield opened
    opened.close()


def quit_app(terminal: Terminal) -> None:
    terminal.write(b"\x11")
    assert terminal.end() == 0
    assert b"\x1b[?1049l" in terminal.sent, "the terminal's own screen is back"


def test_find_and_read_a_trial(terminal: Terminal) -> None:
    terminal.press("hnscc pd-1 refractry")
    shown = terminal.wait_for("3 found")
    shown = terminal.wait_for("refractry→refractory")
    assert "hnscc = head and neck" in shown
    first = next(line for line in shown.splitlines() if "NCT05721443" in line)
    assert "RECRUITING?" in first, "doubtful, and the word says so"
    terminal.press("<enter>")
    shown = terminal.wait_for("[1 ")
    assert "RECRUITING?, by 1 of 2 sources" in shown
    assert "completion date 2026-01-01 has passed: check" in shown
    terminal.press("4")
    terminal.wait_for("Must have")
    terminal.press("/", "cetuximab", "<enter>")
    assert "etuximab" in terminal.text
    terminal.press("5")
    shown = terminal.wait_for("1 site")
    assert "Shanghai" in shown
    assert "as said by web page of trials.co" in shown
    assert "as said by web page of inclinicaltrials.com" in shown
    terminal.press("8")
    shown = terminal.wait_for("[2]")
    assert "web page of inclinicaltrials.com" in shown
    assert "web page of trials.co" in shown
    quit_app(terminal)


def test_compare_and_export(terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("hnscc pd-1", "<esc>", " ", "<down>", " ", "<down>", " ")
    terminal.wait_for("3 marked")
    terminal.press("c")
    terminal.wait_for("Comparing 3 trials")
    terminal.press("d")
    terminal.press("/", "hemoglobin", "<enter>")
    assert "hemoglobin" in terminal.text
    terminal.press("<enter>")
    shown = terminal.wait_for("Whole row: hemoglobin")
    assert "g/dL" in shown
    terminal.press("<esc>")
    terminal.wait_for("Comparing 3 trials")
    terminal.wait_for("hemoglobin")  # back at the same cell
    terminal.press("e")
    terminal.wait_for("Export to")
    terminal.press("markdown", "<enter>")
    terminal.settle()
    [written] = (tmp_path / "exports").iterdir()
    text = written.read_text(encoding="utf-8")
    assert written.suffix == ".md"
    assert "NCT05721443" in text
    assert "hemoglobin" in text
    assert "registry record decides" in text
    quit_app(terminal)


def test_what_a_source_lacks_is_said(terminal: Terminal) -> None:
    terminal.press("NCT04058145", "<enter>")
    terminal.wait_for("[1 ")
    terminal.press("4")
    assert "not in this source" in terminal.wait_for("Criteria")
    terminal.press("5")
    assert "not in this source" in terminal.wait_for("Sites")
    for tab in "123456789":
        terminal.press(tab)
        rows = [line for line in terminal.text.splitlines() if line.strip()]
        assert len(rows) >= 4, f"tab {tab} is blank"
    quit_app(terminal)
