"""Connections that write: none of their statements is endless, and a signal ends any."""

from __future__ import annotations

import sqlite3
from typing import Any

from catalog.model import stopping
from catalog.store.opening import Guarded


class Writing(Guarded):
    """A connection to the working copy: signals stop it in the middle of a statement.

    One may take hours where gigabytes are written anew on a slow disk, and none takes a night.
    """

    longest = 6 * 3600.0

    def executemany(self, *given: Any) -> sqlite3.Cursor:
        self.begin()
        return super().executemany(*given)

    def executescript(self, *given: Any) -> sqlite3.Cursor:
        self.begin()
        return super().executescript(*given)


def ending_of(error: BaseException) -> BaseException | None:
    """The end that a signal asked for, where a statement was broken off for it; else None."""
    number = stopping.asked()
    if not number or not isinstance(error, sqlite3.OperationalError):
        return None
    return stopping.ended_by(number)
