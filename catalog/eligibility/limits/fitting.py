"""Which of the measurements that a name may mean a number fits, by its unit and the words around."""

from __future__ import annotations

import re

from catalog.eligibility.limits.ages import is_age
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lines import LINES
from catalog.eligibility.limits.naming import Group
from catalog.eligibility.limits.phrase_tree import Names
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.vocabulary.units import DAYS
from catalog.eligibility.vocabulary.variables import BY_ID, Variable


def names_fitting(reading: Reading, group: Group, quantity: Quantity) -> Names:
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


NAMED_BEHIND = Gated(r" ?\(?(systolic|diastolic|sbp|dbp)\b")
# `systolic > 140 mmHg diastolic > 90 mmHg`: the name before is the number's own, unless it is the number's before.
OWN_NAME_BEFORE = Gated(
    r"(?<!\d)(?<!\d )(?<!hg )(?<!hg \()\b(?:systolic|diastolic|sbp|dbp)(?: (?:arterial )?(?:blood )?(?:pressure|bp))?(?: ?\([sd]bp\))?(?: of| is| was|:)? ?$"
)
_SECOND_PRESSURE = Gated(r" ?/ ?\d{2,3}\b")


_NAMED_BEFORE = re.compile(r"\b(systolic|diastolic|sbp|dbp)\b")


