"""What the terminal's line tells the app besides Textual's own messages."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message


class PasteUnfinished(Message):
    """A paste has begun and its end does not come."""


class WiderLetters(Message):
    """The terminal draws letters in two cells that are counted as one."""


class Word(events.Event, bubble=False):
    """Characters that came in one read, no other keys among them: perhaps a word, perhaps keys."""

    def __init__(self, keys: Sequence[events.Key]) -> None:
        super().__init__()
        self.keys = tuple(keys)

    @property
    def text(self) -> str:
        return "".join(each.character or "" for each in self.keys)


class LineDropped(Message):
    """The terminal has gone: nothing more can be read from it."""
