"""The user's own file, mine.db: opened, brought up to date, read and written.

A feature that keeps something here needs no line of this module:

- Its tables are a file `personal/steps/NN-name.sql`: one named migration, taken once, in the order
  of the file names. A file that has shipped is never changed; a further file changes its table.
- It reads with `with mine.reading() as connection`: a plain sqlite3 connection that changes nothing
  and has every table, also where there is no file yet or an older one.
- It writes with `with mine.writing() as connection`: one short transaction, written at its end, or
  not at all where anything is raised. `database(connection).table(name)` is sqlite-utils (`upsert`,
  `rows_where`); that takes a tenth of a second to load, so nothing that is done at every start or
  end uses it.
- What only has a name and a value: `mine.kept(name)`, `mine.keep(name, value)`.
- Every table and column stands in docs/mine.md; a test compares.

All of it raises MineError with one sentence. A file that is damaged, foreign or of a newer program
is never written to. In a kiosk (no folder) everything lies in memory and goes with the app.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from catalog.durable import sync
from personal.errors import MineError, MineHeld

if TYPE_CHECKING:
    from sqlite_utils import Database

NAME = "mine.db"
APPLICATION_ID = 0x54524D49  # "TRMI"
SET = "mine"
"""The name under which `_sqlite_migrations` keeps which steps were taken, and when."""
_BUSY = 5.0
"""Seconds to wait for another app of this user, whose transactions are short."""
_STEPS = Path(__file__).parent / "steps"
_HEADER = slice(24, 28)
"""Where SQLite counts the changes of a file: https://www.sqlite.org/fileformat.html"""


class Step(NamedTuple):
    """A named migration: its name, and what it does as SQL."""

    name: str
    sql: str


@lru_cache(maxsize=1)
def steps() -> tuple[Step, ...]:
    """Every step, in its order."""
    return tuple(
        Step(path.stem, path.read_text(encoding="utf-8")) for path in sorted(_STEPS.glob("*.sql"))
    )


class Mine:
    """A user's own file. May be asked from several threads."""

    def __init__(self, folder: Path | None, name: str = NAME) -> None:
        """`folder` is the user's state folder; None keeps everything in memory alone.

        Another `name` is that of a copy.
        """
        self.path = folder / name if folder is not None else None
        self._memory = _in_memory() if folder is None else None
        self._one_at_a_time = threading.RLock()

    @property
    def keeps(self) -> bool:
        """Whether anything outlives the app."""
        return self.path is not None

    def problem(self) -> str:
        """Why the file cannot be used, in one sentence; empty where nothing speaks against it."""
        try:
            with self.reading():
                return ""
        except MineError as error:
            return error.reason

    def is_there(self) -> bool:
        """Whether anything was ever kept."""
        try:
            return self.is_begun()
        except MineError:
            return False

    def is_begun(self) -> bool:
        """The same; raises MineError for what cannot be such a file, or is lost."""
        if self._memory is not None:
            return True
        with self._told():
            return self._is_there()

    def version(self) -> bytes:
        """Another value whenever anybody has written to the file; costs no more than a look."""
        if self._memory is not None:
            return str(self._memory.total_changes).encode()
        assert self.path is not None
        try:
            with self.path.open("rb") as file:
                known = os.fstat(file.fileno())
                return file.read(100)[_HEADER] + f"{known.st_ino} {known.st_size}".encode()
        except OSError:
            return b""

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """What the file holds, with every table of this program; raises MineError."""
        if self._memory is not None:
            with self._one_at_a_time:
                yield self._memory
            return
        with self._told():
            connection = self._opened() if self._is_there() else None
            if connection is None:
                connection = _in_memory()
            elif pending := _pending(connection):
                connection = _copied(connection, pending)
            try:
                connection.execute("PRAGMA query_only = ON")
                yield connection
            finally:
                connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction on the file, which is made where there is none; raises MineError."""
        if self._memory is not None:
            with self._one_at_a_time, self._told(), _transaction(self._memory):
                yield self._memory
            return
        with self._told():
            self._make()
            connection = self._opened()
            try:
                with _transaction(connection):
                    if pending := _pending(connection):
                        _migrate(connection, pending)
                    yield connection
            finally:
                connection.close()

    def kept(self, name: str) -> str | None:
        """The small thing that is kept under a name; None where there is none."""
        if not self.is_begun():
            return None
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep(self, name: str, value: str) -> None:
        """Keep a small thing under a name."""
        with self.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)",
                               (name, value))  # fmt: skip

    def shrink(self) -> None:
        """Leave no page that is not used: what was removed is nowhere in the file."""
        if self._memory is None and self._is_there():
            with self._told():
                connection = self._opened()
                try:
                    connection.execute("VACUUM")
                finally:
                    connection.close()

    # the file

    def _is_there(self) -> bool:
        """Whether there is a file; raises MineError for what cannot be one.

        One that is gone while its copies are there, or that is empty, is a loss and no beginning:
        `_make` never leaves an empty one, so what made it had a file to cut.
        """
        assert self.path is not None
        try:
            known = self.path.stat()
        except FileNotFoundError:
            if not dated(self.path):
                return False
            raise MineError(f"{NAME} is gone, copies of it are there: nothing is kept"
                            " (trials mine check)") from None  # fmt: skip
        if not stat.S_ISREG(known.st_mode):
            raise MineError(f"{NAME} is no file: your lists are not shown and not kept")
        if not known.st_size:
            raise MineError(
                f"{NAME} is empty: its content is lost, nothing is kept (trials mine check)"
            )
        return True

    def _make(self) -> None:
        """The folder and a file without tables that its user alone may read, where there is none.

        It is there with its header or not at all: a file of no bytes is never one that was begun.
        """
        assert self.path is not None
        folder = self.path.parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        known = folder.stat()
        if known.st_uid == os.getuid() and known.st_mode & 0o077:
            with suppress(OSError):
                folder.chmod(0o700)
        if not self._is_there():
            _put_new(self.path, _header())
        if self.path.is_file() and self.path.stat().st_mode & 0o077:
            with suppress(OSError):
                self.path.chmod(0o600)

    def _opened(self) -> sqlite3.Connection:
        """A connection to the file; it may write, to undo a transaction that was cut off."""
        assert self.path is not None
        uri = f"{self.path.resolve().as_uri()}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, timeout=_BUSY, isolation_level=None)
        try:
            for pragma in (
                "trusted_schema = OFF",
                "foreign_keys = ON",
                "secure_delete = ON",  # what is removed is overwritten, not only left out
                "temp_store = MEMORY",  # nothing of it in a folder of the system
                "cell_size_check = ON",
            ):
                connection.execute(f"PRAGMA {pragma}")
            _refuse_foreign(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite and the system say, as one sentence."""
        try:
            yield
        except sqlite3.Error as error:
            is_held = _name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
            raise (MineHeld if is_held else MineError)(_sentence(error)) from error
        except OSError as error:
            if error.filename is None:
                raise
            raise MineError(f"{NAME}: {error.strerror}; nothing is kept") from error


