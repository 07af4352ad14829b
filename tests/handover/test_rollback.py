"""Snapshots and the way back: what is kept, what is undone, what lives through it."""

import os
import random
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.identity import decisions
from catalog.model.errors import CatalogueError
from catalog.store import snapshots as module
from catalog.store.catalogue import Catalogue
from catalog.store.importing import import_records
from catalog.store.prepare import prepare
from catalog.store.receiving import Asked, Came, go_back
from catalog.store.snapshots import keep, prune, snapshot, snapshots
from tests.catalog.keeping import rows
from tests.handover.clinics import AT, hub, packed, page, shown, study, taken
from tests.soaking import SOAK

FEW = [study(number) for number in range(1, 4)]
DAYS = [f"2026-11-{day:02}T10:00:00Z" for day in range(1, 29)]


def imported(path: Path, records: list[Any], at: str, most: int = 1) -> None:
    import_records(path, [prepare(each, at) for each in records], at, snapshots=most)


def back(path: Path, number: int = 1, at: str = AT, **how: Any) -> Came:
    return go_back(path, snapshot(path, number), Asked(at=at, **{"snapshots": 1, **how}))


def ids(path: Path) -> set[object]:
    return {row[0] for row in rows(path, "SELECT id FROM trial")}


def names(path: Path) -> list[str]:
    return [each.path.name for each in snapshots(path)]


def test_an_import_keeps_the_catalogue_before_it(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    imported(path, FEW, DAYS[0])
    assert names(path) == []
    path.chmod(0o640)
    before = path.read_bytes()
    imported(path, [study(8)], DAYS[1])
    [kept] = snapshots(path)
    assert (kept.before, kept.trials, kept.path.read_bytes()) == (DAYS[1], 3, before)
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o640
    imported(path, [study(8)], DAYS[2])
    assert names(path) == [kept.path.name], "nothing was new"


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    for number, at in enumerate(DAYS[:6]):
        imported(path, [study(number)], at, most=3)
    assert [each.before for each in snapshots(path)] == [DAYS[5], DAYS[4], DAYS[3]]
    imported(path, [study(10)], DAYS[6], most=0)
    assert snapshots(path) == []


def test_nothing_is_kept_where_the_next_import_would_have_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = hub(tmp_path, FEW)
    room = os.statvfs_result((4096, 4096, 100, 10, 10, 1, 1, 1, 1, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: room)
    assert "is not kept" in keep(path, AT, 1)
    assert snapshots(path) == []


def test_a_file_system_without_second_names_gets_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "not permitted")

    path = hub(tmp_path, FEW)
    path.chmod(0o604)
    monkeypatch.setattr(os, "link", refused)
    assert keep(path, AT, 1) == ""
    [kept] = snapshots(path)
    assert kept.path.read_bytes() == path.read_bytes()
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o604
    assert keep(path, DAYS[27], 1) == ""
    assert len(snapshots(path)) == 1, "a copy of what is there is no snapshot"


def test_what_an_import_left_that_was_killed_is_no_snapshot(tmp_path: Path) -> None:
    path = hub(tmp_path, FEW)
    keep(path, DAYS[1], 5)
    imported(path, [study(9)], DAYS[2], most=5)
    assert [each.before for each in snapshots(path)] == [DAYS[2]]


@pytest.mark.parametrize("has_second_names", [True, False])
@pytest.mark.parametrize("what", [CatalogueError("no"), KeyboardInterrupt()])
def test_what_an_import_kept_that_failed_is_gone_with_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: BaseException,
    has_second_names: bool,
) -> None:
    """Not only with the next one: until then it would be offered as what was before."""
    path = hub(tmp_path, FEW)
    imported(path, [study(8)], DAYS[1], most=2)
    pack_ = packed(hub(tmp_path / "hub", [study(3), study(10)]))
    before, kept = path.read_bytes(), names(path)
    begun: list[list[str]] = []

    def fails(*_: object) -> None:
        begun.append(names(path))
        raise what

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr("catalog.store.publish._finish", fails)
    if not has_second_names:
        monkeypatch.setattr(os, "link", refused)
    with pytest.raises(type(what)):
        imported(path, [study(9)], DAYS[2], most=2)
    with pytest.raises(type(what)):
        taken(path, pack_, snapshots=2)
    assert [len(each) for each in begun] == [2, 2]
    assert (path.read_bytes(), names(path)) == (before, kept)


