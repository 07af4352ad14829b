"""Whether a number is an age: by its comparator, its words, or the people it stands behind."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity

# `renal transplant patients (≥ 21 years)`, `female, ≥ 18 years, literate`: nothing else of people has years and a bound.
_PEOPLE_BEFORE = re.compile(
    r"\b(?:adults?|patients?|subjects?|participants?|volunteers?|individuals?|children|infants?|wom[ae]n|m[ae]n|(?:fe)?males?|adolescents?|boys?|girls?)(?: ?\(|,) ?$"
)
_ENDS_AGE = re.compile(r" ?(?:of age|old)?(?: at [a-z ]{4,30})? ?(?:[),;.]|$)")


# `In patients over 70`: nothing else of people is over a bare number.
_PEOPLE = r"(?:adults?|patients?|subjects?|participants?|volunteers?|individuals?|people|persons?|children|wom[ae]n|m[ae]n|(?:fe)?males?|those)"
_PEOPLE_OVER = re.compile(rf"(?<!\bof )\b{_PEOPLE}(?: (?:who are|that are|aged?))? $")
_IN_PEOPLE = re.compile(
    rf"\d[^.;]{{0,20}}[ (](?:in|for|among) (?:the |all )?{_PEOPLE}(?: (?:who are|that are|aged?))? $"
)
_OVER = re.compile(r"(?:over|above|under|below) ")


def is_condition_of_age(reading: Reading, quantity: Quantity) -> bool:
    """`LVEF > 50 % in those under 65`: an age that only says of whom the value is asked."""
    return (
        reading.kind == "inclusion"
        and quantity.unit is None
        and bool(_OVER.match(quantity.said))
        and _IN_PEOPLE.search(reading.lead(quantity.start, 40)) is not None
    )


def is_age_of_people(reading: Reading, quantity: Quantity) -> bool:
    """Whether people stand right before a number that can be nothing but their age."""
    if (
        quantity.unit is None
        and 10 <= quantity.low <= 100
        and _OVER.match(quantity.said)
        and _PEOPLE_OVER.search(reading.lead(quantity.start, 30))
        and _ENDS_AGE.match(reading.tail(quantity.end, 40))
    ):
        return True
    if quantity.unit != "a" or (quantity.op in (None, "=") and quantity.high is None):
        return False
    return bool(
        _PEOPLE_BEFORE.search(reading.lead(quantity.start, 24))
        and _ENDS_AGE.match(reading.tail(quantity.end, 40))
    )


# `Karnofsky if over 16`: an age that only chooses the scale.
CONDITION_OF_AGE = Gated(
    r"\b(?:if|when|where)(?: the)?(?: (?:patients?|subjects?|participants?|child|children))?(?: (?:is|are|were|was))?(?: ages?d?)?(?: of)? ?$"
)
# `older than 40`, `18 years or older` name the age themselves.
_AGE_SIGN = re.compile(r"(?:older|younger|not older|not younger|no older|no younger)\b")
_AGE_BEHIND = re.compile(r"\b(?:or|and|/) ?(?:older|younger|elder)\b|\bof older\b")


def says_age(reading: Reading, quantity: Quantity) -> bool:
    """Whether the comparator itself speaks of age: nothing else is older."""
    if quantity.unit not in (None, "a", "mo") or quantity.low > 120:
        return False
    if reading.before(_THINGS, quantity.start, 40) or reading.before(
        _ILLNESSES, quantity.start, 25
    ):
        return False
    if reading.before(_CONTACT, quantity.start, 40):
        return False
    return bool(_AGE_SIGN.match(quantity.said) or _AGE_BEHIND.search(quantity.said))


_ILLNESSES = Gated(r"\b(?:disease|disorder|problem|pain|symptoms?|condition|event)\b")


# `avoid close contact with children 3 years or younger`
_CONTACT = Gated(
    r"\bcontact with (?:any )?(?:children|infants|persons|individuals|people)\b[^.;]*$"
)
# `Onset of stuttering must have occurred between 3 and 10 years of age`
_ONSET_OF = Gated(r"\bonset of [^.;,]{3,60}\b(?:occurr\w*|must|began|was|should)\b[^.;,]*$")
_YEARS_OF_A_THING = 10
# What can be some days old and is no patient.
_THINGS = Gated(
    r"\b(?:surger|operation|injur|fracture|lesion|stroke|infarct|graft|stent|transplant|wound|scar\b|scan|biops|sample|"
    r"specimen|tissue|x-?ray|ecg|tests?\b|results?\b|imaging|burn|ulcer|thromb|amputation|catheter|implant|amenorr|menses|menstru|menopaus|"
    r"histolog|patholog|cytolog|document|certificate|reports?\b|assessments?\b|laborator|analys[ei]|measurements?\b|values?\b|examination|mri\b|cts?\b|pet\b|echo|material|block|slide|swab|cultures?\b|serolog|evaluation)"
)
AGE_WORDS = re.compile(r"\bage|\bold\b|older|younger|aged|\bborn\b|\by\.?o\b")


# What is counted is no age.
_COUNTED = Gated(
    r"\W*(?:or more )?(?:individuals|persons|members|relatives|episodes|times|attacks|criteria|symptoms|signs|siblings|lesions|(?:[a-z]+ )?(?:tests|visits|sessions|procedures|doses|cycles))\b"
)

# `A minimum of 75 children`, unless an age is told right before it: `age 18-65 men and women`.
_ENROLLED = Gated(
    r" ?(?:patients|children|subjects|participants|infants|wom[ae]n|m[ae]n|adults|volunteers|cases|families|cent(?:er|re)s|sites)\b(?! (?:and|or) (?:older|over|above))"
)
_AGE_JUST_BEFORE = re.compile(r"\b(?:age[sd]?|old|older|younger)\b[^().;]{0,14}$")


# `up to 3 years in patients under age 52`: the age stands behind.
_FOR_SOME = Gated(
    r" (?:in|for) (?:the )?(?:patients?|those|wom[ae]n|m[ae]n|subjects?|participants?|children) (?:who are )?(?:under|over|below|above|aged?|older|younger)\b"
)


_TABLE_ROW = re.compile(r"[^.;:]{0,45}: ?\d+(?:\.\d+)?(?: mg/dl)?\W*$")
# `ejection fraction of 50 % (for patients over age 40)`
_OF_SOME = Gated(
    r"(?:\d|\bmm|%|\buln|\bsds?)[^.;]{0,20}\bin (?:subjects?|patients?|children|those|adults) (?:aged? |(?:who are )?(?:older|younger) than )?$|\((?:only )?(?:for|in) (?:the )?(?:patients?|those|wom[ae]n|m[ae]n|subjects?|participants?|children)\b[^().;]*$"
)


def is_age(reading: Reading, quantity: Quantity) -> bool:
    if quantity.unit == "h":
        return bool(re.match(r" ?(?:of (?:life|age)|old)\b", reading.tail(quantity.end, 10)))
    if quantity.unit not in (None, "a", "mo", "wk", "d"):
        return False
    if quantity.low > 120 or (
        quantity.unit is None and quantity.op is None and quantity.high is None
    ):
        return False
    if quantity.unit is None and not any(mark.isdigit() for mark in quantity.said):
        return False  # "10 years or older with two to four quadrants affected"
    if reading.parent and _TABLE_ROW.match(reading.tail(quantity.end, 60)):
        return False  # "older than 10 but at most 15: 1.2", of creatinine by age
    if quantity.unit is None and reading.behind(_COUNTED, quantity.end, 40):
        return False
    if (
        quantity.unit is None
        and reading.behind(_ENROLLED, quantity.end, 40)
        and not _AGE_JUST_BEFORE.search(reading.lead(quantity.start, 24))
    ):
        return False
    if reading.behind(_FOR_SOME, quantity.end, 40) or reading.before(_OF_SOME, quantity.start, 45):
        return False
    if reading.before(_ONSET_OF, quantity.start, 130) or reading.before(
        _CONTACT, quantity.start, 40
    ):
        return False
    lead = reading.lead(quantity.start, 40)
    part = max(lead.rfind(", "), lead.rfind("; "), lead.rfind(" - ")) + 1
    if len(lead[part:].split()) > 1:
        lead = lead[part:]
    near = lead + reading.form[quantity.start : quantity.end + 30]
    if quantity.unit in ("d", "wk", "mo") and reading.find(_THINGS, lead):
        return False
    if (
        quantity.unit == "a"
        and quantity.low <= _YEARS_OF_A_THING
        and (reading.find(_ILLNESSES, lead) or reading.find(_THINGS, lead))
        and not AGE_WORDS.search(lead[-10:])
    ):
        return False
    elapsed = re.search(
        r"\b(?:within|past|last|previous|since|prior to|before|after|for at least|following|ago|every|duration|later)\b"
        r"(?! (?:the )?(?:signing|consent|study|enrol|screening|randomi|inclusion|time))",
        reading.form[max(0, quantity.start - 25) : quantity.end + 14],
    )
    if elapsed and "age" not in near:
        return False
    return bool(AGE_WORDS.search(near)) and not re.search(
        r"tissue|sample|specimen|biops|bone age|gestational age", near
    )
