"""The copy that the next change works on, made before anybody waits for it.

A change of a large catalogue begins with a copy of it, which takes longer than the change. Where
the setting `copy_ahead` asks for it, an import ends with making the next one's copy, at a low
priority: `NAME.next`, of the catalogue's size and time. The next change takes it by renaming. A
copy of any other file than the one that is to be changed is thrown away, so it never matters
whether there is one.

With the setting `changed_pages` the copy is, where that can be, a former catalogue that is brought
up to date (`pages/spare.py`), and it is compared and checked whole before it gets its name.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from catalog.durable import sync
from catalog.model import stopping
from catalog.model.errors import CatalogueError, CatalogueLocked
from catalog.store import soundness
from catalog.store.locking import locked
from catalog.store.opening import check_version, connect_read_only
from catalog.store.pages import holding, spare, steps

_PIECE = 1 << 24
_ROOM = 1 << 26
"""Bytes that are left free on the disk: what a change adds has to have room beside the copy."""
_NOT_WITHIN_THE_KERNEL = (errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)
_MADE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


def copy_ahead(
    path: Path,
    copied: Callable[[int, int], object] = lambda done, size: None,
    *,
    changed_pages: bool = False,
) -> str:
    """Make the copy that the next change of the catalogue at `path` works on.

    Returns why there is none, a sentence; empty where there is one, or where none is wanted any
    more: somebody changes the catalogue meanwhile, or makes the same copy. `copied` is told how
    many bytes of how many are done. Whatever ends it, the catalogue and its readers notice nothing.
    """
    path = path.resolve()
    part = path.with_name(f"{path.name}.next.part")
    changed_pages = changed_pages and holding.is_of_this_machine(path.parent)
    try:
        known = path.stat()
        if _is_of(named(path), known) and (not changed_pages or _is_vouched(path)):
            return ""
        named(path).unlink(missing_ok=True)
        if _has_hot_journal(path):
            return ""  # SQLite has to read it first, as the next change does
        if changed_pages:
            if _free(path.parent) < _ROOM:
                spare.forget(path)
            elif _brought_up(path, known):
                return ""
        with _made(part) as target:
            if target is None:
                return ""
            if (free := _free(path.parent)) < known.st_size + _ROOM:
                return f"{free >> 20:,} MiB are free, and it takes {known.st_size >> 20:,} MiB"
            if _copied(path, target, known, copied):
                if changed_pages:
                    _check(part)
                _publish(path, part, target, known, vouched=changed_pages)
    except OSError as error:
        return error.strerror or str(error)
    except CatalogueError as error:
        return error.reason
    except _Ended:
        pass
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
        if _is_of(ahead, path.stat()) and not spare.is_held(ahead):
            ahead.rename(part)
            # Else a power cut might bring the name back, for a file that was written to since.
            sync(path.parent)
            return True
        ahead.unlink(missing_ok=True)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)  # the change makes a copy of its own
    return False


class _Ended(Exception):
    """A signal ended what is done at leisure."""


def _brought_up(path: Path, known: os.stat_result) -> bool:
    """Make the copy of a former catalogue; False where one of the whole has to be made."""
    try:
        with locked(path):
            target = spare.claimed(path)
    except CatalogueLocked:
        raise _Ended from None  # somebody changes the catalogue: what is made now is of no use
    if target is None:
        return False
    part = spare.part(path)
    try:
        with path.open("rb") as source:
            if not os.path.samestat(os.fstat(source.fileno()), known):
                raise _Ended
            if not spare.brought_up(path, source.fileno(), target):
                return False
            holding.let_go(target)
            if not spare.are_same(source.fileno(), target):
                if stopping.asked():
                    return False
                raise CatalogueError(
                    "it differs from the catalogue before it where no import changed anything (a"
                    " fault of the disk, or another program): run trials check"
                )
        _check(part)
        os.utime(target, ns=(known.st_atime_ns, known.st_mtime_ns))
        _publish(path, part, target, known, vouched=True)
        return True
    finally:
        with contextlib.suppress(OSError):  # gone where it was published
            if os.path.samestat(part.lstat(), os.fstat(target)):
                part.unlink()
        os.close(target)


def _check(part: Path) -> None:
    """The copy, and so the catalogue, whole: what a change of some pages leaves for later."""
    try:
        found = soundness.fault(part)
    except (KeyboardInterrupt, SystemExit):
        raise _Ended from None
    except sqlite3.Error as error:
        if not part.exists():
            raise _Ended from None  # somebody changes the catalogue, and has made room
        raise CatalogueError(f"the copy cannot be read ({error})") from None
    if found is not None:
        raise CatalogueError(f"the catalogue is not sound ({found}): run trials check")


def _is_vouched(path: Path) -> bool:
    return steps.is_vouched(path, steps.mark_of(named(path)))


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


def _publish(path: Path, part: Path, target: int, known: os.stat_result, *, vouched: bool) -> None:
    """Give the copy its name, unless the catalogue is being changed: then nobody needs it."""
    with contextlib.suppress(CatalogueLocked), locked(path):
        if _is_still(path, known) and os.path.samestat(part.lstat(), os.fstat(target)):
            part.rename(named(path))
            sync(path.parent)
            if vouched:
                steps.vouch(path, steps.mark(target))


def _is_still(path: Path, known: os.stat_result) -> bool:
    now = path.stat()
    return os.path.samestat(now, known) and (now.st_size, now.st_mtime_ns) == (
        known.st_size,
        known.st_mtime_ns,
    )


def _free(folder: Path) -> int:
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize
