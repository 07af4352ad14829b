"""The order of a list: by relevance, by a number or date, by a word."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from catalog.model.codes import Phase, Status
from catalog.search.index.bits import from_positions, positions, without
from catalog.search.index.reader import Reader
from catalog.search.index.sorted_lists import ORDERS, ordered, stamp_of
from catalog.search.index.terms import facet_term

NUMBERS = {"updated": "updated", "start": "start", "enrollment": "enrollment"}
CODES: dict[str, tuple[str, ...]] = {
    "status": tuple(status.value for status in Status),
    "phase": tuple(phase.value for phase in reversed(Phase)),
}
TEXTS = ("title", "id")
DISTANCE = "distance"
_READ_AT_ONCE = 500
_MOST_READ = 300
"""Trials whose titles are read to sort them; of more the order is kept in the catalogue."""


def by_code(reader: Reader, matched: int, field: str, end: int, *, reverse: bool) -> list[int]:
    """The first `end` trials in the order of the values, newest first within one."""
    found: list[int] = []
    rest = matched
    values = CODES[field][::-1] if reverse else CODES[field]
    for value in (*values, None):
        here = rest if value is None else rest & reader.bits(facet_term(field, value), 1)
        if here and len(found) < end:
            found += reader.by_number(here, "updated", end - len(found), reverse=False)
        rest = without(rest, here)
    return found


def by_text(
    connection: sqlite3.Connection,
    reader: Reader,
    matched: int,
    field: str,
    end: int,
    check: Callable[[], None],
    *,
    reverse: bool,
) -> list[int]:
    """The first `end` trials by title or id, those without one last; the newest first of these."""
    check()
    matched &= reader.live
    found = None
    if matched.bit_count() > _MOST_READ:
        stamp = stamp_of(reader.live)
        found = ordered(connection, field, matched, stamp, reader.size, end, reverse=reverse)
    if found is None:
        found = _read(connection, matched, field, check, reverse=reverse)[:end]
    if len(found) < min(end, matched.bit_count()):
        rest = without(matched, from_positions(found, reader.size))
        found += reader.by_number(rest, "updated", end - len(found), reverse=False)
    return found


def _read(
    connection: sqlite3.Connection,
    matched: int,
    field: str,
    check: Callable[[], None],
    *,
    reverse: bool,
) -> list[int]:
    """All trials that have the text, in order: for few trials, or a catalogue without orders."""
    rows: list[tuple[str, int]] = []
    docs = positions(matched)
    for start in range(0, len(docs), _READ_AT_ONCE):
        check()
        some = docs[start : start + _READ_AT_ONCE]
        marks = ",".join("?" * len(some))
        rows += connection.execute(
            f"SELECT {ORDERS[field]}, d.doc FROM search_document d JOIN trial t ON t.key = d.key"
            f" WHERE d.doc IN ({marks}) AND {ORDERS[field]} IS NOT NULL",
            some,
        )
    return [doc for _, doc in sorted(rows, reverse=reverse)]
