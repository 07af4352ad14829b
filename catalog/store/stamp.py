"""What a catalogue holds, in one value: equal stamps are equal records and decisions of people.

What is derived of them (rows, index, proposals) has versions of its own and is no part of it.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

PREFIX = 8
"""Bytes of a record's hash by which a listing names it."""
_BEGIN = b"trials stamp 1\n"
_AT_ONCE = 10_000


class Decision(NamedTuple):
    """What a person said of two records; `a` sorts before `b`."""

    a: str
    b: str
    verdict: str
    """`same` or `different`."""
    at: str
    """UTC."""


def digests(connection: sqlite3.Connection) -> Iterator[bytes]:
    """The hashes of all records, 32 bytes each, in ascending order."""
    cursor = connection.execute("SELECT sha256 FROM source_record ORDER BY sha256")
    while rows := cursor.fetchmany(_AT_ONCE):
        for (digest,) in rows:
            yield digest


def hashes_by_row(connection: sqlite3.Connection) -> list[tuple[int, bytes]]:
    """The row of each record with its hash, by row: read from the index, not from the records."""
    cursor = connection.execute("SELECT key, sha256 FROM source_record ORDER BY sha256")
    return sorted(cursor)


def decisions(connection: sqlite3.Connection) -> tuple[Decision, ...]:
    """What people decided; what the strict rule joined follows from the records."""
    rows = connection.execute(
        "SELECT a, b, verdict, at FROM decision WHERE made_by = 'user' ORDER BY a, b"
    )
    return tuple(Decision(*row) for row in rows)


def stamp(hashes: Iterable[bytes], decided: Iterable[Decision]) -> str:
    """The stamp of records, by their hashes in ascending order, and of decisions: 64 letters."""
    made = hashlib.sha256(_BEGIN)
    for digest in hashes:
        made.update(digest)
    for each in sorted(decided):
        made.update(f"\n{each.a}\t{each.b}\t{each.verdict}".encode())
    return made.hexdigest()


def stamp_of(connection: sqlite3.Connection) -> str:
    """The stamp of a catalogue."""
    return stamp(digests(connection), decisions(connection))


class Listing:
    """Which records there are, by the first bytes of their hashes: 8 bytes a record."""

    def __init__(self, known: Iterable[int]) -> None:
        """`known` in ascending order."""
        self._known = array("Q", known)

    @classmethod
    def of(cls, hashes: Iterable[bytes]) -> Listing:
        """Of hashes in ascending order."""
        return cls(int.from_bytes(digest[:PREFIX]) for digest in hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> Listing:
        """Undo `to_bytes`; raises ValueError unless they ascend and none is there twice."""
        if len(data) % PREFIX:
            raise ValueError("a listing is cut off")
        made = cls(())
        made._known = _turned(array("Q", data))
        known = made._known
        if any(known[at] >= known[at + 1] for at in range(len(known) - 1)):
            raise ValueError("a listing is not in order")
        return made

    def to_bytes(self) -> bytes:
        """Big-endian numbers, in ascending order."""
        return _turned(array("Q", self._known)).tobytes()

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[int]:
        return iter(self._known)

    def __contains__(self, digest: bytes) -> bool:
        return self.has(int.from_bytes(digest[:PREFIX]))

    def has(self, wanted: int) -> bool:
        """Whether a record is listed under this number."""
        at = bisect_left(self._known, wanted)
        return at < len(self._known) and self._known[at] == wanted

    def without(self, gone: Listing, more: Listing) -> Listing:
        """This one less `gone`, and with `more`."""
        kept = array("Q", (known for known in self._known if not gone.has(known)))
        kept.extend(each for each in more if not self.has(each) or gone.has(each))
        return Listing(sorted(kept))


def _turned(numbers: array[int]) -> array[int]:
    """From the machine's order of bytes to big-endian, or back."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