def test_an_import_is_undone_and_what_was_decided_stays(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    imported(path, FEW, DAYS[0])
    before = shown(path)
    imported(path, [study(1, "TERMINATED", "2026-11-01"), study(9)], DAYS[1])
    decisions.reject(path, "NCT99990001", "NCT99990002")
    came = back(path)
    assert (came.undone, came.own_records, came.own_decisions) == (2, 0, 1)
    assert shown(path) == before
    assert rows(path, "SELECT verdict FROM decision") == [("different",)]
    with Catalogue.open(path) as catalogue:
        assert catalogue.check() == ()
    back(path, at=DAYS[27])
    assert len(ids(path)) == 4, "and forward again"


def test_what_later_imports_of_the_clinic_brought_stays(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    imported(path, FEW, DAYS[0], most=3)
    imported(path, [study(8)], DAYS[1], most=3)
    imported(path, [page(2), study(9)], DAYS[2], most=3)
    dry = back(path, 2, dry_run=True)
    assert len(ids(path)) == 5
    came = back(path, 2, snapshots=3)
    assert came == dry
    assert (came.undone, came.own_records) == (1, 2)
    assert ids(path) == {"NCT99990001", "NCT99990002", "NCT99990003", "NCT99990009"}
    assert rows(path, "SELECT source_count FROM trial WHERE id = 'NCT99990002'") == [(2,)]


def test_replace_goes_back_to_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    imported(path, FEW, DAYS[0], most=3)
    imported(path, [study(8)], DAYS[1], most=3)
    imported(path, [study(9)], DAYS[2], most=3)
    came = back(path, 2, replace=True)
    assert came.dropped_records == 1
    assert len(ids(path)) == 3


def test_a_pack_is_undone_and_what_is_the_clinics_own_stays(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    mine = tmp_path / "c.db"
    taken(mine, packed(theirs, "1.pack"), DAYS[0])
    before = ids(mine)
    imported(theirs, [study(30)], DAYS[1])
    taken(mine, packed(theirs, "2.pack"), DAYS[2], snapshots=3)
    imported(mine, [page(70)], DAYS[3], most=3)
    came = back(mine, 2)
    assert ids(mine) == before | {"NCT99990070"}
    assert (came.own_records, came.undone) == (1, 1)
    taken(mine, packed(theirs, "3.pack"), DAYS[5])
    assert "NCT99990070" in ids(mine), "still its own"


def test_readers_of_the_old_file_go_on(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    imported(path, FEW, DAYS[0])
    imported(path, [study(9)], DAYS[1])
    with Catalogue.open(path) as new:
        back(path)
        assert not new.is_current()
        assert new.get("NCT99990009") is not None
        with Catalogue.open(path) as old:
            assert old.get("NCT99990009") is None
            prune(path, 0)
            assert all(each.get("NCT99990001") is not None for each in (new, old))


@pytest.mark.parametrize(
    ("number", "kept", "said"),
    [(1, 0, "no snapshot of it is kept"), (3, 1, "1 snapshot is kept"), (0, 1, "number 0")],
)
def test_a_snapshot_that_is_not_there(tmp_path: Path, number: int, kept: int, said: str) -> None:
    path = hub(tmp_path, FEW)
    if kept:
        imported(path, [study(9)], DAYS[20])
    with pytest.raises(CatalogueError, match=said):
        snapshot(path, number)


def test_a_damaged_snapshot_is_refused(tmp_path: Path) -> None:
    path = hub(tmp_path, FEW)
    imported(path, [study(9)], DAYS[20])
    [kept] = snapshots(path)
    kept.path.write_bytes(b"SQLite format 3\0" + os.urandom(5000))
    assert snapshots(path)[0].problem
    before = path.read_bytes()
    with pytest.raises(CatalogueError):
        back(path)
    assert path.read_bytes() == before


# kill -9 at every call by which something is asked of the disk

CALLS = ("open", "fsync", "replace", "link", "unlink", "chmod", "copy_file_range", "statvfs",
         "pread", "utime")  # fmt: skip


def _killed_at(count: int, work: Callable[[], object]) -> bool:
    """Do the work in a child that kills itself at the call of that number; whether it did."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = count

    def wrapped(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return counted

    for name in CALLS:
        setattr(os, name, wrapped(getattr(os, name)))
    for name in ("copy_bytes", "be_like"):
        setattr(module, name, wrapped(getattr(module, name)))
    try:
        work()
    finally:
        os._exit(0)


def _points(
    work: Callable[[], object], whole: Callable[[], bool], again: Callable[[], None]
) -> int:
    """Kill the work at each of its calls; the catalogue is whole after each. How many."""
    count = 1
    while _killed_at(count, work):
        assert whole(), count
        again()
        count += 1
    return count


def test_kill_9_at_any_point_leaves_the_old_catalogue_or_the_new(tmp_path: Path) -> None:
    theirs = hub(tmp_path, FEW)
    first = packed(theirs, "1.pack")
    imported(theirs, [study(9)], DAYS[1])
    packs = packed(theirs, "2.pack"), packed(theirs, "3.pack", since=first)
    mine = tmp_path / "c.db"
    taken(mine, first)
    imported(mine, [page(70)], DAYS[2], most=0)
    old = mine.read_bytes()
    states = {
        tuple(sorted(map(str, ids(mine)))),
        tuple(sorted({*map(str, ids(mine)), "NCT99990009"})),
    }
    seen = set()

    def again() -> None:
        for each in tmp_path.glob("c.db*"):
            each.unlink()
        mine.write_bytes(old)

    def whole() -> bool:
        with Catalogue.open(mine) as catalogue:
            assert catalogue.check() == ()
        for each in snapshots(mine):
            assert each.problem is None
        found = tuple(sorted(map(str, ids(mine))))
        seen.add(found)
        return found in states

    def pack(path: Path) -> Callable[[], object]:
        return lambda: taken(mine, path, DAYS[5], snapshots=1)

    for path in packs:
        again()
        assert _points(pack(path), whole, again) > 15
    assert seen == states

    def ready() -> None:
        again()
        taken(mine, packs[0], DAYS[5], snapshots=1)

    ready()
    seen.clear()
    assert _points(lambda: back(mine, at=DAYS[6]), whole, ready) > 15
    assert seen == states


def test_a_damaged_catalogue_is_replaced_by_its_snapshot_where_that_is_asked(
    tmp_path: Path,
) -> None:
    path = tmp_path / "c.db"
    imported(path, FEW, DAYS[0])
    before = shown(path)
    imported(path, [study(9)], DAYS[1])
    path.write_bytes(path.read_bytes()[:4096] + os.urandom(20_000))
    with pytest.raises(CatalogueError):
        back(path)
    back(path, replace=True)
    assert shown(path) == before


def test_snapshots_lie_beside_the_file_that_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    path = tmp_path / "link.db"
    path.symlink_to(tmp_path / "disk" / "c.db")
    imported(path, FEW, DAYS[0])
    imported(path, [study(9)], DAYS[1])
    [kept] = snapshots(path)
    assert kept.path.parent == tmp_path / "disk"
    back(path)
    assert path.is_symlink()
    assert len(ids(path)) == 3


@pytest.mark.skipif(not SOAK, reason="forty kills at moments by chance: make soak")
def test_kill_9_at_any_moment(tmp_path: Path) -> None:
    """Also within a statement of SQLite, which the calls above do not reach."""
    theirs = hub(tmp_path, [study(number) for number in range(1, 400)])
    first = packed(theirs, "1.pack")
    imported(theirs, [study(number) for number in range(400, 600)], DAYS[1])
    packs = packed(theirs, "2.pack"), packed(theirs, "3.pack", since=first)
    mine = tmp_path / "c.db"
    taken(mine, first)
    old = mine.read_bytes()
    chance = random.Random(5)
    seen = set()
    for turn in range(40):
        for each in tmp_path.glob("c.db*"):
            each.unlink()
        mine.write_bytes(old)
        child = os.fork()
        if not child:
            try:
                taken(mine, packs[turn % 2], DAYS[5], snapshots=1)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0.0, 3.0))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with Catalogue.open(mine) as catalogue:
            assert catalogue.check() == ()
            seen.add(catalogue.count())
        assert all(each.problem is None for each in snapshots(mine))
    assert seen == {399, 599}
