"""The result list: a window onto what a search found, however much that is.

Rows are asked for by the page as they come into sight; the list never holds more than a few pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set

from textual.message import Message

from catalog.search.results import Hit
from tui.show.hits import Shape, fields, row, shape_of
from tui.terminal.styled import Line, Span
from tui.widgets.lines import Lines

PAGE = 60
_KEPT = 20
_WAITING: Line = (Span("  …", "dim"),)


class Results(Lines):
    """Trials found, one line each."""

    class Wanted(Message):
        """Rows came into sight that are not loaded: the page that begins at `offset`."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    def __init__(self, id: str, today: dt.date) -> None:
        super().__init__(id)
        self.cursor_spans = (
            5  # up to the number: a whole row twice is more than a line should carry
        )
        self.today = today
        self.total = 0
        self.marked: Set[str] = frozenset()
        self.shape = Shape()
        self._pages: dict[int, tuple[Hit, ...]] = {}
        self._asked: set[int] = set()

    @property
    def count(self) -> int:
        return self.total

    @property
    def item_count(self) -> int:
        return self.total

    def range_of(self, item: int) -> tuple[int, int]:
        return item, item + 1

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
        hit = self.hit(place)
        if hit is None:
            self._want(place - place % PAGE)
            return _WAITING
        return row(
            hit,
            fields(tuple(match.field for match in hit.matched)),
            self.shape,
            marked=hit.id in self.marked,
            today=self.today,
            cells=self.size.width,
        )

    def _want(self, offset: int) -> None:
        if offset not in self._asked and offset < self.total:
            self._asked.add(offset)
            self.post_message(self.Wanted(offset))

    def begin(self, hits: tuple[Hit, ...], total: int, *, keep: bool = False) -> None:
        """Show the answer to a new search; nothing is drawn where it is the same."""
        if total == self.total and self._pages.get(0) == hits and not self.cursor and not self.top:
            return
        self._pages, self._asked = {0: hits}, set()
        self.total = total
        if hits:
            self.shape = shape_of(hits, any(hit.matched for hit in hits))
        if not keep:
            self.top = self.cursor = 0
        self.settle()
        self.refresh()

    def add(self, offset: int, hits: tuple[Hit, ...]) -> None:
        """A further page has come."""
        if len(self._pages) >= _KEPT:
            far = max(self._pages, key=lambda page: abs(page - self.cursor))
            del self._pages[far]
        self._pages[offset] = hits
        self.shape = shape_of(self.loaded, self.shape.matched)
        self._asked.discard(offset)
        self.refresh()

    def mark(self, marked: Set[str]) -> None:
        """Show these as marked."""
        self.marked = marked
        self._refresh_item(self.cursor)
