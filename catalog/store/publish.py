"""Changing the catalogue file safely: copy, change, check, rename.

Readers see the old file or the new one, whole, whatever is pulled out in between. One writer at a
time holds a lock beside the file. What is measured behind these choices is in `docs/schema.md`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalog.durable import be_like, sync
from catalog.model.errors import CatalogueError
from catalog.search.index import tables
from catalog.store import ahead, schema, soundness
from catalog.store.beside import refuse_log
from catalog.store.failing import disk_errors
from catalog.store.leftovers import undo_what_is_half_done
from catalog.store.locking import locked
from catalog.store.opening import check_version, connect_read_only
from catalog.store.pages import spare, steps
from catalog.store.pages.holding import is_of_this_machine
from catalog.store.pages.log import BESIDE, Log, leave
from catalog.store.pages.steps import Step
from catalog.store.writing import Writing, ending_of

_CACHE_KIB = 65_536
_AT_ONCE = 1 << 28
_PIECE = 1 << 20
_MADE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_COMPACT = "-compact"
_RESUME, _MIGRATING = "resume", "migrating"
"""What `meta` of a working copy says: whose work it holds, or of which file it is a new layout."""


Start = Callable[[Path], None]
"""Fills an empty file with a catalogue; raises CatalogueError where it is none."""


class Working:
    """A private copy of the catalogue that becomes the catalogue when it is published."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, resumed: bool, log: Log | None = None
    ) -> None:
        self.path = path
        self.connection = connection
        self.discarded = False
        self.resumed = resumed
        """Whether it holds what an interrupted run of the same work had done."""
        self.log = log
        """Of the pages that are changed, where they are listed."""
        self.step: Step | None = None
        """What was changed, when that is done and listed."""
        self.is_kept_as_spare = False
        """Whether the catalogue that is replaced shall be the next spare, by what was listed."""

    def discard(self) -> None:
        """Leave the published file as it is."""
        self.discarded = True

    def forget(self, mark: str) -> None:
        """Drop a mark of the working copy, in the transaction of what is done next."""
        self.connection.execute("DELETE FROM meta WHERE name = ?", (mark,))

    def checkpoint(self) -> None:
        """Make what was done so far survive this process (for `resume`)."""
        self.connection.commit()
        if self.log is not None and self.log.is_large():
            leave(self.connection)
            self.log = None

    def compact(self) -> None:
        """Write it anew, without free pages and in pages of today's size, where there is room.

        For whoever made most rows anew. The connection is another one afterwards.
        """
        self.connection.commit()
        assert self.log is None  # whoever makes most pages anew lists none
        room = os.statvfs(self.path.parent)
        if room.f_bavail * room.f_frsize < 2 * self.path.stat().st_size:
            return
        whole = self.path.with_name(self.path.name + _COMPACT)
        whole.unlink(missing_ok=True)
        os.close(os.open(whole, _MADE, 0o600))
        try:
            self.connection.execute(f"PRAGMA page_size = {schema.PAGE}")
            # As text of any bytes: the name of a folder may be no UTF-8.
            self.connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(whole),))
        except BaseException:
            whole.unlink(missing_ok=True)  # the copy itself may be kept, to go on with
            raise
        self.connection.close()
        whole.replace(self.path)
        self.connection = _writable(self.path)


@contextlib.contextmanager
def changing(
    path: Path,
    resume: str | None = None,
    start: Start | None = None,
    *,
    changed_pages: bool = False,
) -> Iterator[Working]:
    """Change the catalogue at `path` (made where there is none); published when the block ends.

    `start` fills the file that is then changed, in the place of a copy of the catalogue, and has to
    make sure that it is a catalogue.

    An exception in the block, or `discard`, leaves the catalogue as it was. With `resume`, a name
    for the work (a hash of its inputs), what an interrupted run of the same work on the same
    catalogue has checkpointed is taken up again. With `changed_pages`, and a copy made ahead, the
    pages that are changed are listed, and only they are looked at where that is enough. Raises
    CatalogueLocked, DiskFull, CatalogueError.
    """
    path = path.resolve()
    with locked(path), disk_errors():
        part = path.with_name(f"{path.name}.part")
        refuse_log(path)
        with _left_whole(part, keep=bool(resume)):
            working = _working(path, part, resume, start, changed_pages=changed_pages)
            try:
                yield working
                if not working.discarded:
                    _finish(working)
            except BaseException:
                _close(working)
                raise
            if working.discarded:
                _give_back(working, path)
                return
            working.connection.close()
            be_like(path, part)
            if working.step is not None:
                _list(path, working)
            refuse_log(path)
            part.replace(path)
        _settle(path)


def _list(path: Path, working: Working) -> None:
    """Keep the list of what was changed, and what is replaced; without it all is copied."""
    assert working.step is not None
    try:
        steps.add(path, working.step)
    except OSError:
        return
    if working.is_kept_as_spare:
        spare.keep(path)


def _give_back(working: Working, path: Path) -> None:
    """Of what is not published nothing is left, but a spare that is brought up to date again."""
    try:
        with contextlib.suppress(sqlite3.Error, OSError, CatalogueError):
            if working.log is not None:
                working.connection.rollback()
                steps.add(path, working.log.settle(working.connection, lambda: None))
                working.path.replace(spare.named(path))
    finally:
        working.connection.close()
        _remove(working.path)


def _working(
    path: Path, part: Path, resume: str | None, start: Start | None, *, changed_pages: bool
) -> Working:
    """The copy that is changed: of the file, or what an interrupted run had done."""
    base = f"{_signature(path)}:{_boot()}"
    name = f"{resume}:{base}" if resume else ""
    resumed = bool(name) and _holds(part, _RESUME, name)
    connection, log = None, None
    if not resumed:
        connection, log = _begin(path, part, name, base, start, changed_pages=changed_pages)
    if log is None:
        spare.forget(path)  # what is not listed leads to no spare: its room is for this change
    working = Working(part, connection or _writable(part), resumed=resumed, log=log)
    working.forget(_MIGRATING)
    return working


@contextlib.contextmanager
def _left_whole(part: Path, *, keep: bool) -> Iterator[None]:
    """Whatever goes wrong, no part is left; `keep`: but for work that an interrupt broke off.

    What a signal broke off in the middle of a statement ends as the signal asks, and as no error.
    """
    try:
        yield
    except BaseException as error:
        ending = ending_of(error) or error
        if not (keep and isinstance(ending, KeyboardInterrupt | SystemExit)):
            with contextlib.suppress(OSError):
                _remove(part)
        if ending is error:
            raise
        raise ending from None


def _close(working: Working) -> None:
    with contextlib.suppress(sqlite3.Error):
        working.connection.rollback()
    with contextlib.suppress(sqlite3.Error):
        working.connection.close()


def _settle(path: Path) -> None:
    """Make the new name survive a power cut; it is there already, whatever the disk says now."""
    try:
        sync(path.parent)
    except OSError as error:
        if error.errno in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            return  # a file system whose folders cannot be synced
        raise CatalogueError(
            f"{path.name}: was changed, but the disk does not confirm it ({error.strerror})"
        ) from None


def _signature(path: Path) -> str:
    try:
        known = path.stat()
    except FileNotFoundError:
        return "none"
    return f"{known.st_ino}-{known.st_mtime_ns}-{known.st_size}"


