"""Two catalogues side by side: which trials differ, and the history from one to the other.

Records are told apart by their hashes, which stand in an index: what is the same is not read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from catalog.merging.changes import differences
from catalog.merging.merge import merge
from catalog.merging.merged import MergedTrial
from catalog.store.rows import ChangeRow, insert
from catalog.store.source_records import load_sources
from catalog.store.stamp import digests

_COPIED = (
    "SELECT t.id, c.at, c.source, c.field, c.before, c.after FROM change c"
    " JOIN trial t ON t.key = c.trial ORDER BY c.key"
)


class Compared(msgspec.Struct, frozen=True):
    """Ids of trials."""

    added: set[str]
    removed: set[str]
    changed: set[str]
    """In both, and a record of them came or went."""
    undone: int
    """Records of the one that the other has not."""
    statuses: list[tuple[str, str | None, str | None]]
    """Of those that are in both: id, before, after."""


def compare(old: sqlite3.Connection, new: sqlite3.Connection) -> Compared:
    """What of the one is not in the other."""
    before, after = _ids(old), _ids(new)
    gone, come = _only_in_one(old, new)
    touched = _trials_of(old, gone) | _trials_of(new, come)
    changed = touched & before & after
    query = "SELECT status FROM trial WHERE id = ?"
    statuses = [
        (trial, was, now)
        for trial in sorted(changed)
        for (was,), (now,) in [(old.execute(query, (trial,)).fetchone(),
                                new.execute(query, (trial,)).fetchone())]
        if was != now
    ]  # fmt: skip
    return Compared(after - before, before - after, changed, len(gone), statuses)


def replace_history(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Let the history of one catalogue stand in the other, for the trials that both have."""
    new.execute("DELETE FROM change")
    add = insert("change")
    for trial, at, source, field, was, now in old.execute(_COPIED):
        key = new.execute("SELECT key FROM trial WHERE id = ?", (trial,)).fetchone()
        if key is not None:
            known = _same_record(old, new, source) if source else None
            new.execute(add, ChangeRow(key[0], at, known, field, was, now))


def write_history(
    old: sqlite3.Connection, new: sqlite3.Connection, trials: Iterable[str], at: str
) -> None:
    """Note the net difference of each of these trials, as an import of that moment."""
    new.execute("DELETE FROM change WHERE at = ?", (at,))
    add = insert("change")
    for trial in sorted(trials):
        (_, before), (key, after) = _merged(old, trial), _merged(new, trial)
        newest = max(source.key for source in after.sources)
        for each in differences(before, after, at, newest):
            new.execute(
                add, ChangeRow(key, each.at, each.source, each.field, each.before, each.after)
            )


def _ids(connection: sqlite3.Connection) -> set[str]:
    return {each for (each,) in connection.execute("SELECT id FROM trial")}


def _only_in_one(
    old: sqlite3.Connection, new: sqlite3.Connection
) -> tuple[list[bytes], list[bytes]]:
    """Hashes of records that the one has and the other has not, both ways: in one walk."""
    gone: list[bytes] = []
    come: list[bytes] = []
    before, after = digests(old), digests(new)
    one, other = next(before, None), next(after, None)
    while one is not None or other is not None:
        if one == other:
            one, other = next(before, None), next(after, None)
        elif other is None or (one is not None and one < other):
            assert one is not None
            gone.append(one)
            one = next(before, None)
        else:
            come.append(other)
            other = next(after, None)
    return gone, come


def _trials_of(connection: sqlite3.Connection, hashes: Iterable[bytes]) -> set[str]:
    query = "SELECT t.id FROM source_record s JOIN trial t ON t.key = s.trial WHERE s.sha256 = ?"
    return {connection.execute(query, (digest,)).fetchone()[0] for digest in hashes}


def _same_record(old: sqlite3.Connection, new: sqlite3.Connection, source: int) -> int | None:
    digest = old.execute("SELECT sha256 FROM source_record WHERE key = ?", (source,)).fetchone()
    if digest is None:
        return None
    row = new.execute("SELECT key FROM source_record WHERE sha256 = ?", digest).fetchone()
    return int(row[0]) if row else None


def _merged(connection: sqlite3.Connection, trial: str) -> tuple[int, MergedTrial]:
    key = connection.execute("SELECT key FROM trial WHERE id = ?", (trial,)).fetchone()[0]
    rows = connection.execute("SELECT key FROM source_record WHERE trial = ?", (key,)).fetchall()
    return key, merge(trial, list(load_sources(connection, (each for (each,) in rows))))
