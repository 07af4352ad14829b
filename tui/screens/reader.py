"""Lines to read, above another view: why a trial was found, a whole cell, all keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from tui import commands
from tui.screens.finding import Finding
from tui.screens.view import bindings
from tui.terminal.styled import Line, Span, highlighted
from tui.widgets.lines import Lines


class ReaderScreen(Finding):
    """Some lines under a title."""

    view = commands.READER
    BINDINGS = bindings(commands.READER)

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self.heading, self.text_lines = title, lines

    def body(self) -> Iterable[Widget]:
        yield Lines("body")
        yield from self.finder()

    def on_mount(self) -> None:
        self.part("body").focus()

    def header(self, cells: int) -> list[Line]:
        return [self.headed(self.heading, cells)]

    def redraw(self) -> None:
        self.draw_frame()
        self.part("body").show(self.drawn(), keep=True)

    def drawn(self) -> list[Line]:
        """The lines, what is searched for highlighted."""
        return [(Span(" "), *highlighted(line, self.wanted)) for line in self.text_lines]

    def action_export(self) -> None:
        from tui.screens.exporting import export_lines

        export_lines(self.trials, self.heading, self.text_lines)

    def finds(self) -> Iterable[tuple[int, int]]:
        for place, line in enumerate(self.drawn()):
            if any(span.style == "match" for span in line):
                yield 0, place