def _boot() -> str:
    """The present run of the machine.

    The working copy is not synced before its end: after a power cut it is begun anew, as nobody
    knows which of its pages had reached the disk.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:  # no Linux: the system's start by its clock, as near as a minute
        return str(round((time.time() - time.monotonic()) / 60))


def _holds(part: Path, mark: str, name: str) -> bool:
    """Whether a killed process left a sound copy that bears this mark."""
    if not part.exists():
        return False
    with contextlib.suppress(sqlite3.Error, CatalogueError):
        # Not read-only: what a killed process had begun after its last checkpoint is rolled back.
        connection = _writable(part)
        try:
            check_version(connection, part, older=True)
            query = "SELECT value FROM meta WHERE name = ?"
            row = connection.execute(query, (mark,)).fetchone()
        finally:
            connection.close()
        return row is not None and row[0] == name and soundness.fault(part) is None
    return False


def _begin(
    path: Path, part: Path, name: str, base: str, start: Start | None, *, changed_pages: bool
) -> tuple[sqlite3.Connection | None, Log | None]:
    """Make the copy, of the last layout; one that was being migrated is taken up again.

    Where it was made ahead and what is changed in it shall be listed: the connection that does so.
    """
    migrating = start is None and _holds(part, _MIGRATING, base)
    log = None
    if not migrating:
        _remove(part)
        if path.exists() and start is None:
            if _copy(path, part) and changed_pages and is_of_this_machine(path.parent):
                vouched = steps.is_vouched(path, steps.mark_of(part))
                log = Log(part, steps.mark_of(path), vouched=vouched)
        else:
            os.close(os.open(part, _MADE, 0o644))  # as the umask has it
        if start is not None:
            start(part)
    connection = _writable(part)
    if log is not None and log.begin(connection):
        _name_work(connection, name)
        return connection, log
    try:
        if not migrating and start is None and not path.exists():
            schema.create(connection)
            tables.create(connection)
        _migrate(connection, path if start is None else None, base)
        _name_work(connection, name)
    finally:
        connection.close()
    return None, None


def _name_work(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM meta WHERE name = ?", (_RESUME,))
    if name:
        connection.execute("INSERT INTO meta (name, value) VALUES (?,?)", (_RESUME, name))
    connection.commit()


def _migrate(connection: sqlite3.Connection, path: Path | None, base: str) -> None:
    """Bring the copy to the last layout; the file itself is kept beside as `NAME.backup-vN`.

    No `path`: the copy is of a file that stays where it is.
    """
    layout: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if layout == schema.USER_VERSION:
        return
    from catalog.store.migrations import migrate  # takes long to load, and hardly ever needed

    if path is not None:
        _back_up(path)
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?,?)", (_MIGRATING, base))
    connection.commit()
    migrate(connection)


def _back_up(path: Path) -> None:
    """Keep the file by the name of its own layout: a copy that is taken up may be beyond that."""
    with contextlib.closing(connect_read_only(path)) as connection:
        layout = check_version(connection, path, older=True)
    backup = path.with_name(f"{path.name}.backup-v{layout}")
    if not backup.exists():
        whole = path.with_name(f"{path.name}.backup.part")
        whole.unlink(missing_ok=True)
        with _left_whole(whole, keep=False):
            copy_bytes(path, whole)
            be_like(path, whole)
            whole.replace(backup)


def _copy(path: Path, part: Path) -> bool:
    """Copy a sound catalogue, while nobody else's program can write to it.

    Whether the copy had been made ahead, and is of this program's layout.
    """
    if path.with_name(path.name + "-journal").exists():
        undo_what_is_half_done(path)
    connection = connect_read_only(path)
    try:
        layout = check_version(connection, path, older=True)
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM meta").fetchone()
        if ahead.take(path, part):
            return layout == schema.USER_VERSION
        copy_bytes(path, part)
        return False
    finally:
        connection.close()


def copy_bytes(path: Path, part: Path) -> None:
    """Copy into a file of our own making: a link that lies there is not followed.

    Within the kernel, where it can: file systems that share unchanged blocks copy nothing at all.
    """
    with path.open("rb") as source, os.fdopen(os.open(part, _MADE, 0o600), "wb") as target:
        if hasattr(os, "copy_file_range"):
            try:
                while os.copy_file_range(source.fileno(), target.fileno(), _AT_ONCE):
                    pass
                return
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise
            source.seek(0)
            target.seek(0)
            target.truncate()
        shutil.copyfileobj(source, target, _PIECE)


def _writable(part: Path) -> sqlite3.Connection:
    """The working copy: nobody else reads it, so it is synced once, at the end."""
    connection = sqlite3.connect(part, isolation_level="DEFERRED", factory=Writing)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _finish(working: Working) -> None:
    connection = working.connection
    working.forget(_RESUME)
    connection.commit()
    if working.log is not None:
        working.step = working.log.settle(connection, lambda: sync(working.path))
        found = None if working.log.is_enough else soundness.fault(working.path)
    else:
        # Both take long for a large catalogue, one at reading and one at writing.
        with ThreadPoolExecutor(1) as beside:
            synced = beside.submit(sync, working.path)
            found = soundness.fault(working.path)
            synced.result()
    if found is not None:
        raise CatalogueError(f"the new catalogue is not sound ({found}); the old one stays")


def _remove(part: Path) -> None:
    for suffix in ("", *BESIDE, _COMPACT):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
