"""Changing the catalogue file safely: copy, change, check, rename.

Readers see the old file or the new one, whole, whatever is pulled out in between. One writer at a
time holds a lock beside the file. What is measured behind these choices is in `docs/schema.md`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalog.durable import be_like, sync_folder
from catalog.model import stopping
from catalog.model.errors import CatalogueError, DiskFull
from catalog.search.index import tables
from catalog.store import ahead, schema
from catalog.store.locking import locked
from catalog.store.opening import check_version, connect_read_only

_CACHE_KIB = 65_536
_AT_ONCE = 1 << 28
_STEPS = 50_000
"""SQLite instructions of a check between two looks at what signals have asked."""
_PIECE = 1 << 20
_MADE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_COMPACT = "-compact"
_RESUME, _MIGRATING = "resume", "migrating"
"""What `meta` of a working copy says: whose work it holds, or of which file it is a new layout."""


Start = Callable[[Path], None]
"""Fills an empty file with a catalogue; raises CatalogueError where it is none."""


class Working:
    """A private copy of the catalogue that becomes the catalogue when it is published."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, resumed: bool) -> None:
        self.path = path
        self.connection = connection
        self.discarded = False
        self.resumed = resumed
        """Whether it holds what an interrupted run of the same work had done."""

    def discard(self) -> None:
        """Leave the published file as it is."""
        self.discarded = True

    def forget(self, mark: str) -> None:
        """Drop a mark of the working copy, in the transaction of what is done next."""
        self.connection.execute("DELETE FROM meta WHERE name = ?", (mark,))

    def checkpoint(self) -> None:
        """Make what was done so far survive this process (for `resume`)."""
        self.connection.commit()

    def compact(self) -> None:
        """Write it anew, without free pages and in pages of today's size, where there is room.

        For whoever made most rows anew. The connection is another one afterwards.
        """
        self.connection.commit()
        room = os.statvfs(self.path.parent)
        if room.f_bavail * room.f_frsize < 2 * self.path.stat().st_size:
            return
        whole = self.path.with_name(self.path.name + _COMPACT)
        whole.unlink(missing_ok=True)
        os.close(os.open(whole, _MADE, 0o600))
        self.connection.execute(f"PRAGMA page_size = {schema.PAGE}")
        # As text of any bytes: the name of a folder may be no UTF-8.
        self.connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(whole),))
        self.connection.close()
        whole.replace(self.path)
        self.connection = _writable(self.path)


@contextlib.contextmanager
def changing(
    path: Path, resume: str | None = None, start: Start | None = None
) -> Iterator[Working]:
    """Change the catalogue at `path` (made where there is none); published when the block ends.

    `start` fills the file that is then changed, in the place of a copy of the catalogue, and has to
    make sure that it is a catalogue.

    An exception in the block, or `discard`, leaves the catalogue as it was. With `resume`, a name
    for the work (a hash of its inputs), what an interrupted run of the same work on the same
    catalogue has checkpointed is taken up again. Raises CatalogueLocked, DiskFull, CatalogueError.
    """
    path = path.resolve()
    with locked(path), _disk_errors():
        part = path.with_name(f"{path.name}.part")
        with _left_whole(part, keep=bool(resume)):
            working = _working(path, part, resume, start)
            try:
                yield working
                if not working.discarded:
                    _finish(working)
            except BaseException:
                _close(working)
                raise
            working.connection.close()
            if working.discarded:
                _remove(part)
                return
            be_like(path, part)
            part.replace(path)
        _settle(path)


def _working(path: Path, part: Path, resume: str | None, start: Start | None) -> Working:
    """The copy that is changed: of the file, or what an interrupted run had done."""
    base = f"{_signature(path)}:{_boot()}"
    name = f"{resume}:{base}" if resume else ""
    resumed = bool(name) and _holds(part, _RESUME, name)
    if not resumed:
        _begin(path, part, name, base, start)
    working = Working(part, _writable(part), resumed=resumed)
    working.forget(_MIGRATING)
    return working


@contextlib.contextmanager
def _left_whole(part: Path, *, keep: bool) -> Iterator[None]:
    """Whatever goes wrong, no part is left; `keep`: but for work that an interrupt broke off."""
    try:
        yield
    except BaseException as error:
        if not (keep and isinstance(error, KeyboardInterrupt | SystemExit)):
            with contextlib.suppress(OSError):
                _remove(part)
        raise


def _close(working: Working) -> None:
    with contextlib.suppress(sqlite3.Error):
        working.connection.rollback()
    with contextlib.suppress(sqlite3.Error):
        working.connection.close()


