"""The first screen: a search field, and the trials that it finds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from catalog.search.results import Results as Found
from tui import commands
from tui.app.asking import Reading, Stop
from tui.app.messages import Moved, Opened
from tui.screens import completing
from tui.screens.restoring import offer, restore
from tui.screens.view import View, bindings
from tui.show import hits, search_notes
from tui.show.words import header
from tui.terminal.styled import Line, Span, text_of
from tui.widgets.field import Field
from tui.widgets.lines import Lines
from tui.widgets.results import PAGE, Results

if TYPE_CHECKING:
    from catalog.merging.merged import MergedTrial
    from catalog.search.facets import Facet
    from catalog.search.query import Query

SORTS = ("relevance", "updated", "start", "status", "phase", "enrollment", "title", "id")
WIDE = 100
_NOT_OF_LIST = frozenset({"escape", "slash", "question_mark", "colon", "ctrl+p", "ctrl+l"})


class SearchScreen(View):
    """Typing narrows the list at once; Enter opens a trial."""

    view = commands.SEARCH
    BINDINGS = bindings(commands.SEARCH)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.sort = "relevance"
        self.exact = False
        self.found: Found | None = None
        self._then: Callable[[], None] | None = None
        self._begun: completing.Begun | None = None
        self._offered: tuple[Facet, ...] = ()

    def body(self) -> Iterable[Widget]:
        yield Horizontal(
            Lines("prompt", focusable=False),
            Field("field", self.trials.start_query),
            Lines("found", focusable=False),
            id="ask",
        )
        yield Lines("notes", focusable=False)
        yield Lines("columns", focusable=False)
        yield Horizontal(
            Results("body", self.trials.today), Lines("preview", focusable=False), id="main"
        )

    def on_mount(self) -> None:
        self.part("prompt").show([(Span(" / ", "key"),)])
        self.field.focus()
        if self.trials.first is not None and self.trials.first.query == self.field.value:
            self._show((self.trials.first.found, True))
        else:
            self.look()
        if not self.trials.last.is_empty:
            self.trials.tell(offer(self.trials.last, self.key("restore")))

    @property
    def field(self) -> Field:
        return self.query_one(Field)

    @property
    def results(self) -> Results:
        return self.query_one(Results)

    def takes(self, key: str, *, is_typing: bool) -> bool:
        """What acts on the list waits for the list that was asked for."""
        finding = self.trials.finding
        if key == "tab":
            return not finding.works_on("complete")
        return is_typing or key in _NOT_OF_LIST or not finding.works_on("search")

    # searching

    @on(Input.Changed, "#field")
    def typed(self) -> None:
        if self.field.value != self.trials.query_text:
            self.trials.forget_notice()  # a letter that a field takes is no key of the view
            self.trials.query_text = self.field.value
            self.look()
            self.complete()

    def complete(self) -> None:
        """Offer values for the `field:value` that is being typed; a newer letter stops this."""
        asked = self._begun = completing.begun(self.field.value)
        if asked is None:
            self.trials.finding.drop("complete")
            self._offer(())
            return

        def work(reading: Reading, stop: Stop) -> tuple[Facet, ...]:
            return completing.offered(asked, reading.searcher.complete(asked.field, asked.prefix))

        self.trials.find("complete", work, self._offer)

    def _offer(self, values: tuple[Facet, ...]) -> None:
        if values != self._offered:
            self._offered = values
            self.draw_frame()

    def hint(self, cells: int) -> Line | None:
        if not self._offered or not self.field.has_focus:
            return None
        return completing.line(self._offered, "Tab", cells)

    def action_complete(self) -> None:
        """Take the first value that is offered; with none, go to the list or back."""
        if self._begun is not None and self._offered and self.field.has_focus:
            value = self._offered[0].value
            self.field.put(completing.completed(self.field.value, self._begun, value))
        else:
            self.focus_next()

    def on_descendant_focus(self) -> None:
        self.draw_frame()

    @property
    def wanted(self) -> Query:
        """What is typed, as a Query."""
        from catalog.search.parser import parse  # a key is needed for it, the first rows are not

        query = parse(self.field.value)
        return dataclasses.replace(query, exact=True) if self.exact else query

    def look(self, offset: int = 0) -> None:
        """Search; a newer search stops this one."""
        query, sort = self.wanted, self.sort

        def work(reading: Reading, stop: Stop) -> tuple[Found, bool]:
            found = reading.searcher.search(query, PAGE, offset, stop, sort)
            return found, reading.is_current()

        if offset:
            self.trials.find(f"page {offset}", work, lambda told: self._add(query, offset, told))
        else:
            self.trials.find("search", work, self._show)

    def _show(self, told: tuple[Found, bool]) -> None:
        self.found, is_current = told
        if not self.is_drawn:
            return
        self.results.begin(self.found.hits, self.found.total)
        self.draw_notes()
        self.preview()
        if self._then is not None:
            then, self._then = self._then, None
            then()
        if not is_current:
            self.trials.tell(
                f"the catalogue file was replaced; {self.key('reload')} opens the new one"
            )

    def search_for(self, text: str, sort: str, then: Callable[[], None]) -> None:
        """Search for a text, and do something once its list stands."""
        self.trials.query_text = text
        self.field.put(text)
        self.sort, self._then = sort if sort.lstrip("-") in SORTS else SORTS[0], then
        self.look()

    def go_to(self, number: str) -> None:
        """Put the cursor on a trial, where the list shows it."""
        for place, hit in enumerate(self.results.loaded):
            if hit.id == number:
                self.results.go(place)

    def _add(self, query: Query, offset: int, told: tuple[Found, bool]) -> None:
        if query == self.wanted:
            self.results.add(offset, told[0].hits)
            self.draw_notes()  # a longer number may want a wider column

    @on(Results.Wanted)
    def more(self, message: Results.Wanted) -> None:
        self.look(message.offset)

    # drawing

    def header(self, cells: int) -> list[Line]:
        return [header(self.trials.catalogue(cells - 9), f"{self.key('help')} help", cells)]

    def redraw(self) -> None:
        self.draw_frame()
        self.draw_notes()
        self.results.refresh()
        self.preview()

    def draw_notes(self) -> None:
        """How many were found, what was understood, what could not be used."""
        cells = self.size.width
        self.part("columns").change(
            [hits.head(self.results.size.width or cells, self.results.shape)]
        )
        if self.found is None:
            return
        self.part("found").change(
            [(Span(search_notes.counted(self.found, self.sort).rjust(21), "dim"),)]
        )
        typed = self.field.value
        notes = list(search_notes.notes(self.found, cells, self.key, typed=typed, exact=self.exact))
        part = self.part("notes")
        if len(notes) != len(part.lines):
            part.styles.height = len(notes)
        part.change(notes)

    def preview(self) -> None:
        """The trial under the cursor beside the list, where there is room."""
        part = self.part("preview")
        if not part.display or (hit := self.results.current) is None:
            part.change([])
            return
        number = hit.id

        def work(reading: Reading, stop: Stop) -> MergedTrial | None:
            return reading.catalogue.get(number)

        self.trials.read("preview", work, self._preview)

    def _preview(self, merged: MergedTrial | None) -> None:
        from tui.show.tabs import TrialView, overview

        if merged is not None and self.is_drawn:
            view = TrialView(merged, (), (), (), self.trials.today)
            part = self.part("preview")
            part.show(overview(view, max(part.size.width - 1, 20)))

    @on(Moved)
    def moved(self) -> None:
        self.preview()

    # actions

    @property
    def mover(self) -> Lines:
        return self.results

    def copied(self) -> str:
        return self.results.current.id if self.results.current else ""

    def text(self) -> str:
        cells = max(self.size.width, 80)
        shape = self.results.shape._replace(matched=False)
        rows = [hits.head(cells, shape)]
        rows += [
            hits.row(
                hit,
                "",
                shape,
                marked=hit.id in self.trials.marks,
                today=self.trials.today,
                cells=cells,
            )
            for hit in self.results.loaded
        ]
        return text_of(rows)

    def action_find(self) -> None:
        self.field.focus()

    def action_back(self) -> None:
        """From the field to the list; typing and marks stay."""
        if self.field.has_focus:
            self.results.focus()
        else:
            self.remove_class("-preview", "-list")

    def action_close(self) -> None:
        self.app.exit(return_code=0)

    @on(Opened)
    def action_open(self) -> None:
        if self.is_current and (hit := self.results.current):
            self.open_trial(hit.id)

    def open_trial(self, number: str, tab: int = 0, line: int = 0) -> None:
        """Open a trial; where it is the current row, `J` and `K` go on from there."""
        from tui.screens.trial import TrialScreen

        words = tuple(text.text for text in self.wanted.texts if not text.without)
        current = self.results.current
        place = self.results.cursor if current is not None and current.id == number else -1
        self.app.push_screen(TrialScreen(number, words, place, tab=tab, line=line))

    def neighbour(self, place: int) -> str | None:
        """The id at a place of the list, where it is loaded; the cursor goes there."""
        if not 0 <= place < self.results.total:
            return None
        hit = self.results.hit(place)
        if hit is None:
            self.look(place - place % PAGE)
            return None
        self.results.go(place)
        return hit.id

    def action_mark(self) -> None:
        if hit := self.results.current:
            self.trials.mark(hit.id)
            self.results.mark(frozenset(self.trials.marks))
            self.draw_frame()

    def action_clear_marks(self) -> None:
        self.trials.marks.clear()
        self.results.marked = frozenset()
        self.results.refresh()
        self.draw_frame()

    def action_compare(self) -> None:
        from tui.screens.comparing import compare_marked

        compare_marked(self.trials, self.results.current, self.results.loaded)

    def on_screen_resume(self) -> None:
        self.results.marked = frozenset(self.trials.marks)
        self.redraw()

    def action_synonyms(self) -> None:
        self.exact = not self.exact
        self.look()

    def action_sort(self) -> None:
        from tui.screens.pick import Choice, PickScreen

        now = self.sort.lstrip("-")
        choices = [Choice(name, name, "now" if name == now else "") for name in SORTS]
        title = "Sort by (the same again reverses)"
        at = SORTS.index(now) if now in SORTS else 0
        self.app.push_screen(PickScreen(title, choices, self._sort, at))

    def _sort(self, name: str) -> None:
        self.sort = f"-{name}" if name == self.sort else name
        self.look()

    def action_filter(self) -> None:
        from tui.screens.filters import FilterScreen

        self.app.push_screen(FilterScreen(self.wanted, self.take))

    def take(self, query: Query) -> None:
        """Search for a query that was put together elsewhere."""
        self.field.put(str(query))

    def action_why(self) -> None:
        if hit := self.results.current:
            from tui.screens.reader import ReaderScreen

            cells = max(self.size.width - 2, 20)
            lines = list(hits.why(hit, self.trials.today, cells))
            self.app.push_screen(ReaderScreen(f"Why {hit.id}", lines))

    def action_zoom(self) -> None:
        """List alone, preview alone, both."""
        if not self.has_class("-wide"):
            super().action_zoom()
            return
        if self.has_class("-list"):
            self.remove_class("-list")
            self.add_class("-preview")
        elif self.has_class("-preview"):
            self.remove_class("-preview")
        else:
            self.add_class("-list")
        self.redraw_later()

    def action_restore(self) -> None:
        """Query, marks and place of the last session."""
        restore(self)

    def action_export(self) -> None:
        from tui.screens.exporting import export_list

        export_list(self.trials, self.results.loaded, str(self.wanted))
