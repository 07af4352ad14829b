"""Whether a patient meets a criterion: met, not met or unknown, with the words that decided.

The worst error is the wrong way round, so "met" is said only where every test of the criterion was
read and passed, and "not met" only where nothing of the criterion, its heading and the lines above it is
left over. Unknown is always allowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from catalog.eligibility.criterion import OR_ELSE, Constraint, Criterion
from catalog.eligibility.screening.following import MAY_COUNT
from catalog.eligibility.screening.patient import NEVER, Patient
from catalog.eligibility.screening.ranges import effective_range
from catalog.eligibility.vocabulary.units import DAYS
from catalog.eligibility.vocabulary.variables import BY_ID, DEFINED_BY, FULL_SCALE
from catalog.eligibility.vocabulary.wording import constraints as in_words

MET, NOT_MET, UNKNOWN = "met", "not met", "unknown"
_INSTEAD = "something else may be met instead"
_Tests = list[tuple[Constraint, str]]


class Verdict(msgspec.Struct, frozen=True):
    """What one criterion says of one patient."""

    criterion: int
    """Position of the criterion."""
    kind: str
    verdict: str
    """`met`, `not met` or `unknown`; of an exclusion, `met` means that it does not exclude."""
    decided: tuple[str, ...]
    """The words that decided, or why it is unknown."""


def screen(criteria: Sequence[Criterion], patient: Patient) -> tuple[Verdict, ...]:
    """A verdict for each criterion that tests something; groups and notes are left out."""
    return tuple(
        verdict_of(n, criterion, patient)
        for n, criterion in enumerate(criteria)
        if criterion.role == "criterion"
    )


class Judged(NamedTuple):
    """A verdict with what it was made of; its words are made only where somebody reads them."""

    verdict: str
    tests: _Tests
    """The tests that decided; of an unknown verdict all of them."""
    why: str = ""
    """Why it is unknown."""


def judged(criterion: Criterion, patient: Patient) -> Judged:
    """`met`, `not met` or `unknown`, by what was read of a criterion alone: its text is not needed."""
    if not criterion.constraints:
        return Judged(UNKNOWN, [], "nothing was read that a file can tell")
    if criterion.left_over is None:
        return Judged(UNKNOWN, [], "it was not told what was read of it")
    mine = [each for each in criterion.constraints if not _is_of_others(each, patient)]
    asked = [each for each in mine if not _is_other_sex(each, patient)] or mine
    tests = [(each, _test(criterion, each, patient)) for each in asked]
    if all(result == UNKNOWN for _, result in tests):
        return Judged(UNKNOWN, tests, _not_understood(criterion) or UNKNOWN)
    tests = [(each, _unless_laxer(criterion, each, result, patient)) for each, result in tests]
    tests = [(each, _unless_defined(each, result, tests, patient)) for each, result in tests]
    tests = [(each, _unless_counted(criterion, each, result, patient)) for each, result in tests]
    alone = [(each, result) for each, result in tests if each.decides]
    if alone and _combined(alone, criterion.kind) == NOT_MET:
        return Judged(NOT_MET, alone)
    if criterion.left_over:
        return Judged(UNKNOWN, tests, _not_understood(criterion))
    sure = _sure(criterion, tests)
    verdict = _combined(sure, criterion.kind)
    if verdict != UNKNOWN:
        return Judged(verdict, sure)
    narrower = sure != tests and _combined(tests, criterion.kind) != UNKNOWN
    words = [word for word in criterion.narrowing[:8] if word != OR_ELSE]
    why = f"the text is narrower: {' '.join(words)}" if words else _INSTEAD
    return Judged(UNKNOWN, tests, why if narrower else UNKNOWN)


def _not_understood(criterion: Criterion) -> str:
    left = criterion.left_over or ()
    return f"not understood: {' '.join(left[:8])}" if left else ""


def verdict_of(n: int, criterion: Criterion, patient: Patient) -> Verdict:
    """The verdict of the criterion at a position, with its words."""
    known = judged(criterion, patient)
    if known.verdict == UNKNOWN:
        return Verdict(n, criterion.kind, UNKNOWN, (known.why,))
    words = _words(known.tests, known.verdict, criterion.kind)
    return Verdict(n, criterion.kind, known.verdict, words)


def _words(tests: _Tests, verdict: str, kind: str) -> tuple[str, ...]:
    """The tests that decided, in words; one end of an excluded range decides nothing without the other."""
    said = [
        each
        for each, result in tests
        if result == verdict
        and (
            verdict == MET
            or _combined([one for one in tests if _together(one[0], each, kind)], kind) == verdict
        )
    ]
    return tuple(in_words(said)) or (verdict,)


def _together(one: Constraint, other: Constraint, kind: str) -> bool:
    if one == other:
        return True
    group = other.any_of if kind == "inclusion" else other.all_of
    return group is not None and group == (one.any_of if kind == "inclusion" else one.all_of)


def _sure(criterion: Criterion, tests: _Tests) -> _Tests:
    """The tests, unknown where the text asks for something narrower than what was tested.

    Who does not have HIV does not have active HIV either; who has it may not have that.
    """
    words = set(criterion.narrowing)
    if OR_ELSE in words:
        words.discard(OR_ELSE)
        tests = [(each, result if result == MET else UNKNOWN) for each, result in tests]
    if not words:
        return tests
    every = {result for _, result in tests}
    if criterion.kind == "exclusion" and words == {"and"} and every == {NOT_MET}:
        return tests  # "A and B" keeps out whoever has both, and may mean "or"
    if criterion.kind == "inclusion" and "or" in words:  # "ALT or AST at most 3" may mean "and"
        if words == {"or"} and every in ({MET}, {NOT_MET}):
            return tests
        if every == {MET} and all(
            _when_it_does_not_hold(criterion.kind, each) == MET for each, _ in tests
        ):
            return tests  # whatever of it is denied, the patient has none of it
        return [(each, UNKNOWN) for each, _ in tests]
    return [
        (each, result if result == _when_it_does_not_hold(criterion.kind, each) else UNKNOWN)
        for each, result in tests
    ]


def _when_it_does_not_hold(kind: str, constraint: Constraint) -> str | None:
    """The result that says: what the words name is not there."""
    if constraint.norm_value == "absent":
        return MET if kind == "inclusion" else None
    if constraint.variable.startswith("ts.") and constraint.op in (">", ">="):
        return MET if kind == "inclusion" else None
    return NOT_MET if kind == "inclusion" else MET


def _combined(tests: _Tests, kind: str) -> str:
    """AND over all, OR within `any_of`; an excluded range keeps out only where both ends hold."""
    groups: dict[int, list[str]] = {}
    single: list[str] = []
    for constraint, result in _ranges(tests) if kind == "inclusion" else tests:
        group = constraint.any_of if kind == "inclusion" else constraint.all_of
        if constraint.when == "allowed":
            single.append(UNKNOWN)
        elif group is not None:
            groups.setdefault(group, []).append(result)
        else:
            single.append(result)
    results = single + [_any(group) for group in groups.values()]
    if NOT_MET in results:
        return NOT_MET
    return UNKNOWN if UNKNOWN in results else MET


def _ranges(tests: _Tests) -> _Tests:
    """The tests, both ends of an alternative range as one: AND within it."""
    ends: dict[int, list[str]] = {}
    for constraint, result in tests:
        if constraint.all_of is not None:
            ends.setdefault(constraint.all_of, []).append(result)
    seen: set[int] = set()
    told: _Tests = []
    for constraint, result in tests:
        if constraint.all_of is None:
            told.append((constraint, result))
        elif constraint.all_of not in seen:
            seen.add(constraint.all_of)
            told.append((constraint, _all(ends[constraint.all_of])))
    return told


def _all(results: list[str]) -> str:
    if NOT_MET in results:
        return NOT_MET
    return UNKNOWN if UNKNOWN in results else MET


def _any(results: list[str]) -> str:
    if MET in results:
        return MET
    return UNKNOWN if UNKNOWN in results else NOT_MET


def _test(criterion: Criterion, constraint: Constraint, patient: Patient) -> str:
    if constraint.implausible or _is_slip(criterion, constraint):
        return UNKNOWN
    result = _tested(criterion, constraint, patient)
    if _is_other_subgroup(constraint, patient) and (
        result == NOT_MET or isinstance(constraint.norm_value, str)
    ):
        return UNKNOWN  # whoever passes a subgroup's limit passes whether he belongs to it or not
    return result


_OF_WHO_HAS = {"treated_cns_mets": "cns_mets"}
"""Subgroups that nobody belongs to who does not have a state."""


def _is_of_others(constraint: Constraint, patient: Patient) -> bool:
    """Whether it is asked only of those who have what the patient does not have."""
    state = _OF_WHO_HAS.get(constraint.when or "")
    return state is not None and patient.state(state) == "absent"


def is_asked_of(criterion: Criterion, constraint: Constraint, patient: Patient) -> bool:
    """Whether the patient's value would be tested by a limit: it is for everybody or for his own sex."""
    if constraint.implausible or _is_slip(criterion, constraint) or constraint.when == "allowed":
        return False
    return not _is_other_subgroup(constraint, patient)


