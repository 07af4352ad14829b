"""The copy made ahead: taken where it is of this very file, and never missed where it is not."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.store import ahead, publish
from catalog.store.ahead import copy_ahead, named
from catalog.store.catalogue import Catalogue
from catalog.store.publish import changing
from tests.catalog.keeping import keep, record, rows
from tests.catalog.making import trial
from tui.cli.program import main

ROOT = Path(__file__).resolve().parent.parent.parent
OLD = [record(trial(f"NCT9999{n:04}", title=f"Old trial {n}")) for n in range(20)]
NEW = [record(trial(f"NCT8888{n:04}", title=f"New trial {n}")) for n in range(3)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "c.db"
    keep(made, OLD)
    return made


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def stored(path: Path) -> list[tuple[object, ...]]:
    return rows(path, "SELECT t.id, s.sha256 FROM trial t JOIN source_record s ON s.trial = t.key")


def test_the_next_change_works_on_the_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert copy_ahead(path) == ""
    made = named(path).stat()
    assert named(path).read_bytes() == path.read_bytes()
    assert made.st_mode & 0o777 == 0o600  # nobody reads it before it is published
    assert names(path) == ["c.db", "c.db.lock", "c.db.next"]
    assert copy_ahead(path) == ""  # it is there
    assert named(path).stat().st_ino == made.st_ino
    monkeypatch.setattr(publish, "copy_bytes", lambda *_: pytest.fail("it was copied again"))
    keep(path, NEW)
    assert path.stat().st_ino == made.st_ino
    assert path.stat().st_mode & 0o777 == 0o644
    assert names(path) == ["c.db", "c.db.lock"]
    with Catalogue.open(path) as catalogue:
        assert catalogue.count() == 23
        assert catalogue.check() == ()


def _garbage(path: Path) -> None:
    named(path).write_bytes(b"not a catalogue" * 99)


def _of_before(path: Path) -> None:
    copy_ahead(path)
    kept = path.with_name("kept")
    named(path).rename(kept)
    keep(path, [record(trial("NCT77770001", title="Came after the copy"))])
    kept.rename(named(path))


def _hard_link(path: Path) -> None:
    """Of the right size and time, and a file that somebody else can go on writing."""
    copy_ahead(path)
    os.link(named(path), path.with_name("other"))


def _symbolic_link(path: Path) -> None:
    copy_ahead(path)
    named(path).rename(path.with_name("other"))
    named(path).symlink_to("other")


def _folder(path: Path) -> None:
    named(path).mkdir()


def _cut_off(path: Path) -> None:
    copy_ahead(path)
    kept = path.stat()
    with named(path).open("r+b") as file:
        file.truncate(4096)
    os.utime(named(path), ns=(kept.st_atime_ns, kept.st_mtime_ns))


@pytest.mark.parametrize(
    "lies", [_garbage, _of_before, _hard_link, _symbolic_link, _folder, _cut_off]
)
def test_what_is_no_copy_of_this_file_is_not_taken(
    path: Path, lies: Callable[[Path], None]
) -> None:
    lies(path)
    before = stored(path)
    keep(path, NEW)
    assert len(stored(path)) == len(before) + 3
    assert set(before) < set(stored(path))
    assert not named(path).is_file()
    with Catalogue.open(path) as catalogue:
        assert catalogue.check() == ()


def test_an_import_that_comes_meanwhile_is_neither_kept_waiting_nor_undone(path: Path) -> None:
    come = iter([lambda: keep(path, NEW)])
    assert copy_ahead(path, lambda done, size: next(come, lambda: None)()) == ""
    assert names(path) == ["c.db", "c.db.lock"]
    assert len(stored(path)) == 23


def test_a_copy_of_what_is_being_changed_is_not_kept(path: Path) -> None:
    with changing(path) as working:
        assert copy_ahead(path) == ""
        assert not named(path).exists()
        working.discard()
    assert names(path) == ["c.db", "c.db.lock"]


def test_two_who_make_it_do_not_write_one_file(path: Path) -> None:
    said: list[str] = []
    assert copy_ahead(path, lambda done, size: said.append(copy_ahead(path))) == ""
    assert said and not any(said)
    assert named(path).read_bytes() == path.read_bytes()
    assert names(path) == ["c.db", "c.db.lock", "c.db.next"]


def test_readers_that_never_leave_keep_what_they_opened(path: Path) -> None:
    with Catalogue.open(path) as first:
        assert copy_ahead(path) == ""
        keep(path, NEW[:1])
        with Catalogue.open(path) as second:
            assert copy_ahead(path) == ""
            keep(path, NEW[1:])
            assert [first.count(), second.count()] == [20, 21]
            assert first.check() == second.check() == ()
            assert first.get("NCT88880000") is None
            assert second.get("NCT88880001") is None
    with Catalogue.open(path) as third:
        assert third.count() == 23


_KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from catalog.store import ahead
ahead._PIECE = 4096
left = int(sys.argv[3])
def copied(done, size):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
ahead.copy_ahead(Path(sys.argv[1]), copied)
"""


