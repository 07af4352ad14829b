"""Text snapshots of every screen on the starter catalogue, and laws of the table of commands.

Refresh on purpose with `UPDATE_GOLDEN=1 python -m pytest tests/tui/test_screens.py`, then read the
difference.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.tui.driving import STARTER
from tui import commands
from tui.app.trials_app import TrialsApp
from tui.screens.all_lists import ListsScreen
from tui.screens.case import CaseScreen
from tui.screens.compare import CompareScreen
from tui.screens.desk import DeskScreen
from tui.screens.filters import FilterScreen
from tui.screens.inbox import InboxScreen
from tui.screens.kept_queries import KeptQueriesScreen
from tui.screens.patient import PatientScreen
from tui.screens.pick import PickScreen
from tui.screens.reader import ReaderScreen
from tui.screens.search import SearchScreen
from tui.screens.topics import TopicScreen
from tui.screens.trial import TrialScreen
from tui.screens.view import View, action_of
from tui.settings import loading

GOLDEN = Path(__file__).parent / "golden" / "screens"
SIZES = [(80, 24), (120, 40), (60, 20)]
WALKS: dict[str, tuple[str, ...]] = {
    "search": (),
    "found": (*"hnscc", "space", *"refractry"),
    "empty": (*"zzzzqqqq",),
    "why": (*"hnscc", "escape", "w"),
    "filters": ("escape", "f"),
    "sort": ("escape", "s"),
    "help": ("escape", "question_mark"),
    "palette": ("ctrl+p",),
    **{f"trial-{n}": (*"NCT05721443", "enter", str(n)) for n in range(1, 10)},
    "trial-understood": (*"NCT05721443", "enter", "4", "w"),
    "missing-sites": (*"NCT04058145", "enter", "5"),
    "compare": ("escape", "space", "down", "space", "down", "space", "c"),
    "differences": ("escape", "space", "down", "space", "c", "d"),
    "topics": ("escape", "space", "down", "space", "c", "t"),
    "whole-row": ("escape", "space", "down", "space", "c", "enter"),
}
WIDEST = (160, 50)
OF_WIDEST = ("search", "filters", "trial-1", "trial-4", "compare")
"""What is laid out otherwise on the widest screen: preview at the side, quotes whole."""
KEPT = [(name, size) for name in WALKS for size in SIZES] + [(name, WIDEST) for name in OF_WIDEST]
starter = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


async def walk(keys: tuple[str, ...], size: tuple[int, int], tmp_path: Path) -> str:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    app.today = dt.date(2026, 11, 21)
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot.pause)
        for key in keys:
            await pilot.press(key)
            await settle(app, pilot.pause)
        strips = app.screen._compositor.render_strips()
        return "".join(strip.text.rstrip() + "\n" for strip in strips)


async def settle(app: TrialsApp, pause: Callable[..., Awaitable[None]]) -> None:
    """Wait until no thread works and nothing waits to be drawn."""
    await pause()
    for _ in range(200):
        if not (app.finding.works or app.reading.works or app.rules.works):
            break
        await pause(0.02)
    await pause()


@starter
@pytest.mark.parametrize(
    ("name", "size"), KEPT, ids=[f"{name}-{size[0]}x{size[1]}" for name, size in KEPT]
)
async def test_screen(name: str, size: tuple[int, int], tmp_path: Path) -> None:
    shown = await walk(WALKS[name], size, tmp_path)
    path = GOLDEN / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


OF_VIEW: dict[str, type[View]] = {
    commands.SEARCH: SearchScreen,
    commands.TRIAL: TrialScreen,
    commands.COMPARE: CompareScreen,
    commands.FILTER: FilterScreen,
    commands.PICK: PickScreen,
    commands.READER: ReaderScreen,
    commands.DESK: DeskScreen,
    commands.INBOX: InboxScreen,
    commands.KEPT: KeptQueriesScreen,
    commands.TOPICS: TopicScreen,
    commands.LISTS: ListsScreen,
    commands.CASE: CaseScreen,
    commands.PATIENT: PatientScreen,
}


@pytest.mark.parametrize("command", commands.COMMANDS, ids=lambda command: command.id)
def test_every_command_has_its_action(command: commands.Command) -> None:
    if command.same_as:
        assert not command.keys
        return
    name = "action_" + action_of(command).partition("(")[0].removeprefix("app.")
    if action_of(command).startswith("app."):
        assert hasattr(TrialsApp, name)
    elif command.view != commands.EVERYWHERE:
        assert hasattr(OF_VIEW[command.view], name)
    else:
        assert any(hasattr(screen, name) for screen in OF_VIEW.values())


@pytest.mark.parametrize("view", OF_VIEW)
def test_no_key_of_a_view_has_two_meanings(view: str) -> None:
    own = [key for each in commands.COMMANDS if each.view == view for key in each.keys.split()]
    assert len(own) == len(set(own))


def test_no_key_needs_what_a_terminal_may_not_send() -> None:
    forbidden = {"ctrl+s", "ctrl+a", "ctrl+b", "ctrl+z"}
    for each in commands.COMMANDS:
        keys = set(each.keys.split())
        assert not keys & forbidden
        assert not any(key.startswith(("alt+", "ctrl+shift+")) for key in keys)
        # A function key may stand beside another, never alone.
        assert not keys or not all(key[:1] == "f" and key[1:].isdigit() for key in keys)


def test_every_command_is_in_the_table_of_the_readme() -> None:
    table = commands.markdown_table()
    assert all(each.help in table for each in commands.COMMANDS)
