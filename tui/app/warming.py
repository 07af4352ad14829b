"""Loading ahead: what a trial needs that may soon be opened, in the reading thread.

The rules that read criteria are a third of what a session takes, so only who moves in the list has
them loaded ahead; who only types and looks never pays for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from tui.app.asking import Reading, Stop

_SOON = 0.4
"""Seconds after the key, which comes first."""


class Read(Protocol):
    """Asks the reading thread."""

    def __call__(
        self, kind: str, work: Callable[[Reading, Stop], None], then: Callable[[None], None]
    ) -> None: ...


class Warming:
    """Each part is loaded once; `later` calls something after so many seconds."""

    def __init__(self, read: Read, later: Callable[[float, Callable[[], None]], object]) -> None:
        self._read, self._later = read, later
        self._begun: set[str] = set()

    def typed(self) -> None:
        """A letter was typed: a trial may be opened."""
        self._begin("warm", _open_catalogue)

    def moved(self) -> None:
        """The cursor moves: soon a trial is opened, and its criteria are read."""
        self.typed()
        self._begin("rules", _load_rules)

    def _begin(self, part: str, work: Callable[[Reading, Stop], None]) -> None:
        if part not in self._begun:
            self._begun.add(part)
            self._later(_SOON, lambda: self._read(part, work, lambda _: None))


def _open_catalogue(reading: Reading, stop: Stop) -> None:
    import tui.show.tabs  # noqa: F401

    reading.catalogue.count()


def _load_rules(reading: Reading, stop: Stop) -> None:
    import catalog.eligibility.extraction  # noqa: F401
