"""Changed pages only: every promise of docs/schema.md, "How it is changed", once more this way.

The tests that are taken from elsewhere are run as they are, but each change begins with a copy made
ahead and lists what it writes.
"""

import contextlib
import errno
import mmap
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from catalog.model.errors import CatalogueError
from catalog.model.trial import Trial
from catalog.store import ahead, importing, soundness
from catalog.store.ahead import copy_ahead, named
from catalog.store.catalogue import Catalogue
from catalog.store.importing import Imported, import_records
from catalog.store.pages import holding, spare, steps
from catalog.store.prepare import prepare
from catalog.store.publish import Start, Working, changing
from catalog.store.snapshots import snapshots
from tests.catalog import test_publish, test_publish_faults
from tests.catalog.keeping import FOR_THE_NEXT, leased, left, record, rows
from tests.catalog.making import trial
from tests.catalog.test_publish import (  # noqa: F401 (run again)
    test_a_journal_of_nothing_hinders_no_import,
    test_a_reader_keeps_the_file_it_opened,
    test_a_second_import_is_told_to_wait,
    test_an_exception_leaves_the_catalogue_as_it_was,
    test_an_interrupted_import_goes_on_where_it_was,
    test_another_programs_database_is_not_touched,
    test_what_another_program_left_half_done_is_undone_first,
    test_what_breaks_a_rule_of_its_table_is_never_published,
)
from tests.catalog.test_publish_faults import (  # noqa: F401 (run again)
    test_a_file_system_without_locks_is_called_that,
    test_a_folder_whose_name_is_no_utf_8,
    test_a_replaced_catalogue_keeps_its_access_list,
    test_a_replaced_catalogue_keeps_owner_and_group,
)
from tests.soaking import SOAK, often
from tui.cli.program import main

if SOAK:
    from tests.catalog.test_publish import (  # noqa: F401 (run again)
        small_disk,
        test_a_full_disk_is_said_and_the_old_catalogue_stays,
        test_kill_9_at_any_moment_leaves_one_of_two_whole_states,
    )
    from tests.catalog.test_publish_faults import (  # noqa: F401 (run again)
        test_a_replaced_catalogue_keeps_its_mode,
        test_every_error_of_the_kernel_at_every_call,
        umask,
    )

OLD = [trial(f"NCT9999{n:04}", title=f"Old trial {n}") for n in range(20)]
begun: list[bool] = []
"""Of each change: whether it listed what it wrote."""


@contextlib.contextmanager
def listing(
    path: Path, resume: str | None = None, start: Start | None = None, **_: object
) -> Iterator[Working]:
    """A change as the setting has it, where the import before was given the time for a copy."""
    if os.path.exists(path):  # noqa: PTH110 (Path's may raise)
        copy_ahead(path, changed_pages=True)
    with changing(path, resume, start, changed_pages=True) as working:
        begun.append(working.log is not None)
        yield working


@pytest.fixture(autouse=True)
def this_way(monkeypatch: pytest.MonkeyPatch) -> None:
    begun.clear()
    for module in (importing, test_publish, test_publish_faults):
        monkeypatch.setattr(module, "changing", listing)
    # What fails there shall fail in the change, not in the copy before it.
    monkeypatch.setattr(
        test_publish_faults, "_ready", lambda path: copy_ahead(path, changed_pages=True)
    )


@pytest.mark.parametrize("number", test_publish_faults.NUMBERS[: None if SOAK else 1])
def test_every_error_at_every_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(test_publish_faults, "_APART", often(9, 1))
    test_publish_faults.test_every_error_at_every_call(tmp_path, number)
    assert any(begun)


_KINDS = ["link", "fifo", "folder"]
_PLANTED = ["c.db.part", "c.db.part-wal", "c.db.next", "c.db.pages", "c.db.pages.part",
            "c.db.spare", "c.db.spare.part"]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), list(product(_PLANTED, _KINDS))[:: often(2, 1)])
