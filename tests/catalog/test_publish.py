"""Publishing: whatever is pulled out, the catalogue is one whole state."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.durable import write_whole
from catalog.model import stopping
from catalog.model.errors import CatalogueError, CatalogueLocked, DiskFull
from catalog.store import checking, opening, schema
from catalog.store.catalogue import Catalogue
from catalog.store.checking import NOT_LOOKED_AT
from catalog.store.publish import changing
from tests.catalog.keeping import keep, left, record, rows
from tests.catalog.making import trial
from tests.soaking import often
from tui.cli.program import main

ROOT = Path(__file__).resolve().parent.parent.parent
OLD = [record(trial(f"NCT9999{n:04}", title=f"Old trial {n}")) for n in range(20)]


def test_an_exception_leaves_the_catalogue_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD)
    before = path.read_bytes()
    with pytest.raises(RuntimeError), changing(path) as working:
        working.connection.execute("DELETE FROM trial")
        raise RuntimeError
    assert path.read_bytes() == before
    assert left(tmp_path) == {"c.db", "c.db.lock"}


def test_a_second_import_is_told_to_wait(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    with changing(path), pytest.raises(CatalogueLocked), changing(path):
        pass
    keep(path, OLD)


def test_a_reader_keeps_the_file_it_opened(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    with Catalogue.open(path) as catalogue:
        keep(path, OLD)
        assert not catalogue.is_current()
        assert catalogue.get("NCT99990000") is not None
        assert catalogue.get("NCT99990005") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a catalogue"),
        (b"not a database at all" * 100, "damaged or not a catalogue"),
        (None, "no such catalogue"),
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "c.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CatalogueError, match=said):
        Catalogue.open(path)


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE precious (value)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CatalogueError, match="not a catalogue of trials"):
        keep(path, OLD)
    assert path.read_bytes() == before


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.USER_VERSION + 1}")
    connection.close()
    with pytest.raises(CatalogueError, match="newer version"):
        Catalogue.open(path)


def test_a_damaged_record_is_found_by_check(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD[:2])
    connection = sqlite3.connect(path)
    connection.execute("UPDATE source_record SET raw = zeroblob(40) WHERE key = 1")
    connection.commit()
    connection.close()
    with Catalogue.open(path) as catalogue:
        assert any("damaged" in problem for problem in catalogue.check())


def test_a_quick_check_says_what_it_does_not_see(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An index that lacks a row: only the whole check reads both."""
    path = tmp_path / "c.db"
    keep(path, OLD[:2])
    for change in (
        "CREATE TABLE kept AS SELECT * FROM sqlite_master WHERE name = 'arm_trial'",
        "DELETE FROM sqlite_master WHERE name = 'arm_trial'",
        "INSERT INTO arm_row (trial, position, label) VALUES (1, 0, 'not in the index')",
        "INSERT INTO sqlite_master SELECT * FROM kept",
        "DROP TABLE kept",
    ):
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(change)
        connection.commit()
        connection.close()
    assert main(["--catalog", str(path), "check", "--quick"]) == 0
    assert f"Not looked at: {NOT_LOOKED_AT}." in capsys.readouterr().out
    assert main(["--catalog", str(path), "check"]) == 1
    assert "missing from index arm_trial" in capsys.readouterr().err
    assert main(["--catalog", str(path), "check", "--quick", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "sound": True,
        "problems": [],
        "not_looked_at": NOT_LOOKED_AT,
    }


@pytest.mark.parametrize("quick", [False, True])
def test_a_check_looks_at_pages_and_records(tmp_path: Path, quick: bool) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD)
    with Catalogue.open(path) as catalogue:
        assert catalogue.check(quick=quick) == ()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE source_record SET raw = zeroblob(40) WHERE key = 1")
    connection.execute("UPDATE trial SET source_count = 7 WHERE key = 2")
    connection.commit()
    connection.close()
    with path.open("r+b") as file:
        file.seek(
            36
        )  # the number of free pages, https://sqlite.org/fileformat.html#the_database_header
        file.write((5).to_bytes(4, "big"))
    with Catalogue.open(path) as catalogue:
        found = "\n".join(catalogue.check(quick=quick))
    for said in ("SQLite: ", "count of sources is wrong", "bytes are not those imported"):
        assert said in found


@pytest.mark.parametrize("quick", [False, True])
def test_every_damaged_record_is_told_once_whoever_looks_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: bool
) -> None:
    """Two threads take portions of them in turn."""
    monkeypatch.setattr(checking, "_PORTION", 1)
    path = tmp_path / "c.db"
    keep(path, OLD)
    connection = sqlite3.connect(path)
    connection.execute(
        "UPDATE source_record SET raw = zeroblob(40), file = 'f' || key WHERE key <> 2"
    )
    hurt = [row[0] for row in connection.execute("SELECT file FROM source_record WHERE key <> 2")]
    connection.commit()
    connection.close()
    told = [f"a record of {each} is damaged: its bytes are not those imported" for each in hurt]
    with Catalogue.open(path) as catalogue:
        found = [each for each in catalogue.check(quick=quick) if "damaged" in each]
    assert len(hurt) > 1
    assert found == told


