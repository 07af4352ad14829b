"""Reading postings: words into sets of trials, with the latest ones kept at hand."""

from __future__ import annotations

import datetime as dt
import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property

from catalog.model.recruitment import current_day
from catalog.search.index.bits import (
    among_bytes,
    from_positions,
    greater,
    highest,
    numbers,
    positions,
    without,
)
from catalog.search.index.postings import decode
from catalog.search.index.tables import SEGMENT_BITS, read_live, version_of
from catalog.search.index.terms import (
    BY_DATES,
    COLUMNS,
    FACET,
    column_term,
    date_code,
    facet_term,
)

Found = tuple[int, "int | array[int]"]
"""A field, and the trials that hold the word there: few as numbers, many as bits."""

Packed = tuple[bytes, int, int]
"""A word's postings in one segment as bytes, and the segment's first trial and size."""

_KEPT_BYTES = 500_000
_PACKED_BYTES = 500_000
_PACKED_MOST = 50_000
"""Bytes of postings kept as they lie in the file, and of one word's at most."""
_RECENT_BITS = 12
"""Year and month; the day never decides which trials are looked at."""


class Reader:
    """The postings of one catalogue as they were when it was opened."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._segments: list[tuple[int, int, int]] = connection.execute(
            "SELECT id, base, size FROM search_segment ORDER BY base"
        ).fetchall()
        row = connection.execute("SELECT max(base + size) FROM search_segment").fetchone()
        self.size: int = row[0] or 0
        """One more than the highest trial of the index."""
        self.version = version_of(connection)
        """By which version of the index all of it was made."""
        self.live = read_live(connection)
        self.trials = self.live.bit_count()
        self._kept: OrderedDict[tuple[str, int], list[Found]] = OrderedDict()
        self._kept_bytes = 0
        self._packed: OrderedDict[str, list[Packed]] = OrderedDict()
        self._packed_bytes = 0
        self._dated: tuple[dt.date, dict[str, int]] | None = None

    def count(self, term: str) -> tuple[int, int]:
        """About how many trials hold the word: anywhere, and outside texts."""
        return count_of(self._connection, term)

    def postings(self, term: str, fields: int = 0xFF) -> list[Found]:
        """Where the word stands, for the fields of a mask."""
        known = self._kept.get((term, fields))
        if known is not None:
            self._kept.move_to_end((term, fields))
            return known
        found = list(self._read(term, fields))
        self._keep((term, fields), found)
        return found

    def fresh(self, term: str, fields: int = 0xFF) -> list[Found]:
        """The same, read now and not kept: of words that nobody types."""
        return list(self._read(term, fields))

    def _read(self, term: str, fields: int) -> list[Found]:
        found: list[Found] = []
        for data, base, size in self._data(term):
            for field, docs in decode(data, fields, size):
                if isinstance(docs, bytes):
                    found.append((field, int.from_bytes(docs, "little") << base))
                elif base:
                    found.append((field, array("I", [doc + base for doc in docs])))
                else:
                    found.append((field, docs))
        return found

    def holding(self, term: str, fields: int, docs: Sequence[int]) -> dict[int, set[int]]:
        """Which of a few trials hold the word, by field; read now and not kept."""
        found: dict[int, set[int]] = {}
        for data, base, size in self._data(term):
            here = [doc - base for doc in docs if 0 <= doc - base < size]
            if not here:
                continue
            for field, held in decode(data, fields, size):
                some = (
                    among_bytes(held, here)
                    if isinstance(held, bytes)
                    else {*here}.intersection(held)
                )
                found.setdefault(field, set()).update(doc + base for doc in some)
        return found

    def _data(self, term: str) -> list[Packed]:
        """The word's postings as they lie in the file, kept: the next key asks for most of them
        again, and so do the sides on which its words stand.
        """
        known = self._packed.get(term)
        if known is not None:
            self._packed.move_to_end(term)
            return known
        found: list[Packed] = []
        for segment, base, size in self._segments:
            row = self._connection.execute(
                "SELECT p.data FROM search_term t"
                " JOIN search_posting p ON p.id = ? + t.id WHERE t.term = ?",
                (segment << SEGMENT_BITS, term),
            ).fetchone()
            if row is not None:
                found.append((row[0], base, size))
        if (length := _length(found)) <= _PACKED_MOST:
            self._packed[term] = found
            self._packed_bytes += length
            while self._packed_bytes > _PACKED_BYTES:
                self._packed_bytes -= _length(self._packed.popitem(last=False)[1])
        return found

    def _keep(self, key: tuple[str, int], found: list[Found]) -> None:
        self._kept[key] = found
        self._kept_bytes += _bytes(found)
        while self._kept_bytes > _KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= _bytes(self._kept.popitem(last=False)[1])

    def bits(self, term: str, fields: int = 0xFF) -> int:
        """All trials that hold the word in one of the fields, struck-out ones included.

        A status that follows from dates is worked out as of today.
        """
        found = self._by_dates(current_day()).get(term, 0) if term.startswith(FACET) else 0
        for _, docs in self.postings(term, fields):
            found |= docs if isinstance(docs, int) else from_positions(docs, self.size)
        return found

    def _by_dates(self, day: dt.date) -> dict[str, int]:
        """By pseudo-word, the trials whose dates say that status, or that they are open."""
        if self._dated is None or self._dated[0] != day:
            self._dated = day, self._worked_out(date_code(day.year, day.month, day.day))
        return self._dated[1]

    def _worked_out(self, day: int) -> dict[str, int]:
        dated = self.dated
        if not dated:
            return {}
        before, _ = greater(self.column("opens"), day, dated)
        over = without(without(dated, before), self._from("ends", day, dated))
        closed = without(without(dated, before | over), self._from("closes", day, dated))
        open_now = without(dated, before | over | closed)
        return {
            facet_term("status", "NOT_YET_RECRUITING"): before,
            facet_term("status", "COMPLETED"): over,
            facet_term("status", "ACTIVE_NOT_RECRUITING"): closed,
            facet_term("status", "RECRUITING"): open_now,
            facet_term("has", "open"): before | open_now,
        }

    @cached_property
    def dated(self) -> int:
        """The trials whose status follows from their dates."""
        found = 0
        for _, docs in self.postings(facet_term("status", BY_DATES), 1):
            found |= docs if isinstance(docs, int) else from_positions(docs, self.size)
        return found

    def _from(self, column: str, day: int, among_: int) -> int:
        """Trials whose date is that day, later, or not stated."""
        slices = self.column(column)
        later, same = greater(slices, day, among_)
        stated = 0
        for bits in slices:
            stated |= bits
        return later | same | without(among_, stated)

    @cached_property
    def ties(self) -> list[int]:
        """What decides between trials with equal points, highest bit first.

        Short titles, then trials open to patients, then the newest, by month.
        """
        recent = self.column("updated", COLUMNS["updated"] - _RECENT_BITS)
        return [*self.column("brevity")[::-1], self.facet("has", "open"), *recent[::-1]]

    def facet(self, field: str, value: str) -> int:
        """All trials with a coded value."""
        return self.bits(facet_term(field, value), 1) & self.live

    def values(self, field: str) -> list[str]:
        """Every value of a coded field that some trial has or had."""
        start = f"{FACET}{field}{FACET}"
        rows = self._connection.execute(
            "SELECT term FROM search_term WHERE term >= ? AND term < ? ORDER BY term",
            (start, f"{FACET}{field}{chr(ord(FACET) + 1)}"),
        )
        stored = {term[len(start) :] for (term,) in rows} - {BY_DATES}
        worked_out = {term[len(start) :] for term in self._by_dates(current_day()) if start in term}
        return sorted(stored | worked_out)

    def ids(self, beginning: str, most: int = 24) -> list[str]:
        """Numbers of trials that begin so, in either case."""
        start = beginning.strip().upper()
        rows = self._connection.execute(
            "SELECT id FROM trial WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
            (start, start + "\U0010ffff", most),
        )
        return [number for (number,) in rows]

    def column(self, column: str, lowest: int = 0) -> list[int]:
        """The bit slices of a number from bit `lowest` up, lowest first."""
        return [self.bits(column_term(column, bit), 1) for bit in range(lowest, COLUMNS[column])]

    def by_number(
        self,
        matched: int,
        column: str,
        end: int,
        *,
        reverse: bool,
        slices: list[int] | None = None,
    ) -> list[int]:
        """The first `end` trials, largest or newest first; those without a value come last.

        `slices` are the column's, where they were read already.
        """
        slices = self.column(column) if slices is None else slices
        stated = 0
        for bits in slices:
            stated |= bits
        with_value = matched & stated
        keys = [without(with_value, bits) if reverse else bits for bits in reversed(slices)]
        chosen = highest(with_value, keys, end)
        number = numbers(slices, chosen)
        sign = 1 if reverse else -1
        found = sorted(number, key=lambda doc: (sign * number[doc], -doc))
        if len(found) < end:
            rest = highest(without(matched, stated), (), end - len(found))
            found += sorted(positions(rest), reverse=True)
        return found


def _length(packed: list[Packed]) -> int:
    return 200 + sum(len(data) for data, _, _ in packed)


def _bytes(found: list[Found]) -> int:
    return 100 + sum(
        (docs.bit_length() >> 3) if isinstance(docs, int) else 4 * len(docs) for _, docs in found
    )


def count_of(connection: sqlite3.Connection, term: str) -> tuple[int, int]:
    """About how many trials hold a word: anywhere, and outside texts."""
    row = connection.execute(
        "SELECT count, subject FROM search_term WHERE term = ?", (term,)
    ).fetchone()
    return (row[0], row[1]) if row else (0, 0)
