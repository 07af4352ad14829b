"""A catalogue from elsewhere: whatever it holds, it is read, or refused in one sentence."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.model import stopping
from catalog.model.errors import CatalogueError
from catalog.search.index import tables
from catalog.search.parser import parse
from catalog.store import migrations, opening, schema
from catalog.store.catalogue import Catalogue
from catalog.store.coding import CODED
from catalog.store.opening import check_version, connect_read_only
from tests.soaking import often

ROOT = Path(__file__).resolve().parent.parent.parent
STARTER = ROOT / "catalog.db"
pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
ENDLESS = "WITH RECURSIVE q(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q)"
NAMES = [line.split()[2] for line in (*schema.statements(), *tables.TABLES) if "TABLE" in line[:13]]


def harmed(folder: Path, *statements: str, values: tuple[object, ...] = ()) -> Path:
    return harmed_file(STARTER, folder / "harmed.db", *statements, values=values)


def harmed_file(whole: Path, path: Path, *statements: str, values: tuple[object, ...] = ()) -> Path:
    shutil.copy(whole, path)
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement, values if "?" in statement else ())
    connection.close()
    return path


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("written", [str, str.upper])
def test_a_view_of_any_name_of_ours_is_refused(
    tmp_path: Path, name: str, written: Callable[[str], str]
) -> None:
    path = harmed(
        tmp_path,
        f"ALTER TABLE {name} RENAME TO xx",
        f"CREATE VIEW {written(name)} AS {ENDLESS} SELECT xx.* FROM q, xx",
    )
    with pytest.raises(CatalogueError, match=r"is not the (table|index|view)|trigger"):
        Catalogue.open(path)


@pytest.mark.parametrize("name", schema.views())
def test_a_view_of_ours_in_other_words_is_refused(tmp_path: Path, name: str) -> None:
    ours = schema.views()[name]
    for other in (
        f"CREATE VIEW {name} AS {ENDLESS} SELECT i AS id FROM q",
        ours.replace("t.id AS id", "'NCT1' AS id").replace("r.trial AS trial", "1 AS trial"),
        ours.replace(" AS ", " AS  ", 2),
        f"CREATE TABLE {name} (id)",
    ):
        with pytest.raises(CatalogueError, match="is not the view of a catalogue"):
            Catalogue.open(harmed(tmp_path, f"DROP VIEW {name}", other))
    Catalogue.open(harmed(tmp_path, f"DROP VIEW {name}", ours)).close()


def test_tables_that_are_not_as_we_make_them_are_refused(tmp_path: Path) -> None:
    for statement in (
        "ALTER TABLE criterion_row ADD COLUMN x GENERATED ALWAYS AS (zeroblob(1000000)) VIRTUAL",
        "ALTER TABLE search_term ADD COLUMN x AS (zeroblob(1000000))",
        "CREATE TRIGGER t AFTER INSERT ON trial BEGIN SELECT 1; END",
    ):
        with pytest.raises(CatalogueError):
            Catalogue.open(harmed(tmp_path, statement))
    Catalogue.open(harmed(tmp_path, "CREATE VIEW their_own AS SELECT id FROM trial")).close()
    Catalogue.open(harmed(tmp_path, "CREATE INDEX their_own ON trial (title)")).close()


@pytest.mark.parametrize("layout", range(schema.OLDEST_READ, schema.USER_VERSION))
def test_what_was_a_table_in_an_older_layout_is_one(tmp_path: Path, layout: int) -> None:
    """The program reads it by the name that is a view's now: in an older file no view may stand."""
    path = tmp_path / "c.db"
    connection = sqlite3.connect(path)
    layout_1 = Path(__file__).parent / "layouts" / "layout-1.sql"
    connection.executescript(layout_1.read_text("utf-8"))
    migrations.migrate(connection, migrations.STEPS[: layout - 1])
    connection.close()
    Catalogue.open(path).close()
    for name in CODED:
        kind = "view" if opening._READ_VIEWS[name] <= layout else "table"
        view = f"CREATE VIEW {name} AS {ENDLESS} SELECT i AS trial FROM q"
        other = harmed_file(path, tmp_path / f"{name}.db", f"DROP {kind} {name}", view)
        with pytest.raises(CatalogueError, match=f"is not the {kind} of a catalogue"):
            Catalogue.open(other)


def test_a_statement_asks_what_signals_have_said(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connect_read_only(STARTER)
    monkeypatch.setattr(stopping, "_asked", 15)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        connection.execute(f"{ENDLESS} SELECT max(i) FROM q").fetchone()
    for handler in (lambda: False, None):
        connection.set_progress_handler(handler, 100)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(f"{ENDLESS} SELECT max(i) FROM q").fetchone()


def test_a_statement_has_a_longest_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.Guarded, "longest", 0.0)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        connect_read_only(STARTER).execute(f"{ENDLESS} SELECT max(i) FROM q").fetchone()


