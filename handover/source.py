"""A catalogue open for handing over: what a query finds, and rows of the views, out of one file.

Everything is read through one connection, so that rows and count are of the same file even where
another takes its place meanwhile; and through SQLite's own small cache, so that a catalogue of any
size is read in little memory.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from catalog.model.damage import guarded
from catalog.model.own_sites import NOBODYS, Own
from catalog.model.recruitment import is_dated, status_on
from catalog.model.site_states import Sites, counted, site_state
from catalog.search.results import Superseded
from catalog.store.opening import check_version, connect_read_only
from catalog.store.schema import views
from handover.columns import LIST, ROWS, Column, Kind

if TYPE_CHECKING:
    from catalog.search.query import Query
    from catalog.search.results import Whole

Value = str | int | float | bool | list[str] | None
"""A cell: lists as lists, dates and JSON as text."""
_AT_ONCE = 400
_SAID = 3
_PLACES = ("criterion", "site", "arm", "intervention", "position", "key")
"""Columns that say the order of rows, the outer first."""
_ORDER = {
    LIST: "",
    "trial_sites": ", v.site",
    "trial_criteria": ", v.criterion",
    "trial_sources": ", v.source",
}


class Stamp(msgspec.Struct, frozen=True):
    """When, from which catalogue and, where asked for, by which query something was made."""

    exported: dt.date
    catalogue: str
    """Base name of the file."""
    newest_source: str | None = None
    query: str | None = None

    def cells(self, columns: Iterable[Column]) -> list[Value]:
        """The values of the stamp's columns."""
        told = {"exported": self.exported.isoformat(), "catalogue": self.catalogue,
                "newest_source": self.newest_source, "query": self.query}  # fmt: skip
        return [told[each.name] for each in columns]


@guarded(lambda source: source.name)
class Source:
    """One catalogue; for one thread at a time. Raises CatalogueError where it cannot be read."""

    def __init__(self, path: Path, synonyms_file: Path | None = None, own: Own = NOBODYS) -> None:
        self._own = own
        self.name = path.name
        self.connection = connect_read_only(path)
        self.layout = check_version(self.connection, path)
        self._synonyms_file = synonyms_file

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def find(
        self, query: Query, sort: str = "relevance", stop: Callable[[], bool] | None = None
    ) -> Whole:
        """All trials that a query finds; raises Superseded when `stop` says so."""
        from catalog.search.searcher import Searcher  # a whole catalogue needs none

        return Searcher(self.connection, self._synonyms_file, self._own).whole(query, stop, sort)

    def everyone(self) -> Iterator[str]:
        """The ids of all trials, ascending."""
        last = ""
        while True:
            found = self.connection.execute(
                "SELECT id FROM trial WHERE id > ? ORDER BY id LIMIT ?", (last, _AT_ONCE)
            ).fetchall()
            if not found:
                return
            yield from (each for (each,) in found)
            last = found[-1][0]

    def count(self) -> int:
        """How many trials there are."""
        return int(self.connection.execute("SELECT count(*) FROM trial").fetchone()[0])

    def stamp(self, day: dt.date, query: str | None = None) -> Stamp:
        """What an export made on this day says of itself."""
        row = self.connection.execute("SELECT value FROM meta WHERE name = 'newest_source'")
        newest = row.fetchone()
        return Stamp(day, self.name, newest[0] if newest else None, query)

    def rows(
        self, view: str, columns: Sequence[Column], ids: Iterable[str], day: dt.date
    ) -> Iterator[list[Value]]:
        """Rows of a view for these trials, in their order; statuses as they are on that day."""
        query = _select(view, columns)
        dated = _Dated(self.connection, view, columns, day)
        for some in _chunks(ids):
            found: dict[str, list[list[Value]]] = {}
            for trial, *read in self.connection.execute(query.format(_marks(some)), some):
                said, cells = read[:_SAID], read[_SAID:]
                row = [_value(*each) for each in zip(cells, columns, strict=True)]
                if is_dated(said[0]):
                    dated.correct(row, trial, said)
                found.setdefault(trial, []).append(row)
            for trial in some:
                yield from found.get(trial, ())

    def table_rows(self, name: str, ids: Iterable[str]) -> Iterator[list[Value]]:
        """Rows of a table that belongs to a trial, with its `id` in place of the key."""
        cells = "".join(f', c."{each}"' for each, _ in self.table_kinds(name))
        order = "".join(f', c."{each}"' for each, _ in self.table_kinds(name) if each in _PLACES)
        query = (
            f'SELECT t.id{cells} FROM trial t JOIN "{name}" c ON c.trial = t.key'
            f" WHERE t.id IN ({{}}) ORDER BY t.id{order}"
        )
        for some in _chunks(ids):
            yield from map(list, self.connection.execute(query.format(_marks(some)), some))

    def table_kinds(self, name: str) -> list[tuple[str, Kind]]:
        """The columns of a table but the trial's key, and their kinds."""
        kinds = {"INTEGER": Kind.INTEGER, "REAL": Kind.REAL}
        found = self.connection.execute(f'PRAGMA table_info("{name}")')
        return [(row[1], kinds.get(row[2], Kind.TEXT)) for row in found if row[1] != "trial"]


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(ids)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some


