"""Numbers tied to the measurements they limit, normalised to each variable's own unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from catalog.eligibility.context import Reading
from catalog.eligibility.lexing import Found, Phrases, tokens
from catalog.eligibility.quantities import Quantity
from catalog.eligibility.units import DAYS
from catalog.eligibility.values import Constraint, NormValue
from catalog.eligibility.variables import (
    BY_ID,
    ORDINAL,
    OTHER_MEASURES,
    TOGETHER,
    VARIABLES,
    Variable,
)

Names = tuple[str, ...]


def _names() -> Iterator[tuple[str, Names]]:
    meanings: dict[str, list[str]] = defaultdict(list)
    for variable in VARIABLES:
        if variable.id not in ORDINAL and variable.id != "toxicity_grade":
            for name in variable.names:
                meanings[name].append(variable.id)
    for name, variables in TOGETHER.items():
        meanings[name] = [*meanings.get(name, []), *variables]
    for name in OTHER_MEASURES:
        meanings.setdefault(name, [])
    yield from ((name, tuple(variables)) for name, variables in meanings.items())


_NAMES: Phrases[Names] = Phrases(_names())
# What is measured by the same word but is something else.
_OTHERWISE = re.compile(
    r"hemoglobin a1c|platinum|egfr[- ](?:mut|tyrosine|tki|inhib|wild|express|target|sensiti|activ|gene|t790|exon|posit)|urine creatinine|protein[/ :-]+(?:to[- ])?creatinine|albumin[/ :-]+(?:to[- ])?creatinine|"
    r"ast/plt|albumin[- ]bound|creatine|glucose tolerance|ps[aA] doubling"
)
_ALONE = frozenset({"age", "weight", "life_expectancy", "lesion_size", "bmi"})


class _Linked(msgspec.Struct, frozen=True):
    """A quantity with the mention group it limits."""

    quantity: Quantity
    variables: Names
    mention: int
    """Where the first name of the group stands."""


def measurements(reading: Reading, taken: list[tuple[int, int]]) -> list[Constraint]:
    """Constraints of measurements; `taken` are places of numbers that scales have read."""
    free = [q for q in reading.quantities if not _overlaps(q.number_start, taken)]
    free += list(_limits_without_number(reading))
    free.sort(key=lambda quantity: quantity.start)
    groups = list(_groups(reading))
    found: list[Constraint] = []
    for quantity in free:
        linked = _link(reading, quantity, groups)
        if linked is not None:
            found += _constraints(reading, linked)
    return _joined_bounds(_without_conditions(reading, found))


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
        if not (_is_condition(reading, each) and len(found) > 1)
        and not (
            each.op in ("<", ">")
            and (each.variable, _INVERSE[each.op], each.norm_value, each.norm_unit) in stated
        )
    ]


_CONDITION = re.compile(
    r"(?:(?<!eligible )(?<!excluded )(?<!only )(?<!allowed )\bif (?:the |a |their |baseline )*|\bfor (?:all |those )?(?:patients?|subjects?|participants?|those|individuals) (?:with|who have|whose) (?:an? )?|"
    r"\bin (?:patients?|subjects?|participants?|those|case|cases) (?:with|of|who have) (?:an? )?)(?:baseline |serum |total |elevated |the )*$"
)


def _is_condition(reading: Reading, made: Constraint) -> bool:
    if made.span is None or made.variable in ("age", "prior_lines"):
        return False
    start = reading.sentence(made.span[0])[0]
    return bool(_CONDITION.search(reading.form[max(start, made.span[0] - 60) : made.span[0]]))


def _overlaps(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


_LIMIT_ONLY = re.compile(
    r"(?P<op>≤|<=|less than or equal to|no greater than|not greater than|not more than|no more than|at or below|not exceeding|within|<|less than|below|>|≥|>=|greater than|above|exceeding|exceeds|at least|=|up to|greater than or equal to) ?"
    r"(?:the |1 ?[x×*] ?)?(?:institution(?:al|'s)? |laborator(?:y|ies) |local |study site )*"
    r"(?:(?:upper|lower) (?:institutional )?(?:limits?|levels?) ?(?:of|for)? ?(?:the )?(?:institutional |laboratory )?(?:normal)?(?: range)?|ulns?\b|lln\b|(?:institutional )?normal (?:limits?|ranges?)|normal\b)"
)
_NORMAL_ALONE = re.compile(
    r"\b(?:(?:is|are|be) )?normal(?: for age)?(?=\W*$| ?[,;.)(]| or\b| and\b| unless\b)"
)
_WITHIN = ("within", "at or below", "=", "up to")


def _limits_without_number(reading: Reading) -> Iterator[Quantity]:
    """`≤ ULN`, `within normal limits`: once the limit of normal."""
    for found in _NORMAL_ALONE.finditer(reading.form):
        yield Quantity(
            found.start(), found.end(), "<=", 1.0, None, "{xULN}", "normal", found.start()
        )
    for found in _LIMIT_ONLY.finditer(reading.form):
        words = found[0]
        op = found["op"]
        lower = "lower" in words or "lln" in words
        comparator = {
            "≤": "<=", "<=": "<=", "<": "<", ">": ">", "≥": ">=", ">=": ">=", "less than": "<",
            "below": "<", "above": ">", "greater than": ">", "exceeding": ">", "exceeds": ">",
            "at least": ">=", "greater than or equal to": ">=",
        }.get(op, "<=")  # fmt: skip
        if op in _WITHIN and op == "=":
            continue
        unit = "{xLLN}" if lower else "{xULN}"
        yield Quantity(
            found.start(), found.end(), comparator, 1.0, None, unit, words, found.start()
        )


class _Group(msgspec.Struct, frozen=True):
    """Names that share the numbers behind them: `AST (SGOT) and ALT (SGPT)`."""

    variables: Names
    start: int
    end: int


_JOINS = re.compile(
    r"^(?:[\s,/&()+]|and/or|and|or|as well as|both|the|serum|plasma|level|levels|total|with|total bilirubin|count|activity|concentration|values?)*$"
)


def _groups(reading: Reading) -> Iterator[_Group]:
    current: _Group | None = None
    for found in _mentions(reading):
        gap = reading.form[current.end : found.start] if current else ""
        if current and _JOINS.match(gap) and not re.search(r"\d", gap):
            merged = tuple(dict.fromkeys((*current.variables, *found.means)))
            current = _Group(merged, current.start, found.end)
        else:
            if current:
                yield current
            current = _Group(found.means, found.start, found.end)
    if current:
        yield current


def _mentions(reading: Reading) -> Iterator[Found[Names]]:
    otherwise = [(m.start(), m.end()) for m in _OTHERWISE.finditer(reading.form)]
    for found in _NAMES.find(reading.tokens):
        if not _overlaps(found.start, otherwise) or "hba1c" in found.means:
            yield found


_FAR = 150


def _link(reading: Reading, quantity: Quantity, groups: list[_Group]) -> _Linked | None:
    """The nearest group before the number that takes its unit, else the nearest behind it."""
    start, end = reading.sentence(quantity.number_start)
    for group in reversed(groups):
        if group.start >= quantity.number_start or group.end < start:
            continue
        if not group.variables and _OWNS.match(reading.form[group.end : quantity.start]):
            return None
        fitting = _fitting(reading, group, quantity)
        if quantity.said == "normal" and quantity.start - group.end > 3:
            return None
        if not fitting:
            continue
        if quantity.number_start - group.end > _FAR and quantity.unit not in ("{xULN}", "{xLLN}"):
            continue
        if not _is_broken(reading, group, quantity, groups):
            return _Linked(quantity, fitting, group.start)
    if quantity.said == "normal":
        return None
    if quantity.unit is None and not _COUNTED.search(reading.tail(quantity.end, 60)):
        return _by_heading(reading, quantity)
    for group in groups:
        if group.start < quantity.number_start or group.start > min(end, quantity.end + 45):
            continue
        fitting = _fitting(reading, group, quantity)
        if fitting and not re.search(r"[;,]", reading.form[quantity.end : group.start]):
            return _Linked(quantity, fitting, group.start)
    return _by_heading(reading, quantity)


# What may stand between a name and its number.
_OWNS = re.compile(r"^[^,;.]{0,45}$")


def _is_broken(reading: Reading, group: _Group, quantity: Quantity, groups: list[_Group]) -> bool:
    """Whether another name that takes the unit stands nearer, or the words say something else."""
    between = reading.form[group.end : quantity.start]
    if group.variables == ("age",) or "life_expectancy" in group.variables:
        return len(between) > 60 or bool(
            re.search(r"\bwithin\b|\bfor at least\b|\bprior to\b|\bafter\b", between)
        )
    if quantity.unit in DAYS:
        return len(between) > 30
    return False


def _fitting(reading: Reading, group: _Group, quantity: Quantity) -> Names:
    fitting = tuple(v for v in group.variables if _takes(reading, BY_ID[v], quantity))
    if "crcl" in fitting and "creatinine" in fitting:
        fitting = tuple(v for v in fitting if v != "creatinine")
    if "urine_protein_24h" in fitting and "urine_protein_dip" in fitting:
        fitting = ("urine_protein_dip",) if quantity.unit == "+" else ("urine_protein_24h",)
    if "steroid_dose_per_kg" in fitting and quantity.unit != "mg/kg/d":
        fitting = tuple(v for v in fitting if v != "steroid_dose_per_kg")
    if {"sbp", "dbp"} <= set(fitting):
        fitting = _pressure(reading, quantity)
    if "pt" in fitting and "inr" in fitting:
        fitting = fitting if quantity.unit == "{xULN}" else ("inr",)
    if "ast" in fitting and "sgot" in fitting:
        fitting = ("ast",)
    return fitting


def _pressure(reading: Reading, quantity: Quantity) -> Names:
    """`160/100 mmHg`: the first is systolic, what follows a stroke diastolic."""
    before = reading.form[: quantity.number_start].rstrip()
    if before.endswith("/") or (quantity.low < 115 and re.search(r"\d{3} ?/ ?$", before)):
        return ("dbp",)
    return ("sbp",) if quantity.low >= 115 else ("dbp",)


def _takes(reading: Reading, variable: Variable, quantity: Quantity) -> bool:
    unit = quantity.unit
    if variable.id == "prior_lines":
        return _counts_lines(reading, quantity)
    if variable.id == "age":
        return _is_age(reading, quantity)
    if variable.id in ("lesion_volume", "lesion_size", "node_short_axis"):
        return unit in variable.factors and (unit != "mL" or "volume" in reading.form)
    if variable.id == "pd_l1_tps":
        near = reading.form[max(0, quantity.start - 70) : quantity.end + 40]
        return (
            unit == "%"
            and "pd-l1" in near
            and "cps" not in near
            and "combined positive" not in near
        )
    if variable.id == "weight_loss_pct":
        return unit == "%" and "weight" in reading.form
    if variable.id in ("steroid_dose", "steroid_dose_per_kg"):
        return unit in variable.factors
    if unit is None and (
        not any(mark.isdigit() for mark in quantity.said)
        or _COUNTED_THINGS.match(reading.tail(quantity.end, 24))
    ):
        return False  # "two of the following: platelets ..."
    if unit is None or (unit == "g/L" and variable.id in ("plt", "wbc", "anc")):
        return (quantity.op is not None and _bare_unit(variable, quantity) is not None) or (
            quantity.high is not None and _bare_unit(variable, quantity) is not None
        )
    if unit in DAYS and variable.unit != "d":
        return False
    return unit in variable.factors


# A bare number before these counts them: it is no value of a measurement.
_COUNTED_THINGS = re.compile(
    r" ?(?:or more |consecutive |separate |different )?(?:measurement|occasion|time|day|episode|of the|test|dose|visit|sample|criteri|month|reading|determination|patient|subject|lesion|site)"
)

_AGE_WORDS = re.compile(r"\bage|\bold\b|older|younger|aged|\bborn\b|\by\.?o\b")


def _is_age(reading: Reading, quantity: Quantity) -> bool:
    if quantity.unit not in (None, "a", "mo", "wk", "d"):
        return False
    if quantity.low > 120 or (
        quantity.unit is None and quantity.op is None and quantity.high is None
    ):
        return False
    lead = reading.lead(quantity.start, 40)
    part = max(lead.rfind(", "), lead.rfind("; "), lead.rfind(" - ")) + 1
    if len(lead[part:].split()) > 1:
        lead = lead[part:]
    near = lead + reading.form[quantity.start : quantity.end + 30]
    elapsed = re.search(
        r"\b(?:within|past|last|previous|since|prior to|before|after|for at least|following|ago|every|duration|later)\b"
        r"(?! (?:the )?(?:signing|consent|study|enrol|screening|randomi|inclusion|time))",
        reading.form[max(0, quantity.start - 25) : quantity.end + 14],
    )
    if elapsed and "age" not in near:
        return False
    return bool(_AGE_WORDS.search(near)) and not re.search(
        r"tissue|sample|specimen|biops|bone age|gestational age", near
    )


_COUNTED = re.compile(
    r"lines?\b|regimens?\b|(?:prior|previous) (?:systemic )?(?:therap|treatment|chemotherap)"
)


def _counts_lines(reading: Reading, quantity: Quantity) -> bool:
    if (
        quantity.unit not in ("{lines}", None)
        or quantity.low > 15
        or quantity.low != int(quantity.low)
    ):
        return False
    behind = reading.form[quantity.end - (10 if quantity.unit else 0) : quantity.end + 60]
    if quantity.unit == "{lines}":
        return bool(
            re.search(r"prior|previous|received|treated|failed|line|progress|regimen", reading.form)
        )
    return bool(
        re.match(
            r" ?(?:or (?:more|fewer) )?(?:prior|previous|different)[ \w-]{0,40}(?:lines?|regimens?|therap)",
            behind,
        )
    ) and (quantity.op is not None or quantity.high is not None)


def _bare_unit(variable: Variable, quantity: Quantity) -> str | None:
    number = max(quantity.low, quantity.high or quantity.low)
    return next((unit for limit, unit in variable.bare if number < limit), None)


_SECTIONS = {"age": "age", "life expectancy": "life_expectancy"}


def _by_heading(reading: Reading, quantity: Quantity) -> _Linked | None:
    """Under a heading or lead-in that names the measurement, the number stands alone."""
    variable = _SECTIONS.get(reading.section)
    if variable == "age" and quantity.unit in (None, "a", "mo") and quantity.low <= 120:
        return _Linked(quantity, ("age",), quantity.start)
    if variable == "life_expectancy" and quantity.unit in DAYS:
        return _Linked(quantity, ("life_expectancy",), quantity.start)
    if (
        quantity.unit == "a"
        and (quantity.op in (">=", ">", "<", "<=") or quantity.high is not None)
        and re.match(
            r"^(?:[\W]|(?:patients?|subjects?|participants?|adults?|must|be|are|is|aged?|men|women|males?|females?|and|or|healthy|volunteers?|ambulatory|children|boys?|girls?|eligible|of|either|sex|gender|both|any|inpatients?|outpatients?|individuals?|people)\b)*$",
            reading.form[: quantity.start],
        )
        and not re.search(
            r"\b(?:since|prior|before|after|history|of follow|ago)\b",
            reading.tail(quantity.end, 25),
        )
    ):
        return _Linked(quantity, ("age",), quantity.start)
    return _by_parent(reading, quantity)


def _by_parent(reading: Reading, quantity: Quantity) -> _Linked | None:
    if not reading.parent or quantity.unit in DAYS:
        return None
    names = [found.means for found in _NAMES.find(tokens(reading.parent))]
    for means in names[-1:]:
        fitting = tuple(v for v in means if v != "age" and quantity.unit in BY_ID[v].factors)
        if fitting:
            return _Linked(quantity, fitting, quantity.start)
    return None


def _constraints(reading: Reading, linked: _Linked) -> Iterator[Constraint]:
    for name in linked.variables:
        made = _constraint(reading, BY_ID[name], linked)
        if made is not None:
            yield made


def _constraint(reading: Reading, variable: Variable, linked: _Linked) -> Constraint | None:
    quantity = linked.quantity
    unit = quantity.unit
    if variable.id in ("plt", "wbc", "anc") and unit == "g/L":
        unit = "10*9/L"  # "1.5 G/L" means giga per litre
    if unit is None or unit not in variable.factors:
        unit = _bare_unit(variable, quantity)
    if variable.id == "prior_lines":
        unit = "{lines}"
    if unit is None:
        return None
    op = quantity.op
    span = (min(linked.mention, quantity.start), quantity.end)
    if quantity.high is not None:
        value: NormValue = (quantity.low, quantity.high)
        norm, norm_unit = _normal(variable, unit, value)
        if quantity.low_unit in variable.factors:
            norm = _mixed(variable, quantity, unit)
        return _flagged(
            variable, Constraint(variable.id, "between", value, unit, norm, norm_unit, span=span)
        )
    op = _folded_op(reading, variable, quantity, op)
    if op is None:
        return None
    norm, norm_unit = _normal(variable, unit, quantity.low)
    return _flagged(
        variable, Constraint(variable.id, op, _tidy(quantity.low), unit, norm, norm_unit, span=span)
    )


_INVERSE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _folded_op(
    reading: Reading, variable: Variable, quantity: Quantity, op: str | None
) -> str | None:
    """The comparator with negation folded in: "no QTc > 480" is at most 480."""
    if op is None or op == "=":
        return _implied(reading, variable, quantity)
    return _INVERSE.get(op, op) if _denied(reading, quantity) else op


def _denied(reading: Reading, quantity: Quantity) -> bool:
    start, _ = reading.clause(quantity.start)
    lead = reading.form[max(start, quantity.start - 60) : quantity.start]
    if reading.kind != "inclusion":
        return False
    return bool(
        re.search(
            r"(?:^|[;,(] ?|\bwith )no(?! (?:more|less|greater|lower|higher|fewer))(?: known| history of| evidence of)? [a-z0-9 -]{0,50}$",
            lead,
        )
    )


def _implied(reading: Reading, variable: Variable, quantity: Quantity) -> str | None:
    if variable.id == "prior_lines":
        return "="
    if quantity.op == "=" and quantity.unit == "{xULN}":
        return None
    lead = reading.lead(quantity.number_start, 40)
    if quantity.op is None and re.search(r"\bwithin ?$", lead):
        return "<=" if quantity.unit == "{xULN}" else None
    if quantity.op is None and variable.id == "steroid_dose":
        return None
    return None


def _mixed(variable: Variable, quantity: Quantity, unit: str) -> NormValue:
    """A range whose ends are in different units, in the variable's own."""
    assert quantity.low_unit is not None and quantity.high is not None
    ends = (
        quantity.low * variable.factors[quantity.low_unit],
        quantity.high * variable.factors[unit],
    )
    return tuple(sorted(_tidy(end) for end in ends))


