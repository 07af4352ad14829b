"""What is open of a trial: with a patient what nobody knows, without one what is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import missing
from catalog.eligibility.screening.standing_told import short
from tui.show.lens import NOT_KNOWN
from tui.show.screened import ASKS, LOOK_FIRST, keys_of, proposal

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion


class Questions(NamedTuple):
    """What is open of one trial."""

    criteria: int
    """That a value would decide, that are to be looked at first, or that a person left unknown."""
    values: tuple[str, ...]
    """The values that are not known, as they are called in short, those of most criteria first."""
    of_patient: bool
    """Whether a patient is set; else they are what the criteria ask of anybody."""

    @property
    def told(self) -> str:
        """`3 open questions`; without a patient `asks for 9 values`, "" where it asks for none."""
        if self.of_patient:
            count = self.criteria
            return f"{count or 'no'} open question{'' if count == 1 else 's'}"
        count = len(self.values)
        return f"asks for {count} value{'' if count == 1 else 's'}" if count else ""

    @property
    def asked(self) -> str:
        """`open: CrCl? ECOG?`, `ask: CrCl? ECOG?`; "" where no value is asked for."""
        names = " ".join(f"{each}?" for each in self.values)
        return f"{'open' if self.of_patient else 'ask'}: {names}" if names else ""


def questions(
    criteria: Sequence[Criterion], patient: Patient | None, by_person: Mapping[str, str]
) -> Questions:
    """Of a trial's criteria, for the patient that is set or for nobody.

    What a person has said of a criterion stands before what was worked out.
    """
    seen_as = patient or Patient()
    count, asked = 0, dict[str, int]()
    for place, (key, criterion) in enumerate(zip(keys_of(criteria), criteria, strict=True)):
        if criterion.role != "criterion":
            continue
        person = by_person.get(key)
        sign = proposal(place, criterion, seen_as)[0]
        if person not in (None, NOT_KNOWN) or (not person and sign not in (ASKS, LOOK_FIRST)):
            continue
        count += 1
        for name in missing(criterion, seen_as) if sign == ASKS else ():
            asked[name] = asked.get(name, 0) + 1
    ordered = sorted(asked, key=lambda name: -asked[name])
    return Questions(count, tuple(map(short, ordered)), patient is not None)
