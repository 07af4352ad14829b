"""Keeping the index in step with the catalogue, inside the import's transaction."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

from catalog.search.index.bits import from_positions, without
from catalog.search.index.document import Document
from catalog.search.index.postings import encode
from catalog.search.index.runs import Entry, IdSpill, Run, Spill
from catalog.search.index.segments import merge_if_due
from catalog.search.index.sorted_lists import keep_order
from catalog.search.index.spellings import rebuild
from catalog.search.index.spots import spot_words
from catalog.search.index.tables import SEGMENT_BITS, read_live, write_live
from catalog.search.index.terms import COLUMNS, column_term, facet_term
from catalog.search.synonyms.learnt import Pair
from catalog.search.weights import SUBJECT

_POSTINGS_AT_ONCE = 5_000_000
_PAIRS_AT_ONCE = 100_000
_ROWS_AT_ONCE = 20_000
_HASH_BYTES = 6

_BITS = tuple(
    tuple(column_term(column, bit) for bit in range(width)) for column, width in COLUMNS.items()
)


class Writer:
    """Adds and removes trials; `finish` makes the index ready for readers.

    Memory stays flat: words are collected in runs that go to a temporary file, and merged into
    one new segment at the end. A removed trial is only struck out; merging drops it later.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._first = self._next = _after_last(connection)
        self._run = Run(self._first)
        self._spill: Spill | None = None
        self._pairs: Counter[Pair] = Counter()
        self._documents: dict[int, tuple[int, bytes | None]] = {}
        self._ids = IdSpill(_folder(connection))
        self._dead: set[int] = set()

    def add(self, key: int, document: Document) -> None:
        """Index the trial with this key; it must have been removed if it was there."""
        doc = self._next
        self._next += 1
        self._run.add(document.words, _extra(document))
        self._documents[key] = (doc, b"".join(map(_hash, document.pairs)) or None)
        self._ids.add(document.ids, doc)
        self._pairs.update(document.pairs)
        if len(self._documents) >= _ROWS_AT_ONCE:
            self._write_rows()
        if len(self._pairs) >= _PAIRS_AT_ONCE:
            self._write_pairs()
        if self._run.size == Run.MOST or self._run.postings >= _POSTINGS_AT_ONCE:
            self._write_run()

    def remove(self, key: int) -> None:
        """Strike the trial out; one that is not in the index is no error."""
        if key in self._documents:
            self._write_rows()
        row = self._connection.execute(
            "SELECT doc, pairs FROM search_document WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return
        self._dead.add(row[0])
        self._connection.execute("DELETE FROM search_document WHERE doc = ?", (row[0],))
        if row[1]:
            self._write_pairs()
            self._connection.executemany(
                "UPDATE search_pair SET count = count - 1 WHERE hash = ?",
                ((number,) for number in _hashes(row[1])),
            )

    def finish(self) -> None:
        """Write what is still in memory; vocabulary, completions and counts follow."""
        if self._next == self._first and not self._dead:
            return
        self._write_rows()
        self._write_pairs()
        self._write_ids()
        self._write_segment()
        self._strike_out()
        renumbered = merge_if_due(self._connection)
        live, size = read_live(self._connection), _after_last(self._connection)
        keep_order(self._connection, live, size, self._first, anew=renumbered)
        rebuild(self._connection)

    def _write_rows(self) -> None:
        rows = ((doc, key, pairs) for key, (doc, pairs) in self._documents.items())
        self._connection.executemany("INSERT INTO search_document VALUES (?,?,?)", rows)
        self._documents.clear()

    def _write_ids(self) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO search_id VALUES (?,?)", self._ids.rows()
        )
        self._ids.close()

    def _write_pairs(self) -> None:
        self._connection.executemany(
            "INSERT INTO search_pair VALUES (?,?,?,?,?)"
            " ON CONFLICT (hash) DO UPDATE SET count = count + excluded.count",
            sorted(
                (int.from_bytes(_hash(pair), "big"), pair.name, pair.meaning, pair.kind, count)
                for pair, count in self._pairs.items()
            ),
        )
        self._pairs.clear()

    def _write_run(self) -> None:
        if self._spill is None:
            self._spill = Spill(_folder(self._connection))
        self._spill.write(self._run)
        self._run = Run(self._next)

    def _write_segment(self) -> None:
        if self._next == self._first:
            return
        segment = 1 + _one(self._connection, "SELECT coalesce(max(id), 0) FROM search_segment")
        size = self._next - self._first
        self._connection.execute(
            "INSERT INTO search_segment VALUES (?,?,?)", (segment, self._first, size)
        )
        entries: Iterator[Entry]
        if self._spill is None:
            entries = self._run.entries()
        else:
            self._write_run()
            entries = self._spill.entries()
        _Segment(self._connection, segment, size).write(_joined(entries, self._first))
        _Segment(self._connection, segment, size).write(self._sources())
        _Segment(self._connection, segment, size).write(spot_words(self._connection, self._first))
        if self._spill is not None:
            self._spill.close()

    def _sources(self) -> Iterator[tuple[str, dict[int, list[int]]]]:
        """Which importers' records each new trial has: known only now that all are written."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        rows = self._connection.execute(
            "SELECT DISTINCT d.doc, s.importer FROM search_document d"
            " JOIN source_record s ON s.trial = d.key WHERE d.doc >= ? ORDER BY d.doc",
            (self._first,),
        )
        for doc, importer in rows:
            found[importer].append(doc - self._first)
        for importer in sorted(found):
            yield facet_term("source", importer), {0: found[importer]}

    def _strike_out(self) -> None:
        added = ((1 << (self._next - self._first)) - 1) << self._first
        live = read_live(self._connection) | added
        if self._dead:
            live = without(live, from_positions(self._dead, self._next))
            self._forget_dead()
        write_live(self._connection, live)

    def _forget_dead(self) -> None:
        self._connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS search_dead (doc INTEGER PRIMARY KEY)"
        )
        self._connection.executemany(
            "INSERT INTO temp.search_dead VALUES (?)", ((doc,) for doc in sorted(self._dead))
        )
        self._connection.execute(
            "DELETE FROM search_id WHERE doc IN (SELECT doc FROM temp.search_dead)"
        )
        self._connection.execute("DELETE FROM temp.search_dead")
        self._connection.execute("DELETE FROM search_pair WHERE count <= 0")


class _Segment:
    """Writes the words of a new segment, in order, and counts them in the vocabulary."""

    def __init__(self, connection: sqlite3.Connection, segment: int, size: int) -> None:
        self._connection = connection
        self._size = size
        self._offset = segment << SEGMENT_BITS
        self._next_term = 1 + _one(connection, "SELECT coalesce(max(id), 0) FROM search_term")
        self._is_first = self._next_term == 1

    def write(self, words: Iterable[tuple[str, dict[int, list[int]]]]) -> None:
        terms: list[tuple[str, int, int, int]] = []
        postings: list[tuple[int, bytes]] = []
        for word, fields in words:
            term = self._id(word)
            counts = {field: len(positions) for field, positions in fields.items()}
            subject = max((counts.get(field, 0) for field in SUBJECT), default=0)
            terms.append((word, term, max(counts.values()), subject))
            postings.append((self._offset + term, encode(fields, self._size)))
            if len(terms) >= 2_000:
                self._flush(terms, postings)
        self._flush(terms, postings)

    def _id(self, word: str) -> int:
        if not self._is_first:
            row = self._connection.execute(
                "SELECT id FROM search_term WHERE term = ?", (word,)
            ).fetchone()
            if row:
                return int(row[0])
        self._next_term += 1
        return self._next_term - 1

    def _flush(
        self, terms: list[tuple[str, int, int, int]], postings: list[tuple[int, bytes]]
    ) -> None:
        self._connection.executemany(
            "INSERT INTO search_term VALUES (?,?,?,?) ON CONFLICT (term) DO UPDATE"
            " SET count = count + excluded.count, subject = subject + excluded.subject",
            terms,
        )
        self._connection.executemany("INSERT INTO search_posting VALUES (?,?)", sorted(postings))
        terms.clear()
        postings.clear()


def _joined(entries: Iterator[Entry], first: int) -> Iterator[tuple[str, dict[int, list[int]]]]:
    """The entries of all runs as one entry a word, positions counted from `first`."""
    for word, group in groupby(entries, key=lambda entry: entry[0]):
        found: dict[int, list[int]] = {}
        for _, base, fields in group:
            shift = base - first
            for field, positions in fields.items():
                if shift:
                    found.setdefault(field, []).extend([n + shift for n in positions])
                else:
                    found.setdefault(field, []).extend(positions)
        yield word, found


def _extra(document: Document) -> Iterator[str]:
    yield from document.facets
    for number, bits in zip(document.numbers, _BITS, strict=True):
        bit = 0
        while number:
            if number & 1:
                yield bits[bit]
            number >>= 1
            bit += 1


def _hash(pair: Pair) -> bytes:
    spelt = f"{pair.name}\0{pair.meaning}\0{pair.kind}"
    return blake2b(spelt.encode("utf-8", "replace"), digest_size=_HASH_BYTES).digest()


def _hashes(packed: bytes) -> Iterator[int]:
    for place in range(0, len(packed), _HASH_BYTES):
        yield int.from_bytes(packed[place : place + _HASH_BYTES], "big")


def _one(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _after_last(connection: sqlite3.Connection) -> int:
    return _one(connection, "SELECT coalesce(max(base + size), 0) FROM search_segment")


def _folder(connection: sqlite3.Connection) -> Path | None:
    """The catalogue's folder: where there is room for it there is room for the runs."""
    kept, connection.text_factory = connection.text_factory, bytes  # a name may be no UTF-8
    try:
        found = connection.execute("PRAGMA database_list").fetchall()
    finally:
        connection.text_factory = kept
    files = [file for _, name, file in found if name == b"main" and file]
    return Path(os.fsdecode(files[0])).parent if files else None
