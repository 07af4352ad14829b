"""How wide the terminal draws letters on which terminals differ by a setting.

Letters of East Asian width "ambiguous" (Unicode Standard Annex 11: `±`, `·`, `é`, Greek, lines of
frames) take one cell in most terminals and two in those set up for Chinese, Japanese or Korean.
One such letter is drawn before the first rows, in the top left corner, the cursor's place behind
it is asked for, and the screen is cleared. Nobody waits for the answer: it lies with the keys that
were typed meanwhile. Where none comes, or another than these two, nothing changes.

Emoji and letters that are put together of several are not asked about: one of them says nothing of
the next, so that their width stays doubtful whatever a terminal answers.
"""

from __future__ import annotations

import os
import re
import select

from tui.terminal import repertoire
from tui.terminal.grid import ASK

LETTER = "±"
_ANSWER = re.compile(rb"\x1b\[1;(\d{1,5})R")
_AT_ONCE = 65_536
_LEAST_COLUMNS = 4


class Probe:
    """The question, and whether its answer is still under way."""

    def __init__(self) -> None:
        self.waits = False
        """Whether an answer may come."""
        self.are_wide = False
        """Whether letters of ambiguous width turned out to take two cells."""

    def question(self, columns: int) -> str:
        """What to write with the cursor in the top left corner, before the screen is cleared."""
        if columns < _LEAST_COLUMNS or repertoire.shown(LETTER) != LETTER:
            return ""
        self.waits = True
        return LETTER + ASK

    def answered(self, column: int, row: int) -> bool:
        """Take the first place that the terminal tells; whether letters turned out to be wide.

        A place in another row is none of ours: then the answer is lost.
        """
        self.waits = False
        self.are_wide = not row and column == 2
        if self.are_wide:
            repertoire.use_wide_letters()
        return self.are_wide

    def look(self, descriptor: int) -> bytes:
        """Look for the answer without waiting; returns what else has been read: keys."""
        if not self.waits:
            return b""
        data = _read(descriptor, 0.0)
        if (found := _ANSWER.search(data)) is None:
            return data
        self.answered(int(found[1]) - 1, 0)
        return data[: found.start()] + data[found.end() :]

    def eat(self, descriptor: int, seconds: float) -> None:
        """Wait for the answer and drop it: it would be typed into whatever runs next."""
        while self.waits and (data := _read(descriptor, seconds)):
            self.waits = _ANSWER.search(data) is None
        self.waits = False


def _read(descriptor: int, seconds: float) -> bytes:
    try:
        if not select.select([descriptor], [], [], seconds)[0]:
            return b""
        return os.read(descriptor, _AT_ONCE)
    except (OSError, ValueError):  # the terminal has gone
        return b""
