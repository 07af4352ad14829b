"""The app's threads: what is asked of them, and how their answers come back into its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from textual.message import Message
from textual.reactive import var

from tui.app.asking import Asker, Reading, Stop
from tui.app.dressing import Dressed
from tui.app.in_order import InOrder
from tui.app.warming import Warming
from tui.screens.host import Kept
from tui.settings import loading
from tui.show.firstpaint import First
from tui.terminal.drawing import Drawing

T = TypeVar("T")


class Answered(Message):
    """A thread has an answer; `deliver` hands it to whom it is for, in the app's thread."""

    def __init__(self, deliver: Callable[[], None]) -> None:
        super().__init__()
        self.deliver = deliver


class Broken(Message):
    """A thread met a defect of ours."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Threads(InOrder, Drawing, Dressed):
    """An app that asks threads: one searches, one reads, and one writes once it is needed."""

    kept: var[Kept] = var[Kept](Kept(), init=False)
    path: Path
    settings: loading.Settings
    first: First | None
    finding: Asker
    reading: Asker
    writing: Asker | None
    warming: Warming

    def on_answered(self, message: Answered) -> None:
        message.deliver()

    def on_broken(self, message: Broken) -> None:
        self._handle_exception(message.error)

    def read(
        self,
        kind: str,
        work: Callable[[Reading, Stop], T],
        then: Callable[[T], None],
    ) -> None:
        """Ask the reading thread; what goes wrong is told at the bottom of the screen."""
        self.reading.ask(kind, work, then, self.tell)

    def find(
        self,
        kind: str,
        work: Callable[[Reading, Stop], T],
        then: Callable[[T], None],
    ) -> None:
        """Ask the searching thread."""
        if kind == "search":
            self.warming.typed()
        self.finding.ask(kind, work, then, self.tell)

    def write(
        self,
        kind: str,
        work: Callable[[Reading, Stop], T],
        then: Callable[[T], None],
    ) -> None:
        """Ask the writing thread: what it does may take minutes, and nobody waits for it."""
        if self.writing is None:
            self.writing = self.asker()
            self.writing.start()
        self.writing.ask(kind, work, then, self.tell)

    def works_on(self, kind: str) -> bool:
        """Whether the newest question of this kind has not been answered yet."""
        return self.finding.works_on(kind) or self.reading.works_on(kind)

    def drop(self, kind: str) -> None:
        """Nobody wants this kind's answer any more."""
        self.finding.drop(kind)

    def tell_app(self, message: Answered | Broken) -> None:
        """Hand over what a thread has; called in that thread."""
        self.post_message(message)

    def asker(self) -> Asker:
        """A thread of its own, that reads the catalogue by a connection of its own."""
        return Asker(
            self.path,
            lambda deliver: self.tell_app(Answered(deliver)),
            lambda error: self.tell_app(Broken(error)),
            self.first.seen if self.first else None,
            self.settings.own,
        )

    def tell(self, text: str) -> None:
        """One line at the bottom, until the next key."""
        from tui.show.words import said

        self.kept = replace(self.kept, notice=said(text))

    def key_of(self, command: str) -> str:
        """The key of a command, as the user's settings have it."""
        from tui import commands

        return commands.key(command, self.settings.keys)
