"""The comparator of a value with "no", "worse" and what its name implies folded in."""

from __future__ import annotations

import re

from catalog.eligibility.criterion import INVERSE, Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.limits.survival import is_not_expected, unsigned_survival
from catalog.eligibility.vocabulary.variables import Variable


def folded_op(
    reading: Reading, variable: Variable, quantity: Quantity, op: str | None
) -> str | None:
    """The comparator with negation folded in: "no QTc > 480" is at most 480."""
    if op is None or op == "=":
        return _implied(reading, variable, quantity)
    if (quality := _QUALITY.search(quantity.said)) is not None:
        op = _of_quality(variable, quality[0], op)
        if op is None:
            return None
    if variable.id in _CHANGES and op in ("<", "<="):
        return op  # "no significant change (< 5 kg)": what is fine
    if variable.id == "life_expectancy" and is_not_expected(reading, quantity.start):
        return INVERSE.get(op, op)
    return INVERSE.get(op, op) if _denied(reading, quantity) else op


_QUALITY = re.compile(r"\b(?:better|worse)\b")
_MORE_IS_BETTER = frozenset(
    "karnofsky lansky lvef fev1 fev1_pct fvc_pct dlco_pct spo2 hgb plt anc wbc crcl egfr mmse moca gcs".split()
)
_LESS_IS_BETTER = frozenset(
    "creatinine bili_total ast alt inr phq9 hamd edss mrs pain_score".split()
)


def _of_quality(variable: Variable, said: str, op: str) -> str | None:
    """`Karnofsky 70 or worse` is at most 70; of what nobody knows which end is the better one, no limit."""
    if variable.id in _MORE_IS_BETTER:
        return op if said == "better" else _MIRRORED[op]
    if variable.id in _LESS_IS_BETTER:
        return op if said == "worse" else _MIRRORED[op]
    return None


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def is_denied_value(reading: Reading, limit: Constraint) -> bool:
    """Whether "no" was folded into a value: `no QTc > 480` was read as at most 480."""
    return limit.span is not None and any(
        each.end == limit.span[1] and each.op is not None and INVERSE.get(each.op) == limit.op
        for each in reading.quantities
    )


_CHANGES = frozenset({"weight_change", "weight_loss_pct"})


def _denied(reading: Reading, quantity: Quantity) -> bool:
    start, _ = reading.clause(quantity.start)
    lead = reading.form[max(start, quantity.start - 60) : quantity.start].lstrip()
    if reading.find(_DENIED_VERB, lead):
        return True
    if reading.kind == "inclusion" and reading.within(
        _NONE_OF, reading.sentence(quantity.start)[0], quantity.start
    ):
        return True
    if reading.kind != "inclusion":
        return False
    if reading.within(_DENIED_FINDING, max(start, quantity.start - 140), quantity.start):
        return True
    found = reading.find(_DENIED_VALUE, lead) or reading.find(
        _DENIED_LIST, reading.form[start : quantity.start]
    )
    return found is not None and not _OTHER_TEST.search(found[0])


# `has not received more than 3`, `cannot have > 5`, `does not have platelets ≥ 100`, `not at least 100`.
_DENIED_VERB = Gated(
    r"\b(?:not|cannot|never)(?: (?:be|been|have|had|has|received|undergone|taken|got|treated with|exhibit|show|meet|"
    r"a|an|any|the|adequate|serum|total|blood|absolute))*(?: [a-z-]+(?: count)?)? ?$"
    r"|\b(?:must|should|may|can|do|does|did|shall) ?not have (?:an? |any )?(?:(?!and\b|but\b|or\b|with|within)[a-z-]+ ){1,5}$"
)
# `no QTc > 480`; but not `no transfusion within 7 days and hemoglobin >= 9`.
_DENIED_VALUE = Gated(
    r"(?:^|[;,(] ?|\bwith )no(?! (?:or|more|less|greater|lower|higher|fewer|later|longer|older)\b)(?: known| history of| evidence of)? [a-z0-9 -]{0,50}$"
)
# `no AST > 3 or bilirubin > 2`: both.
_DENIED_LIST = Gated(
    r"(?:^|[;,(] ?)no(?! (?:more|less|greater|lower|higher|fewer|later|longer|older)) (?:patients?|subjects?|participants?)?[^.;:]{0,60}(?:[<>≤≥]|\b(?:greater|less|more|higher|lower|above|below|over|under)\b)[^.;:]{0,40}\bor [a-z -]{0,40}$"
)
# `must not have bilirubin > 4, transaminases > 4 x ULN`: none of the list.
_NONE_OF = Gated(
    r"^\W*(?:[a-z]+ )?(?:must|should|may) not have (?:(?!\b(?:and|but|must|should|within|has|have|at least|unless)\b)[^.;:(]){3,90}, (?:or )?[a-z ]{2,40}$"
)
_OTHER_TEST = re.compile(r"\b(?:and|but|within|during|days?|weeks?|months?|must|should)\b")


# `no severe liver disease (ALT > 5 x ULN)`: the number says what is denied.
_DENIED_FINDING = Gated(
    r"(?:^|[;,(] ?|\bwith |\bha(?:ve|s) |\bmust )(?:no|not|without|absence of)\b(?! (?:more|less|greater|lower|higher|fewer|longer|older|exceed|to))[^;.:]{0,100}?"
    r"(?:\(|\bdefined (?:as|by):?|\bas (?:indicated|evidenced|shown|manifested) by|\bi\.e\.)[^;.:)]{0,60}$"
)


def _implied(reading: Reading, variable: Variable, quantity: Quantity) -> str | None:
    if quantity.op == "=" and quantity.unit == "{xULN}":
        return None
    lead = reading.lead(quantity.number_start, 40)
    if variable.id == "life_expectancy":
        if re.search(r"\bwithin ?$", lead):
            return "<="
        if told := unsigned_survival(reading, lead):
            return told
        if re.search(r"\bminimum (?:life expectancy|expected survival|survival)(?: of)? ?$", lead):
            return ">="
    if quantity.op is None and re.search(r"\bwithin ?$", lead):
        return "<=" if quantity.unit == "{xULN}" else None
    if quantity.op is None and variable.id == "steroid_dose":
        return None
    return None
