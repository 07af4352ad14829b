"""Nothing of a patient leaves the app without a yes: what is copied or written asks for one."""

from __future__ import annotations

from collections.abc import Callable

from tui.screens.pick import Choice, PickScreen
from tui.screens.view import View

_NO, _YES = "no", "yes"


def ask_for_yes(
    view: View, doing: str, plain: Callable[[], None], whole: Callable[[], None]
) -> None:
    """`plain` without the patient, which is offered first, or `whole` with values and verdicts."""

    def chosen(answer: str) -> None:
        (whole if answer == _YES else plain)()

    choices = [
        Choice(_NO, "without the patient", "nothing of values or verdicts"),
        Choice(_YES, "yes, with the patient", "values and verdicts go in: health data"),
    ]
    view.app.push_screen(PickScreen(f"{doing} with the patient's values?", choices, chosen))
