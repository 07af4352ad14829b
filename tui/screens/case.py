"""A list or case: what stands where, why, and what has changed since somebody looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from textual import on

from personal import initials, lists, looking
from personal.events import Entry, Listed
from personal.looking import Row
from personal.naming import Known
from tui import commands
from tui.app.asking import Reading, Stop
from tui.app.session import Place
from tui.screens.asking_once import verify
from tui.screens.deciding import ask_reason, ask_state
from tui.screens.finding import Finding
from tui.screens.host import Kept
from tui.screens.list_deeds import forget, show_log, take_back
from tui.screens.listed_out import export_listed
from tui.screens.reader import ReaderScreen
from tui.screens.view import LEAVE, bindings
from tui.show import listed as show
from tui.show.words import said
from tui.terminal.styled import Line, Span, highlighted, width
from tui.widgets.messages import Opened

if TYPE_CHECKING:
    from tui.show.lens import Lens
    from tui.show.open_questions import Questions

_OF_CATALOGUE = 24
"""Cells of a header that what is new, and the catalogue's date, need."""
_OF_CASES = ("state", "reason")
_NO_CASE = "a list has no states and reasons; a case has them"


class CaseScreen(Finding):
    """The trials of one list; what is done to them is logged."""

    view = commands.CASE
    nothing = "nothing is on this list"
    BINDINGS = bindings(commands.CASE)

    def __init__(self, list_id: str, row: int = 0) -> None:
        super().__init__()
        self._first = row
        self.list_id = list_id
        self.rows: tuple[Row, ...] = ()
        self._whole = False
        """Whether the rows were looked up in the catalogue."""
        self._open: Mapping[str, Questions] = {}
        """What is to be asked of a trial, by what this catalogue calls it."""

    def on_mount(self) -> None:
        super().on_mount()
        self.look_up()
        self.part("body").go(min(self._first, max(len(self.rows) - 1, 0)))

    def whereabouts(self) -> Place:
        return Place(list=self.list_id, line=self.part("body").cursor)

    @property
    def listed(self) -> Listed:
        """The list as it is now; an empty one where it is gone."""
        return self.host.kept.held.list(self.list_id) or Listed(self.list_id, "", "list", "", 0)

    # what is shown

    def look_up(self) -> None:
        """Show what is known, then each trial as this catalogue has it."""
        known = {row.entry.trial: row for row in self.rows}
        self.rows = tuple(_row(entry, known.get(entry.trial)) for entry in self.listed.entries)
        self.redraw()
        held, listed = self.host.kept.held, self.listed

        def work(reading: Reading, stop: Stop) -> tuple[Row, ...]:
            return looking.rows(held, listed, reading.catalogue, stop)

        self.host.find("case", work, self._found)

    def reread(self) -> None:
        if self.host.kept.held.list(self.list_id) is not None:
            self.look_up()

    def _found(self, rows: tuple[Row, ...]) -> None:
        self.rows, self._whole = rows, True
        if self.is_drawn:
            self.redraw()
        self._ask_open()

    def _ask_open(self) -> None:
        """Work out what is to be asked of the trials to call, and of those nobody is sure of."""
        wanted = [each.id for each in self.rows if each.entry.state in show.QUESTIONED and each.id]
        lens = self.host.kept.lens

        def then(found: Mapping[str, Questions]) -> None:
            if self.host.kept.lens is lens:
                self._open = found
                if self.is_drawn:
                    self.redraw()

        if wanted or self._open:
            self.host.find("open questions", partial(_open_of, wanted, lens), then)

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        if before.lens is not kept.lens:
            self._open = {}  # they were another patient's
            self._ask_open()
        if kept.held == before.held:
            super().kept_changed(before, kept)
        elif kept.held.list(self.list_id) is None:
            self._leave()  # forgotten, or taken back, here or in another app
        else:
            self.look_up()

    def on_screen_resume(self) -> None:
        if self.host.kept.held.list(self.list_id) is not None:
            self.look_up()
        else:
            self.call_later(self._leave)  # it went while another view stood above it

    def _leave(self) -> None:
        """Close, once: the list is there no more."""
        if self.app.screen is self:  # what stands above it is not closed in its place
            self.action_close()

    def header(self, cells: int) -> list[Line]:
        listed = self.listed
        name, counts = said(listed.name), show.counted(listed)
        changed = show.changed_counted(self.rows)
        # Counts that many states make long have a line of their own.
        below = counts if width(f"{name}   {counts}") > cells - _OF_CATALOGUE else ""
        top = self.headed(name if below else f"{name}   {counts}", cells)
        parts = [Span(f" {below}  ")] * bool(below) + [Span(f" {changed}", "warn")] * bool(changed)
        return [*top, tuple(parts)] if parts else top

    @property
    def has_row(self) -> bool:
        return self.asks or bool(self.rows)

    def idle(self) -> Mapping[str, str]:
        idle = super().idle()
        return idle if self.listed.is_case else {**dict.fromkeys(_OF_CASES, _NO_CASE), **idle}

    def redraw(self) -> None:
        self.draw_frame()
        cells = self.size.width
        lines: list[Line] = []
        items: list[tuple[int, int]] = []
        for row in self.rows:
            told = show.rows(self.listed, row, cells, self._open.get(row.number))
            drawn = [highlighted(each, self.wanted) for each in told]
            if row.number in self.host.kept.marks:
                drawn[0] = (Span(" * ", "mark"), *drawn[0][1:])
            items.append((len(lines), len(lines) + len(drawn)))
            lines += drawn
        if not lines:
            empty = f"   Nothing is on it: {self.key('put_on')} on a trial puts it here."
            lines = [(Span(empty, "dim"),)]
        self.part("body").show(lines, items, keep=True)

    def text(self) -> str:
        """The list as text for others: reasons and notes only where they are asked for."""
        return show.as_text(self.listed, self.rows, reasons=False)

    def takes(self, key: str, *, is_typing: bool) -> bool:
        return key in LEAVE or is_typing or not self.host.works_on("criteria")

    # the trial under the cursor

    @property
    def current(self) -> Row | None:
        place = self.part("body").cursor
        return self.rows[place] if place < len(self.rows) else None

    def copied(self) -> str:
        return self.current.number if self.current is not None else ""

    def known(self) -> Known | None:
        """What the list itself knows of the trial, where the catalogue has it no more."""
        if (row := self.current) is None:
            return None
        entry = row.entry
        return Known(row.number, entry.numbers or (entry.trial,), row.title, entry.status)

    def chosen(self) -> tuple[str, ...]:
        return self.host.kept.marks or super().chosen()

    def choose(self) -> None:
        row = self.current
        if row is None:
            return
        if row.id is None:
            self.host.tell(f"{row.number} is not in this catalogue; it stays on the list")
            return
        from tui.screens.trial import TrialScreen

        place = self.part("body").cursor
        self.app.push_screen(TrialScreen(row.id, (), place, beside=self._beside))

    @on(Opened)
    def opened(self) -> None:
        self.choose()

    def _beside(self, place: int) -> str | None:
        """The trial at a place of the list; the cursor goes there."""
        if not 0 <= place < len(self.rows):
            return None
        self.part("body").go(place)
        return self.rows[place].id

    def finds(self) -> Iterable[tuple[int, int]]:
        for place, line in enumerate(self.part("body").lines):
            if any(span.style == "match" for span in line):
                yield 0, place

    def go_to(self, find: tuple[int, int]) -> None:
        body = self.part("body")
        body.go(next(n for n, (first, last) in enumerate(body.items) if first <= find[1] < last))

    def at(self) -> tuple[int, int]:
        body = self.part("body")
        return 0, self.found_at if self.found_at is not None else body.range_of(body.cursor)[0]

    # what is done

    def action_state(self) -> None:
        if self.current is not None:
            ask_state(self, self.listed, self.current)

    def action_reason(self) -> None:
        if self.current is not None:
            ask_reason(self, self.listed, self.current)

    def action_verified(self) -> None:
        if self.current is not None:
            verify(self, self.current.number, self.known())

    def action_take_off(self) -> None:
        row, mine = self.current, self.host.mine
        if row is not None:
            key = self.key("take_back")
            self.host.change_own(
                lambda reading: lists.remove(mine, row.entry, initials.kept(mine)),
                lambda _: self.host.tell(f"{row.number}: taken off · {key} takes it back"),
            )

    def action_take_back(self) -> None:
        take_back(self, self.listed)

    def action_forget(self) -> None:
        forget(self, self.listed)

    def action_log(self) -> None:
        show_log(self, self.listed)

    def action_mark_listed(self) -> None:
        if self.current is not None and self.current.id is not None:
            self.mark(self.current.id)
            self.redraw()

    def action_compare_listed(self) -> None:
        from tui.screens.compare import open_compare

        marks, number = self.host.kept.marks, self.copied()
        open_compare(self, (number, *marks) if len(marks) == 1 and number not in marks else marks)

    def action_why_listed(self) -> None:
        """Why a trial stands where it does, here and for other cases."""
        row = self.current
        if row is None:
            return
        cells = max(self.size.width - 2, 20)
        held, numbers = self.host.kept.held, (row.number, *row.entry.numbers)
        found = [(self.listed, row.entry)]
        found += [each for each in looking.rejected(held, numbers) if each[0] != self.listed]
        lines = show.why(found, row.note, cells)
        self.app.push_screen(ReaderScreen(f"Why {said(row.number)}", (), lines))

    def action_changes(self) -> None:
        """What changed of a trial since somebody decided; having looked is kept."""
        row, mine = self.current, self.host.mine
        if row is None:
            return
        cells = max(self.size.width - 2, 20)

        def work(reading: Reading, stop: Stop) -> tuple[list[Line], list[Line]]:
            if row.id is None:
                return show.changes(row, (), "", cells)
            catalogue = reading.catalogue
            nearest = ""
            if row.has_another_sentence:
                nearest = looking.nearest_sentence(row.entry, catalogue.criteria(row.id))
            history = [each for each in catalogue.history(row.id) if each.at >= row.entry.at]
            return show.changes(row, history, nearest, cells)

        def then(told: tuple[list[Line], list[Line]]) -> None:
            self.app.push_screen(ReaderScreen(f"Changes of {said(row.number)}", *told))
            if row.has_another_status:
                self.host.change_own(
                    lambda reading: lists.see(mine, row.entry, row.status), lambda _: None
                )

        self.host.read("changes", work, then)

    def action_export(self) -> None:
        export_listed(self, self.listed, self.rows)


def _row(entry: Entry, known: Row | None) -> Row:
    """An entry before it was looked up: what is known of it, and nothing that is not."""
    if known is not None:
        return msgspec.structs.replace(known, entry=entry)
    return Row(entry, entry.trial, entry.title, entry.status)


def _open_of(
    wanted: Sequence[str], lens: Lens | None, reading: Reading, stop: Stop
) -> dict[str, Questions]:
    """What is open of these trials, for the patient that is set or for nobody."""
    from tui.show.open_questions import questions  # most lists have no such trial

    found = {}
    for number in wanted:
        if stop():
            break
        said_of = lens.said.get(number, {}) if lens is not None else {}
        criteria = reading.catalogue.criteria(number)
        found[number] = questions(criteria, lens.patient if lens is not None else None, said_of)
    return found
