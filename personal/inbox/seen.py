"""What a user has seen of each trial, part by part, in their own file.

A part is written when a trial comes onto a list and when its line of the inbox is read, and by
nothing else: what was not read stays a difference, whatever becomes of app and catalogue. Two
apps that read the same line write the same; one that shows an older state never undoes a newer one.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from personal.inbox.snapshot import REASON, Part, Snapshot, Value

KEPT_AFTER = dt.timedelta(days=30)
"""How long what was seen stays when a trial is on no list any more: it may come back."""


_LEFT = "SELECT key FROM seen_trial WHERE left IS NOT NULL"


class Seen(NamedTuple):
    """What was seen of one trial, by the numbers that it had then."""

    key: int
    numbers: frozenset[str]
    parts: Mapping[str, Part]
    at: Mapping[str, str]
    """When each part was seen: ISO day."""
    has_left: bool = False
    """Whether it was on no list when that was last looked at."""


class PartRead(NamedTuple):
    """A part that was read: what the line said before, and what it said now."""

    key: int
    part: str
    before: Part
    now: Part

    @property
    def taken_back(self) -> PartRead:
        """As if it had not been read."""
        return PartRead(self.key, self.part, self.now, self.before)


def load(connection: sqlite3.Connection) -> list[Seen]:
    """All that was seen."""
    numbers: dict[int, set[str]] = {}
    for trial, number in connection.execute("SELECT trial, number FROM seen_number"):
        numbers.setdefault(trial, set()).add(number)
    parts: dict[int, dict[str, Part]] = {key: {} for key in numbers}
    at: dict[int, dict[str, str]] = {key: {} for key in numbers}
    query = "SELECT trial, part, value, said_by, guessed, at FROM seen_part"
    for trial, part, value, said_by, guessed, when in connection.execute(query):
        if trial in parts:
            by = tuple(said_by.split())
            parts[trial][part] = Part(json.loads(value), by, bool(guessed))
            at[trial][part] = when
    left = {key for (key,) in connection.execute(_LEFT)}
    return [Seen(key, frozenset(numbers[key]), parts[key], at[key], key in left) for key in numbers]


def begin(
    connection: sqlite3.Connection, numbers: Iterable[str], now: Snapshot, day: str
) -> int | None:
    """Take all of a trial as seen, the first time; None where another app was quicker."""
    known = tuple(numbers)
    if _of_numbers(connection, known):
        return None
    row = connection.execute("INSERT INTO seen_trial (at) VALUES (?)", (day,))
    key = int(row.lastrowid or 0)
    name(connection, key, known)
    for part, value in now.items():
        add(connection, key, part, value, day)
    return key


def name(connection: sqlite3.Connection, key: int, numbers: Iterable[str]) -> None:
    """Know a trial by these numbers too."""
    connection.executemany(
        "INSERT OR IGNORE INTO seen_number (number, trial) VALUES (?, ?)",
        [(number, key) for number in numbers],
    )


def add(connection: sqlite3.Connection, key: int, part: str, now: Part, day: str) -> None:
    """Take a part as seen that was never looked at before."""
    connection.execute(
        "INSERT OR IGNORE INTO seen_part (trial, part, value, said_by, guessed, at)"
        " SELECT key, ?, ?, ?, ?, ? FROM seen_trial WHERE key = ?",
        (part, _text(now.value), " ".join(now.by), now.guessed, day, key),
    )


def read(connection: sqlite3.Connection, parts: Sequence[PartRead], day: str) -> None:
    """Take parts as seen, where what is seen of them is still what the reader's line began with."""
    connection.executemany(
        "UPDATE seen_part SET value = ?, said_by = ?, guessed = ?, at = ?"
        " WHERE trial = ? AND part = ? AND value = ?",
        [
            (_text(now.value), " ".join(now.by), now.guessed, day, key, part, _text(before.value))
            for key, part, before, now in parts
        ],
    )


def watch(connection: sqlite3.Connection, keys: Iterable[int], today: dt.date) -> None:
    """These trials are on lists; forget what was long seen of all others."""
    day, long_ago = today.isoformat(), (today - KEPT_AFTER).isoformat()
    on_lists = [(key,) for key in keys]
    connection.execute("UPDATE seen_trial SET left = ? WHERE left IS NULL", (day,))
    connection.executemany("UPDATE seen_trial SET left = NULL WHERE key = ?", on_lists)
    connection.execute("DELETE FROM seen_trial WHERE left < ?", (long_ago,))


def forget(
    connection: sqlite3.Connection,
    trials: Iterable[Sequence[str]],
    quoted: Iterable[str],
    others: Iterable[Sequence[str]],
) -> None:
    """Remove what was seen on account of a list that must leave no trace.

    `trials` and `others` are the numbers of each trial of that list, and of all other lists: what
    is on one of those stays. `quoted` are the hashes of the criteria that the list quotes.
    """
    stay = {key for numbers in others for key in _of_numbers(connection, numbers)}
    go = {key for numbers in trials for key in _of_numbers(connection, numbers)}
    for key in go - stay:
        connection.execute("DELETE FROM seen_trial WHERE key = ?", (key,))
    connection.executemany(
        "DELETE FROM seen_part WHERE part = ?", [(REASON + each,) for each in quoted]
    )


def _of_numbers(connection: sqlite3.Connection, numbers: Sequence[str]) -> set[int]:
    query = "SELECT trial FROM seen_number WHERE number = ?"
    return {row[0] for each in numbers for row in connection.execute(query, (each,))}


def _text(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)
