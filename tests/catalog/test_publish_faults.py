"""Publishing on a disk and in a folder that fail: every error number at every call.

Whatever fails: the catalogue is the old one or the new one, whole; no part is left that can be
removed; it is told in one sentence, as an error of the disk and never as a defect.
"""

from __future__ import annotations

import errno
import fcntl
import os
import random
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.model.errors import CatalogueError, CatalogueLocked
from catalog.store import publish
from catalog.store.catalogue import Catalogue
from catalog.store.publish import changing
from tests.catalog.keeping import keep, left, record
from tests.catalog.making import trial
from tests.soaking import often

ROOT = Path(__file__).resolve().parent.parent.parent
OLD = [record(trial(f"NCT9999{n:04}", title=f"Old trial {n}")) for n in range(3)]
NUMBERS = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EXDEV, errno.EACCES,
           errno.ENOLCK)  # fmt: skip
CALLS = ("open", "fsync", "replace", "unlink", "chmod", "chown", "copy_file_range", "fstat",
         "fchmod", "close", "pread", "rename", "link")  # fmt: skip
"""Functions of `os` that publishing asks something of the disk by."""


_APART = 1
"""How far the calls that fail are apart."""


class Failing:
    """Lets the call that is wanted fail, and counts them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, number: int) -> None:
        self.at, self.number, self.count = at, number, 0
        self.failed = ""
        for name in CALLS:
            monkeypatch.setattr(os, name, self._wrapped(name, getattr(os, name)))
        monkeypatch.setattr(fcntl, "fcntl", self._wrapped("lock", fcntl.fcntl))

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self.at:
                self.failed = name
                if name == "close":
                    call(*given, **named)  # a number that is closed stays closed
                raise OSError(self.number, os.strerror(self.number))
            return call(*given, **named)

        return wrapped


def _change(path: Path) -> None:
    with changing(path) as working:
        working.connection.execute("UPDATE trial SET title = 'New'")


def _ready(path: Path) -> None:
    """What was done before the change begins."""


def _calls(path: Path) -> int:
    _ready(path)
    with pytest.MonkeyPatch.context() as patched:
        counting = Failing(patched, -1, 0)
        _change(path)
    return counting.count


def _titles(path: Path) -> set[str]:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {title for (title,) in connection.execute("SELECT title FROM trial")}


@pytest.mark.parametrize("number", NUMBERS, ids=errno.errorcode.get)
def test_every_error_at_every_call(tmp_path: Path, number: int) -> None:
    source = tmp_path / "source.db"
    keep(source, OLD)
    calls = _calls(source)
    keep(source, OLD)
    shutil.copy(source, tmp_path / "kept.db")
    assert calls > 10
    for at in range(1, calls + 1, _APART):
        folder = tmp_path / f"at{at}"
        folder.mkdir()
        path = folder / "c.db"
        shutil.copy(tmp_path / "kept.db", path)
        _ready(path)
        before = _titles(path)
        with pytest.MonkeyPatch.context() as patched:
            failing = Failing(patched, at, number)
            try:
                _change(path)
            except CatalogueError as error:
                told = error.reason
                assert "\n" not in told
                assert not isinstance(error, CatalogueLocked) or failing.failed == "lock"
        assert _titles(path) in (before, {"New"}), failing.failed
        beside = left(folder) - {"c.db", "c.db.lock"}
        assert not beside or failing.failed == "unlink", (failing.failed, beside)
        _change(path)
        assert left(folder) == {"c.db", "c.db.lock"}, "the next one"


class Traced:
    """One change in a process of its own, its calls to the kernel looked at, or one refused."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "c.db"
        self._log = folder.parent / "calls"
        """Outside of the folder that is looked at."""
        names = ("", ".part", ".lock", "-journal", ".part-journal", ".part-wal", ".part-shm",
                 ".next", ".pages", ".pages.part", ".spare")  # fmt: skip
        self._places = [str(folder), *(f"{self.path}{name}" for name in names)]

    def run(self, inject: str = "") -> str:
        """What the change says; strace is attached before it begins."""
        told, said = os.pipe()
        go, begin = os.pipe()
        child = os.fork()
        if not child:
            self._change(go, said)
        os.close(said)
        places = [part for place in self._places for part in ("-P", place)]
        refused = ["-e", f"inject={inject}"] if inject else []
        with subprocess.Popen(
            ["strace", "-f", "-qq", "-o", str(self._log), "-p", str(child), *places, *refused],
            stderr=subprocess.PIPE,
        ) as tracer:  # fmt: skip
            status = Path(f"/proc/{child}/status")
            while "TracerPid:\t0" in status.read_text() and tracer.poll() is None:
                os.sched_yield()
            is_traced = tracer.poll() is None
            os.write(begin, b"x")
            with os.fdopen(told, encoding="utf-8") as answer:
                text = answer.read()
            os.waitpid(child, 0)
        for each in (go, begin):
            os.close(each)
        if not is_traced:
            pytest.skip("strace may not attach to a process here")
        return text

    def _change(self, go: int, said: int) -> None:
        os.read(go, 1)
        try:
            _change(self.path)
            text = "changed"
        except CatalogueError as error:
            text = f"{type(error).__name__}: {error.reason}"
        except BaseException as error:  # told to the test, which says what it thinks of it
            text = f"DEFECT {error!r}"
        os.write(said, text.encode())
        os._exit(0)

    def calls(self) -> dict[str, int]:
        """How often each call was made, at most, by one of the threads."""
        counted: dict[tuple[str, str], int] = {}
        for line in self._log.read_text("utf-8", "replace").splitlines():
            if found := re.match(r"(\d+) +(\w+)\(", line):
                counted[found[2], found[1]] = counted.get((found[2], found[1]), 0) + 1
        return {
            name: max(count for (each, _), count in counted.items() if each == name)
            for name, _ in counted
        }


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is needed")
def test_every_error_of_the_kernel_at_every_call(tmp_path: Path) -> None:
    """As above, but what fails is the system call itself, in Python and in SQLite alike."""
    kept = tmp_path / "kept.db"
    keep(kept, OLD)
    before = _titles(kept)
    folder = tmp_path / "folder"
    folder.mkdir()
    traced = Traced(folder)
    shutil.copy(kept, traced.path)
    _ready(traced.path)
    assert traced.run() == "changed"
    calls = traced.calls()
    assert {"openat", "fsync", "rename", "unlink", "fcntl", "pwrite64"} <= set(calls)
    tries = [
        (name, number, when)
        for name, most in sorted(calls.items())
        for when in range(1, most + 1)
        for number in map(errno.errorcode.get, NUMBERS)
    ]
    for name, number, when in random.Random(15).sample(tries, often(12, len(tries))):
        for each in folder.iterdir():
            each.unlink()
        shutil.copy(kept, traced.path)
        _ready(traced.path)
        told = traced.run(f"{name}:error={number}:when={when}")
        what = (name, number, when, told)
        assert not told.startswith("DEFECT"), what
        assert "\n" not in told, what
        assert _titles(traced.path) in (before, {"New"}), what
        beside = left(folder) - {"c.db", "c.db.lock"}
        assert not beside or name == "unlink", (what, beside)
        _change(traced.path)
        assert left(folder) == {"c.db", "c.db.lock"}, what
    sys.stdout.write(f"{len(tries)} errors at {sum(calls.values())} calls: {sorted(calls)}\n")


