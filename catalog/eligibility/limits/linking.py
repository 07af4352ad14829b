"""Which measurement a number limits."""

from __future__ import annotations

import re

import msgspec

from catalog.eligibility.limits.ages import (
    AGE_WORDS,
    CONDITION_OF_AGE,
    is_age_of_people,
    is_condition_of_age,
    says_age,
)
from catalog.eligibility.limits.fitting import COUNTED, NAMED_BEHIND, OWN_NAME_BEFORE, names_fitting
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.naming import Group
from catalog.eligibility.limits.phrase_tree import Names, names_in
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.vocabulary.units import DAYS
from catalog.eligibility.vocabulary.variables import BY_ID


class Linked(msgspec.Struct, frozen=True):
    """A quantity with the mention group it limits."""

    quantity: Quantity
    variables: Names
    mention: int
    """Where the first name of the group stands."""


_FAR = 150


def link(reading: Reading, quantity: Quantity, groups: list[Group]) -> Linked | None:
    """The nearest group before the number that takes its unit, else the nearest behind it."""
    if reading.behind(_RELATIVE, quantity.end, 30):
        return None
    if reading.before(CONDITION_OF_AGE, quantity.start, 40) or is_condition_of_age(
        reading, quantity
    ):
        return None
    if quantity.unit == "+" and 12 <= quantity.low <= 120:  # `18+`
        quantity = msgspec.structs.replace(quantity, unit=None, op=">=")
    if says_age(reading, quantity):
        return Linked(quantity, ("age",), quantity.start)
    if (
        quantity.unit == "mm[Hg]"
        and (named := reading.behind(NAMED_BEHIND, quantity.end, 20))
        and not reading.before(OWN_NAME_BEFORE, quantity.start, 50)
    ):  # `≥ 140 mmHg systolic and/or ≥ 90 mmHg diastolic`
        return Linked(quantity, ("sbp",) if named[1][0] == "s" else ("dbp",), quantity.start)
    if is_age_of_people(reading, quantity):
        return Linked(quantity, ("age",), quantity.start)
    if (told := _by_names_that_follow(reading, quantity, groups)) is not None:
        return told
    start, end = reading.sentence(quantity.number_start)
    for group in reversed(groups):
        if group.start >= quantity.number_start:
            continue
        if group.end < start:
            break
        if not group.variables and _OWNS.match(reading.form[group.end : quantity.start]):
            return None
        if quantity.said == "normal" and quantity.start - group.end > 3:
            return None
        # Asked before the names are, which takes longer than all else: a long line has hundreds of numbers and names.
        if quantity.number_start - group.end > _FAR and quantity.unit not in ("{xULN}", "{xLLN}"):
            continue
        fitting = names_fitting(reading, group, quantity)
        if not fitting:
            continue
        if not _is_broken(reading, group, quantity, groups):
            return Linked(quantity, fitting, group.start)
    if quantity.said == "normal":
        return None
    if quantity.unit is None and not reading.find(COUNTED, reading.tail(quantity.end, 60)):
        return _by_name_behind(reading, quantity, groups) or _by_heading(reading, quantity)
    for group in groups:
        if group.start < quantity.number_start or group.start > min(end, quantity.end + 45):
            continue
        fitting = names_fitting(reading, group, quantity)
        if fitting and not _PARTED.search(reading.form[quantity.end : group.start]):
            return Linked(quantity, fitting, group.start)
    return _by_heading(reading, quantity)


# `Liver dysfunction (3 times the upper limit) and creatinine`: the bracket ends what is said of its number.
_PARTED = re.compile(r"[;,]|^[^(]*\)(?! ?\Z)")


# `60 or higher on the Karnofsky scale`, `20 ≥ BMI`.
_BEHIND = re.compile(
    r"[ %]*(?:(?:points?|on|in|for|by|the|a|an|of|patient|total|score|(?:0|1) ?(?:-|to) ?(?:10|100)|100 ?-?mm|1[01]-point) ?)*"
)


def _by_name_behind(reading: Reading, quantity: Quantity, groups: list[Group]) -> Linked | None:
    """A bare number right before the name of what it limits."""
    if (quantity.op in (None, "=") and quantity.high is None) or not any(
        mark.isdigit() for mark in quantity.said
    ):
        return None
    for group in groups:
        if group.start < quantity.end or not _BEHIND.fullmatch(
            reading.form[quantity.end : group.start]
        ):
            continue
        fitting = names_fitting(reading, group, quantity)
        return Linked(quantity, fitting, group.start) if fitting else None
    return None


# `0.3 mg/dL above the upper limit`: a difference, no limit by itself.
_RELATIVE = Gated(
    r"[ -]?fold\b| ?(?:above|over|below|from|increase|decrease|rise|drop) (?:the |their )?(?:upper|lower|uln|lln|baseline|normal|institution)|"
    r" ?(?:\(?s(?:ec(?:onds?)?)?\)? )?(?:beyond|above|over|longer than) (?:the )?(?:laboratory )?control"
)

# `≥ 100,000/mm3 platelets, ≥ 1,500/mm3 neutrophils`: each number stands before what it is of.
_RIGHT_BEHIND = re.compile(r"[ %]{0,2}(?:of |in )?\(?")
_SIGNED = ("<", "<=", ">", ">=")


