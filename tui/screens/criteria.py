"""Criteria judged one by one, by a person, for the patient that is set."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui import commands
from tui.app.asking import Reading, Stop
from tui.screens.finding import Finding
from tui.screens.host import Kept
from tui.screens.view import LEAVE, bound
from tui.show.fields import ELIGIBILITY, OVERVIEW
from tui.show.tabs import TrialView, tab_of
from tui.show.words import READING
from tui.terminal.styled import Line, Span

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.merging.merged import MergedTrial
    from catalog.model.trial import Trial
    from tui.show.lens import Lens
    from tui.show.screened import Mark

_FOOTER = (
    ("fits", "fits"),
    ("fits_not", "does not"),
    ("not_known", "unknown"),
    ("next_open", "next open"),
    ("undo_verdict", "undo"),
    ("help", "help"),
)
_OF_TEXT = ("find_next", "find_previous", "copy_view")
"""Commands that need all lines of a trial."""
_OF_CRITERIA = (
    *("next_criterion", "previous_criterion", "next_open", "fits", "fits_not", "not_known"),
    *("undo_verdict", "hand_over"),
)
_HERE = Span(">", "key")
_AROUND = 3
"""Lines that stay in sight above the criterion that is meant."""


class CriteriaJudged(Finding):
    """A view of a trial whose criteria a person goes through."""

    number: str
    tab: str
    shown: TrialView | None
    here = -1
    """Position of the criterion that the keys mean."""

    # what is seen

    @property
    def is_read(self) -> bool:
        """Whether the rules have read the criteria of the trial that is shown."""
        return self.shown is None or self.shown.is_read

    @property
    def awaited(self) -> str:
        return "" if self.is_read else READING

    def takes(self, key: str, *, is_typing: bool) -> bool:
        """What acts on the criteria waits for them; nothing else does."""
        if self.is_read or is_typing or key in LEAVE:
            return True
        if self.asks:
            return key != "enter" or self.narrows
        return key not in self._of_rules

    def read_criteria(self, merged: MergedTrial) -> None:
        """Have the criteria read of the trial, which is shown without."""

        def work(reading: Reading, stop: Stop) -> tuple[Criterion, ...]:
            return criteria_of(merged.trial)

        def read(criteria: tuple[Criterion, ...]) -> None:
            if self.shown is not None and self.shown.merged is merged:
                self.shown = dataclasses.replace(self.shown, criteria=criteria, is_read=True)
                if self.is_drawn:
                    self.redraw()

        if self.is_attached and self.shown is not None and self.shown.merged is merged:
            self.host.read("criteria", work, read)

    @property
    def _of_rules(self) -> frozenset[str]:
        """The keys that need criteria which were read."""
        keys = self.host.about.settings.keys
        named = (_OF_TEXT, _OF_CRITERIA if self.tab == ELIGIBILITY else ())
        return frozenset(
            bound(key)
            for names in named
            for name in names
            for key in commands.keys_named(name, keys)
        )

    def with_marks(self, shown: TrialView) -> TrialView:
        """The trial with what is said of its criteria for the patient."""
        return dataclasses.replace(shown, marks=self.marks(shown))

    def marks(self, shown: TrialView) -> Mapping[int, Mark] | None:
        """Of each criterion by its position; None where no patient is set."""
        lens = self.host.kept.lens
        if lens is None or not shown.is_read:
            return None
        from tui.show.screened import marks  # most sessions set no patient

        told = lens.said.get(self.number, {})
        found = marks(shown.criteria, lens.patient, told, self.here)
        if self.here not in found and found:
            self.here = min(found)
            found[self.here] = found[self.here]._replace(is_here=True)
        return found

    def lens_lines(self, cells: int) -> Iterator[Line]:
        """The patient and how far one has come, above the criteria."""
        lens = self.host.kept.lens
        if lens is None or self.tab != ELIGIBILITY or self.shown is None:
            return
        from tui.show.screened import count_line, patient_line

        yield patient_line(lens.told, cells, self.key("patient"))
        if not self.is_read:
            yield (Span(f" {READING}", "dim"),)
            return
        yield count_line(self.marks(self.shown) or {}, self.key("next_open"), cells)

    def kept_changed(self, before: Kept, kept: Kept) -> None:
        super().kept_changed(before, kept)
        if before.lens is not kept.lens:
            self.redraw()

    def footer_keys(self) -> Sequence[tuple[str, str]]:
        """With a patient, on the criteria: what is said of them."""
        if self.host.kept.lens is None or self.tab != ELIGIBILITY:
            return super().footer_keys()
        told = [(f"{self.key('previous_criterion')} {self.key('next_criterion')}", "criterion")]
        told += [(self.key(name), title) for name, title in _FOOTER]
        return [each for each in told if "none" not in each[0]]

    def action_copy_view(self) -> None:
        if self.awaited and self.tab in (OVERVIEW, ELIGIBILITY):
            self.host.tell(self.awaited)
        else:
            super().action_copy_view()

    # keys

    def _ready(self) -> tuple[Lens, dict[int, Mark]] | None:
        """The patient and the marks, where criteria can be judged here; else what to do is said."""
        lens = self.host.kept.lens
        if lens is None:
            self.host.tell(f"criteria are judged for a patient: {self.key('patient')} sets one")
            return None
        if self.tab != ELIGIBILITY:
            self.host.tell(f"criteria are judged on the tab {tab_of(ELIGIBILITY).title}")
            return None
        if self.shown is None or self.shown.original:
            self.host.tell(f"as written; {self.key('original')} shows the criteria one by one")
            return None
        if not self.is_read:
            self.host.tell(READING)
            return None
        found = self.marks(self.shown)
        if not found:
            self.host.tell("this trial has no criteria")
            return None
        return lens, dict(found)

    def action_next_criterion(self) -> None:
        self._move(1)

    def action_previous_criterion(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        if (ready := self._ready()) is None:
            return
        places = sorted(ready[1])
        place = places.index(self.here) + by
        if 0 <= place < len(places):
            self.go_to_criterion(places[place])
        else:
            self.host.tell(
                "this is the last criterion" if by > 0 else "this is the first criterion"
            )

    def action_next_open(self) -> None:
        if (ready := self._ready()) is not None:
            self._to_next_open(ready[1])

    def _to_next_open(self, found: Mapping[int, Mark]) -> None:
        """The next criterion of which nobody has said anything, from the first again at the end."""
        left = [place for place in sorted(found) if not found[place].by_person]
        after = [place for place in left if place > self.here]
        if left:
            self.go_to_criterion((after or left)[0])
        else:
            self.redraw()
            self.host.tell("every criterion was judged")

    def action_fits(self) -> None:
        from tui.show.lens import FITS

        self._say(FITS)

    def action_fits_not(self) -> None:
        from tui.show.lens import FITS_NOT

        self._say(FITS_NOT)

    def action_not_known(self) -> None:
        from tui.show.lens import NOT_KNOWN

        self._say(NOT_KNOWN)

    def _say(self, sign: str) -> None:
        """A person says so, and goes on to the next criterion that is open."""
        if (ready := self._ready()) is None or self.shown is None:
            return
        from tui.show.screened import keys_of

        lens, found = ready
        said = lens.say(self.number, keys_of(self.shown.criteria)[self.here], sign)
        found[self.here] = found[self.here]._replace(sign=sign)
        self.host.keep(replace(self.host.kept, lens=said))
        self._to_next_open(found)

    def action_undo_verdict(self) -> None:
        """Take back what was said last of this trial, and go there."""
        if (ready := self._ready()) is None or self.shown is None:
            return
        from tui.show.screened import keys_of

        undone = ready[0].undo(self.number)
        if undone is None:
            self.host.tell("nothing was said of this trial")
            return
        lens, words = undone
        self.host.keep(replace(self.host.kept, lens=lens))
        keys = keys_of(self.shown.criteria)
        if words in keys:
            self.go_to_criterion(keys.index(words))

    def action_hand_over(self) -> None:
        """What was said goes to a case, shown first."""
        if self._ready() is None or self.shown is None or self.host.kept.lens is None:
            return
        by_person = self.host.kept.lens.said.get(self.number, {})
        if not by_person:
            self.host.tell("nothing was said of this trial; what is only proposed goes nowhere")
            return
        from tui.screens.hand_over import hand_over

        hand_over(self, self.number, self.shown.criteria, by_person)

    def go_to_criterion(self, place: int) -> None:
        """Mean another criterion, and bring it into sight."""
        self.here = place
        self.redraw()
        body = self.part("body")
        lines = body.lines
        first = next((n for n, line in enumerate(lines) if _HERE in line[:2]), None)
        if first is None:
            return
        if not body.top <= first < body.top + body.rows - _AROUND:
            body.scroll_lines(max(first - _AROUND, 0))


def criteria_of(trial: Trial, *, is_read: bool = True) -> tuple[Criterion, ...]:
    """The criteria of a trial by the rules, for a thread that may wait; else as sentences alone."""
    if is_read:
        from catalog.eligibility import extraction  # its rules take long to load

        return extraction.criteria_of(trial)
    from catalog.eligibility.as_written import as_written  # nobody needs it after the rules

    return as_written(trial)
