"""Two to four trials side by side, aligned by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from catalog.comparison.compare import Comparison, NotComparable, compare
from catalog.model.errors import CatalogueError
from catalog.search.parser import parse
from catalog.search.searcher import Hit
from tui import commands
from tui.app.asking import Reading, Stop
from tui.app.session import Place
from tui.screens.finding import Finding
from tui.screens.host import Kept
from tui.screens.pick import Choice, PickScreen
from tui.screens.view import LEAVE, View, bindings
from tui.show.comparison import (
    Table,
    Window,
    arranged,
    fitting,
    heads,
    left_out,
    places,
    table,
    whole_row,
)
from tui.show.present import said
from tui.terminal.styled import Line, highlighted, text_of
from tui.widgets.lines import Lines
from tui.widgets.messages import Opened

if TYPE_CHECKING:
    from tui.show.compared import Judged
    from tui.show.lens import Lens

_ASKED = 20


class CompareScreen(Finding):
    """Rows by meaning; Enter shows a whole row with its quoted sources."""

    view = commands.COMPARE
    BINDINGS = bindings(commands.COMPARE)

    def __init__(self, ids: tuple[str, ...], row: int = 0) -> None:
        super().__init__()
        self._row = row
        self.ids = list(ids)
        self.dropped: list[tuple[int, str]] = []
        """Trials that were left out, and in which column they stood."""
        self.whole: Comparison | None = None
        self.judged: dict[str, Judged] = {}
        """What each trial says of the patient, where one is set."""
        self.table = Table((), (), ())
        self.only_differences = False
        self._seen_with: Lens | None = None
        self.pinned: str | None = None
        self.current = self.first = 0

    def body(self) -> Iterable[Widget]:
        yield Lines("heads", focusable=False)
        body = Lines("body")
        body.cursor_spans = 2
        yield body
        yield from self.finder()

    def on_mount(self) -> None:
        super().on_mount()
        self.load()

    @property
    def has_row(self) -> bool:
        return self.asks or self.whole is None or any(each.rows for each in self.shown.sections)

    def takes(self, key: str, *, is_typing: bool) -> bool:
        return key in LEAVE or not self.host.works_on("compare")

    # loading

    def load(self) -> None:
        """Compare the trials anew."""
        ids, today, lens = tuple(self.ids), self.host.about.today, self.host.kept.lens
        place = self.host.place_asked

        def work(reading: Reading, stop: Stop) -> tuple[Comparison, dict[str, Judged]]:
            found = [each for each in map(reading.catalogue.get, ids) if each is not None]
            far = [reading.places.distances(place, each.trial) for each in found]
            try:
                whole = compare(found, today=today, distances=far)
            except NotComparable as error:
                raise CatalogueError(error.reason) from None
            if lens is None:
                return whole, {}
            from tui.show.compared import judged  # most sessions set no patient

            return whole, {
                each.id: judged(each, reading.catalogue.criteria(each.id), lens) for each in found
            }

        self.host.read("compare", work, self._show)

    reread = load

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        super().kept_changed(before, kept)
        if before.lens is not kept.lens:
            self.load()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.whole is not None and self.host.kept.lens is not self._seen_with:
            self.load()

    def _show(self, told: tuple[Comparison, dict[str, Judged]]) -> None:
        whole, self.judged = told
        self._seen_with = self.host.kept.lens
        self.whole = whole
        self.current = min(self.current, len(whole.trials) - 1)
        if self.is_drawn:
            self.redraw()
            if self._row:
                self.part("body").go(self._row)
                self._row = 0

    def whereabouts(self) -> Place:
        return Place(compared=tuple(self.ids), line=self.part("body").cursor)

    # drawing

    @property
    def window(self) -> Window:
        """The columns in sight; the current one always is."""
        assert self.whole is not None
        trials = self.whole.trials
        count = fitting(self.size.width, len(trials))
        self.first = max(min(self.first, self.current, len(trials) - count), 0)
        self.first = max(self.first, self.current - count + 1)
        ids = [head.id for head in trials]
        pinned = ids.index(self.pinned) if self.pinned in ids else None
        return Window(self.first, count, self.size.width, pinned, self.current)

    @property
    def ordered(self) -> Comparison:
        """What was chosen to be compared, in its order."""
        assert self.whole is not None
        return arranged(self.whole, self.host.kept.topics, self.host.kept.hidden)

    @property
    def shown(self) -> Comparison:
        """What the screen and its exports show."""
        ordered = self.ordered
        return ordered.only_differences() if self.only_differences else ordered

    def header(self, cells: int) -> list[Line]:
        if self.whole is None:
            return self.headed("Comparing …", cells)
        window = self.window
        told = f"Comparing {len(self.whole.trials)} trials  {places(self.whole.trials, window)}"
        hidden = left_out(self.whole, self.ordered)
        rows = f" · {hidden} {'row' if hidden == 1 else 'rows'} hidden (t)" if hidden else ""
        only = " · differences only" if self.only_differences else ""
        return self.headed(told.rstrip() + only + rows, cells)

    def redraw(self) -> None:
        self.draw_frame()
        if self.whole is None:
            return
        window, ordered, shown = self.window, self.ordered, self.shown
        lines = heads(self.whole.trials, window)
        if self.judged:
            from tui.show.compared import head_line, through

            ordered, shown = through(ordered, self.judged), through(shown, self.judged)
            lines.append(head_line(self.whole.trials, self.judged, window))
        self.part("heads").styles.height = len(lines)
        self.part("heads").change(lines)
        self.table = table(ordered, shown, window)
        lines = [highlighted(line, self.wanted) for line in self.table.lines]
        self.part("body").show(lines, self.table.items, keep=True)

    # columns

    def action_left(self) -> None:
        self.jump(self.current - 1)

    def action_right(self) -> None:
        self.jump(self.current + 1)

    def action_jump(self, number: str) -> None:
        self.jump(int(number) - 1)

    def jump(self, place: int) -> None:
        """Make a column the current one and bring it into sight."""
        if self.whole is not None and 0 <= place < len(self.whole.trials):
            self.current = place
            self.redraw()

    def action_pin(self) -> None:
        if self.whole is not None:
            number = self.whole.trials[self.current].id
            self.pinned = None if self.pinned == number else number
            self.redraw()

    def action_drop(self) -> None:
        if self.whole is None or len(self.ids) <= 2:
            self.host.tell("a comparison needs two trials; a adds one")
            return
        self.dropped.append((self.current, self.ids.pop(self.current)))
        self.host.tell(f"left out: {self.dropped[-1][1]}; u brings it back")
        self.load()

    def action_undo(self) -> None:
        if self.dropped and len(self.ids) < 4:
            place, number = self.dropped.pop()
            if number not in self.ids:
                self.ids.insert(place, number)
                self.load()

    def action_add(self) -> None:
        if len(self.ids) >= 4:
            self.host.tell("four trials are the most; x leaves one out")
        else:
            self.ask("number or words: ", self.look_up)

    def look_up(self, text: str) -> None:
        """Add the trial with this number, or choose among those found."""

        def work(reading: Reading, stop: Stop) -> tuple[str | None, tuple[Hit, ...]]:
            merged = reading.catalogue.get(text)
            if merged is not None:
                return merged.id, ()
            return None, reading.searcher.search(parse(text), _ASKED, 0, stop).hits

        self.host.find("add", work, self._found)

    def _found(self, told: tuple[str | None, tuple[Hit, ...]]) -> None:
        number, hits = told
        if number is not None:
            self.add(number)
        elif hits:
            choices = [_choice(self, hit) for hit in hits]
            self.app.push_screen(PickScreen("Add which trial?", choices, self.add))
        else:
            self.host.tell("nothing was found")

    def add(self, number: str) -> None:
        """A further column."""
        if number in self.ids:
            self.host.tell(f"{number} is compared already")
            return
        self.ids.append(number)
        self.load()

    # rows

    def facts(self) -> frozenset[str]:
        return super().facts() | ({"differences"} if self.only_differences else set())

    def action_differences(self) -> None:
        self.only_differences = not self.only_differences
        self.redraw()

    def action_topics(self) -> None:
        if self.whole is not None:
            from tui.screens.topics import TopicScreen

            self.app.push_screen(TopicScreen(self.whole))

    @on(Opened)
    def choose(self) -> None:
        if self.whole is None:
            return
        place = self.part("body").cursor
        # The row as its sources have it: what is read there may be copied and written.
        rows = [(section, row) for section in self.shown.sections for row in section.rows]
        if not self.is_current or place >= len(rows):
            return
        from tui.screens.reader import ReaderScreen

        section, row = rows[place]
        cells = max(self.size.width - 2, 20)
        lines = list(whole_row(section, row, self.whole.trials, cells))
        self.app.push_screen(ReaderScreen(f"Whole row: {said(row.label)}", lines))

    def action_export(self) -> None:
        if self.whole is not None:
            from tui.screens.exporting import export_comparison

            export_comparison(self, self.shown, left_out(self.whole, self.shown))

    def text(self) -> str:
        return text_of(table(self.ordered, self.shown, self.window).lines) if self.whole else ""

    def text_with_patient(self) -> str:
        lens = self.host.kept.lens
        if self.whole is None or lens is None or not self.judged:
            return ""
        from tui.show.compared import head_line
        from tui.show.screened import patient_line

        window = self.window
        head = patient_line(lens.told, window.cells, "")
        stands = head_line(self.whole.trials, self.judged, window)
        return text_of([head, *heads(self.whole.trials, window), stands, *self.table.lines])

    def copied(self) -> str:
        return self.whole.trials[self.current].id if self.whole else ""

    # finds: the cursor goes to the row

    def finds(self) -> Iterable[tuple[int, int]]:
        lines = self.part("body").lines
        for place, (first, last) in enumerate(self.table.items):
            if any(span.style == "match" for line in lines[first:last] for span in line):
                yield 0, place

    def at(self) -> tuple[int, int]:
        return 0, self.part("body").cursor

    def go_to(self, find: tuple[int, int]) -> None:
        self.part("body").go(find[1])


def open_compare(view: View, ids: Sequence[str], row: int = 0) -> None:
    """The comparison of these trials, or a word on what it needs."""
    if len(ids) > 1:
        view.app.push_screen(CompareScreen(tuple(ids), row))
        return
    mark, compare_key = view.key("mark"), view.key("compare")
    view.host.tell(f"mark a second trial with {mark}, then {compare_key} compares them")


def compare_marked(view: View, current: Hit | None, hits: Sequence[Hit]) -> None:
    """Compare the marked trials; where it is one or none, ask for the second."""
    first = view.host.kept.marks[0] if view.host.kept.marks else current.id if current else ""
    if len(view.host.kept.marks) > 1:
        open_compare(view, view.host.kept.marks)
    elif not first:
        view.host.tell("there is no trial to compare")
    else:
        _ask(view, first, hits)


def _choice(view: View, hit: Hit) -> Choice:
    """A trial to choose; for whom it was rejected stands before its title."""
    mark = view.host.kept.noted.get(hit.id, "")
    return Choice(hit.id, said(hit.id), said(f"{mark} {hit.title or ''}"))


def _ask(view: View, first: str, hits: Sequence[Hit]) -> None:
    choices = [_choice(view, hit) for hit in hits if hit.id != first]
    if not choices:
        view.host.tell("the list holds no second trial; search for it, then c")
        return

    def chosen(second: str) -> None:
        for each in (first, second):
            if each not in view.host.kept.marks:
                view.mark(each)
        open_compare(view, (first, second))

    view.app.push_screen(PickScreen(f"Compare {said(first)} with", choices, chosen))
