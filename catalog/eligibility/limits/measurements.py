"""Numbers tied to the measurements they limit, normalised to each variable's own unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from catalog.eligibility.criterion import INVERSE, Constraint, NormValue
from catalog.eligibility.limits.fitting import bare_unit
from catalog.eligibility.limits.folding import folded_op
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lines import LINES, bounds
from catalog.eligibility.limits.linking import Linked, link
from catalog.eligibility.limits.naming import groups, overlaps
from catalog.eligibility.limits.normal_limits import limits_without_number
from catalog.eligibility.limits.persons import is_of_another
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.vocabulary.patterns import MUST
from catalog.eligibility.vocabulary.units import DAYS
from catalog.eligibility.vocabulary.variables import BY_ID, Variable


def measurements(reading: Reading, taken: list[tuple[int, int]]) -> list[Constraint]:
    """Constraints of measurements; `taken` are places of numbers that scales have read."""
    free = [q for q in reading.quantities if not overlaps(q.number_start, taken)]
    free += list(limits_without_number(reading))
    if not free:
        return []
    free.sort(key=lambda quantity: quantity.start)
    named = list(groups(reading))
    if named:  # the 1 of "FEV 1" is its name's
        spans = [(each.start, each.end) for each in reading.spotted.names]
        free = [q for q in free if not overlaps(q.number_start, spans)]
    found: list[Constraint] = []
    before: Linked | None = None
    for quantity in free:
        quantity = _as_before(reading, before, quantity)
        linked = link(reading, quantity, named)
        if (
            linked is not None
            and not is_of_another(reading, linked)
            and not _is_demand(reading, quantity)
            and not reading.before(_NORMAL_IS, quantity.start, 24)
            and not _is_denied_range(reading, quantity)
            and not _is_lower_pressure(reading, quantity)
            and not reading.behind(_HOW_OFTEN, quantity.end, 40)
        ):
            found += _constraints(reading, linked)
            before = linked
    return _bounds_together(reading, _without_conditions(reading, found))


# `no greater than 2.5 times ULN (5 times ULN if liver metastases are present)`: the sign stands once.
_SOME_MORE = re.compile(r"[^().;]{0,25}\((?:or |and )?$")
_FOR_SOME = Gated(r" ?(?:if|in|for|with|when|where|allowed)\b")


def _as_before(reading: Reading, before: Linked | None, quantity: Quantity) -> Quantity:
    """A further limit of some in brackets, with the sign of the one before it."""
    if (
        before is None
        or quantity.op is not None
        or quantity.high is not None
        or quantity.unit != before.quantity.unit
        or quantity.unit is None
        or before.quantity.op is None
        or not _SOME_MORE.fullmatch(reading.form[before.quantity.end : quantity.start])
        or not reading.behind(_FOR_SOME, quantity.end, 12)
    ):
        return quantity
    return msgspec.structs.replace(quantity, op=before.quantity.op)


# `BMI not between 18 and 30`: what is kept out or asked for is the rest, which is no one limit.
_NOT_WITHIN = Gated(
    r"\bnot (?:be |fall |lie |being )?(?:between|within|in|inside)(?: the)?(?: range| limits?)?(?: of)? ?$|\b(?:other than|outside(?: of)?(?: the)?(?: range| limits?)?(?: of)?) ?$"
)


def _is_denied_range(reading: Reading, quantity: Quantity) -> bool:
    said = reading.form[quantity.start : quantity.number_start]
    lead = reading.lead(quantity.start, 40)
    return quantity.unit not in DAYS and bool(reading.find(_NOT_WITHIN, f"{lead}{said}"))


_OVER = re.compile(r"over ")
_DIGIT_BEFORE = re.compile(r"\d $")


def _is_lower_pressure(reading: Reading, quantity: Quantity) -> bool:
    """`Blood pressure under 140 over 90`: no bound of its own."""
    return bool(
        _OVER.match(quantity.said) and _DIGIT_BEFORE.search(reading.lead(quantity.start, 4))
    )


# `AFP above 50 ng/mL (normal is less than 9)`, `creatinine elevated (normal < 1.2)`.
_NORMAL_IS = Gated(
    r"\bnormal(?: range| value| level)?(?: is| are|:| =| being) ?$|\((?:upper )?normal(?: range| values?| level| limit)? ?$"
)
# `QTc > 470 ms obtained from 3 ECGs`: how often it is measured.
_HOW_OFTEN = Gated(
    r" ?(?:consecutive |separate |triplicate |serial |independent |sequential |different )*(?:ecgs?|ekgs?|electrocardiograms?|readings|measurements|recordings|determinations|occasions|replicates)\b"
)
_MUST_BE = Gated(rf"\b(?:{MUST})(?: also| always)? (?:be|remain|show)(?: an?| the)? ?$")
_REQUIRED = Gated(r"\b(?:required|requirements?|needed|mandatory):? ?$")
_DEMAND = Gated(r"[\w ./^-]{0,24}?\b(?:is |are )?(?:required|needed|necessary|mandatory)\b")


def _is_demand(reading: Reading, quantity: Quantity) -> bool:
    """A demand under exclusion: whether it keeps out who meets it or who does not is not said."""
    return reading.kind == "exclusion" and bool(
        reading.behind(_DEMAND, quantity.end, 40)
        or reading.before(_MUST_BE, quantity.start, 40)
        or reading.before(_REQUIRED, quantity.start, 24)
    )


def _without_conditions(reading: Reading, found: list[Constraint]) -> list[Constraint]:
    """Less those that only say when a rule holds: `for patients with bilirubin > 1.5 x ULN`, `if FEV1 < 2 L`.

    Under inclusion a bound beside its own complement is such a condition too.
    """
    if reading.kind != "inclusion":
        return found
    stated = {(c.variable, c.op, c.norm_value, c.norm_unit) for c in found}
    return [
        each
        for each in found
        if not _is_age_condition(reading, each)
        and not (each.span and reading.before(_AIMED, each.span[0], 40))
        and not (_is_condition(reading, each) and len(found) > 1)
        and not (
            each.op in ("<", ">")
            and (each.variable, INVERSE[each.op], each.norm_value, each.norm_unit) in stated
        )
    ]


_CONDITION = Gated(
    r"(?:(?<!eligible )(?<!excluded )(?<!only )(?<!allowed )\bif (?:the |a |their |baseline )*|\bfor (?:all |those )?(?:patients?|subjects?|participants?|those|individuals) (?:with|who have|whose) (?:an? )?|"
    r"\bin (?:patients?|subjects?|participants?|those|case|cases) (?:with|of|who have) (?:an? )?)(?:baseline |serum |total |elevated |the )*$"
)


_IF_AGED = Gated(
    r"(?<!eligible )(?<!excluded )(?<!only )(?<!allowed )(?<!included )\bif (?:the |a |an )?(?:patient |subject |participant |child |infant )?(?:is |are |was |aged? )*$"
)


# Whose parents must consent.
_WHOSE_CONSENT = Gated(
    r"\b(?:consent|assent|guardians?|parents?|parental)\b[^.;]{0,30}\b(?:for|of|if) (?:patients?|subjects?|participants?|children|minors|those)(?: who)?(?: are| aged)? $"
)


def _is_age_condition(reading: Reading, made: Constraint) -> bool:
    """`if 12 to 24 months old`."""
    if made.variable != "age" or made.span is None:
        return False
    lead = reading.lead(made.span[0], 60)
    return bool(reading.find(_IF_AGED, lead)) or bool(reading.find(_WHOSE_CONSENT, lead))


# `transfusion to maintain hemoglobin ≥ 7`: what is aimed at.
_AIMED = Gated(
    r"\bto (?:maintain|keep|achieve|bring|raise|sustain)(?: (?:the|a|an|their|serum|total))* $"
)


def _is_condition(reading: Reading, made: Constraint) -> bool:
    if made.span is None or made.variable in ("age", LINES):
        return False
    start = reading.sentence(made.span[0])[0]
    return bool(reading.within(_CONDITION, max(start, made.span[0] - 60), made.span[0]))


def _constraints(reading: Reading, linked: Linked) -> Iterator[Constraint]:
    for name in linked.variables:
        variable = BY_ID[name]
        if name == LINES and linked.quantity.high is None and linked.quantity.op in (None, "="):
            yield from _lines(reading, linked)
        elif linked.quantity.high is not None:
            if _has_sign(variable) == (linked.quantity.low < 0):
                yield from _ends(variable, linked)
        elif (made := _constraint(reading, variable, linked)) is not None:
            yield made


def _lines(reading: Reading, linked: Linked) -> Iterator[Constraint]:
    quantity = linked.quantity
    begin, asked = bounds(reading, quantity)
    span = (min(linked.mention, begin), quantity.end)
    for op, count in asked:
        value = tidy(count)
        yield Constraint(LINES, op, value, "{lines}", value, "{lines}", span=span)


def _has_sign(variable: Variable) -> bool:
    """Whether its values may lie below 0 (T-scores); a dash before any other number is none of its sign."""
    return variable.low is not None and variable.low < 0


_MINUS = re.compile(r"(?:-|\bminus) ?$")


def _ends(variable: Variable, linked: Linked) -> Iterator[Constraint]:
    """The two ends of a range, each with its own sign."""
    quantity = linked.quantity
    unit = _unit(variable, quantity)
    if unit is None or quantity.high is None or quantity.op in ("<", "<="):
        return  # "under 2 to 3": which end is meant is not said
    if unit == "{score}" and (quantity.low, quantity.high) == (variable.low, variable.high):
        return  # "on a 0-10 scale"
    span = (min(linked.mention, quantity.start), quantity.end)
    lower = quantity.low_unit if quantity.low_unit in variable.factors else unit
    ends = (
        (">" if quantity.op == ">" else ">=", quantity.low, lower),
        (quantity.high_op or "<=", quantity.high, unit),
    )
    made = []
    for op, value, written in ends:
        norm, norm_unit = _normal(variable, written, value)
        made.append(Constraint(variable.id, op, tidy(value), written, norm, norm_unit, span=span))
    low, high = (each.norm_value for each in made)
    if variable.unit == "{score}" and (low, high) == (variable.low, variable.high):
        return  # "> 50 mm (0 - 100)"
    if isinstance(low, int | float) and isinstance(high, int | float) and low <= high:
        yield from (_flagged(variable, each) for each in made)


def _unit(variable: Variable, quantity: Quantity) -> str | None:
    """The unit of a number, as written or as the variable takes it bare."""
    unit = quantity.unit
    if variable.id in ("plt", "wbc", "anc") and unit == "g/L":
        unit = "10*9/L"  # "1.5 G/L" means giga per litre
    if unit is None or unit not in variable.factors:
        unit = bare_unit(variable, quantity)
    return "{lines}" if variable.id == LINES else unit


def _constraint(reading: Reading, variable: Variable, linked: Linked) -> Constraint | None:
    quantity = linked.quantity
    unit = _unit(variable, quantity)
    if unit is None or _is_change(reading, variable, quantity):
        return None
    span = (min(linked.mention, quantity.start), quantity.end)
    op = folded_op(reading, variable, quantity, quantity.op)
    if op is None:
        return None
    value = quantity.low
    if _has_sign(variable) and _MINUS.search(reading.lead(quantity.number_start, 7)):
        value = -value
    norm, norm_unit = _normal(variable, unit, value)
    return _flagged(
        variable, Constraint(variable.id, op, tidy(value), unit, norm, norm_unit, span=span)
    )


# `a 12 % improvement in FEV1`, `reversibility of FEV1 of at least 12 %`: how much it changes.
_CHANGES_BEHIND = re.compile(
    r"[\s)]*(?:or (?:more|greater|higher) |and (?:at least )?\d+ ?ml )*(?:absolute |relative )?(?:improvements?|increases?|decreases?|changes?|reversib\w+|rise|drop|fall|reductions?|variab\w+|declines?)\b"
)
_CHANGES_BEFORE = re.compile(
    r"\b(?:reversib\w+|improve[sd]?|improvements?|increase[sd]?|decrease[sd]?|changes?|variab\w+|rise|drop|fall|reductions?|declines?|improving|increasing)\b[^.;,]{0,45}$"
)
_CAN_CHANGE = frozenset(("fev1_pct", "fev1", "fvc_pct", "lvef"))


_IONIZED = re.compile(r"\bioni[sz]ed\b[a-z ]*$")


def _is_change(reading: Reading, variable: Variable, quantity: Quantity) -> bool:
    """Whether a number tells how much a value changes, or another form of it."""
    if variable.id == "calcium":
        return _IONIZED.search(reading.lead(quantity.start, 30)) is not None
    if variable.id not in _CAN_CHANGE or quantity.op in ("<", "<="):
        return False
    return bool(
        _CHANGES_BEHIND.match(reading.tail(quantity.end, 50))
        or _CHANGES_BEFORE.search(reading.lead(quantity.start, 60))
    )


def _normal(variable: Variable, unit: str, value: float) -> tuple[NormValue, str | None]:
    if unit == "{drinks}/d":
        unit, value = "{drinks}/wk", value * 7
    kept = unit in variable.kept
    norm_unit = unit if kept else variable.unit
    return tidy(value if kept else variable.in_own_unit(value, unit)), norm_unit


def tidy(number: float) -> float | int:
    rounded = float(f"{number:.6g}")
    return int(rounded) if rounded == int(rounded) else rounded


def _flagged(variable: Variable, made: Constraint) -> Constraint:
    """The constraint, with a word on values that cannot be right."""
    if made.norm_unit != variable.unit:
        return made
    values = made.norm_value if isinstance(made.norm_value, tuple) else (made.norm_value,)
    for value in values:
        if not isinstance(value, int | float):
            continue
        if (variable.low is not None and value < variable.low) or (
            variable.high is not None and value > variable.high
        ):
            why = f"{value} {variable.unit} is no possible limit for {variable.label}"
            return msgspec.structs.replace(made, implausible=why)
    return made


def _bounds_together(reading: Reading, found: list[Constraint]) -> list[Constraint]:
    """Two ends of one range count only together where both keep out: they share `all_of`."""
    if reading.kind != "exclusion":
        return found
    told = list(found)
    group = 0
    for n, (one, other) in enumerate(pairwise(found)):
        if one.all_of is None and told[n].all_of is None and _is_range(reading, one, other):
            group += 1
            told[n] = msgspec.structs.replace(one, all_of=group)
            told[n + 1] = msgspec.structs.replace(other, all_of=group)
    return told


_OR = Gated(r"\bor\b(?! (?:equal|older|above|over|higher|greater|more))")


def _is_range(reading: Reading, one: Constraint, other: Constraint) -> bool:
    """Whether the second bounds from above what the first bounds from below, and no "or" parts them."""
    return (
        one.variable == other.variable
        and one.norm_unit == other.norm_unit
        and one.op in (">=", ">")
        and other.op in ("<=", "<")
        and isinstance(one.norm_value, int | float)
        and isinstance(other.norm_value, int | float)
        and one.norm_value < other.norm_value
        and one.span is not None
        and other.span is not None
        and other.span[0] - one.span[1] < 25
        and not reading.within(_OR, one.span[1], other.span[0])
    )
