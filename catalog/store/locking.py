"""The lock beside a catalogue: one writer at a time, and nobody who only reads can hold it.

The file can be opened by whoever may write the folder and by nobody else: a lock that a reader can
open is one that a reader can hold. It is locked as a range (an open file description lock), which
network file systems pass on; where the kernel has none, as a whole file.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from catalog.model.errors import CatalogueError, CatalogueLocked

_HELD = frozenset({errno.EAGAIN, errno.EWOULDBLOCK})
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_BY_RANGE = hasattr(fcntl, "F_OFD_SETLK") and sys.maxsize > 2**32


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of the catalogue at `path`; raises CatalogueLocked, CatalogueError."""
    lock = path.with_name(path.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogueError(f"{path.parent}: cannot be made ({error.strerror})") from None
    handle = _opened(lock)
    try:
        _take(handle, path)
        yield
    finally:
        with contextlib.suppress(OSError):  # closed it is, whatever the disk says
            os.close(handle)


def _opened(lock: Path) -> int:
    try:
        handle = os.open(lock, _FLAGS, 0o600)
    except OSError as error:
        raise CatalogueError(_cannot_open(lock, error)) from None
    try:
        known = os.fstat(handle)
        if not stat.S_ISREG(known.st_mode):
            raise CatalogueError(f"{lock}: is no file; remove it")
        _share(handle, known, lock.parent.stat())
    except OSError as error:
        os.close(handle)
        raise CatalogueError(f"{lock}: cannot be used ({error.strerror})") from None
    except BaseException:
        os.close(handle)
        raise
    return handle


def _cannot_open(lock: Path, error: OSError) -> str:
    """What cannot be written: the folder, or a lock that somebody else left in it."""
    if not os.path.lexists(lock):
        return f"{lock.parent}: cannot be written ({error.strerror})"
    return (
        f"{lock}: cannot be opened ({error.strerror}); whoever it belongs to may give it to the "
        f"group (chmod 660), or remove it while nobody imports"
    )


def _share(handle: int, known: os.stat_result, folder: os.stat_result) -> None:
    """Let all who may write the folder open the lock, and nobody else."""
    if known.st_uid != os.geteuid():
        return
    mode = 0o600 | (0o060 if folder.st_mode & stat.S_IWGRP else 0)
    mode |= 0o006 if folder.st_mode & stat.S_IWOTH else 0
    if known.st_gid != folder.st_gid:
        with contextlib.suppress(OSError):  # not our group: then it is not shared with it
            os.fchown(handle, -1, folder.st_gid)
    if stat.S_IMODE(known.st_mode) != mode:
        os.fchmod(handle, mode)


def _take(handle: int, path: Path) -> None:
    try:
        if _BY_RANGE:
            whole = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
            fcntl.fcntl(handle, fcntl.F_OFD_SETLK, whole)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD or (_BY_RANGE and error.errno == errno.EACCES):
            raise CatalogueLocked(path) from None
        raise CatalogueError(
            f"{path.parent}: files cannot be locked there ({error.strerror}), as on some network "
            f"folders; keep the catalogue on a disk of this machine"
        ) from None
