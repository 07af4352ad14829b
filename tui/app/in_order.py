"""Keys in the order in which they were typed, each where the one before it led.

Over a slow line several keys arrive at once. Textual gives each to what has the focus when it
arrives, though a key before it is about to open a view or to move the focus: `/` and a word, typed
quickly, would run the commands of its letters. Here a key is handed on when the one before it has
had its effect.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic

from textual import events
from textual.app import App

from tui.terminal.private import has_screen, is_idle
from tui.terminal.told import Word

_AT_ONCE = frozenset({"ctrl+c", "ctrl+q"})
"""Keys that overtake all that wait: they are for when something does not come to an end."""
_LONGEST = 2.0
"""Seconds after which a key is handed on whatever still works: nothing may be stuck."""
_PAUSE = 0.005


class InOrder(App[int]):
    """An app that hands on one key at a time."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self._typed: deque[events.Key | events.Paste | Word] = deque()
        self._since = 0.0
        self._hands_on = False

    @property
    def keys_wait(self) -> bool:
        """Whether a typed key has not been handed on."""
        return bool(self._typed)

    def takes(self, key: events.Key) -> bool:
        """Whether what is shown is what the key is meant for."""
        return True

    def takes_word(self, text: str) -> bool:
        """Whether what came in one read was taken as a word; else each character is a key."""
        return False

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste | Word) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key) and event.key in _AT_ONCE:
            self._typed.clear()
            await super().on_event(event)
        else:
            self._typed.append(event)
            if not self._hands_on:
                await self._hand_on()

    async def _hand_on(self) -> None:
        """Hand on what can be; come back for the rest."""
        self._hands_on = False
        while self._typed and self._may_go(self._typed[0]):
            self._since = 0.0
            typed = self._typed.popleft()
            if not isinstance(typed, Word):
                await super().on_event(typed)
            elif not self.takes_word(typed.text):
                self._typed.extendleft(reversed(typed.keys))
        if not self._typed:
            return
        self._since = self._since or monotonic()
        self._hands_on = True
        if self._is_calm():
            self.set_timer(_PAUSE, self._hand_on)  # a thread works: leave it the processor
        else:
            await asyncio.sleep(0)
            self.call_later(self._hand_on)

    def _may_go(self, typed: events.Key | events.Paste | Word) -> bool:
        if self._since and monotonic() - self._since > _LONGEST:
            return True
        return self._is_calm() and (not isinstance(typed, events.Key) or self.takes(typed))

    def _is_calm(self) -> bool:
        """Whether every message of the last key has been dealt with."""
        if not has_screen(self):
            return False
        screen = self.screen
        focused = screen.focused
        chain = focused.ancestors_with_self if focused is not None else [screen, self]
        return screen.is_mounted and all(map(is_idle, chain))
