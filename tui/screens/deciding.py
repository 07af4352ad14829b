"""Where a trial of a case stands, and why: a state, then one of its criteria or own words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from catalog.comparison import briefly
from catalog.eligibility.criterion import Criterion
from personal import lists
from personal.events import STATES, Listed
from personal.looking import Row
from tui.app.asking import Reading, Stop
from tui.screens.asking_once import with_initials
from tui.screens.pick import Choice, PickScreen
from tui.show.words import said
from tui.terminal.styled import Line, Span, fit, wrap

if TYPE_CHECKING:
    from tui.screens.view import View

_ASKS_WHY = frozenset({"rejected", "declined", "unsure"})
"""States after which the reason is asked for."""
_SIDES = {"inclusion": "must", "exclusion": "must not"}
_SIDE = 10
_OWN, _NONE = "own words", "none"


def in_its_group(criterion: Criterion) -> str:
    """A sentence behind the group that it is asked of: `Cohort 2: PD-L1 TPS ≥ 50 %`."""
    group = briefly.group_of(criterion)
    return f"{group}: {criterion.text}" if group else criterion.text


class ReasonScreen(PickScreen):
    """The criteria of a trial, those with all words that are typed; what is typed is one too."""

    nothing = "type the reason in your own words"
    says = "type to narrow, or your own words · ↑ ↓ move"

    def __init__(
        self,
        title: str,
        criteria: Sequence[Criterion],
        then: Callable[[lists.Why], None],
        now: str = "",
    ) -> None:
        self.criteria = [each for each in criteria if each.role == "criterion"]
        choices = [
            Choice(str(place), _SIDES.get(each.kind, each.kind), said(in_its_group(each)))
            for place, each in enumerate(self.criteria)
        ]
        if now:
            choices.append(Choice(_NONE, _NONE, "take the reason away"))
        super().__init__(title, choices, lambda value: then(self._why(value)))

    def _why(self, value: str) -> lists.Why:
        if value.isdigit():
            chosen = self.criteria[int(value)]
            return lists.sentence(chosen.kind, chosen.text)
        return lists.Why("" if value == _NONE else value.removeprefix(_OWN).strip())

    def matching(self, text: str) -> list[Choice]:
        found = super().matching(text)
        own = " ".join(text.split())
        return [*found, Choice(f"{_OWN} {own}", _OWN, own)] if own else found

    def redraw(self) -> None:
        """Every sentence whole: it becomes the reason as it stands."""
        self.draw_frame()
        cells = max(self.size.width - _SIDE - 4, 20)
        lines: list[Line] = []
        items: list[tuple[int, int]] = []
        for each in self.left:
            parts = wrap(each.remark, cells)
            items.append((len(lines), len(lines) + len(parts)))
            for place, part in enumerate(parts):
                lead = fit(each.name, _SIDE) if place == 0 else " " * _SIDE
                lines.append((Span(f"   {lead}", "dim"), Span(part)))
        if not lines:
            told = "   No criteria in this catalogue: type the reason in your own words."
            lines = [(Span(told, "dim"),)]
        self.part("body").show(lines, items, keep=True)


def ask_state(view: View, listed: Listed, row: Row) -> None:
    """Choose a state; where it wants a reason, that is asked for next."""

    def chosen(state: str) -> None:
        mine = view.host.mine

        def then(_: None) -> None:
            key = view.key("take_back")
            view.host.tell(f"{row.number}: {state} · {key} takes it back")
            if state in _ASKS_WHY:
                ask_reason(view, listed, row, f"Why {state}? Esc: no reason")

        def by(who: str) -> None:
            view.host.change_own(
                lambda reading: lists.set_state(mine, row.entry, state, who, status=row.status),
                then,
            )

        with_initials(view, by)

    now = row.entry.state
    choices = [Choice(each, each, "now" if each == now else "") for each in STATES]
    title = f"{said(row.number)} for {said(listed.name)}"
    view.app.push_screen(PickScreen(title, choices, chosen, STATES.index(now)))


def ask_reason(view: View, listed: Listed, row: Row, title: str = "") -> None:
    """Choose one of the trial's criteria, or type, why it stands where it does."""
    mine, id = view.host.mine, row.id
    heading = title or f"Why {said(row.number)} is {row.entry.state} for {said(listed.name)}"

    def chosen(why: lists.Why) -> None:
        def by(who: str) -> None:
            view.host.change_own(
                lambda reading: lists.give_reason(mine, row.entry, why, who, status=row.status),
                lambda _: view.host.tell(f"{row.number}: the reason is kept"),
            )

        with_initials(view, by)

    def work(reading: Reading, stop: Stop) -> tuple[Criterion, ...]:
        return reading.catalogue.criteria(id) if id is not None else ()

    def show(criteria: tuple[Criterion, ...]) -> None:
        view.app.push_screen(ReasonScreen(heading, criteria, chosen, row.entry.reason))

    view.host.read("criteria", work, show)
