"""Asking for a line of text: a note, what was heard, initials, the number of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from textual.containers import Horizontal
from textual.widget import Widget

from personal import initials, lists
from personal.errors import MineError
from personal.naming import Known, known
from tui import commands
from tui.app.asking import Reading
from tui.screens.view import View, bindings
from tui.terminal.styled import Line, Span, block
from tui.widgets.field import Field
from tui.widgets.lines import Lines

TO_KEEP: Mapping[str, str] = {"choose": "Keep", "pick_back": "Leave it"}
"""What Enter and Esc do where nothing is chosen, but typed."""
Check = Callable[[str], str]
"""Why a text is not taken, in a sentence; empty where it is."""


class AskScreen(View):
    """A line to type into, and what it is for; Enter takes it, Esc leaves."""

    view = commands.PICK
    titled = TO_KEEP
    BINDINGS = bindings(commands.PICK)

    def __init__(
        self,
        title: str,
        told: Sequence[str],
        then: Callable[[str], None],
        value: str = "",
        check: Check = lambda text: "",
        left: str = "",
        does: str = "",
    ) -> None:
        super().__init__()
        if does:  # what Enter does where it keeps nothing
            self.titled = {**TO_KEEP, "choose": does}
        self.heading, self.told, self.then = title, told, then
        self._value, self._check, self._left = value, check, left

    def body(self) -> Iterable[Widget]:
        yield Horizontal(Lines("prompt", focusable=False), Field("field", self._value), id="ask")
        yield Lines("body")

    def on_mount(self) -> None:
        super().on_mount()
        self.part("prompt").show([(Span(" > ", "key"),)])
        field = self.query_one(Field)
        field.put(self._value)
        field.focus()
        self.redraw()

    def header(self, cells: int) -> list[Line]:
        return self.headed(self.heading, cells)

    def redraw(self) -> None:
        self.draw_frame()
        cells = self.size.width - 2
        lines = [line for each in self.told for line in block(each, cells, "dim", "   ", "   ")]
        self.part("body").show(lines)

    def action_open(self) -> None:
        text = " ".join(self.query_one(Field).value.split())
        if problem := self._check(text):
            self.host.tell(problem)
            return
        self.action_close()
        self.then(text)

    def action_back(self) -> None:
        super().action_back()
        if self._left:
            self.host.tell(self._left)

    def action_find(self) -> None:
        self.query_one(Field).focus()


def with_initials(view: View, then: Callable[[str], None]) -> None:
    """Go on with the user's initials, which are asked for once."""
    mine = view.host.mine
    try:
        kept = initials.kept(mine)
    except MineError as error:
        view.host.tell(error.reason)
        return
    if kept:
        then(kept)
        return

    def typed(text: str) -> None:
        view.host.change_own(lambda reading: initials.given(mine, text), then)

    told = (
        "They stand beside what you decide, so that others know whom to ask.",
        "One to four letters, no name. Asked once.",
    )
    left = "nothing was kept: whoever decides gives initials"
    view.app.push_screen(AskScreen("Your initials", told, typed, check=_check_initials, left=left))


def _check_initials(text: str) -> str:
    return "" if initials.are_sound(text) else "initials are one to four letters"


def trial_of(reading: Reading, number: str, view_held: Known | None = None) -> Known:
    """The trial as a list keeps it; what is held of it where it is in this catalogue no more."""
    merged = reading.catalogue.get(number)
    if merged is not None:
        return known(merged)
    return view_held or Known(number, (number,), "", "")


def write_note(view: View, number: str, held: Known | None = None) -> None:
    """Ask for the note on a trial, the present one to be changed."""
    _ask_of_trial(view, number, held, is_note=True)


def verify(view: View, number: str, held: Known | None = None) -> None:
    """Ask what somebody heard of a trial from those who run it."""
    _ask_of_trial(view, number, held, is_note=False)


def _ask_of_trial(view: View, number: str, held: Known | None, *, is_note: bool) -> None:
    numbers = held.numbers if held is not None else (number,)
    there = lists.note_of(view.host.kept.held, numbers)
    now = "" if there is None else there.note if is_note else there.verified
    keep = lists.write_note if is_note else lists.verify
    mine = view.host.mine

    def typed(text: str) -> None:
        def by(who: str) -> None:
            def work(reading: Reading) -> None:
                keep(mine, trial_of(reading, number, held), text, who)

            done = "noted" if text else "taken away"
            view.host.change_own(work, lambda _: view.host.tell(f"{number}: {done}"))

        with_initials(view, by)

    if is_note:
        title = f"Note on {number}"
        told = ["Shown above the trial, for every case; an empty line takes it away."]
    else:
        title = f"Verified: {number}"
        told = ["What the site or the sponsor said, and when: called 3 Nov: cohort B full."]
    told.append(_WHERE if view.host.mine.keeps else _KIOSK)
    view.app.push_screen(AskScreen(title, told, typed, now))


_WHERE = "Kept in your own file, exported only where you ask for it. No names of patients."
_KIOSK = "Kept until this session ends. No names of patients."
