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


def given(mine: Mine, text: str) -> str:
    """Take initials, and keep them where none are yet; raises MineError for more than that."""
    found = text.strip().replace(".", "").upper()
    if not _INITIALS.fullmatch(found):
        raise MineError("initials are one to four letters")
    if not kept(mine):
        mine.keep(KEPT, found)
    return found