def _pressure(reading: Reading, quantity: Quantity) -> Names:
    """`160/100 mmHg`: the first is systolic, what follows a stroke diastolic."""
    before = reading.form[: quantity.number_start].rstrip()
    if reading.behind(_SECOND_PRESSURE, quantity.end, 8):
        return ("sbp",)
    if named := reading.behind(NAMED_BEHIND, quantity.end, 20):
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
    if variable.id == LINES:
        return _counts_lines(reading, quantity)
    if variable.id == "age":
        return is_age(reading, quantity)
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
    "lesion_size": re.compile(
        r"\bimplant|\bteeth\b|\btooth\b|\bcarious\b|\bocclusal\b|\baneurysm|\bvessel|\bvisual estimate|\bstenosis|\bvisually estimated|\bprostate volume|\bbranch\b|\bstent|\bcoronar|\bbifurcat"
    ),
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
    r"\b(?:changes?|increases?|decreases?|drop|rise|fall|reduction|decline|difference|variation|elevation|responsiveness|reversibility|improvement)s? (?:in|of|from) [^.;,]{0,25}$"
)
# `LVEF reduced by < 10 %`, `HbA1c reduction > 1 %`, `CD4 nadir > 350`, `PSA density > 0.15`: no value of today.
_CHANGED_BY = Gated(
    r"\b(?:(?:reduced|decreased|increased|lowered|raised|changed|improved|declined|dropped|fallen|risen) by|reduction|decrease|drop|decline|fall|rise|increase|change|difference|variability|variation|improvement|nadir|density|gradient)(?: of| by)? ?$"
)
_OF_CHANGE = frozenset(
    {"age", "weight_loss_pct", "weight_change", LINES, "toxicity_grade", "life_expectancy"}
)
# `difficulty in maintaining hemoglobin above 7`: whoever cannot has less.
_NOT_KEPT = Gated(
    r"\b(?:difficult\w*|inability|unable|failure|fail\w*|cannot|not able) (?:in |to |with )?(?:maint\w+|keep\w*|sustain\w*|achiev\w*|reach\w*)\b[^.;,]{0,50}$"
)
# `history of severe anaphylaxis, defined as ... SpO2 ≤ 92 % at any stage`: of that event.
_THEN = Gated(r"\banaphyla\w+[^.]*$")
_OF_AN_EVENT = frozenset({"spo2", "sbp", "dbp", "heart_rate"})
# `platelets ≥ 100,000 (CTCAE grade 0-1)`
# `Diabetes (type 1 and 2)`, `grade 3`: the number of a kind.
_GRADE = Gated(
    r"\b(?:grades?|types?|stages?|class(?:es)?|phases?|parts?|cohorts?|steps?|visits?|categor(?:y|ies)|genotypes?|serotypes?|stratum|strata) (?:[\da-d]+ ?(?:,|and|or|/|to|-|&) ?)*$"
)
# `If WBC is above 10,000, monocytes must be ...`: when something else is asked.
_IF_FIRST = Gated(r"\W*(?:note:? ?|[a-z ]{2,25}: )?if\b[^,:;.]*$")
_THEN_ASKED = re.compile(r"[^.;]*?(?:,|:|\bthen\b|\bmust\b|\brequired\b|\bobtain\b|\bmay\b)")
# `For patients who are over 18 years of age, a form should be signed`
_FOR_FIRST = re.compile(
    r"\W*(?:for|in) (?:the )?(?:patients?|those|subjects?|participants?|children|persons?)\b[^,:;.]*$"
)
# `prophylaxis for patients with CD4 below 200`: of those alone.
_OF_THOSE = Gated(
    r"\w[ ,](?:in|for|of|with) (?:the )?(?:patients?|those|subjects?|children|infants|participants?|wom[ae]n|m[ae]n|individuals?) (?:(?:receiving|on|taking) [a-z-]+ )?(?:with|who|whose)\b[^.;:]*$|\b(?:\w*prophylaxis|therapy|treatment|medications?)\b[^.;]*\bif\b[^.;]*$"
)
_OF_SOME = frozenset({"cd4", "hiv_vl"})
# `transfusions to keep hemoglobin above 8`, `inotropes required to maintain pressure`: a goal.
_GOAL = Gated(
    r"(?<!able )(?<!ability )(?<!have )\bto (?:achieve|maintain|keep|reach|exceed)\b(?! or\b)[^.;,()]{0,40}$"
)
# `AZT if hemoglobin is above 8`, under "Concurrent Medication"
_IF_GIVEN = Gated(r"\w[^.;]*\bif\b[^.;)]*$")
# `avoid contact with children for 7-10 days following treatment`, under "Life expectancy"
_AFTER_IT = Gated(r"[\s)]*(?:following|after) (?:the )?(?:treat|surg|transplant|dos|last|vaccin)")
# `acetaminophen for a temperature above 38.7`
_GIVEN_FOR = Gated(
    r"\b(?:acetaminophen|paracetamol|aspirin|ibuprofen|antipyretic\w*|prescribed|premedicat\w*|administered)\b[^.;]*\b(?:for|if)\b[^.;]*$|\bif (?:a )?fever\b[^.;]*$"
)
# `nodes more than 3 cm from the tumour`
_DISTANCE = Gated(r" (?:away )?(?:from|distal to|proximal to|of the anal verge)\b")
_AN_AGE = re.compile(r"\bage[ds]?\b")
_HDL = Gated(
    r"\b(?:hdl|high[- ]density lipoproteins?)(?: ?\([a-z-]+\))?(?:[- ]?c\b)?[- ]?(?:chol\w*)?(?: levels?)?[^a-z0-9]*(?:of |is |below |above |under |over )?$"
)
_OXYGENATION = Gated(r"\boxygenation index\b(?!.*fio)")
_PER_KG = re.compile(r"[^.;,)]{0,40}?(?:/ ?kg|\bper kg|\bper kilogram)")
_TOTAL_IGE = re.compile(r"\btotal (?:serum )?ige\b(?![^;]*\bspecific\b)")
_FASTING = Gated(r"\bfast(?:ing|ed)?\b|\bfpg\b|\bfbg\b|\bfbs\b")
# A number in a unit that no table holds is no bare number.
_UNKNOWN_UNIT = re.compile(
    r" ?(?:kpa|mmol|nmol|pmol|[uµμ]mol|mol|m?iu|k?u/|[mnp]g|[uµμ]g|mcg|g/|ml|millilit|meq|kcal|micromol|cm ?h2o|/hpf|per hpf)\b"
)


# `More than 100 lbs over ideal body weight`: not what somebody weighs.
_IDEAL = re.compile(
    r" ?(?:over|above|below|under|more than|less than|beyond)(?: [a-z]+){0,2} (?:ideal|normal|usual|desirable|expected|baseline|dry)\b"
)


