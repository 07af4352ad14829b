"""When a worker may be a fork of this process, which has loaded everything already."""

from __future__ import annotations

import gc
import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_STREAMS = 3
_locks: set[int] = set()
"""Open files that are nothing but locks."""


def may_fork() -> bool:
    """Whether a copy of this process would hold nothing that only one process may hold.

    No thread: a fork copies one, and the locks of all. No file but the three standard streams: it
    may be a database, which SQLite forbids to take across a fork (sqlite.org/howtocorrupt.html,
    2.6), or a lock, which would last for as long as the copy, unless it is one that a copy lets go
    of (`lock_of_one`). On Linux only: frameworks of macOS break in a fork.
    """
    if sys.platform != "linux":
        return False
    try:
        threads = sum(1 for _ in Path("/proc/self/task").iterdir())
        handles = [int(each.name) for each in Path("/proc/self/fd").iterdir()]
    except OSError:
        return False
    return threads == 1 and not any(map(_is_file, handles))


@contextmanager
def lock_of_one(handle: int) -> Iterator[None]:
    """Say of an open file that it is locked by flock(2), and that nothing is done with it but that.

    Such a lock is of what was opened, not of the process: a fork that closes its copy (`let_go`)
    leaves it with this process, whose end frees it.
    """
    _locks.add(handle)
    try:
        yield
    finally:
        _locks.discard(handle)


def let_go() -> None:
    """In a fork, before anything else: close what it has of its parent's locks."""
    for handle in _locks:
        with suppress(OSError):
            os.close(handle)
    _locks.clear()


def _is_file(handle: int) -> bool:
    if handle in _locks:
        return False
    with suppress(OSError):  # the listing's own, closed by now
        return handle >= _STREAMS and stat.S_ISREG(os.fstat(handle).st_mode)
    return False


@contextmanager
def memory_shared() -> Iterator[None]:
    """What is in memory now stays common to this process and those forked meanwhile.

    The collector of a fork would write into every object that it looks at.
    """
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()


def forget_handlers() -> None:
    """In a fork: signals end it, and do nothing of what its parent does at them."""
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            with suppress(OSError, ValueError):
                signal.signal(number, signal.SIG_DFL)
