"""Whose decision it was: initials, asked once, never a name."""

from __future__ import annotations

import re

from personal.errors import MineError
from personal.store import Mine

KEPT = "initials"
"""Their name in the table of small things."""
_INITIALS = re.compile(r"[^\W\d_]{1,4}")


def kept(mine: Mine) -> str:
    """The initials that were given; empty where nobody was asked."""
    return mine.kept(KEPT) or ""


def are_sound(text: str) -> bool:
    """Whether a text may be somebody's initials."""
    return _INITIALS.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    return text.strip().replace(".", "").upper()


def given(mine: Mine, text: str) -> str:
    """Take initials, and keep them where none are yet; raises MineError for more than that."""
    found = _plain(text)
    if not are_sound(text):
        raise MineError("initials are one to four letters")
    if not kept(mine):
        mine.keep(KEPT, found)
    return found
