"""docs/schema.md names every table and column there is."""

import re
import sqlite3
from pathlib import Path

from catalog.store import schema

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "schema.md"


def test_every_table_and_column_is_described() -> None:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    words = set(re.findall(r"`([a-z0-9_]+)`", PAGE.read_text(encoding="utf-8")))
    common = {"trial", "position"}
    missing = []
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        missing += [name for name in (table, *columns) if name not in words | common]
    assert missing == []


def test_every_child_table_is_rewritten_with_its_trial() -> None:
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    with_trial = {
        table
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if any(row[1] == "trial" for row in connection.execute(f"PRAGMA table_info({table})"))
    }
    assert with_trial - {"source_record", "change"} == set(schema.CHILD_TABLES)
