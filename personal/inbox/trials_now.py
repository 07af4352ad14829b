"""What the trials of an inbox are now, each looked at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from catalog.merging.merged import MergedTrial
from catalog.store.catalogue import Catalogue
from personal.inbox.lines import Named
from personal.inbox.snapshot import Part, Places, Snapshot, snapshot

HERE = "here"
"""The part of a trial that says whether the catalogue has it."""
Pause = Callable[[], None]
"""Called between two trials: waits while something more urgent works, raises to stop."""


class Looked(NamedTuple):
    """What a trial is now."""

    named: Named
    numbers: frozenset[str]
    now: Snapshot


def own_numbers(merged: MergedTrial) -> frozenset[str]:
    """Every number that a trial's records have, or had, as their own."""
    former = (each.value for each in merged.trial.identifiers if each.kind.endswith("_alias"))
    own = (each.number for each in merged.sources if each.number)
    return frozenset((merged.id, *own, *former))


class Looker:
    """The trials of a catalogue as of a day, by any of their numbers."""

    def __init__(self, catalogue: Catalogue, places: Places, today: dt.date, pause: Pause) -> None:
        self._catalogue, self._places, self._today = catalogue, places, today
        self.pause = pause
        self._known: dict[str, Looked | None] = {}

    def look(self, number: str) -> Looked | None:
        """What a trial is now; None where the catalogue has it not."""
        if number not in self._known:
            self.pause()
            merged = self._catalogue.get(number)
            self._known[number] = self._looked(merged) if merged else None
        return self._known[number]

    def _looked(self, merged: MergedTrial) -> Looked:
        title = merged.trial.title or merged.trial.official_title or ""
        now = snapshot(merged, self._places, self._today)
        return Looked(Named(merged.id, title), own_numbers(merged), now | {HERE: Part(True)})
