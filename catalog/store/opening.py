"""Opening a catalogue file that may be missing, damaged, foreign or hostile."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from catalog.model import stopping
from catalog.model.damage import not_read
from catalog.model.errors import CatalogueError, NoCatalogue
from catalog.search.index import tables
from catalog.store.beside import refuse_log
from catalog.store.schema import APPLICATION_ID, OLDEST_READ, USER_VERSION, statements

RECEIVED = "received"
"""The name in `meta` of what packs brought (`received.py`)."""
_NOT_OURS = "is damaged or not a catalogue"
_LONGEST_VALUE = 50_000_000
_DEFENSIVE = 1010  # SQLITE_DBCONFIG_DEFENSIVE
_ENABLE_TRIGGER = 1003  # SQLITE_DBCONFIG_ENABLE_TRIGGER
_LONGEST = 600.0
"""Seconds that any one statement may take; each reader sets a shorter time of its own."""
_STEPS = 50_000
"""SQLite instructions between two looks at the time and at what signals have asked."""
_IGNORED = re.compile(r"--[^\n]*|[\s\"]+")
_GENERATED = re.compile(r"\bas\s*\(|\bgenerated\b", re.IGNORECASE)
_MIGRATED = "_sqlite_migrations"
_READ_VIEWS = {
    **dict.fromkeys(("site", "mesh_term", "criterion", "constraint_"), 6),
    **dict.fromkeys(("arm", "intervention", "outcome", "reference"), 7),
}
"""Views that the program itself reads, and the layout from which on they are views; before, they
were the tables themselves."""


class Guarded(sqlite3.Connection):
    """A connection of which no statement is endless, and that signals can stop."""

    name = "the catalogue"
    longest = _LONGEST

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.begin()
        self._also: Callable[[], object] | None = None
        super().set_progress_handler(self._is_over, _STEPS)

    def _is_over(self) -> bool:
        if stopping.asked() or time.monotonic() > self._until:
            return True
        return self._also is not None and bool(self._also())

    def set_progress_handler(self, handler: Callable[[], object] | None, steps: int) -> None:
        """Ask this handler too; what is asked of every statement stays."""
        self._also = handler
        super().set_progress_handler(self._is_over, steps or _STEPS)

    def begin(self) -> None:
        """The time of a statement begins now."""
        self._until = time.monotonic() + self.longest

    def execute(self, *given: Any) -> sqlite3.Cursor:
        self.begin()
        return super().execute(*given)


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A read-only connection that trusts nothing in the file; raises CatalogueError.

    The file is never mapped into memory: when a mapped file is cut by somebody who copies over it,
    whoever looks at it next is ended by SIGBUS, without a word, and each page that was ever read
    stays in the memory of the process. A search by command takes the same processor time without.

    `mode=ro` on a DELETE-mode file works in a folder and on a file system nobody may write.
    """
    path = Path(path)
    if not path.is_file():
        raise NoCatalogue(path)
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, factory=Guarded)
        connection.name = path.name
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA mmap_size = 0")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        if hasattr(connection, "setconfig"):  # Python 3.12 and later
            connection.setconfig(_DEFENSIVE, True)
            connection.setconfig(_ENABLE_TRIGGER, False)
    except sqlite3.Error as error:
        raise CatalogueError(f"{path.name}: cannot be opened ({error})") from None
    return connection


def check_version(connection: sqlite3.Connection, path: Path, *, older: bool = False) -> int:
    """The layout of the file; raises CatalogueError unless it is a catalogue that can be read.

    That is one of this program's layout or of one since the last release (`older`: or any earlier),
    so that nobody is locked out between an upgrade and the import that brings the file up to date.

    An empty file passes SQLite's own checks, so what the file says it is comes first.
    """
    try:
        application_id: int = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        refuse_log(path)
        raise CatalogueError(not_read(path.name, error, _NOT_OURS)) from None
    if application_id != APPLICATION_ID:
        refuse_log(path)  # it is what the log holds that was read
        raise CatalogueError(f"{path.name}: is not a catalogue of trials")
    if version > USER_VERSION:
        raise CatalogueError(
            f"{path.name}: was made by a newer version of trials; update the program"
        )
    if version < OLDEST_READ and not older:
        raise CatalogueError(
            f"{path.name}: was made by an older version of trials; any import brings it up to date"
        )
    _check_kinds(connection, path, version)
    return version


def _check_kinds(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Raise CatalogueError where a name of ours is not exactly the table that we make.

    A view of that name may never end, and may say anything: where the program has a view of its
    own, in a file of its layout it has our words, letter by letter. In an older file the views that
    nothing of ours reads are as they are, and what is read was a table before layout 6. In a file
    that was migrated or shall be, and in an index of another version, the text of a table is not as
    we have it now; it is a table without computed columns all the same.
    """
    is_older = version < USER_VERSION
    try:
        found = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        refuse_log(path)
        raise CatalogueError(not_read(path.name, error, _NOT_OURS)) from None
    is_changed = is_older or any(name == _MIGRATED for _, name, _ in found)
    for kind, name, sql in found:
        if kind == "trigger":
            raise CatalogueError(f"{path.name}: holds a trigger, which trials never makes")
        wanted = _kinds().get(str(name).lower())
        if (since := _READ_VIEWS.get(str(name).lower())) is not None:
            wanted = ("table", "") if version < since else _former(version, name) or wanted
        elif is_older and wanted is not None and kind == "view" == wanted[0]:
            continue
        if wanted is None or (kind, sql) == wanted:  # as this program wrote it, letter by letter
            continue
        if kind == wanted[0] != "view" and _bare(sql) == _bare(wanted[1]):
            continue
        is_plain = kind == "table" == wanted[0] and not _GENERATED.search(str(sql))
        is_plain = is_plain and str(sql).lower().startswith("create table")
        may_differ = is_changed or str(name).lower().startswith("search_")
        if not (is_plain or kind == "index" == wanted[0]) or not may_differ:
            raise CatalogueError(f"{path.name}: its {name} is not the {wanted[0]} of a catalogue")


def _former(layout: int, name: str) -> tuple[str, str] | None:
    """A view of an earlier layout that is made of other tables now."""
    if layout != 6:
        return None
    from catalog.store.layout_7 import VIEWS_BEFORE  # hardly ever needed

    return ("view", VIEWS_BEFORE[name]) if name in VIEWS_BEFORE else None


@lru_cache(maxsize=1)
def _kinds() -> dict[str, tuple[str, str]]:
    """Kind and statement of everything of ours, by name."""
    known = {}
    for statement in (*statements(), *tables.TABLES):
        words = statement.replace("UNIQUE ", "", 1).split(None, 3)
        known[words[2].lower()] = (words[1].lower(), statement)
    return known


def _bare(sql: object) -> str:
    """A statement without what does not matter: comments, space, quotation marks, capitals."""
    return _IGNORED.sub("", str(sql)).lower()