def dated(path: Path) -> list[Path]:
    """The copies of days beside a file, the newest first."""
    name = re.compile(re.escape(path.name) + r"\.(\d{4}-\d\d-\d\d)")
    if not path.parent.is_dir():
        return []
    return sorted(
        (each for each in path.parent.iterdir() if name.fullmatch(each.name)), reverse=True
    )


def _header() -> bytes:
    """A file of ours without tables."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        return connection.serialize()


def _put_new(path: Path, data: bytes) -> None:
    """A file under a name that is free, whole or not at all; nothing where somebody was first."""
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)  # unlike a rename it never takes the place of another
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            if not path.exists():
                part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    sync(path.parent)


def database(connection: sqlite3.Connection) -> Database:
    """The connection as sqlite-utils has it; within the transaction that it is in."""
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _take(connection, steps())
    return connection


def _copied(connection: sqlite3.Connection, pending: tuple[Step, ...]) -> sqlite3.Connection:
    """An older file in memory, brought up to date there: reading changes nothing."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.backup(copy)
        _take(copy, pending)
    except BaseException:
        copy.close()
        raise
    finally:
        connection.close()
    return copy


def _take(connection: sqlite3.Connection, wanted: tuple[Step, ...]) -> None:
    for step in wanted:
        connection.executescript(step.sql)


def _migrate(connection: sqlite3.Connection, pending: tuple[Step, ...]) -> None:
    """Take the steps that are missing, within the transaction; what was taken is recorded."""
    from sqlite_utils import Migrations

    named = Migrations(SET)
    for step in pending:
        named(name=step.name)(lambda opened, sql=step.sql: opened.executescript(sql))
    named.apply(database(connection))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _pending(connection: sqlite3.Connection) -> tuple[Step, ...]:
    taken = _taken(connection)
    return tuple(step for step in steps() if step.name not in taken)


def _taken(connection: sqlite3.Connection) -> frozenset[str]:
    """Names of the steps that the file has had."""
    kept = "SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'"
    if not connection.execute(kept).fetchone()[0]:
        return frozenset()
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (SET,)
    ).fetchall()
    return frozenset(str(name) for (name,) in rows)


def _refuse_foreign(connection: sqlite3.Connection) -> None:
    """Raise MineError where the file is another program's, or a newer one's."""
    [(application,)] = connection.execute("PRAGMA application_id").fetchall()
    [(tables,)] = connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    if application != APPLICATION_ID and tables:
        raise MineError(f"{NAME} is not a file of trials: your lists are not shown and not kept")
    if _taken(connection) - {step.name for step in steps()}:
        raise MineError(f"{NAME} is of a newer version of trials: lists are not shown, not kept")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or ""


def _sentence(error: sqlite3.Error) -> str:
    """What is wrong, for somebody who knows no SQLite."""
    name = _name(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{NAME} is held by another program: nothing was kept, try again"
    if name.startswith("SQLITE_FULL"):
        return f"the disk is full: nothing was kept in {NAME}"
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return f"{NAME} may not be written: nothing was kept"
    if name.startswith("SQLITE_CONSTRAINT"):
        return f"{NAME} does not take this: nothing was kept"
    if name.startswith("SQLITE_IOERR"):
        return f"{NAME}: the disk refused it; nothing was kept"
    return f"{NAME} is damaged: your lists are not shown and not kept (trials mine check)"
