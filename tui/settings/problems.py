"""What is wrong with a settings file: where, and in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake."""

    path: tuple[str, ...]
    """The setting: `("keys", "sort")`; empty where the file as a whole cannot be read."""
    said: str
    line: int = 0
    """From 1; 0 where it is not known."""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        name = f"{'.'.join(self.path)}: " if self.path else ""
        return f"{place}{name}{self.said}"


def guess(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` for a misspelt word, or nothing."""
    from difflib import get_close_matches  # only ever needed for a mistake

    near = get_close_matches(word.lower(), sorted(known), 1, 0.6)
    return f"; did you mean {near[0]}?" if near else ""
