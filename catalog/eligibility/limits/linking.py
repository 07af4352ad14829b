"""Which measurement a number limits."""

from __future__ import annotations

import re

import msgspec

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.naming import Group
from catalog.eligibility.limits.phrase_tree import Names, names_in
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.vocabulary.units import DAYS
from catalog.eligibility.vocabulary.variables import BY_ID, Variable


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
    if reading.before(_CONDITION_OF_AGE, quantity.start, 40):
        return None
    if quantity.unit == "+" and 12 <= quantity.low <= 120:  # `18+`
        quantity = msgspec.structs.replace(quantity, unit=None, op=">=")
    if _says_age(reading, quantity):
        return Linked(quantity, ("age",), quantity.start)
    if (
        quantity.unit == "mm[Hg]"
        and (named := reading.behind(_NAMED_BEHIND, quantity.end, 20))
        and not reading.before(_OWN_NAME_BEFORE, quantity.start, 50)
    ):  # `≥ 140 mmHg systolic and/or ≥ 90 mmHg diastolic`
        return Linked(quantity, ("sbp",) if named[1][0] == "s" else ("dbp",), quantity.start)
    if _is_age_of_people(reading, quantity):
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
        fitting = _fitting(reading, group, quantity)
        if not fitting:
            continue
        if not _is_broken(reading, group, quantity, groups):
            return Linked(quantity, fitting, group.start)
    if quantity.said == "normal":
        return None
    if quantity.unit is None and not reading.find(_COUNTED, reading.tail(quantity.end, 60)):
        return _by_name_behind(reading, quantity, groups) or _by_heading(reading, quantity)
    for group in groups:
        if group.start < quantity.number_start or group.start > min(end, quantity.end + 45):
            continue
        fitting = _fitting(reading, group, quantity)
        if fitting and not re.search(r"[;,]", reading.form[quantity.end : group.start]):
            return Linked(quantity, fitting, group.start)
    return _by_heading(reading, quantity)


# `renal transplant patients (≥ 21 years)`, `female, ≥ 18 years, literate`: nothing else of people has years and a bound.
_PEOPLE_BEFORE = re.compile(
    r"\b(?:adults?|patients?|subjects?|participants?|volunteers?|individuals?|children|infants?|wom[ae]n|m[ae]n|(?:fe)?males?|adolescents?|boys?|girls?)(?: ?\(|,) ?$"
)
_ENDS_AGE = re.compile(r" ?(?:of age|old)?(?: at [a-z ]{4,30})? ?(?:[),;.]|$)")


def _is_age_of_people(reading: Reading, quantity: Quantity) -> bool:
    if quantity.unit != "a" or (quantity.op in (None, "=") and quantity.high is None):
        return False
    return bool(
        _PEOPLE_BEFORE.search(reading.lead(quantity.start, 24))
        and _ENDS_AGE.match(reading.tail(quantity.end, 40))
    )


# `Karnofsky if over 16`: an age that only chooses the scale.
_CONDITION_OF_AGE = Gated(
    r"\b(?:if|when|where)(?: the)?(?: (?:patients?|subjects?|participants?|child|children))?(?: (?:is|are|were|was))?(?: ages?d?)?(?: of)? ?$"
)
# `older than 40`, `18 years or older` name the age themselves.
_AGE_SIGN = re.compile(r"(?:older|younger|not older|not younger|no older|no younger)\b")
_AGE_BEHIND = re.compile(r"\b(?:or|and|/) ?(?:older|younger|elder)\b|\bof older\b")


def _says_age(reading: Reading, quantity: Quantity) -> bool:
    """Whether the comparator itself speaks of age: nothing else is older."""
    if quantity.unit not in (None, "a", "mo") or quantity.low > 120:
        return False
    if reading.before(_THINGS, quantity.start, 40) or reading.before(
        _ILLNESSES, quantity.start, 25
    ):
        return False
    return bool(_AGE_SIGN.match(quantity.said) or _AGE_BEHIND.search(quantity.said))


_ILLNESSES = Gated(r"\b(?:disease|disorder|problem|pain|symptoms?|condition|event)\b")


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
        fitting = _fitting(reading, group, quantity)
        return Linked(quantity, fitting, group.start) if fitting else None
    return None


