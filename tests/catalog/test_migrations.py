"""A file of an older layout: read as it is, brought to the last one, whatever is pulled out."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from sqlite_utils import Database

from catalog.eligibility.extraction import RULES_VERSION
from catalog.model.errors import CatalogueError
from catalog.search.parser import parse
from catalog.store import migrations, publish, schema
from catalog.store.catalogue import Catalogue
from catalog.store.importing import renew
from catalog.store.publish import changing
from catalog.store.rows import CHILD_TABLES
from tests.catalog.keeping import keep, record
from tests.catalog.making import trial

ROOT = Path(__file__).resolve().parent.parent.parent
LAYOUTS = Path(__file__).resolve().parent / "layouts"
NEW = record(trial("NCT99990077", title="A trial that came after the upgrade"))


def laid_out(path: Path, layout: int = 1, *, fill: bool = False) -> Path:
    """A catalogue as a program of that layout had made it, or left it."""
    Database(path).executescript((LAYOUTS / "layout-1.sql").read_text("utf-8"))
    connection = sqlite3.connect(path)
    if fill:
        put_rows_into_empty_tables(connection)
    migrations.migrate(connection, migrations.STEPS[: layout - 1])
    connection.close()
    return path


def tables(path: Path) -> dict[str, str]:
    """How each table and index is made, but for quotes and blanks."""
    master = Database(path)["sqlite_master"].rows_where("sql IS NOT NULL")
    return {
        row["name"]: re.sub(r'[\s"]+', "", row["sql"])
        for row in master
        if not row["name"].startswith(("_sqlite_migrations", "idx__sqlite_migrations", "sqlite_"))
    }


def everything(catalogue: Catalogue) -> object:
    """What readers ask of a catalogue."""
    searcher = catalogue.searcher()
    ids = [hit.id for hit in searcher.search(parse("")).hits]
    return (
        {name: catalogue.get(name) for name in ids},
        {name: catalogue.criteria(name) for name in ids},
        {name: catalogue.history(name) for name in ids},
        [
            searcher.search(parse(query)).hits
            for query in ("examplomab", "country:germany", "phase 2")
        ],
        catalogue.duplicates(),
        msgspec.structs.replace(catalogue.stats(), rules_version=None),
    )


def unsound(catalogue: Catalogue) -> list[str]:
    """What is wrong with the file, but that its criteria and index are of another version."""
    return [problem for problem in catalogue.check() if "run trials reindex" not in problem]


def test_every_layout_has_its_step() -> None:
    assert [step.layout for step in migrations.STEPS] == list(range(2, schema.USER_VERSION + 1))
    assert len({step.name for step in migrations.STEPS}) == len(migrations.STEPS)


@pytest.mark.parametrize("layout", range(schema.OLDEST_READ, schema.USER_VERSION))
def test_a_layout_before_is_read_with_a_hint(tmp_path: Path, layout: int) -> None:
    path = laid_out(tmp_path / "c.db", layout)
    before = path.read_bytes()
    with Catalogue.open(path) as old:
        found = everything(old)
        assert unsound(old) == []
        assert old.hint is not None and "any import" in old.hint
    assert path.read_bytes() == before
    keep(path, [])
    assert path.read_bytes() == before  # nothing new: the file is not touched
    with changing(path):
        pass
    with Catalogue.open(path) as new:
        assert everything(new) == found
        assert unsound(new) == []
        assert new.hint is None


def test_a_migrated_file_is_laid_out_like_a_new_one(tmp_path: Path) -> None:
    path, new = laid_out(tmp_path / "c.db"), tmp_path / "new.db"
    before = path.read_bytes()
    keep(path, [NEW])
    keep(new, [NEW])
    assert tables(path) == tables(new)
    assert (tmp_path / "c.db.backup-v1").read_bytes() == before
    done = Database(path)["_sqlite_migrations"].rows
    assert [row["name"] for row in done] == [step.name for step in migrations.STEPS]
    assert not Database(new)["_sqlite_migrations"].exists()
    with Catalogue.open(path) as catalogue:
        assert catalogue.get("NCT99990077") is not None
        assert unsound(catalogue) == []


@pytest.mark.parametrize("layout", range(schema.OLDEST_READ, schema.USER_VERSION))
def test_a_migration_changes_no_row_that_any_tool_reads(tmp_path: Path, layout: int) -> None:
    """By the names and columns that a table had, even where a view has them now."""
    path = laid_out(tmp_path / "c.db", layout, fill=True)
    before = read_by_name(path)
    with changing(path):
        pass
    after = read_by_name(path)
    for table, (names, found) in before.items():
        assert found
        new_names, new_rows = after[table]
        at = [new_names.index(name) for name in names]
        assert [tuple(row[n] for n in at) for row in new_rows] == found


def read_by_name(path: Path) -> dict[str, tuple[list[str], list[tuple[object, ...]]]]:
    connection = sqlite3.connect(path)
    read = {}
    for table in CHILD_TABLES:
        found = connection.execute(f"SELECT * FROM {table}")
        read[table] = [each[0] for each in found.description], sorted(found, key=repr)
    connection.close()
    return read


CODES = {"kind": "secondary", "about": "condition"}
OF_A_TYPE: dict[str, object] = {"TEXT": "some words", "INTEGER": 0, "REAL": 48.5}


def put_rows_into_empty_tables(connection: sqlite3.Connection) -> None:
    """Two rows each, of trials that share all but the number of one."""
    for table in CHILD_TABLES:
        if connection.execute(f"SELECT 1 FROM {table}").fetchone():
            continue
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        for key in (1, 2):
            values = [
                key if name == "trial" else CODES.get(name) or OF_A_TYPE[type_]
                for _, name, type_, *_ in columns
            ]
            marks = ",".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)
    connection.commit()


def test_a_migrated_file_does_not_claim_to_know_what_a_verdict_needs(tmp_path: Path) -> None:
    path = laid_out(tmp_path / "c.db")
    keep(path, [NEW])  # one record by today's rules among others that are not
    with Catalogue.open(path) as catalogue:
        assert catalogue.stats().rules_version is None
        assert any("run trials reindex" in problem for problem in catalogue.check())
    renew(path, "2026-11-29T12:00:00Z")
    with Catalogue.open(path) as catalogue:
        assert catalogue.stats().rules_version == RULES_VERSION
        assert catalogue.check() == ()


def test_a_file_that_is_renewed_is_as_small_as_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid_out(tmp_path / "c.db", fill=True)
    with changing(path):
        pass
    with Catalogue.open(path) as catalogue:
        found = {name: catalogue.get(name) for name in ("NCT99990001", "NCT99990003")}
    size = path.stat().st_size
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=2 * size, f_frsize=0))
    renew(path, "2026-11-29T12:00:00Z")
    assert pages(path)[0] != schema.PAGE  # no room: as it was
    monkeypatch.undo()
    renew(path, "2026-11-29T12:00:00Z")
    assert pages(path) == (schema.PAGE, 0)
    assert path.stat().st_size < size
    with Catalogue.open(path) as catalogue:
        assert {name: catalogue.get(name) for name in found} == found
        assert catalogue.check() == ()
    assert not list(tmp_path.glob("*.part*"))


def pages(path: Path) -> tuple[int, int]:
    """The size of a page, and how many are free."""
    connection = sqlite3.connect(path)
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    free = connection.execute("PRAGMA freelist_count").fetchone()[0]
    connection.close()
    return size, free


def test_what_is_older_than_the_layout_before_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = laid_out(tmp_path / "c.db")
    Database(path).execute(f"PRAGMA user_version = {schema.OLDEST_READ - 1}")
    with pytest.raises(CatalogueError, match="any import brings it up to date"):
        Catalogue.open(path)


def test_a_step_that_fails_is_rolled_back_and_taken_again(tmp_path: Path) -> None:
    path = laid_out(tmp_path / "c.db")

    def add(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE trial ADD COLUMN motto TEXT")

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE condition")
        raise RuntimeError

    connection = sqlite3.connect(path)
    steps = (migrations.Step(2, "add", add), migrations.Step(3, "fail", fail))
    with pytest.raises(RuntimeError):
        migrations.migrate(connection, steps)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    connection.execute("SELECT motto FROM trial, condition")
    steps = (*steps[:1], migrations.Step(3, "fail", lambda _: None))
    assert migrations.migrate(connection, steps) == 1
    assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_reading_and_importing_never_load_what_migrates(tmp_path: Path) -> None:
    code = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from catalog.store.catalogue import Catalogue
from tests.catalog.keeping import keep, record
from tests.catalog.making import trial
path = Path(sys.argv[1])
keep(path, [record(trial("NCT99990001", title="A title"))])
keep(path, [record(trial("NCT99990002", title="Another title"))])
with Catalogue.open(path) as catalogue:
    catalogue.get("NCT99990001"), catalogue.searcher(), catalogue.check()
assert not {"sqlite_utils", "catalog.store.migrations"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "c.db"), str(ROOT)], check=True)


_KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from catalog.store import migrations, publish
from catalog.store.publish import changing

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

at = sys.argv[3]
if at == "before the step":
    migrations.migrate = die
if at == "inside the step":
    steps = migrations.STEPS
    def half(connection):
        steps[0].take(connection)
        connection.execute("DELETE FROM trial")
        die()
    migrations.migrate.__defaults__ = ((steps[0]._replace(take=half), *steps[1:]),)
if at == "between the steps":
    steps = migrations.STEPS
    migrations.migrate.__defaults__ = ((*steps[:-1], steps[-1]._replace(take=die)),)
if at == "before the rename":
    publish._finish = die
with changing(Path(sys.argv[1])) as working:
    working.connection.execute("DELETE FROM trial")
    if at == "after the steps":
        die()
    working.connection.rollback()
"""


