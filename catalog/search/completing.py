"""Registry numbers by their beginning, for a shell that completes what is being typed."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from catalog.store.opening import check_version, connect_read_only

# A shell puts a completion into the command line as it stands: nothing in it may mean more there.
_HARMLESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,80}")
_LAST = "\U0010ffff"


def numbers(path: Path, beginning: str, limit: int = 40) -> list[tuple[str, str]]:
    """Ids of trials that begin so, in either case, and their titles; raises CatalogueError."""
    connection = connect_read_only(path)
    found: dict[str, str] = {}
    try:
        check_version(connection, path)
        for start in dict.fromkeys((beginning, beginning.upper())):
            rows = connection.execute(
                "SELECT id, title FROM trial WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                (start, start + _LAST, limit),
            )
            found.update((number, title or "") for number, title in rows)
    except sqlite3.Error:
        return []
    finally:
        connection.close()
    return [pair for pair in found.items() if _HARMLESS.fullmatch(pair[0])][:limit]
