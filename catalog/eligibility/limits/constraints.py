"""All constraints of one criterion."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.durations import durations, since_onset
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.illnesses import presences
from catalog.eligibility.limits.intervals import intervals
from catalog.eligibility.limits.measurements import measurements
from catalog.eligibility.limits.ordinals import scales, sexes, told_grades
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.subgroups import with_conditions
from catalog.eligibility.limits.treatments import prior_treatments
from catalog.eligibility.limits.windows import window

_TESTED = frozenset(
    {"pregnancy", "hgb", "plt", "anc", "wbc", "creatinine", "crcl", "ast", "alt", "bili_total"}
)
_ALLOWED = Gated(
    r"\b(?:allowed|permitted|acceptable|allowable|may be (?:used|given|enrolled|taking|receiving|on)|is eligible|are eligible|permissible)\b"
)


def constraints(reading: Reading) -> tuple[Constraint, ...]:
    """Constraints in the order of the text."""
    graded = list(scales(reading))
    taken = [each.span for each in graded if each.span]
    measured = measurements(reading, taken)
    taken += [each.span for each in measured if each.span]
    lasting = list(since_onset(reading, taken))
    taken += [each.span for each in lasting if each.span]
    timed = list(intervals(reading, taken))
    lasting += durations(reading, taken + [each.span for each in timed if each.span])
    events = frozenset(each.variable for each in timed)
    places = [each.span for each in timed if each.span]
    flags = [each for each in presences(reading, events) if not _is_amount(reading, each, measured)]
    treated = list(prior_treatments(reading, places))
    found = [*sexes(reading), *graded, *measured, *lasting, *timed, *flags, *treated]
    found = [
        _allowed(reading, each)
        for each in found
        if not (each.span and reading.is_example(each.span[0]))
    ]
    if not found:
        return ()
    told = [_let_in(reading, each) for each in with_conditions(reading, found)]
    return tuple(_distinct(_with_window(reading, told)))


# `Patients may enroll who have been off drugs for more than 6 months`, under exclusion.
_LETS_IN = Gated(
    r"\bmay (?:be )?(?:enrol|enter|participat|includ)|(?<!not )(?<!not be )\b(?:eligible|allowed|acceptable|permitted)\b|\b(?:unless|except(?:ions?|ing)?)\b"
)


def _let_in(reading: Reading, made: Constraint) -> Constraint:
    """`Excluded unless off steroids for two weeks`: an exception that lets a patient in."""
    if (
        reading.kind == "exclusion"
        and made.op in (">=", ">")
        and made.when is None
        and made.span is not None
        and made.variable.startswith("ts.")
        and (
            reading.is_exception(made.span[0])
            or reading.within(_LETS_IN, *reading.sentence(made.span[0]))
        )
    ):
        return msgspec.structs.replace(made, when="allowed")
    return made


def _is_amount(reading: Reading, flag: Constraint, measured: Sequence[Constraint]) -> bool:
    """Whether what is named is how little of it there must be: `HBV DNA <= 1000 IU/mL` asks for no hepatitis."""
    if reading.kind != "inclusion" or flag.span is None or flag.norm_value != "present":
        return False
    return any(
        each.op in ("<", "<=")
        and each.span is not None
        and each.span[0] <= flag.span[0]
        and flag.span[1] <= each.span[1]
        for each in measured
    )


def _allowed(reading: Reading, made: Constraint) -> Constraint:
    """ "Prednisone up to 10 mg is allowed": an exception that lets a patient in."""
    if made.variable not in ("steroid_dose", "steroid_dose_per_kg") or made.span is None:
        return made
    start, end = reading.sentence(made.span[0])
    if made.op in ("<=", "<") and reading.within(_ALLOWED, start, end):
        return msgspec.structs.replace(made, when="allowed")
    return made


def _with_window(reading: Reading, found: list[Constraint]) -> list[Constraint]:
    tested = any(each.variable in _TESTED and each.window is None for each in found)
    if not tested:
        return found
    taken = [each.span for each in found if each.span and each.variable.startswith("ts.")]
    if (told := window(reading, taken)) is None:
        return found
    return [
        msgspec.structs.replace(each, window=told[0], anchor=told[1])
        if each.variable in _TESTED and each.window is None
        else each
        for each in found
    ]


def _stated(each: Constraint) -> tuple[object, object]:
    """Comparator and value; of a grade the grades themselves: `> 1` is `2, 3, 4 or 5`."""
    if each.variable == "toxicity_grade" and isinstance(each.norm_value, int):
        return "in", told_grades(each.variable, each.op, each.norm_value)
    return each.op, each.norm_value


def _distinct(found: list[Constraint]) -> list[Constraint]:
    """Each statement once: repeated words ("platelets (platelet count)") say nothing new."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for each in found:
        key = (each.variable, *_stated(each), each.norm_unit, each.when, each.any_of)
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept
