"""The first screen: a search field, and the trials that it finds.

What is shown is one value, `listing`: what is typed and how it is ordered, what was found for it,
what is offered while one types. Handlers set it; watchers draw what of it has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from textual import on
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input

from catalog.search.results import SORTS
from catalog.search.results import Results as Found
from tui import commands
from tui.app.asking import Reading, Stop
from tui.app.session import Last
from tui.screens.history import History
from tui.screens.host import Kept
from tui.screens.place_choice import Cycle, cycle
from tui.screens.taking_up import TakingUp
from tui.screens.view import bindings
from tui.show import hits, notes
from tui.show.room import BELOW, SIDE
from tui.show.words import EXAMPLES, header, said
from tui.terminal.styled import Line, Span, sentence, text_of
from tui.widgets.field import Field
from tui.widgets.lines import Lines
from tui.widgets.messages import Moved, Opened
from tui.widgets.results import PAGE, Results

if TYPE_CHECKING:
    from catalog.merging.merged import MergedTrial
    from catalog.places.nearest import Distances
    from catalog.search.facets import Facet
    from catalog.search.query import Query

    Previewed = tuple[MergedTrial, Distances | None]

_NOT_OF_LIST = frozenset({"escape", "slash", "question_mark", "colon", "ctrl+p", "ctrl+l"})
_ONE_LINE, _TWO_LINES = 1, 2
_MOVES = ("move_down", "move_up", "move_first", "move_last", "page_down", "page_up")


def is_word(text: str, moving: Set[str]) -> bool:
    """Whether characters of one read are typed text: different ones, that do not only move.

    The same key repeated is a key held down, and what begins with a sign is a command.
    """
    letters = {letter for letter in text if letter not in moving and not letter.isspace()}
    return text[:1].isalnum() and len(letters) > 1


class Listing(msgspec.Struct, frozen=True):
    """Everything that the list shows."""

    sort: str = SORTS[0]
    exact: bool = False
    """Without corrections and synonyms."""
    found: Found | None = None
    begun: notes.Begun | None = None
    """The value of a field that is being typed."""
    offered: tuple[Facet, ...] = ()
    lines: int = _TWO_LINES
    """Of each trial."""
    previews: bool = True
    """Whether the trial under the cursor is shown, where there is room."""


class SearchScreen(TakingUp):
    """Typing narrows the list at once; Enter opens a trial."""

    view = commands.SEARCH
    BINDINGS = bindings(commands.SEARCH)
    listing: var[Listing] = var[Listing](Listing(), init=False)

    def __init__(self, query: str = "", found: Found | None = None, last: Last | None = None):
        super().__init__()
        self._opening = query
        self._first = found
        self.last = last or Last()
        self._then: Callable[[], None] | None = None
        self._places: Cycle | None = None
        self.history = History()
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
        self._place_preview()
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

    @property
    def field(self) -> Field:
        return self.query_one(Field)

    @property
    def is_typing(self) -> bool:
        """Whether letters go into the field."""
        return self.field.has_focus

    def takes(self, key: str, *, is_typing: bool) -> bool:
        """What acts on the list waits for the list that was asked for."""
        if key == "tab":
            return not self.host.works_on("complete")
        return is_typing or key in _NOT_OF_LIST or not self.host.works_on("search")

    # searching

    @on(Input.Changed, "#field")
    def typed(self) -> None:
        kept = self.host.kept
        if self.field.value != kept.query:
            self.history.typed(kept.query, self.field.value)
            # A letter that a field takes is no key of the view.
            self.host.keep(replace(kept, query=self.field.value, notice=""))
            self.look()
            self.complete()

    def takes_word(self, text: str) -> bool:
        """What was typed on the list as a word goes to the field, which says so."""
        moving = {key for each in _MOVES for key in self._keys(each)}
        if self.is_typing or not is_word(text, moving):
            return False
        before = self.field.value
        self.field.put(before + (" " if before and not before[-1].isspace() else "") + text)
        self.field.focus()
        self.typed()  # now: the field's own message of it would take the notice away
        self.host.tell(f"typed into the search field: {said(text)}   Esc: the list")
        return True

    def complete(self) -> None:
        """Offer values for the `field:value` that is being typed; a newer letter stops this."""
        begun = notes.begun(self.field.value)
        if begun is None:
            self.host.drop("complete")
            self.listing = replace(self.listing, begun=None, offered=())
            return
        self.listing = replace(self.listing, begun=begun)

        def work(reading: Reading, stop: Stop) -> tuple[Facet, ...]:
            return notes.offered(begun, reading.searcher.complete(begun.field, begun.prefix))

        self.host.find("complete", work, self._offer)

    def _offer(self, values: tuple[Facet, ...]) -> None:
        self.listing = replace(self.listing, offered=values)

    def action_complete(self) -> None:
        """Take the first value that is offered; with none, go to the list or back."""
        begun, offered = self.listing.begun, self.listing.offered
        labels = [each.value for each in offered]
        chosen = cycle(self._places, self.field.value, begun, labels) if self.is_typing else None
        if chosen is not None:
            self._places = chosen
            kept = self.host.kept
            self.host.keep(replace(kept, places=chosen.chosen(kept.places)))
            self.field.put(chosen.text)
            self.draw_frame()
        elif begun is not None and offered and self.is_typing:
            self.field.put(notes.completed(self.field.value, begun, offered[0].value))
        else:
            self.focus_next()

    @property
    def wanted(self) -> Query:
        """What is typed, as a Query."""
        from catalog.search.parser import parse  # a key is needed for it, the first rows are not
        from catalog.search.query import with_places

        query = with_places(parse(self.field.value), dict(self.host.kept.places))
        return query.as_typed() if self.listing.exact else query

    def look(self, offset: int = 0) -> None:
        """Search; a newer search stops this one."""
        query, sort = self.seen, self.listing.sort

        def work(reading: Reading, stop: Stop) -> tuple[Found, bool]:
            found = reading.searcher.search(query, PAGE, offset, stop, sort)
            return found, reading.is_current()

        if offset:
            self.host.find(f"page {offset}", work, partial(self._add, query, offset))
        else:
            self.host.find("search", work, self._show)

    def _show(self, told: tuple[Found, bool]) -> None:
        found, is_current = told
        if not self.is_drawn:
            return
        self.listing = replace(self.listing, found=found)
        if self.host.kept.lens is not None:
            self.judge()
        if self._then is not None:
            then, self._then = self._then, None
            then()
        if not is_current:
            key = self.key("reload")
            self.host.tell(f"the catalogue file was replaced; {key} opens the new one")

    def _add(self, query: Query, offset: int, told: tuple[Found, bool]) -> None:
        if query == self.seen:
            self.results.add(offset, told[0].hits)

    def look_on(self, offset: int) -> None:
        self.look(offset)

    def look_again(self) -> None:
        self.look()

    def reread(self) -> None:
        self.look()
        if self._to_decide is not None:
            self._count_pairs()

    @property
    def sorted_by(self) -> str:
        return self.listing.sort

    # drawing

    def watch_listing(self, before: Listing, now: Listing) -> None:
        """Draw what has changed."""
        if not self.is_drawn:
            return
        if (now.lines, now.previews) != (before.lines, before.previews):
            self._place_preview()
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

    def _keys(self, command: str) -> tuple[str, ...]:
        return commands.keys_named(command, self.host.about.settings.keys)

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
        self._place_preview()
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
        told = notes.notes(found, cells, self.key, typed=self.field.value, exact=self.listing.exact)
        part, lines = self.part("notes"), [*self.group_lines(cells, found.total), *told]
        if len(lines) != len(part.lines):
            part.styles.height = len(lines)
        part.change(lines)

    def _place_preview(self) -> None:
        """The preview below the list, at its side, or nowhere."""
        has_room = self._has_preview_room
        at_side = self.size.width >= SIDE
        shown = self.listing.previews and has_room
        self.set_class(shown and at_side, "-side")
        self.set_class(shown and not at_side, "-below")

    @property
    def _has_preview_room(self) -> bool:
        return self.size.width >= SIDE or self.size.height >= BELOW

    def preview(self) -> None:
        """The trial under the cursor, where there is room."""
        part = self.part("preview")
        hit = self.results.current
        if hit is None or not (self.has_class("-side") or self.has_class("-below")):
            part.change([])
            return
        number, place = hit.id, self.host.place_asked

        def work(reading: Reading, stop: Stop) -> Previewed | None:
            merged = reading.catalogue.get(number)
            if merged is None:
                return None
            return merged, reading.places.distances(place, merged.trial)

        self.host.read("preview", work, self._preview)

    def _preview(self, found: Previewed | None) -> None:
        from tui.show.tabs import TrialView, preview

        if found is not None and self.is_drawn:
            part = self.part("preview")
            merged, distances = found
            today = self.host.about.today
            view = TrialView(merged, (), (), (), today, distances=distances)
            part.show(preview(view, max(part.size.width - 1, 20)))

    @on(Moved)
    def moved(self) -> None:
        self._used()
        self.preview()

    # the queries of this session

    def _used(self) -> None:
        """Somebody goes on with what was found: the query is one to come back to."""
        self.history.leave()
        self.history.note(self.field.value)

    def action_move_up(self) -> None:
        """Up in the list; in an empty field above its first row, back in this session's queries."""
        walks = self.is_typing and not self.results.cursor
        if not (walks and (self.history.is_walked or not self.field.value.strip())):
            super().action_move_up()
        elif (query := self.history.older()) is not None:
            self.field.put(query)
            self.draw_frame()

    def action_move_down(self) -> None:
        if self.is_typing and self.history.is_walked and not self.results.cursor:
            self.field.put(self.history.newer())
            self.draw_frame()
        else:
            super().action_move_down()

    def begin_with(self, query: str) -> None:
        """Search for a query that was kept; what was typed can be come back to."""
        self._used()
        self.field.put(query)
        self.results.focus()

    def action_keep_search(self) -> None:
        """Keep the query under a name."""
        from tui.screens.kept_queries import keep_query

        if self.keeps():
            self._used()
            keep_query(self)

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

    def action_synonyms(self) -> None:
        self.listing = replace(self.listing, exact=not self.listing.exact)
        self.look()

    def action_sort(self) -> None:
        from tui.screens.pick import Choice, PickScreen

        now = self.listing.sort.lstrip("-")
        choices = [
            Choice(name, hits.SORTS_TOLD.get(name, name), "now" if name == now else "")
            for name in SORTS
        ]
        title = "Sort by (the same again reverses)"
        at = SORTS.index(now) if now in SORTS else 0
        self.app.push_screen(PickScreen(title, choices, self._sort, at))

    def _sort(self, name: str) -> None:
        sort = f"-{name}" if name == self.listing.sort else name
        self.listing = replace(self.listing, sort=sort)
        self.look()

    def action_filter(self) -> None:
        from tui.screens.filters import FilterScreen

        self.app.push_screen(FilterScreen(self.wanted, self.take))

    def take(self, query: Query) -> None:
        """Search for a query that was put together elsewhere."""
        self.field.put(str(query))

    def action_desk(self) -> None:
        from tui.screens.desk import DeskScreen

        self.app.push_screen(DeskScreen())

    def action_why(self) -> None:
        if hit := self.results.current:
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

    def action_zoom(self) -> None:
        """Two lines a trial, one line; where a preview has room, two lines without it."""
        now = self.listing
        if now.lines == _TWO_LINES and now.previews:
            lines, previews = _ONE_LINE, True
        elif now.lines == _ONE_LINE:
            lines, previews = _TWO_LINES, not self._has_preview_room
        else:
            lines, previews = _TWO_LINES, True
        self.listing = replace(now, lines=lines, previews=previews)
        self.redraw_later()

    def action_export(self) -> None:
        from tui.screens.exporting import export_list

        export_list(self, self.wanted, self.listing.sort)

    def search_anew(self, query: str, sort: str, then: Callable[[], None]) -> None:
        self.field.put(query)
        self.listing = replace(self.listing, sort=sort)
        self._then = then
        self.look()
