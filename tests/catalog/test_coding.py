"""What rows share stands once, and every row comes back as it was written."""

import sqlite3
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.store import coding, schema
from catalog.store.coding import CODED, Coder, written
from catalog.store.rows import CHILD_TABLES, columns
from tests.soaking import often

VALUES: dict[object, st.SearchStrategy[Any]] = {
    str: st.sampled_from(["", "a", "A", "ä", "1", "1.0", "None", "drug", "a|b", "\0", "'"]),
    int: st.integers(0, 3),
    float: st.sampled_from([0.0, -1.5, 51.05, 1e9]),
}


def made() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    return connection


@st.composite
def rows_of(draw: st.DrawFn, table: str) -> list[tuple[object, ...]]:
    """Rows of one trial, without its key, each key once."""
    hints = get_type_hints(CHILD_TABLES[table])
    drawn = st.tuples(
        *(
            st.one_of(*(st.none() if kind is type(None) else VALUES[kind] for kind in _kinds(hint)))
            for hint in hints.values()
        )
    )
    first = {"mesh_term": 3, "constraint_": 2}.get(table, 1)
    found: list[tuple[object, ...]] = draw(
        st.lists(drawn, max_size=6, unique_by=lambda row: row[:first])
    )
    return found


def _kinds(hint: object) -> tuple[object, ...]:
    return get_args(hint) or (hint,)


@pytest.mark.parametrize("table", CODED)
@given(st.data())
@settings(max_examples=often(40, 2000), deadline=None)
def test_rows_come_back_as_they_were_written(table: str, data: st.DataObject) -> None:
    """Whether the same process wrote what they share, or one before it."""
    connection = made()
    coder = Coder(connection)
    trials = data.draw(st.lists(rows_of(table), min_size=1, max_size=5))
    for key, rows in enumerate(trials, 1):
        if data.draw(st.booleans()):
            coder = Coder(connection)
        coder.write(key, table, rows)
    names = ", ".join(f'"{name}"' for name in columns(table))
    for key, rows in enumerate(trials, 1):
        found = connection.execute(f"SELECT {names} FROM {table} WHERE trial = ?", (key,))
        assert sorted(map(repr, found)) == sorted(repr((key, *row)) for row in rows)
    gone = data.draw(st.integers(1, len(trials)))
    connection.execute(f"DELETE FROM {written(table)} WHERE trial = ?", (gone,))
    left = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    assert left == sum(len(rows) for key, rows in enumerate(trials, 1) if key != gone)


@pytest.mark.parametrize("table", [name for name in CODED if CODED[name].apart])
def test_what_two_trials_share_stands_once(table: str) -> None:
    connection = made()
    apart = CODED[table].apart
    assert apart is not None
    hints = get_type_hints(CHILD_TABLES[table])
    row = tuple("x" if str in _kinds(hint) else 1 for hint in hints.values())
    for key in (1, 2):
        Coder(connection).write(key, table, [row])
    assert connection.execute(f"SELECT count(*) FROM {apart.table}").fetchone() == (1,)
    assert connection.execute(f"SELECT count(*) FROM {written(table)}").fetchone() == (2,)


def test_two_sets_of_one_hash_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "_hash", lambda _: 7)
    connection = made()
    for key in range(1, 6):
        rows = [("condition", 0, f"Term {key % 3}", None), ("condition", 1, "Above", "D1")]
        Coder(connection).write(key, "mesh_term", rows)
        found = connection.execute("SELECT term FROM mesh_term WHERE trial = ?", (key,))
        assert sorted(found) == [("Above",), (f"Term {key % 3}",)]
    numbers = connection.execute("SELECT DISTINCT number FROM mesh_set ORDER BY 1").fetchall()
    assert numbers == [(7,), (8,), (9,)]
