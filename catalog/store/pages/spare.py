"""A former catalogue that nobody holds any more, brought up to date page by page.

What an import replaces, or a snapshot that is kept no longer, differs from the catalogue in the
pages that were changed since. They are copied into it, and it is the next change's working copy,
for the price of what was changed and not of the whole. All of this happens when the import is done,
with the lock free, and whatever ends it, the catalogue and its readers notice nothing.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog.durable import sync
from catalog.model import stopping
from catalog.store.pages import holding, steps

_AT_ONCE = 1 << 20
_PART_OF_ALL = 2
"""Where more than this part of a file is to be copied, all of it may be."""
_LITTLE = 1 << 26
_MOST = 1 << 31
"""Nobody who comes meanwhile shall wait for more bytes than that."""
_OPENED = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def named(path: Path) -> Path:
    """Where a former catalogue lies that may become the spare."""
    return path.with_name(f"{path.name}.spare")


def part(path: Path) -> Path:
    """Where it lies while it is written to: what bears this name is never believed afterwards."""
    return path.with_name(f"{path.name}.spare.part")


def retire(former: Path, path: Path) -> None:
    """Let a snapshot that is kept no longer be the spare; for who holds the lock."""
    if _may_be_written(former, path):
        former.replace(named(path))
    else:
        former.unlink(missing_ok=True)


def keep(path: Path) -> None:
    """Let the catalogue, which is about to be replaced, be the spare; for who holds the lock."""
    with contextlib.suppress(OSError):
        named(path).unlink(missing_ok=True)
        os.link(path, named(path))


def forget(path: Path) -> None:
    """Keep no spare; the room is for others."""
    for each in (named(path), part(path)):
        with contextlib.suppress(OSError):
            each.unlink(missing_ok=True)
    steps.forget(path)


def is_held(file: Path) -> bool:
    """Whether somebody has a private file open, that may have been a catalogue.

    Where the system cannot say that, no catalogue ever becomes the spare. Raises OSError.
    """
    handle = os.open(file, _OPENED)
    try:
        alone = holding.held_alone(handle)
        if alone:
            holding.let_go(handle)
        return alone is False
    finally:
        os.close(handle)


def claimed(path: Path) -> int | None:
    """Take the spare, to be written to by nobody else, under its other name; for who holds the
    lock.

    Returns a descriptor that is held alone; None where there is no spare or somebody has it open:
    then it is removed, and they keep what they opened. Raises OSError.
    """
    part(path).unlink(missing_ok=True)  # of one that was ended at it
    if not os.path.lexists(named(path)):
        return None
    if not _may_be_written(named(path), path):
        named(path).unlink()
        return None
    named(path).rename(part(path))
    sync(path.parent)  # or a power cut might leave a file half written by its old name
    handle = os.open(part(path), _OPENED)
    try:
        os.fchmod(handle, 0o600)  # before it is asked who has it open
        if holding.held_alone(handle):
            return handle
        part(path).unlink()
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def brought_up(path: Path, source: int, spare: int) -> bool:
    """Write into the spare what the catalogue, open as `source`, has otherwise; and sync.

    False where that is not known, too much, or somebody came meanwhile: whoever had found the name
    before it was taken away waits, and opens what is a whole catalogue again. Raises OSError.
    """
    known = steps.between(path, steps.mark(spare), steps.mark(source))
    if known is None:
        return False
    page, numbers = known
    size = os.fstat(source).st_size
    if len(numbers) * page > min(max(_LITTLE, size // _PART_OF_ALL), _MOST):
        return False
    for first, count in _runs(number for number in numbers if number != 1):
        if stopping.asked() and not holding.is_waited_for(spare):
            return False
        _copy(source, spare, (first - 1) * page, min(count * page, size - (first - 1) * page))
    os.ftruncate(spare, size)
    os.fsync(spare)
    _copy(source, spare, 0, page)  # last: by it the file says what it is
    os.fsync(spare)
    return not holding.is_waited_for(spare)


def are_same(source: int, spare: int) -> bool:
    """Whether two files hold the same bytes; False too where a signal ends it."""
    size = os.fstat(source).st_size
    if os.fstat(spare).st_size != size:
        return False
    for at in range(0, size, _AT_ONCE):
        if stopping.asked() or os.pread(source, _AT_ONCE, at) != os.pread(spare, _AT_ONCE, at):
            return False
    return True


def _may_be_written(file: Path, path: Path) -> bool:
    """Whether it is this user's own file, under this one name, and not the catalogue."""
    try:
        known = file.lstat()
        is_catalogue = os.path.samestat(known, path.stat())
    except OSError:
        return False
    return (
        stat.S_ISREG(known.st_mode)
        and known.st_uid == os.geteuid()
        and known.st_nlink == 1
        and not is_catalogue
    )


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow each other, as first and count."""
    first = count = 0
    for number in numbers:
        if count and number == first + count:
            count += 1
            continue
        if count:
            yield first, count
        first, count = number, 1
    if count:
        yield first, count


def _copy(source: int, target: int, at: int, size: int) -> None:
    while size > 0:
        piece = os.pread(source, min(size, _AT_ONCE), at)
        if not piece:
            return
        done = os.pwrite(target, piece, at)
        at += done
        size -= done
