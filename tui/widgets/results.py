"""The result list: a window onto what a search found, however much that is.

Rows are asked for by the page as they come into sight; the list never holds more than a few pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Set

from textual.message import Message
from textual.reactive import var

from catalog.search.results import Hit
from tui.show.hits import BAR, View, rows
from tui.terminal.styled import EMPTY, Line, Span
from tui.widgets.lines import Lines
from tui.widgets.messages import Moved

PAGE = 60
_KEPT = 20
_WAITING: Line = (Span("  …", "dim"),)


class Results(Lines):
    """Trials found, a line or two each."""

    listed: var[View] = var[View](View(dt.date.min))
    """How they are shown; the screen says it."""
    noted: var[Mapping[str, str]] = var[Mapping[str, str]](dict)
    """What stands behind a trial's title, by its number: the user's own marks."""
    marked: var[tuple[str, ...]] = var[tuple[str, ...]](())

    hints: var[tuple[Line, ...]] = var[tuple[Line, ...]](())
    """What helps next, for the rows that a short list leaves empty."""

    class Wanted(Message):
        """Rows came into sight that are not loaded: the page that begins at `offset`."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.total = 0
        self._pages: dict[int, tuple[Hit, ...]] = {}
        self._asked: set[int] = set()
        self._under: Callable[[Hit, int], Line] | None = None
        self._made: tuple[object, tuple[Line, ...]] = (None, ())
        """Of what the lines of one trial were made, and these: each line is asked for by itself."""

    @property
    def lines_each(self) -> int:
        """Lines of each trial: its own, and one below them where something is told of it."""
        return self.listed.lines + (self._under is not None)

    def see(self, under: Callable[[Hit, int], Line] | None) -> None:
        """Tell something in a line below each trial, made for a width; None: no more."""
        had, self._under = self._under is not None, under
        if had != (under is not None):
            self.top = self.range_of(self.cursor)[0]
        self.settle()
        self.refresh()

    def watch_listed(self) -> None:
        self.settle()
        self.refresh()

    def watch_hints(self) -> None:
        if self.count < self.rows:
            self.refresh()

    def beyond(self, place: int) -> Line:
        """A line left free, then what helps next; of an empty list the notes say it."""
        shown = self.total and 0 < place <= len(self.hints)
        return self.hints[place - 1] if shown else EMPTY

    def watch_noted(self, before: Mapping[str, str], noted: Mapping[str, str]) -> None:
        """Draw anew the trials that something else is noted of."""
        both = before.keys() | noted.keys()
        self._refresh_hits({each for each in both if before.get(each) != noted.get(each)})

    def watch_marked(self, before: tuple[str, ...], marked: tuple[str, ...]) -> None:
        """Draw anew the trials whose mark is another."""
        self._refresh_hits(set(before) ^ set(marked))

    def _refresh_hits(self, changed: Set[str]) -> None:
        for item in range(self.top // self.lines_each, self._last_in_sight()):
            hit = self.hit(item)
            if hit is not None and hit.id in changed:
                self._refresh_item(item)

    def _last_in_sight(self) -> int:
        return min((self.top + self.rows) // self.lines_each + 1, self.total)

    @property
    def count(self) -> int:
        return self.total * self.lines_each

    @property
    def item_count(self) -> int:
        return self.total

    def range_of(self, item: int) -> tuple[int, int]:
        lines = self.lines_each
        return item * lines, (item + 1) * lines

    def covered(self, place: int) -> int:
        return BAR[min(place - self.range_of(self.cursor)[0], len(BAR) - 1)]

    def hit(self, place: int) -> Hit | None:
        """The hit at a place, where it is loaded."""
        page = self._pages.get(place - place % PAGE, ())
        return page[place % PAGE] if place % PAGE < len(page) else None

    @property
    def current(self) -> Hit | None:
        return self.hit(self.cursor) if self.total else None

    @property
    def loaded(self) -> tuple[Hit, ...]:
        """The hits that were looked at, in order."""
        return tuple(hit for page in sorted(self._pages) for hit in self._pages[page])

    def line_at(self, place: int) -> Line:
        item, line = divmod(place, self.lines_each)
        hit = self.hit(item)
        if hit is None:
            self._want(item - item % PAGE)
            return EMPTY if line else _WAITING
        if line == self.listed.lines and self._under is not None:
            return self._under(hit, self.size.width)
        marked, mark, cells = hit.id in self.marked, self.noted.get(hit.id, ""), self.size.width
        made_of = (hit, self.listed, marked, mark, cells)
        if self._made[0] != made_of:
            made = rows(hit, hit.matched, self.listed, marked=marked, cells=cells, mark=mark)
            self._made = made_of, made
        return self._made[1][line]

    def _want(self, offset: int) -> None:
        if offset not in self._asked and offset < self.total:
            self._asked.add(offset)
            self.post_message(self.Wanted(offset))

    def begin(self, hits: tuple[Hit, ...], total: int) -> None:
        """Show the answer to a new search; nothing is drawn where it is the same."""
        if total == self.total and self._pages.get(0) == hits and not self.cursor and not self.top:
            return
        self._pages, self._asked = {0: hits}, set()
        self.total = total
        self.top = self.cursor = 0
        self.settle()
        self.refresh()

    def reorder(self, offset: int, hits: tuple[Hit, ...], cursor: int) -> None:
        """The same trials in another order: one page of it, and where the cursor's trial now is."""
        line = self.range_of(self.cursor)[0] - self.top
        self._pages, self._asked = {offset: hits}, set()
        self.cursor = cursor
        self.top = max(self.range_of(cursor)[0] - line, 0)
        self.settle()
        self.refresh()
        self.post_message(Moved(self.cursor))

    def add(self, offset: int, hits: tuple[Hit, ...]) -> None:
        """A further page has come."""
        if len(self._pages) >= _KEPT:
            far = max(self._pages, key=lambda page: abs(page - self.cursor))
            del self._pages[far]
        self._pages[offset] = hits
        self._asked.discard(offset)
        self.refresh()
