"""Whether a private copy of the catalogue is sound, and whether the disk has it."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

from catalog.model import stopping

_STEPS = 50_000
"""SQLite instructions of a check between two looks at what signals have asked."""


def fault(part: Path) -> str | None:
    """What is wrong with the pages and rows of a copy to which all is committed.

    By a connection of its own, whose cache is small: nothing of what was written is taken from the
    memory of the one that wrote it. It is not opened for reading only, or no CHECK is looked at.
    """
    connection = sqlite3.connect(f"{part.absolute().as_uri()}?mode=rw", uri=True)
    connection.set_progress_handler(stopping.asked, _STEPS)  # minutes, for ten gigabytes
    try:
        found: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        if not (number := stopping.asked()):
            raise
        raise (KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)) from None
    finally:
        connection.close()
    return None if found == "ok" else found


def sync(path: Path) -> None:
    """Closing it drops SQLite's locks of this process: nobody else knows the working copy."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
