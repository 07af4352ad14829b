"""Copies of mine.db: one at each day's first start, three kept, and those that are asked for."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from catalog.durable import sync
from personal.errors import MineError
from personal.store import NAME, Mine, dated

MOST = 3
ASIDE = f"{NAME}.aside"
"""What stood in the place of a copy that was taken back; one, the last."""


def copies(mine: Mine) -> list[Path]:
    """The dated copies, the newest first."""
    return [] if mine.path is None else dated(mine.path)


def every_copy(mine: Mine) -> list[Path]:
    """The dated copies, and what was put aside."""
    if mine.path is None:
        return []
    aside = mine.path.with_name(ASIDE)
    return [*copies(mine), *([aside] if aside.is_file() else [])]


def restore(mine: Mine, copy: Path) -> None:
    """Put a copy in the place of the file, which is put aside; raises MineError.

    The copy stays as well. Whoever has the file open goes on with the new one at the next look.
    """
    assert mine.path is not None
    source = Mine(copy.parent, copy.name)
    if not source.is_there() or faults(source):
        raise MineError(f"{copy.name} is no sound copy: nothing was changed")
    part = mine.path.with_name(f"{NAME}.restored")
    with suppress(OSError):
        part.unlink()
    write_copy(source, part)
    try:
        if mine.path.exists():
            mine.path.replace(mine.path.with_name(ASIDE))
            journal = mine.path.with_name(f"{NAME}-journal")
            if journal.exists():  # it is of the file that was put aside, and would spoil the copy
                journal.replace(mine.path.with_name(f"{ASIDE}-journal"))
        part.rename(mine.path)
        sync(mine.path.parent)
    except OSError as error:
        raise MineError(f"{copy.name} was not taken back: {error.strerror}") from error


def remove_all(mine: Mine) -> list[Path]:
    """Remove the file, every copy, and what stands beside them; returns what was removed."""
    if mine.path is None or not mine.path.parent.is_dir():
        return []
    found = [
        each
        for each in sorted(mine.path.parent.iterdir())
        if each.name == NAME or each.name.startswith((f"{NAME}.", f"{NAME}-", f".{NAME}."))
    ]
    for each in found:
        each.unlink()
    if found:
        sync(mine.path.parent)
    return found


def copy_of_day(mine: Mine, day: str) -> Path | None:
    """Make the copy of a day (ISO) where there is none yet, and leave the three newest.

    None where there was nothing to do. Raises MineError where the file is damaged: then every copy
    stays, since they may be all that is left.
    """
    if mine.path is None or not mine.path.is_file() or not mine.path.stat().st_size:
        return None
    made = mine.path.with_name(f"{NAME}.{day}")
    if made.exists():
        return None
    if problems := faults(mine):
        raise MineError(problems[0])
    write_copy(mine, made)
    for old in copies(mine)[MOST:]:
        with suppress(OSError):
            old.unlink()
    return made


def faults(mine: Mine) -> list[str]:
    """What is wrong with the file itself, a sentence each."""
    try:
        with mine.reading() as connection:
            rows = connection.execute("PRAGMA integrity_check").fetchall()
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    except MineError as error:
        return [error.reason]
    found = [f"{NAME} is damaged: {row[0]}" for row in rows if row[0] != "ok"]
    return found + ([f"{NAME}: {len(lost)} rows belong to nothing"] if lost else [])


def write_copy(mine: Mine, to: Path) -> None:
    """A whole copy under this name, for its user alone, never over a file; raises MineError."""
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        with mine.reading() as connection, closing(sqlite3.connect(part)) as target:
            connection.backup(target)
        handle = os.open(part, os.O_RDWR)
        os.fsync(handle)
        os.close(handle)
        if to.exists():
            raise MineError(f"{to.name} is there already")
        part.rename(to)
        sync(to.parent)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MineError(f"{to.name}: no copy was made ({reason})") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
