"""The tables of the index. They hold nothing that the other tables cannot make again."""

from __future__ import annotations

import sqlite3
import zlib

# id = number of the order << 32 | place; `docs` trials of the index, 4 bytes each.
ORDER_TABLE = "CREATE TABLE search_order (id INTEGER PRIMARY KEY, docs BLOB NOT NULL)"

TABLES = (
    # One row per import that was not merged yet: trials `base` to `base + size - 1` of the index.
    "CREATE TABLE search_segment (id INTEGER PRIMARY KEY, base INTEGER NOT NULL,"
    " size INTEGER NOT NULL)",
    # `key` is trial.key; `pairs` the hashes of the name pairs that the trial states, 6 bytes each.
    "CREATE TABLE search_document (doc INTEGER PRIMARY KEY, key INTEGER NOT NULL, pairs BLOB)",
    "CREATE UNIQUE INDEX search_document_key ON search_document (key)",
    # `count` is about how many trials hold the word, `subject` how many of them outside texts.
    "CREATE TABLE search_term (term TEXT PRIMARY KEY, id INTEGER NOT NULL,"
    " count INTEGER NOT NULL, subject INTEGER NOT NULL) WITHOUT ROWID",
    # id = segment << 32 | term id.
    "CREATE TABLE search_posting (id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
    "CREATE TABLE search_id (id TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (id, doc))"
    " WITHOUT ROWID",
    "CREATE TABLE search_pair (hash INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " meaning TEXT NOT NULL, kind INTEGER NOT NULL, count INTEGER NOT NULL)",
    "CREATE INDEX search_pair_name ON search_pair (name)",
    "CREATE INDEX search_pair_meaning ON search_pair (meaning)",
    # Most frequent completions of a short beginning; words of like shape, for corrections.
    "CREATE TABLE search_completion (prefix TEXT PRIMARY KEY, terms TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE search_bucket (shape TEXT PRIMARY KEY, terms TEXT NOT NULL)",
    ORDER_TABLE,
    "CREATE TABLE search_meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
)
NAMES = tuple(statement.split()[2] for statement in TABLES if statement.startswith("CREATE TABLE"))

SEGMENT_BITS = 32
INDEX_VERSION = 5
"""What the index holds of a trial: raised with every facet, column or pseudo-word that is new.

`meta` keeps the version by which the whole index was made; fields say since which they are there.
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the index's tables, empty."""
    for statement in TABLES:
        connection.execute(statement)
    _mark(connection)


def clear(connection: sqlite3.Connection) -> None:
    """Empty the index before it is built anew."""
    # A catalogue of an earlier version has no orders.
    connection.execute(ORDER_TABLE.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    for name in NAMES:
        connection.execute(f"DELETE FROM {name}")
    _mark(connection)


def _mark(connection: sqlite3.Connection) -> None:
    """Say that all that the index will hold is of this version."""
    connection.execute(
        "INSERT OR REPLACE INTO meta (name, value) VALUES ('index_version', ?)",
        (str(INDEX_VERSION),),
    )


def version_of(connection: sqlite3.Connection) -> int:
    """The version by which the whole index was made."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'index_version'").fetchone()
    return int(row[0]) if row else 1


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