def _normal(variable: Variable, unit: str, value: NormValue) -> tuple[NormValue, str | None]:
    kept = unit in variable.kept
    norm_unit = unit if kept else variable.unit
    factor = 1.0 if kept else variable.factors[unit]

    def one(number: object) -> float | int:
        assert isinstance(number, int | float)
        return _tidy((number - 32 if unit == "[degF]" else number) * factor)

    if isinstance(value, tuple):
        return tuple(sorted(one(number) for number in value)), norm_unit
    return one(value), norm_unit


def _tidy(number: float) -> float | int:
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


def _joined_bounds(found: list[Constraint]) -> list[Constraint]:
    """A lower and an upper bound of one variable side by side are one range."""
    joined: list[Constraint] = []
    for made in found:
        last = joined[-1] if joined else None
        if last is not None and _is_range(last, made):
            low, high = sorted((last.norm_value, made.norm_value))
            assert last.span is not None and made.span is not None
            joined[-1] = msgspec.structs.replace(
                last,
                op="between",
                value=(last.value, made.value),
                norm_value=(low, high),
                span=(last.span[0], made.span[1]),
            )
        else:
            joined.append(made)
    return joined


def _is_range(one: Constraint, other: Constraint) -> bool:
    return (
        one.variable == other.variable
        and one.norm_unit == other.norm_unit
        and (one.op, other.op) == (">=", "<=")
        and isinstance(one.norm_value, int | float)
        and isinstance(other.norm_value, int | float)
        and one.norm_value < other.norm_value
        and one.span is not None
        and other.span is not None
        and other.span[0] - one.span[1] < 25
    )
