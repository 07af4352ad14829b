"""Merging the small segments that updates leave behind, so that reading stays quick."""

from __future__ import annotations

import heapq
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from catalog.search.index.bits import from_positions, positions
from catalog.search.index.postings import decode, encode_bits
from catalog.search.index.tables import SEGMENT_BITS, read_live, write_live

_SMALLEST = 1_000
_FACTOR = 4
"""Segments of one size class that are merged into one of the next."""
_MASK = (1 << SEGMENT_BITS) - 1
_ROWS_AT_ONCE = 1_000


class Segment(NamedTuple):
    """The trials `base` to `base + size - 1` of the index."""

    id: int
    base: int
    size: int

    @property
    def size_class(self) -> int:
        """Grows by one where the size grows by the factor."""
        found, size = 0, self.size // _SMALLEST
        while size:
            found, size = found + 1, size // _FACTOR
        return found


def segments(connection: sqlite3.Connection) -> list[Segment]:
    """All segments, oldest trials first."""
    rows = connection.execute("SELECT id, base, size FROM search_segment ORDER BY base")
    return [Segment(*row) for row in rows]


def merge_if_due(connection: sqlite3.Connection) -> bool:
    """Merge the newest segments while there are many of a size; number anew when most are gone.

    Each trial is so merged only a few times in its life, and there are never many segments.
    Returns whether trials were numbered anew.
    """
    known = segments(connection)
    live = read_live(connection)
    taken = sum(segment.size for segment in known)
    if known and live.bit_count() * 2 < taken > _SMALLEST:
        _number_anew(connection, known, live)
        return True
    while newest := _newest_alike(known):
        _merge(connection, newest, live)
        known = segments(connection)
    return False


def _newest_alike(known: Sequence[Segment]) -> list[Segment]:
    """The newest segments up to some size class, if there are many of that class."""
    for size_class in sorted({segment.size_class for segment in known}):
        newest = list(takewhile(lambda each: each.size_class <= size_class, reversed(known)))  # noqa: B023
        if sum(segment.size_class == size_class for segment in newest) >= _FACTOR:
            return newest[::-1]
    return []


def _merge(connection: sqlite3.Connection, old: Sequence[Segment], live: int) -> None:
    """Put neighbouring segments into one; struck-out trials lose their postings."""
    base = old[0].base
    size = old[-1].base + old[-1].size - base
    new = Segment(max(segment.id for segment in segments(connection)) + 1, base, size)
    here = (live >> base) & ((1 << size) - 1)
    rows = (
        (term, {field: bits & here for field, bits in fields.items()})
        for term, fields in _joined(connection, old, base)
    )
    _replace(connection, old, new, rows)


def _number_anew(connection: sqlite3.Connection, old: Sequence[Segment], live: int) -> None:
    """Merge everything and close the gaps that struck-out trials have left."""
    kept = positions(live)
    numbers = array("I", [0]) * (old[-1].base + old[-1].size)
    for number, doc in enumerate(kept):
        numbers[doc] = number
    new = Segment(old[-1].id + 1, 0, len(kept))
    rows = (
        (
            term,
            {
                field: from_positions([numbers[doc] for doc in positions(bits & live)], new.size)
                for field, bits in fields.items()
            },
        )
        for term, fields in _joined(connection, old, 0)
    )
    _replace(connection, old, new, rows)
    _give_numbers(connection, kept)
    write_live(connection, (1 << len(kept)) - 1)


def _give_numbers(connection: sqlite3.Connection, kept: Sequence[int]) -> None:
    """Number documents and ids as the postings are: the n-th that was kept is n."""
    connection.execute("CREATE TEMP TABLE search_kept (doc INTEGER PRIMARY KEY, number INTEGER)")
    connection.executemany(
        "INSERT INTO temp.search_kept VALUES (?,?)", ((doc, n) for n, doc in enumerate(kept))
    )
    # Ascending, so that a number given is never one that is still taken.
    connection.executemany(
        "UPDATE search_document SET doc = ? WHERE doc = ?",
        ((number, doc) for number, doc in enumerate(kept) if number != doc),
    )
    connection.execute(
        "CREATE TEMP TABLE search_kept_id AS SELECT i.id, k.number"
        " FROM main.search_id i JOIN temp.search_kept k ON k.doc = i.doc"
    )
    connection.execute("DELETE FROM search_id")
    connection.execute(
        "INSERT INTO search_id SELECT id, number FROM temp.search_kept_id ORDER BY id, number"
    )
    connection.execute("DROP TABLE temp.search_kept_id")
    connection.execute("DROP TABLE temp.search_kept")


def _joined(
    connection: sqlite3.Connection, old: Sequence[Segment], base: int
) -> Iterator[tuple[int, dict[int, int]]]:
    """(term, trials by field) of all terms of the segments, counted from `base`."""
    streams = [_terms(connection, segment, segment.base - base) for segment in old]
    merged = heapq.merge(*streams, key=lambda row: row[0])
    for term, group in groupby(merged, key=lambda row: row[0]):
        fields: dict[int, int] = {}
        for _, data, shift in group:
            for field, docs in decode(data):
                bits = (
                    int.from_bytes(docs, "little")
                    if isinstance(docs, bytes)
                    else from_positions(docs, docs[-1] + 1)
                )
                fields[field] = fields.get(field, 0) | bits << shift
        yield term, fields


def _terms(
    connection: sqlite3.Connection, segment: Segment, shift: int
) -> Iterator[tuple[int, bytes, int]]:
    """(term, postings, shift) of one segment; read in portions, for rows are added meanwhile."""
    last = segment.id << SEGMENT_BITS
    end = (segment.id + 1) << SEGMENT_BITS
    while True:
        rows = connection.execute(
            "SELECT id, data FROM search_posting WHERE id > ? AND id < ? ORDER BY id LIMIT ?",
            (last, end, _ROWS_AT_ONCE),
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        for number, data in rows:
            yield number & _MASK, data, shift


def _replace(
    connection: sqlite3.Connection,
    old: Sequence[Segment],
    new: Segment,
    terms: Iterator[tuple[int, dict[int, int]]],
) -> None:
    offset = new.id << SEGMENT_BITS
    connection.executemany(
        "INSERT INTO search_posting VALUES (?,?)",
        (
            (offset + term, encode_bits(fields, new.size))
            for term, fields in terms
            if any(fields.values())
        ),
    )
    for segment in old:
        connection.execute(
            "DELETE FROM search_posting WHERE id >= ? AND id < ?",
            (segment.id << SEGMENT_BITS, (segment.id + 1) << SEGMENT_BITS),
        )
        connection.execute("DELETE FROM search_segment WHERE id = ?", (segment.id,))
    connection.execute("INSERT INTO search_segment VALUES (?,?,?)", new)