def test_what_is_planted_beside_it_is_not_followed(tmp_path: Path, name: str, kind: str) -> None:
    test_publish_faults.test_what_is_planted_beside_it_is_not_followed(tmp_path, name, kind)


# what is listed, and what becomes of it


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "c.db"
    day(made, 1, OLD)
    return made


def day(path: Path, number: int, come: list[Trial] | None = None, most: int = 1) -> Imported:
    """An import, and what follows it at leisure."""
    at = f"2026-01-{number:02}T00:00:00Z"
    new = come or [trial(f"NCT8888{number:04}", title=f"Came on day {number}")]
    items = [prepare(record(each), at) for each in new]
    done = import_records(path, items, at, changed_pages=True, snapshots=most)
    assert copy_ahead(path, changed_pages=True) == ""
    return done


@pytest.fixture
def leases(tmp_path: Path) -> None:
    """Where the system does not say who has a file open, all is copied as ever."""
    if not leased(tmp_path):
        pytest.skip("no disk of this machine, or no leases on it")


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Grows with every copy of a whole catalogue: inodes are given again."""
    made: list[Path] = []
    copied = ahead._copied

    def counted(path: Path, *given: Any) -> bool:
        made.append(path)
        return copied(path, *given)

    monkeypatch.setattr(ahead, "_copied", counted)
    return made


def inode(path: Path) -> int:
    return path.stat().st_ino


def count(path: Path) -> int:
    with Catalogue.open(path) as catalogue:
        assert catalogue.check() == ()
        return catalogue.count()


@pytest.mark.usefixtures("leases")
@pytest.mark.parametrize("most", [0, 1, 2])
def test_what_is_kept_no_longer_is_the_next_copy(tmp_path: Path, most: int) -> None:
    path = tmp_path / "c.db"
    seen: list[int] = []
    for number in range(1, most + 5):
        day(path, number, OLD if number == 1 else None, most)
        assert named(path).read_bytes() == path.read_bytes()
        assert path.read_bytes()[18:20] == b"\x01\x01"
        assert named(path).stat().st_mode & 0o777 == 0o600
        assert len(snapshots(path)) == min(most, number - 1)
        assert named(path) not in [each.path for each in snapshots(path)]
        seen.append(inode(path))
    assert count(path) == 23 + most
    assert len(set(seen)) == most + 2, "no more files than there have to be"
    kept = {each.path.name for each in snapshots(path)}
    assert left(tmp_path) == {"c.db", "c.db.lock", *kept}


def test_whoever_reads_it_keeps_what_they_opened(path: Path) -> None:
    """For days, and by whatever program: what they hold is never written to."""
    path.chmod(0o640)
    with Catalogue.open(path) as catalogue, path.open("rb") as plain:
        was = plain.read()
        for number in range(2, 6):
            day(path, number, most=0)
        assert catalogue.count() == 20
        assert catalogue.check() == ()
        assert catalogue.get("NCT88880002") is None
        plain.seek(0)
        assert plain.read() == was
    assert path.stat().st_mode & 0o777 == 0o640
    assert count(path) == 24


@pytest.mark.usefixtures("leases")
def test_the_kernel_says_who_has_a_file_open(tmp_path: Path) -> None:
    """By any name, for reading alone, or only mapped; and who comes then waits."""
    file, other = tmp_path / "file", tmp_path / "other name"
    file.write_bytes(bytes(5000))
    os.link(file, other)
    mine = os.open(file, os.O_RDWR)
    assert holding.held_alone(mine)
    assert not holding.is_waited_for(mine)
    with pytest.raises(BlockingIOError):
        os.open(other, os.O_RDONLY | os.O_NONBLOCK)
    assert holding.is_waited_for(mine)
    holding.let_go(mine)
    with other.open("rb") as held:
        assert holding.held_alone(mine) is False
        mapped = mmap.mmap(held.fileno(), 0, prot=mmap.PROT_READ)
    assert holding.held_alone(mine) is False
    mapped.close()
    assert holding.held_alone(mine)
    os.close(mine)


@pytest.mark.parametrize("at", ["are_same", "brought_up"])
def test_an_import_that_comes_meanwhile_is_neither_kept_waiting_nor_undone(
    path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    with spare_of_the_next(path, 2):
        pass
    does = getattr(spare, at)

    def meanwhile(*given: Any) -> bool:
        monkeypatch.setattr(spare, at, does)
        with changing(path, changed_pages=True) as working:
            working.connection.execute("UPDATE trial SET title = 'Meanwhile'")
        return bool(does(*given))

    monkeypatch.setattr(spare, at, meanwhile)
    assert copy_ahead(path, changed_pages=True) == ""
    assert not named(path).exists()
    assert rows(path, "SELECT DISTINCT title FROM trial") == [("Meanwhile",)]
    day(path, 3)
    assert count(path) == 22
    assert left(path.parent) == {"c.db", "c.db.lock", "c.db.before-20260103T000000Z"}


def test_two_at_leisure_do_not_write_one_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with spare_of_the_next(path, 2):
        pass
    does = spare.brought_up

    def meanwhile(*given: Any) -> bool:
        monkeypatch.setattr(spare, "brought_up", does)
        assert copy_ahead(path, changed_pages=True) == ""
        return does(*given)

    monkeypatch.setattr(spare, "brought_up", meanwhile)
    copy_ahead(path, changed_pages=True)
    assert named(path).read_bytes() == path.read_bytes()
    day(path, 3)
    assert count(path) == 22
    assert left(path.parent) == {"c.db", "c.db.lock", "c.db.before-20260103T000000Z"}


def test_whoever_opened_the_copy_keeps_it(path: Path) -> None:
    with named(path).open("rb") as held:
        was = held.read()
        day(path, 2)
        held.seek(0)
        assert held.read() == was
    assert count(path) == 21


@pytest.mark.usefixtures("leases")
def test_who_comes_while_it_is_written_to_gets_what_is_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that had found the name before it was taken away waits, and it is given up."""
    day(path, 2, most=0)
    waited: list[bool] = []

    def is_waited_for(_: int) -> bool:
        waited.append(True)
        return True

    monkeypatch.setattr(holding, "is_waited_for", is_waited_for)
    day(path, 3, most=0)
    assert waited
    assert count(path) == 22
    assert named(path).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("said", [None, False])
