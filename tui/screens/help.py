"""All keys of a view, searchable."""

from __future__ import annotations

from collections.abc import Mapping

from tui import commands
from tui.screens.reader import ReaderScreen
from tui.terminal.styled import EMPTY, Line, Span, block, fit


def lines(view: str, remapped: Mapping[str, str], cells: int) -> list[Line]:
    """Keys, titles and what they do: those of the view first."""
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
    return found


class HelpScreen(ReaderScreen):
    """The keys of the view below; `/` finds among them."""

    def __init__(self, view: str, cells: int, remapped: Mapping[str, str]) -> None:
        title = f"Keys: {commands.VIEWS[view]}   ({commands.key('find', remapped)} finds)"
        super().__init__(title, lines(view, remapped, cells))

    def action_help(self) -> None:
        self.action_close()
