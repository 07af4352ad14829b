"""A list judged for a patient, step by step, so that no key waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog.eligibility.screening import MOST
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import Group, Standing, standing
from tui.app.asking import Reading, Stop
from tui.screens.host import Host

if TYPE_CHECKING:
    from catalog.search.query import Query
    from catalog.search.results import Hit

_FIRST, _AT_ONCE = 60, 250
"""Trials of the first step, which is what can be seen, and of each one after it."""
_READ_AT_ONCE, _TOLD_AT_ONCE = 4, 40
"""Where texts must be read anew, some milliseconds each, so that a key for the same thread does not
wait; and after how many of them the screen says how far it is."""


class Judging:
    """Judges the first trials of a list in steps, each of them short, and puts them in order.

    The first step is what can be seen; `changed` is called after it and at the end. A newer list or
    patient puts an end to the one before.
    """

    def __init__(self, host: Host, changed: Callable[[], None]) -> None:
        self._host, self._changed = host, changed
        self._run = 0
        self.standings: dict[int, Standing] = {}
        self.sentences: dict[int, str] = {}
        """Of trials with a criterion that excludes, or is to be looked at: its words."""
        self.keys: tuple[int, ...] = ()
        """The trials to be judged, in the order of the list."""
        self.order: tuple[int, ...] = ()
        """The same in their groups, once all are judged."""
        self.is_done = False
        self.reads_texts = False
        """Whether the catalogue's criteria are of other rules, and every text is read anew."""

    def end(self) -> None:
        """Nothing is judged any more."""
        self._run += 1
        self.standings, self.sentences, self.keys, self.order = {}, {}, (), ()
        self.is_done = False

    def begin(self, query: Query, sort: str, patient: Patient, shown: Sequence[int]) -> None:
        """Judge the list that this query finds; the trials that are `shown` already come first."""
        self.end()
        run = self._run

        def work(reading: Reading, stop: Stop) -> tuple[int, ...]:
            return reading.searcher.keys(query, MOST, stop, sort)

        def then(keys: tuple[int, ...]) -> None:
            if run == self._run:
                self.keys = keys
                self._step(run, patient, [key for key in keys if key not in self.standings])

        self._step(run, patient, shown, is_first=True)
        self._host.find("judged", work, then)

    def _step(
        self, run: int, patient: Patient, keys: Sequence[int], *, is_first: bool = False
    ) -> None:
        """Judge some of these trials, then the others; at the end put all in order."""
        if not keys and not is_first:
            self._finish()
            return

        def work(reading: Reading, stop: Stop) -> _Step:
            limits = reading.limits
            most = _FIRST if is_first else _AT_ONCE
            some = keys[: most if limits.is_stored else _READ_AT_ONCE]
            found = {
                key: standing(one.criteria, one.others, one.entry, patient)
                for key, one in limits.of(some).items()
            }
            words = {}
            for key, known in found.items():
                if places := (*known.excluded_by, *known.look_first):
                    words[key] = limits.sentence(key, places[0])
            return _Step(len(some), found, words, limits.is_stored)

        def then(step: _Step) -> None:
            if run != self._run:
                return
            before = len(self.standings)
            self.standings |= step.standings
            is_told = len(self.standings) // _TOLD_AT_ONCE > before // _TOLD_AT_ONCE
            self.sentences |= step.sentences
            self.reads_texts = not step.is_stored
            if not is_first:
                self._step(run, patient, keys[step.count :])
            if is_first or (self.reads_texts and is_told):
                self._changed()

        self._host.read("judge first" if is_first else "judge", work, then)

    def _finish(self) -> None:
        """All were judged."""
        places = {group: place for place, group in enumerate(Group)}

        def rank(key: int) -> int:
            known = self.standings.get(key)
            return places[known.group if known else Group.NOT_JUDGED]

        self.order = tuple(sorted(self.keys, key=rank))
        self.is_done = True
        self._changed()

    @property
    def counts(self) -> Counter[Group]:
        """How many trials are in each group."""
        return Counter(known.group for known in self.standings.values())

    def of(self, hit: Hit) -> tuple[Standing | None, str]:
        """Where a trial stands, as far as it was judged, and the words that decided."""
        return self.standings.get(hit.key), self.sentences.get(hit.key, "")


@dataclass(frozen=True, slots=True)
class _Step:
    """What one step judged, and how many trials."""

    count: int
    standings: dict[int, Standing]
    sentences: dict[int, str]
    is_stored: bool
