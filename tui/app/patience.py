"""How long a search waits for the next letter: not at all, but on a machine that is overloaded.

Where many people type at once every letter's search takes time from all others, and is mostly
overtaken by the next letter before it is answered. There it is quicker for everybody to search
when somebody pauses. What shows it is a search that took far longer than the processor worked.
"""

from __future__ import annotations

_SLOW = 0.05
"""Seconds by the clock; a search below it delays nobody."""
_CROWDED = 2.0
"""By the clock, as a multiple of the processor's time."""
_FIRST, _LONGEST = 0.06, 0.18
"""Seconds; letters of a fast typist come every 0.15."""
_EASING = 0.8


class Patience:
    """Learns from every search; one for each thread that searches."""

    def __init__(self) -> None:
        self.seconds = 0.0
        """How long the next search waits for a newer one to take its place."""

    def learn(self, taken: float, worked: float) -> None:
        """A search took so many seconds by the clock, and so many of the processor."""
        if taken > _SLOW and taken > worked * _CROWDED:
            self.seconds = min(max(self.seconds * 2, _FIRST), _LONGEST)
        else:
            self.seconds *= _EASING
            if self.seconds < _FIRST / 2:
                self.seconds = 0.0
