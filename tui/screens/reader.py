"""Lines to read, above another view: why a trial was found, a whole cell, all keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tui import commands
from tui.screens.finding import Finding
from tui.screens.view import bindings
from tui.show.signs import legend
from tui.terminal.styled import EMPTY, Line, Span, block, fit, highlighted, text_of

_BEFORE = " · of the catalogue before"


class ReaderScreen(Finding):
    """Some lines under a title."""

    view = commands.READER
    BINDINGS = bindings(commands.READER)

    def __init__(self, title: str, lines: Sequence[Line], own: Sequence[Line] = ()) -> None:
        """`own` lines are the user's: shown, and never written or copied with the others."""
        super().__init__()
        self.heading, self.text_lines, self.own_lines = title, lines, own

    def header(self, cells: int) -> list[Line]:
        return self.headed(self.heading, cells)

    def reread(self) -> None:
        """What is being read stays, and says that it is older than the header's date."""
        if self.text_lines:
            self.heading = f"{self.heading.removesuffix(_BEFORE)}{_BEFORE}"
            self.draw_frame()

    def redraw(self) -> None:
        self.part("body").show(self.drawn(), keep=True)
        self.draw_frame()

    def drawn(self) -> list[Line]:
        """The lines, what is searched for highlighted."""
        lines = (*self.text_lines, *self.own_lines)
        return [(Span(" "), *highlighted(line, self.wanted)) for line in lines]

    def idle(self) -> Mapping[str, str]:
        body = self.part("body")
        is_whole = body.count <= body.rows
        return dict.fromkeys(("read_on", "page_up"), "all of it is in sight") if is_whole else {}

    def text(self) -> str:
        return text_of(self.text_lines)

    def action_copy_view(self) -> None:
        if self._has_lines():
            super().action_copy_view()

    def _has_lines(self) -> bool:
        """Whether there is anything besides the user's own, which leaves by its list alone."""
        if not self.text_lines:
            self.host.tell("what is your own leaves with its list, where you ask for it")
        return bool(self.text_lines)

    def action_export(self) -> None:
        if not self._has_lines():
            return
        from tui.screens.exporting import export_lines

        export_lines(self, self.heading, self.text_lines)

    def finds(self) -> Iterable[tuple[int, int]]:
        for place, line in enumerate(self.drawn()):
            if any(span.style == "match" for span in line):
                yield 0, place


def help_lines(view: str, remapped: Mapping[str, str], cells: int) -> list[Line]:
    """Keys, titles and what they do, those of the view first; then what the signs mean."""
    found: list[Line] = []
    shown = ""
    for each in commands.of_view(view):
        if each.view != shown:
            found += [EMPTY] if found else []
            found.append((Span(commands.VIEWS[each.view], "head"),))
            shown = each.view
        first, *rest = block(each.help, cells, "", fit(commands.shown_keys(each, remapped), 16),
                             " " * 16)  # fmt: skip
        found += [(Span(first[0].text, "key"), *first[1:]), *rest]
    return [*found, EMPTY, (Span("Signs", "head"),), *legend(view, cells)]


class HelpScreen(ReaderScreen):
    """The keys of the view below; `/` finds among them."""

    def __init__(self, view: str, cells: int, remapped: Mapping[str, str]) -> None:
        title = f"Keys: {commands.VIEWS[view]}   ({commands.key('find', remapped)} finds)"
        super().__init__(title, help_lines(view, remapped, cells))

    def reread(self) -> None:
        """Keys are of no catalogue."""

    def action_help(self) -> None:
        """A second time: the tour begins, or ends where it was on."""
        self.action_close()
        self.call_after_refresh(self.host.start_tour)
