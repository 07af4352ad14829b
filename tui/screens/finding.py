"""Finding a text in a view: a field at the bottom, then n and N from find to find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from tui import commands
from tui.screens.view import View
from tui.show.words import footer
from tui.terminal.styled import Line, Span, pattern, text_of
from tui.widgets.field import Field
from tui.widgets.lines import Lines
from tui.widgets.messages import Opened


class Finding(View):
    """A view in which a text can be found; its lines, `body`, have the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted = pattern(())
        self.found_at: int | None = None
        self._then: Callable[[str], None] | None = None
        self.narrows = False
        """Whether what is typed narrows at every letter."""

    def body(self) -> Iterable[Widget]:
        yield Lines("body")
        yield from self.finder()

    def on_mount(self) -> None:
        super().on_mount()
        self.part("body").focus()

    def finder(self) -> Iterable[Widget]:
        """The hidden field."""
        yield Horizontal(Lines("prompt", focusable=False), Field("field"), id="search")

    def ask(self, prompt: str, then: Callable[[str], None], *, live: bool = False) -> None:
        """Show the field; `then` has what was typed, with `live` at every letter."""
        self._then, self.narrows = None, live
        part = self.part("prompt")
        part.styles.width = len(prompt) + 1
        part.show([(Span(" " + prompt, "key"),)])
        self.query_one("#search").add_class("-shown")
        field = self.query_one(Field)
        field.value = ""
        self._then = then
        field.focus()
        self.draw_frame()

    @property
    def asks(self) -> bool:
        return self.query_one("#search").has_class("-shown")

    def answer(self) -> None:
        """Hide the field."""
        self.query_one("#search").remove_class("-shown")
        self.part("body").focus()
        self.draw_frame()

    def hint(self, cells: int) -> Sequence[Line]:
        """While something is typed, the keys that are none of its letters."""
        if not self.asks:
            return super().hint(cells)
        return [footer(self.asking_keys(), self.corner(), cells)]

    def asking_keys(self) -> Sequence[tuple[str, str]]:
        """Keys and titles that the footer shows while something is typed."""
        remapped = self.host.about.settings.keys
        has_row = self.part("body").item_count > 0
        return commands.asking(remapped, live=self.narrows, has_row=has_row)

    @on(Input.Changed, "#field")
    def typed(self) -> None:
        if self.narrows and self._then is not None and self.asks:
            self._then(self.query_one(Field).value)

    def action_open(self) -> None:
        if not self.asks:
            self.choose()
            return
        text, then = self.query_one(Field).value, self._then
        self.answer()
        if then is not None:
            then(text)

    def choose(self) -> None:
        """Enter, when nothing is asked."""

    def action_back(self) -> None:
        if self.asks:
            self.answer()
        else:
            self.action_close()

    # from find to find

    def action_find(self) -> None:
        self.ask("find: ", self.look_for)

    def look_for(self, text: str) -> None:
        """Highlight a text and go to the first find."""
        self.wanted = pattern((text,)) if text.strip() else None
        self.found_at = None
        self.redraw()
        if self.wanted is not None:
            self._go(1, including=True)

    def action_find_next(self) -> None:
        self._go(1)

    def action_find_previous(self) -> None:
        self._go(-1)

    @property
    def awaited(self) -> str:
        """What is said instead of what was found while a part of the view is not there yet."""
        return ""

    def _go(self, by: int, *, including: bool = False) -> None:
        if self.awaited:  # what is still to come may have the text
            self.host.tell(self.awaited)
            return
        finds = list(self.finds())
        if not finds:
            self.host.tell(
                "not found" if self.wanted else f"{self.key('find')} finds a text in this view"
            )
            return
        here = self.at()
        if by > 0:
            following = [find for find in finds if find > here or (including and find == here)]
            target = following[0] if following else finds[0]
        else:
            before = [find for find in finds if find < here]
            target = before[-1] if before else finds[-1]
        self.go_to(target)
        self.found_at = target[1]
        self.host.tell(f"{finds.index(target) + 1} of {len(finds)}")

    def finds(self) -> Iterable[tuple[int, int]]:
        """Places of all finds, in order: (part of the view, line)."""
        return ()

    def at(self) -> tuple[int, int]:
        """The place one is at."""
        return 0, self.found_at if self.found_at is not None else self.part("body").top

    def go_to(self, find: tuple[int, int]) -> None:
        """Show a find."""
        self.part("body").scroll_lines(max(find[1] - 2, 0))


class ListView(Finding):
    """A view that is one list of lines, which has the keys; a find moves its cursor."""

    @on(Opened)
    def opened(self) -> None:
        self.choose()

    def finds(self) -> Iterable[tuple[int, int]]:
        body = self.part("body")
        for item in range(body.item_count):
            lines = map(body.line_at, range(*body.range_of(item)))
            if self.wanted is not None and self.wanted.search(text_of(lines)):
                yield 0, item

    def at(self) -> tuple[int, int]:
        return 0, self.part("body").cursor

    def go_to(self, find: tuple[int, int]) -> None:
        self.part("body").go(find[1])
