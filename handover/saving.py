"""New files below a folder: under a name that nobody has, whole or not at all, within a quota.

A name is taken first, by an empty file that only this program can have made; what is written goes
to a hidden file beside it and takes the name when it is whole. A kill leaves at most the hidden
part and the empty name; the next export removes parts that nobody writes any more.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from catalog.durable import sync

T = TypeVar("T")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MOST = 1000
_FORGOTTEN = 24 * 3600.0
"""Seconds after which a part is nobody's any more."""


class Quota(NamedTuple):
    """What a folder may hold of exports where everybody writes there."""

    files: int
    size: int
    """Bytes."""


KIOSK = Quota(200, 64 << 20)


class _Counted:
    """A file that takes no more than its room."""

    def __init__(self, descriptor: int, room: int | None) -> None:
        self.file = os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="")
        self._room = room

    def write(self, text: str, /) -> object:
        if self._room is not None:
            self._room -= len(text.encode("utf-8", "replace"))
            if self._room < 0:
                raise _full()
        return self.file.write(text)


def save(
    folder: Path,
    name: str,
    suffix: str,
    write: Callable[[_Counted], T],
    quota: Quota | None = None,
    mode: int = 0o640,
) -> tuple[Path, T]:
    """Write a new file, never over another; the path, and what `write` gave back.

    Raises OSError, and whatever `write` raises; nothing is left then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _tidy(folder)
    room = _room(folder, quota) if quota else None
    path = _taken(folder, name, suffix, mode)
    try:
        return path, _written(path, write, room, mode)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def replace(path: Path, write: Callable[[_Counted], T], mode: int = 0o666) -> T:
    """Write the file that a user named, whole or not at all; raises OSError."""
    return _written(path, write, None, mode)


def _written(path: Path, write: Callable[[_Counted], T], room: int | None, mode: int) -> T:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    # O_EXCL follows no link that somebody laid there.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    out = _Counted(os.open(part, flags, mode), room)
    try:
        with out.file:
            told = write(out)
            out.file.flush()
            os.fsync(out.file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync(path.parent)
    return told


def _taken(folder: Path, name: str, suffix: str, mode: int) -> Path:
    """The first name that nobody has, as an empty file."""
    stem = _UNSAFE.sub("-", name).strip(".-")[:80] or "trials"
    for number in range(1, _MOST):
        path = folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
            return path
    raise OSError(f"{folder} holds too many exports of this name")


def _room(folder: Path, quota: Quota) -> int:
    """How many bytes may be written; raises OSError where the folder is full."""
    held = [each.stat(follow_symlinks=False) for each in os.scandir(folder)]
    room = quota.size - sum(each.st_size for each in held)
    if len(held) >= quota.files or room <= 0:
        raise _full()
    return room


def _full() -> OSError:
    return OSError("the folder for exports is full; an administrator empties it")


def _tidy(folder: Path) -> None:
    """Remove parts that were left by a kill."""
    before = time.time() - _FORGOTTEN
    for part in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if part.lstat().st_mtime < before:
                part.unlink()
