"""docs/schema.md names every table and column there is."""

import re
import sqlite3
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from catalog.model.codes import Status
from catalog.model.site_states import site_state
from catalog.store import schema
from catalog.store.coding import CODED, NUMBERS, Coder, stored_columns, written
from catalog.store.rows import CHILD_TABLES, KEYS, TABLES, ArmRow, SiteRow, columns

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "schema.md"


def test_every_table_and_column_is_described() -> None:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    words = set(re.findall(r"`([a-z0-9_]+)`", PAGE.read_text(encoding="utf-8")))
    common = {"trial", "position"}
    missing = []
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        missing += [name for name in (table, *columns) if name not in words | common]
    missing += [name for name in schema.views() if name not in words]
    assert missing == []


@pytest.mark.parametrize("trial", [None, "Other", *Status])
def test_the_view_of_sites_says_of_each_what_the_program_says(trial: str | None) -> None:
    """The state of a site is told twice, here for the program and there for SQL: never apart."""
    connection = made()
    connection.execute("INSERT INTO trial (key, id, status) VALUES (1, 'NCT1', ?)", (trial,))
    said = (None, "Other", *Status)
    for place, site in enumerate(said):
        row = SiteRow(place, "x", site, *[None] * 6)
        Coder(connection).write(1, "site", [row])
    found = connection.execute("SELECT recruits FROM trial_sites ORDER BY site").fetchall()
    assert [state for (state,) in found] == [site_state(trial, site) for site in said]


def test_every_child_table_is_rewritten_with_its_trial() -> None:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    with_trial = {
        table
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if any(row[1] == "trial" for row in connection.execute(f"PRAGMA table_info({table})"))
    }
    assert with_trial - {"source_record", "change"} == set(map(written, CHILD_TABLES))


def made() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    return connection


def test_every_table_has_a_row() -> None:
    names = made().execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {name for (name,) in names} == set(TABLES) - set(CODED) | set(NUMBERS)


SQL_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", bytes: "BLOB"}
OF_ITS_OWN = {"change": {"key"}}
"""Columns that SQLite fills in."""


@pytest.mark.parametrize("table", CODED)
def test_a_view_has_the_columns_of_its_rows(table: str) -> None:
    found = made().execute(f"PRAGMA table_info({table})").fetchall()
    assert tuple(name for _, name, *_ in found) == columns(table)
    behind = made().execute(f"PRAGMA table_info({written(table)})").fetchall()
    assert {name for _, name, *_ in behind} == set(stored_columns(table))


@pytest.mark.parametrize("table", sorted(set(TABLES) - set(CODED)))
def test_rows_are_as_the_table_is(table: str) -> None:
    """Names in the order of the table, types, and what may be missing."""
    found = {
        name: (type_, bool(needed or key))
        for _, name, type_, needed, _, key in made().execute(f"PRAGMA table_info({table})")
        if name not in OF_ITS_OWN.get(table, ())
    }
    row = TABLES[table]
    hints: dict[str, Any] = get_type_hints(row)
    told = {KEYS[table]: ("INTEGER", True)} if table in KEYS else {}
    for name, hint in hints.items():
        one = next(each for each in (get_args(hint) or (hint,)) if each is not type(None))
        told[name.rstrip("_")] = (SQL_TYPES[one], type(None) not in get_args(hint))
    assert list(told) == list(found) == list(columns(table))
    assert told == found


def test_two_values_exchanged_go_where_their_names_say() -> None:
    connection = made()
    row = ArmRow(type="EXPERIMENTAL", label="A", position=0, description=None)
    Coder(connection).write(7, "arm", [row])
    found = connection.execute("SELECT trial, label, type FROM arm").fetchone()
    assert found == (7, "A", "EXPERIMENTAL")
