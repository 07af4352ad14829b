"""Merging the small segments that updates leave behind, so that reading stays quick."""

from __future__ import annotations

import sqlite3


def merge_if_due(connection: sqlite3.Connection) -> None:
    """Merge when there are many segments."""
