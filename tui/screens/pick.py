"""Choosing one of several things by name: a field that narrows, and the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from tui import commands
from tui.app.messages import Opened
from tui.screens.view import View, bindings
from tui.terminal.styled import Line, Span, fit
from tui.widgets.field import Field
from tui.widgets.lines import Lines

_NAME = 30


class Choice(NamedTuple):
    """A thing to choose: what it gives, its name, and a remark."""

    value: str
    name: str
    remark: str = ""


class PickScreen(View):
    """Type to narrow, Enter to choose, Esc to leave."""

    view = commands.PICK
    BINDINGS = bindings(commands.PICK)

    def __init__(
        self, title: str, choices: Sequence[Choice], then: Callable[[str], None], at: int = 0
    ) -> None:
        super().__init__()
        self._at = at
        self.heading, self.choices, self.then = title, choices, then
        self.left: list[Choice] = list(choices)

    def body(self) -> Iterable[Widget]:
        yield Horizontal(Lines("prompt", focusable=False), Field("field"), id="ask")
        yield Lines("body")

    def on_mount(self) -> None:
        self.part("prompt").show([(Span(" > ", "key"),)])
        self.query_one(Field).focus()
        self.redraw()
        self.part("body").go(self._at)

    def header(self, cells: int) -> list[Line]:
        return [self.headed(self.heading, cells)]

    def redraw(self) -> None:
        self.draw_frame()
        cells = self.size.width
        name = min(_NAME, max(cells // 2, 10))
        lines: list[Line] = [
            (
                Span("  " + fit(each.name, name)),
                Span("  " + fit(each.remark, cells - name - 5), "dim"),
            )
            for each in self.left
        ]
        self.part("body").show(lines, [(n, n + 1) for n in range(len(lines))], keep=True)

    @on(Input.Changed, "#field")
    def narrow(self) -> None:
        if not self.is_drawn:
            return
        words = self.query_one(Field).value.casefold().split()
        self.left = [
            each
            for each in self.choices
            if all(word in f"{each.name} {each.remark}".casefold() for word in words)
        ]
        self.part("body").cursor = 0
        self.redraw()

    @on(Opened)
    def action_open(self) -> None:
        if not self.is_current:
            return  # a second click, and the first has chosen
        place = self.part("body").cursor
        if place < len(self.left):
            value = self.left[place].value
            self.trials.close_view()
            self.then(value)

    def action_find(self) -> None:
        self.query_one(Field).focus()
