"""Files that are there whole or not at all, whatever is pulled out; and which file it is."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

Seen = tuple[int, int, int] | None


def file_identity(path: Path) -> Seen:
    """What tells a file from another of its name; None where there is none."""
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_dev, known.st_ino, known.st_mtime_ns


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write beside it under a hidden name, sync, rename; raises OSError and leaves no part."""
    with written_whole(path, mode) as file:
        file.write(data)


@contextlib.contextmanager
def written_whole(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """The same for what is written piece by piece: in its place when the block has ended."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(part, flags, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == str(part):
            error.filename = str(path)  # nobody has named the hidden one
        raise
    sync(path.parent)


_RIGHTS = ("system.posix_acl_access", "security.selinux")
"""Attributes that say who may do what with a file."""


def be_like(old: Path, new: Path) -> None:
    """Give `new`, before it takes the place of `old`, its owner, group, mode and access list.

    Owner and group where the system lets us; the mode always: a stricter umask of whoever replaces
    a file must not take it away from those who read it. Nothing where there is no `old`.
    """
    try:
        was = old.stat()
    except FileNotFoundError:
        return
    made = new.stat()
    for owner, group in ((was.st_uid, was.st_gid), (-1, was.st_gid)):
        if (was.st_uid, was.st_gid) == (made.st_uid, made.st_gid):
            break
        with contextlib.suppress(PermissionError):
            os.chown(new, owner, group)
            break
    new.chmod(was.st_mode & 0o777)
    if hasattr(os, "getxattr"):
        for name in _RIGHTS:
            with contextlib.suppress(OSError):  # none, or none that may be given
                os.setxattr(new, name, os.getxattr(old, name))


def sync(path: Path) -> None:
    """Make what a file holds, or the names in a folder, survive a power cut; raises OSError.

    Closing a file drops all locks of POSIX that this process has on it, SQLite's among them: it is
    to be one that nobody else knows.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
