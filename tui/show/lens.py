"""The patient as a lens: the values, and what a person has said of criteria for this patient.

In memory only: nothing of it is written, logged or named anywhere, and no `repr` tells a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from catalog.eligibility.screening.answers import answers_of, told
from catalog.eligibility.screening.patient import Patient

FITS, FITS_NOT, NOT_KNOWN = "+", "-", "0"
"""What a person says of a criterion."""


@dataclass(frozen=True, slots=True, repr=False)
class Lens:
    """A patient, and what a person has said of criteria for this patient."""

    patient: Patient = field(default_factory=Patient)
    place: str = ""
    """From where the list counts distances, as the search understood it: `Freiburg, DE`."""
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By trial, then by the words of the criterion: `FITS`, `FITS_NOT` or `NOT_KNOWN`."""
    done: tuple[tuple[str, str, str], ...] = ()
    """What was said, the last at the end: trial, words, and what was said of them before."""

    @property
    def told(self) -> tuple[str, ...]:
        """What is known of the patient, each value in a word or two."""
        known = answers_of(self.patient)
        first = [told(answer) for answer in known if answer.variable in ("age", "sex")]
        others = [told(answer) for answer in known if answer.variable not in ("age", "sex")]
        return tuple(filter(None, (*first, self.place, *others)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not self.place and not answers_of(self.patient)

    def of(self, patient: Patient) -> Lens:
        """With other values; what a person said stays."""
        return replace(self, patient=patient)

    def at(self, place: str) -> Lens:
        """With another place."""
        return replace(self, place=place)

    def say(self, trial: str, words: str, sign: str) -> Lens:
        """A person says this of a criterion."""
        before = self.said.get(trial, {}).get(words, "")
        return replace(self._put(trial, words, sign), done=(*self.done, (trial, words, before)))

    def undo(self, trial: str) -> tuple[Lens, str] | None:
        """Without what was said last of a trial, and of which words that was."""
        for place in range(len(self.done) - 1, -1, -1):
            if self.done[place][0] == trial:
                _, words, before = self.done[place]
                done = (*self.done[:place], *self.done[place + 1 :])
                return replace(self._put(trial, words, before), done=done), words
        return None

    def _put(self, trial: str, words: str, sign: str) -> Lens:
        of_trial = {**self.said.get(trial, {}), words: sign}
        if not sign:
            del of_trial[words]
        return replace(self, said={**self.said, trial: of_trial})