HARMS = (
    ("UPDATE carried SET key = key + 1000", ()),
    ("UPDATE meta SET value = '1e5' WHERE name = 'trials'", ()),
    ("UPDATE meta SET value = 'x' WHERE name = 'index_version'", ()),
    ("UPDATE trial SET title = x'ff00'", ()),
    ("UPDATE trial SET phases = 5, status = x'00', id = x'ff'", ()),
    ("UPDATE source_record SET content = x'00'", ()),
    ("UPDATE source_record SET raw = ?", (zlib.compress(b"A" * (2 << 20), 9),)),
    ("UPDATE search_posting SET data = x'ffffff'", ()),
    ("UPDATE search_term SET term = x'ff', count = 'many'", ()),
    ("UPDATE search_meta SET value = 'x'", ()),
    ("UPDATE search_document SET pairs = 5, key = 'x'", ()),
    ("UPDATE search_order SET docs = 'x'", ()),
    ("DELETE FROM search_segment", ()),
    ("DELETE FROM meta", ()),
)


def _read_all(path: Path) -> None:
    """Every way of reading; what cannot be read is told by a CatalogueError and nothing else."""

    def tried(read: Callable[[], object]) -> None:
        try:
            read()
        except CatalogueError as error:
            assert "\n" not in error.reason

    try:
        catalogue = Catalogue.open(path)
    except CatalogueError:
        return
    with catalogue:
        for name in ("NCT05721443", "NCT04144517", "\ud800", "x'; DROP"):
            for method in (catalogue.get, catalogue.criteria, catalogue.history, catalogue.near,
                           catalogue.duplicates, catalogue.joined):  # fmt: skip
                tried(lambda name=name, method=method: method(name))  # type: ignore[misc]
        for each in (catalogue.stats, catalogue.count, catalogue.newest_source, catalogue.changes,
                     catalogue.check):  # fmt: skip
            tried(each)
        try:
            searcher = catalogue.searcher()
        except CatalogueError:
            return
        for typed in ("hnscc pd-1", "", "cetuksimab", '"head and neck"', "status:recruiting"):
            for sort in ("relevance", "updated", "title", "status"):
                tried(lambda q=typed, s=sort: searcher.search(parse(q), sort=s))  # type: ignore[misc]
            tried(lambda q=typed: searcher.facets(parse(q)))  # type: ignore[misc]
        tried(lambda: searcher.complete("status", "re"))


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm[0][:40])
def test_values_that_are_not_what_we_write(
    tmp_path: Path, harm: tuple[str, tuple[object, ...]]
) -> None:
    try:
        path = harmed(tmp_path, harm[0], values=harm[1])
    except sqlite3.IntegrityError:
        pytest.skip("the tables do not take it")
    _read_all(path)


def test_bytes_changed_anywhere(tmp_path: Path) -> None:
    whole = STARTER.read_bytes()
    chance = random.Random(11)
    path = tmp_path / "changed.db"
    for _ in range(often(25, 400)):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 4, 30))):
            place = chance.randrange(100, len(data))
            data[place] = chance.randrange(256)
        if chance.random() < 0.2:
            del data[chance.randrange(len(data)) :]
        path.write_bytes(data)
        _read_all(path)


@pytest.mark.parametrize("command", [["search", "cancer"], ["check"], ["stats"]])
def test_an_endless_view_ends_no_command_late(tmp_path: Path, command: list[str]) -> None:
    path = harmed(
        tmp_path,
        "DROP VIEW criterion",
        f"CREATE VIEW criterion AS {ENDLESS} SELECT r.* FROM q, criterion_row r",
    )
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--catalog", str(path), *command],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_the_starter_is_exactly_what_we_make() -> None:
    connection = connect_read_only(STARTER)
    assert check_version(connection, STARTER) == schema.USER_VERSION


@pytest.mark.parametrize("is_alive", [True, False])
def test_a_change_that_goes_on_or_was_broken_off_is_told_as_that(
    tmp_path: Path, is_alive: bool
) -> None:
    """A person's SQLite tool writes to the file, or was killed at it: nothing of it is damaged."""
    path = Path(shutil.copy(STARTER, tmp_path / "c.db"))
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA cache_size = 2")  # so that pages of the change reach the file
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("UPDATE source_record SET raw = raw || x'00'")
    if not is_alive:
        killed = tmp_path / "killed.db"
        for suffix in ("", "-journal"):
            shutil.copy(f"{path}{suffix}", f"{killed}{suffix}")
        path = killed
    connection = connect_read_only(path)
    connection.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(CatalogueError) as told:
        check_version(connection, path)
    connection.close()
    writer.close()
    reason = str(told.value)
    assert "damaged" not in reason and "readonly" not in reason
    assert ("just writing to it" if is_alive else "its journal lies beside it") in reason