def _settle(path: Path) -> None:
    """Make the new name survive a power cut; it is there already, whatever the disk says now."""
    try:
        sync_folder(path.parent)
    except OSError as error:
        if error.errno in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            return  # a file system whose folders cannot be synced
        raise CatalogueError(
            f"{path.name}: was changed, but the disk does not confirm it ({error.strerror})"
        ) from None


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # who reads what is printed has gone; nothing of the disk
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a defect of ours, and told as one
    except sqlite3.Error as error:
        if "full" in str(error):
            raise DiskFull from error
        raise CatalogueError(f"the catalogue could not be changed: {error}") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from error
        what = f"{Path(os.fsdecode(error.filename)).name}: " if error.filename else ""
        raise CatalogueError(
            f"the catalogue could not be changed and is as it was: {what}{error.strerror or error}"
        ) from error


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
        return row is not None and row[0] == name and _fault(part) is None
    return False


def _begin(path: Path, part: Path, name: str, base: str, start: Start | None) -> None:
    """Make the copy, of the last layout; one that was being migrated is taken up again."""
    migrating = start is None and _holds(part, _MIGRATING, base)
    if not migrating:
        _remove(part)
        if path.exists() and start is None:
            _copy(path, part)
        else:
            os.close(os.open(part, _MADE, 0o644))  # as the umask has it
        if start is not None:
            start(part)
    connection = _writable(part)
    try:
        if not migrating and start is None and not path.exists():
            schema.create(connection)
            tables.create(connection)
        _migrate(connection, path if start is None else None, base)
        connection.execute("DELETE FROM meta WHERE name = ?", (_RESUME,))
        if name:
            connection.execute("INSERT INTO meta (name, value) VALUES (?,?)", (_RESUME, name))
        connection.commit()
    finally:
        connection.close()


def _migrate(connection: sqlite3.Connection, path: Path | None, base: str) -> None:
    """Bring the copy to the last layout; the file itself is kept beside as `NAME.backup-vN`.

    No `path`: the copy is of a file that stays where it is.
    """
    layout: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if layout == schema.USER_VERSION:
        return
    from catalog.store.migrations import migrate  # takes long to load, and hardly ever needed

    if path is not None:
        _back_up(path, layout)
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?,?)", (_MIGRATING, base))
    connection.commit()
    migrate(connection)


def _back_up(path: Path, layout: int) -> None:
    backup = path.with_name(f"{path.name}.backup-v{layout}")
    if not backup.exists():
        whole = path.with_name(f"{path.name}.backup.part")
        whole.unlink(missing_ok=True)
        with _left_whole(whole, keep=False):
            copy_bytes(path, whole)
            be_like(path, whole)
            whole.replace(backup)


def _copy(path: Path, part: Path) -> None:
    """Copy a sound catalogue, while nobody else's program can write to it."""
    if path.with_name(path.name + "-journal").exists():
        _undo_what_is_half_done(path)
    connection = connect_read_only(path)
    try:
        check_version(connection, path, older=True)
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM meta").fetchone()
        if not ahead.take(path, part):
            copy_bytes(path, part)
    finally:
        connection.close()


def _undo_what_is_half_done(path: Path) -> None:
    """Let SQLite bring back what a program had begun to change that is gone, by its journal.

    Only this program should write the file; a person's tool that was killed at it leaves a journal,
    which would be taken for one of the file that is put in its place.
    """
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
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
    connection = sqlite3.connect(part, isolation_level="DEFERRED")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _finish(working: Working) -> None:
    connection = working.connection
    working.forget(_RESUME)
    connection.commit()
    # Both take long for a large catalogue, one at reading and one at writing.
    with ThreadPoolExecutor(1) as beside:
        synced = beside.submit(_sync, working.path)
        found = _fault(working.path)
        synced.result()
    if found is not None:
        raise CatalogueError(f"the new catalogue is not sound ({found}); the old one stays")


def _fault(part: Path) -> str | None:
    """What is wrong with the pages and rows of a copy to which all is committed.

    By a connection of its own, whose cache is small: nothing of what was written is taken from the
    memory of the one that wrote it. It is not opened for reading only, or no CHECK is looked at.
    """
    connection = sqlite3.connect(part)
    connection.set_progress_handler(stopping.asked, _STEPS)  # minutes, for ten gigabytes
    try:
        found: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        if not (number := stopping.asked()):
            raise
        raise (KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)) from None
    finally:
        connection.close()
    return None if found == "ok" else found


def _sync(path: Path) -> None:
    """Closing it drops SQLite's locks of this process: nobody else knows the working copy."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(part: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm", _COMPACT):
        part.with_name(part.name + suffix).unlink(missing_ok=True)
