"""Outcome cells, `measure, description, time frame` joined by `|`: split by a guess."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from catalog.codes import OutcomeKind
from catalog.trial import Guess, Outcome

GUESS = Guess(
    field="outcomes",
    why="measure, description and time frame stand in one cell and were split by their wording",
)


class Parts(NamedTuple):
    """An outcome cut at commas."""

    measure: str
    description: str | None
    time_frame: str | None


def outcomes(cell: str | None, kind: OutcomeKind) -> Iterator[Outcome]:
    """Every outcome of a cell."""
    for part in cell.split("|") if cell else ():
        if text := part.strip():
            found = split(text)
            yield Outcome(
                measure=found.measure,
                kind=kind,
                description=found.description,
                time_frame=found.time_frame,
            )


def split(text: str) -> Parts:
    """One outcome; absent parts are None."""
    return Parts(text, None, None)
