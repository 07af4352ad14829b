"""A case is forgotten: it leaves the file, the log, the copies, and the pages that were its."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from personal.copies import every_copy
from personal.errors import MineError
from personal.events import Listed
from personal.holding import state_in
from personal.inbox import seen
from personal.naming import sentence_hash
from personal.store import Mine

_TABLES = (("entry", "list"), ("list", "id"), ("log", "list"))


def forget(mine: Mine, listed: Listed) -> list[Path]:
    """Remove a list or case as if it had never been; returns the copies that could not be read.

    Those may still hold it: only deleting them helps, which is for their owner to decide. What is
    noted of its trials is of the trials and stays. Raises MineError where the file itself fails.
    """
    _forget_in(mine, listed)
    left = []
    for path in every_copy(mine):
        try:
            _forget_in(Mine(path.parent, path.name), listed)
        except MineError:
            left.append(path)
    return left


def _forget_in(mine: Mine, listed: Listed) -> None:
    with mine.writing() as connection:
        for table, column in _TABLES:
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (listed.id,))
        seen.forget(
            connection,
            [each.numbers for each in listed.entries],
            [sentence_hash(each.reason) for each in listed.entries if each.reason],
            [entry.numbers for other in state_in(connection).lists for entry in other.entries],
        )
    with suppress(OSError):
        mine.shrink()
