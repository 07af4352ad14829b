"""A large catalogue out of a small one: its rows, records and index again and again, renumbered.

Importing 600,000 studies takes hours, and an update only sees how many rows, pages and segments
there are. So each copy gets numbers of its own in its rows and in its records (which are unpacked,
renumbered and packed again, so that everything that is hashed is right and `trials check` finds the
file sound), blocking keys of its own, and segments of the index of its own, which are merged as an
import merges them. What is not as in a register: words do not grow with the number of trials.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

from catalog.model.record import hash_of
from catalog.search.index.segments import merge_if_due
from catalog.search.index.sorted_lists import keep_order
from catalog.search.index.spellings import rebuild
from catalog.search.index.tables import SEGMENT_BITS, write_live
from catalog.store.coding import written
from catalog.store.packing import pack_content, pack_raw, unpack_content, unpack_raw
from catalog.store.rows import CHILD_TABLES

APART = 100_000
"""How far the registry numbers of one copy are from those of the next: `import_sources.py` numbers
its studies from 50,000,000 on, one after the other."""
_NUMBER = re.compile(r"NCT(5\d{7})")
_MIXED = 2_654_435_761
"""Knuth's multiplier: blocking keys of one copy are not those of another."""


_NUMBERED = (("trial", "id"), ("identifier", "value"))


def renumbered(text: str, copy: int) -> str:
    """The text with the registry numbers of this copy."""
    return _NUMBER.sub(lambda found: f"NCT{int(found[1]) + copy * APART}", text)


def multiplied(source: Path, target: Path, times: int) -> Path:
    """The catalogue so many times, made once."""
    if target.exists():
        return target
    part = target.with_suffix(".part")
    shutil.copyfile(source, part)
    connection = sqlite3.connect(part)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.create_function("renumbered", 2, renumbered, deterministic=True)
    trials, sources = (
        _one(connection, f"SELECT max(key) FROM {table}") for table in ("trial", "source_record")
    )
    if times > 1:
        _index(connection, trials, times)
    for copy in range(1, times):
        _rows(connection, trials, copy)
        _records(connection, trials, sources, copy)
    if times > 1:
        _keys(connection, sources, times)
    count = _one(connection, "SELECT max(doc) + 1 FROM search_document")
    keep_order(connection, (1 << count) - 1, count, 0, anew=True)
    rebuild(connection)
    connection.commit()
    connection.close()
    part.rename(target)
    return target


def _rows(connection: sqlite3.Connection, trials: int, copy: int) -> None:
    """Rows of the trials, and of all tables that name them; the first so many are the original."""
    for table in ("trial", *map(written, CHILD_TABLES)):
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        key = "key" if table == "trial" else "trial"
        values = [
            f'"{name}" + {copy * trials}' if name == key
            else f'renumbered("{name}", {copy})' if (table, name) in _NUMBERED
            else f'"{name}"'
            for name in names
        ]  # fmt: skip
        quoted = ", ".join(f'"{name}"' for name in names)
        connection.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} FROM {table}"
            f" WHERE {key} <= {trials} ORDER BY {key}"
        )


def _records(connection: sqlite3.Connection, trials: int, sources: int, copy: int) -> None:
    names = [row[1] for row in connection.execute("PRAGMA table_info(source_record)")]
    at = names.index
    cursor = connection.execute(
        f"SELECT * FROM source_record WHERE key <= {sources} ORDER BY key"
    ).fetchall()
    rows = []
    for row in cursor:
        new = list(row)
        raw = unpack_raw(new[at("raw")])
        content = renumbered(unpack_content(new[at("content")], raw).decode(), copy).encode()
        raw = renumbered(raw.decode(), copy).encode()
        new[at("key")] += copy * sources
        new[at("trial")] += copy * trials
        new[at("sha256")] = bytes.fromhex(hash_of(new[at("importer")], raw))
        for name in ("place", "number", "token"):
            new[at(name)] = renumbered(new[at(name)], copy)
        new[at("content")] = pack_content(content, raw)
        new[at("raw")] = pack_raw(raw)
        rows.append(new)
    connection.executemany(f"INSERT INTO source_record VALUES ({','.join('?' * len(names))})", rows)


def _keys(connection: sqlite3.Connection, sources: int, times: int) -> None:
    """What is in the order of hashes and numbers is written in that order, all copies together."""
    copies = " UNION ALL ".join(f"SELECT {copy} AS copy" for copy in range(1, times))
    connection.execute(
        "INSERT OR IGNORE INTO blocking_key (hash, source)"
        f" SELECT (hash + c.copy * {_MIXED}) & 4294967295, source + c.copy * {sources}"
        f" FROM blocking_key CROSS JOIN ({copies}) c ORDER BY 1, 2"
    )
    connection.execute(
        "INSERT OR IGNORE INTO source_number (number, source, own)"
        f" SELECT renumbered(number, c.copy), source + c.copy * {sources}, own"
        f" FROM source_number CROSS JOIN ({copies}) c ORDER BY 1, 2"
    )


def _index(connection: sqlite3.Connection, trials: int, times: int) -> None:
    """Segments whose postings count from their own first trial; words are counted as often."""
    [(segment, base, size)] = connection.execute("SELECT id, base, size FROM search_segment")
    for copy in range(1, times):
        connection.execute(
            "INSERT INTO search_segment VALUES (?,?,?)", (segment + copy, base + copy * size, size)
        )
        connection.execute(
            f"INSERT INTO search_posting SELECT (({segment + copy}) << {SEGMENT_BITS})"
            f" | (id & {(1 << SEGMENT_BITS) - 1}), data FROM search_posting"
            f" WHERE id >> {SEGMENT_BITS} = {segment} ORDER BY 1"
        )
        connection.execute(
            "INSERT INTO search_document SELECT doc + ?, key + ?, pairs FROM search_document"
            " WHERE doc < ?",
            (copy * size, copy * trials, base + size),
        )
        connection.execute(
            "INSERT OR IGNORE INTO search_id SELECT lower(renumbered(upper(id), ?)), doc + ?"
            " FROM search_id WHERE doc < ?",
            (copy, copy * size, base + size),
        )
    connection.execute(
        "UPDATE search_term SET count = count * ?, subject = subject * ?", (times,) * 2
    )
    connection.execute("UPDATE search_pair SET count = count * ?", (times,))
    live = (1 << (base + times * size)) - 1
    write_live(connection, live)
    merge_if_due(connection)


def _one(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
