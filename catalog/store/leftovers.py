"""What another program left beside the catalogue, and SQLite would read with it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from catalog.model.errors import CatalogueError
from catalog.store.writing import Writing


def refuse_log(path: Path) -> None:
    """Whoever opens a database reads the log of that name beside it, whosever it is."""
    log = path.with_name(path.name + "-wal")
    if os.path.lexists(log):
        raise CatalogueError(
            f"{log.name} lies beside the catalogue: another program is changing it, or was ended"
            f" at that; open and close it once with that program"
        )


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
