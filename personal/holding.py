"""What holds in the user's own file; every start reads it, so this loads little."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from personal.events import Entry, Listed, State, TrialNote
from personal.store import Mine

T = TypeVar("T", Entry, TrialNote)


def state(mine: Mine) -> State:
    """Everything that holds; raises MineError."""
    if not mine.is_begun():  # who keeps nothing waits for no tables
        return State()
    with mine.reading() as connection:
        return state_in(connection)


def state_in(connection: sqlite3.Connection) -> State:
    """Everything that holds, within a transaction."""
    entries: dict[str, list[Entry]] = {}
    for row in _rows(connection, Entry, "entry ORDER BY rowid"):
        entries.setdefault(row.list, []).append(row)
    lists = [
        Listed(id, label, kind, opened, turn, tuple(entries.get(id, ())))
        for id, label, kind, opened, turn in connection.execute(
            "SELECT id, label, kind, opened, turn FROM list ORDER BY turn DESC, id"
        )
    ]
    return State(tuple(lists), tuple(_rows(connection, TrialNote, "trial_note ORDER BY trial")))


def _rows(connection: sqlite3.Connection, kind: type[T], of: str) -> Iterator[T]:
    names = kind.__struct_fields__
    place = names.index("numbers")
    for row in connection.execute(f"SELECT {', '.join(names)} FROM {of}"):
        values = list(row)
        values[place] = msgspec.json.decode(row[place], type=tuple[str, ...])
        yield kind(*values)
