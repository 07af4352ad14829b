"""Files that are there whole or not at all, whatever is pulled out in between."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from catalog.publish import sync_folder
from tui.updating.errors import UnusableFolder


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write beside it under a hidden name, sync, rename; raises OSError and leaves no part."""
    part = path.with_name(f".{path.name}.part")
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


@contextlib.contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Errors of the disk as UnusableFolder, a sentence each."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UnusableFolder(f"the disk is full: {folder} holds what was finished") from None
        raise UnusableFolder(f"{folder} cannot be used ({error.strerror})") from None