@pytest.mark.parametrize(
    ("at", "taken_up"),
    [
        ("before the step", True),
        ("inside the step", True),
        ("between the steps", True),
        ("after the steps", True),
        ("before the rename", True),
    ],
)
def test_kill_9_while_migrating_loses_nothing(
    tmp_path: Path, at: str, taken_up: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid_out(tmp_path / "c.db")
    before = path.read_bytes()
    with Catalogue.open(path) as old:
        found = everything(old)
    done = subprocess.run([sys.executable, "-c", _KILLED, str(path), str(ROOT), at])
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == before
    with Catalogue.open(path) as old:
        assert everything(old) == found
    copied: list[Path] = []
    copy: Callable[[Path, Path], bool] = publish._copy

    def counted(source: Path, target: Path) -> bool:
        copied.append(target)
        return copy(source, target)

    monkeypatch.setattr(publish, "_copy", counted)
    with changing(path):
        pass
    assert bool(copied) is not taken_up  # the killed copy was gone on with
    assert (tmp_path / "c.db.backup-v1").read_bytes() == before
    with Catalogue.open(path) as new:
        assert everything(new) == found
        assert unsound(new) == []
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "c.db",
        "c.db.backup-v1",
        "c.db.lock",
    ]


def test_a_killed_copy_of_another_file_is_not_taken_up(tmp_path: Path) -> None:
    path = laid_out(tmp_path / "c.db")
    subprocess.run([sys.executable, "-c", _KILLED, str(path), str(ROOT), "after the steps"])
    shutil.copyfile(path, tmp_path / "other.db")
    (tmp_path / "other.db").replace(path)
    Database(path).table("trial").delete_where("id = 'NCT99990002'")
    with changing(path):
        pass
    assert Database(path)["trial"].count_where("id = 'NCT99990002'") == 0
