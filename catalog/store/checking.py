"""Whether a catalogue file is sound: its pages, its rows, and the bytes that were imported.

SQLite reads the pages while the records are hashed, on two cores where there are two: both leave
the interpreter to others for as long as they work. Where the pages are done first, as in a quick
check, that core hashes records too.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalog.eligibility.extraction import RULES_VERSION
from catalog.model.damage import not_read
from catalog.model.errors import CatalogueError
from catalog.search.index.tables import INDEX_VERSION
from catalog.store.beside import refuse_log
from catalog.store.opening import connect_read_only
from catalog.store.packing import DamagedRecord, unpack_raw

NOT_LOOKED_AT = (
    "whether every index holds what its table holds, and whether what must be there once is there"
    " once"
)
"""What a quick check does not see (https://sqlite.org/pragma.html#pragma_quick_check)."""

_PORTION = 1_000
"""Keys of records that are looked at together."""
_CHECKS = (
    (
        "SELECT 1 FROM trial t WHERE NOT EXISTS"
        " (SELECT 1 FROM source_record s WHERE s.trial = t.key) LIMIT 1",
        "a trial has no source record",
    ),
    (
        "SELECT 1 FROM source_record s WHERE NOT EXISTS"
        " (SELECT 1 FROM trial t WHERE t.key = s.trial) LIMIT 1",
        "a source record belongs to no trial",
    ),
    (
        "SELECT 1 FROM trial t WHERE t.source_count <>"
        " (SELECT count(*) FROM source_record s WHERE s.trial = t.key) LIMIT 1",
        "a trial's count of sources is wrong",
    ),
)


def problems(path: Path, *, quick: bool = False) -> tuple[str, ...]:
    """What is wrong with a file that has our layout, a sentence each.

    Through SQLite's own small caches: a file that is read as a whole would else be in memory as a
    whole. Raises CatalogueError where reading ends early.
    """
    connection = connect_read_only(path)
    reading: list[sqlite3.Connection] = []
    portions: Iterator[int] = iter(())
    with ThreadPoolExecutor(1) as beside:
        try:
            portions = _portions(connection)
            pragma = "quick_check" if quick else "integrity_check"
            pages = beside.submit(_pages, path, pragma, reading, portions)
            found = [
                sentence for query, sentence in _CHECKS if connection.execute(query).fetchall()
            ]
            damaged = list(_damaged_records(connection, portions))
            of_pages, others = pages.result()
            found += [sentence for _, sentence in sorted([*damaged, *others])]
            return (*of_pages, *found, *_log_beside(path), *_outdated(connection))
        except BaseException as error:
            for _ in portions:
                pass  # nobody begins another one
            for other in reading:
                other.interrupt()  # nobody waits for its answer any more
            if isinstance(error, sqlite3.Error):
                raise CatalogueError(not_read(path.name, error)) from None
            raise
        finally:
            connection.close()


def _log_beside(path: Path) -> tuple[str, ...]:
    try:
        refuse_log(path)
    except CatalogueError as error:
        return (error.reason,)
    return ()


def _pages(
    path: Path, pragma: str, reading: list[sqlite3.Connection], portions: Iterator[int]
) -> tuple[list[str], list[tuple[int, str]]]:
    """What is wrong with the pages, and with those of the records that nobody has looked at yet."""
    connection = connect_read_only(path)
    try:
        reading.append(connection)
        rows = connection.execute(f"PRAGMA {pragma}").fetchall()
        damaged = list(_damaged_records(connection, portions))
    finally:
        reading.clear()
        connection.close()
    return [f"SQLite: {said}" for (said,) in rows if said != "ok"], damaged


def _portions(connection: sqlite3.Connection) -> Iterator[int]:
    """The first keys of portions of the records; each is given to one of those who ask."""
    last = connection.execute("SELECT max(key) FROM source_record").fetchone()[0]
    return iter(range(0, (last or 0) + 1, _PORTION))


def _damaged_records(
    connection: sqlite3.Connection, portions: Iterator[int]
) -> Iterator[tuple[int, str]]:
    """Source records whose bytes are no longer those that were imported, by their keys."""
    for first in portions:
        rows = connection.execute(
            "SELECT key, importer, sha256, raw, file FROM source_record WHERE key >= ? AND key < ?",
            (first, first + _PORTION),
        )
        for key, importer, sha256, raw, file in rows:
            if not _is_intact(importer, sha256, raw):
                yield key, f"a record of {file} is damaged: its bytes are not those imported"


def _outdated(connection: sqlite3.Connection) -> Iterator[str]:
    """What was made by another program than this one, and should be made anew."""
    known = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    if known.get("rules_version") != RULES_VERSION:
        yield "the criteria were read with other rules than this program's: run trials reindex"
    if int(known.get("index_version") or 1) != INDEX_VERSION:
        yield "the search index is not as this program makes it: run trials reindex"


def _is_intact(importer: str, sha256: bytes, raw: bytes) -> bool:
    try:
        content = unpack_raw(raw)
    except DamagedRecord:
        return False
    return hashlib.sha256(importer.encode() + b"\0" + content).digest() == sha256
