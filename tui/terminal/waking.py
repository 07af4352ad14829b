"""Waiting for keys without looking up: asleep until a byte comes, a time is due, or it is woken.

Textual's input thread asks its selector every tenth of a second, whatever happens: that is all the
work of an idle app, and up to two tenths of a second when it ends.
"""

from __future__ import annotations

import os
import selectors
from contextlib import suppress


class Waking:
    """Sleeps at a line that bytes come from."""

    def __init__(self, descriptor: int) -> None:
        self._selector = selectors.SelectSelector()
        self._line = descriptor
        self._wakes, self._waker = os.pipe()
        self._selector.register(descriptor, selectors.EVENT_READ)
        self._selector.register(self._wakes, selectors.EVENT_READ)

    def wait(self, seconds: float | None) -> bool:
        """Whether there is something to read; False once the time is up or `wake` was called."""
        ready = self._selector.select(seconds if seconds is None else max(seconds, 0.0))
        return any(key.fd == self._line for key, _ in ready)

    def wake(self) -> None:
        """End the sleep, for good."""
        with suppress(OSError):
            os.write(self._waker, b".")

    def close(self) -> None:
        """Give the descriptors back."""
        self._selector.close()
        os.close(self._wakes)
        os.close(self._waker)
