"""Tables whose rows share words and places: those stand once, and the rows hold their numbers.

Of such a table there are two things: a table of numbers, which is written, and a view with the
table's own name and columns, which everybody reads (schema.sql). Words that no row has any more
stay: they are few, and the next row may have them again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from catalog.store.rows import CHILD_TABLES, columns, insert


class Coded(NamedTuple):
    """How the rows of a view are written."""

    table: str
    words: tuple[str, ...]
    """Columns that hold numbers of `word`."""


CODED = {
    "site": Coded("site_row", ("status",)),
    "mesh_term": Coded("mesh_row", ("about", "term", "mesh_id")),
    "criterion": Coded("criterion_row", ("kind", "section", "role", "topics", "narrowing")),
    "constraint_": Coded(
        "constraint_row",
        ("variable", "op", "unit", "norm_unit", "when", "anchor", "implausible"),
    ),
}
"""The views, and the tables behind them."""
PLACE = ("city", "state", "country", "latitude", "longitude")
"""What a row of `site_place` holds; `site_row` has its number in their stead."""
NUMBERS = ("word", "site_place", *(coded.table for coded in CODED.values()))
"""The tables that nobody reads by themselves."""
_KEPT = 200_000
"""Words and places whose numbers are kept in memory at a time."""


def written(table: str) -> str:
    """The table that rows are written to and deleted from."""
    return CODED[table].table if table in CODED else table


def stored_columns(table: str) -> tuple[str, ...]:
    """The columns of that table, in the order in which `Coder.rows` gives their values."""
    names = columns(table)
    if table == "site":
        return *(name for name in names if name not in PLACE), "place"
    return names


class Coder:
    """Writes the rows of child tables; for one connection, which nobody else writes meanwhile."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._words: dict[str, int] = {}
        self._places: dict[tuple[object, ...], int] = {}
        self._inserts = {
            table: insert(written(table), names=stored_columns(table)) for table in CHILD_TABLES
        }
        self._at = {
            table: tuple(columns(table).index(name) for name in coded.words)
            for table, coded in CODED.items()
        }
        names = columns("site")
        self._place = tuple(map(names.index, PLACE))
        self._rest = tuple(n for n, name in enumerate(names) if name not in PLACE)

    def write(self, key: int, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Write the rows, without the trial's key, of one trial."""
        whole = [(key, *row) for row in rows]
        if table in CODED:
            whole = [self._coded(table, row) for row in whole]
        self._connection.executemany(self._inserts[table], whole)

    def _coded(self, table: str, row: tuple[object, ...]) -> tuple[object, ...]:
        values = list(row)
        for at in self._at[table]:
            if values[at] is not None:
                values[at] = self._word(str(values[at]))
        if table == "site":
            place = self._place_of(tuple(values[at] for at in self._place))
            return *(values[at] for at in self._rest), place
        return tuple(values)

    def _word(self, text: str) -> int:
        if (known := self._words.get(text)) is None:
            if len(self._words) >= _KEPT:
                self._words.clear()
            found = self._connection.execute("SELECT key FROM word WHERE text = ?", (text,))
            known = self._words[text] = self._number(
                found.fetchone(), "INSERT INTO word (text) VALUES (?)", (text,)
            )
        return known

    def _place_of(self, place: tuple[object, ...]) -> int:
        if (known := self._places.get(place)) is None:
            if len(self._places) >= _KEPT:
                self._places.clear()
            where = " AND ".join(f"{name} IS ?" for name in PLACE)
            found = self._connection.execute(f"SELECT key FROM site_place WHERE {where}", place)
            known = self._places[place] = self._number(
                found.fetchone(), insert("site_place", names=PLACE), place
            )
        return known

    def _number(self, found: tuple[int] | None, making: str, values: tuple[object, ...]) -> int:
        if found is not None:
            return found[0]
        made = self._connection.execute(making, values).lastrowid
        assert made is not None
        return made
