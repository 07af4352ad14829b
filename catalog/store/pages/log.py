"""A working copy whose changes SQLite keeps beside it until the end: they are the list of pages.

In WAL mode the file itself stays as it was; what is changed is written into a log, page by page
(https://sqlite.org/fileformat.html#the_write_ahead_log). At the end the numbers of those pages are
read, SQLite brings them into the file and removes the log, and the file is in DELETE mode again,
which is the only one that readers may ever meet. Working copy and log are private: no name under
which a catalogue is read ever has a log beside it.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from catalog.model.errors import CatalogueError
from catalog.store.pages.steps import Step, mark_of, packed

_HEADER, _FRAME = 32, 24
_AT_ONCE = 1 << 20
_DELETE_MODE = b"\x01\x01"
"""Bytes 18 and 19 of a database that keeps no log."""
_LOOSENING = frozenset({"ignore_check_constraints", "writable_schema"})
"""Pragmas after which SQLite itself no longer refuses what breaks a rule of a table."""
_LARGE = 1 << 26
_PART_OF_ALL = 4
"""A log of more bytes than that, and than this part of the file, is not worth a list."""
_MOST = 1 << 30
"""Nor is a larger one, whatever the file: the list is kept in memory."""
BESIDE = ("-journal", "-wal", "-shm")


class Log:
    """The log of a working copy; the copy was the catalogue whose mark is `base`."""

    def __init__(self, part: Path, base: str, *, vouched: bool) -> None:
        self._part = part
        self._base = base
        self._vouched = vouched
        self._loosened = False
        self._frames: dict[int, int] = {}
        self._page = 0

    @property
    def is_enough(self) -> bool:
        """Whether it is enough to look at what was changed: all else was checked as it lies here,
        and SQLite held to the rules of the tables."""
        return self._vouched and not self._loosened

    def begin(self, connection: sqlite3.Connection) -> bool:
        """Let the connection, the only one, keep a log; False where the disk has none."""
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError:
            mode = ""
        if mode != "wal":
            connection.execute("PRAGMA journal_mode = DELETE")
            return False
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.set_authorizer(self._authorised)
        return True

    def is_large(self) -> bool:
        """Whether so much was changed that the list of it is of no use."""
        size = _beside(self._part, "-wal").stat().st_size
        return size > min(max(_LARGE, self._part.stat().st_size // _PART_OF_ALL), _MOST)

    def settle(self, connection: sqlite3.Connection, synced: Callable[[], None]) -> Step:
        """Bring what was committed into the file, and close the connection; the step it makes.

        `synced` makes the file survive a power cut. Raises CatalogueError where the file is not,
        page by page, what the log says.
        """
        (self._page,) = connection.execute("PRAGMA page_size").fetchone()
        with _beside(self._part, "-wal").open("rb") as log:  # stays readable when it is removed
            self._frames, last = _committed(log.fileno(), self._page)
            busy, size, done = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
            if busy or (size, done) != (last, last):
                raise CatalogueError("the log of what was changed is not whole; the old one stays")
            leave(connection)
            connection.close()
            for suffix in BESIDE:
                if os.path.lexists(_beside(self._part, suffix)):
                    raise CatalogueError(f"{self._part.name}{suffix} stays behind; the old one too")
            synced()
            self._compare(log.fileno())
        return Step(self._base, mark_of(self._part), self._page, packed(sorted(self._frames)))

    def _compare(self, log: int) -> None:
        """Each page in the file is the one of the log; the first, which says what the file is,
        says that it is in DELETE mode and how many pages it has."""
        with self._part.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
            (count,) = struct.unpack(">I", header[28:32])
            if header[18:20] != _DELETE_MODE or count * self._page != size:
                raise CatalogueError("the new catalogue's header is not sound; the old one stays")
            for number in sorted(self._frames):
                if number == 1 or number > count:
                    continue
                was = os.pread(log, self._page, self._frames[number])
                if os.pread(file.fileno(), self._page, (number - 1) * self._page) != was:
                    raise CatalogueError(f"page {number} was not written; the old one stays")

    def _authorised(self, action: int, name: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_PRAGMA and name in _LOOSENING:
            self._loosened = True
        return sqlite3.SQLITE_OK


def leave(connection: sqlite3.Connection) -> None:
    """Put the database into DELETE mode; raises CatalogueError where another holds it."""
    connection.set_authorizer(None)
    (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != "delete":
        raise CatalogueError("another program has the new catalogue open; the old one stays")


def _committed(log: int, page: int) -> tuple[dict[int, int], int]:
    """Where the last version of each page begins, and how many frames count.

    Frames behind the last commit, and those of an earlier use of the file, are none of ours.
    """
    header = os.pread(log, _HEADER, 0)
    if len(header) < _HEADER:
        return {}, 0
    *salts, _, _ = struct.unpack(">8I", header)[4:]
    frames: dict[int, int] = {}
    waiting: dict[int, int] = {}
    last = 0
    for at, (number, committed, *found) in enumerate(_heads(log, page)):
        if found != salts:
            break
        waiting[number] = _HEADER + at * (_FRAME + page) + _FRAME
        if committed:
            frames |= waiting
            waiting = {}
            last = at + 1
    return frames, last


def _heads(log: int, page: int) -> Iterator[tuple[int, int, int, int]]:
    """Of each frame: number of the page, pages of the file after a commit or 0, two salts."""
    form = struct.Struct(f">4I8x{page}x")
    at_once = max(_AT_ONCE // form.size, 1) * form.size
    at = _HEADER
    while piece := os.pread(log, at_once, at):
        yield from form.iter_unpack(piece[: len(piece) // form.size * form.size])
        if len(piece) < at_once:
            return
        at += len(piece)


def _beside(part: Path, suffix: str) -> Path:
    return part.with_name(part.name + suffix)
