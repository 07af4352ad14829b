"""Rows of the catalogue's own tables, and what somebody's SQL finds in it: only read, and not long.

Row by row by sqlite-utils. Whatever the SQL is, it reads this one file: an authorizer refuses to
attach, to write and to load; a clock stops what does not end.
"""

from __future__ import annotations

import base64
import sqlite3
import time
from collections.abc import Iterator

from catalog.model.errors import CatalogueError
from catalog.store.rows import TABLES
from catalog.store.schema import USER_VERSION
from handover.columns import Column, Kind, Shown
from handover.source import Source, Value

_SECONDS = 60.0
_STEPS = 10_000
_READS = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_FUNCTION,
    }
)
NAMES = tuple(sorted(TABLES))
PEOPLE = "contact"
"""The table of names, telephones and addresses."""


class NotUnderstood(ValueError):
    """SQL that cannot be run, or a table that there is not; the text is a sentence."""


Table = tuple[tuple[Column, ...], Iterator[list[Value]]]
"""Columns, and the rows that are read as they are wanted."""


def table(source: Source, name: str, *, contacts: bool = False) -> Table:
    """All rows of a documented table (docs/schema.md), as they stand there."""
    if name not in NAMES:
        raise NotUnderstood(f"there is no table {name}; there are {', '.join(NAMES)}")
    if name == PEOPLE and not contacts:
        raise NotUnderstood(f"{name} holds people's names and addresses: add --contacts")
    return _run(source, f'SELECT * FROM "{name}"', float("inf"))


def found_by(source: Source, sql: str, seconds: float = _SECONDS) -> Table:
    """What a SELECT finds; raises NotUnderstood, also while rows are read, with the reason."""
    if source.layout < USER_VERSION:
        raise CatalogueError(
            f"{source.name}: was made by an older version of trials; any import brings it up to"
            " date, and gives it the views"
        )
    # Views call functions of JSON, which SQLite up to 3.40 takes for unsafe; for what a view of a
    # foreign file calls the authorizer is asked, as for anything else.
    source.connection.set_authorizer(None)
    source.connection.execute("PRAGMA trusted_schema = ON")
    return _run(source, sql, seconds)


def _run(source: Source, sql: str, seconds: float) -> Table:
    from sqlite_utils import Database  # takes long to load

    connection = source.connection
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    until = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    connection.set_authorizer(_allowed)
    try:
        cursor = database.execute(sql)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise _told(error, seconds) from None
    if cursor.description is None:
        raise NotUnderstood("the SQL gives no rows: write SELECT …")
    names = [each[0] for each in cursor.description]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise NotUnderstood(f"two columns are called {twice[0]}: name one of them with AS")
    columns = tuple(Column("", name, Kind.TEXT, Shown.USUAL, "") for name in names)
    return columns, _rows(cursor, seconds)


def _rows(cursor: sqlite3.Cursor, seconds: float) -> Iterator[list[Value]]:
    try:
        for row in cursor:
            yield [_plain(cell) for cell in row]
    except sqlite3.Error as error:
        raise _told(error, seconds) from None


def _plain(cell: str | int | float | bytes | None) -> Value:
    """A cell as text or number; bytes in base 64."""
    return base64.b64encode(cell).decode() if isinstance(cell, bytes) else cell


def _allowed(action: int, first: str | None, second: str | None, *_: object) -> int:
    """Only what reads; and no function that loads code."""
    if action not in _READS or (action == sqlite3.SQLITE_FUNCTION and second == "load_extension"):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _told(error: Exception, seconds: float) -> NotUnderstood:
    said = str(error)
    if "interrupt" in said:
        return NotUnderstood(f"the SQL took longer than {seconds:g} seconds and was stopped")
    if "authoriz" in said or "prohibited" in said or "readonly" in said:
        return NotUnderstood("the SQL does something else than read: only SELECT is taken")
    return NotUnderstood(f"the SQL cannot be run: {said}")
