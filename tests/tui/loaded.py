"""A session of the app in a process of its own: which modules each of its steps has loaded.

`python -m tests.tui.loaded CATALOGUE WORD`: a line of names for each step.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from tests.waiting import AT_MOST
from tui.app.trials_app import TrialsApp
from tui.settings import loading
from tui.show.firstpaint import First

BRIEFLY = 0.01


def tell() -> None:
    """What stands loaded now."""
    sys.stdout.write(" ".join(sys.modules) + "\n")


async def until(pilot: Pilot[int], stands: Callable[[], bool]) -> None:
    """Wait until something holds and no thread of the app works."""
    app = pilot.app
    assert isinstance(app, TrialsApp)
    end = time.monotonic() + AT_MOST
    while not stands() or app.finding.works or app.reading.works or app.rules.works:
        assert time.monotonic() < end
        await pilot.pause(BRIEFLY)


async def session(catalogue: Path, word: str) -> None:
    """The list shown and the inbox known, a word searched, a trial opened."""
    app = TrialsApp(catalogue, loading.load(), first=First(catalogue, ""))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.kept.inbox is not None)
        tell()
        await pilot.press(*word)
        # What is loaded ahead, for the trial that may be opened.
        await until(pilot, lambda: app.kept.query == word and "tui.show.tabs" in sys.modules)
        tell()
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen_stack) > 1)
        tell()


if __name__ == "__main__":
    asyncio.run(session(Path(sys.argv[1]), sys.argv[2]))
