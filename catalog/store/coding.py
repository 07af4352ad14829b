"""Tables whose rows share words, places and more: those stand once, rows hold their numbers.

Of such a table there are two things: a table of numbers, which is written, and a view with the
table's own name and columns, which everybody reads (schema.sql). What no row has any more stays:
it is little, and the next row may have it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from catalog.store.rows import CHILD_TABLES, columns, insert


class Apart(NamedTuple):
    """Columns that stand in a table of their own, each combination of values once."""

    table: str
    column: str
    """What a row has in their stead."""
    columns: tuple[str, ...]


class Coded(NamedTuple):
    """How the rows of a view are written."""

    table: str
    words: tuple[str, ...]
    """Columns that hold numbers of `word`."""
    apart: Apart | None = None


PLACE = ("city", "state", "country", "latitude", "longitude")
FORM = (
    "variable", "op", "unit", "norm_unit", "when", "window_days", "anchor", "negated",
    "implausible", "decides",
)  # fmt: skip
SET = ("ancestor", "term", "mesh_id")
"""What a row of `mesh_set` holds; `mesh_row` has the number of them all in their stead."""
CODED = {
    "arm": Coded("arm_row", ("type",)),
    "intervention": Coded("intervention_row", ("type",)),
    "outcome": Coded("outcome_row", ("kind",)),
    "reference": Coded("reference_row", ("type",)),
    "site": Coded("site_row", ("status",), Apart("site_place", "place", PLACE)),
    "mesh_term": Coded("mesh_row", ("about", "term", "mesh_id"), Apart("mesh_set", "terms", SET)),
    "criterion": Coded("criterion_row", ("kind", "section", "role", "topics", "narrowing")),
    "constraint_": Coded(
        "constraint_row",
        ("variable", "op", "unit", "norm_unit", "when", "anchor", "implausible"),
        Apart("constraint_form", "form", FORM),
    ),
}
"""The views, and the tables behind them."""
NUMBERS = (
    "word",
    *(coded.table for coded in CODED.values()),
    *(coded.apart.table for coded in CODED.values() if coded.apart),
)
"""The tables that nobody reads by themselves."""
_KEPT = 200_000
"""Words, places and so on whose numbers are kept in memory at a time."""
_SET_BYTES = 6


def written(table: str) -> str:
    """The table that rows are written to and deleted from."""
    return CODED[table].table if table in CODED else table


def stored_columns(table: str) -> tuple[str, ...]:
    """The columns of that table, in the order in which `Coder` gives their values."""
    apart = CODED[table].apart if table in CODED else None
    if apart is None:
        return columns(table)
    return *(name for name in columns(table) if name not in apart.columns), apart.column


class Coder:
    """Writes the rows of child tables; for one connection, which nobody else writes meanwhile."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: dict[str, int] = {}
        self._sets: dict[tuple[tuple[object, ...], ...], int] = {}
        self._inserts = {
            table: insert(written(table), names=stored_columns(table)) for table in CHILD_TABLES
        }
        self._at = {
            table: tuple(columns(table).index(name) for name in coded.words)
            for table, coded in CODED.items()
        }
        self._apart = {
            table: _Apart(connection, table, coded.apart)
            for table, coded in CODED.items()
            if coded.apart and coded.apart.columns is not SET
        }

    def write(self, key: int, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Write the rows, without the trial's key, of one trial."""
        if table == "mesh_term":
            whole = self._with_sets(key, rows)
        else:
            whole = [(key, *row) for row in rows]
            if table in CODED:
                whole = [self._coded(table, row) for row in whole]
        self._connection.executemany(self._inserts[table], whole)

    def _coded(self, table: str, row: tuple[object, ...]) -> tuple[object, ...]:
        values = list(row)
        for at in self._at[table]:
            if values[at] is not None:
                values[at] = self._word(str(values[at]))
        return self._apart[table].coded(values) if table in self._apart else tuple(values)

    def _word(self, text: str) -> int:
        if (known := self._words.get(text)) is None:
            if len(self._words) >= _KEPT:
                self._words.clear()
            found = self._connection.execute("SELECT key FROM word WHERE text = ?", (text,))
            known = self._words[text] = _number(
                self._connection, found.fetchone(), "INSERT INTO word (text) VALUES (?)", (text,)
            )
        return known

    def _with_sets(self, key: int, rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
        """One row for all terms of the conditions, one for all of the interventions."""
        sets: dict[object, list[tuple[object, ...]]] = {}
        for row in rows:
            sets.setdefault(row[0], []).append(row[1:])
        return [(key, self._word(str(about)), self._set(each)) for about, each in sets.items()]

    def _set(self, terms: list[tuple[object, ...]]) -> int:
        given = tuple(terms)
        if (known := self._sets.get(given)) is None:
            if len(self._sets) >= _KEPT:
                self._sets.clear()
            wanted = tuple(sorted(terms, key=repr))
            known = _hash(repr(wanted))
            # Two sets of one hash are hardly ever seen: then the second has the next number.
            while not self._is_set(known, wanted):
                known += 1
            self._sets[given] = known
        return known

    def _is_set(self, number: int, wanted: tuple[tuple[object, ...], ...]) -> bool:
        """Whether the set of this number holds these terms; one that is not there is made."""
        found = self._connection.execute(
            "SELECT ancestor, (SELECT text FROM word WHERE key = term),"
            " (SELECT text FROM word WHERE key = mesh_id) FROM mesh_set WHERE number = ?",
            (number,),
        ).fetchall()
        if found:
            return tuple(sorted(found, key=repr)) == wanted
        self._connection.executemany(
            insert("mesh_set", names=("number", *SET)),
            [
                (
                    number,
                    ancestor,
                    self._word(str(term)),
                    None if mesh_id is None else self._word(str(mesh_id)),
                )
                for ancestor, term, mesh_id in wanted
            ],
        )
        return True


class _Apart:
    """The values of some columns by one number."""

    def __init__(self, connection: sqlite3.Connection, table: str, apart: Apart) -> None:
        self._connection = connection
        self._known: dict[tuple[object, ...], int] = {}
        names = columns(table)
        self._taken = tuple(map(names.index, apart.columns))
        self._left = tuple(n for n, name in enumerate(names) if name not in apart.columns)
        where = " AND ".join(f'"{name}" IS ?' for name in apart.columns)
        self._query = f"SELECT key FROM {apart.table} WHERE {where}"
        self._insert = insert(apart.table, names=apart.columns)

    def coded(self, values: list[object]) -> tuple[object, ...]:
        """The row, with a number for the columns that stand apart."""
        taken = tuple([values[at] for at in self._taken])
        if (known := self._known.get(taken)) is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._connection.execute(self._query, taken).fetchone()
            known = self._known[taken] = _number(self._connection, found, self._insert, taken)
        return *[values[at] for at in self._left], known


def _hash(spelt: str) -> int:
    return int.from_bytes(blake2b(spelt.encode(), digest_size=_SET_BYTES).digest(), "big")


def _number(
    connection: sqlite3.Connection,
    found: tuple[int] | None,
    making: str,
    values: tuple[object, ...],
) -> int:
    if found is not None:
        return found[0]
    made = connection.execute(making, values).lastrowid
    assert made is not None
    return made
