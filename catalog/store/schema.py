"""What the catalogue file is: its mark, its layout, its tables (schema.sql).

A file says by `application_id` what it is and by `user_version` how it is laid out. A new file is
made in the last layout; `migrations` brings an older one there.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

APPLICATION_ID = 0x54524C53  # "TRLS"
USER_VERSION = 7
"""The layout that this program writes."""
PAGE = 2_048
"""Bytes of a page: most rows with a record or a long text are between two and five thousand, of
which pages of 4,096 bytes lose a sixth."""
OLDEST_READ = 1
"""The oldest layout that it reads too: that of the last program that was released."""


def statements() -> list[str]:
    """The statements that make the tables, each from its first word on."""
    text = Path(__file__).with_name("schema.sql").read_text("utf-8")
    found = (each[each.find("CREATE") :] for each in text.split(";\n") if "CREATE" in each)
    return [each.strip().rstrip(";") for each in found]


def views() -> dict[str, str]:
    """The statement that makes each view, by its name, in the order in which they are made."""
    return {each.split()[2]: each for each in statements() if each.startswith("CREATE VIEW")}


def create(connection: sqlite3.Connection) -> None:
    """Make all tables and views in an empty file."""
    connection.execute(f"PRAGMA page_size = {PAGE}")
    for statement in statements():
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")
