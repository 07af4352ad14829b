"""`H`: what a person said of a trial's criteria goes to a case; what goes is shown first.

A state and, at most, the sentence that decided: no value of the patient, and nothing that was only
proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from catalog.eligibility.criterion import Criterion
from personal import lists
from personal.errors import MineError
from personal.lists import Why
from tui.app.asking import Reading
from tui.screens.asking_once import trial_of, with_initials
from tui.screens.deciding import ReasonScreen, in_its_group
from tui.screens.pick import Choice, PickScreen
from tui.screens.put_on import PutScreen, list_of
from tui.show.lens import FITS, FITS_NOT, NOT_KNOWN
from tui.show.screened import keys_of
from tui.show.words import said

if TYPE_CHECKING:
    from tui.screens.view import View

_REJECTED, _UNSURE, _TO_CALL, _PROPOSED = "rejected", "unsure", "to call", "proposed"
_OF_SIGN = ((FITS_NOT, _REJECTED), (NOT_KNOWN, _UNSURE))


class CasePick(PutScreen):
    """Cases by name, or a new one."""

    def __init__(self, below: View, number: str, then: Callable[[str], None]) -> None:
        super().__init__(below, (number,))
        cases = {each.id for each in below.host.kept.held.lists if each.is_case}
        self.choices = [each for each in self.choices if each.value in cases]
        self.left = list(self.choices)
        self.heading = f"{said(number)}: hand over to which case? Type a number"
        self._chosen = then

    def matching(self, text: str) -> list[Choice]:
        return [each for each in super().matching(text) if not each.value.startswith("new list ")]

    def _put(self, value: str) -> None:
        self._chosen(value)


class HandOverScreen(ReasonScreen):
    """What can be handed over, each with the whole sentence that goes with it."""

    def __init__(self, title: str, choices: Sequence[Choice], then: Callable[[str], None]) -> None:
        PickScreen.__init__(self, title, choices, then)

    def matching(self, text: str) -> list[Choice]:
        return PickScreen.matching(self, text)


def offers(
    criteria: Sequence[Criterion], by_person: Mapping[str, str]
) -> list[tuple[str, Criterion | None]]:
    """States that follow from what a person said, each with the criterion that is its reason."""
    keys = keys_of(criteria)
    told = [(by_person.get(key, ""), each) for key, each in zip(keys, criteria, strict=True)]
    found: list[tuple[str, Criterion | None]] = [
        (state, each) for sign, state in _OF_SIGN for one, each in told if one == sign
    ]
    if not any(sign == FITS_NOT for sign, _ in told):
        found.append((_TO_CALL, None))
    found.append((_PROPOSED, None))
    return found


def hand_over(
    view: View, number: str, criteria: Sequence[Criterion], by_person: Mapping[str, str]
) -> None:
    """Ask for the case, show what goes, and put it there."""
    signs = list(by_person.values())
    counts = f"{signs.count(FITS)} fit, {signs.count(FITS_NOT)} do not, "
    counts += f"{signs.count(NOT_KNOWN)} unknown"
    found = offers(criteria, by_person)
    choices = [
        Choice(str(place), state, said(in_its_group(each)) if each else "without a reason")
        for place, (state, each) in enumerate(found)
    ]

    def to_case(case: str) -> None:
        def chosen(value: str) -> None:
            state, each = found[int(value)]
            why = lists.sentence(each.kind, each.text) if each is not None else None
            with_initials(view, lambda who: _put(view, number, case, state, why, who))

        title = f"Goes to the case: state and sentence alone ({counts})"
        view.app.push_screen(HandOverScreen(title, choices, chosen))

    view.app.push_screen(CasePick(view, number, to_case))


def _put(view: View, number: str, case: str, state: str, why: Why | None, who: str) -> None:
    mine, key = view.host.mine, view.key("lists")

    def work(reading: Reading) -> str:
        trial = trial_of(reading, number)
        listed = list_of(mine, case)
        lists.put_on(mine, listed, [trial], who)
        there = lists.state(mine).list(listed.id)
        entry = lists.entry_of(there, trial.numbers) if there is not None else None
        if entry is None:
            raise MineError("this case is there no more")
        lists.set_state(mine, entry, state, who, why=why, status=trial.status)
        return f"{listed.name}: {number} {state} · {key} your lists"

    view.host.change_own(work, view.host.tell)
