"""The trials in the order of their titles and of their numbers, kept so that no list is sorted.

Each order is an array of trials of the index, cut into rows. An import puts its few trials into
their places by bisection; sorting all titles anew is left to SQLite, which needs little memory.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import compress

from catalog.search.index.tables import ORDER_TABLE

# What is compared: SQL over `trial t`. A title that begins with a quote or bracket is sorted by
# the first letter after it; one that is missing is in no order.
ORDERS = {
    "id": "t.id",
    "title": "nullif(ltrim(lower(t.title), ' \"''([{<*#.,:;-–—“”‘’'), '')",
}
_NUMBERS = {name: number for number, name in enumerate(ORDERS)}
_ROW = 1 << 14
"""Trials in one row: what is read at once."""
_PLACE_BITS = 32
_FEW = 20
"""New trials are put in their places one by one where the others are this many times as many."""
_STAMP = "ordered"


def keep_order(
    connection: sqlite3.Connection, live: int, size: int, first: int, *, anew: bool
) -> None:
    """Bring both orders up to date: trials from `first` on are new; `anew`, all were renumbered.

    `live` are the trials of the index as bits, `size` is one more than its highest.
    """
    connection.execute(ORDER_TABLE.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    anew = anew or _stamp(connection) is None
    there = _flags(live, size)
    for name in ORDERS:
        kept = array("I")
        if not anew:
            for row in _rows(connection, name, reverse=False):
                kept.extend(compress(row, map(there.__getitem__, row)))
        fresh = _sorted(connection, name, 0 if anew else first)
        if kept and len(fresh) * _FEW > len(kept):
            kept, fresh = array("I"), _sorted(connection, name, 0)
        _write(connection, name, _merged(connection, name, kept, fresh) if kept else fresh)
    connection.execute("INSERT OR REPLACE INTO search_meta VALUES (?,?)", (_STAMP, stamp_of(live)))


def ordered(
    connection: sqlite3.Connection,
    name: str,
    matched: int,
    stamp: str,
    size: int,
    end: int,
    *,
    reverse: bool,
) -> list[int] | None:
    """The first `end` trials of a set; None where the catalogue's order is missing or old.

    `stamp` is that of the index, `size` one more than its highest trial.
    """
    if _stamp(connection) != stamp:
        return None
    wanted = _flags(matched, size)
    found: list[int] = []
    for row in _rows(connection, name, reverse=reverse):
        found += compress(row, map(wanted.__getitem__, row))
        if len(found) >= end:
            break
    return found[:end]


def _flags(bits: int, size: int) -> bytes:
    """One byte for each of `size` trials: 1 where it is in the set."""
    return f"{bits:0{size}b}"[::-1].encode().translate(_ZERO_OR_ONE)


_ZERO_OR_ONE = bytes.maketrans(b"01", b"\0\1")


def _rows(connection: sqlite3.Connection, name: str, *, reverse: bool) -> Iterator[array[int]]:
    start = _NUMBERS[name] << _PLACE_BITS
    rows = connection.execute(
        "SELECT docs FROM search_order WHERE id >= ? AND id < ? ORDER BY id"
        + (" DESC" if reverse else ""),
        (start, start + (1 << _PLACE_BITS)),
    )
    for (packed,) in rows:
        docs = array("I")
        docs.frombytes(packed)
        if sys.byteorder == "big":
            docs.byteswap()
        yield docs[::-1] if reverse else docs


def _write(connection: sqlite3.Connection, name: str, docs: array[int]) -> None:
    start = _NUMBERS[name] << _PLACE_BITS
    connection.execute(
        "DELETE FROM search_order WHERE id >= ? AND id < ?", (start, start + (1 << _PLACE_BITS))
    )
    packed = array("I", docs)
    if sys.byteorder == "big":
        packed.byteswap()
    connection.executemany(
        "INSERT INTO search_order VALUES (?,?)",
        (
            (start + place, packed[place : place + _ROW].tobytes())
            for place in range(0, len(packed), _ROW)
        ),
    )


def _sorted(connection: sqlite3.Connection, name: str, first: int) -> array[int]:
    """The trials from `first` on in order."""
    rows = connection.execute(
        "SELECT d.doc FROM search_document d JOIN trial t ON t.key = d.key"
        f" WHERE d.doc >= ? AND {ORDERS[name]} IS NOT NULL ORDER BY {ORDERS[name]}, d.doc",
        (first,),
    )
    return array("I", (doc for (doc,) in rows))


def _merged(
    connection: sqlite3.Connection, name: str, kept: Sequence[int], fresh: Sequence[int]
) -> array[int]:
    def spelt(doc: int) -> str:
        (text,) = connection.execute(
            f"SELECT {ORDERS[name]} FROM search_document d JOIN trial t ON t.key = d.key"
            " WHERE d.doc = ?",
            (doc,),
        ).fetchone()
        return str(text)

    found = array("I")
    done = 0
    for doc in fresh:
        place = bisect_right(kept, spelt(doc), lo=done, key=spelt)
        found.extend(kept[done:place])
        found.append(doc)
        done = place
    found.extend(kept[done:])
    return found


def stamp_of(live: int) -> str:
    """Tells the trials of one state of the index from those of another."""
    return f"{live.bit_length()} {live.bit_count()}"


def _stamp(connection: sqlite3.Connection) -> str | None:
    """Of which trials the orders were made; an older program leaves them as they were."""
    row = connection.execute("SELECT value FROM search_meta WHERE name = ?", (_STAMP,)).fetchone()
    return str(row[0]) if row else None
