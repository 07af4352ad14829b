"""How a catalogue of an older layout comes to the last one: a named step for each layout.

Loaded only where a step is pending, in the private copy that a change is made in: sqlite-utils
takes long to load, and its `transform` drops WITHOUT ROWID, so steps are SQL. `user_version` says
which steps are pending. A step and its number are one transaction: a killed migration goes on at
the step that it was at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from catalog.places.lessons import teach_all
from catalog.store.layout_6 import share_words_and_places
from catalog.store.layout_7 import VIEWS_BEFORE, share_kinds_limits_and_terms
from catalog.store.schema import views

SET = "catalogue"
"""The name under which the table `_sqlite_migrations` keeps what was done, and when."""


class Step(NamedTuple):
    """What turns a file of the layout before into one of `layout`."""

    layout: int
    name: str
    take: Callable[[sqlite3.Connection], None]


def _layout_2(connection: sqlite3.Connection) -> None:
    """The keys by which candidate pairs are found have their name; the index has a version."""
    connection.execute("ALTER TABLE weak_key RENAME TO blocking_key")
    connection.execute("DROP INDEX weak_key_source")
    connection.execute("CREATE INDEX blocking_key_source ON blocking_key (source)")
    connection.execute("INSERT INTO meta (name, value) VALUES ('index_version', '1')")


def _layout_3(connection: sqlite3.Connection) -> None:
    """Criteria carry what a verdict needs: what of them was not understood, and what decides.

    The rows that stand do not know it, so by which rules they were read is not known either.
    """
    connection.execute("ALTER TABLE criterion ADD COLUMN left_over INTEGER")
    connection.execute("ALTER TABLE criterion ADD COLUMN narrowing TEXT")
    connection.execute("ALTER TABLE constraint_ ADD COLUMN all_of INTEGER")
    connection.execute("ALTER TABLE constraint_ ADD COLUMN decides INTEGER NOT NULL DEFAULT 0")
    connection.execute("DELETE FROM meta WHERE name = 'rules_version'")


def _layout_4(connection: sqlite3.Connection) -> None:
    """The views that people and their tools read (docs/columns.md)."""
    make_views(connection)


def make_views(connection: sqlite3.Connection) -> None:
    """Make the views as they are now; a step that changes a table of theirs does it again.

    What is a table still becomes a view with the step that makes its rows anew.
    """
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, statement in views().items():
        if (name,) not in tables:
            connection.execute(f"DROP VIEW IF EXISTS {name}")
            connection.execute(statement)


def _layout_5(connection: sqlite3.Connection) -> None:
    """What the catalogue teaches of places, as far as its trials tell already."""
    connection.execute(
        "CREATE TABLE learnt_place (kind TEXT NOT NULL"
        " CHECK (kind IN ('town', 'postcode', 'hospital')), name TEXT NOT NULL,"
        " country TEXT NOT NULL, latitude INTEGER NOT NULL, longitude INTEGER NOT NULL,"
        " sites INTEGER NOT NULL, PRIMARY KEY (kind, name, country, latitude, longitude))"
        " WITHOUT ROWID"
    )
    teach_all(connection)


def _layout_6(connection: sqlite3.Connection) -> None:
    """Words and places that many rows share stand once."""
    share_words_and_places(connection)
    make_views(connection)
    for name, statement in VIEWS_BEFORE.items():
        connection.execute(f"DROP VIEW {name}")
        connection.execute(statement)


def _layout_7(connection: sqlite3.Connection) -> None:
    """Kinds, limits and MeSH terms that many rows share stand once."""
    share_kinds_limits_and_terms(connection)
    make_views(connection)


STEPS = (
    Step(2, "blocking_keys_and_index_version", _layout_2),
    Step(3, "what_a_verdict_needs", _layout_3),
    Step(4, "views_for_people", _layout_4),
    Step(5, "learnt_places", _layout_5),
    Step(6, "words_and_places_once", _layout_6),
    Step(7, "kinds_limits_and_terms_once", _layout_7),
)


def migrate(connection: sqlite3.Connection, steps: Sequence[Step] = STEPS) -> int:
    """Take all pending steps on a writable file; returns their number."""
    layout: int = connection.execute("PRAGMA user_version").fetchone()[0]
    pending = [step for step in steps if step.layout > layout]
    named = Migrations(SET)
    for step in pending:
        named(name=step.name)(_numbered(step))
    named.apply(Database(connection, execute_plugins=False))
    return len(pending)


def _numbered(step: Step) -> Callable[[Database], None]:
    def take(database: Database) -> None:
        step.take(database.conn)
        database.conn.execute(f"PRAGMA user_version = {step.layout}")

    return take
