"""`m`: put trials on a list: the last one first, any by a part of its name, a new one by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from personal import labels, lists
from personal.errors import MineError
from personal.events import CASE, LIST, Listed
from personal.initials import kept
from personal.store import Mine
from tui.app.asking import Reading
from tui.screens.asking_once import trial_of
from tui.screens.pick import Choice, PickScreen
from tui.show.listed import counted
from tui.show.words import said

if TYPE_CHECKING:
    from tui.screens.view import View

_NEW = "new "
_ALIKE = 60
"""Of 100: names that are shown though what was typed is no part of them."""


class PutScreen(PickScreen):
    """Lists by name; what was typed is offered as a new case and as a new list."""

    def __init__(self, below: View, numbers: Sequence[str]) -> None:
        self.below, self.numbers = below, tuple(numbers)
        self._doubted = ""
        held = below.host.kept.held
        choices = [Choice(each.id, said(each.name), counted(each)) for each in held.lists]
        what = self.numbers[0] if len(self.numbers) == 1 else f"{len(self.numbers)} marked trials"
        super().__init__(f"Put {said(what)} on a list", choices, self._put)

    nothing = "type a number or a name"
    says = "type a number or a name · ↑ ↓ move"

    def matching(self, text: str) -> list[Choice]:
        """Lists with all that is typed in their names, then what is alike, then a new one.

        Names with numbers are alike where they mean two patients: 17 is no part of 117, nor A-12
        nearly A-13. There the list of exactly this name comes first, else a new one.
        """
        words = text.casefold().split()
        found = [each for each in self.choices if all(w in each.name.casefold() for w in words)]
        label = labels.cleaned(text)
        if not label:
            return found
        bare = label[5:].strip() if label.casefold().startswith("case ") else label
        lists_held = self.host.kept.held.lists
        known = {(each.kind, each.label.casefold()) for each in lists_held}
        new = [
            Choice(f"{_NEW}{kind} {name}", f"{title} {said(name)}", remark)
            for kind, name, title, remark in (
                (CASE, bare, "new case", "its trials have states and reasons"),
                (LIST, label, "new list", ""),
            )
            if name and (kind, name.casefold()) not in known
        ]
        alike = [each for each in self._alike(label) if each not in found]
        if not any(letter.isdigit() for letter in label):
            return found + alike + new
        typed = (label.casefold(), bare.casefold())
        named = {each.id for each in lists_held if each.label.casefold() in typed}
        exact = [each for each in self.choices if each.value in named]
        return exact + new + [each for each in found + alike if each not in exact]

    def _alike(self, label: str) -> list[Choice]:
        """Names that are nearly what was typed."""
        from catalog.model.fuzzy import fuzz, process, utils

        names = {each.value: each.name for each in self.choices}
        best = process.extract(
            label, names, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_ALIKE
        )
        by_value = {each.value: each for each in self.choices}
        return [by_value[value] for _, _, value in best]

    def may_take(self, choice: Choice) -> bool:
        """A name that may be a person's is asked for twice."""
        if not choice.value.startswith(_NEW):
            return True
        label = choice.value.split(" ", 2)[2]
        doubt = labels.doubts(label)
        if not doubt or self._doubted == label:
            return True
        self._doubted = label
        self.host.tell(f"{doubt}: better a number. Enter again keeps it")
        return False

    def _put(self, value: str) -> None:
        host, numbers, key = self.below.host, self.numbers, self.below.key("lists")

        def work(reading: Reading) -> str:
            trials = [trial_of(reading, each) for each in numbers]
            listed = list_of(host.mine, value)
            put = lists.put_on(host.mine, listed, trials, kept(host.mine))
            there = len(trials) - put
            more = f", {there} there already" if there else ""
            return f"{listed.name}: {put} put on{more} · {key} your lists"

        host.change_own(work, host.tell)


def list_of(mine: Mine, value: str) -> Listed:
    """The list that was chosen; a new one is made. Raises MineError where it is gone."""
    if value.startswith(_NEW):
        _, kind, label = value.split(" ", 2)
        return lists.open_list(mine, label, kind, kept(mine))
    found = lists.state(mine).list(value)
    if found is None:
        raise MineError("this list is there no more")
    return found


def put_on(view: View, numbers: Sequence[str]) -> None:
    """Ask on which list."""
    view.app.push_screen(PutScreen(view, numbers))
