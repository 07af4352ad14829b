"""Which stored records numbers, decisions and present trials connect: read, and never written.

A record is told by its token: what it is known by, a registry number or `local:…`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from catalog.identity.blocking import Identity
from catalog.identity.clusters import Node
from catalog.identity.known_by import Number

_VARIABLES = 500
"""Values of one query: before 3.32 SQLite takes 999 at most."""


class Stored(msgspec.Struct, frozen=True):
    """A stored source record as linking sees it."""

    key: int
    trial: int
    token: str


def stored(connection: sqlite3.Connection, tokens: Iterable[str]) -> list[Stored]:
    """The records with these tokens; a token may have several, or none any more."""
    query = "SELECT key, trial, token FROM source_record WHERE token IN ({})"
    return [Stored(*row) for row in rows_in(connection, query, sorted(tokens))]


def with_numbers(connection: sqlite3.Connection, record: Identity) -> set[str]:
    """Tokens of stored records that share a registry number with a new one."""
    known = [str(number) for number in (*record.numbers.own, *record.numbers.cited)]
    query = (
        "SELECT DISTINCT s.token FROM source_number n JOIN source_record s ON s.key = n.source"
        " WHERE n.number IN ({})"
    )
    return {token for (token,) in rows_in(connection, query, known)}


def connected(connection: sqlite3.Connection, tokens: Iterable[str]) -> set[str]:
    """All tokens that numbers, decisions or present trials connect with these, themselves too."""
    known: set[str] = set()
    edge = set(tokens)
    while edge:
        known |= edge
        reached: set[str] = set()
        for query in _NEIGHBOURS:
            reached.update(row[0] for row in rows_in(connection, query, sorted(edge)))
        edge = reached - known
    return known


def nodes(connection: sqlite3.Connection, tokens: set[str]) -> list[Node]:
    """Each token with the registry numbers that its records have of their own, and cite."""
    own: dict[str, set[Number]] = {token: set() for token in tokens}
    cited: dict[str, set[Number]] = {token: set() for token in tokens}
    query = (
        "SELECT s.token, n.number, n.own FROM source_record s"
        " JOIN source_number n ON n.source = s.key WHERE s.token IN ({})"
    )
    for token, said, is_own in rows_in(connection, query, sorted(tokens)):
        kind, _, value = said.partition(":")
        (own if is_own else cited)[token].add(Number(kind, value))
    return [Node(token, frozenset(own[token]), frozenset(cited[token])) for token in tokens]


def decided(
    connection: sqlite3.Connection, verdict: str, tokens: set[str]
) -> list[tuple[str, str]]:
    """The pairs of these tokens of which a person or the rule said so: `same` or `different`."""
    query = f"SELECT a, b FROM decision WHERE verdict = '{verdict}' AND a IN ({{}})"
    return [(a, b) for a, b in rows_in(connection, query, sorted(tokens)) if b in tokens]


def rows_in(
    connection: sqlite3.Connection, query: str, values: Iterable[str | int]
) -> Iterator[tuple]:  # type: ignore[type-arg]
    """Rows of a query with `IN ({})`, a bounded number of values at a time."""
    listed = list(values)
    for start in range(0, len(listed), _VARIABLES):
        some = listed[start : start + _VARIABLES]
        yield from connection.execute(query.format(",".join("?" * len(some))), some)


_NEIGHBOURS = (
    # by a shared number
    "SELECT DISTINCT t.token FROM source_record s JOIN source_number n ON n.source = s.key"
    " JOIN source_number m ON m.number = n.number JOIN source_record t ON t.key = m.source"
    " WHERE s.token IN ({})",
    # by being one trial now
    "SELECT DISTINCT t.token FROM source_record s JOIN source_record t ON t.trial = s.trial"
    " WHERE s.token IN ({})",
    # by a decision
    "SELECT b FROM decision WHERE verdict = 'same' AND a IN ({})",
    "SELECT a FROM decision WHERE verdict = 'same' AND b IN ({})",
)
