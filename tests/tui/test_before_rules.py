"""A trial is shown before the rules are loaded that read its criteria; these come afterwards.

The loading is held back by an event: nothing is measured, and nothing sleeps.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.driving import STARTER
from tests.tui.loaded import BRIEFLY
from tests.waiting import AT_MOST
from tui.app import warming
from tui.app.trials_app import TrialsApp
from tui.screens.trial import TrialScreen
from tui.settings import loading
from tui.show.words import READING
from tui.terminal.styled import text_of

NUMBER = "NCT05721443"
TALL = (80, 60)


class Held:
    """An app on a trial whose criteria nobody can read before `release`."""

    def __init__(self, app: TrialsApp, pilot: Pilot[int], gate: threading.Event) -> None:
        self.app, self.pilot, self._gate = app, pilot, gate

    @property
    def screen(self) -> TrialScreen:
        assert isinstance(self.app.screen, TrialScreen)
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    async def until(self, stands: Callable[[], object]) -> None:
        end = time.monotonic() + AT_MOST
        while not stands():
            assert time.monotonic() < end
            await self.pilot.pause(BRIEFLY)
        await self.pilot.pause()

    async def release(self) -> None:
        """Let the rules be loaded, and wait for what they read."""
        self._gate.set()
        await self.until(lambda: self.screen.shown is not None and self.screen.shown.is_read)


Opened = Callable[..., Awaitable[Held]]


@asynccontextmanager
async def opened(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    number: str = NUMBER,
    size: tuple[int, int] = TALL,
) -> AsyncIterator[Held]:
    gate = threading.Event()
    monkeypatch.setattr(warming, "load_rules", lambda: gate.wait(AT_MOST))
    app = TrialsApp(STARTER, loading.Settings(export_folder=folder), kiosk=True)
    app.today = dt.date(2026, 11, 21)
    try:
        async with app.run_test(size=size) as pilot:
            held = Held(app, pilot, gate)
            await pilot.press(*number)
            await held.until(lambda: not app.works_on("search"))
            await pilot.press("enter")
            await held.until(lambda: isinstance(app.screen, TrialScreen) and app.screen.shown)
            yield held
    finally:
        gate.set()


async def test_what_needs_no_rules_is_there_before_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with opened(monkeypatch, tmp_path) as held:
        before = held.lines
        assert not held.app.has_rules
        for label in ("What", "For", "Tested", "Where", "Dates", "Sponsor"):
            assert any(line.startswith(f" {label}") for line in before), label
        assert sum(READING in line for line in before) == 2
        assert not any(' "' in line for line in before)
        await held.release()
        after = held.lines
        assert not any(READING in line for line in after)
        # Nothing has moved: each place that waited has its sentence, all others are as they were.
        changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        assert len(changed) == 5
        assert all(new[12:].startswith('"') and new.endswith('"') for _, new in changed)
        assert all(READING in old or not old[12:].strip() for old, _ in changed)


async def test_the_criteria_stand_at_once_and_stay_where_they_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with opened(monkeypatch, tmp_path, size=(80, 24)) as held:
        await held.pilot.press("4", "down", "down", "down")
        body = held.screen.part("body")
        assert body.top == 3, "no key waits"
        before = text_of(body.lines).splitlines()
        assert sum(READING in line for line in before) == 2
        await held.release()
        assert held.screen.tab == "eligibility"
        assert body.top == 3
        after = text_of(body.lines).splitlines()
        assert not any(READING in line for line in after)
        assert len(after) == len(before)
        about, words = slice(0, 13), slice(13, None)
        under_heads = [
            (old, new) for old, new in zip(before, after, strict=True) if READING not in old
        ]
        assert [old[words] for old, _ in under_heads] == [new[words] for _, new in under_heads]
        assert any(old[about] != new[about] for old, new in under_heads), "what they are about"


async def test_another_trial_can_be_turned_to_meanwhile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with opened(monkeypatch, tmp_path, "NCT0") as held:
        first = held.screen.number
        await held.pilot.press("J")
        await held.until(lambda: held.screen.number != first)
        assert held.screen.shown is not None
        assert not held.screen.shown.is_read
        await held.release()
        shown = held.screen.shown
        assert shown is not None
        text = shown.merged.trial.eligibility
        assert shown.criteria and text is not None and text.text is not None
        assert all(each.text in text.text for each in shown.criteria[:3])


async def test_what_would_be_wrong_without_them_waits_or_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with opened(monkeypatch, tmp_path) as held:
        screen = held.screen
        waiting = [key for key in ("n", "N", "Y") if not screen.takes(key, is_typing=False)]
        assert waiting == ["n", "N", "Y"]
        assert all(screen.takes(key, is_typing=True) for key in waiting)
        assert all(screen.takes(key, is_typing=False) for key in ("4", "w", "o", "down", "q"))
        # Nothing waits for ever: a key that is handed on all the same finds and copies nothing.
        for act in (screen.action_find_next, screen.action_copy_view):
            held.app.tell("")
            act()
            assert held.app.kept.notice == READING
        await held.release()
        assert all(screen.takes(key, is_typing=False) for key in waiting)
        assert screen.shown is not None
        screen.look_for(screen.shown.criteria[0].text.split()[0])
        assert " of " in held.app.kept.notice


def test_the_rules_are_loaded_once_for_all_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[int] = []
    delivered: list[Callable[[], None]] = []
    there = threading.Event()
    monkeypatch.setattr(warming, "load_rules", lambda: loads.append(1))

    def deliver(what: Callable[[], None]) -> None:
        delivered.append(what)
        there.set()

    rules = warming.Rules(deliver, lambda error: None)
    told: list[str] = []
    rules.load()
    rules.load(lambda: told.append("first"))
    rules.load(lambda: told.append("second"))
    assert there.wait(AT_MOST)
    assert rules.works
    assert not told
    delivered[0]()
    rules.load(lambda: told.append("third"))
    assert told == ["first", "second", "third"]
    assert (len(loads), len(delivered), rules.works) == (1, 1, False)


def test_what_goes_wrong_in_loading_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ValueError("a table is damaged")
    broken: list[Exception] = []
    there = threading.Event()

    def fail() -> None:
        raise wrong

    def tell(error: Exception) -> None:
        broken.append(error)
        there.set()

    monkeypatch.setattr(warming, "load_rules", fail)
    warming.Rules(lambda what: None, tell).load()
    assert there.wait(AT_MOST)
    assert broken == [wrong]
