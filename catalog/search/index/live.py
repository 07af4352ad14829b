"""Which trials of the index are there, and not struck out."""

from __future__ import annotations

import sqlite3
import zlib


def read_live(connection: sqlite3.Connection) -> int:
    """The trials of the index that were not struck out, as bits."""
    row = connection.execute("SELECT value FROM search_meta WHERE name = 'live'").fetchone()
    return int.from_bytes(zlib.decompress(row[0]), "little") if row else 0


def write_live(connection: sqlite3.Connection, live: int) -> None:
    """Keep which trials are not struck out, and how many."""
    bits = live.to_bytes((live.bit_length() + 7) // 8, "little")
    connection.executemany(
        "INSERT OR REPLACE INTO search_meta VALUES (?,?)",
        [("live", zlib.compress(bits, 1)), ("trials", live.bit_count())],
    )
