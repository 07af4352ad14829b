"""What another program had begun to change in the catalogue, and left to be undone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from catalog.store.writing import Writing


def undo_what_is_half_done(path: Path) -> None:
    """Let SQLite bring back what a program had begun to change that is gone, by its journal.

    Only this program should write the file; a person's tool that was killed at it leaves a journal,
    which would be taken for one of the file that is put in its place.
    """
    connection = sqlite3.connect(path, factory=Writing)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    finally:
        connection.close()
