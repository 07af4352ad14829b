"""Lines on the screen: the one widget that draws, by the line, only what changed.

Without items it scrolls; with items (ranges of lines) a cursor moves from one to the next. Longer
lists than can be loaded override `count` and `line_at`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.repertoire import shown
from tui.terminal.styled import EMPTY, Line, pointed
from tui.terminal.themes import DEFAULT, SIXTEEN, THEMES, drawn
from tui.widgets.messages import Moved, Opened


@lru_cache(maxsize=256)
def style(theme: str, name: str, is_current: bool) -> Style:
    """What a style word looks like in a theme, on the cursor's row or not."""
    told = drawn(theme, name, is_current=is_current)
    return Style(
        color=told.color or "default",
        bgcolor=told.back or "default",
        bold=told.bold,
        underline=told.underline,
        reverse=told.reverse,
    )


def strip(line: Line, cells: int, theme: str, current: int = 0) -> Strip:
    """A styled line as Textual draws it, exactly `cells` wide; so many spans are the cursor's."""
    segments = [
        Segment(shown(span.text), style(theme, span.style, place < current))
        for place, span in enumerate(line)
    ]
    return Strip(segments).adjust_cell_length(cells, style(theme, "", len(line) < current))


class Lines(Widget, can_focus=True):
    """A part of the screen made of lines."""

    def __init__(self, id: str, *, focusable: bool = True) -> None:
        super().__init__(id=id)
        self.can_focus = focusable
        self.lines: Sequence[Line] = ()
        self.items: Sequence[tuple[int, int]] = ()
        self.top = 0
        self.cursor = 0
        self.cursor_spans = 1000
        """How many spans of a line the cursor covers: all, or only the label."""

    # what is shown

    @property
    def count(self) -> int:
        """Number of lines."""
        return len(self.lines)

    @property
    def item_count(self) -> int:
        """Number of items; 0: this part only scrolls."""
        return len(self.items)

    def line_at(self, place: int) -> Line:
        """The line at a place from 0 on."""
        return self.lines[place]

    def beyond(self, place: int) -> Line:
        """What stands in the rows that are left, counted from 0 behind the last line."""
        return EMPTY

    def range_of(self, item: int) -> tuple[int, int]:
        """First line of an item, and the one after its last."""
        return self.items[item]

    def show(
        self, lines: Sequence[Line], items: Sequence[tuple[int, int]] = (), *, keep: bool = False
    ) -> None:
        """Show other lines; `keep` the place where it still exists."""
        self.lines, self.items = lines, items
        if not keep:
            self.top = self.cursor = 0
        self.settle()
        self.refresh()

    def change(self, lines: Sequence[Line]) -> None:
        """Show these lines where they are not shown already."""
        if list(self.lines) != list(lines):
            self.show(lines, keep=True)

    def settle(self) -> None:
        """Bring cursor and top back into what there is."""
        self.cursor = max(0, min(self.cursor, self.item_count - 1))
        self.top = max(0, min(self.top, self.count - self.rows))
        if self.item_count:
            first, last = self.range_of(self.cursor)
            if self.top > first:
                self.top = first
            elif last - self.top > self.rows:
                self.top = max(0, min(first, last - self.rows))

    @property
    def rows(self) -> int:
        return max(self.size.height, 1)

    @property
    def theme_name(self) -> str:
        return self.app.theme if self.app.theme in (SIXTEEN, *THEMES) else DEFAULT

    def pointed(self) -> Offset:
        """Where on the screen the chosen item begins; of a text, the first line in sight."""
        line = self.range_of(self.cursor)[0] - self.top if self.item_count else 0
        return self.region.offset + Offset(0, max(0, min(line, self.rows - 1)))

    def render_line(self, y: int) -> Strip:
        """Line `y` of what is visible."""
        place = self.top + y
        line = self.line_at(place) if place < self.count else self.beyond(place - self.count)
        if not self._is_current(place):
            return strip(line, self.size.width, self.theme_name)
        shown = pointed(line) if place == self.range_of(self.cursor)[0] else line
        return strip(shown, self.size.width, self.theme_name, self.covered(place))

    def covered(self, place: int) -> int:
        """How many spans of a line of the current item the cursor covers."""
        return self.cursor_spans

    def _is_current(self, place: int) -> bool:
        if not self.item_count:
            return False
        first, last = self.range_of(self.cursor)
        return first <= place < last

    # moving

    def move(self, by: int) -> None:
        """Down (or up) by lines or items."""
        if self.item_count:
            self.go(self.cursor + by)
        else:
            self.scroll_lines(self.top + by)

    def page(self, by: int) -> None:
        """Down (or up) by screenfuls, one line staying in sight."""
        if not self.item_count:
            self.scroll_lines(self.top + by * max(self.rows - 1, 1))
            return
        first = self.range_of(self.cursor)[0]
        wanted = first + by * max(self.rows - 1, 1)
        target = self.cursor
        step = 1 if by > 0 else -1
        while 0 <= target + step < self.item_count and (
            (self.range_of(target)[0] - wanted) * step < 0
        ):
            target += step
        self.go(target)

    def edge(self, last: bool) -> None:
        """To the beginning or the end."""
        if self.item_count:
            self.go(self.item_count - 1 if last else 0)
        else:
            self.scroll_lines(self.count if last else 0)

    def go(self, item: int) -> None:
        """Put the cursor on an item and draw only what that changes."""
        old, old_top = self.cursor, self.top
        self.cursor = item
        self.settle()
        if self.top != old_top:
            self.refresh()
        elif self.cursor != old:
            self._refresh_item(old)
            self._refresh_item(self.cursor)
        if self.cursor != old:
            self.post_message(Moved(self.cursor))

    def scroll_lines(self, top: int) -> None:
        """Show the part that begins at this line."""
        top = max(0, min(top, self.count - self.rows))
        if top != self.top:
            self.top = top
            self.refresh()

    def _refresh_item(self, item: int) -> None:
        if item < self.item_count:
            first, last = self.range_of(item)
            self.refresh(Region(0, first - self.top, self.size.width, last - first))

    # the mouse works and is never needed

    def on_click(self, event: events.Click) -> None:
        place = self.top + event.y
        for item in range(self.item_count):
            first, last = self.range_of(item)
            if first <= place < last:
                if item == self.cursor:
                    self.post_message(Opened(item))
                self.go(item)
                return

    def on_mouse_scroll_down(self) -> None:
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        self.move(-3)

    def on_resize(self) -> None:
        self.settle()