# `0.3 mg/dL above the upper limit`: a difference, no limit by itself.
_RELATIVE = Gated(
    r" ?(?:above|over|below|from|increase|decrease|rise|drop) (?:the |their )?(?:upper|lower|uln|lln|baseline|normal|institution)"
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
    fitting = _fitting(reading, own, quantity)
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


def _fitting(reading: Reading, group: Group, quantity: Quantity) -> Names:
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


_NAMED_BEHIND = Gated(r" ?\(?(systolic|diastolic|sbp|dbp)\b")
# `systolic > 140 mmHg diastolic > 90 mmHg`: the name before is the number's own, unless it is the number's before.
_OWN_NAME_BEFORE = Gated(
    r"(?<!\d)(?<!\d )(?<!hg )(?<!hg \()\b(?:systolic|diastolic|sbp|dbp)(?: (?:arterial )?(?:blood )?(?:pressure|bp))?(?: ?\([sd]bp\))?(?: of| is| was|:)? ?$"
)
_SECOND_PRESSURE = Gated(r" ?/ ?\d{2,3}\b")


_NAMED_BEFORE = re.compile(r"\b(systolic|diastolic|sbp|dbp)\b")


def _pressure(reading: Reading, quantity: Quantity) -> Names:
    """`160/100 mmHg`: the first is systolic, what follows a stroke diastolic."""
    before = reading.form[: quantity.number_start].rstrip()
    if reading.behind(_SECOND_PRESSURE, quantity.end, 8):
        return ("sbp",)
    if named := reading.behind(_NAMED_BEHIND, quantity.end, 20):
        return ("sbp",) if named[1][0] == "s" else ("dbp",)
    if before.endswith("/") or (quantity.low < 115 and re.search(r"\d{3} ?/ ?$", before)):
        return ("dbp",)
    if told := _NAMED_BEFORE.findall(reading.lead(quantity.start, 45)):
        return ("sbp",) if told[-1][0] == "s" else ("dbp",)  # "hypertension (diastolic > 115)"
    return ("sbp",) if quantity.low >= 115 else ("dbp",)


def _takes(reading: Reading, variable: Variable, quantity: Quantity) -> bool:
    unit = quantity.unit
    if _is_otherwise(reading, variable, quantity):
        return False
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
        or reading.behind(_COUNTED_THINGS, quantity.end, 24)
    ):
        return False  # "two of the following: platelets ..."
    if unit is None or (unit == "g/L" and variable.id in ("plt", "wbc", "anc")):
        return (quantity.op is not None and bare_unit(variable, quantity) is not None) or (
            quantity.high is not None and bare_unit(variable, quantity) is not None
        )
    if unit in DAYS and variable.unit not in DAYS:
        return False
    return unit in variable.factors


# A variable's name in another sense, by what stands near its number.
_OTHERWISE: dict[str, re.Pattern[str]] = {
    "weight": re.compile(
        r"\bbirth|\bgain|\bloss\b|\blost\b|\bchanges?\b|\bfluctuat|\bfet(?:us|al)|\bfoet|\bdonor|\bvariation"
    ),
    "lesion_size": re.compile(r"\bimplant|\bteeth\b|\btooth\b|\bcarious\b|\bocclusal\b|\baneurysm"),
    "weight_loss_pct": re.compile(r"\bexcess (?:body )?weight\b"),
    "lvef": re.compile(r"\biief|\berectile|\bdomain\b|\bright ventric"),
    "glucose_fasting": re.compile(
        r"\brandom\b|\bcasual\b|\bpost-?prandial|\bpost-?load|\bogtt\b|\btolerance\b|\b2 ?-?(?:h|hr|hours?)\b|\btwo[- ]hours?\b|\bafter (?:a )?(?:meal|load)"
    ),
    "ige": re.compile(
        r"\bige\b[^;.]{0,30}\bto (?:cow|peanut|egg|milk|any|the|at least|one|wheat|pollen|mite)|\bspecific\b|\bsensiti[sz]ed to\b"
    ),
    "pao2": re.compile(r"\bfio2|\bfi o2|inspired|oxygen (?:absorption )?concentration|\bp/f\b"),
    "sbp": re.compile(r"\bpulmonary|\bintracranial|\bintraocular|\bportal\b|\bcentral venous"),
    "dbp": re.compile(r"\bpulmonary|\bintracranial|\bintraocular|\bportal\b|\bcentral venous"),
}
# `shortening fraction ≥ 28 % or ejection fraction ≥ 50 %`: the nearer name.
_SHORTENING = Gated(r"\bshortening\b(?![^.;]*\bejection\b)")
# `a change in Hb level ≥ 2 g/dL`: a difference, no value.
_CHANGE = Gated(
    r"\b(?:changes?|increases?|decreases?|drop|rise|fall|reduction|decline|difference|variation|elevation)s? (?:in|of|from) [^.;,]{0,25}$"
)
_OF_CHANGE = frozenset(
    {"age", "weight_loss_pct", "weight_change", "prior_lines", "toxicity_grade", "life_expectancy"}
)
_TOTAL_IGE = re.compile(r"\btotal (?:serum )?ige\b(?![^;]*\bspecific\b)")
_FASTING = Gated(r"\bfast(?:ing|ed)?\b|\bfpg\b|\bfbg\b|\bfbs\b")
# A number in a unit that no table holds is no bare number.
_UNKNOWN_UNIT = re.compile(
    r" ?(?:kpa|mmol|nmol|pmol|[uµμ]mol|mol|m?iu|k?u/|[mnp]g|[uµμ]g|mcg|g/|ml|millilit|meq|kcal|cm ?h2o|/hpf|per hpf)\b"
)


