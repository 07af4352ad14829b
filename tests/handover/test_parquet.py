"""Parquet that DuckDB and Spark read: the same rows and answers as SQLite has."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.search.results import Superseded
from handover.columns import LIST, Kind, Shown, of_view
from handover.source import Source
from tests.handover.shelves import clinic
from tests.soaking import SOAK

pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow (the extra parquet) is not installed")
from handover import parquet  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = dt.date(2026, 11, 29)

QUESTIONS = {
    "how many trials recruit": (
        "SELECT count(*) FROM trial WHERE status = 'RECRUITING'",
        "SELECT count(*) FROM trial_list WHERE status = 'RECRUITING'",
    ),
    "trials by phase": (
        "SELECT phases, count(*) FROM trial GROUP BY 1",
        "SELECT nullif(array_join(phases, '|'), ''), count(*) FROM trial_list GROUP BY 1",
    ),
    "sites by country": (
        "SELECT country, count(*) FROM site GROUP BY 1",
        "SELECT country, count(*) FROM trial_sites GROUP BY 1",
    ),
    "the ten commonest conditions": (
        "SELECT name, count(*) FROM condition GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
        "SELECT name, count(*) FROM condition GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
    ),
    "people planned": (
        "SELECT sum(enrollment), max(enrollment) FROM trial",
        "SELECT sum(enrollment), max(enrollment) FROM trial_list",
    ),
    "criteria by kind and role": (
        "SELECT kind, role, count(*) FROM criterion GROUP BY 1, 2",
        "SELECT kind, role, count(*) FROM trial_criteria GROUP BY 1, 2",
    ),
    "limits on a variable": (
        "SELECT variable, op, count(*) FROM constraint_ GROUP BY 1, 2",
        "SELECT variable, op, count(*) FROM constraint_ GROUP BY 1, 2",
    ),
    "begun in a year": (
        "SELECT substr(start_date, 1, 4), count(*) FROM trial GROUP BY 1",
        "SELECT CAST(year(start_date_day) AS STRING), count(*) FROM trial_list GROUP BY 1",
    ),
    "precision of dates": (
        "SELECT CASE length(start_date) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day'"
        " END, count(*) FROM trial GROUP BY 1",
        "SELECT start_date_precision, count(*) FROM trial_list GROUP BY 1",
    ),
    "drugs of trials with a site in Germany": (
        "SELECT DISTINCT i.name FROM intervention i JOIN site s ON s.trial = i.trial"
        " WHERE s.country = 'Germany'",
        "SELECT DISTINCT i.name FROM intervention i JOIN trial_sites s ON s.id = i.id"
        " WHERE s.country = 'Germany'",
    ),
    "length of texts": (
        "SELECT sum(length(eligibility_text)), sum(length(brief_summary)) FROM trial",
        "SELECT sum(length(eligibility_text)), sum(length(brief_summary)) FROM trial_list",
    ),
    "sites that recruit": (
        "SELECT sum(sites_recruiting), sum(site_count) FROM trial_list",
        "SELECT sum(sites_recruiting), sum(site_count) FROM trial_list",
    ),
}
"""By what is asked: SQL for the catalogue, and for the datasets."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clinic(tmp_path_factory.mktemp("catalogue") / "clinic.db")


