"""Waiting for keys without looking up ten times a second.

Textual's input thread asks its selector every tenth of a second, whatever happens: that is all the
work of an idle app, and up to two tenths of a second when it ends. This selector sleeps until a key
comes or somebody wakes it; only shortly after a key it looks up as often as Textual wants, for a
lone Esc is told from the beginning of a sequence by the time that passes.
"""

from __future__ import annotations

import os
import selectors

_ROUNDS = 3


class Waking(selectors.SelectSelector):
    """A selector that sleeps for as long as nothing happens."""

    def __init__(self) -> None:
        super().__init__()
        self._wakes, self._waker = os.pipe()
        self.register(self._wakes, selectors.EVENT_READ)
        self._empty = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; nothing, soon after the last key or once `wake` was called."""
        ready = super().select(timeout if self._empty < _ROUNDS else None)
        found = [each for each in ready if each[0].fd != self._wakes]
        self._empty = 0 if found else self._empty + 1
        return found

    def wake(self) -> None:
        """End the sleep, for good."""
        try:
            os.write(self._waker, b".")
        except OSError:
            return

    def close(self) -> None:
        """Give the descriptors back."""
        super().close()
        os.close(self._wakes)
        os.close(self._waker)
