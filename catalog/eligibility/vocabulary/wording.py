"""Limits and criteria in words: the one place that the app, the commands, screening and the comparison ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from catalog.eligibility.criterion import Constraint, Criterion, NormValue, Scalar
from catalog.eligibility.vocabulary.entries import anchors, subgroups, topics, units, variables

_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "in": ""}
_OF_MARKERS = {"present": "positive", "absent": "negative"}
_PARTED = 10_000
"""From here on thousands are parted."""
_WRITTEN, _CONVERTED = 6, 3
"""Significant figures of a number as written, and of one that a conversion made."""


def label(variable: str) -> str:
    """What people call a variable; of one that no table has (an older catalogue's) its id."""
    known = variables().get(variable)
    return known.label if known else variable.replace(".", " ").replace("_", " ")


def subgroup(when: str) -> str:
    """Whom a limit is for: `with liver metastases`."""
    known = subgroups().get(when)
    return known.label if known else when.replace("_", " ")


def presence(variable: str, value: str) -> str:
    """`present`, or `positive` of a marker."""
    known = variables().get(variable)
    return _OF_MARKERS.get(value, value) if known and known.kind == "marker" else value


def number(value: Scalar) -> str:
    """A number without needless zeros; thousands parted."""
    if isinstance(value, str):
        return value
    if value == int(value) and abs(value) < 1e9:
        return f"{int(value):,}".replace(",", " ") if abs(value) >= _PARTED else str(int(value))
    return f"{value:.{_WRITTEN}g}"


def rounded(value: float, unit: str | None) -> float:
    """A number that a conversion made, without the digits that nobody wrote: `7` for 6.9995 (53 mmol/mol).

    A length of time keeps its whole days, weeks or years: 3 years are 1096 days, and not 1100.
    """
    if _days(value, unit) and abs(value) >= 10**_CONVERTED:
        return round(value)
    return float(f"{value:.{_CONVERTED}g}")


def converted(made: Constraint) -> float | None:
    """Its own value where a conversion made the digits; moving the point makes none: 100 g/L, 10 g/dL."""
    one, other = made.value, made.norm_value
    if isinstance(one, str | tuple) or isinstance(other, str | tuple) or made.unit is None:
        return None
    is_same = made.unit == made.norm_unit or _digits(one) == _digits(other)
    return None if is_same else float(other)


def _digits(value: float) -> str:
    return f"{abs(value):.{_WRITTEN - 1}e}".partition("e")[0]


def _own(made: Constraint) -> NormValue:
    """Its value in the variable's own unit, as it is told; what it decides, the exact one does."""
    value = converted(made)
    return made.norm_value if value is None else rounded(value, made.norm_unit)


def shown_unit(unit: str | None, amount: str = "") -> str:
    """A UCUM unit as clinicians write it; `1 week`, not `1 weeks`."""
    known = units().get(unit or "")
    if known is None:
        return unit or ""
    return known.one if amount == "1" else known.shown


def steps(values: Iterable[Scalar]) -> str:
    """Steps of a scale: `0–1`, `A, B`."""
    said = sorted(map(number, values))
    grades = [int(one) for one in said if one.isdigit()]
    if len(grades) == len(said) > 1 and grades == list(range(grades[0], grades[-1] + 1)):
        return f"{grades[0]}–{grades[-1]}"
    return ", ".join(said)


def handy_unit(values: Sequence[float], unit: str | None) -> str | None:
    """The unit to say days in: half a year is `6 months`, where the days are no whole number."""
    if unit == "d" and not all(map(_is_whole, values)):
        for longer in ("a", "mo"):
            if all(_is_whole(value / _length(longer)) for value in values):
                return longer
    return unit


def in_unit(value: float, unit: str | None, shown: str | None) -> float:
    """Days in the unit that `handy_unit` chose."""
    return value if unit == shown else round(value * _length(unit) / _length(shown))


def _length(unit: str | None) -> float:
    return units()[unit or ""].days or 1.0


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-4


def limit(op: str, value: NormValue, unit: str | None) -> str:
    """`≥ 10 g/dL`, `0–1`."""
    if isinstance(value, tuple):
        return f"{steps(value)} {shown_unit(unit)}".strip()
    shown = unit if isinstance(value, str) else handy_unit((value,), unit)
    said = number(value if isinstance(value, str) else in_unit(value, unit, shown))
    return f"{_SIGNS.get(op, op)} {said} {shown_unit(shown, said)}".strip()


def constraint(made: Constraint) -> str:
    """A constraint in plain words: `heart failure: absent`, `hemoglobin ≥ 10 g/dL (written ≥ 100 g/L)`."""
    return f"{_tested(made)}{_terms(made)}"


def constraints(made: Sequence[Constraint]) -> Iterator[str]:
    """Each constraint in plain words; the two ends of one range together: `age 18–75 years`."""
    at = 0
    while at < len(made):
        one, other = made[at], made[at + 1] if at + 1 < len(made) else None
        if other is not None and _is_range(one, other):
            yield _range(one, other)
            at += 2
        else:
            yield constraint(one)
            at += 1


def _is_range(one: Constraint, other: Constraint) -> bool:
    """Whether two constraints are the ends of one range, read from the same words."""
    same = (one.variable, one.norm_unit, one.span, one.when) == (
        other.variable,
        other.norm_unit,
        other.span,
        other.when,
    )
    odd = one.span is None or one.implausible or other.implausible
    return same and not odd and one.op in (">=", ">") and other.op in ("<=", "<")


def _range(one: Constraint, other: Constraint) -> str:
    written = one.unit == other.unit and _is_same_time(one) and _is_same_time(other)
    if written:
        said = _ends(one, other, one.value, other.value, one.unit)
    else:
        said = _ends(one, other, _own(one), _own(other), one.norm_unit)
        if one.unit == other.unit not in (None, one.norm_unit):
            said += f" (written {_ends(one, other, one.value, other.value, one.unit)})"
        elif one.unit != other.unit:
            ends = " and ".join(limit(each.op, each.value, each.unit) for each in (one, other))
            said += f" (written {ends})"
    return f"{label(one.variable)} {said}" + _terms(one)


def _ends(
    one: Constraint, other: Constraint, low: NormValue, high: NormValue, unit: str | None
) -> str:
    """`18–75 years`; with signs where an end itself is out."""
    least, most = (number(end) for end in (low, high) if not isinstance(end, tuple))
    closed = (one.op, other.op) == (">=", "<=")
    said = (
        f"{least}–{most}" if closed else f"{_SIGNS[one.op]} {least} and {_SIGNS[other.op]} {most}"
    )
    return f"{said} {shown_unit(unit)}".rstrip()


def _tested(made: Constraint) -> str:
    name = label(made.variable)
    if isinstance(made.norm_value, str):
        return f"{name}: {presence(made.variable, made.norm_value)}"
    if _is_same_time(made):
        return f"{name} {limit(made.op, made.value, made.unit)}"
    said = f"{name} {limit(made.op, _own(made), made.norm_unit)}"
    if made.unit is not None and made.unit != made.norm_unit:
        said += f" (written {limit(made.op, made.value, made.unit)})"
    return said


def _is_same_time(made: Constraint) -> bool:
    """Whether it is a length of time that reads best as written: `6 months`, not `182.6 days`."""
    written, own = _days(made.value, made.unit), _days(made.norm_value, made.norm_unit)
    return bool(own) and len(written) == len(own) and all(map(_is_near, written, own))


def _days(value: NormValue, unit: str | None) -> list[float]:
    known = units().get(unit or "")
    if known is None or known.days is None:
        return []
    values = value if isinstance(value, tuple) else (value,)
    return [float(one) * known.days for one in values if not isinstance(one, str)]


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.001 * max(abs(one), abs(other))


def _terms(made: Constraint) -> str:
    """For whom it holds, from when it counts, how recent the test must be, and what is odd about it."""
    said = f", {subgroup(made.when)}" if made.when else ""
    if made.anchor and made.variable.startswith("ts."):
        known = anchors().get(made.anchor)
        said += f", {known.label if known else made.anchor}"
    if made.window:
        amount = number(made.window.value)
        said += f", tested within {amount} {shown_unit(made.window.unit, amount)}"
    return f"{said} - CHECK: {odd(made)}" if made.implausible else said


def odd(made: Constraint) -> str:
    """Why its value cannot be right, in the digits that it is told with; empty where it can."""
    value = _own(made)
    if not made.implausible or isinstance(value, str | tuple):
        return made.implausible or ""
    amount = number(value)
    told = f"{amount} {shown_unit(made.norm_unit, amount)}".rstrip()
    return f"{told} is no possible limit for {label(made.variable)}"


_MOST_LEFT_OVER = 12


def not_understood(criterion: Criterion) -> str:
    """`not understood: …`: words that nothing which was read accounts for; empty where all was."""
    left = criterion.left_over or ()
    if not left:
        return ""
    more = " …" if len(left) > _MOST_LEFT_OVER else ""
    return f"not understood: {', '.join(left[:_MOST_LEFT_OVER])}{more}"


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
        known = topics()
        named = ", ".join(
            known[topic].label if topic in known else topic for topic in criterion.topics
        )
        lines.append(f"{indent}   topics: {named}")
    suffices = {
        constraint(each): " (one of these suffices)"
        for each in criterion.constraints
        if each.any_of and criterion.kind == "inclusion"
    }
    for said in constraints(criterion.constraints):
        lines.append(f"{indent}   read: {said}{suffices.get(said, '')}")
    if criterion.left_over:
        lines.append(f"{indent}   {not_understood(criterion)}")
    return lines
