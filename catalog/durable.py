"""Files that are there whole or not at all, whatever is pulled out; and which file it is."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

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
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(part, flags, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
