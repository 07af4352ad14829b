"""The user's own file as the app has it: what holds, whether somebody else wrote, what waits."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from personal.errors import MineError, MineHeld
from personal.events import State
from personal.holding import state as state_of
from personal.store import Mine
from tui.app.asking import Reading, Stop

T = TypeVar("T")


def _marks(state: State, named: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """What is shown of each rejected trial; whoever has no list loads nothing for it."""
    if not state.lists:
        return {}
    from personal.looking import marks

    return marks(state, named)


class Held(NamedTuple):
    """What holds, and what every list shows of its trials."""

    state: State
    marks: Mapping[str, str]


class OwnFile:
    """Asked in the app's thread; `load` and what `counted` gives run in the reading thread."""

    def __init__(self, mine: Mine) -> None:
        self.mine = mine
        self.problem = ""
        """Why it cannot be used, in a sentence."""
        self._seen = b""
        self._named: Mapping[str, str] = {}
        self._numbers = itertools.count()
        self._waiting = 0
        self._changed = threading.Condition()

    def first(self) -> Held:
        """What holds at the start; nothing where the file cannot be used."""
        self._seen = self.mine.version()
        try:
            state = self._state()
        except MineError as error:
            self.problem = error.reason
            return Held(State(), {})
        return Held(state, _marks(state))

    def is_other(self) -> bool:
        """Whether anybody has written since this was last asked or loaded."""
        now = self.mine.version()
        was, self._seen = self._seen, now
        return now != was

    def load(self, reading: Reading) -> Held:
        """What holds now, rejected trials also by the number that this catalogue has for them."""
        self._seen = self.mine.version()
        state = self._state()
        if _marks(state):
            from personal.looking import named_here

            self._named = named_here(state, reading.catalogue, self._named)
        return Held(state, _marks(state, self._named))

    def _state(self) -> State:
        try:
            return state_of(self.mine)
        except MineHeld:
            self._seen = b""  # it is tried again at the next key
            raise

    def forget_names(self) -> None:
        """Another catalogue was opened: its ids are to be looked up anew."""
        self._named = {}

    # what is still to be written

    def kind(self) -> str:
        """A kind of question of its own: no write ever takes the place of another."""
        return f"mine {next(self._numbers)}"

    def counted(self, work: Callable[[Reading], T]) -> Callable[[Reading, Stop], T]:
        """The work, waited for at the end."""
        with self._changed:
            self._waiting += 1

        def done(reading: Reading, stop: Stop) -> T:
            try:
                return work(reading)
            finally:
                with self._changed:
                    self._waiting -= 1
                    self._changed.notify_all()

        return done

    def wait(self, seconds: float) -> None:
        """Wait for what is still to be written, so long at most."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting, seconds)
