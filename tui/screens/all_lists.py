"""`L`: the user's lists and cases, the one that was last worked on first."""

from __future__ import annotations

from collections.abc import Mapping

from personal.events import Listed
from tui import commands
from tui.screens.finding import ListView
from tui.screens.host import Kept
from tui.screens.list_deeds import forget, show_log, take_back
from tui.screens.view import bindings
from tui.show.listed import counted
from tui.show.words import said
from tui.terminal.styled import Line, Span, fit, highlighted

_NAME = 22
_DAY = 12


class ListsScreen(ListView):
    """Enter opens one."""

    view = commands.LISTS
    nothing = "there is no list yet"
    BINDINGS = bindings(commands.LISTS)

    def on_mount(self) -> None:
        super().on_mount()
        self.redraw()

    def header(self, cells: int) -> list[Line]:
        count = len(self.host.kept.held.lists)
        return self.headed(f"Your lists and cases: {count}", cells)

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        if kept.held != before.held:
            self.redraw()
        else:
            super().kept_changed(before, kept)

    def redraw(self) -> None:
        self.draw_frame()
        held = self.host.kept.held.lists
        lines = [highlighted(_row(each, self.size.width), self.wanted) for each in held]
        items = [(place, place + 1) for place in range(len(lines))]
        if not lines:
            told = f"   No list yet: {self.key('put_on')} on a trial puts it on a list."
            lines = [(Span(told, "dim"),)]
        self.part("body").show(lines, items, keep=True)

    @property
    def current(self) -> Listed | None:
        held = self.host.kept.held.lists
        place = self.part("body").cursor
        return held[place] if place < len(held) else None

    @property
    def has_row(self) -> bool:
        return self.asks or bool(self.host.kept.held.lists)

    def idle(self) -> Mapping[str, str]:
        key = self.key("note")
        none = f"nothing is noted yet; {key} on a trial notes something on it"
        idle = {} if self.host.kept.held.notes else {"all_notes": none}
        return {**super().idle(), **idle}

    def choose(self) -> None:
        if self.current is not None:
            from tui.screens.case import CaseScreen

            self.app.push_screen(CaseScreen(self.current.id))

    def action_take_back_last(self) -> None:
        take_back(self, None)

    def action_forget_list(self) -> None:
        if self.current is not None:
            forget(self, self.current)

    def action_all_notes(self) -> None:
        from tui.screens.all_notes import show_notes

        show_notes(self)

    def action_log_of_all(self) -> None:
        show_log(self, None)


def _row(listed: Listed, cells: int) -> Line:
    opened = fit(listed.opened[:10], _DAY)
    room = cells - 3 - _NAME - _DAY
    return (
        Span("   "),
        Span(fit(said(listed.name), _NAME - 1) + " ", "bold"),
        Span(fit(counted(listed), room)),
        Span(opened, "dim"),
    )
