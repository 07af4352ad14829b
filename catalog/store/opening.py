"""Opening a catalogue file that may be missing, damaged, foreign or hostile."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from catalog.model.errors import CatalogueError, NoCatalogue
from catalog.store.schema import APPLICATION_ID, OLDEST_READ, USER_VERSION

_MMAP = 2_147_418_112
_LONGEST_VALUE = 50_000_000
_DEFENSIVE = 1010  # SQLITE_DBCONFIG_DEFENSIVE
_ENABLE_TRIGGER = 1003  # SQLITE_DBCONFIG_ENABLE_TRIGGER


def connect_read_only(path: Path, *, mapped: bool = True) -> sqlite3.Connection:
    """A read-only connection that trusts nothing in the file; raises CatalogueError.

    A `mapped` file is read without copies, but each page that was ever read stays in the memory of
    the process: what lives long and searches much reads through SQLite's own small cache instead.

    `mode=ro` on a DELETE-mode file works in a folder and on a file system nobody may write.
    """
    path = Path(path)
    if not path.is_file():
        raise NoCatalogue(path)
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute(f"PRAGMA mmap_size = {_MMAP if mapped else 0}")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        if hasattr(connection, "setconfig"):  # Python 3.12 and later
            connection.setconfig(_DEFENSIVE, True)
            connection.setconfig(_ENABLE_TRIGGER, False)
    except sqlite3.Error as error:
        raise CatalogueError(f"{path.name}: cannot be opened ({error})") from None
    return connection


def check_version(connection: sqlite3.Connection, path: Path, *, older: bool = False) -> int:
    """The layout of the file; raises CatalogueError unless it is a catalogue that can be read.

    That is one of this program's layout or of the one before it (`older`: or any earlier), so that
    nobody is locked out between an upgrade and the import that brings the file up to date.

    An empty file passes SQLite's own checks, so what the file says it is comes first.
    """
    try:
        application_id: int = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise CatalogueError(f"{path.name}: is damaged or not a catalogue ({error})") from None
    if application_id != APPLICATION_ID:
        raise CatalogueError(f"{path.name}: is not a catalogue of trials")
    if version > USER_VERSION:
        raise CatalogueError(
            f"{path.name}: was made by a newer version of trials; update the program"
        )
    if version < OLDEST_READ and not older:
        raise CatalogueError(
            f"{path.name}: was made by an older version of trials; any import brings it up to date"
        )
    return version