def _by_names_that_follow(
    reading: Reading, quantity: Quantity, groups: list[Group]
) -> Linked | None:
    """The name right behind a number where the first number of its sentence has its name behind it too."""
    if quantity.op not in _SIGNED or len(groups) < _A_PAIR:
        return None
    start, end = reading.sentence(quantity.number_start)
    named = [each for each in groups if start <= each.start < end and not _is_heading(each)]
    own = next((each for each in named if each.start >= quantity.end), None)
    if own is None or not _RIGHT_BEHIND.fullmatch(reading.form[quantity.end : own.start]):
        return None
    first, before = named[0], [each for each in named if each.start < quantity.start]
    ahead = [q for q in reading.quantities if start <= q.start and q.op in _SIGNED]
    for each in (first, *before[-1:]):
        if not any(
            q.end <= each.start and _RIGHT_BEHIND.fullmatch(reading.form[q.end : each.start])
            for q in ahead
        ):
            return None
    fitting = names_fitting(reading, own, quantity)
    return Linked(quantity, fitting, own.start) if fitting else None


def _is_heading(group: Group) -> bool:
    """`Blood pressure` before `140 systolic`: the name of both."""
    return {"sbp", "dbp"} <= set(group.variables)


_A_PAIR = 2

# What may stand between a name and its number.
_OWNS = re.compile(r"^[^,;.]{0,45}$")


def _is_broken(reading: Reading, group: Group, quantity: Quantity, groups: list[Group]) -> bool:
    """Whether another name that takes the unit stands nearer, or the words say something else."""
    between = reading.form[group.end : quantity.start]
    if "life_expectancy" in group.variables and between.strip() == "within":
        return False
    if group.variables == ("age",) or "life_expectancy" in group.variables:
        return (
            len(between) > 60
            or between.lstrip().startswith(")")
            or bool(re.search(r"\bwithin\b|\bfor at least\b|\bprior to\b|\bafter\b", between))
        )
    if quantity.unit in DAYS:
        return len(between) > 30
    return False


_WITHIN = Gated(r"\b(?:within|since|past|last)(?: the)?(?: past| last)? ?$")
_SECTIONS = {"age": "age", "life expectancy": "life_expectancy"}


# An age that says no more: `19 or older`, `must be 18 or over`.
_ONLY_OLDER = Gated(
    r"\W*(?:(?:patients?|subjects?|participants?|volunteers?) )?(?:(?:must|should) be )?\d+ (?:or|and) (?:older|over|above|younger|under)\W*$"
)
# People and a number: `adults 18+`, `women 50 to 70`, `children under 12`.
_ONLY_PEOPLE = Gated(
    r"\W*(?:healthy |eligible |premenopausal |postmenopausal )?(?:adults?|children|patients?|subjects?|participants?|wom[ae]n|m[ae]n|males?|females?|boys?|girls?|volunteers?|both sexes)(?: (?:and|or) (?:wom[ae]n|m[ae]n|males?|females?|boys?|girls?))?,? ?(?:[<>≥≤=/]+|under|over|between|from|at least|below|above)? ?\d+\+?(?: ?(?:-|to|and) ?\d+| (?:or|and) (?:older|over|above|younger|under))?\W*$"
)


def _by_heading(reading: Reading, quantity: Quantity) -> Linked | None:
    """Under a heading or lead-in that names the measurement, the number stands alone."""
    variable = _SECTIONS.get(reading.section)
    if variable == "age" and quantity.unit in (None, "a", "mo") and quantity.low <= 120:
        return Linked(quantity, ("age",), quantity.start)
    if (
        quantity.unit is None
        and (quantity.op not in (None, "=") or quantity.high is not None)
        and quantity.low <= 120
        and (reading.match(_ONLY_OLDER) or reading.match(_ONLY_PEOPLE))
    ):
        return Linked(quantity, ("age",), quantity.start)
    if (
        variable == "life_expectancy"
        and quantity.unit in DAYS
        and not reading.before(_WITHIN, quantity.number_start, 20)
    ):
        return Linked(quantity, ("life_expectancy",), quantity.start)
    if (
        quantity.unit == "a"
        and (quantity.op in (">=", ">", "<", "<=") or quantity.high is not None)
        and not _is_bare_time(reading, quantity)
        and re.match(
            r"^(?:[\W]|(?:patients?|subjects?|participants?|adults?|must|be|are|is|aged?|men|women|males?|females?|and|or|healthy|volunteers?|ambulatory|children|boys?|girls?|eligible|every|all|they|older|elderly|between|from|the|ages|of|either|sex|gender|both|any|inpatients?|outpatients?|individuals?|people)\b)*$",
            reading.form[: quantity.start],
        )
        and not re.search(
            r"\b(?:since|prior|before|after|history|of follow|ago)\b|^ ?of (?!age|old)",
            reading.tail(quantity.end, 25),
        )
    ):
        return Linked(quantity, ("age",), quantity.start)
    return _by_parent(reading, quantity)


_LETTER = re.compile(r"[a-z]")
_FEW_YEARS = 10


def _is_bare_time(reading: Reading, quantity: Quantity) -> bool:
    """`more than one year` alone: what lasts or lies back so long stands in another line."""
    return (
        quantity.high is None
        and quantity.low < _FEW_YEARS
        and not _LETTER.search(reading.form, 0, quantity.start)
        and not AGE_WORDS.search(reading.form)
    )


def _by_parent(reading: Reading, quantity: Quantity) -> Linked | None:
    if not reading.parent or quantity.unit in DAYS:
        return None
    for means in names_in(reading.parent)[-1:]:
        fitting = tuple(v for v in means if v != "age" and quantity.unit in BY_ID[v].factors)
        if fitting:
            return Linked(quantity, fitting, quantity.start)
    return None
