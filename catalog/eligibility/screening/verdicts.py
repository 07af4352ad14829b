"""Whether a patient meets a criterion: met, not met or unknown, with the words that decided.

The worst error is the wrong way round, so "met" is said only where every test of the criterion was
read and passed; whatever the text asks beyond what was read makes it unknown. Unknown is always allowed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from catalog.eligibility.criterion import Constraint, Criterion
from catalog.eligibility.limits.lexing import reading_form
from catalog.eligibility.screening.framing import ILLNESS_NOUNS, NARROWING, Beyond, beyond
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.ranges import effective_range
from catalog.eligibility.vocabulary.wording import constraint as in_words

MET, NOT_MET, UNKNOWN = "met", "not met", "unknown"


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
        _verdict(n, criterion, patient)
        for n, criterion in enumerate(criteria)
        if criterion.role == "criterion"
    )


def _verdict(n: int, criterion: Criterion, patient: Patient) -> Verdict:
    tests = [(each, _test(criterion, each, patient)) for each in criterion.constraints]
    if not tests:
        return Verdict(n, criterion.kind, UNKNOWN, ("nothing was read that a file can tell",))
    tests = [(each, _unless_laxer(criterion, each, result, patient)) for each, result in tests]
    verdict = _combined(tests, criterion.kind)
    if verdict == UNKNOWN:
        return Verdict(n, criterion.kind, UNKNOWN, (UNKNOWN,))
    failed = [each for each, result in tests if result == NOT_MET]
    if doubt := _doubt(criterion, verdict, failed, patient):
        return Verdict(n, criterion.kind, UNKNOWN, (doubt,))
    decided = tuple(in_words(each) for each, result in tests if result == verdict)
    return Verdict(n, criterion.kind, verdict, decided or (verdict,))


def _doubt(
    criterion: Criterion, verdict: str, failed: list[Constraint], patient: Patient
) -> str | None:
    """Why a verdict cannot be told for all that the tests say; None where it can."""
    rest = _beyond(criterion)
    forbids = all(_forbids(criterion.kind, each) for each in criterion.constraints)
    narrows = forbids and not rest.joined
    words = rest.words
    if forbids:
        measures = any(not isinstance(each.norm_value, str) for each in criterion.constraints)
        # "Severe hepatic disease or ALT > 3 x ULN" asks for an illness beside the number.
        narrowing = NARROWING - ILLNESS_NOUNS if measures and rest.joined else NARROWING
        words = tuple(word for word in words if word not in narrowing)
    if verdict == MET:
        # Who has not had chemotherapy has not had chemotherapy for melanoma either.
        if words and not (narrows and all(_is_wide(each) for each in criterion.constraints)):
            return f"the text asks for more: {' '.join(words[:8])}"
        return None
    if _is_qualified(criterion):
        return "the text has exceptions that were not read"
    narrows = narrows or (forbids and not _LISTED.search(reading_form(criterion.text)))
    if words and (narrows or any(_is_inferred(each, patient) for each in failed)):
        return f"the text is narrower: {' '.join(words[:8])}"
    if failed and all(_is_graver(criterion, each) for each in failed):
        return "the text asks for an active or severe form, which a file does not tell"
    return None


# Without one of these, `with` and `for` only narrow what is forbidden.
_LISTED = re.compile(r"\b(?:or|and|nor|but|including)\b|[,;:/]|\.(?=\s)")


def _is_inferred(constraint: Constraint, patient: Patient) -> bool:
    """Whether a treatment is known only from its parts or its time, which says nothing of its kind."""
    variable = constraint.variable
    return variable.startswith("prior.") and variable.removeprefix("prior.") not in patient.prior


def _forbids(kind: str, constraint: Constraint) -> bool:
    """Whether what the constraint names must not be."""
    if isinstance(constraint.norm_value, str):
        present = constraint.norm_value == "present"
        return present if kind == "exclusion" else constraint.norm_value == "absent"
    return kind == "exclusion" or (
        constraint.variable.startswith("ts.") and constraint.op in (">=", ">")
    )


def _is_wide(constraint: Constraint) -> bool:
    """Whether a file's value covers every narrower form: time since any, any earlier treatment, a number."""
    return constraint.variable.startswith(("ts.", "prior.")) or not isinstance(
        constraint.norm_value, str
    )


_GRAVER = re.compile(
    r"\b(?:active|acute|chronic|uncontrolled|symptomatic|severe|serious|unstable|untreated|significant)\b[^.;]{0,25}$"
)
_MERELY = frozenset(
    "active_infection unstable_angina diabetes_uncontrolled hypertension_uncontrolled arrhythmia "
    "measurable_disease pregnancy breastfeeding hiv".split()
)


