"""Tables and SQL: read row by row, never written, never endless, told in a sentence."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.store.rows import TABLES
from handover.source import Source
from handover.tables import NotUnderstood, found_by, table
from tests.catalog.keeping import keep, record
from tests.catalog.making import trial

HOSTILE = (
    "ATTACH DATABASE '{folder}/made.db' AS made",
    "DELETE FROM trial",
    "CREATE TABLE x (a)",
    "CREATE TEMP TABLE x (a)",
    "PRAGMA query_only = OFF",
    "VACUUM INTO '{folder}/made.db'",
    "SELECT load_extension('/lib/x')",
    "INSERT INTO trial (key, id) VALUES (99, 'NCT1') RETURNING id",
    "BEGIN EXCLUSIVE",
)


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Source]:
    path = tmp_path / "c.db"
    keep(path, [record(trial(f"NCT0000000{n}", title=f"Trial {n}")) for n in range(1, 4)])
    opened = Source(path)
    yield opened
    opened.close()


def test_every_table_is_read_as_it_stands(source: Source, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "c.db")
    for name in TABLES:
        columns, rows = table(source, name, contacts=True)
        found = connection.execute(f"SELECT * FROM {name}")
        assert [each.name for each in columns] == [each[0] for each in found.description]
        assert len(list(rows)) == len(found.fetchall())
    with pytest.raises(NotUnderstood, match="there is no table trials; there are arm"):
        table(source, "trials")
    with pytest.raises(NotUnderstood, match="--contacts"):
        table(source, "contact")


def test_a_select_finds_in_tables_and_views(source: Source) -> None:
    sql = "SELECT id, json_array_length(conditions) AS many FROM trial_list ORDER BY id"
    columns, rows = found_by(source, sql)
    assert [each.name for each in columns] == ["id", "many"]
    assert [row[0] for row in rows] == ["NCT00000001", "NCT00000002", "NCT00000003"]


@pytest.mark.parametrize("sql", HOSTILE)
def test_sql_that_does_more_than_read_is_refused(source: Source, tmp_path: Path, sql: str) -> None:
    before = (tmp_path / "c.db").read_bytes()
    with pytest.raises(NotUnderstood, match="does something else than read"):
        list(found_by(source, sql.format(folder=tmp_path))[1])
    assert (tmp_path / "c.db").read_bytes() == before
    assert not (tmp_path / "made.db").exists()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELEC", 'cannot be run: near "SELEC"'),
        ("", "gives no rows|cannot be run"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELECT a.id, b.id FROM trial a, trial b", "two columns are called id"),
        ("SELECT colour FROM trial", "no such column: colour"),
        ("SELECT 1 WHERE :a", "cannot be run"),
    ],
)
def test_what_cannot_be_run_is_one_sentence(source: Source, sql: str, told: str) -> None:
    with pytest.raises(NotUnderstood, match=told) as raised:
        list(found_by(source, sql)[1])
    assert len(str(raised.value).splitlines()) == 1


def test_what_does_not_end_is_stopped(source: Source) -> None:
    endless = "WITH RECURSIVE q(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q) SELECT {} FROM q"
    with pytest.raises(NotUnderstood, match=r"longer than 0\.05 seconds"):
        list(found_by(source, endless.format("count(*)"), 0.05)[1])
    with pytest.raises(NotUnderstood, match=r"longer than 0\.05 seconds"):
        for _ in found_by(source, endless.format("i"), 0.05)[1]:
            pass