def _is_slip(criterion: Criterion, constraint: Constraint) -> bool:
    """A waiting time under exclusion: what keeps out is not sure."""
    waits = constraint.variable.startswith("ts.") and constraint.op in (">", ">=")
    return criterion.kind == "exclusion" and waits and constraint.when != "allowed"


def _tested(criterion: Criterion, constraint: Constraint, patient: Patient) -> str:
    if constraint.variable == "sex":
        return _sex(criterion, constraint, patient)
    if constraint.variable == "age":
        return _age(criterion, constraint, patient)
    if isinstance(constraint.norm_value, str):
        return _presence(criterion, constraint, patient)
    value = _value(criterion, constraint, patient)
    if value is None:
        return _by_what_follows(criterion, constraint, patient)
    return MET if effective_range(criterion.kind, constraint).holds(value) else NOT_MET


def _by_what_follows(criterion: Criterion, constraint: Constraint, patient: Patient) -> str:
    """By what is known of a part of an event, or of the illness that a scale grades."""
    eligible = effective_range(criterion.kind, constraint)
    if patient.is_without(constraint.variable):
        if criterion.kind == "inclusion" and not constraint.negated:
            return UNKNOWN  # "NYHA class I to III" may ask for the illness
        lowest = FULL_SCALE[constraint.variable][0]  # below it: may enter wherever it may
        return MET if eligible.holds(lowest) else UNKNOWN
    if not constraint.variable.startswith("ts.") or eligible.members is not None:
        return UNKNOWN
    most = patient.days_at_most(constraint.variable.removeprefix("ts."))
    if most is None or (eligible.low is None) == (eligible.high is None):
        return UNKNOWN
    if eligible.low is not None:
        return UNKNOWN if eligible.holds(most) else NOT_MET
    return MET if eligible.holds(most) else UNKNOWN


