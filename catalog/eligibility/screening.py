"""Whether a patient meets a criterion: met, not met or unknown, with the words that decided.

The worst error is the wrong way round, so "met" is said only where every test of the criterion was
read and passed; whatever the text asks beyond what was read makes it unknown. Unknown is always allowed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from catalog.eligibility.display import display
from catalog.eligibility.lexing import reading_form
from catalog.eligibility.patient import Patient
from catalog.eligibility.ranges import effective_range
from catalog.eligibility.values import Constraint, Criterion

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
    verdict = _combined(tests, criterion.kind)
    decided = tuple(display(each) for each, result in tests if result == verdict)
    if verdict == MET and (beyond := _beyond(criterion)):
        return Verdict(n, criterion.kind, UNKNOWN, (f"the text asks for more: {beyond}",))
    if verdict == NOT_MET and _is_qualified(criterion):
        return Verdict(n, criterion.kind, UNKNOWN, ("the text has exceptions that were not read",))
    return Verdict(n, criterion.kind, verdict, decided or (UNKNOWN,))


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
        state = patient.prior.get(variable.removeprefix("prior."))
    else:
        state = patient.flags.get(variable)
    if state is None:
        return UNKNOWN
    holds = effective_range(criterion.kind, constraint).holds(state)
    return MET if holds else NOT_MET


# What a criterion may say around its thresholds without asking for more.
_HARMLESS = re.compile(
    r"\b(?:a|an|the|of|or|and|and/or|to|in|on|at|is|are|be|as|by|for|with|without|within|than|from|per|that|who|which|has|have|had|must|should|will|shall|may|not|no|"
    r"patients?|subjects?|participants?|individuals?|persons?|people|study|trial|enrol\w*|entry|screening|baseline|time|informed|consent|signing|"
    r"known|confirmed|documented|defined|measured|determined|calculated|estimated|using|method|formula|test\w*|results?|levels?|values?|counts?|count|score|status|scale|"
    r"adequate|normal|upper|limits?|lower|institution\w*|laborator\w+|local|uln|lln|times|x|fold|range|ranges|"
    r"absolute|total|serum|plasma|blood|cells?|white|red|function|organ|marrow|bone|hepatic|renal|liver|kidney|cardiac|performance|"
    r"greater|less|more|least|most|equal|above|below|over|under|older|younger|higher|lower|between|up|minimum|maximum|either|both|"
    r"male|female|men|women|man|woman|sexes?|gender|age[ds]?|years?|old|months?|weeks?|days?|hours?|inclusive|adults?|"
    r"expect\w*|anticipat\w*|life|expectancy|survival|estimated|current\w*|currently|prior|previous\w*|received|receiving|treatment|treated|therap\w+|"
    r"first|dose|drug|start\w*|initiation|before|after|since|last|past|days|day|randomi\w+|registration|inclusion|positive|negative|present|absent|absence|presence|"
    r"ineligible|eligible|excluded|exclusion|included|allowed|any|all|will|also|being|currently|mothers?|nursing|pregnant|pregnancy|lactating|breast\w*|feeding|"
    r"ecog|eastern|cooperative|oncology|group|karnofsky|who|zubrod|nyha|new|york|heart|association|class|grade|"
    r"ast|alt|sgot|sgpt|got|gpt|aspartate|alanine|aminotransferase|transaminase|glutamic|oxaloacetic|pyruvic|anc|wbc|hgb|hb|plt|crcl|cockcroft|gault|"
    r"ml|min|dl|mg|g|l|u|iu|mm|mm3|mcl|ul|mmol|umol|ms|msec|kg|m2|m|cm|percent|"
    r"an?y|one|two|three|cps|combined|recist|v|version|according|criteria|based|per)\b"
)
_DIGITS = re.compile(r"[\d.,×*^/()\[\]<>≥≤=%+~:;'\"µμ·°-]+")
_BEYOND = re.compile(r"\b[a-z][a-z'-]{2,}\b")


def _beyond(criterion: Criterion) -> str | None:
    """Words that ask for something the constraints do not hold, or None.

    Taken away: what the constraints were read from, and words that only frame a threshold.
    """
    form = list(reading_form(criterion.text))
    for constraint in criterion.constraints:
        if constraint.span:
            form[slice(*constraint.span)] = " " * (constraint.span[1] - constraint.span[0])
    rest = _DIGITS.sub(" ", _HARMLESS.sub(" ", "".join(form)))
    words = _BEYOND.findall(rest)
    names = " ".join(
        f"{limit.variable} {display(limit)}" for limit in criterion.constraints
    ).lower()
    unread = [word for word in words if word.rstrip("s") not in names]
    return " ".join(unread[:8]) if unread else None


_EXCEPTIONS = re.compile(
    r"\b(?:unless|except\w*|other than|with the exception|if (?:the )?(?:patient|subject|due|related|known|caused|attribut)|may be (?:eligible|enrolled|allowed)|"
    r"are (?:eligible|allowed)|is allowed|at the discretion|gilbert|provided|with approval|waive)\b"
)


def _is_qualified(criterion: Criterion) -> bool:
    """Whether the text may let a patient in all the same."""
    return bool(_EXCEPTIONS.search(reading_form(criterion.text)))
