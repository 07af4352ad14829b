"""Which sections a comparison shows, and in which order; remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from tui import commands
from tui.messages import Opened
from tui.present import header
from tui.screens.view import View, bindings
from tui.styled import Line, Span, fit
from tui.widgets.lines import Lines


class TopicScreen(View):
    """Space shows or hides, J and K move."""

    view = commands.TOPICS
    BINDINGS = bindings(commands.TOPICS)

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = list(names)

    def body(self) -> Iterable[Widget]:
        yield Lines("body")

    def on_mount(self) -> None:
        known = [name for name in self.trials.topics if name in self.names]
        self.names = known + [name for name in self.names if name not in known]
        self.part("body").focus()

    def header(self, cells: int) -> list[Line]:
        return [header("Sections of the comparison", "Esc back", cells)]

    def redraw(self) -> None:
        self.draw_frame()
        lines: list[Line] = []
        for name in self.names:
            state = "hidden" if name in self.trials.hidden_topics else "shown"
            lines.append((Span(f"  {fit(state, 8)}", "mark"), Span(name)))
        self.part("body").show(lines, [(n, n + 1) for n in range(len(lines))], keep=True)

    @on(Opened)
    def action_open(self) -> None:
        self.action_toggle_topic()

    def action_toggle_topic(self) -> None:
        name = self.names[self.part("body").cursor]
        hidden = self.trials.hidden_topics
        hidden.remove(name) if name in hidden else hidden.append(name)
        self.redraw()

    def action_move_topic_down(self) -> None:
        self._move(1)

    def action_move_topic_up(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        place = self.part("body").cursor
        target = place + by
        if 0 <= target < len(self.names):
            self.names.insert(target, self.names.pop(place))
            self.trials.topics = tuple(self.names)
            self.part("body").cursor = target
            self.redraw()
