"""How large and how new a catalogue is, at a glance: nothing that takes time is loaded for it."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path
from typing import NamedTuple

from catalog.model.errors import CatalogueError
from catalog.store.first_rows import Newest, newest
from catalog.store.opening import check_version, connect_read_only


class Glance(NamedTuple):
    """What the first line of the app says."""

    trials: int
    newest_source: str | None


def glance(path: Path) -> Glance:
    """The counts of a catalogue; raises CatalogueError where it is none."""
    return first_glance(path, 0)[0]


def first_glance(path: Path, count: int) -> tuple[Glance, Newest]:
    """The counts of a catalogue and its `count` newest trials; raises CatalogueError."""
    connection = connect_read_only(path, mapped=False)
    try:
        check_version(connection, path)
        known = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        seen = Glance(int(known.get("trials") or 0), known.get("newest_source"))
        return seen, newest(connection, count) if count else Newest(seen.trials, ())
    except (sqlite3.Error, zlib.error, ValueError) as error:
        raise CatalogueError(f"{path.name}: cannot be read ({error})") from None
    finally:
        connection.close()
