"""Draws the README's pictures from the starter catalogue: `make pictures`.

The screens are the app's own, driven by keys as a user would, at 100 by 30; list, overview and
comparison besides at 80 by 24 in every theme and in a terminal of sixteen colours.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.starter import ROOT
from tui.settings.folders import NAME
from tui.settings.loading import Settings
from tui.terminal.themes import DEFAULT, SIXTEEN, THEMES

FOLDER = ROOT / "docs" / "pictures"
SIZE = (100, 30)
DAY = dt.date(2026, 11, 27)
"""The day of the pictures: a doubted status must not depend on when they are drawn."""
# Name of the picture: the keys that lead from the screen before to it.
WALK: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("search", tuple("hnscc pd-1 refractry")),
    ("filters", ("escape", "f")),
    ("trial", ("escape", "enter")),
    ("eligibility", ("4",)),
    ("sources", ("8",)),
    ("comparison", ("escape", "space", "j", "space", "j", "space", "c")),
    ("help", ("question_mark",)),
)

OF_THEMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("list", tuple("pd-1")),
    ("overview", ("escape", "enter")),
    ("comparison", ("escape", "space", "j", "space", "c")),
)
SMALL = (80, 24)

# Textual's pictures load their font from a web server; any monospaced one will do.
_WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


async def draw(
    folder: Path,
    walk: Sequence[tuple[str, tuple[str, ...]]] = WALK,
    size: tuple[int, int] = SIZE,
    theme: str = DEFAULT,
) -> list[Path]:
    """Walk through the app and write a picture of each screen; returns the files."""
    from tui.app.trials_app import TrialsApp

    app = TrialsApp(ROOT / NAME, Settings())
    app.today = DAY
    drawn: list[Path] = []
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        for name, keys in walk:
            for key in keys:
                await pilot.press("space" if key == " " else key)
            for _ in range(10):
                await pilot.pause(0.1)
            path = folder / f"{name}.svg"
            drawing = _WEB_FONT.sub("", app.export_screenshot(title="trials"))
            path.write_text(drawing, encoding="utf-8")
            drawn.append(path)
    return drawn


def main() -> int:
    """Draw all pictures into docs/pictures."""
    (FOLDER / "themes").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        os.environ["TERM"] = "xterm-256color"
        os.environ["TRIALS_STATE"] = state  # nobody's marks or queries get into a picture
        asyncio.run(draw(FOLDER))
        for theme in (*THEMES, SIXTEEN):
            walk = [(f"{theme}-{name}", keys) for name, keys in OF_THEMES]
            asyncio.run(draw(FOLDER / "themes", walk, SMALL, theme))
    return 0


if __name__ == "__main__":
    sys.exit(main())
