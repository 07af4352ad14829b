"""Kept queries: a name, what was typed, and what it had found when its user last looked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

KEPT, SITE = "kept", "site"
"""Kinds of queries: kept under a name, and those that the inbox makes of the user's own sites."""


class Search(NamedTuple):
    """A query that is kept."""

    key: int
    kind: str
    name: str
    query: str
    made: str
    """ISO day."""
    looked: str | None
    """ISO day since when new trials are told; None: what it finds was never noted."""


class Found(NamedTuple):
    """What a query had found of one trial."""

    number: str
    status: str | None


class ChangeRead(NamedTuple):
    """A line of a query that was read: what stood for a trial's number, and what stands now.

    None for `was`: it was not found. None for `now`: it is not found any more.
    """

    search: int
    number: str
    was: Found | None
    now: Found | None

    @property
    def taken_back(self) -> ChangeRead:
        """As if it had not been read."""
        return ChangeRead(self.search, self.number, self.now, self.was)


def searches(connection: sqlite3.Connection, kind: str = KEPT) -> list[Search]:
    """The queries of a kind, by name."""
    rows = connection.execute(
        "SELECT key, kind, name, query, made, looked FROM search WHERE kind = ?"
        " ORDER BY name COLLATE NOCASE, name",
        (kind,),
    )
    return [Search(*row) for row in rows]


def seen(connection: sqlite3.Connection, search: int) -> dict[str, Found]:
    """What a query had found, by number."""
    rows = connection.execute("SELECT number, status FROM search_seen WHERE search = ?", (search,))
    return {number: Found(number, status) for number, status in rows}


def keep(
    connection: sqlite3.Connection,
    name: str,
    query: str,
    found: Iterable[Found] | None,
    day: str,
    kind: str = KEPT,
) -> None:
    """Keep a query under a name, in the place of one that has it; `found` is what counts as seen.

    None for `found`: it was not looked for yet, and what is found first is not new.
    """
    remove(connection, name, kind)
    row = connection.execute(
        "INSERT INTO search (kind, name, query, made, looked) VALUES (?, ?, ?, ?, ?)",
        (kind, name, query, day, None if found is None else day),
    )
    if found is not None:
        _add(connection, int(row.lastrowid or 0), found, day)


def begin(connection: sqlite3.Connection, search: int, found: Iterable[Found], day: str) -> None:
    """Take what a query finds as seen, the first time."""
    taken = connection.execute(
        "UPDATE search SET looked = ? WHERE key = ? AND looked IS NULL", (day, search)
    )
    if taken.rowcount:
        _add(connection, search, found, day)


def read(connection: sqlite3.Connection, changes: Iterable[ChangeRead], day: str) -> None:
    """Take what was read as seen, where what is seen is still what the reader's line began with."""
    for search, number, was, now in changes:
        if was is None and now is not None:
            _add(connection, search, [now], day)
        elif was is not None and now is None:
            connection.execute(
                "DELETE FROM search_seen WHERE search = ? AND number = ? AND status IS ?",
                (search, number, was.status),
            )
        elif was is not None and now is not None:
            connection.execute(
                "UPDATE search_seen SET status = ?, at = ?"
                " WHERE search = ? AND number = ? AND status IS ?",
                (now.status, day, search, number, was.status),
            )


def remove(connection: sqlite3.Connection, name: str, kind: str = KEPT) -> bool:
    """Keep a query no more; whether there was one of that name, in any case."""
    done = connection.execute(
        "DELETE FROM search WHERE kind = ? AND name = ? COLLATE NOCASE", (kind, name)
    )
    return bool(done.rowcount)


def follow_sites(connection: sqlite3.Connection, wanted: Mapping[str, str], day: str) -> None:
    """Have the queries of the user's own sites, name by name.

    One of a name that is not a site of theirs any more stays: it may be a slip in the settings.
    """
    there = {each.name: each.query for each in searches(connection, SITE)}
    for name, query in wanted.items():
        if there.get(name) != query:
            keep(connection, name, query, None, day, SITE)


def _add(connection: sqlite3.Connection, search: int, found: Iterable[Found], day: str) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO search_seen (search, number, status, at)"
        " SELECT key, ?, ?, ? FROM search WHERE key = ?",
        [(each.number, each.status, day, search) for each in found],
    )
