"""How large and new a catalogue is, its newest trials, its ids: without loading the search.

The app shows them before anything else is there, and a shell waits for its completions, so little
may be imported here.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from pathlib import Path
from typing import NamedTuple

from catalog.model.damage import not_read
from catalog.model.errors import CatalogueError
from catalog.model.recruitment import current_day, is_dated, status_on
from catalog.search.decisive import Decisive, decisive
from catalog.search.index.reader import Reader
from catalog.store.opening import RECEIVED, check_version, connect_read_only


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
    decides: Decisive = Decisive()
    forbidden: tuple[str, ...] = ()
    only_forbidden: bool = False
    nearest: None = None
    status_inferred: bool = False


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
    docs = reader.by_number(reader.live, "updated", count, reverse=False)
    rows = [connection.execute(_ROW, (doc,)).fetchone() for doc in docs]
    found = [_row(connection, row) for row in rows if row is not None]
    decides = decisive(connection, [row.key for row in found])
    return Newest(reader.trials, tuple(row._replace(decides=decides[row.key]) for row in found))


def _row(connection: sqlite3.Connection, found: tuple[object, ...]) -> Row:
    row = Row(*found)  # type: ignore[arg-type]
    return row._replace(
        status=status_on(row.status, row.completion_date or "", current_day()),
        status_inferred=is_dated(row.status),
        phases=_split(found[5]),
        countries=_split(found[13]),
        conditions=_names(connection, _CONDITIONS, row.key),
        interventions=_names(connection, _INTERVENTIONS, row.key),
    )


def _split(packed: object) -> tuple[str, ...]:
    return tuple(packed.split("|")) if isinstance(packed, str) and packed else ()


def _names(connection: sqlite3.Connection, query: str, key: int) -> tuple[str, ...]:
    return tuple(name for (name,) in connection.execute(query, (key,)))


class Glance(NamedTuple):
    """What the first line of the app says."""

    trials: int
    newest_source: str | None
    is_sample: bool = False
    """Whether these are the trials that only show how the program works."""
    is_unsigned: bool = False
    """Whether the last pack that was imported has no signature that was verified."""


def glance(path: Path) -> Glance:
    """The counts of a catalogue; raises CatalogueError where it is none."""
    return first_glance(path, 0)[0]


def _is_verified(said: str) -> bool:
    from catalog.store.received import is_verified  # where no pack was taken, nothing needs it

    return is_verified(said)


def first_glance(path: Path, count: int) -> tuple[Glance, Newest]:
    """The counts of a catalogue and its `count` newest trials; raises CatalogueError."""
    connection = connect_read_only(path)
    try:
        check_version(connection, path)
        known = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        trials = int(known.get("trials") or 0)
        is_sample = known.get("sample") == str(trials)
        is_unsigned = RECEIVED in known and not _is_verified(known[RECEIVED])
        seen = Glance(trials, known.get("newest_source"), is_sample, is_unsigned)
        return seen, newest(connection, count) if count else Newest(seen.trials, ())
    except (sqlite3.Error, zlib.error, ValueError) as error:
        raise CatalogueError(not_read(path.name, error)) from None
    finally:
        connection.close()


# A shell puts a completion into the command line as it stands: nothing in it may mean more there.
_HARMLESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,80}")
_LAST = "\U0010ffff"


def ids_beginning(path: Path, beginning: str, limit: int = 40) -> list[tuple[str, str]]:
    """Ids of trials that begin so, in either case, and their titles; raises CatalogueError."""
    connection = connect_read_only(path)
    found: dict[str, str] = {}
    try:
        check_version(connection, path)
        for start in dict.fromkeys((beginning, beginning.upper())):
            rows = connection.execute(
                "SELECT id, title FROM trial WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                (start, start + _LAST, limit),
            )
            found.update((number, title or "") for number, title in rows)
    except sqlite3.Error:
        return []
    finally:
        connection.close()
    return [pair for pair in found.items() if _HARMLESS.fullmatch(pair[0])][:limit]
