"""The copy that the next change works on, made before anybody waits for it.

A change of a large catalogue begins with a copy of it, which takes longer than the change. Where
the setting `copy_ahead` asks for it, an import ends with making the next one's copy, at a low
priority: `NAME.next`, of the catalogue's size and time. The next change takes it by renaming. A
copy of any other file than the one that is to be changed is thrown away, so it never matters
whether there is one.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from catalog.durable import sync_folder
from catalog.model import stopping
from catalog.model.errors import CatalogueError, CatalogueLocked
from catalog.store.locking import locked
from catalog.store.opening import check_version, connect_read_only

_PIECE = 1 << 24
_ROOM = 1 << 26
"""Bytes that are left free on the disk: what a change adds has to have room beside the copy."""
_NOT_WITHIN_THE_KERNEL = (errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)
_MADE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


def copy_ahead(path: Path, copied: Callable[[int, int], object] = lambda done, size: None) -> str:
    """Make the copy that the next change of the catalogue at `path` works on.

    Returns why there is none, a sentence; empty where there is one, or where none is wanted any
    more: somebody changes the catalogue meanwhile, or makes the same copy. `copied` is told how
    many bytes of how many are done. Whatever ends it, the catalogue and its readers notice nothing.
    """
    path = path.resolve()
    part = path.with_name(f"{path.name}.next.part")
    try:
        known = path.stat()
        if _is_of(named(path), known):
            return ""
        named(path).unlink(missing_ok=True)
        if _has_hot_journal(path):
            return ""  # SQLite has to read it first, as the next change does
        with _made(part) as target:
            if target is None:
                return ""
            if (free := _free(path.parent)) < known.st_size + _ROOM:
                return f"{free >> 20:,} MiB are free, and it takes {known.st_size >> 20:,} MiB"
            if _copied(path, target, known, copied):
                _publish(path, part, target, known)
    except OSError as error:
        return error.strerror or str(error)
    except CatalogueError as error:
        return error.reason
    return ""


def named(path: Path) -> Path:
    """Where the copy of the catalogue at `path` lies."""
    return path.with_name(f"{path.name}.next")


def take(path: Path, part: Path) -> bool:
    """Make the copy the working copy `part`, which does not exist; for who holds the lock.

    False where there is none of this very file; one of another file is removed.
    """
    ahead = named(path)
    try:
        if _is_of(ahead, path.stat()):
            ahead.rename(part)
            return True
        ahead.unlink(missing_ok=True)
    except OSError:
        pass  # the change makes a copy of its own
    return False


def _is_of(ahead: Path, known: os.stat_result) -> bool:
    """Whether this is a whole copy of that file, made by this user, under no other name."""
    try:
        found = ahead.lstat()
    except OSError:
        return False
    return (
        stat.S_ISREG(found.st_mode)
        and found.st_uid == os.geteuid()
        and found.st_nlink == 1
        and (found.st_size, found.st_mtime_ns) == (known.st_size, known.st_mtime_ns)
    )


def _has_hot_journal(path: Path) -> bool:
    connection = connect_read_only(path)
    try:
        check_version(connection, path, older=True)
    finally:
        connection.close()
    return path.with_name(path.name + "-journal").exists()


@contextlib.contextmanager
def _made(part: Path) -> Iterator[int | None]:
    """The empty file that the copy grows in; None where another process is at that already.

    It is locked, so that what a killed process left is taken, and not taken for one that works.
    """
    target = os.open(part, _MADE, 0o600)
    try:
        try:
            fcntl.flock(target, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        if not stat.S_ISREG(os.fstat(target).st_mode) or os.fstat(target).st_nlink != 1:
            yield None  # of somebody else's making
            return
        os.ftruncate(target, 0)
        try:
            yield target
        finally:
            with contextlib.suppress(OSError):  # gone where it was published
                if os.path.samestat(part.lstat(), os.fstat(target)):
                    part.unlink()
    finally:
        os.close(target)


def _copied(
    path: Path, target: int, known: os.stat_result, copied: Callable[[int, int], object]
) -> bool:
    """Copy and sync; False where the catalogue is another one meanwhile, or a signal ends it."""
    done = 0
    with path.open("rb") as source:
        if not os.path.samestat(os.fstat(source.fileno()), known):
            return False
        while piece := _piece(source.fileno(), target):
            done += piece
            copied(done, known.st_size)
            if stopping.asked() or not _is_still(path, known):
                return False
        os.fsync(target)
        os.utime(target, ns=(known.st_atime_ns, known.st_mtime_ns))
    return done == known.st_size


def _piece(source: int, target: int) -> int:
    """Copy the next bytes, within the kernel where it can: blocks may be shared, not copied."""
    if hasattr(os, "copy_file_range"):
        try:
            return os.copy_file_range(source, target, _PIECE)
        except OSError as error:
            if error.errno not in _NOT_WITHIN_THE_KERNEL:
                raise
    piece = os.read(source, _PIECE)
    left = memoryview(piece)
    while left:
        left = left[os.write(target, left) :]
    return len(piece)


def _publish(path: Path, part: Path, target: int, known: os.stat_result) -> None:
    """Give the copy its name, unless the catalogue is being changed: then nobody needs it."""
    with contextlib.suppress(CatalogueLocked), locked(path):
        if _is_still(path, known) and os.path.samestat(part.lstat(), os.fstat(target)):
            part.rename(named(path))
            sync_folder(path.parent)


def _is_still(path: Path, known: os.stat_result) -> bool:
    now = path.stat()
    return os.path.samestat(now, known) and (now.st_size, now.st_mtime_ns) == (
        known.st_size,
        known.st_mtime_ns,
    )


def _free(folder: Path) -> int:
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize
