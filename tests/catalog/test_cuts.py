"""Changed pages only: the power cut, or kill -9, after every call by which the disk is asked.

Whatever is pulled out: the catalogue is the old one or the new one, whole, in DELETE mode, and with
no log beside it; after the end it is the new one; and what is done next, at leisure and by the next
import, gives what it gives without a cut.
"""

import contextlib
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from catalog.store import publish
from catalog.store.ahead import copy_ahead, named
from catalog.store.importing import import_records
from catalog.store.pages import steps
from catalog.store.prepare import prepare
from tests.catalog.cutting import Call, Disk, made, recorded, traced
from tests.catalog.keeping import leased, record, rows
from tests.catalog.making import trial
from tests.soaking import often

DAY = "2026-01-{:02}T00:00:00Z"
LATER = [trial(f"NCT8888{n:04}", title=f"Came later {n}") for n in range(9)]

Titles = list[tuple[str, str]]
"""Trials by number, with their titles."""

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is needed")


def imported(path: Path, day: int, *, snapshots: int = 1) -> None:
    """One more trial, and another title of one that is there."""
    at = DAY.format(day)
    come = [LATER[day], trial("NCT99990003", title=f"Another title on day {day}")]
    items = [prepare(record(each, date=at[:10]), at) for each in come]
    import_records(path, items, at, changed_pages=True, snapshots=snapshots)


def stored(path: Path) -> Titles:
    found = rows(path, "SELECT t.id, t.title FROM trial t ORDER BY t.id")
    return [(str(number), str(title)) for number, title in found]


def beginning(path: Path, *, snapshots: int) -> None:
    """A catalogue, a snapshot or two, and a copy made ahead of one that was kept no longer."""
    at = DAY.format(1)
    old = [trial(f"NCT9999{n:04}", title=f"Old trial {n}") for n in range(20)]
    items = [prepare(record(each), at) for each in old]
    import_records(path, items, at, changed_pages=True, snapshots=snapshots)
    for day in range(2, 5):
        assert copy_ahead(path, changed_pages=True) == ""
        imported(path, day, snapshots=snapshots)
    spare = path.with_name("c.db.spare").stat().st_ino
    assert copy_ahead(path, changed_pages=True) == ""
    assert named(path).stat().st_ino == spare, "it was brought up to date, not copied"


def check(path: Path, wanted: list[Titles]) -> Titles:
    """The catalogue is one of these, whole, and anybody can read it."""
    assert not {each.name for each in path.parent.iterdir()} & {"c.db-wal", "c.db-journal"}
    assert path.read_bytes()[18:20] == b"\x01\x01"
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute("SELECT t.id, t.title FROM trial t ORDER BY t.id").fetchall()
    assert found in wanted
    return found


def goes_on(path: Path, found: Titles, *, at_leisure: bool) -> None:
    """The next leisure, the next import, and the leisure after that."""
    wanted = dict(found) | {"NCT88880006": "Came later 6", "NCT99990003": "Another title on day 6"}
    if at_leisure:
        assert copy_ahead(path, changed_pages=True) == ""
        assert named(path).read_bytes() == path.read_bytes()
    imported(path, 6)
    assert dict(check(path, [stored(path)])) == wanted
    assert copy_ahead(path, changed_pages=True) == ""
    assert named(path).read_bytes() == path.read_bytes()
    left = {each.name for each in path.parent.iterdir() if ".before-" not in each.name}
    assert left == {"c.db", "c.db.lock", "c.db.next", "c.db.pages"}


def at_work(path: Path, snapshots: int) -> None:
    imported(path, 5, snapshots=snapshots)
    copy_ahead(path, changed_pages=True)


class Scene(NamedTuple):
    folder: Path
    calls: list[Call]
    old: Titles
    new: Titles


