"""Taking up what the last session left: query, marks and place, as far as they are still there."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial

from msgspec.structs import replace

from catalog.search.results import SORTS
from tui.app.asking import Reading, Stop
from tui.app.session import Last, Place
from tui.screens.host import MOST_MARKED
from tui.screens.through import ThroughLens
from tui.show.words import said


class TakingUp(ThroughLens):
    """A view with a list, in which the last session can be gone on with."""

    last = Last()
    """What the last session left."""

    def search_anew(self, query: str, sort: str, then: Callable[[], None]) -> None:
        """Search for another query in another order, and go on once the list stands."""
        raise NotImplementedError

    def open_trial(self, number: str, tab: str = "", line: int = 0) -> None:
        raise NotImplementedError

    def action_restore(self) -> None:
        """Query, marks and place of the last session, as far as the catalogue still has them."""
        last = self.last
        if last.is_empty:
            self.host.tell("no earlier session")
            return

        def work(reading: Reading, stop: Stop) -> frozenset[str]:
            return frozenset(each for each in last.trials if reading.catalogue.get(each))

        self.host.read("restore", work, self._take_up)

    def _take_up(self, known: Set[str]) -> None:
        kept = self.host.kept
        again = (each for each in self.last.marks if each in known)
        marks = tuple(dict.fromkeys((*kept.marks, *again)))[:MOST_MARKED]
        self.host.keep(replace(kept, marks=marks, query=self.last.query))
        sort = self.last.sort if self.last.sort.lstrip("-") in SORTS else SORTS[0]
        self.search_anew(self.last.query, sort, partial(self._go_on, known))

    def _go_on(self, known: Set[str]) -> None:
        """The list of that time stands: go to the row, and into the trial or the comparison."""
        for place, hit in enumerate(self.results.loaded):
            if hit.id == self.last.result:
                self.results.go(place)
        self._reopen(self.last.place, known)
        if gone := [each for each in self.last.trials if each not in known]:
            self.host.tell(f"no longer in this catalogue: {said(', '.join(gone))}")

    def _reopen(self, place: Place, known: Set[str]) -> None:
        if place.list and self.host.kept.held.list(place.list) is not None:
            from tui.screens.case import CaseScreen

            is_above = not (place.trial or place.compared)
            self.app.push_screen(CaseScreen(place.list, place.line if is_above else 0))
        if place.trial in known:
            self.open_trial(place.trial, place.tab, place.line)
        compared = tuple(each for each in place.compared if each in known)
        if len(compared) > 1:
            from tui.screens.compare import open_compare

            open_compare(self, compared, place.line)
