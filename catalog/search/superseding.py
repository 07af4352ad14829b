"""A search that is broken off where a later key has made it useless."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from catalog.search.found import Check
from catalog.search.results import Superseded

_PATIENCE = 0.06
"""Processor seconds before `stop` is asked again: most searches are over by then, and where many
people type at once, breaking off what is nearly done would leave everybody without an answer."""
_STEPS = 20_000
"""SQLite instructions between two looks at `stop`."""


@contextmanager
def stoppable(connection: sqlite3.Connection, stop: Callable[[], bool] | None) -> Iterator[Check]:
    """Asks `stop` within SQLite and wherever the caller checks; a yes raises Superseded."""
    if stop is None:
        yield _go_on
        return

    begun = time.thread_time()

    def is_late() -> bool:
        return time.thread_time() - begun > _PATIENCE and stop()

    def check() -> None:
        if is_late():
            raise Superseded

    if stop():
        raise Superseded
    connection.set_progress_handler(is_late, _STEPS)
    try:
        yield check
    except sqlite3.OperationalError as error:
        if "interrupt" in str(error):
            raise Superseded from error
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _go_on() -> None:
    """Nobody wants to stop."""
