"""What a session leaves is offered to the next one, and taken up where it still exists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from personal.store import Mine
from tests.tui.driving import STARTER, Terminal
from tests.tui.test_screens import settle
from tui.app import session
from tui.app.trials_app import TrialsApp
from tui.screens.compare import CompareScreen
from tui.screens.search import SearchScreen
from tui.screens.trial import TrialScreen
from tui.settings import loading
from tui.show.notes import offer

starter = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def mine(folder: Path) -> Mine:
    return Mine(folder)


def opened(chosen: loading.Settings | None = None) -> TrialsApp:
    return TrialsApp(STARTER, chosen or loading.Settings())


async def left_by(keys: tuple[str, ...], chosen: loading.Settings | None = None) -> None:
    app = opened(chosen)
    async with app.run_test() as pilot:
        for key in (*keys, "ctrl+q"):
            await settle(app, pilot.pause)
            await pilot.press(key)


@starter
async def test_a_trial_is_opened_on_the_same_tab_and_line(mine: Mine) -> None:
    await left_by((*"pd-1", "down", "enter", "4", "down", "down", "down"))
    last = session.load(mine)
    assert (last.place.tab, last.place.line) == ("eligibility", 3)
    app = opened()
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        assert last.place.trial in app.kept.notice
        assert isinstance(app.screen, SearchScreen), "never forced"
        await pilot.press("ctrl+r")
        for _ in range(3):
            await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, TrialScreen)
        assert (screen.number, screen.tab) == (last.place.trial, "eligibility")
        assert screen.part("body").top == 3
        await pilot.press("escape")
        below = app.screen
        assert isinstance(below, SearchScreen)
        assert below.field.value == "pd-1"
        assert below.copied() == last.place.trial, "the row it was opened from"


@starter
async def test_a_comparison_is_opened_on_the_same_row(mine: Mine) -> None:
    await left_by(("escape", "space", "down", "space", "c", "down", "down"))
    app = opened()
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        await pilot.press("ctrl+r")
        for _ in range(3):
            await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, CompareScreen)
        assert len(screen.ids) == 2
        assert screen.part("body").cursor == 2
        assert len(app.kept.marks) == 2


@starter
async def test_trials_that_are_gone_are_named(mine: Mine) -> None:
    session.save(
        mine,
        session.Last(
            query="hnscc",
            marks=("NCT00000001", "NCT05721443"),
            place=session.Place(trial="NCT00000002", tab="nowhere", line=10**6),
        ),
    )
    app = opened()
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        await pilot.press("ctrl+r")
        for _ in range(3):
            await settle(app, pilot.pause)
        assert isinstance(app.screen, SearchScreen)
        assert app.kept.marks == ("NCT05721443",)
        assert "NCT00000001" in app.kept.notice
        assert "NCT00000002" in app.kept.notice
        assert app.screen.field.value == "hnscc"


@starter
async def test_looking_in_keeps_what_was_left(mine: Mine) -> None:
    await left_by((*"hnscc", "escape", "space"))
    before = session.load(mine)
    await left_by(())
    assert session.load(mine) == before


@starter
async def test_a_theme_chosen_in_the_app_is_kept_until_the_settings_change(mine: Mine) -> None:
    await left_by(("escape", "T"))
    chosen = session.load(mine).theme
    assert chosen != loading.Settings().theme
    app = opened()
    async with app.run_test():
        assert app.theme == chosen
    app = opened(loading.Settings(theme="red-cyan"))
    async with app.run_test():
        assert app.theme == "red-cyan"


@starter
async def test_a_kiosk_neither_keeps_nor_offers(mine: Mine) -> None:
    session.save(mine, session.Last(query="hnscc"))
    app = TrialsApp(STARTER, loading.Settings(), kiosk=True)
    async with app.run_test() as pilot:
        await settle(app, pilot.pause)
        assert not app.kept.notice
        await pilot.press(*"pd-1", "ctrl+q")
    assert session.load(mine).query == "hnscc"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "last.json").write_bytes(b'{"query": 3, "marks": {"a": [')
    opened = Terminal(["--catalog", str(STARTER)], tmp_path)
    yield opened
    opened.close()


@starter
def test_a_damaged_file_is_as_none(terminal: Terminal) -> None:
    terminal.ready("NCT04144517")
    assert "last time" not in terminal.text
    terminal.press("<c-r>")
    terminal.wait_for("no earlier session")
    terminal.press("<c-q>")
    assert terminal.end() == 0


TEXT = st.text(max_size=20)
LASTS = st.builds(
    session.Last,
    query=TEXT,
    marks=st.lists(TEXT, max_size=4).map(tuple),
    place=st.builds(session.Place, trial=TEXT, tab=TEXT, compared=st.lists(TEXT).map(tuple)),
)


@given(LASTS)
def test_every_session_survives_its_file(last: session.Last) -> None:
    again = msgspec.json.decode(msgspec.json.encode(last), type=session.Last)
    assert again == last
    assert "\n" not in offer(last, "ctrl+r")
