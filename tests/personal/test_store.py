"""The user's own file: private, whole whatever happens, and left alone where it is not ours."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from personal import store
from personal.copies import (
    ASIDE,
    copies,
    copy_of_day,
    faults,
    remove_all,
    restore,
    write_copy,
)
from personal.errors import MineError, MineHeld
from personal.store import NAME, Mine, Step, database

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "mine.md"


@pytest.fixture
def mine(tmp_path: Path) -> Mine:
    return Mine(tmp_path / "state")


def path_of(mine: Mine) -> Path:
    assert mine.path is not None
    return mine.path


def test_reading_where_there_is_no_file_finds_empty_tables_and_makes_none(mine: Mine) -> None:
    assert mine.kept("anything") is None
    assert mine.problem() == ""
    assert not path_of(mine).parent.exists()


def test_only_its_user_can_read_it(mine: Mine) -> None:
    folder = path_of(mine).parent
    folder.mkdir(mode=0o755)
    mine.keep("a", "b")
    path_of(mine).chmod(0o644)
    mine.keep("a", "c")
    assert stat.S_IMODE(path_of(mine).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    copy_of_day(mine, "2026-01-01")
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}


def test_it_is_a_plain_file_without_a_log_beside_it(mine: Mine) -> None:
    mine.keep("a", "b")
    with closing(sqlite3.connect(path_of(mine))) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA application_id").fetchone() == (store.APPLICATION_ID,)
    assert [each.name for each in path_of(mine).parent.iterdir()] == [NAME]


def cut(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("lose", [cut, Path.unlink])
def test_a_file_that_is_lost_is_said_and_none_is_begun_in_its_place(
    mine: Mine, lose: Callable[[Path], object]
) -> None:
    mine.keep("a", "b")
    kept = copy_of_day(mine, "2026-01-01")
    lose(path_of(mine))
    before = {each.name: each.stat().st_size for each in path_of(mine).parent.iterdir()}
    assert "trials mine check" in mine.problem()
    assert faults(mine) == [mine.problem()]
    with pytest.raises(MineError):
        mine.keep("a", "c")
    with pytest.raises(MineError):
        mine.kept("a")
    assert not mine.is_there()
    assert copy_of_day(mine, "2026-01-02") is None
    assert {each.name: each.stat().st_size for each in path_of(mine).parent.iterdir()} == before
    assert kept is not None
    restore(mine, kept)
    assert mine.kept("a") == "b"
    lose(path_of(mine))
    remove_all(mine)
    mine.keep("a", "new")
    assert mine.kept("a") == "new"


def test_it_is_begun_with_its_header_or_not_at_all(mine: Mine) -> None:
    """Whatever is refused on the way, no empty file is left: that would be told as a loss."""
    with pytest.raises(MineError), mine.writing() as connection:
        assert path_of(mine).stat().st_size
        connection.execute("no such statement")
    assert path_of(mine).stat().st_size
    assert mine.problem() == ""
    assert [each.name for each in path_of(mine).parent.iterdir()] == [NAME]


def test_two_apps_that_begin_it_at_once_both_keep_what_they_wrote(mine: Mine) -> None:
    def write(name: str) -> None:
        Mine(path_of(mine).parent).keep(name, name)

    threads = [threading.Thread(target=write, args=(str(n),)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [mine.kept(str(n)) for n in range(8)] == list(map(str, range(8)))
    assert [each.name for each in path_of(mine).parent.iterdir()] == [NAME]


def test_what_is_removed_is_overwritten(mine: Mine) -> None:
    mine.keep("secret", "unmistakeable" * 500)
    with mine.writing() as connection:
        connection.execute("DELETE FROM kept")
    assert b"unmistakeable" not in path_of(mine).read_bytes()


def test_nothing_is_written_where_anything_is_raised(mine: Mine) -> None:
    with pytest.raises(ZeroDivisionError), mine.writing() as connection:
        connection.execute("INSERT INTO kept VALUES ('a', 'b')")
        raise ZeroDivisionError
    assert mine.kept("a") is None
    mine.keep("a", "c")
    assert mine.kept("a") == "c"


def test_a_transaction_of_sqlite_utils_is_ours(mine: Mine) -> None:
    with pytest.raises(ZeroDivisionError), mine.writing() as connection:
        database(connection).table("kept").upsert({"name": "a", "value": "b"}, pk="name")
        raise ZeroDivisionError
    assert mine.kept("a") is None
    with mine.writing() as connection:
        database(connection).table("kept").upsert({"name": "a", "value": "b"}, pk="name")
    assert mine.kept("a") == "b"


@pytest.mark.parametrize(
    "thing", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file_is_said_and_never_touched(mine: Mine, thing: bytes) -> None:
    path_of(mine).parent.mkdir()
    path_of(mine).write_bytes(thing)
    assert "damaged" in mine.problem()
    with pytest.raises(MineError, match="damaged"):
        mine.keep("a", "b")
    with pytest.raises(MineError, match="damaged"):
        copy_of_day(mine, "2026-01-01")
    assert path_of(mine).read_bytes() == thing
    assert len(list(path_of(mine).parent.iterdir())) == 1


def test_a_page_that_was_damaged_later_keeps_the_copies(mine: Mine) -> None:
    for day in range(1, 4):
        mine.keep("a" * day, "b" * 9000)
        copy_of_day(mine, f"2026-01-0{day}")
    with path_of(mine).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xee" * 9000)
    assert faults(mine)
    with pytest.raises(MineError):
        copy_of_day(mine, "2026-01-04")
    assert [each.name[-2:] for each in copies(mine)] == ["03", "02", "01"]


def test_a_foreign_file_is_left_alone(mine: Mine) -> None:
    path_of(mine).parent.mkdir()
    with closing(sqlite3.connect(path_of(mine))) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    before = path_of(mine).read_bytes()
    with pytest.raises(MineError, match="not a file of trials"):
        mine.keep("a", "b")
    assert path_of(mine).read_bytes() == before


def test_a_newer_file_is_left_alone(mine: Mine) -> None:
    mine.keep("a", "b")
    with closing(sqlite3.connect(path_of(mine))) as connection, connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('mine', '99-new', '')"
        )
    before = path_of(mine).read_bytes()
    assert "newer version" in mine.problem()
    with pytest.raises(MineError, match="newer version"):
        mine.keep("a", "c")
    assert path_of(mine).read_bytes() == before


def test_a_folder_in_its_place_is_said(mine: Mine) -> None:
    path_of(mine).mkdir(parents=True)
    assert "no file" in mine.problem()


def test_an_older_file_is_read_as_it_is_and_brought_up_to_date_by_writing(
    mine: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine.keep("a", "b")
    before = path_of(mine).read_bytes()
    more = Step("99-more", "CREATE TABLE more (name TEXT); INSERT INTO more VALUES ('one')")
    with_more = (*store.steps(), more)
    monkeypatch.setattr(store, "steps", lambda: with_more)
    with mine.reading() as connection:
        assert connection.execute("SELECT name FROM more").fetchall() == [("one",)]
    assert path_of(mine).read_bytes() == before
    mine.keep("a", "c")
    with closing(sqlite3.connect(path_of(mine))) as connection:
        assert connection.execute("SELECT name FROM more").fetchall() == [("one",)]
    assert mine.kept("a") == "c"


def test_a_step_that_fails_leaves_nothing(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    mine.keep("a", "b")
    before = path_of(mine).read_bytes()
    wrong = Step("99-wrong", "CREATE TABLE more (name TEXT); CREATE TABLE kept (name TEXT)")
    with_wrong = (*store.steps(), wrong)
    monkeypatch.setattr(store, "steps", lambda: with_wrong)
    with pytest.raises(MineError):
        mine.keep("a", "c")
    assert path_of(mine).read_bytes() == before


def test_three_copies_are_kept_one_a_day(mine: Mine) -> None:
    assert copy_of_day(mine, "2026-01-01") is None
    assert not path_of(mine).parent.exists()
    for day in ("2026-01-01", "2026-01-02", "2026-01-02", "2026-01-05", "2026-02-01"):
        mine.keep("day", day)
        copy_of_day(mine, day)
    names = [each.name for each in copies(mine)]
    assert names == [f"{NAME}.2026-02-01", f"{NAME}.2026-01-05", f"{NAME}.2026-01-02"]
    with closing(sqlite3.connect(copies(mine)[-1])) as connection:
        assert connection.execute("SELECT value FROM kept").fetchall() == [("2026-01-02",)]


def test_a_copy_is_never_made_over_a_file(mine: Mine, tmp_path: Path) -> None:
    mine.keep("a", "b")
    (tmp_path / "there").write_text("mine")
    with pytest.raises(MineError, match="there already"):
        write_copy(mine, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"


def test_in_memory_nothing_is_written_and_the_rest_is_the_same(tmp_path: Path) -> None:
    kiosk = Mine(None)
    before = kiosk.version()
    kiosk.keep("a", "b")
    assert kiosk.kept("a") == "b"
    assert kiosk.version() != before
    with pytest.raises(ZeroDivisionError), kiosk.writing() as connection:
        connection.execute("DELETE FROM kept")
        raise ZeroDivisionError
    assert kiosk.kept("a") == "b"
    assert copy_of_day(kiosk, "2026-01-01") is None


def test_whoever_else_writes_is_noticed(mine: Mine) -> None:
    other = Mine(path_of(mine).parent)
    seen = [mine.version()]
    for value in "abc":
        other.keep("x", value)
        seen.append(mine.version())
    assert len(set(seen)) == len(seen)
    assert mine.version() == seen[-1]


def test_two_programs_lose_nothing_of_each_other(mine: Mine) -> None:
    folder = path_of(mine).parent

    def write(name: str) -> None:
        own = Mine(folder)
        for number in range(20):
            own.keep(f"{name}{number}", name)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with mine.reading() as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (60,)


def test_another_program_that_holds_the_file_is_said(
    mine: Mine, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine.keep("a", "b")
    monkeypatch.setattr(store, "_BUSY", 0.02)
    with closing(sqlite3.connect(path_of(mine))) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MineHeld, match="held by another program"):
            mine.keep("a", "c")
        with pytest.raises(MineHeld, match="held by another program"):
            mine.kept("a")
    assert mine.kept("a") == "b"


_KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from personal.store import Mine
mine = Mine(Path(sys.argv[1]))
mine.keep("first", "whole")
with mine.writing() as connection:
    connection.execute("PRAGMA cache_spill = 1")
    connection.execute("PRAGMA cache_size = 1")
    for number in range(300):
        connection.execute("INSERT INTO kept VALUES (?, ?)", (f"n{number}", "x" * 2000))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_app_leaves_the_file_as_before_or_after(mine: Mine) -> None:
    folder = path_of(mine).parent
    done = subprocess.run([sys.executable, "-c", _KILLED, str(folder), str(ROOT)])
    assert done.returncode == -signal.SIGKILL
    assert (folder / f"{NAME}-journal").exists(), "it was killed in the middle of writing"
    with mine.reading() as connection:
        assert connection.execute("SELECT name FROM kept").fetchall() == [("first",)]
    assert faults(mine) == []


def test_reading_never_loads_what_writes(mine: Mine) -> None:
    mine.keep("a", "b")
    code = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from personal.marks import first_marks
from personal.store import Mine
mine = Mine(Path(sys.argv[1]))
assert first_marks(mine) == {}
assert mine.kept("a") == "b"
mine.keep("a", "c")
assert not {"sqlite_utils", "msgspec"} & set(sys.modules)
"""
    arguments = [sys.executable, "-c", code, str(path_of(mine).parent), str(ROOT)]
    subprocess.run(arguments, check=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(mine: Mine) -> None:
    path_of(mine).parent.mkdir(mode=0o500)
    with pytest.raises(MineError):
        mine.keep("a", "b")
    assert mine.kept("a") is None


def test_every_table_and_column_is_described(mine: Mine) -> None:
    mine.keep("a", "b")
    words = set(re.findall(r"`([a-z0-9_]+)`", PAGE.read_text(encoding="utf-8")))
    missing = []
    with mine.reading() as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        for (table,) in found.fetchall():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            missing += [name for name in (table, *columns) if name not in words]
    assert [name for name in missing if not name.startswith("sqlite_")] == []


def test_every_step_has_a_name_of_its_own_and_leaves_its_file_out_of_the_transaction() -> None:
    names = [step.name for step in store.steps()]
    assert names == sorted(set(names))
    assert all(re.fullmatch(r"\d\d-[a-z-]+", name) for name in names)
    words = re.compile(r"\b(BEGIN|COMMIT|ROLLBACK|PRAGMA|VACUUM|ATTACH)\b", re.IGNORECASE)
    bare = [re.sub(r"--[^\n]*", "", step.sql) for step in store.steps()]
    assert not [sql for sql in bare if words.search(sql)]


def test_a_copy_takes_the_place_of_a_damaged_file(mine: Mine) -> None:
    mine.keep("day", "one")
    copy_of_day(mine, "2026-01-01")
    path_of(mine).write_bytes(b"damaged" * 1000)
    [copy] = copies(mine)
    restore(mine, copy)
    assert mine.kept("day") == "one"
    assert copy.exists()
    assert path_of(mine).with_name(ASIDE).read_bytes() == b"damaged" * 1000
    assert stat.S_IMODE(path_of(mine).stat().st_mode) == 0o600


def test_a_journal_of_the_damaged_file_never_spoils_the_copy(mine: Mine) -> None:
    folder = path_of(mine).parent
    mine.keep("day", "one")
    copy_of_day(mine, "2026-01-01")
    done = subprocess.run([sys.executable, "-c", _KILLED, str(folder), str(ROOT)])
    assert done.returncode == -signal.SIGKILL
    restore(mine, copies(mine)[0])
    assert mine.kept("day") == "one"
    assert faults(mine) == []


def test_only_a_sound_copy_is_taken(mine: Mine, tmp_path: Path) -> None:
    mine.keep("day", "one")
    (tmp_path / "bad.db").write_bytes(b"bad" * 1000)
    for wrong in (tmp_path / "bad.db", tmp_path / "none.db"):
        with pytest.raises(MineError, match="no sound copy"):
            restore(mine, wrong)
    assert mine.kept("day") == "one"


def test_everything_is_removed_and_nothing_else(mine: Mine) -> None:
    mine.keep("day", "one")
    for day in ("2026-01-01", "2026-01-02"):
        copy_of_day(mine, day)
    restore(mine, copies(mine)[0])
    other = path_of(mine).parent / "defect-1.txt"
    other.write_text("a report")
    assert len(remove_all(mine)) == 4
    assert list(path_of(mine).parent.iterdir()) == [other]
    assert remove_all(mine) == []
