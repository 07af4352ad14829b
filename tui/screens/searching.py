"""Searching while one types: what is asked, completed and ordered, and what was found for it."""

from __future__ import annotations

from collections.abc import Callable, Set
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from textual import on
from textual.reactive import var
from textual.widgets import Input

from catalog.search.results import SORTS
from catalog.search.results import Results as Found
from tui import commands
from tui.app.asking import Reading, Stop
from tui.screens.history import History
from tui.screens.place_choice import Cycle, cycle
from tui.screens.taking_up import TakingUp
from tui.show import hits, notes
from tui.show.words import said
from tui.widgets.field import Field
from tui.widgets.results import PAGE

if TYPE_CHECKING:
    from catalog.search.facets import Facet
    from catalog.search.query import Query

ONE_LINE, TWO_LINES = 1, 2
_NOT_OF_LIST = frozenset({"escape", "slash", "question_mark", "colon", "ctrl+p", "ctrl+l"})
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
    lines: int = TWO_LINES
    """Of each trial."""
    previews: bool = True
    """Whether the trial under the cursor is shown, where there is room."""


class Searching(TakingUp):
    """A view with a field that narrows its list at once."""

    listing: var[Listing] = var[Listing](Listing(), init=False)

    def __init__(self) -> None:
        super().__init__()
        self._then: Callable[[], None] | None = None
        self._places: Cycle | None = None
        self.history = History()

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

    @property
    def sorted_by(self) -> str:
        return self.listing.sort

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

    def search_anew(self, query: str, sort: str, then: Callable[[], None]) -> None:
        self.field.put(query)
        self.listing = replace(self.listing, sort=sort)
        self._then = then
        self.look()

    def _keys(self, command: str) -> tuple[str, ...]:
        return commands.keys_named(command, self.host.about.settings.keys)

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