def test_where_nobody_can_say_who_reads_no_catalogue_is_written_to(
    path: Path, monkeypatch: pytest.MonkeyPatch, said: bool | None
) -> None:
    monkeypatch.setattr(holding, "held_alone", lambda _: said)
    seen = [inode(path)]
    for number in range(2, 5):
        with path.open("rb") as held:
            was = held.read()
            day(path, number, most=0)
            held.seek(0)
            assert held.read() == was
        seen.append(inode(path))
    assert count(path) == 23


@pytest.mark.usefixtures("leases")
def test_a_network_folder_is_none_of_this_machine(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: list[Path]
) -> None:
    """By what mountinfo says of it, the longest and last name first; then all is copied."""
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(holding, "_MOUNTS", mounts)
    here = os.fsencode(tmp_path.resolve())
    line = b"1 0 0:1 / %s rw - %s x rw\n"
    kinds = {b"ext4": True, b"nfs4": False, b"fuse.sshfs": False, b"overlay": False, b"xfs": True}
    for kind, wanted in kinds.items():
        mounts.write_bytes(line % (b"/", b"nfs4" if wanted else b"ext4") + line % (here, kind))
        assert holding.is_of_this_machine(tmp_path) is wanted
        mounts.write_bytes(line % (here, b"tmpfs") + line % (here, kind) + line % (b"/", b"x"))
        assert holding.is_of_this_machine(tmp_path) is wanted
    mounts.write_bytes(line % (here, b"ext4") + line % (b"/proc/fs/nfsd", b"nfsd"))
    assert not holding.is_of_this_machine(tmp_path), "others may read it over NFS"
    odd = tmp_path / "a b"
    odd.mkdir()
    mounts.write_bytes(line % (here, b"nfs4") + line % (here + b"/a\\040b", b"ext4"))
    assert holding.is_of_this_machine(odd) and not holding.is_of_this_machine(tmp_path)
    whole.clear()
    day(path, 2, most=0)
    assert whole == [path]
    assert not begun[-1]
    mounts.unlink()
    assert not holding.is_of_this_machine(odd)
    assert count(path) == 21


