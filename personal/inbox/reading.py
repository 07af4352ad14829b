"""Lines of the inbox are read, or that is taken back: one short transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from personal import searches
from personal.inbox import seen
from personal.inbox.lines import Line
from personal.store import Mine


def read(mine: Mine, lines: Iterable[Line], today: dt.date, *, back: bool = False) -> None:
    """Take lines as read, or (`back`) as not read after all; raises MineError."""
    day = today.isoformat()
    with mine.writing() as connection:
        for line in lines:
            parts, searched = line.parts, line.searched
            if back:
                parts = tuple(each.taken_back for each in parts)
                searched = tuple(each.taken_back for each in searched)
            seen.read(connection, parts, day)
            searches.read(connection, searched, day)
