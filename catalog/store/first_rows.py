"""The newest trials: what a search for nothing lists, read without loading the search.

The app shows them before anything else is there, so little may be imported here.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from catalog.search.index.reader import Reader
from catalog.search.newest_order import by_number


class Row(NamedTuple):
    """A trial as a row of the list needs it; the fields are those of a Hit."""

    key: int
    id: str
    title: str | None
    acronym: str | None
    status: str | None
    phases: tuple[str, ...]
    conditions: tuple[str, ...]
    interventions: tuple[str, ...]
    study_type: str | None
    sponsor: str | None
    enrollment: int | None
    site_count: int
    open_site_count: int
    countries: tuple[str, ...]
    start_date: str | None
    primary_completion_date: str | None
    completion_date: str | None
    first_posted: str | None
    last_updated: str | None
    status_verified: str | None
    data_date: str | None


class Newest(NamedTuple):
    """How many trials there are, and the newest of them."""

    total: int
    rows: tuple[Row, ...]


_ROW = (
    "SELECT t.key, t.id, coalesce(nullif(t.title, ''), t.official_title), t.acronym, t.status,"
    " t.phases, NULL, NULL, t.study_type, t.sponsor, t.enrollment, t.site_count,"
    " t.open_site_count, t.countries, t.start_date, t.primary_completion_date, t.completion_date,"
    " t.first_posted, t.last_updated, t.status_verified, t.data_date"
    " FROM search_document d JOIN trial t ON t.key = d.key WHERE d.doc = ?"
)
_CONDITIONS = "SELECT name FROM condition WHERE trial = ? ORDER BY position"
_INTERVENTIONS = "SELECT name FROM intervention WHERE trial = ? ORDER BY position"


def newest(connection: sqlite3.Connection, count: int) -> Newest:
    """The `count` trials updated last; raises sqlite3.Error where the file is damaged."""
    reader = Reader(connection)
    docs = by_number(reader, reader.live, "updated", count, reverse=False)
    rows = [connection.execute(_ROW, (doc,)).fetchone() for doc in docs]
    return Newest(reader.trials, tuple(_row(connection, row) for row in rows if row is not None))


def _row(connection: sqlite3.Connection, found: tuple[object, ...]) -> Row:
    row = Row._make(found)
    return row._replace(
        phases=_split(found[5]),
        countries=_split(found[13]),
        conditions=_names(connection, _CONDITIONS, row.key),
        interventions=_names(connection, _INTERVENTIONS, row.key),
    )


def _split(packed: object) -> tuple[str, ...]:
    return tuple(packed.split("|")) if isinstance(packed, str) and packed else ()


def _names(connection: sqlite3.Connection, query: str, key: int) -> tuple[str, ...]:
    return tuple(name for (name,) in connection.execute(query, (key,)))
