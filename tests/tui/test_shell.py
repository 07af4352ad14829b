"""Whatever happens to the terminal: the app goes on, or ends cleanly with the right exit code."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.css.query import NoMatches

from tests.tui.driving import ROOT, STARTER, Terminal
from tests.waiting import AT_MOST
from tui.app.trials_app import TrialsApp
from tui.settings import loading

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
LEFT = b"\x1b[?1049l"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(["--catalog", str(STARTER)], tmp_path)
    opened.ready("NCT04144517")
    yield opened
    opened.close()


async def test_what_breaks_while_a_signal_ends_the_app_is_no_defect(tmp_path: Path) -> None:
    """It may come while the screen is built: then widgets are missing that are asked for."""
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    with pytest.raises(NoMatches):  # the harness hands it on; `run` does not
        async with app.run_test():
            app._end_by(signal.SIGTERM)
            app._handle_exception(NoMatches("#prompt"))
    assert app.failure is None
    assert app.exit_code() == 128 + signal.SIGTERM


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_with_the_terminal_restored(terminal: Terminal, number: int) -> None:
    terminal.process.send_signal(number)
    assert terminal.end() == 128 + number
    assert LEFT in terminal.sent
    assert b"\x1b[?25h" in terminal.sent, "the cursor is back"


def test_a_dropped_line_ends_it(terminal: Terminal) -> None:
    terminal.hang_up()
    assert terminal.process.wait(timeout=AT_MOST) == 128 + signal.SIGHUP


def test_bytes_that_are_no_text_do_not_end_it(terminal: Terminal) -> None:
    terminal.write(b"\xe9")
    terminal.settle()
    random.seed(5)
    terminal.write(bytes(random.choice(range(128, 256)) for _ in range(300)))
    terminal.settle()
    assert terminal.process.poll() is None
    terminal.press("<c-q>")
    assert terminal.end() == 0


def test_a_storm_of_sizes(terminal: Terminal) -> None:
    random.seed(7)
    for _ in range(40):
        terminal.resize(random.randint(1, 140), random.randint(1, 45))
        terminal.read(0.01)
    terminal.resize(80, 24)
    terminal.settle()
    terminal.press("<c-l>")
    assert "NCT05721443" in terminal.text
    terminal.press("<c-q>")
    assert terminal.end() == 0


def test_keys_typed_before_the_app_is_there_are_not_lost(tmp_path: Path) -> None:
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        terminal.wait_for("NCT04144517")
        terminal.write(b"alks")
        shown = terminal.wait_for("1 found")
        assert "/ alks" in shown
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_twice_ctrl_c_quits(terminal: Terminal) -> None:
    terminal.press("<c-c>")
    terminal.wait_for("ctrl+c again: quit")
    terminal.write(b"\x03")
    assert terminal.end() == 0


def test_nothing_is_sent_while_nobody_types(terminal: Terminal) -> None:
    before = len(terminal.sent)
    assert not terminal.read(3.0)
    assert len(terminal.sent) == before


def test_marks_and_query_are_offered_again(terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("hnscc", "<esc>", " ", "<c-q>")
    assert terminal.end() == 0
    again = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        again.ready("NCT")
        again.wait_for("last time: 'hnscc', 1 marked")
        again.press("<c-r>")
        again.wait_for("/ hnscc")
        again.wait_for("1 marked")
    finally:
        again.close()


@pytest.mark.parametrize("harm", ["replaced", "deleted", "truncated"])
def test_a_catalogue_changed_underneath(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "catalog.db"
    shutil.copy(STARTER, path)
    terminal = Terminal(["--catalog", str(path)], tmp_path)
    try:
        terminal.ready("NCT04144517")
        if harm == "replaced":
            shutil.copy(STARTER, tmp_path / "new.db")
            (tmp_path / "new.db").replace(path)
        elif harm == "deleted":
            path.unlink()
        else:
            os.truncate(path, 8192)
        terminal.press("hnscc")
        terminal.settle()
        if harm == "replaced":
            terminal.wait_for("the catalogue file was replaced")
        elif harm == "deleted":
            terminal.wait_for("catalog")
        assert terminal.process.poll() is None
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()


@pytest.mark.parametrize("term", ["xterm", "linux", "screen", "vt100"])
def test_other_terminals(tmp_path: Path, term: str) -> None:
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path, environment={"TERM": term})
    try:
        terminal.ready("NCT04144517")
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_a_dumb_terminal_is_told_the_plain_commands(tmp_path: Path) -> None:
    terminal = Terminal([], tmp_path, environment={"TERM": "dumb"})
    try:
        assert terminal.end() == 2
        assert b"trials search" in terminal.sent
    finally:
        terminal.close()


def test_without_a_terminal_it_says_so() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli.program"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "TERM": "xterm"},
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) == 1
    assert b"trials search" in done.stderr