def _is_otherwise(reading: Reading, variable: Variable, quantity: Quantity) -> bool:
    """Whether the words around show another quantity of the same name."""
    if quantity.unit is None and _UNKNOWN_UNIT.match(reading.tail(quantity.end, 12)):
        return True
    if variable.id not in _OF_CHANGE and reading.before(_CHANGE, quantity.start, 45):
        return True
    if variable.id == "glucose_fasting" and not reading.search(_FASTING):
        return True
    if variable.id == "lvef" and reading.before(_SHORTENING, quantity.start, 60):
        return True
    if variable.id == "ige" and _TOTAL_IGE.search(reading.lead(quantity.start, 50)):
        return False
    pattern = _OTHERWISE.get(variable.id)
    if pattern is None:
        return False
    if variable.id == "lesion_size" and pattern.search(reading.form):
        return True
    start, end = reading.sentence(quantity.number_start)
    near = reading.form[max(start, quantity.start - 60) : min(end, quantity.end + 45)]
    return bool(pattern.search(near))


# A bare number before these counts them: it is no value of a measurement.
_COUNTED_THINGS = Gated(
    r" ?(?:or more |consecutive |separate |different )?(?:measurement|occasion|time|day|episode|of the|test|dose|beat|visit|sample|criteri|month|reading|standard dev|sds?\b|determination|patient|subject|lesion|site)"
)

# What can be some days old and is no patient.
_THINGS = Gated(
    r"\b(?:surger|operation|injur|fracture|lesion|stroke|infarct|graft|stent|transplant|wound|scar\b|scan|biops|sample|"
    r"specimen|tissue|x-?ray|ecg|tests?\b|results?\b|imaging|burn|ulcer|thromb|amputation|catheter|implant)"
)
_AGE_WORDS = re.compile(r"\bage|\bold\b|older|younger|aged|\bborn\b|\by\.?o\b")


# What is counted is no age.
_PEOPLE = Gated(
    r"\W*(?:or more )?(?:individuals|persons|members|relatives|episodes|times|attacks|criteria|symptoms|signs|siblings|lesions)\b"
)


# `up to 3 years in patients under age 52`: the age stands behind.
_FOR_SOME = Gated(
    r" (?:in|for) (?:the )?(?:patients?|those|wom[ae]n|m[ae]n|subjects?|participants?|children) (?:who are )?(?:under|over|below|above|aged?|older|younger)\b"
)


def _is_age(reading: Reading, quantity: Quantity) -> bool:
    if quantity.unit == "h":
        return bool(re.match(r" ?(?:of (?:life|age)|old)\b", reading.tail(quantity.end, 10)))
    if quantity.unit not in (None, "a", "mo", "wk", "d"):
        return False
    if quantity.low > 120 or (
        quantity.unit is None and quantity.op is None and quantity.high is None
    ):
        return False
    if quantity.unit is None and reading.behind(_PEOPLE, quantity.end, 40):
        return False
    if reading.behind(_FOR_SOME, quantity.end, 40):
        return False
    lead = reading.lead(quantity.start, 40)
    part = max(lead.rfind(", "), lead.rfind("; "), lead.rfind(" - ")) + 1
    if len(lead[part:].split()) > 1:
        lead = lead[part:]
    near = lead + reading.form[quantity.start : quantity.end + 30]
    if quantity.unit in ("d", "wk", "mo") and reading.find(_THINGS, lead):
        return False
    if quantity.unit == "a" and quantity.low <= 10 and reading.find(_ILLNESSES, lead):
        return False
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


_COUNTED = Gated(
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


def bare_unit(variable: Variable, quantity: Quantity) -> str | None:
    number = max(quantity.low, quantity.high or quantity.low)
    return next((unit for limit, unit in variable.bare if number < limit), None)


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
    if variable == "life_expectancy" and quantity.unit in DAYS:
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
        and not _AGE_WORDS.search(reading.form)
    )


def _by_parent(reading: Reading, quantity: Quantity) -> Linked | None:
    if not reading.parent or quantity.unit in DAYS:
        return None
    for means in names_in(reading.parent)[-1:]:
        fitting = tuple(v for v in means if v != "age" and quantity.unit in BY_ID[v].factors)
        if fitting:
            return Linked(quantity, fitting, quantity.start)
    return None
