"""A key that a footer names does something, or says why not: in every view with nothing in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from catalog.model.trial import Trial
from personal.inbox.lines import Line as News
from personal.inbox.lines import Named
from personal.inbox.net import Harm
from personal.inbox.whole import Inbox
from tests.catalog.keeping import keep, record
from tests.soaking import SOAK
from tests.tui.test_screens import settle
from tui import commands
from tui.app.trials_app import TrialsApp
from tui.screens.finding import Finding
from tui.screens.inbox import InboxScreen
from tui.screens.reader import HelpScreen
from tui.screens.search import SearchScreen
from tui.screens.view import View
from tui.settings import loading
from tui.terminal.styled import text_of
from tui.widgets.field import Field
from tui.widgets.lines import Lines

LIST = "escape"
NOTHING = (*"zzzzqqqq", LIST)
COMPARED = (LIST, "space", "down", "space", "c")
EMPTY: Mapping[str, Sequence[str]] = {
    "typing": (),
    "typing what is not there": (*"zzzzqqqq",),
    "a list of nothing": NOTHING,
    "filters of nothing": (*NOTHING, "f"),
    "filters without a filter": (LIST, "f"),
    "filters narrowed to nothing": (LIST, "f", "slash", *"zzzz", "enter"),
    "narrowing filters": (LIST, "f", "slash", *"zzzz"),
    "pairs": (LIST, "D"),
    "inbox": (LIST, "I"),
    "kept queries": (LIST, "b"),
    "a name for a query": (*"x", LIST, "B", "ctrl+u"),
    "lists": (LIST, "L"),
    "log": (LIST, "L", "h"),
    "put on": (LIST, "m"),
    "sorting by nothing": (LIST, "s", *"zzzz"),
    "no such command": ("ctrl+p", *"zzzz"),
    "help that is not there": (LIST, "question_mark", "slash", *"zzzz", "enter"),
    "why": (LIST, "w"),
    **{f"tab {n}": (LIST, "enter", str(n)) for n in range(1, 10)},
    "finding": (LIST, "enter", "slash"),
    "comparison": COMPARED,
    "differences": (*COMPARED, "d"),
    "topics": (*COMPARED, "t"),
    "no such form": (LIST, "e", *"zzz"),
    "note": (LIST, "E"),
    "patient": (LIST, "P"),
    "a list": (LIST, "m", *"board", "down", "enter", "L", "enter", "x"),
    "a case": (LIST, "m", *"17", "enter", "L", "enter", "x"),
}
"""Keys that lead to a view with nothing in it, where two trials hold no more than their numbers."""
FIRST = (
    "typing what is not there", "a list of nothing", "filters of nothing", "pairs", "inbox",
    "kept queries", "a name for a query", "lists", "sorting by nothing", "why", "a case",
)  # fmt: skip
TRIED = EMPTY if SOAK else {name: EMPTY[name] for name in FIRST}
IN_TEXTUAL = {"?": "question_mark", "/": "slash", "Enter": "enter", "Esc": "escape", "↓": "down",
              "↑": "up", "Tab": "tab", "]": "right_square_bracket", "PgDn": "pagedown"}  # fmt: skip
LEAVE = {"q", "ctrl+q", "Esc", "]", "?"}
"""Keys that lead elsewhere, whatever is here."""


def seen(app: TrialsApp) -> tuple[object, ...]:
    """All that somebody could see, and where the cursor is."""
    parts = [(text_of(each.lines), each.cursor, each.top) for each in app.screen.query(Lines)]
    return app.screen, len(app.screen_stack), app.focused, app.theme, app.kept, parts


def typed(app: TrialsApp) -> list[str]:
    return [each.value for each in app.screen.query(Field)]


async def go(app: TrialsApp, pilot: Pilot[int], keys: Sequence[str]) -> None:
    for key in keys:
        await settle(app, pilot.pause)
        await pilot.press(key)
    await settle(app, pilot.pause)
    await settle(app, pilot.pause)


async def begin_anew(app: TrialsApp, pilot: Pilot[int]) -> None:
    """Back at the search field of a session in which nothing was done."""
    while not isinstance(app.screen, SearchScreen):
        app.pop_screen()
        await pilot.pause()
    screen = app.screen
    screen.action_clear_marks()
    if app.tour is not None:
        app.start_tour()  # which ends it
    screen.results.go(0)
    screen.field.put("")
    screen.field.focus()
    app.tell("")
    await settle(app, pilot.pause)


def named(view: View) -> list[str]:
    """The keys that the footer names now, but for those that lead elsewhere."""
    keys = view.footer_keys()
    if isinstance(view, Finding) and view.asks:
        keys = view.asking_keys()
    return [key for key, _ in keys if key and key not in LEAVE]


async def test_no_footer_names_a_key_that_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    path = tmp_path / "catalog.db"
    keep(path, [record(Trial(number=f"NCT0000000{n}")) for n in range(2)])
    app = TrialsApp(path, loading.Settings(export_folder=tmp_path))
    dead: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        for name, keys in TRIED.items():
            await begin_anew(app, pilot)
            await go(app, pilot, keys)
            app.tell("")
            view, focused = app.screen, app.focused
            assert isinstance(view, View)
            wanted = named(view)
            for key in wanted:
                if (app.screen, app.focused) != (view, focused):
                    await begin_anew(app, pilot)
                    await go(app, pilot, keys)
                    view, focused = app.screen, app.focused
                app.tell("")
                await pilot.pause()
                before, text = seen(app), typed(app)
                await go(app, pilot, [IN_TEXTUAL.get(key, key)])
                is_letter = len(key) == 1 and typed(app) == [each + key for each in text]
                if seen(app) == before or (is_letter and typed(app)):
                    dead.append(f"{name}: {key}")
    assert not dead


async def test_help_is_named_and_comes_only_while_nothing_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    keep(path, [record(Trial(number="NCT00000001"))])
    app = TrialsApp(path, loading.Settings(), kiosk=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(app, pilot, (LIST, "s"))
        view = app.screen
        assert isinstance(view, View)
        assert ("?", "Help") in view.footer_keys()
        await go(app, pilot, ("question_mark",))
        assert isinstance(app.screen, HelpScreen)
        await go(app, pilot, (LIST, "t", "question_mark"))
        assert app.screen is view
        assert typed(app) == ["t?"]
        assert "?" not in dict(view.footer_keys())


async def test_the_line_of_what_is_folded_has_no_words_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(TrialsApp, "_inbox_known", lambda *_: None)  # this one is made here
    path = tmp_path / "catalog.db"
    keep(path, [record(Trial(number=f"NCT0000000{n}")) for n in range(2)])
    app = TrialsApp(path, loading.Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await go(app, pilot, (LIST, "I"))
        view = app.screen
        assert isinstance(view, InboxScreen)
        first, other = (
            News(harm=harm, trials=(Named(f"NCT0000000{n}", "T"),), where=("case 17",))
            for n, harm in enumerate((Harm.STOPPED, Harm.CHECK))
        )
        app.keep(replace(app.kept, inbox=Inbox(lines=(first,), rest=(other,))))
        await settle(app, pilot.pause)
        assert "w" in named(view)
        await go(app, pilot, ("G",))
        assert "w" not in named(view)
        assert "w words" not in text_of(view.part("footer").lines)
        await go(app, pilot, ("w",))
        assert isinstance(app.screen, InboxScreen)
        assert app.kept.notice == "i shows what is folded here"
        await go(app, pilot, ("g",))
        assert "w words" in text_of(view.part("footer").lines)


def test_what_needs_a_row_is_in_the_table() -> None:
    assert all(commands.of_row(view) for view in commands.VIEWS if view in WITH_ROWS)
    assert set().union(*map(commands.of_row, commands.VIEWS)) == commands.OF_ROW


WITH_ROWS = {commands.SEARCH, commands.FILTER, commands.LISTS, commands.CASE, commands.PICK}
