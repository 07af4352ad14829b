"""A log of another program beside the catalogue: SQLite would read it with it."""

from __future__ import annotations

import os
from pathlib import Path

from catalog.model.errors import CatalogueError


def refuse_log(path: Path) -> None:
    """Raise CatalogueError where a log lies beside the catalogue.

    Whoever opens a database reads the log of that name beside it, whosever it is.
    """
    log = path.with_name(path.name + "-wal")
    if os.path.lexists(log):
        raise CatalogueError(
            f"{log.name} lies beside the catalogue: another program is changing it, or was ended"
            f" at that; open and close it once with that program"
        )
