"""Many random keys over all screens: no exception, every screen left, memory flat."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.tui.driving import STARTER
from tui import settings
from tui.screens.search import SearchScreen
from tui.trials_app import TrialsApp

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
KEYS = (
    "up down j k g G pageup pagedown enter enter escape space c d w o f s S V z T n N x u p h l t e"
    " y Y J K R question_mark colon slash tab shift+tab left right home end 1 2 3 4 5 6 7 8 9"
    " left_square_bracket right_square_bracket ctrl+p ctrl+r ctrl+l ctrl+u backspace a r b i"
).split()
# Never "q" alone at the first screen: it would end the app, as it should.


def memory() -> int:
    """Private memory in KiB."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_Dirty"):
            return int(line.split()[1])
    raise AssertionError("no Private_Dirty")


async def soak(app: TrialsApp, count: int, seed: int) -> None:
    chance = random.Random(seed)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.3)
        before = 0
        for number in range(count):
            await pilot.press(chance.choice(KEYS))
            if number == count // 2:
                before = memory()
            if number % 500 == 499:
                await pilot.resize_terminal(chance.choice((40, 60, 80, 100, 140)), 24)
        for _ in range(30):
            await pilot.press("escape")
        await pilot.pause(0.3)
        assert isinstance(app.screen, SearchScreen), "every screen is left with Esc"
        assert memory() - before < 20_000, "memory is flat"
    assert app.failure is None


@pytest.mark.parametrize("seed", [1, 2])
async def test_random_keys(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    chosen = settings.Settings(export_folder=tmp_path / "exports")
    # A kiosk decides nothing, so that the starter catalogue stays as it is.
    count = int(os.environ.get("TRIALS_SOAK", "600"))
    await soak(TrialsApp(STARTER, chosen, kiosk=True), count, seed)