def test_whoever_stops_a_check_does_not_wait_for_its_other_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both halves are told: one that reads ten gigabytes would go on for minutes."""
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    stopped, begun = threading.Event(), threading.Event()

    class Reading:
        def interrupt(self) -> None:
            stopped.set()

    def pages(
        _: Path, __: str, reading: list[object], portions: Iterator[int]
    ) -> tuple[list[str], list[tuple[int, str]]]:
        reading.append(Reading())
        begun.set()
        assert stopped.wait(60)
        assert not list(portions), "nor does it begin with records"
        return [], []

    def records(_: object, __: object) -> list[tuple[int, str]]:
        begun.wait(60)
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "_pages", pages)
    monkeypatch.setattr(checking, "_damaged_records", records)
    with Catalogue.open(path) as catalogue, pytest.raises(KeyboardInterrupt):
        catalogue.check()
    assert stopped.is_set()


def test_what_another_program_left_half_done_is_undone_first(tmp_path: Path) -> None:
    """Else its journal would be taken for one of the new file, and old pages put into that."""
    path, hurt = tmp_path / "c.db", tmp_path / "killed" / "c.db"
    keep(path, OLD)
    hurt.parent.mkdir()
    journal = hurt.with_name("c.db-journal")
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 2")  # what is changed is written before the end
    connection.execute("BEGIN")
    connection.execute("UPDATE trial SET title = 'half', brief_summary = hex(zeroblob(3000))")
    shutil.copy(path, hurt)
    shutil.copy(path.with_name("c.db-journal"), journal)
    connection.execute("ROLLBACK")
    connection.close()
    assert hurt.read_bytes() != path.read_bytes()
    keep(hurt, [record(trial("NCT88880001", title="New trial"))])
    assert not journal.exists()
    assert rows(hurt, "SELECT count(*), sum(title = 'half') FROM trial") == [(21, 0)]
    with Catalogue.open(hurt) as catalogue:
        assert catalogue.check() == ()


@pytest.mark.parametrize("left", [b"", bytes(512)])
def test_a_journal_of_nothing_hinders_no_import(tmp_path: Path, left: bytes) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD[:3])
    path.with_name("c.db-journal").write_bytes(left)
    keep(path, OLD)
    with Catalogue.open(path) as catalogue:
        assert catalogue.count() == 20
        assert catalogue.check() == ()


def test_what_breaks_a_rule_of_its_table_is_never_published(tmp_path: Path) -> None:
    """SQLite reads no CHECK of a file that it opened for reading only: this one is not."""
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    with pytest.raises(CatalogueError, match="not sound"), changing(path) as working:
        working.connection.execute("PRAGMA ignore_check_constraints = ON")
        working.connection.execute(
            "INSERT INTO source_number (number, source, own) VALUES ('nct:x', 1, 7)"
        )
    assert not rows(path, "SELECT * FROM source_number WHERE own = 7")


@pytest.mark.parametrize(
    ("number", "ends"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]
)
def test_a_signal_ends_the_check_of_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, ends: type[BaseException]
) -> None:
    """Of ten gigabytes it takes minutes, in one statement."""
    path = tmp_path / "c.db"
    keep(path, OLD)
    before = path.read_bytes()
    monkeypatch.setattr(opening, "_STEPS", 1)
    with pytest.raises(ends) as told, changing(path) as working:
        working.connection.execute("UPDATE trial SET title = 'New'")
        monkeypatch.setattr(stopping, "_asked", number)
    assert ends is KeyboardInterrupt or told.value.args == (128 + number,)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.part*"))


def test_truncated_and_flipped_files_give_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD)
    whole = path.read_bytes()
    chance = random.Random(4)
    for _ in range(40):
        hurt = bytearray(whole[: chance.randrange(1, len(whole))])
        for _ in range(20):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        path.write_bytes(hurt)
        try:
            with Catalogue.open(path) as catalogue:
                for each in OLD:
                    catalogue.get(each.trial.number or "")
                catalogue.check()
                catalogue.stats()
        except CatalogueError:
            pass  # one plain sentence: all that a reader may see


_IMPORT = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from tests.catalog.keeping import keep, record
from tests.catalog.making import trial
keep(Path(sys.argv[1]), [record(trial(f"NCT8888{n:04}", title=f"New {n}")) for n in range(300)])
"""