def _marks(some: Sequence[str]) -> str:
    return ",".join("?" * len(some))


def body(view: str) -> str:
    """The SELECT of a view for people; where it uses another of them, that stands in it.

    So that a file of an older layout, which has none of them, is read like any other. What else it
    reads has the same name and columns in every layout.
    """
    told = views()
    select = told[view].partition(" AS\n")[2]
    for other in ROWS.values():
        if other != view and f"FROM {other} " in select:
            select = select.replace(f"FROM {other} ", f"FROM ({body(other)}) ")
    return select


@cache
def _select(view: str, columns: Sequence[Column]) -> str:
    names = "".join(f', v."{each.name}"' for each in columns)
    site = "v.site_status" if view == "trial_sites" else "NULL"
    return (
        f"SELECT v.id, x.status, x.completion_date, {site}{names} FROM ({body(view)}) v"
        f" JOIN trial x ON x.id = v.id WHERE v.id IN ({{}}) ORDER BY v.id{_ORDER[view]}"
    )


def _value(cell: object, column: Column) -> Value:
    """A cell as its kind has it; raises what a damaged file leads to."""
    if cell is None:
        return [] if column.kind is Kind.LIST else None
    if column.kind is Kind.LIST:
        return msgspec.json.decode(str(cell), type=list[str])
    if column.kind is Kind.BOOLEAN:
        return bool(cell)
    if column.kind is Kind.INTEGER:
        return int(str(cell))
    if column.kind is Kind.REAL:
        return float(str(cell))
    return str(cell)


class _Dated:
    """Puts right what follows from a status that a registry does not state but its dates say."""

    def __init__(
        self, connection: sqlite3.Connection, view: str, columns: Sequence[Column], day: dt.date
    ) -> None:
        self._connection, self._day = connection, day
        self._places = {each.name: place for place, each in enumerate(columns)}
        self._is_list = view == LIST

    def correct(self, row: list[Value], trial: str, said: Sequence[str | None]) -> None:
        """The status of that day, and of the sites what is not better than it.

        `said` are the saying, when the trial is over, and in a row of a site that site's status.
        """
        status, completion, site = said
        now = status_on(status, completion or "", self._day)
        for name in ("status", "trial_status"):
            if name in self._places:
                row[self._places[name]] = now
        if "recruits" in self._places:
            row[self._places["recruits"]] = site_state(now, site)
        if self._is_list and any(f"sites_{name}" in self._places for name in Sites._fields):
            sites = self._connection.execute(
                "SELECT s.status, count(*) FROM site s JOIN trial t ON t.key = s.trial"
                " WHERE t.id = ? GROUP BY s.status",
                (trial,),
            ).fetchall()
            for name, count in counted(now, sites)._asdict().items():
                if (place := self._places.get(f"sites_{name}")) is not None:
                    row[place] = count


def until(stop: Callable[[], bool] | None, ids: Iterable[str]) -> Iterator[str]:
    """The ids, one by one; raises Superseded before the next one where nobody waits any more."""
    for each in ids:
        if stop is not None and stop():
            raise Superseded
        yield each
