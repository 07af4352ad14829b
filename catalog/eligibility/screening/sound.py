"""Whether a patient file means something in each part: what nothing knows would be left out unsaid."""

from __future__ import annotations

import re

from catalog.eligibility.screening.answers import Answer, answers_of, key_of
from catalog.eligibility.screening.askable import NotUnderstood, asked_of, plausible
from catalog.eligibility.screening.patient import OF_NORMAL, BadPatient, Patient
from catalog.eligibility.vocabulary.entries import variables

_NAME = re.compile(r"[a-z0-9_.]{1,40}", re.ASCII)
_WORDS = frozenset({"flag", "marker", "prior"})


def sound(patient: Patient) -> Patient:
    """The patient itself, where each name and unit is known and each value can be right.

    Raises BadPatient, which names the place and quotes no value: what is misspelt would otherwise
    count as not known, and an age of -5 or 620 would keep a patient out of nearly every trial.
    """
    for answer in answers_of(patient):
        _known(answer)
        _possible(answer)
    return patient


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
        raise BadPatient(f"{key_of(answer.variable)} has the unit {', '.join(one.units) or 'none'}")
    try:
        plausible(one, answer.value, answer.unit or (one.units[0] if one.units else None))
    except NotUnderstood as error:
        raise BadPatient(str(error)) from None