def _age(criterion: Criterion, constraint: Constraint, patient: Patient) -> str:
    """Ages compare in completed units of the limit's own; who may be on either side is unknown."""
    value, unit = constraint.value, constraint.unit
    if isinstance(value, str | tuple) or unit not in _OF_AGE:
        value, unit = constraint.norm_value, constraint.norm_unit
    if isinstance(value, str | tuple) or unit is None or unit not in _OF_AGE:
        return UNKNOWN
    while value != int(value) and (finer := _OF_AGE[unit]):
        value, unit = _as_written(value * DAYS[unit] / DAYS[finer]), finer  # half a year: 6 months
    ages = patient.ages_in(unit)
    if ages is None:
        return UNKNOWN
    limit = msgspec.structs.replace(constraint, norm_value=value, norm_unit=unit)
    eligible = effective_range(criterion.kind, limit)
    results = {eligible.holds(age) for age in ages}
    if len(results) > 1:
        return UNKNOWN
    return MET if results == {True} else NOT_MET


_OF_AGE = {"a": "mo", "mo": "d", "wk": "d", "d": ""}
"""Units of an age, each with the one that tells parts of it."""


def _unless_laxer(criterion: Criterion, failed: Constraint, result: str, patient: Patient) -> str:
    """The result; unknown where the text has another limit of the same measurement that may be the patient's.

    "AST at most 2.5 x ULN (5 x ULN with liver metastases)": who has 3 x ULN may belong to either.
    """
    if result != NOT_MET or isinstance(failed.norm_value, str):
        return result
    for other in criterion.constraints:
        if (
            other.variable == failed.variable
            and other != failed
            and other.op[0] == failed.op[0]
            and not _is_sure_subgroup(failed, patient)
            and other.when != "allowed"
            and not _is_other_sex(other, patient)
            and _tested(criterion, other, patient) != NOT_MET
        ):
            return UNKNOWN
    return result


def _unless_counted(criterion: Criterion, event: Constraint, result: str, patient: Patient) -> str:
    """The result; unknown where something that the record may mean by the event's name was too lately."""
    others = MAY_COUNT.get(event.variable.removeprefix("ts."), ())
    if result != MET or not others or not event.variable.startswith("ts."):
        return result
    for other in others:
        named = msgspec.structs.replace(event, variable=f"ts.{other}")
        if other in patient.time_since and _test(criterion, named, patient) == NOT_MET:
            return UNKNOWN
    return result


def _unless_defined(illness: Constraint, result: str, tests: _Tests, patient: Patient) -> str:
    """The result; unknown where an illness that the patient has keeps out, but no value by which the line tells it.

    "Uncontrolled hypertension (SBP > 160)", "no heart failure (NYHA III or IV)": one that is milder is not meant.
    """
    told_by = DEFINED_BY.get(illness.variable)
    if told_by is None or result != NOT_MET or patient.state(illness.variable) != "present":
        return result
    values = [own for one, own in tests if one.variable in told_by]
    return UNKNOWN if values and NOT_MET not in values else result


def _is_sure_subgroup(constraint: Constraint, patient: Patient) -> bool:
    """Whether the limit is said for the patient's own sex."""
    return constraint.when in ("male", "female") and constraint.when == patient.sex


def _is_other_sex(constraint: Constraint, patient: Patient) -> bool:
    return constraint.when in ("male", "female") and patient.sex not in (None, constraint.when)


def _is_other_subgroup(constraint: Constraint, patient: Patient) -> bool:
    """Whether it is not known that the constraint's subgroup is the patient's."""
    if constraint.when in (None, "allowed"):
        return False
    return not (constraint.when in ("male", "female") and patient.sex == constraint.when)


def _value(criterion: Criterion, constraint: Constraint, patient: Patient) -> float | str | None:
    variable, unit = constraint.variable, constraint.norm_unit
    if variable.startswith("ts."):
        days = patient.days_since(variable.removeprefix("ts."))
        waits = criterion.kind == "inclusion" and constraint.op in (">", ">=")
        is_asked = waits and not constraint.negated
        # "Relapse at least a year after": whether the event itself is asked for is not said.
        return None if days == NEVER and is_asked else days
    known = patient.normal(variable)
    if known is None:
        return None
    value, have = known
    if isinstance(value, str):
        return value
    if have == unit:
        return _as_written(value)
    uln = patient.uln.get(variable, 0.0)
    if unit == "{xULN}" and uln > 0:
        return _as_written(value / uln)
    if have == "{xULN}" and unit == BY_ID[variable].unit and uln > 0:
        return _as_written(value * uln)
    return None


def _as_written(value: float) -> float:
    """Without the dust of conversion: a value on a bound counts as written."""
    return float(f"{value:.9g}")


def _sex(criterion: Criterion, constraint: Constraint, patient: Patient) -> str:
    if constraint.norm_value == "all":
        return MET
    if patient.sex is None:
        return UNKNOWN
    return MET if effective_range(criterion.kind, constraint).holds(patient.sex) else NOT_MET


def _presence(criterion: Criterion, constraint: Constraint, patient: Patient) -> str:
    state = patient.state(constraint.variable)
    if state is None:
        return UNKNOWN
    return MET if effective_range(criterion.kind, constraint).holds(state) else NOT_MET
