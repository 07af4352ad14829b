"""Whether a private copy of the catalogue is sound."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from catalog.store.writing import Writing, ending_of


def fault(part: Path) -> str | None:
    """What is wrong with the pages and rows of a copy to which all is committed.

    By a connection of its own, whose cache is small: nothing of what was written is taken from the
    memory of the one that wrote it. It is not opened for reading only, or no CHECK is looked at.
    """
    address = f"{part.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, factory=Writing)  # minutes, for ten gigabytes
    try:
        found: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if (ending := ending_of(error)) is None:
            raise
        raise ending from None
    finally:
        connection.close()
    return None if found == "ok" else found