def _is_graver(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether the words ask for an active or severe form of what a file only calls present."""
    if (
        not isinstance(constraint.norm_value, str)
        or constraint.span is None
        or constraint.variable in _MERELY
        or constraint.variable.startswith("prior.")
        or constraint.variable == "sex"
    ):
        return False
    start, end = constraint.span
    return bool(_GRAVER.search(reading_form(criterion.text)[max(0, start - 30) : end]))


def _combined(tests: list[tuple[Constraint, str]], kind: str) -> str:
    """AND over all, OR within `any_of`; an exception that lets a patient in cannot exclude."""
    groups: dict[int, list[str]] = {}
    single: list[str] = []
    for constraint, result in tests:
        if constraint.when == "allowed":
            single.append(UNKNOWN)
        elif constraint.any_of is not None and kind == "inclusion":
            groups.setdefault(constraint.any_of, []).append(result)
        else:
            single.append(result)
    results = single + [_any(group) for group in groups.values()]
    if NOT_MET in results:
        return NOT_MET
    return UNKNOWN if UNKNOWN in results else MET


def _any(results: list[str]) -> str:
    if MET in results:
        return MET
    return UNKNOWN if UNKNOWN in results else NOT_MET


def _test(criterion: Criterion, constraint: Constraint, patient: Patient) -> str:
    if constraint.implausible or _is_other_subgroup(constraint, patient):
        return UNKNOWN
    if constraint.variable == "sex":
        return _sex(criterion, constraint, patient)
    if isinstance(constraint.norm_value, str):
        return _presence(criterion, constraint, patient)
    value = _value(constraint, patient)
    if value is None:
        return UNKNOWN
    return MET if effective_range(criterion.kind, constraint).holds(value) else NOT_MET


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
            and other.op == failed.op
            and not _is_sure_subgroup(failed, patient)
            and (other.when is None or not _is_sure_subgroup(other, patient))
            and other.when != "allowed"
            and not _is_other_sex(other, patient)
        ):
            value = _value(other, patient)
            if value is None or effective_range(criterion.kind, other).holds(value):
                return UNKNOWN
    return result


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


def _value(constraint: Constraint, patient: Patient) -> float | None:
    variable, unit = constraint.variable, constraint.norm_unit
    if variable.startswith("ts."):
        return patient.days_since(variable.removeprefix("ts."))
    known = patient.normal(variable)
    if known is None:
        return None
    value, have = known
    if have == unit:
        return _as_written(value)
    if unit == "{xULN}" and variable in patient.uln and patient.uln[variable] > 0:
        return _as_written(value / patient.uln[variable])
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


_WOMENS = frozenset({"pregnancy", "breastfeeding"})


def _presence(criterion: Criterion, constraint: Constraint, patient: Patient) -> str:
    variable = constraint.variable
    if variable in _WOMENS and patient.sex == "male":
        state: str | None = "absent"  # whatever was left blank
    elif variable.startswith("prior."):
        state = _treated(patient, variable.removeprefix("prior."))
    else:
        state = patient.flags.get(variable)
    if state is None:
        return UNKNOWN
    holds = effective_range(criterion.kind, constraint).holds(state)
    return MET if holds else NOT_MET


# Treatments that are part of a wider one.
_NARROWER: dict[str, tuple[str, ...]] = {
    "chemotherapy": ("taxane", "platinum"),
    "anticancer": ("chemotherapy", "taxane", "platinum", "pd1", "ctla4", "radiotherapy"),
    "systemic": ("chemotherapy", "taxane", "platinum", "pd1", "ctla4"),
}
_DATED = frozenset({"chemotherapy", "radiotherapy"})


def _treated(patient: Patient, treatment: str) -> str | None:
    """Present or absent: as said, by the time since it, or by a part of it that was given."""
    said = patient.prior.get(treatment)
    if said is None and treatment in _DATED and treatment in patient.time_since:
        return "present"
    if said is None and any(
        patient.prior.get(part) == "present" for part in _NARROWER.get(treatment, ())
    ):
        return "present"
    return said


def _beyond(criterion: Criterion) -> Beyond:
    limits = criterion.constraints
    spans = [limit.span for limit in limits if limit.span]
    names = " ".join(f"{limit.variable} {in_words(limit)}" for limit in limits).lower()
    return beyond(reading_form(criterion.text), spans, [limit.variable for limit in limits], names)


_EXCEPTIONS = re.compile(
    r"\b(?:(?:one|two|three|four|any|\d) (?:or more )?of (?:the |these )?(?:following|criteria)|(?:group|cohort|arm|stratum|part|phase) (?:[ivx]+|\d|[a-d])\b|unless|except\w*|other than|with the exception|if (?:the )?(?:patient|subject|due|related|known|caused|attribut)|may be (?:eligible|enrolled|allowed)|"
    r"are (?:eligible|allowed)|is allowed|at the discretion|gilbert|provided|with approval|waive)\b"
)


def _is_qualified(criterion: Criterion) -> bool:
    """Whether the text may let a patient in all the same."""
    return bool(_EXCEPTIONS.search(reading_form(criterion.text)))
