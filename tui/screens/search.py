"""The first screen: a search field, and the trials that it finds.

What is shown is one value, `listing` of `searching`: how it is ordered, what was found for what is
typed, what is offered while one types. Handlers set it; watchers draw what of it has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace
from textual import on
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.widget import Widget

from catalog.search.results import Hit
from catalog.search.results import Results as Found
from tui import commands
from tui.app.asking import Reading, Stop
from tui.app.session import Last
from tui.screens.host import Kept
from tui.screens.previewing import Previewing
from tui.screens.searching import Listing
from tui.screens.view import bindings
from tui.show import hits, notes
from tui.show.words import EXAMPLES, header, said
from tui.terminal.styled import Line, Span, sentence, text_of
from tui.widgets.field import Field
from tui.widgets.lines import Lines
from tui.widgets.messages import Opened
from tui.widgets.results import PAGE, Results


class SearchScreen(Previewing):
    """Typing narrows the list at once; Enter opens a trial."""

    view = commands.SEARCH
    BINDINGS = bindings(commands.SEARCH)

    def __init__(self, query: str = "", found: Found | None = None, last: Last | None = None):
        super().__init__()
        self._opening = query
        self._first = found
        self.last = last or Last()
        self._looks: tuple[str, Size] | None = None
        """In which theme and size the list was drawn last."""
        self._to_decide: int | None = None
        """Pairs that may be one trial, once they were counted."""

    def body(self) -> Iterable[Widget]:
        yield Horizontal(
            Lines("prompt", focusable=False),
            Field("field", self._opening, EXAMPLES),
            Lines("found", focusable=False),
            id="ask",
        )
        yield Lines("notes", focusable=False)
        yield Lines("columns", focusable=False)
        yield Container(Results("body"), Lines("preview", focusable=False), id="main")

    def on_mount(self) -> None:
        super().on_mount()
        self.part("prompt").show([(Span(" / ", "key"),)])
        self.field.while_empty = self.helps
        self.place_preview()
        self.results.listed = self._listed()
        self.results.noted = self.host.kept.noted
        self.field.focus()
        if self._first is not None:
            self._show((self._first, True))
        else:
            self.look()
        if not self.last.is_empty:
            self.host.tell(notes.offer(self.last, self.key("restore")))
        elif self.host.about.is_sample and not self.host.about.kiosk and self.host.tour is None:
            self.host.tell(notes.sample(self.key("help"), self.key("quit")))

    # drawing

    def watch_listing(self, before: Listing, now: Listing) -> None:
        """Draw what has changed."""
        if not self.is_drawn:
            return
        if (now.lines, now.previews) != (before.lines, before.previews):
            self.place_preview()
        self.results.listed = self._listed()
        had_row = self.results.total > 0
        if now.found is not None and now.found is not before.found:
            self.results.begin(now.found.hits, now.found.total)
            self.preview()
        is_begun = (now.begun, now.offered) != (before.begun, before.offered)
        if is_begun or (before.found is not None and self.has_row != had_row):
            self.draw_frame()
        if not is_begun:
            self.draw_notes()

    def _listed(self) -> hits.View:
        found = self.listing.found
        near = notes.countries_asked(found.query) if found is not None else ()
        has_place = found is not None and found.origin is not None
        return hits.View(
            self.host.about.today, self.listing.sort, near, self.listing.lines, has_place
        )

    def header(self, cells: int) -> list[Line]:
        # What the key does is said where it works: `?` is a letter while words stand there.
        is_letter = self.is_typing and bool(self.field.value)
        named = [key for key in self._keys("help") if len(key) > 1 or not is_letter]
        told = f"{commands.shown_key(named[0])} help" if named else ""
        told = " · ".join(filter(None, (self.host.kept.inbox_told, told)))
        top = header(self.host.catalogue(cells - len(told) - 3), told, cells)
        return [top, *self.patient_lines(cells)]

    def footer_keys(self) -> Sequence[tuple[str, str]]:
        if self.is_typing:
            return commands.typing(self.host.about.settings.keys, has_row=self.has_row)
        return super().footer_keys()

    nothing = "nothing was found"

    @property
    def has_row(self) -> bool:
        return self.listing.found is None or self.results.total > 0

    def idle(self) -> Mapping[str, str]:
        idle = super().idle()
        return idle if not idle or self.host.kept.marks else {**idle, "compare": self.nothing}

    def facts(self) -> frozenset[str]:
        return super().facts() | ({"typed"} if self.field.value.strip() else set())

    def hint(self, cells: int) -> Sequence[Line]:
        taken = self._places
        if self.is_typing and taken is not None and taken.text == self.field.value and taken.told:
            return sentence(said(taken.told), cells, "key")
        if self.is_typing and self.history.is_walked:
            keys = f"{self.key('move_up')} older  {self.key('move_down')} newer"
            return [(Span(f" {self.history.told}   {keys}  {self.key('back')} list", "dim"),)]
        if not self.listing.offered or not self.is_typing:
            return ()
        return [notes.line(self.listing.offered, "Tab", cells)]

    def on_descendant_focus(self) -> None:
        self.draw_frame()
        self.draw_notes()

    def redraw(self) -> None:
        self.place_preview()
        self.draw_frame()
        self.draw_notes()
        if (looks := (self.app.theme, self.size)) != self._looks:
            self._looks = looks
            self.results.refresh()
        self.preview()

    def draw_notes(self) -> None:
        """How many were found, what was understood, what could not be used."""
        cells = self.size.width
        self.part("columns").change([hits.head(self.results.size.width or cells, self._listed())])
        found = self.listing.found
        if found is None:
            return
        self.results.hints = notes.next_keys(found, self.key, typing=self.is_typing)
        self.part("found").change([(Span(notes.counted(found).rjust(21), "dim"),)])
        told = notes.notes(
            found,
            cells,
            self.key,
            typed=self.field.value,
            exact=self.listing.exact,
            regrouped=self.judging is not None and self.judging.is_done,
        )
        part, lines = self.part("notes"), [*self.group_lines(cells, found.total), *told]
        if len(lines) != len(part.lines):
            part.styles.height = len(lines)
        part.change(lines)

    # what changes elsewhere

    def reread(self) -> None:
        self.look()
        if self._to_decide is not None:
            self._count_pairs()

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        self.results.marked = kept.marks
        self.results.noted = kept.noted
        super().kept_changed(before, kept)

    def on_screen_resume(self) -> None:
        self.results.marked = self.host.kept.marks
        self.results.noted = self.host.kept.noted
        self.judged_anew()
        if self._to_decide:
            self._count_pairs()
        self.redraw()

    # actions

    @property
    def mover(self) -> Lines:
        return self.results

    def copied(self) -> str:
        return self.results.current.id if self.results.current else ""

    def text(self) -> str:
        return text_of(self._text(with_patient=False))

    def text_with_patient(self) -> str:
        return text_of(self._text(with_patient=True))

    def _text(self, *, with_patient: bool) -> Iterator[Line]:
        cells = max(self.size.width, 80)
        view, marks = self._listed(), self.host.kept.marks
        if self.is_from_patient and not with_patient:
            view = view._replace(has_place=False)
        if with_patient:
            yield from self.patient_lines(cells)
            yield from self.group_lines(cells, self.results.total)
        yield hits.head(cells, view)
        for hit in self.results.loaded:
            yield from hits.rows(hit, hit.matched, view, marked=hit.id in marks, cells=cells)
            if with_patient:
                yield self.under(hit, cells)

    def chosen(self) -> tuple[str, ...]:
        """The marked trials, else the one under the cursor."""
        return self.host.kept.marks or super().chosen()

    def action_find(self) -> None:
        self.field.focus()

    def action_back(self) -> None:
        """From the field to the list; typing and marks stay."""
        if self.is_typing:
            self._used()
            self.results.focus()
        if self._to_decide is None and not self.host.about.kiosk:
            self._count_pairs()

    def _count_pairs(self) -> None:
        """How many trials may be one, asked when somebody first works in the list."""

        def work(reading: Reading, stop: Stop) -> int:
            return len(reading.catalogue.duplicates())

        self.host.read("queue", work, self._counted_pairs)

    def _counted_pairs(self, count: int) -> None:
        self._to_decide = count
        self.draw_frame()

    def corner(self) -> str:
        marks = super().corner()
        if marks or self.is_typing or not self._to_decide:
            return marks
        return f"{self._to_decide:,} the same? {self.key('desk')}"

    def action_close(self) -> None:
        self.app.exit(return_code=0)

    @on(Opened)
    def action_open(self) -> None:
        if self.is_current and (hit := self.results.current):
            self._used()
            self.open_trial(hit.id)

    def open_trial(self, number: str, tab: str = "", line: int = 0) -> None:
        """Open a trial; where it is the current row, `J` and `K` go on from there."""
        from tui.screens.trial import TrialScreen

        words = tuple(text.text for text in self.wanted.texts if not text.without)
        current = self.results.current
        place = self.results.cursor if current is not None and current.id == number else -1
        self.app.push_screen(
            TrialScreen(number, words, place, beside=self.neighbour, tab=tab, line=line)
        )

    def neighbour(self, place: int) -> str | None:
        """The id at a place of the list, where it is loaded; the cursor goes there."""
        if not 0 <= place < self.results.total:
            return None
        hit = self.results.hit(place)
        if hit is None:
            self.more(Results.Wanted(place - place % PAGE))
            return None
        self.results.go(place)
        return hit.id

    def action_mark(self) -> None:
        if hit := self.results.current:
            self.mark(hit.id)

    def action_clear_marks(self) -> None:
        self.host.keep(replace(self.host.kept, marks=()))

    def action_compare(self) -> None:
        from tui.screens.compare import compare_marked

        compare_marked(self, self.results.current, self.results.loaded)

    def action_desk(self) -> None:
        from tui.screens.desk import DeskScreen

        self.app.push_screen(DeskScreen())

    def action_why(self) -> None:
        hit = self.results.current
        if hit is None or not hit.forbidden:
            self._why(hit)
            return

        def work(reading: Reading, stop: Stop) -> Hit:
            return replace(hit, matched=hit.matched + reading.searcher.excluding(hit, stop))

        def then(told: Hit) -> None:
            if self.is_current and self.results.current is hit:
                self._why(told)

        self.host.find("why", work, then)

    def _why(self, hit: Hit | None) -> None:
        if hit is None:
            return
        from personal.lists import note_of
        from personal.looking import rejected
        from tui.screens.reader import ReaderScreen
        from tui.show import listed

        cells = max(self.size.width - 2, 20)
        if self.is_from_patient:
            hit = replace(hit, nearest=None)  # what is read there may be copied and written
        lines = list(hits.why(hit, self.host.about.today, cells))
        lines += notes.also_searched(self.listing.found, cells)
        held, own = self.host.kept.held, (hit.id,)
        mine = listed.why(list(rejected(held, own)), note_of(held, own), cells)
        self.app.push_screen(ReaderScreen(f"Why {hit.id}", lines, mine))

    def action_export(self) -> None:
        from tui.screens.exporting import export_list

        export_list(self, self.wanted, self.listing.sort)
