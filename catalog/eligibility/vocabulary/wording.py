"""Constraints and criteria as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.eligibility.criterion import Constraint, Criterion, NormValue
from catalog.eligibility.topics.classifier import BY_ID as TOPIC
from catalog.eligibility.vocabulary.variables import BY_ID, label

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "in": ""}
UNITS: dict[str, str] = {
    "10*9/L": "× 10⁹/L",
    "{xULN}": "× ULN",
    "{xLLN}": "× LLN",
    "a": "years",
    "d": "days",
    "wk": "weeks",
    "mo": "months",
    "h": "hours",
    "mm[Hg]": "mmHg",
    "mL/min/{1.73_m2}": "mL/min/1.73 m²",
    "{CTCAE_grade}": "",
    "{score}": "",
    "{lines}": "",
    "{INR}": "",
    "{CPS}": "",
    "{pack-years}": "pack-years",
    "{copies}/mL": "copies/mL",
    "/uL": "/µL",
    "umol/L": "µmol/L",
    "ug/L": "µg/L",
    "cm3": "cm³",
    "kg/m2": "kg/m²",
    "Cel": "°C",
    "mg/{24.h}": "mg/24 h",
    "g/{24.h}": "g/24 h",
}
_WHEN = {
    "liver_mets": "with liver metastases",
    "gilbert": "with Gilbert syndrome",
    "hcc": "with hepatocellular carcinoma",
    "anticoagulation": "on anticoagulation",
    "no_anticoagulation": "without anticoagulation",
    "treated_cns_mets": "with treated brain metastases",
    "bilirubin_high": "if bilirubin is high",
    "creatinine_high": "if creatinine is high",
    "female": "women",
    "male": "men",
    "cohort": "in a cohort named in the text",
    "oropharynx": "of the oropharynx",
    "locally_advanced": "locally advanced",
    "limited_field": "limited field",
    "extended_field": "extended field",
    "severe": "if severe",
    "postoperative": "after surgery",
    "allowed": "allowed",
}
_ANCHORS = {
    "first_dose": "before the first dose",
    "enrollment": "before enrollment",
    "randomization": "before randomization",
    "screening": "before screening",
    "consent": "before consent",
}


def number(value: float | int | str) -> str:
    """A number without needless zeros; thousands parted."""
    if isinstance(value, str):
        return value
    if value == int(value):
        return f"{int(value):,}".replace(",", " ") if abs(value) >= 10_000 else str(int(value))
    return f"{value:g}"


def limit(op: str, value: NormValue, unit: str | None) -> str:
    """`≥ 10 g/dL`, `18–75 years`, `0, 1`."""
    shown = UNITS.get(unit or "", unit or "")
    if isinstance(value, tuple):
        parts = [number(part) for part in value]
        said = "–".join(parts) if op == "between" else ", ".join(parts)
    else:
        said = f"{_SIGNS.get(op, op)} {number(value)}".strip()
    return f"{said} {shown}".strip()


def display(constraint: Constraint) -> str:
    """A constraint in plain words, with what was written where that is in another unit."""
    if isinstance(constraint.norm_value, str):
        said = f"{label(constraint.variable)}: {constraint.norm_value}"
    else:
        said = f"{label(constraint.variable)} {limit(constraint.op, constraint.norm_value, constraint.norm_unit)}"
        if constraint.unit != constraint.norm_unit and constraint.unit is not None:
            said += f" (written {limit(constraint.op, constraint.value, constraint.unit)})"
    if constraint.when:
        said += f", {_WHEN.get(constraint.when, constraint.when)}"
    if constraint.anchor and constraint.variable.startswith("ts."):
        said += f", {_ANCHORS.get(constraint.anchor, constraint.anchor)}"
    if constraint.window:
        said += f", tested within {number(constraint.window.value)} {UNITS.get(constraint.window.unit, constraint.window.unit)}"
    if constraint.implausible:
        said += f" - CHECK: {constraint.implausible}"
    return said


def variable_label(variable: str) -> str:
    """What people call a variable."""
    return BY_ID[variable].label if variable in BY_ID else label(variable)


def checklist(criteria: Sequence[Criterion]) -> list[str]:
    """Lines of a careful checklist: numbered by side, topics, thresholds read, the text itself."""
    lines: list[str] = []
    kind, section, count = "", "", 0
    for criterion in criteria:
        if criterion.kind != kind:
            kind, section, count = criterion.kind, "", 0
            lines += ["", "INCLUSION (must)" if kind == "inclusion" else "EXCLUSION (must not)"]
        if criterion.section != section:
            section = criterion.section
            lines.append(f"  [{section}]" if section else "  [no section]")
        count += 1
        lines += _entry(criterion, count)
    return lines[1:] if lines and not lines[0] else lines


def _entry(criterion: Criterion, count: int) -> list[str]:
    indent = "    " if criterion.parent is not None else "  "
    role = f" ({criterion.role})" if criterion.role != "criterion" else ""
    lines = [f"{indent}{count}. {criterion.text}{role}"]
    if criterion.role != "note":
        named = ", ".join(TOPIC[topic].label for topic in criterion.topics)
        lines.append(f"{indent}   topics: {named}")
    any_of = {limit.any_of for limit in criterion.constraints if limit.any_of}
    for each in criterion.constraints:
        joined = " (one of these suffices)" if each.any_of in any_of else ""
        lines.append(f"{indent}   read: {display(each)}{joined}")
    return lines
