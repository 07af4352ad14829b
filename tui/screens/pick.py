"""Choosing one of several things by name: a field that narrows, and the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from tui import commands
from tui.screens.view import View, action_of, bindings
from tui.terminal.styled import EMPTY, Line, Span, fit, width, wrap
from tui.widgets.field import Field
from tui.widgets.lines import Lines
from tui.widgets.messages import Opened

_NAME = 30


class Choice(NamedTuple):
    """A thing to choose: what it gives, its name, and a remark."""

    value: str
    name: str
    remark: str = ""


class PickScreen(View):
    """Type to narrow, Enter to choose, Esc to leave."""

    view = commands.PICK
    nothing = "nothing here has these letters"
    BINDINGS = bindings(commands.PICK)
    says = "type to narrow · ↑ ↓ move"
    """What the empty field says: letters go into it, those that move elsewhere too."""

    def __init__(
        self, title: str, choices: Sequence[Choice], then: Callable[[str], None], at: int = 0
    ) -> None:
        super().__init__()
        self._at = at
        self.heading, self.choices, self.then = title, choices, then
        self.left: list[Choice] = list(choices)

    def body(self) -> Iterable[Widget]:
        field = Field("field", placeholder=self.says)
        yield Horizontal(Lines("prompt", focusable=False), field, id="ask")
        yield Lines("body")

    def on_mount(self) -> None:
        super().on_mount()
        self.part("prompt").show([(Span(" > ", "key"),)])
        field = self.query_one(Field)
        field.while_empty = self.helps
        field.focus()
        self.redraw()
        self.part("body").go(self._at)

    def header(self, cells: int) -> list[Line]:
        return self.headed(self.heading, cells)

    @property
    def has_row(self) -> bool:
        return bool(self.left)

    def redraw(self) -> None:
        self.draw_frame()
        cells = self.size.width
        longest = max((width(each.name) for each in self.choices), default=0)
        name = min(max(_NAME, longest), max(cells // 2, 10))
        lines: list[Line] = []
        items: list[tuple[int, int]] = []
        for each in self.left:
            row = list(_row(each, name, max(cells - name - 5, 10)))
            items.append((len(lines), len(lines) + len(row)))
            lines += row
        if not lines:
            lines = [EMPTY, (Span(f"   {self.nothing}", "dim"),)]
        self.part("body").show(lines, items, keep=True)

    @on(Input.Changed, "#field")
    def narrow(self) -> None:
        if not self.is_drawn:
            return
        self.left = self.matching(self.query_one(Field).value)
        self.part("body").cursor = 0
        self.redraw()

    def matching(self, text: str) -> list[Choice]:
        """What is left for what was typed: every choice with all of its words."""
        words = text.casefold().split()
        return [
            each
            for each in self.choices
            if all(word in f"{each.name} {each.remark}".casefold() for word in words)
        ]

    @on(Opened)
    def action_open(self) -> None:
        if not self.is_current:
            return  # a second click, and the first has chosen
        place = self.part("body").cursor
        if place < len(self.left) and self.may_take(self.left[place]):
            value = self.left[place].value
            self.action_close()
            self.then(value)

    def may_take(self, choice: Choice) -> bool:
        """Whether this is chosen at once; a screen that asks again says so at the bottom."""
        return True

    def action_find(self) -> None:
        self.query_one(Field).focus()


def _row(choice: Choice, name: int, remark: int) -> Iterator[Line]:
    """Name and remark beside each other, each whole, in columns of so many cells."""
    sides = zip_longest(wrap(choice.name, name), wrap(choice.remark, remark), fillvalue="")
    for left, right in sides:
        yield (Span("  " + fit(left, name)), Span("  " + fit(right, remark), "dim"))


class PaletteScreen(PickScreen):
    """Choose a command; it is done in the view below."""

    def __init__(self, below: View) -> None:
        self.below = below
        keys = below.host.about.settings.keys
        choices = [
            Choice(each.id, each.title, f"{commands.shown_keys(each, keys)}: {each.help}")
            for each in commands.of_view(below.view)
            if each.id != "palette" and not _is_said_twice(each, below.view)
        ]
        super().__init__("Commands", choices, self.do)

    def do(self, command: str) -> None:
        """Run a command in the view below, once that is back."""
        known = {each.id: each for each in commands.of_view(self.below.view)}
        chosen = known[command]
        self.below.call_later(self.below.run_action, action_of(known[chosen.same_as or command]))


def _is_said_twice(command: commands.Command, view: str) -> bool:
    """Whether a command of the footer is only another one's name in this view."""
    titles = {each.id: each.title for each in commands.of_view(view)}
    return titles.get(command.same_as) == command.title
