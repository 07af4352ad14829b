"""Loading ahead: what a trial needs that may soon be opened.

The rules that read criteria are a third of what a session takes, so only who moves in the list has
them loaded ahead; who only types and looks never pays for them. They are loaded in a thread of
their own: what else is read meanwhile, a trial or a preview, does not wait for them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from tui.app.asking import Deliver, Reading, Stop

_SOON = 0.4
"""Seconds after the key, which comes first."""


class Read(Protocol):
    """Asks the reading thread."""

    def __call__(
        self, kind: str, work: Callable[[Reading, Stop], None], then: Callable[[None], None]
    ) -> None: ...


class Rules:
    """The rules that read criteria, loaded once and only when somebody needs them.

    For the app's thread; `deliver` is called in another one with a function to be called in the
    app's, `broken` with what went wrong there.
    """

    def __init__(self, deliver: Deliver, broken: Callable[[Exception], None]) -> None:
        self._deliver, self._broken = deliver, broken
        self._thread: threading.Thread | None = None
        self._then: list[Callable[[], None]] = []
        self.are_loaded = False

    @property
    def works(self) -> bool:
        """Whether they are being loaded."""
        return self._thread is not None and not self.are_loaded

    def load(self, then: Callable[[], None] | None = None) -> None:
        """Load them where that has not begun; `then` is called once they are there."""
        if then is not None and self.are_loaded:
            then()
            return
        if then is not None:
            self._then.append(then)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="trials-rules", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            load_rules()
        except Exception as error:
            self._broken(error)
        else:
            self._deliver(self._loaded)

    def _loaded(self) -> None:
        self.are_loaded = True
        waiting, self._then = self._then, []
        for then in waiting:
            then()


class Warming:
    """Each part is loaded once; `later` calls something after so many seconds."""

    def __init__(
        self, read: Read, later: Callable[[float, Callable[[], None]], object], rules: Rules
    ) -> None:
        self._read, self._later, self._rules = read, later, rules
        self._begun: set[str] = set()

    def typed(self) -> None:
        """A letter was typed: a trial may be opened."""
        self._begin("warm", lambda: self._read("warm", _open_catalogue, lambda _: None))

    def moved(self) -> None:
        """The cursor moves: soon a trial is opened, and its criteria are read."""
        self.typed()
        self._begin("rules", self._rules.load)

    def _begin(self, part: str, load: Callable[[], None]) -> None:
        if part not in self._begun:
            self._begun.add(part)
            self._later(_SOON, load)


def _open_catalogue(reading: Reading, stop: Stop) -> None:
    import tui.show.tabs  # noqa: F401

    reading.catalogue.count()


def load_rules() -> None:
    """Load what reads criteria; it takes a second of a busy processor."""
    import catalog.eligibility.extraction  # noqa: F401
