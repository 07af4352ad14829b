"""Criteria that the catalogue has of the same words, read by the same rules: not read again.

Most changes of a study are of its status, dates and sites. The same text and the same names give
the same criteria (`catalog.eligibility.extraction`), so a changed record takes the rows of the
trial that it is of, where that says the same of both. Anything odd about the catalogue is for
others to tell: then the text is read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.eligibility.extraction import RULES_VERSION, own_names
from catalog.eligibility.splitting.plain_spans import own_words
from catalog.merging.merge import merge
from catalog.model.errors import CatalogueError
from catalog.model.trial import Trial
from catalog.store.opening import check_version, connect_read_only
from catalog.store.projection import CriteriaRows
from catalog.store.rows import ConstraintRow, CriterionRow, columns
from catalog.store.schema import USER_VERSION
from catalog.store.source_records import load_sources

_MOST_SOURCES = 8
"""Records of a trial; to merge more takes as long as reading the text."""
_TRIALS = (
    "SELECT t.key, t.id FROM source_record s JOIN trial t ON t.key = s.trial"
    " WHERE s.token = ? AND t.eligibility_text = ? LIMIT 1"
)
_SOURCES = "SELECT key FROM source_record WHERE trial = ? LIMIT ?"


class Said(NamedTuple):
    """A criterion as far as the index is concerned."""

    kind: str
    text: str
    span: tuple[int, int]


def rows_before(path: Path, trial: Trial) -> CriteriaRows | None:
    """The rows of the trial's criteria, of the catalogue at `path`; None where it has none of the
    same words. The file stays open for as long as this process lives."""
    text = trial.eligibility.text if trial.eligibility else None
    if not text or trial.number is None:
        return None
    try:
        reader = _reader(path)
        return None if reader is None else _rows(reader, trial, text)
    except (sqlite3.Error, CatalogueError, ValueError, OSError):
        return None


def sides(rows: CriteriaRows, text: str) -> tuple[Said, ...]:
    """The criteria of rows, with their words as splitting gives them."""
    return tuple(
        Said(each.kind, own_words(text, each.start, each.end), (each.start, each.end))
        for each in rows.criteria
    )


@lru_cache(maxsize=1)  # a worker is of one import
def _reader(path: Path) -> sqlite3.Connection | None:
    """The catalogue; None where its criteria are of other rules, or not all of these."""
    if not path.exists():
        return None
    connection = connect_read_only(path)
    # To wait for who writes takes longer than to read the text.
    connection.execute("PRAGMA busy_timeout = 0")
    told = connection.execute("SELECT value FROM meta WHERE name = 'rules_version'").fetchone()
    is_alike = check_version(connection, path) == USER_VERSION and told == (RULES_VERSION,)
    return connection if is_alike else None


def _rows(connection: sqlite3.Connection, trial: Trial, text: str) -> CriteriaRows | None:
    found = connection.execute(_TRIALS, (trial.number, text)).fetchone()
    if found is None:
        return None
    key, name = found
    sources = [each for (each,) in connection.execute(_SOURCES, (key, _MOST_SOURCES + 1))]
    if len(sources) > _MOST_SOURCES:
        return None
    before = merge(name, list(load_sources(connection, sources))).trial
    if before.eligibility is None or before.eligibility.text != text:
        return None
    if own_names(before) != own_names(trial):
        return None
    return CriteriaRows(
        [CriterionRow(*row) for row in _of(connection, "criterion", key)],
        [ConstraintRow(*row) for row in _of(connection, "constraint_", key)],
    )


def _of(connection: sqlite3.Connection, table: str, key: int) -> Iterator[tuple]:  # type: ignore[type-arg]
    """The rows of a trial in a table, without its key, in the order in which they were written."""
    names = ",".join(f'"{name}"' for name in columns(table)[1:])
    order = "position" if table == "criterion" else "criterion, position"
    yield from connection.execute(
        f"SELECT {names} FROM {table} WHERE trial = ? ORDER BY {order}", (key,)
    )
