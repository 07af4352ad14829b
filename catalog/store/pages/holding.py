"""Whether anybody has a file open: asked of the kernel, so that readers do nothing for it.

Linux grants a write lease on a file only while no other descriptor of it is open, whoever opened
it, for whatever, by whatever name (fcntl(2), "Leases"): a session that never leaves, a person's own
SQLite shell and a backup that reads all hold a file. Over a network that is not so, or not known:
there nothing is ever called free.
"""

from __future__ import annotations

import errno
import fcntl
import os
import signal
from pathlib import Path

_OF_THIS_MACHINE = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs"})
"""File systems that no other machine reads and whose renames and locks are the kernel's own."""
_SERVES = b"nfsd "
"""What is mounted where the kernel is an NFS server (nfsd(7))."""
_MOUNTS = Path("/proc/self/mountinfo")


def held_alone(handle: int) -> bool | None:
    """Whether this descriptor, open for writing, is the only one of its file; kept so until
    `let_go`: whoever opens the file meanwhile waits, at most for /proc/sys/fs/lease-break-time.

    None where the system cannot say.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return None
    try:
        # Whoever has to wait is told of by a signal; by default one that ends the process.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except OSError as error:
        return False if error.errno in (errno.EAGAIN, errno.EBUSY) else None
    return True


def is_waited_for(handle: int) -> bool:
    """Whether somebody opens the file that is held alone, or has opened it."""
    try:
        return fcntl.fcntl(handle, fcntl.F_GETLEASE) != fcntl.F_WRLCK
    except OSError:
        return True


def let_go(handle: int) -> None:
    """Let others open the file again."""
    fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def is_of_this_machine(folder: Path) -> bool:
    """Whether a folder lies on a disk of this machine, of a kind that is known to keep its word.

    By the mounts of proc(5), /proc/PID/mountinfo: the last one of the longest name that leads to
    it. Where this machine serves files to others by NFS none is: up to version 3 such a reader has
    nothing open here.
    """
    wanted = os.fsencode(folder.resolve())
    kind, longest = b"", -1
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        return False
    for line in lines:
        front, _, back = line.partition(b" - ")
        if back.startswith(_SERVES):
            return False
        place = _unescaped(front.split()[4])
        leads = place == b"/" or wanted == place or wanted.startswith(place + b"/")
        if leads and len(place) >= longest:
            kind, longest = back.split()[0], len(place)
    return kind.decode("ascii", "replace") in _OF_THIS_MACHINE


def _unescaped(name: bytes) -> bytes:
    """Blank, tab, newline and backslash are written as octal numbers there."""
    for code, letter in ((b"\\040", b" "), (b"\\011", b"\t"), (b"\\012", b"\n"), (b"\\134", b"\\")):
        name = name.replace(code, letter)
    return name