@pytest.mark.parametrize("pieces", [1, 7])
def test_killed_at_copying_it_leaves_nothing_that_is_taken(path: Path, pieces: int) -> None:
    before = path.read_bytes()
    command = [sys.executable, "-c", _KILLED, str(path), str(ROOT), str(pieces)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert names(path) == ["c.db", "c.db.lock", "c.db.next.part"]
    assert path.read_bytes() == before
    keep(path, NEW[:1])
    assert len(stored(path)) == 21
    assert copy_ahead(path) == ""  # goes over what is left
    assert named(path).read_bytes() == path.read_bytes()
    assert names(path) == ["c.db", "c.db.lock", "c.db.next"]


@pytest.mark.parametrize("within", [True, False])
def test_a_full_disk_is_told_and_nothing_is_left(
    path: Path, monkeypatch: pytest.MonkeyPatch, within: bool
) -> None:
    def refused(code: int) -> Callable[..., int]:
        def refuse(*_: object) -> int:
            raise OSError(code, os.strerror(code))

        return refuse

    monkeypatch.setattr(os, "copy_file_range", refused(errno.ENOSPC if within else errno.EXDEV))
    if not within:
        monkeypatch.setattr(os, "write", refused(errno.ENOSPC))
    assert copy_ahead(path) == os.strerror(errno.ENOSPC)
    assert names(path) == ["c.db", "c.db.lock"]


def test_what_the_kernel_does_not_copy_is_copied_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "copy_file_range", refuse)
    monkeypatch.setattr(ahead, "_PIECE", 5000)
    assert copy_ahead(path) == ""
    assert named(path).read_bytes() == path.read_bytes()


def test_where_room_is_short_none_is_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_free", lambda _: 3 << 20)
    assert "3 MiB are free, and it takes" in copy_ahead(path)
    assert names(path) == ["c.db", "c.db.lock"]


def test_an_import_makes_it_where_the_setting_asks_for_it(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "nice", lambda _: 0)  # the test goes on in this process
    settings = tmp_path / "settings.toml"
    monkeypatch.setenv("TRIALS_CONFIG", str(settings))
    study = ROOT / "tests" / "importers" / "samples" / "ctgov-json" / "boxed.json"
    command = ["--catalog", str(path), "import", str(study)]
    assert main([*command, "--dry-run"]) == 0
    assert main(command) == 0
    assert not named(path).exists()
    settings.write_text("copy_ahead = true\n")
    assert main([*command, "--dry-run"]) == 0
    assert not named(path).exists()
    assert main(command) == 0  # nothing new in it, and the next one is made ready all the same
    assert named(path).read_bytes() == path.read_bytes()
    capsys.readouterr()
    named(path).unlink()
    monkeypatch.setattr(ahead, "_free", lambda _: 3 << 20)
    assert main(command) == 0
    assert "the next import copies the catalogue itself: 3 MiB are free" in capsys.readouterr().err
