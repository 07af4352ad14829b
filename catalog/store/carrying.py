"""What a clinic has besides what packs brought it, and how that comes into another catalogue.

What packs brought is noted in `meta`: rows of `source_record` as ranges, for they come many at a
time, and decisions. All else is the clinic's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from catalog.store.ingest import Ingest
from catalog.store.portable import portable, prepared
from catalog.store.received import received
from catalog.store.stamp import Decision, decisions


class Own(msgspec.Struct, frozen=True):
    """What a clinic has of its own that another catalogue lacks."""

    keys: tuple[int, ...] = ()
    """Rows of `source_record`."""
    decisions: tuple[Decision, ...] = ()
    differing: int = 0
    """Decisions of these that say the contrary of what the other catalogue says."""
    shared_records: frozenset[bytes] = frozenset()
    """Hashes of the clinic's own records that the other catalogue has too: they stay its own."""
    shared_decisions: frozenset[tuple[str, str, str]] = frozenset()


def ranges(keys: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Ascending numbers as ranges."""
    found: list[list[int]] = []
    for key in keys:
        if found and found[-1][1] + 1 == key:
            found[-1][1] = key
        else:
            found.append([key, key])
    return tuple((first, last) for first, last in found)


def own(old: sqlite3.Connection, new: sqlite3.Connection, undone: str | None = None) -> Own:
    """What `old` has of its own that `new` lacks.

    `undone` is the moment of an import that is being undone: what it brought is left behind.
    """
    noted = received(old)
    kept = frozenset(noted.decisions) if noted else frozenset()
    theirs = {(each.a, each.b): each.verdict for each in decisions(new)}
    mine = [each for each in decisions(old) if tuple(each[:3]) not in kept]
    lacking = [each for each in mine if theirs.get((each.a, each.b)) != each.verdict]
    rows = list(_own_rows(old, noted.keys if noted else (), undone))
    there = frozenset(digest for _, digest in rows if _has(new, digest))
    # Where no pack was ever noted, what both have may as well have come from there by a copy.
    return Own(
        keys=tuple(key for key, digest in rows if digest not in there),
        decisions=tuple(lacking),
        differing=sum((each.a, each.b) in theirs for each in lacking),
        shared_records=there if noted else frozenset(),
        shared_decisions=frozenset(each[:3] for each in mine if each not in lacking)
        if noted
        else frozenset(),
    )


def _own_rows(
    connection: sqlite3.Connection, brought: tuple[tuple[int, int], ...], undone: str | None
) -> Iterator[tuple[int, bytes]]:
    """Rows outside the ranges that packs brought, with their hashes."""
    after = 0
    query = "SELECT key, sha256, imported_at FROM source_record WHERE key > ? AND key < ?"
    for first, last in (*brought, (1 << 62, 1 << 62)):
        for key, digest, at in connection.execute(f"{query} ORDER BY key", (after, first)):
            if at != undone:
                yield key, digest
        after = last


def _has(connection: sqlite3.Connection, digest: bytes) -> bool:
    query = "SELECT 1 FROM source_record WHERE sha256 = ?"
    return connection.execute(query, (digest,)).fetchone() is not None


def carry(ingest: Ingest, old: sqlite3.Connection, mine: Own) -> None:
    """Put into another catalogue what a clinic has of its own."""
    ingest.linker.keep(mine.decisions)
    for record in portable(old, mine.keys):
        ingest.add(prepared(record))
    ingest.settle({token for each in mine.decisions for token in (each.a, each.b)})
