"""The order of a list: by relevance, by a number or date, by a word."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from catalog.codes import Phase, Status
from catalog.search_bits import positions, without
from catalog.search_fields import facet_term
from catalog.search_newest import by_number
from catalog.search_reader import Reader

NUMBERS = {"updated": "updated", "start": "start", "enrollment": "enrollment"}
CODES: dict[str, tuple[str, ...]] = {
    "status": tuple(status.value for status in Status),
    "phase": tuple(phase.value for phase in reversed(Phase)),
}
TEXTS = ("title", "id")
SORTS = ("relevance", *NUMBERS, *CODES, *TEXTS)
_READ_AT_ONCE = 500


def by_code(reader: Reader, matched: int, field: str, end: int, *, reverse: bool) -> list[int]:
    """The first `end` trials in the order of the values, newest first within one."""
    found: list[int] = []
    rest = matched
    values = CODES[field][::-1] if reverse else CODES[field]
    for value in (*values, None):
        here = rest if value is None else rest & reader.bits(facet_term(field, value), 1)
        if here and len(found) < end:
            found += by_number(reader, here, "updated", end - len(found), reverse=False)
        rest = without(rest, here)
    return found


def by_text(
    connection: sqlite3.Connection,
    matched: int,
    size: int,
    field: str,
    end: int,
    check: Callable[[], None],
    *,
    reverse: bool,
) -> list[int]:
    """The first `end` trials by title or id; the progress handler can interrupt it."""
    check()
    order = "DESC" if reverse else "ASC"
    docs = positions(matched)
    if len(docs) <= 20 * _READ_AT_ONCE:
        rows: list[tuple[bool, str, int]] = []
        for start in range(0, len(docs), _READ_AT_ONCE):
            rows += _texts(connection, docs[start : start + _READ_AT_ONCE], field)
        stated = sorted((row for row in rows if not row[0]), reverse=reverse)
        return [doc for _, _, doc in [*stated, *(row for row in rows if row[0])]][:end]
    found: list[int] = []
    bits = matched.to_bytes((size >> 3) + 1, "little")
    cursor = connection.execute(
        "SELECT d.doc FROM trial t JOIN search_document d ON d.key = t.key ORDER BY "
        + (f"t.id {order}" if field == "id" else f"t.title IS NULL, lower(t.title) {order}")
    )
    for (doc,) in cursor:
        if bits[doc >> 3] >> (doc & 7) & 1:
            found.append(doc)
            if len(found) == end:
                break
    return found


def _collated(field: str) -> str:
    return "t.id" if field == "id" else "lower(t.title)"


def _texts(
    connection: sqlite3.Connection, docs: Sequence[int], field: str
) -> list[tuple[bool, str, int]]:
    marks = ",".join("?" * len(docs))
    rows = connection.execute(
        f"SELECT t.{field} IS NULL, coalesce({_collated(field)}, ''), d.doc"
        f" FROM search_document d JOIN trial t ON t.key = d.key WHERE d.doc IN ({marks})",
        docs,
    )
    return [(bool(missing), text, doc) for missing, text, doc in rows]