# rights


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    os.umask(before)
    yield os.umask
    os.umask(before)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o664, 0o600, 0o444])
@pytest.mark.parametrize("hidden", [0o077, 0o022, 0o002])
def test_a_replaced_catalogue_keeps_its_mode(
    tmp_path: Path, umask: Callable[[int], int], mode: int, hidden: int
) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    path.chmod(mode)
    umask(hidden)
    keep(path, OLD)
    assert _mode(path) == mode


@pytest.mark.parametrize(("hidden", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o002, 0o644)])
def test_a_new_catalogue_is_as_the_umask_has_it(
    tmp_path: Path, umask: Callable[[int], int], hidden: int, mode: int
) -> None:
    umask(hidden)
    keep(tmp_path / "c.db", OLD[:1])
    assert _mode(tmp_path / "c.db") == mode


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files to others")


@as_root
def test_a_replaced_catalogue_keeps_owner_and_group(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    os.chown(path, 12345, 12346)
    keep(path, OLD)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12346)


def test_a_replaced_catalogue_keeps_its_access_list(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    if not shutil.which("setfacl"):
        pytest.skip("setfacl is not installed")
    if subprocess.run(["setfacl", "-m", "u:12345:r", path], capture_output=True).returncode:
        pytest.skip("this file system has no access lists")
    before = os.getxattr(path, "system.posix_acl_access")
    keep(path, OLD)
    assert os.getxattr(path, "system.posix_acl_access") == before


# the lock


def test_a_lock_is_for_those_who_may_write_the_folder(tmp_path: Path) -> None:
    for folder, mode in ((0o755, 0o600), (0o2775, 0o660), (0o1777, 0o666)):
        tmp_path.chmod(folder)
        (tmp_path / "c.db.lock").unlink(missing_ok=True)
        for _ in range(2):
            keep(tmp_path / "c.db", OLD[:1])
            assert _mode(tmp_path / "c.db.lock") == mode
        (tmp_path / "c.db.lock").chmod(0o644)  # as it was made before
        keep(tmp_path / "c.db", OLD[:1])
        assert _mode(tmp_path / "c.db.lock") == mode


def _as(user: int, group: int, code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True, text=True, user=user, group=group, extra_groups=[], cwd=ROOT,
    )  # fmt: skip


@as_root
def test_who_only_reads_cannot_hold_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(each.stat().st_mode | 0o055)
    code = "import sys; open(sys.argv[1], 'rb')"
    try:
        done = _as(12345, 12345, code, f"{path}.lock")
    except PermissionError:
        pytest.skip("another user cannot run this Python")
    assert "Permission" in done.stderr


def test_a_lock_by_the_old_way_stops_nobody(tmp_path: Path) -> None:
    """`flock` needs only the right to read: whoever holds it that way is not waited for."""
    path = tmp_path / "c.db"
    keep(path, OLD[:1])
    with (tmp_path / "c.db.lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        keep(path, OLD)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
def test_a_file_system_without_locks_is_called_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def none(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "fcntl", none)
    with pytest.raises(CatalogueError, match="cannot be locked") as told:
        keep(tmp_path / "c.db", OLD)
    assert not isinstance(told.value, CatalogueLocked)


@pytest.mark.parametrize("kind", ["link", "fifo", "folder"])
@pytest.mark.parametrize("name", ["c.db.lock", "c.db.part", "c.db.part-journal"])
def test_what_is_planted_beside_it_is_not_followed(tmp_path: Path, name: str, kind: str) -> None:
    path, planted = tmp_path / "c.db", tmp_path / name
    keep(path, OLD[:1])
    planted.unlink(missing_ok=True)
    precious = tmp_path / "precious"
    precious.write_text("mine")
    if kind == "link":
        planted.symlink_to(precious)
    elif kind == "fifo":
        os.mkfifo(planted)
    else:
        planted.mkdir()
    try:
        keep(path, OLD)
    except CatalogueError as error:
        assert name in error.reason
    assert precious.read_text() == "mine"
    assert _titles(path)


def test_a_folder_whose_name_is_no_utf_8(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    keep(folder / "c.db", OLD)
    keep(folder / "c.db", OLD)
    with Catalogue.open(folder / "c.db") as catalogue:
        assert catalogue.count() == len(OLD)


def test_a_backup_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "c").write_bytes(b"x" * 100)
    with pytest.raises(FileExistsError):
        publish.copy_bytes(tmp_path / "c", target)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("text", ["a\nb", "a\r\n  b\n", "a\x0bb", "a\u2028b", "\na\x85b"])
def test_a_sentence_is_one_line(text: str) -> None:
    assert CatalogueError(text).reason == str(CatalogueError(text)) == "a b"