@pytest.mark.usefixtures("leases")
def test_what_differs_where_it_should_not_is_never_taken(path: Path, whole: list[Path]) -> None:
    """A byte that the disk lost, in a page that no list names: of which of the two nobody knows."""
    day(path, 2, most=0)
    with spare_of_the_next(path, 3) as former, former.open("r+b") as file:
        known = former.stat()
        found = steps.between(path, steps.mark_of(former), steps.mark_of(path))
        assert found is not None
        page, numbers = found
        another = min(set(range(2, known.st_size // page)) - set(numbers))
        file.seek((another - 1) * page + page // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
        file.flush()
        os.utime(former, ns=(known.st_atime_ns, known.st_mtime_ns))
    assert "run trials check" in copy_ahead(path, changed_pages=True)
    assert not named(path).exists()
    whole.clear()
    day(path, 4, most=0)
    assert whole[0] == path, "copied and checked whole"
    assert count(path) == 23
    assert left(path.parent) == {"c.db", "c.db.lock"}


@contextlib.contextmanager
def spare_of_the_next(path: Path, number: int) -> Iterator[Path]:
    at = f"2026-01-{number:02}T00:00:00Z"
    item = prepare(record(trial(f"NCT8888{number:04}", title="One more")), at)
    import_records(path, [item], at, changed_pages=True)
    yield spare.named(path)


def _other_user(path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root may give files to others")
    os.chown(spare.named(path), 12345, -1)


def _second_name(path: Path) -> None:
    os.link(spare.named(path), path.with_name("a-backup"))


def _no_list(path: Path) -> None:
    steps.named(path).unlink()


def _broken_list(path: Path) -> None:
    data = bytearray(steps.named(path).read_bytes())
    data[-20] ^= 1
    steps.named(path).write_bytes(data)


def _written_list(path: Path) -> None:
    steps.named(path).chmod(0o666)


def _changed_by_hand(path: Path) -> None:
    with sqlite3.connect(spare.named(path)) as connection:
        connection.execute("UPDATE trial SET title = 'by hand'")
    connection.close()


@pytest.mark.parametrize(
    "does", [_other_user, _second_name, _no_list, _broken_list, _written_list, _changed_by_hand]
)
def test_what_is_not_ours_alone_is_not_written_to(
    path: Path, whole: list[Path], does: Callable[[Path], None]
) -> None:
    with spare_of_the_next(path, 2) as former:
        does(path)
        was = former.read_bytes()
    assert copy_ahead(path, changed_pages=True) == ""
    assert whole == [path]
    assert named(path).read_bytes() == path.read_bytes()
    if does is _second_name:
        assert path.with_name("a-backup").read_bytes() == was
    assert count(path) == 21


def test_the_catalogue_itself_is_never_the_spare(path: Path) -> None:
    """An import that was killed before the rename leaves a second name of what is published."""
    os.link(path, spare.named(path))
    was = path.read_bytes()
    named(path).unlink()
    assert copy_ahead(path, changed_pages=True) == ""
    assert path.read_bytes() == was
    assert inode(named(path)) != inode(path)


def test_a_catalogue_that_is_not_sound_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only the whole check sees of a change is looked for as soon as there is time."""
    named(path).unlink()
    monkeypatch.setattr(soundness, "fault", lambda _: "a page is missing")
    said = copy_ahead(path, changed_pages=True)
    assert said == "the catalogue is not sound (a page is missing): run trials check"
    assert left(path.parent) == {"c.db", "c.db.lock"}
    assert not named(path).exists()


def test_only_what_was_checked_whole_is_looked_at_in_part(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[Path] = []
    was = soundness.fault

    def fault(part: Path) -> str | None:
        checked.append(part)
        return was(part)

    monkeypatch.setattr(soundness, "fault", fault)
    with changing(path, changed_pages=True) as working:
        working.connection.execute("UPDATE trial SET title = 'New'")
    assert not checked
    copy_ahead(path)  # as the other setting makes it
    with changing(path, changed_pages=True) as working:
        working.connection.execute("UPDATE trial SET title = 'Newer'")
    assert checked == [path.with_name("c.db.part")]


def test_a_page_that_was_not_written_is_seen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk says yes and keeps the old page."""
    was, page = path.read_bytes(), 2048

    def lose(part: Path) -> None:
        found = part.read_bytes()
        for at in range(page, min(len(found), len(was)), page):
            if found[at : at + page] != was[at : at + page]:
                with part.open("r+b") as file:
                    file.seek(at)
                    file.write(was[at : at + page])
                return
        pytest.fail("nothing was changed")

    monkeypatch.setattr("catalog.store.publish.sync", lose)
    with (
        pytest.raises(CatalogueError, match="was not written"),
        changing(path, changed_pages=True) as working,
    ):
        working.connection.execute("UPDATE trial SET title = 'New'")
    assert path.read_bytes() == was


def test_a_large_change_is_not_listed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.store.pages.log._LARGE", 1000)
    day(path, 2, [trial(f"NCT7777{n:04}", title=f"One of many {n}") for n in range(40)])
    assert begun[-1]
    assert not steps.read(path).steps
    assert count(path) == 60


@pytest.mark.usefixtures("leases")
def test_nothing_new_costs_no_copy(path: Path) -> None:
    """The working copy becomes the spare again."""
    before = path.read_bytes(), inode(named(path))
    for _ in range(3):
        done = day(path, 1, OLD)
        assert not done.added
        assert (path.read_bytes(), inode(named(path))) == before
    assert left(path.parent) == {"c.db", "c.db.lock"}


@pytest.mark.parametrize("when", ["before", "meanwhile"])
@pytest.mark.parametrize("listed", [True, False])
def test_a_log_of_another_program_is_never_read_with_it(
    path: Path, when: str, listed: bool
) -> None:
    """A catalogue that is put beside it by a rename would be read together with it."""
    log = path.with_name("c.db-wal")
    was = path.read_bytes()
    if when == "before":
        log.write_bytes(b"of another program")
    with (
        pytest.raises(CatalogueError, match=r"c\.db-wal lies beside"),
        changing(path, changed_pages=listed) as working,
    ):
        working.connection.execute("UPDATE trial SET title = 'New'")
        log.write_bytes(b"of another program")
    assert path.read_bytes() == was
    assert log.read_bytes() == b"of another program"
    assert left(path.parent) == {"c.db", "c.db.lock", "c.db-wal"}


def test_a_log_of_another_program_is_named(path: Path, tmp_path: Path) -> None:
    """Where it was read with the catalogue that is called another program's file; else a check
    says that it lies there, for no import changes anything beside it."""
    log = path.with_name("c.db-wal")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("PRAGMA page_size = 2048")
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE other (n)")
    log.write_bytes((tmp_path / "other.db-wal").read_bytes())
    other.close()
    with pytest.raises(CatalogueError, match=r"c\.db-wal lies beside"):
        Catalogue.open(path)
    path.with_name("c.db-shm").unlink(missing_ok=True)
    log.write_bytes(b"")
    with Catalogue.open(path) as opened:
        (said,) = opened.check(quick=True)
    assert said.startswith("c.db-wal lies beside the catalogue")


def test_a_log_that_a_killed_import_left_is_never_read(path: Path, tmp_path: Path) -> None:
    """Of the working copy before: it would be taken for one of the next."""
    with contextlib.suppress(KeyboardInterrupt), changing(path, changed_pages=True) as working:
        working.connection.execute("UPDATE trial SET title = 'Killed'")
        working.checkpoint()
        for suffix in ("-wal", "-shm"):
            shutil.copy(f"{working.path}{suffix}", tmp_path / f"kept{suffix}")
        raise KeyboardInterrupt
    copy_ahead(path, changed_pages=True)
    for suffix in ("-wal", "-shm"):
        shutil.copy(tmp_path / f"kept{suffix}", tmp_path / f"c.db.part{suffix}")
    day(path, 2)
    assert not rows(path, "SELECT 1 FROM trial WHERE title = 'Killed'")
    assert count(path) == 21


def test_with_the_setting_off_nothing_of_it_stays(path: Path) -> None:
    day(path, 2, most=0)
    with spare_of_the_next(path, 3):
        pass
    with changing(path) as working:
        working.connection.execute("UPDATE trial SET title = 'New'")
    assert {each.name for each in path.parent.iterdir()} == {"c.db", "c.db.lock"}


def test_where_room_is_short_none_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with spare_of_the_next(path, 2) as former:
        monkeypatch.setattr(ahead, "_free", lambda _: 3 << 20)
        assert "3 MiB are free, and it takes" in copy_ahead(path, changed_pages=True)
        assert not former.exists()
    assert left(path.parent) == {"c.db", "c.db.lock"}
    assert not named(path).exists()


@pytest.mark.parametrize("number", (errno.EIO, errno.ENOSPC)[: None if SOAK else 1])
def test_every_error_at_leisure_leaves_the_catalogue_alone(
    path: Path, tmp_path: Path, number: int
) -> None:
    with spare_of_the_next(path, 2):
        was = path.read_bytes()

    def tried(at: int) -> tuple[Path, test_publish_faults.Failing]:
        folder = tmp_path / f"at{at}"
        folder.mkdir()
        for each in tmp_path.glob("c.db*"):
            shutil.copy2(each, folder)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(steps, "mark", lambda handle: f"{os.fstat(handle).st_size}")
            failing = test_publish_faults.Failing(patched, at, number)
            copy_ahead(folder / "c.db", changed_pages=True)
        return folder / "c.db", failing

    calls = tried(0)[1].count
    assert calls > 30
    for at in range(1, calls + 1, often(11, 1)):
        copied, failing = tried(at)
        assert copied.read_bytes() == was, failing.failed
        if named(copied).exists():
            assert named(copied).read_bytes() == was, failing.failed
        day(copied, 3)
        assert count(copied) == 22
        assert left(copied.parent) == {"c.db", "c.db.lock", "c.db.before-20260103T000000Z"}
        shutil.rmtree(copied.parent)


@pytest.mark.usefixtures("leases")
def test_the_setting(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Off unless it is asked for; then an import lists, and what is kept no longer is used."""
    monkeypatch.setattr(importing, "changing", changing)
    monkeypatch.setattr(os, "nice", lambda _: 0)  # the test goes on in this process
    settings = tmp_path / "settings.toml"
    monkeypatch.setenv("TRIALS_CONFIG", str(settings))
    samples = Path(__file__).parent.parent / "importers" / "samples" / "ctgov-json"
    first, second, third = (samples / name for name in ("boxed.json", "lines.ndjson", "list.json"))

    def does(file: Path) -> set[str]:
        assert main(["--catalog", str(path), "import", str(file)]) < 2
        return {each.name for each in tmp_path.iterdir()} & FOR_THE_NEXT

    for each in FOR_THE_NEXT:
        (tmp_path / each).unlink(missing_ok=True)
    assert does(first) == set()
    settings.write_text("changed_pages = true\nsnapshots = 0\n")
    assert does(second) == {"c.db.next", "c.db.pages"}
    former = inode(path)
    assert does(third) == {"c.db.next", "c.db.pages"}
    assert inode(named(path)) == former
    settings.write_text("")
    assert does(first) == set()
