"""Choosing between places of one name by Tab: each further Tab takes the next, for the session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.show.notes import Begun, completed


class Cycle(NamedTuple):
    """The places that are offered for what was typed, and which of them was taken."""

    typed: str
    """The field before any was taken."""
    begun: Begun
    labels: tuple[str, ...]
    taken: int = 0

    @property
    def text(self) -> str:
        """The field with the place that was taken."""
        return completed(self.typed, self.begun, self.labels[self.taken])

    @property
    def following(self) -> Cycle:
        """With the next one, round the end."""
        return self._replace(taken=(self.taken + 1) % len(self.labels))

    @property
    def told(self) -> str:
        """What the next Tab takes."""
        if len(self.labels) < 2:
            return ""
        return f"Tab again: {self.following.labels[self.following.taken]}"

    def chosen(self, before: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """The choices of a session with this one among them."""
        name = self.begun.prefix.strip().casefold()
        kept = tuple(pair for pair in before if pair[0] != name)
        return (*kept, (name, self.labels[self.taken]))


def cycle(now: Cycle | None, text: str, begun: Begun | None, labels: Sequence[str]) -> Cycle | None:
    """What a Tab takes of places; None where it is none that is being typed or was just taken."""
    if now is not None and now.text == text:
        return now.following
    if begun is None or begun.field != "near" or not labels:
        return None
    return Cycle(text, begun, tuple(labels))
