"""Rows, criteria and index made anew from the kept source records, by this program's rules."""

from __future__ import annotations

from pathlib import Path

from catalog.store.ingest import Ingest
from catalog.store.publish import changing
from catalog.store.stamp import stamp


def renew(path: Path, at: str) -> int:
    """Rebuild what is derived; returns the number of trials. Raises CatalogueError."""
    with changing(path) as working:
        ingest = Ingest(working.connection, at)
        count = ingest.renew()
        ingest.finish()
        stamp(working.connection, at)
        return count
