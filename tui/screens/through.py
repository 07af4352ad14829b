"""The list seen through a patient: judged in the background, in three groups, nothing hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from catalog.search.results import Hit
from tui.app.asking import Reading, Stop
from tui.screens.host import Kept
from tui.screens.view import View
from tui.terminal.styled import Line
from tui.widgets.results import PAGE, Results

if TYPE_CHECKING:
    from catalog.search.query import Query
    from tui.screens.judging import Judging
    from tui.show.lens import Lens


class ThroughLens(View):
    """A view with a list that is judged where a patient is set."""

    _judging: Judging | None = None
    _seen_with: Lens | None = None
    """The lens by which the list was judged last."""

    @property
    def results(self) -> Results:
        return self.query_one(Results)

    @property
    def wanted(self) -> Query:
        """What is typed."""
        raise NotImplementedError

    @property
    def seen(self) -> Query:
        """What the list is found by: what is typed, from the patient's place if none is typed."""
        query, lens = self.wanted, self.host.kept.lens
        if lens is None or not lens.place:
            return query
        from catalog.search.query import Filter, place_said

        return query if place_said(query) else query & Filter("near", (lens.place,))

    @property
    def is_from_patient(self) -> bool:
        """Whether distances are counted from the patient's place: they tell it."""
        return self.seen != self.wanted

    @property
    def sorted_by(self) -> str:
        raise NotImplementedError

    def draw_notes(self) -> None:
        """The lines above the list anew."""
        raise NotImplementedError

    # judging

    @property
    def judging(self) -> Judging | None:
        """What was judged of the list; None where no patient is set."""
        return self._judging if self.host.kept.lens is not None else None

    def judge(self) -> None:
        """Judge the list that stands there anew, where a patient is set."""
        lens = self._seen_with = self.host.kept.lens
        if lens is None:
            if self._judging is not None:
                self._judging.end()
            self.results.see(None)
            return
        if self._judging is None:
            from tui.screens.judging import Judging  # most sessions set no patient

            self._judging = Judging(self.host, self._judged)
        self.results.see(self.under)
        shown = [hit.key for hit in self.results.loaded]
        self._judging.begin(self.seen, self.sorted_by, lens.patient, shown)

    def judged_anew(self) -> None:
        """Judge anew where the patient is another than the list was seen with."""
        lens, before = self.host.kept.lens, self._seen_with
        if (lens and lens.place) != (before and before.place):
            self._seen_with = lens
            self.look_again()  # what it finds is judged
        if lens is None and before is not None:
            self.judge()
            self.look_again()
        elif lens is not None and lens.patient != (before.patient if before else None):
            self.judge()

    def look_again(self) -> None:
        """The list in its own order."""
        raise NotImplementedError

    def _judged(self) -> None:
        """The first trials were judged, or all of them: then they stand in their groups."""
        judging = self.judging
        if judging is None or not self.is_drawn:
            return
        if not judging.is_done:
            self.results.refresh()
            self.draw_notes()
            return
        order, query, results = judging.order, self.seen, self.results
        current = results.current
        place = 0
        if current is not None and (results.cursor or results.top):
            # Who has moved meanwhile stays on the trial.
            place = order.index(current.key) if current.key in order else results.cursor
        offset = place - place % PAGE

        work = partial(_page, query, self.sorted_by, order, offset)

        def then(hits: tuple[Hit, ...]) -> None:
            if self.judging is judging and judging.order is order and self.is_drawn:
                results.reorder(offset, hits, place)
                self.draw_notes()

        self.host.find("arranged", work, then)

    @on(Results.Wanted)
    def more(self, message: Results.Wanted) -> None:
        """A further page: of the groups, or of the list behind what was judged."""
        judging, offset = self.judging, message.offset
        if judging is None or offset >= len(judging.order):
            self.look_on(offset)
            return
        query = self.seen
        work = partial(_page, query, self.sorted_by, judging.order, offset)

        def then(hits: tuple[Hit, ...]) -> None:
            if self.judging is judging and query == self.seen:
                self.results.add(offset, hits)

        self.host.find(f"page {offset}", work, then)

    def look_on(self, offset: int) -> None:
        """Search for a further page in the list's own order."""
        raise NotImplementedError

    # drawing

    def under(self, hit: Hit, cells: int) -> Line:
        """The line below a hit: where it stands."""
        from tui.show.screened import standing_line

        judging = self.judging
        if judging is None:
            return ()
        is_beyond = judging.is_done and hit.key not in judging.standings
        return standing_line(*judging.of(hit), cells, is_beyond=is_beyond)

    def patient_lines(self, cells: int) -> Iterator[Line]:
        """Who the patient is, below the header."""
        lens = self.host.kept.lens
        if lens is not None:
            from tui.show.screened import patient_line

            yield patient_line(lens.told, cells, self.key("patient"))

    def group_lines(self, cells: int, total: int) -> Iterator[Line]:
        """How many trials are in each group, above the list."""
        judging = self.judging
        if judging is not None:
            from catalog.eligibility.screening import MOST
            from tui.show.screened import groups_line

            of = MOST if total > MOST else 0
            yield from groups_line(
                judging.counts, cells, of=of, is_done=judging.is_done, anew=judging.reads_texts
            )

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        super().kept_changed(before, kept)
        if before.lens is not kept.lens:
            self.judged_anew()


def _page(
    query: Query, sort: str, order: Sequence[int], offset: int, reading: Reading, stop: Stop
) -> tuple[Hit, ...]:
    """A page of the groups; where the judged trials end in it, those behind them as they come."""
    keys = order[offset : offset + PAGE]
    hits = reading.searcher.pick(query, keys, stop)
    if len(keys) == PAGE:
        return hits
    behind = reading.searcher.search(query, PAGE - len(keys), offset + len(keys), stop, sort)
    return hits + behind.hits
