"""Whether a patient file means something in each part: what nothing knows would be left out unsaid."""

from __future__ import annotations

import re

from msgspec.structs import replace

from catalog.eligibility.screening.answers import Answer, answers_of, key_of, with_answers
from catalog.eligibility.screening.askable import NotUnderstood, asked_of, plausible
from catalog.eligibility.screening.patient import OF_NORMAL, BadPatient, Patient
from catalog.eligibility.screening.typed import unit_told
from catalog.eligibility.vocabulary.entries import variables
from catalog.eligibility.vocabulary.wording import shown_unit

_NAME = re.compile(r"[a-z0-9_.]{1,40}", re.ASCII)
_WORDS = frozenset({"flag", "marker", "prior"})


def sound(patient: Patient) -> Patient:
    """The patient itself, where each name and unit is known and each value can be right.

    Raises BadPatient, which names the place and quotes no value: what is misspelt would otherwise
    count as not known, and an age of -5 or 620 would keep a patient out of nearly every trial.
    Units may be written as the screen shows them and as people type them: `/µL`, `10^9/L`, `years`.
    """
    spelt = list[Answer]()
    for answer in answers_of(patient):
        _known(answer)
        meant = _in_ucum(answer)
        _possible(meant)
        if meant != answer:
            spelt.append(meant)
    return with_answers(patient, spelt) if spelt else patient


def _in_ucum(answer: Answer) -> Answer:
    """The answer with its unit as tables name it; as it is where nobody knows the unit."""
    one = asked_of(answer.variable)
    if one is None or answer.unit is None or isinstance(answer.value, str):
        return answer
    known = variables()[answer.variable.removeprefix("uln.")]
    if answer.unit in {*one.units, *known.factors, *known.kept, *OF_NORMAL}:
        return answer
    try:
        unit = unit_told(one, " ".join(answer.unit.casefold().split()), "")
    except NotUnderstood:
        return answer
    return replace(answer, unit=unit)


def _known(answer: Answer) -> None:
    known = variables().get(answer.variable.removeprefix("uln."))
    if known is None:
        name = answer.variable if _NAME.fullmatch(answer.variable) else "a name in it"
        raise BadPatient(f"{name} is no value that is known: trials screen --keys has their names")
    is_word = isinstance(answer.value, str) and answer.value in ("present", "absent")
    if answer.variable not in ("age", "sex") and is_word != (known.kind in _WORDS):
        raise BadPatient(f"in a file it is called {key_of(answer.variable)}")


def _possible(answer: Answer) -> None:
    one = asked_of(answer.variable)
    if one is None or isinstance(answer.value, str) or answer.value == float("inf"):
        return
    known = variables()[answer.variable.removeprefix("uln.")]
    units = {*one.units, *known.factors, *known.kept, *OF_NORMAL}
    if answer.unit is not None and answer.unit not in units:
        can = " or ".join(shown_unit(each) for each in one.units) or "none"
        raise BadPatient(f"{key_of(answer.variable)} has the unit {can}")
    try:
        plausible(one, answer.value, answer.unit or (one.units[0] if one.units else None))
    except NotUnderstood as error:
        raise BadPatient(str(error)) from None
