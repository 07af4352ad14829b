"""What packs brought into a catalogue, as its `meta` has it: all else is the clinic's own."""

from __future__ import annotations

import sqlite3

import msgspec

from catalog.store.opening import RECEIVED


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """What packs brought into a catalogue, as it is noted there."""

    stamp: str
    """Of the catalogue that the last pack led to."""
    at: str
    """When that pack was imported, UTC."""
    made_at: str
    """When it was made, UTC."""
    signed_by: str | None = None
    """Who signed it, as far as that was verified."""
    keys: tuple[tuple[int, int], ...] = ()
    """Rows of `source_record`: first and last of each range."""
    decisions: tuple[tuple[str, str, str], ...] = ()

    def brought(self, key: int) -> bool:
        """Whether a pack brought this row."""
        return any(first <= key <= last for first, last in self.keys)


def received(connection: sqlite3.Connection) -> Received | None:
    """What is noted; None where no pack was ever imported. Raises msgspec.DecodeError."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (RECEIVED,)).fetchone()
    return decoded(row[0]) if row else None


def decoded(said: str) -> Received:
    """The value that `meta` has; raises msgspec.DecodeError."""
    return msgspec.json.decode(said, type=Received)


def is_verified(said: str) -> bool:
    """Whether the pack that `meta` speaks of bears a signature that was verified."""
    try:
        return decoded(said).signed_by is not None
    except msgspec.DecodeError:
        return False


def note(connection: sqlite3.Connection, what: Received | None) -> None:
    """Note it, or that there is nothing."""
    connection.execute("DELETE FROM meta WHERE name = ?", (RECEIVED,))
    if what is not None:
        said = msgspec.json.encode(what).decode()
        connection.execute("INSERT INTO meta (name, value) VALUES (?,?)", (RECEIVED, said))
