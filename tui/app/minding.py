"""The inbox, worked out in a thread of its own whenever something may have changed.

It gives way: between two trials it waits for as long as somebody's key is being answered.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from catalog.search.results import Superseded
from personal.errors import MineError
from personal.store import Mine
from tui.app.asking import Asker, Reading, Stop
from tui.settings.loading import Settings
from tui.show.notes import own_countries

if TYPE_CHECKING:
    from personal.inbox.lines import Line
    from personal.inbox.whole import Inbox

_GIVES_WAY = 0.02
"""Seconds between two looks whether a key is still being answered."""
_KIND = "inbox"
Change = Callable[[Callable[[Reading], str], Callable[[str], None]], None]
"""Has something written to the user's own file, and the answer given."""


class Answers(Protocol):
    """What the inbox waits for."""

    @property
    def works(self) -> bool: ...


class Minder:
    """Knows the inbox of one user; `tell` is called in the app's thread with each new one."""

    def __init__(
        self,
        mine: Mine,
        settings: Settings,
        today: dt.date,
        asker: Asker,
        before: Sequence[Answers],
        tell: Callable[[Inbox], None],
        say: Callable[[str], None],
    ) -> None:
        self._mine, self._settings, self._today = mine, settings, today
        self._asker, self._before, self._tell, self._say = asker, before, tell, say
        self._version: bytes | None = None
        self._unwritten: deque[tuple[tuple[Line, ...], bool]] = deque()
        """What was read and is not written yet, in its order."""
        self._writes = threading.Lock()
        self._is_begun = False
        self._turn = self._written = self._settled = 0
        """How often lines were read; how many of those are written, and the inbox knows of."""

    @property
    def is_reading(self) -> bool:
        """Whether what is known of the inbox is older than what was read of it last."""
        return self._settled != self._turn

    def begin(self) -> None:
        """Work it out for the first time, in the background."""
        if self._mine.keeps:
            self._is_begun = True
            self._asker.start()
            self.look()

    def look_where_changed(self) -> None:
        """Work it out anew where somebody has written to the user's own file since."""
        if self._is_begun and self._mine.version() != self._version:
            self.look()

    def look(self) -> None:
        """Work it out anew."""
        if not self._is_begun:
            return
        self._version = self._mine.version()
        turn = self._written

        def told(inbox: Inbox) -> None:
            self._settled = max(self._settled, turn)
            self._tell(inbox)

        self._asker.ask(_KIND, self._work, told, self._say)

    def reopen(self) -> None:
        """The catalogue is another file."""
        if self._is_begun:
            self._asker.reopen()
            self.look()

    def _work(self, reading: Reading, stop: Stop) -> Inbox:
        from personal.inbox.tracked import has_queries, on_lists
        from personal.inbox.whole import Inbox

        tracked = on_lists(self._mine)
        if not (tracked or self._settings.sites or has_queries(self._mine)):
            return Inbox()
        from personal.inbox.gather import gather
        from personal.inbox.tracked import own_places

        def pause() -> None:
            while any(each.works for each in self._before) and not stop():
                time.sleep(_GIVES_WAY)
            if stop():
                raise Superseded

        chosen = self._settings
        countries = own_countries(chosen.filters)
        places = own_places(reading.catalogue, chosen.sites, chosen.own.names, countries)
        return gather(
            self._mine, reading.catalogue, reading.searcher, tracked, places, self._today, pause
        )

    # reading lines

    def read(self, lines: Sequence[Line], change: Change, *, back: bool) -> None:
        """Take lines as read, or as not read after all; `change` has it written, in its order."""
        self._unwritten.append((tuple(lines), back))
        self._turn += 1
        turn = self._turn

        def work(reading: Reading) -> str:
            try:
                self._write()
            except MineError as error:
                return error.reason
            return ""

        def done(problem: str) -> None:
            if problem:
                self._say(problem)
            self._written = max(self._written, turn)
            self.look()

        change(work, done)

    def _write(self) -> None:
        """Write what was read; raises MineError, and then it stays unread."""
        with self._writes:
            while self._unwritten:
                from personal.inbox.reading import read

                lines, back = self._unwritten.popleft()
                read(self._mine, lines, self._today, back=back)

    def end(self) -> None:
        """Nothing more is worked out; what was read is written."""
        if self._is_begun:
            self._asker.end()
        with suppress(MineError):
            self._write()