@pytest.fixture(scope="module", params=[1, 0], ids=["a snapshot", "none"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A catalogue that was brought up to date three times, and one more import of it."""
    if not shutil.which("strace"):
        pytest.skip("strace is needed")
    if not leased(tmp_path_factory.mktemp("leases")):
        pytest.skip("no disk of this machine, or no leases on it")
    snapshots = int(request.param)
    folder = tmp_path_factory.mktemp("cuts")
    before, after = folder / "before" / "d", folder / "after" / "d"
    before.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(steps, "mark", _mark)
        beginning(before / "c.db", snapshots=snapshots)
        after.parent.mkdir()
        shutil.copytree(before, after, copy_function=shutil.copy2)
        calls = recorded(after, partial(at_work, after / "c.db", snapshots))
    old, new = stored(before / "c.db"), stored(after / "c.db")
    assert old != new
    assert named(after / "c.db").read_bytes() == (after / "c.db").read_bytes()
    return Scene(before, [_moved(each, after, before) for each in calls], old, new)


def _moved(call: Call, after: Path, before: Path) -> Call:
    one, other = os.fsencode(after), os.fsencode(before)
    return call._replace(texts=[each.replace(one, other) for each in call.texts])


def _mark(handle: int) -> str:
    """What tells states apart here, where inodes and times are made again: less than it should,
    so that more is believed than ever would be."""
    return f"{os.fstat(handle).st_size}-{os.pread(handle, 100, 0).hex()}"


@pytest.fixture(autouse=True)
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "mark", _mark)


def _points(scene: Scene) -> list[tuple[int, bool]]:
    """Calls after which the disk, or what it would hold, is another; and whether all is done."""
    disk = Disk(scene.folder)
    points, is_new = [], False
    renamed = False
    for at, call in enumerate(scene.calls):
        if not disk.do(call):
            continue
        renamed = renamed or (call.name == "rename" and call.texts[1].endswith(b"/c.db"))
        is_new = is_new or (renamed and call.name == "fsync")
        points.append((at, is_new))
    assert is_new
    return points


def _cut(scene: Scene, folder: Path, chance: random.Random | None, only: set[int]) -> int:
    """Cut after each of these calls."""
    disk, done, is_new = Disk(scene.folder), 0, dict(_points(scene))
    for at, call in enumerate(scene.calls):
        disk.do(call)
        if at not in only:
            continue
        path = folder / str(at) / "c.db"
        made(path.parent, disk.whole() if chance is None else disk.after_a_cut(chance))
        try:
            must = is_new[at] if chance else b"c.db.part" not in disk.names
            found = check(path, [scene.new] if is_new[at] and must else [scene.old, scene.new])
            goes_on(path, found, at_leisure=(at + done) % 2 == 0)
        except BaseException as error:
            error.add_note(f"cut after call {at}: {call.name} {call.texts[:1]!r:.80} {call.rest}")
            raise
        shutil.rmtree(path.parent)
        done += 1
    return done


def test_names_that_are_believed_are_given_up_before_anything_is_written(scene: Scene) -> None:
    """Else a power cut might bring back the name of a file that is another since. And what is
    published is synced before it has its name, and its name before anything else is done."""
    renamed = {
        tuple(each.rpartition(b"/")[2] for each in call.texts): at
        for at, call in enumerate(scene.calls)
        if call.name == "rename"
    }
    folders = {
        call.answer: at
        for at, call in enumerate(scene.calls)
        if call.name == "openat" and call.texts[0] == os.fsencode(scene.folder)
    }
    writes = {"write", "pwrite64", "ftruncate", "copy_file_range"}
    for before, after in ((b".next", b".part"), (b".spare", b".spare.part"), (b".part", b"")):
        at = renamed[b"c.db" + before, b"c.db" + after]
        for call in scene.calls[at + 1 :]:
            assert call.name not in writes, (before, call)
            if call.name == "fsync" and call.number in folders:
                break
    published = renamed[b"c.db.part", b"c.db"]
    last = [call for call in scene.calls[:published] if call.name in {*writes, "fsync"}]
    assert last[-1].name == "fsync"


@needs_strace
def test_killed_after_any_call(scene: Scene, tmp_path: Path) -> None:
    every = [at for at, _ in _points(scene)]
    only = set(random.Random(1).sample(every, often(3, len(every))))
    done = _cut(scene, tmp_path, None, only)
    sys.stdout.write(f"{done} kills, {len(every)} calls\n")


@needs_strace
@pytest.mark.parametrize("seed", range(often(1, 3)))
def test_the_power_cut_after_any_call(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(publish, "_boot", lambda: "another run of the machine")
    chance = random.Random(seed)
    every = [at for at, _ in _points(scene)]
    only = set(chance.sample(every, often(5, len(every))))
    done = _cut(scene, tmp_path, chance, only)
    sys.stdout.write(f"{done} power cuts, {len(every)} calls\n")


@needs_strace
def test_killed_at_any_call_of_the_kernel(scene: Scene, tmp_path: Path) -> None:
    """A process that is really killed, at calls of every kind: with its locks, leases and maps."""
    kept = tmp_path / "kept"
    snapshots = 1 if any(".before-" in each.name for each in scene.folder.iterdir()) else 0

    def anew(name: str) -> Path:
        folder = tmp_path / name / "d"
        folder.parent.mkdir()
        return Path(shutil.copytree(scene.folder, folder))

    kept.mkdir()
    folder = anew("counted")
    log = tmp_path / "calls"
    places = [part for name in _NAMES for part in ("-P", f"{{}}/{name}")]

    def kill(folder: Path, *options: str) -> int:
        filters = [each.format(folder) for each in places]
        return traced(log, partial(at_work, folder / "c.db", snapshots), *filters, *options)

    assert kill(folder) == 0
    counted = Counter(re.findall(r"^(\w+)\(", log.read_text("utf-8", "replace"), re.MULTILINE))
    every = [(name, when) for name, most in sorted(counted.items()) for when in range(1, most + 1)]
    done = 0
    for name, when in random.Random(3).sample(every, often(2, len(every))):
        folder = anew(f"{name}{when}")
        ended = kill(folder, "-e", f"inject={name}:signal=KILL:when={when}")
        assert os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL, (name, when)
        path = folder / "c.db"
        try:
            goes_on(path, check(path, [scene.old, scene.new]), at_leisure=done % 2 == 0)
        except BaseException as error:
            error.add_note(f"killed at {name} number {when}")
            raise
        shutil.rmtree(folder)
        done += 1
    sys.stdout.write(f"{done} processes killed, at {dict(counted)}\n")


_NAMES = ("", "c.db", "c.db.lock", *(f"c.db.{name}" for name in (
    "part", "part-wal", "part-shm", "part-journal", "next", "next.part", "pages", "pages.part",
    "spare", "spare.part")))  # fmt: skip
