"""Which sections and topics a comparison shows, and in which order; remembered."""

from __future__ import annotations

from msgspec.structs import replace

from catalog.comparison.compare import Comparison
from tui import commands
from tui.screens.finding import ListView
from tui.screens.view import bindings
from tui.show.comparison import Entry, entries, moved
from tui.show.present import said
from tui.terminal.styled import Line, Span, fit

_LABEL = 34


class TopicScreen(ListView):
    """Space shows or hides, J and K move."""

    view = commands.TOPICS
    BINDINGS = bindings(commands.TOPICS)

    def __init__(self, comparison: Comparison) -> None:
        super().__init__()
        self.comparison = comparison
        self.listed: tuple[Entry, ...] = ()

    def header(self, cells: int) -> list[Line]:
        return self.headed("Topics of the comparison", cells)

    @property
    def has_row(self) -> bool:
        return self.asks or bool(self.listed)

    def redraw(self) -> None:
        self.listed = entries(self.comparison, self.host.kept.topics)
        self.draw_frame()
        lines = [self._line(each) for each in self.listed]
        self.part("body").show(lines, [(n, n + 1) for n in range(len(lines))], keep=True)

    def _line(self, entry: Entry) -> Line:
        hidden = self.host.kept.hidden
        is_hidden = entry.key in hidden or entry.section in hidden
        indent = "  " if entry.is_topic else ""
        return (
            Span(f"  {fit('hidden' if is_hidden else 'shown', 8)}", "mark"),
            Span(
                fit(indent + said(entry.label), _LABEL),
                "missing" if is_hidden else "" if entry.is_topic else "head",
            ),
            Span(f"{entry.differing} of {entry.rows} differ", "dim"),
        )

    def choose(self) -> None:
        self.action_toggle_topic()

    def action_toggle_topic(self) -> None:
        if self.listed:
            name = self.listed[self.part("body").cursor].key
            kept = self.host.kept
            hidden = tuple(each for each in kept.hidden if each != name)
            hidden = hidden if len(hidden) < len(kept.hidden) else (*hidden, name)
            self.host.keep(replace(kept, hidden=hidden))
            self.redraw()

    def action_move_topic_down(self) -> None:
        self._move(1)

    def action_move_topic_up(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        body = self.part("body")
        order = moved(self.listed, body.cursor, by) if self.listed else None
        if order is None:
            self.host.tell("it stands at the edge of its section already")
        else:
            name = self.listed[body.cursor].key
            self.host.keep(replace(self.host.kept, topics=order))
            self.redraw()
            body.go([each.key for each in self.listed].index(name))
