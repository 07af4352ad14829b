"""What goes wrong with the disk while the catalogue is changed, as one of our errors."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from catalog.model.errors import CatalogueError, DiskFull


@contextlib.contextmanager
def disk_errors() -> Iterator[None]:
    """Tell errors of SQLite and of the system as CatalogueError or DiskFull; defects stay."""
    try:
        yield
    except BrokenPipeError:
        raise  # who reads what is printed has gone; nothing of the disk
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a defect of ours, and told as one
    except sqlite3.Error as error:
        if "full" in str(error):
            raise DiskFull from error
        raise CatalogueError(f"the catalogue could not be changed: {error}") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from error
        what = f"{Path(os.fsdecode(error.filename)).name}: " if error.filename else ""
        raise CatalogueError(
            f"the catalogue could not be changed and is as it was: {what}{error.strerror or error}"
        ) from error