@pytest.fixture(scope="module")
def folder(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "parquet"
    source = Source(path)
    parquet.write(folder, source, source.everyone, source.stamp(DAY), contacts=True)
    source.close()
    return folder


@pytest.fixture
def source(path: Path) -> Iterator[Source]:
    opened = Source(path)
    yield opened
    opened.close()


def answer(path: Path, sql: str) -> list[tuple[Any, ...]]:
    return sorted(sqlite3.connect(path).execute(sql).fetchall(), key=repr)


def test_each_dataset_has_the_rows_of_its_table(path: Path, folder: Path) -> None:
    told = json.loads((folder / "dataset.json").read_text())
    assert told["trials.exported"] == "2026-11-29"
    assert told["trials.catalogue"] == "clinic.db"
    names = {each.name for each in folder.iterdir() if each.is_dir()}
    assert names == set(told["rows"])
    assert {LIST, "trial_sites", "trial_criteria", "trial_sources", "outcome"} <= names
    for name, rows in told["rows"].items():
        assert answer(path, f"SELECT count(*) FROM {name}") == [(rows,)], name
        assert pq.read_table(folder / name).num_rows == rows


def test_columns_are_those_of_the_list(folder: Path) -> None:
    schema = pq.read_schema(next((folder / LIST).iterdir()))
    wanted = []
    for each in of_view(LIST):
        more = (f"{each.name}_day", f"{each.name}_precision") if each.kind is Kind.DATE else ()
        wanted += [each.name, *more]
    assert schema.names == wanted
    assert schema.metadata[b"trials.catalogue"] == b"clinic.db"
    assert str(schema.field("phases").type).startswith("list<")
    assert str(schema.field("start_date_day").type) == "date32[day]"
    assert schema.field("site_count").metadata[b"holds"] == b"all sites"


def test_rows_are_those_of_the_view(path: Path, folder: Path) -> None:
    connection = sqlite3.connect(path)
    for view in (LIST, "trial_sites", "trial_criteria", "trial_sources"):
        lists = {each.name for each in of_view(view) if each.kind is Kind.LIST}
        true = {each.name for each in of_view(view) if each.kind is Kind.BOOLEAN}
        found = connection.execute(f"SELECT * FROM {view}")
        names = [each[0] for each in found.description]
        by_sql = []
        for row in found:
            cells = dict(zip(names, row, strict=True))
            cells |= {name: json.loads(cells[name]) for name in lists}
            cells |= {name: None if cells[name] is None else bool(cells[name]) for name in true}
            by_sql.append(cells)
        by_file = pq.read_table(folder / view, columns=names).to_pylist()
        assert sorted(by_file, key=str) == sorted(by_sql, key=str)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_duckdb_answers_as_sqlite_does(path: Path, folder: Path, asked: str) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    for_sqlite, for_datasets = QUESTIONS[asked]
    connection = duckdb.connect()
    for name in (each.name for each in folder.iterdir() if each.is_dir()):
        files = f"{folder / name}/*.parquet"
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{files}')")
    sql = for_datasets.replace("array_join", "array_to_string")
    found = sorted(connection.execute(sql).fetchall(), key=repr)
    assert found == answer(path, for_sqlite)
    assert found


@pytest.mark.slow
def test_spark_answers_as_sqlite_does(
    path: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not SOAK:
        pytest.skip("Spark takes a minute to begin: make soak asks it")
    sql = pytest.importorskip("pyspark.sql", reason="pyspark (the extra soak) is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java: apt install default-jre-headless")
    monkeypatch.chdir(tmp_path)
    spark = (
        sql.SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )
    try:
        for name in (each.name for each in folder.iterdir() if each.is_dir()):
            spark.read.parquet(str(folder / name)).createOrReplaceTempView(name)
        for asked, (for_sqlite, for_datasets) in QUESTIONS.items():
            found = sorted((tuple(row) for row in spark.sql(for_datasets).collect()), key=repr)
            assert found == answer(path, for_sqlite), asked
    finally:
        spark.stop()


def test_a_query_chooses_the_trials_and_people_stay_out(source: Source, tmp_path: Path) -> None:
    from catalog.search.parser import parse

    ids = source.find(parse("country:germany")).ids
    rows = parquet.write(tmp_path / "some", source, lambda: sorted(ids), source.stamp(DAY, "q"))
    assert rows[LIST] == len(ids) > 0
    assert "contact" not in rows
    for view in (LIST, "trial_sites"):
        people = {each.name for each in of_view(view) if each.shown is Shown.CONTACT}
        schema = pq.read_schema(next((tmp_path / "some" / view).iterdir()))
        assert not people & set(schema.names)
        assert schema.metadata[b"trials.query"] == b"q"
    assert set(pq.read_table(tmp_path / "some" / LIST)["id"].to_pylist()) == set(ids)


def test_large_datasets_are_cut_into_groups_and_files_in_order(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_GROUP_ROWS", 7)
    monkeypatch.setattr(parquet, "_FILE_ROWS", 16)
    first = parquet.datasets(source, DAY)[:1]
    monkeypatch.setattr(parquet, "datasets", lambda *_, **__: first)
    parquet.write(tmp_path / "cut", source, source.everyone, source.stamp(DAY))
    files = sorted((tmp_path / "cut" / LIST).iterdir())
    assert len(files) > 1
    assert all(pq.read_metadata(each).num_rows <= 16 for each in files)
    assert pq.ParquetFile(files[0]).num_row_groups > 1
    ids = [each for path in files for each in pq.read_table(path)["id"].to_pylist()]
    assert ids == list(source.everyone())


def test_a_folder_is_there_whole_or_not_at_all(source: Source, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with pytest.raises(Superseded):
        parquet.write(folder, source, source.everyone, source.stamp(DAY), stop=lambda: True)
    assert list(tmp_path.iterdir()) == []
    folder.mkdir()
    parquet.write(folder, source, source.everyone, source.stamp(DAY))
    before = sorted(folder.rglob("*"))
    with pytest.raises(parquet.Taken, match="is there already"):
        parquet.write(folder, source, source.everyone, source.stamp(DAY))
    assert sorted(folder.rglob("*")) == before


def test_kill_9_leaves_no_folder(path: Path, tmp_path: Path) -> None:
    code = """
import datetime, os, signal, sys
from pathlib import Path
from handover import parquet
from handover.source import Source
source = Source(Path(sys.argv[1]))
parquet._manifest = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
parquet.write(Path(sys.argv[2]), source, source.everyone, source.stamp(datetime.date.today()))
"""
    folder = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(folder)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == -signal.SIGKILL
    assert not folder.exists()
    source = Source(path)
    parquet.write(folder, source, source.everyone, source.stamp(DAY))
    assert (folder / "dataset.json").is_file()
