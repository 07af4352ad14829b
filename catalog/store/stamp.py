"""What the catalogue says of itself: how new it is and by which rules it was made."""

from __future__ import annotations

import sqlite3

from catalog.eligibility.extraction import RULES_VERSION


def stamp(connection: sqlite3.Connection, at: str) -> None:
    """Write the dates and versions that headers, `stats` and `check` show."""
    newest = connection.execute("SELECT max(data_date) FROM source_record").fetchone()[0]
    trials = connection.execute("SELECT count(*) FROM trial").fetchone()[0]
    for name, value in (
        ("last_import", at),
        ("newest_source", newest),
        ("trials", trials),
        ("rules_version", RULES_VERSION),
    ):
        if value is not None:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (name, str(value)))