@pytest.mark.slow
def test_kill_9_at_any_moment_leaves_one_of_two_whole_states(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD)
    old = path.read_bytes()
    chance = random.Random(1)
    seen = set()
    longest = _seconds(path, old)
    for _ in range(often(6, 60)):
        path.write_bytes(old)
        process = subprocess.Popen([sys.executable, "-c", _IMPORT, str(path), str(ROOT)])
        time.sleep(chance.uniform(0.05, longest * 1.1))
        process.kill()
        process.wait()
        with Catalogue.open(path) as catalogue:
            assert catalogue.check() == ()
            count = len(rows(path, "SELECT key FROM trial"))
            assert count == catalogue.count()
        assert count in (20, 320)
        seen.add(count)
    assert 20 in seen
    keep(path, OLD)
    assert not list(tmp_path.glob("*.part*"))


def _seconds(path: Path, old: bytes) -> float:
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", _IMPORT, str(path), str(ROOT)], check=True)
    return time.monotonic() - started


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB; needs the right to mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small disk is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


def test_a_full_disk_is_said_and_the_old_catalogue_stays(small_disk: Path) -> None:
    path = small_disk / "c.db"
    keep(path, OLD[:5])
    before = path.read_bytes()
    many = [record(trial(f"NCT7777{n:04}", title=os.urandom(300).hex())) for n in range(2000)]
    with pytest.raises(DiskFull, match="disk is full"):
        keep(path, many)
    assert path.read_bytes() == before
    with Catalogue.open(path) as catalogue:
        assert catalogue.check() == ()
    assert not list(small_disk.glob("*.part*"))


def test_an_interrupted_import_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    with pytest.raises(KeyboardInterrupt), changing(path, resume="work") as working:
        working.connection.execute("INSERT INTO meta VALUES ('half', 'done')")
        working.checkpoint()
        raise KeyboardInterrupt
    assert not path.exists()
    with changing(path, resume="other work") as working:
        assert not working.resumed
        working.discard()
    with pytest.raises(KeyboardInterrupt), changing(path, resume="work") as working:
        working.checkpoint()
        raise KeyboardInterrupt
    with changing(path, resume="work") as working:
        assert working.resumed
    assert rows(path, "SELECT value FROM meta WHERE name = 'resume'") == []


def test_sigterm_during_an_import_removes_nothing_published(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD)
    before = path.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(path), str(ROOT)], stderr=subprocess.DEVNULL
    )
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    process.wait()
    assert path.read_bytes() == before or len(rows(path, "SELECT key FROM trial")) == 320


def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    wanted = tmp_path / "nowhere" / "board.html"
    with pytest.raises(FileNotFoundError) as error:
        write_whole(wanted, b"x")
    assert error.value.filename == str(wanted), "nobody has named the hidden part"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("resume", ["work", None])
def test_a_signal_in_the_middle_of_a_statement_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, resume: str | None
) -> None:
    """As the signal asks, the catalogue as it was, and what was done before is gone on with."""
    monkeypatch.setattr(stopping, "_asked", 0)
    path = tmp_path / "c.db"
    keep(path, OLD[:3])
    before = path.read_bytes()

    def comes() -> int:
        stopping.ask(number)
        return 1

    endless = "WITH RECURSIVE q(i) AS (SELECT come() UNION ALL SELECT i + 1 FROM q)"
    with (
        pytest.raises((SystemExit, KeyboardInterrupt)) as ended,
        changing(path, resume=resume) as working,
    ):
        working.connection.execute("UPDATE trial SET title = 'done'")
        working.checkpoint()
        working.connection.create_function("come", 0, comes)
        working.connection.execute(f"{endless} INSERT INTO meta SELECT i, i FROM q")
    assert ended.type is (KeyboardInterrupt if number == signal.SIGINT else SystemExit)
    assert getattr(ended.value, "code", 130) in (130, 128 + number)
    assert path.read_bytes() == before
    left = sorted(each.name for each in tmp_path.iterdir())
    assert left == (["c.db", "c.db.lock", "c.db.part"] if resume else ["c.db", "c.db.lock"])
    stopping.ask(0)
    with changing(path, resume=resume) as working:
        assert working.resumed == bool(resume)
        query = "SELECT count(*) FROM trial WHERE title = 'done'"
        assert working.connection.execute(query).fetchone()[0] == (3 if resume else 0)


def test_a_signal_while_it_is_written_anew_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping, "_asked", 0)
    monkeypatch.setattr(opening, "_STEPS", 1)
    path = tmp_path / "c.db"
    keep(path, OLD)
    with pytest.raises(SystemExit), changing(path, resume="work") as working:
        working.connection.execute("UPDATE trial SET title = 'done'")
        working.connection.commit()
        monkeypatch.setattr(stopping, "asked", lambda: signal.SIGTERM)
        working.compact()
    assert not (tmp_path / "c.db.part-compact").exists()
