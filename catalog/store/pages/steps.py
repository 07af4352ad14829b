"""Which pages lie between one state of the catalogue and a later one: lists kept beside it.

A list only says what has to be copied to make the one of the other. That it was whole is looked at
when that is done, byte by byte; so nothing of a catalogue ever rests on it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from array import array
from collections.abc import Iterable
from pathlib import Path

import msgspec

_HEADER = 100
"""Bytes of a database's header (https://sqlite.org/fileformat.html#the_database_header): it has a
counter that every change by SQLite raises."""
_MOST_STEPS = 8
_MOST_BYTES = 1 << 26
_MADE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Step(msgspec.Struct, frozen=True):
    """A change: of which file, to which, and the numbers of the pages that differ, from 1 on."""

    before: str
    after: str
    page: int
    """Bytes of a page."""
    numbers: bytes
    """Unsigned numbers of four bytes, as this machine has them."""


class Kept(msgspec.Struct):
    """All that is kept of a catalogue's changes."""

    steps: list[Step] = msgspec.field(default_factory=list)
    checked: str = ""
    """The copy that is known to be, byte by byte, the catalogue, and sound."""


def mark(handle: int) -> str:
    """What tells this state of a file from any other: inode, size, time and header."""
    known = os.fstat(handle)
    header = hashlib.sha256(os.pread(handle, _HEADER, 0)).hexdigest()[:32]
    return f"{known.st_ino}-{known.st_size}-{known.st_mtime_ns}-{header}"


def mark_of(path: Path) -> str:
    """The same of the file of that name; raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        return mark(handle)
    finally:
        os.close(handle)


def named(path: Path) -> Path:
    """Where the lists of the catalogue at `path` lie."""
    return path.with_name(f"{path.name}.pages")


def read(path: Path) -> Kept:
    """What is kept; nothing where it cannot be read, is another user's or not whole."""
    try:
        handle = os.open(named(path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return Kept()
    try:
        known = os.fstat(handle)
        if not stat.S_ISREG(known.st_mode) or known.st_uid != os.geteuid() or known.st_mode & 0o022:
            return Kept()
        digest, _, data = os.pread(handle, _MOST_BYTES, 0).partition(b"\n")
        if hashlib.sha256(data).hexdigest().encode() != digest:
            return Kept()
        return msgspec.json.decode(data, type=Kept)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Kept()
    finally:
        with contextlib.suppress(OSError):  # closed it is
            os.close(handle)


def write(path: Path, kept: Kept) -> None:
    """Keep it, whole or not at all; for who holds the lock. Raises OSError."""
    data = msgspec.json.encode(kept)
    part = path.with_name(f"{path.name}.pages.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, _MADE, 0o600), "wb") as file:
            file.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(named(path))
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def add(path: Path, step: Step) -> None:
    """Keep one more step; for who holds the lock. Raises OSError."""
    kept = read(path)
    earlier = [each for each in kept.steps if each.after != step.after]
    kept.steps = [step, *earlier[: _MOST_STEPS - 1]]
    write(path, kept)


def between(path: Path, one: str, other: str) -> tuple[int, list[int]] | None:
    """Bytes of a page, and the numbers of those in which two states may differ.

    None where the steps from one to the other are not all known, or not in pages of one size.
    """
    steps = read(path).steps
    reached: dict[str, frozenset[int]] = {one: frozenset()}
    for _ in steps:
        for step in steps:
            for begin, end in ((step.before, step.after), (step.after, step.before)):
                if begin in reached and end not in reached:
                    reached[end] = reached[begin] | _numbers(step)
    if other not in reached or len({step.page for step in steps}) != 1:
        return None
    return steps[0].page, sorted(reached[other])


def vouch(path: Path, copy: str) -> None:
    """Say of a copy that it was compared and checked; for who holds the lock."""
    kept = read(path)
    kept.checked = copy
    write(path, kept)


def is_vouched(path: Path, copy: str) -> bool:
    """Whether that was said of this very state of a file."""
    return read(path).checked == copy


def forget(path: Path) -> None:
    """Keep nothing."""
    with contextlib.suppress(OSError):
        named(path).unlink(missing_ok=True)


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers of pages as a step has them."""
    return array("I", numbers).tobytes()


def _numbers(step: Step) -> frozenset[int]:
    numbers = array("I")
    numbers.frombytes(step.numbers[: len(step.numbers) // 4 * 4])
    return frozenset(numbers)
