"""The inbox through a patient's eyes: worked out line by line, so that no key waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.app.asking import Reading, Stop
from tui.screens.host import Host
from tui.show.touched import Touch, Trial, touch

if TYPE_CHECKING:
    from catalog.eligibility.screening.patient import Patient
    from personal.inbox.lines import Line

_AT_ONCE = 4
"""Lines of a step, some milliseconds each: a key for the same thread waits no longer."""
_MOST_NEW = 60
"""Trials of one line that are judged; a query may find thousands for the first time."""


class Touching:
    """What each line means for a patient; a newer inbox or patient ends what was before.

    `changed` is called whenever more of it is known.
    """

    def __init__(self, host: Host, changed: Callable[[], None]) -> None:
        self._host, self._changed = host, changed
        self._run = 0
        self.found: dict[tuple[str, ...], Touch | None] = {}
        """By the key of a line; None where nothing can be said of it."""

    def begin(self, lines: Sequence[Line], patient: Patient | None) -> None:
        """Work out these lines; without a patient there is nothing to work out."""
        self._run += 1
        self.found = {}
        if patient is not None:
            self._step(self._run, tuple(lines), patient)

    def _step(self, run: int, lines: Sequence[Line], patient: Patient) -> None:
        if not lines:
            return

        def then(found: dict[tuple[str, ...], Touch | None]) -> None:
            if run == self._run:
                self.found |= found
                self._changed()
                self._step(run, lines[_AT_ONCE:], patient)

        self._host.read("touched", partial(_touched, lines[:_AT_ONCE], patient), then)


def _touched(
    lines: Sequence[Line], patient: Patient, reading: Reading, stop: Stop
) -> dict[tuple[str, ...], Touch | None]:
    found: dict[tuple[str, ...], Touch | None] = {}
    for line in lines:
        trials = []
        for each in line.trials[:_MOST_NEW]:
            if stop():
                return found
            if (made := _trial(each.id, reading)) is not None:
                trials.append(made)
        found[line.key] = touch(line, trials, patient)
    return found


def _trial(number: str, reading: Reading) -> Trial | None:
    """A trial as it is now; None where the catalogue has it not any more."""
    from tui.show.compared import entry

    merged = reading.catalogue.get(number)
    return Trial(reading.catalogue.criteria(merged.id), entry(merged)) if merged else None
