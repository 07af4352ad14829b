"""What is done to a whole list: taken back, forgotten, its log shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from personal import forgetting, lists
from personal.events import Event, Listed
from personal.initials import kept
from tui.app.asking import Reading
from tui.screens.asking_once import AskScreen
from tui.screens.reader import ReaderScreen
from tui.show.listed import deed_told, log_lines
from tui.show.words import said
from tui.terminal.styled import Line

if TYPE_CHECKING:
    from tui.screens.view import View


def take_back(view: View, listed: Listed | None) -> None:
    """Undo the last deed on a list, or on all; both stay in the log."""
    mine = view.host.mine

    def work(reading: Reading) -> Sequence[Event]:
        now = lists.state(mine).list(listed.id) if listed is not None else None
        return lists.undo(mine, now or listed, kept(mine))

    def told(events: Sequence[Event]) -> None:
        words = "; ".join(map(deed_told, events))
        view.host.tell(f"taken back: {words}" if words else "nothing is left to take back")

    view.host.change_own(work, told)


def forget(view: View, listed: Listed, then: Callable[[], None] = lambda: None) -> None:
    """Ask for the case's number, or the list's name; then nothing of it is left."""
    mine, what = view.host.mine, "number" if listed.is_case else "name"

    def check(text: str) -> str:
        if text.casefold() in (listed.label.casefold(), listed.name.casefold()):
            return ""
        return f"this is not its {what}; Esc leaves it as it is"

    def typed(text: str) -> None:
        def done(left: Sequence[object]) -> None:
            names = ", ".join(str(each) for each in left)
            more = f"; cannot be read and may still hold it: {names}" if left else ""
            view.host.tell(f"{listed.name} is forgotten{more}")
            then()

        view.host.change_own(lambda reading: forgetting.forget(mine, listed), done)

    told = (
        f"Type its {what} to remove {said(listed.name)} for good, with its states, reasons and log:"
        " from your file, and from its copies. This cannot be taken back.",
        "Notes on its trials stay, and so does what was exported.",
    )
    title = f"Forget {said(listed.name)}"
    view.app.push_screen(AskScreen(title, told, typed, check=check, does="Remove for good"))


def show_log(view: View, listed: Listed | None) -> None:
    """What was done, by whom and when."""
    mine, cells = view.host.mine, max(view.size.width - 2, 20)
    title = f"Log of {said(listed.name)}" if listed is not None else "Log of all lists and notes"

    def work(reading: Reading, stop: object) -> list[Line]:
        return log_lines(lists.log(mine, listed.id if listed is not None else None), cells)

    def show(lines: list[Line]) -> None:
        view.app.push_screen(ReaderScreen(title, (), lines))

    view.host.read("log", work, show)
