"""Keys that arrive together, as over a slow line: none is lost or acts on what stood before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.driving import STARTER, Terminal
from tui.app.trials_app import TrialsApp
from tui.screens.pick import PaletteScreen
from tui.screens.search import SearchScreen
from tui.settings import loading

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(["--catalog", str(STARTER)], tmp_path)
    opened.ready("NCT04144517")
    yield opened
    opened.close()


def test_a_word_typed_at_once_after_the_key_of_the_field(terminal: Terminal) -> None:
    terminal.press("<esc>")
    terminal.write(b"/cetuximab")
    terminal.wait_for("/ cetuximab")
    terminal.wait_for("1 found")


def test_enter_opens_what_was_typed_and_not_what_stood_there(terminal: Terminal) -> None:
    terminal.write(b"NCT05721443\r4")
    shown = terminal.wait_for("Must have")
    assert "NCT05721443" in shown.splitlines()[0]


def test_a_mark_is_put_on_the_trial_that_was_looked_for(terminal: Terminal) -> None:
    terminal.write(b"NCT04058145\t")
    terminal.wait_for("1 found")  # else a slow machine reads all of it at once: a paste
    terminal.write(b"\r c")
    shown = terminal.wait_for("mark a second trial")
    assert "*NCT04058145" in shown.splitlines()[0]


def test_a_command_typed_at_once_into_the_palette(terminal: Terminal) -> None:
    terminal.write(b"\x10sort\r")
    terminal.wait_for("Sort by")


def test_many_steps_at_once(terminal: Terminal) -> None:
    terminal.press("<esc>")
    terminal.write(b" j j c")
    terminal.wait_for("Comparing 3 trials")
    terminal.write(b"d?/fold\r")
    terminal.wait_for("Fold the rows")


async def test_a_notice_for_a_view_that_is_not_drawn_yet(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, SearchScreen)
        app.push_screen(PaletteScreen(app.screen))
        app.tell("a word")
        app.tell("")
        app.tell("another word")
        await pilot.pause()
        assert "another word" in app.screen.part("footer").lines[0][0].text
        await pilot.press("escape")
        assert isinstance(app.screen, SearchScreen)


def test_a_key_that_does_nothing_here_says_so_and_what_is_read_can_be_written(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.press("hnscc", "<esc>", "f", "z")
    terminal.wait_for("whole screen already")
    terminal.press("e")
    terminal.wait_for("nothing to write here")
    terminal.press("<esc>", "w", "e", "<enter>")
    terminal.wait_for("saved:")
    [written] = (tmp_path / "exports").iterdir()
    text = written.read_text(encoding="utf-8")
    assert "hnscc" in text
    assert "registry record decides" in text
