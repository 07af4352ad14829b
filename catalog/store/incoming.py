"""A catalogue file that came from elsewhere: nothing in it is trusted before it was looked at."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from catalog.model.damage import is_damage
from catalog.model.errors import CatalogueError
from catalog.search.index import tables
from catalog.store import schema
from catalog.store.opening import check_version, connect_read_only

_ROLLBACK_HEADER = b"\x01\x01"
"""Bytes 18 and 19 of a file that keeps no write-ahead log."""
_OURS = frozenset(
    statement.replace("UNIQUE ", "").split()[2].lower()
    for statement in (*schema.statements(), *tables.TABLES)
)


def check_foreign(part: Path, name: str) -> None:
    """Raise CatalogueError unless the file is a plain catalogue that may be opened for writing."""
    with part.open("rb") as file:
        header = file.read(20)
    if header[18:20] != _ROLLBACK_HEADER:
        raise CatalogueError(f"{name} is in no form that readers can open")
    connection = connect_read_only(part)
    try:
        check_version(connection, part, older=True)
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        problem: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise CatalogueError(f"{name} is damaged ({error})") from None
    except CatalogueError as error:
        said = error.reason.removeprefix(f"{part.name}: ")
        raise CatalogueError(f"{name} {_verb(said)}") from None
    finally:
        connection.close()
    for kind, called, sql in rows:
        is_plain = kind in ("table", "index") and not _virtual(sql)
        if not is_plain and str(called).lower() not in _OURS:
            raise CatalogueError(f"{name} holds what no catalogue holds")
    if problem != "ok":
        raise CatalogueError(f"{name} is damaged ({problem})")


def _virtual(sql: object) -> bool:
    return str(sql).lower().split()[:2] == ["create", "virtual"]


def _verb(said: str) -> str:
    return f"cannot be used: {said}" if said.startswith("its ") else said


@contextlib.contextmanager
def foreign(name: str) -> Iterator[None]:
    """What goes wrong with values that came from elsewhere is of them, and no defect."""
    try:
        yield
    except CatalogueError:
        raise
    except Exception as error:
        if is_damage(error) and not (isinstance(error, sqlite3.Error) and "full" in str(error)):
            raise CatalogueError(
                f"{name}, or the catalogue here, holds what cannot be read ({type(error).__name__})"
            ) from error
        raise


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A catalogue of this layout or an earlier one, open to be read. Raises CatalogueError."""
    connection = connect_read_only(path)
    try:
        check_version(connection, path, older=True)
        yield connection
    finally:
        connection.close()