def _is_otherwise(reading: Reading, variable: Variable, quantity: Quantity) -> bool:
    """Whether the words around show another quantity of the same name."""
    if quantity.unit is None and _UNKNOWN_UNIT.match(reading.tail(quantity.end, 12)):
        return True
    if variable.id not in _OF_CHANGE and (
        reading.before(_CHANGE, quantity.start, 45)
        or (quantity.unit != "{xULN}" and reading.before(_CHANGED_BY, quantity.start, 30))
    ):
        return True
    if variable.id != LINES and reading.before(_NOT_KEPT, quantity.start, 90):
        return True
    if variable.id != "age" and _AN_AGE.search(quantity.said):
        return True  # "ejection fraction of 50 % (for patients over age 40)"
    if reading.before(_GOAL, quantity.start, 70) or _is_condition(reading, variable, quantity):
        return True
    if variable.id in _OF_SOME and reading.kind == "inclusion":
        start = reading.sentence(quantity.start)[0]
        if reading.within(_OF_THOSE, start, quantity.start):
            return True
    if (
        reading.section.startswith("concurrent")
        and reading.kind == "inclusion"
        and reading.before(_IF_GIVEN, quantity.start, 110)
    ):
        return True
    if variable.id == "body_temp" and reading.before(_GIVEN_FOR, quantity.start, 120):
        return True
    if variable.id == "life_expectancy" and reading.behind(_AFTER_IT, quantity.end, 30):
        return True
    if variable.id == "cholesterol" and reading.before(_HDL, quantity.start, 60):
        return True
    if variable.id in _OF_AN_EVENT and reading.before(_THEN, quantity.start, 200):
        return True
    if variable.id == "weight" and _IDEAL.match(reading.form, quantity.end):
        return True
    if variable.id == "steroid_dose" and _PER_KG.match(reading.form, quantity.end):
        return True
    if reading.before(_GRADE, quantity.start, 8) and variable.id != "gleason":
        return True
    if (
        variable.id == "pf_ratio"
        and quantity.unit is None
        and (quantity.high or quantity.low) <= 60
        and reading.search(_OXYGENATION)
    ):
        return True  # the oxygenation index that falls as the lungs get better
    if variable.id == "glucose_fasting" and not reading.search(_FASTING):
        return True
    if variable.id == "lvef" and reading.before(_SHORTENING, quantity.start, 60):
        return True
    if variable.id == "ige" and _TOTAL_IGE.search(reading.lead(quantity.start, 50)):
        return False
    pattern = _OTHERWISE.get(variable.id)
    if pattern is None:
        return False
    if variable.id == "lesion_size" and (
        pattern.search(reading.form) or reading.behind(_DISTANCE, quantity.end, 30)
    ):
        return True
    start, end = reading.sentence(quantity.number_start)
    near = reading.form[max(start, quantity.start - 60) : min(end, quantity.end + 45)]
    return bool(pattern.search(near))


def _is_condition(reading: Reading, variable: Variable, quantity: Quantity) -> bool:
    """Whether a value only tells when a rule holds."""
    if reading.kind != "inclusion":
        return False
    start = reading.sentence(quantity.start)[0]
    if variable.id == "age" and _FOR_FIRST.match(reading.form[start : quantity.start]):
        return re.match(r"[^.;:,]{0,60}, ", reading.tail(quantity.end, 64)) is not None
    return bool(
        _IF_FIRST.pattern.match(reading.form[start : quantity.start])
        and _THEN_ASKED.match(reading.tail(quantity.end, 160))
    )


# A bare number before these counts them: it is no value of a measurement.
_COUNTED_THINGS = Gated(
    r" ?(?:or more |consecutive |separate |different )?(?:measurement|occasion|time|day|episode|of the|test|dose|beat|visit|sample|criteri|month|reading|standard dev|sds?\b|determination|patient|subject|lesion|site|(?!off\b)(?:[a-z]+ )?(?:medications?|drugs|agents)\b|courses?\b|cycles?\b|relapses?\b|prior\b|previous\b|hospitali)"
)


COUNTED = Gated(
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
