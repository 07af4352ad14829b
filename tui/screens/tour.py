"""The tour: seven steps on the catalogue at hand, each done by doing it.

A step is a sentence in the place of the footer's keys; it gives way to the next as soon as the
view shows that it was done. Nothing is locked: every other key works as always.
"""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple


class Step(NamedTuple):
    """What to do, and the fact about the views that says it was done (`facts` of a view)."""

    text: str
    done: str


STEPS = (
    Step("type a disease, a drug or a place: hnscc pd-1", "typed"),
    Step("Enter opens the trial under the cursor", "trial"),
    Step("4 shows who may enter, and who may not", "tab eligibility"),
    Step("Esc leads back to the list", "search"),
    Step("Esc leaves the field; space marks a trial, ↓ and space a second", "two marked"),
    Step("c puts the marked trials side by side", "compare"),
    Step("d leaves only what differs", "differences"),
)
END = "that was the tour: ? has all keys, Esc leads back, ctrl+q quits"


class Tour:
    """Where somebody is in it."""

    def __init__(self) -> None:
        self.place = 0

    @property
    def is_over(self) -> bool:
        return self.place >= len(STEPS)

    @property
    def told(self) -> str:
        """The line at the bottom."""
        return f"tour {self.place + 1} of {len(STEPS)}: {STEPS[self.place].text}"

    def look(self, facts: Set[str]) -> bool:
        """Go on where the present step was done; whether it was."""
        if self.is_over or STEPS[self.place].done not in facts:
            return False
        self.place += 1
        return True
