"""Whose number it is: an age that is a donor's, a caregiver's, of onset or of assent is not the patient's age."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.linking import Linked
from catalog.eligibility.limits.prepared import Reading

# Before the number, in its clause.
_ANOTHER = Gated(
    r"\b(?:donors?|care-?givers?|carers?|parents?|mothers?|fathers?|spouses?|partners?|siblings?|brothers?|sisters?|relatives?|"
    r"guardians?|(?:family|support|household) (?:support )?(?:members?|history|persons?|partners?)|paternal|parental|first[- ]degree|husbands?|wives|informants?|companions?)\b"
    r"|\b(?:have|has|having|with) (?:an?|at least one|one) (?:child|son|daughter|infant|baby)\b"
)
_HEADED = re.compile(r"\b(?:donors?|care-?givers?|parents?|partners?|siblings?|mothers?)\b")
# `(< 55 years of age in male first-degree relatives)`.
_OF_RELATIVES = Gated(
    r"[ ,(]*(?:of age |old )?(?:in|of|for) (?:an? |the |any )?(?:(?:male|female|first|second)[- ]?(?:degree )?)*(?:relatives?|parents?|siblings?|brothers?|sisters?|mothers?|fathers?|family)\b"
)
# Between the word age and its number, or right behind it: another age than today's.
_THEN = Gated(
    r"\b(?:at|of|age at|before|by)(?: the)?(?: (?:time|age|date) of)?(?: (?:first|initial|disease|symptom|original|their|cancer))*"
    r" (?:onset|diagnosis|menarche|menopause|presentation|operation|surgery|transplant\w*|birth|death|injury|first)\b"
)
_THEN_BEHIND = Gated(
    r"[ ,(]*(?:of age |old )?(?:at|when|before)(?: the)?(?: (?:time|age|date) of)?(?: \w+){0,2}? (?:onset|diagnosis|diagnosed|menarche|menopause|"
    r"presentation|operation|surgery|transplant\w*|birth|death|injury)\b"
)
_ASSENTS = Gated(r"\b(?:assent|consent)\b[^.;]{0,60}\b(?:if|for|from|of|by|when)\b[^.;]{0,40}$")
_SIGNS = Gated(
    r"[^.;:]{0,40}?\b(?:(?:must|should|will|to|also|can|may|capable of|able to)[^.;:]{0,20})?\b(?:sign|assent|give|provide|providing|giving)\w*\b[^.;:]{0,25}\bassent\b"
    r"|[^.;:]{0,30}?\b(?:must|should|will) (?:also )?assent\b"
)


# `Developmental age`, `bone age`: another age than the years since birth.
_OTHER_AGE = Gated(
    r"\b(?:developmental|mental|bone|skeletal|dental|gestational|corrected|adjusted|post-?menstrual|conceptional|reading|vascular|arterial)"
    r" ages?\b[^.;,]{0,30}$"
)
_SCALE = Gated(r"\b(?:karnofsky|lansky|kps|ecog|zubrod|performance)\b")
_CHOOSES = Gated(
    r"(?:\( ?(?:patients? |subjects? |children )?(?:ages?|aged)?|"
    r"\b(?:for|in|if)(?: (?:patients?|subjects?|participants?|children|those|adults))?(?: (?:who|that))?(?: are)?(?: aged?)?) ?$"
)
# "Age less than 16 years: Lansky 50-100%", "patients > 16 years of age must have Karnofsky 50%".
_CHOSEN = Gated(
    r"(?: old| of age)?(?: ?[:=]| (?:must|should) have(?: an?)?) ?(?:karnofsky|lansky|kps)\b"
)
# "Karnofsky or Lansky (age-dependent) >= 50": no number of the age.
_DEPENDS = Gated(
    r"\bage[- ](?:dependent|adjusted|appropriate|specific|related|matched|based)\b[^.;]{0,40}$"
    r"|\b(?:depend\w*|based|according) (?:on|up ?on|to) (?:the )?(?:patient'?s? )?age\b[^.;]{0,20}$"
)
# "Diagnosed under age 50", "onset at > 16 years".
_THEN_BEFORE = Gated(
    r"\b(?:diagnos(?:ed|is)|onset)(?: (?:was|is|made|occur\w*))?(?: (?:at|under|before|over|after|by|prior to|below|above|older than|younger than))+"
    r"(?: (?:an?|the))?(?: ages?)?(?: of)? ?[<>=]* ?$"
)
# "Diagnosis of pancreatitis at age < 60": another age than today's.
_FOUND_AT = Gated(
    r"\b(?:diagnos(?:is|ed)|onset)(?: of| with)? [^.;,]{3,50} (?:at|before|under|by|prior to)(?: the| an)?(?: ages?)(?: of)? ?[<>=≤≥]* ?$"
)
# "(Infants under 3 months are eligible for a part of the study)": of some, told aside.
_ASIDE_OF_SOME = re.compile(r"\([^()]{0,80}$")
_MAY_ENTER = re.compile(r"[^()]{0,120}\b(?:are|is|may be) eligible\b")
# "Nurses caring for patients over 65": those whom they care for.
_CARES_FOR = Gated(
    r"\b(?:nurses?|physicians?|doctors?|clinicians?|staff|therapists?|providers?|volunteers?)\b[^.;]{0,40}\b(?:caring|care|cares|of|working|treating|responsible)\b[^.;]{0,15}\b(?:patients?|residents?|people|persons|children|adults)\b[^.;]{0,20}$"
)
# "Adults of 18 to 75 (parts 1 and 2 only)": the number of a part of the study.
_OF_PART = re.compile(
    r"\b(?:parts?|cohorts?|arms?|phases?|stages?|steps?|strat(?:um|a)|sub-?stud(?:y|ies)|visits?|criteri(?:on|a)|versions?|protocols?|tables?|appendix|sections?|types?) ?#?$"
)
# "Women of reproductive potential (between 15 and 49 years old)": who they are, not who may enter.
_CAN_BEAR = Gated(r"\b(?:child-?[ -]?bearing|reproductive|fertile)\b[^.;()]{0,40}\([^()]{0,40}$")
_ABLE = re.compile(r"\b(?:able|capable|willing|who)\b")


def is_of_another(reading: Reading, linked: Linked) -> bool:
    """Whether an age is somebody else's, or of another time. A section headed so keeps its numbers."""
    if linked.variables != ("age",) or _HEADED.search(reading.section):
        return False
    quantity = linked.quantity
    start, end = reading.sentence(quantity.number_start)
    before = reading.form[max(start, quantity.start - 90) : quantity.start]
    behind = reading.form[quantity.end : min(end, quantity.end + 70)]
    if reading.search(_SCALE, start, end) and (
        reading.find(_CHOOSES, before) or reading.begins(_CHOSEN, behind)
    ):
        return True  # "Karnofsky 50-100 (over 10 years of age)": the age chooses the scale
    lead = reading.form[max(start, quantity.number_start - 70) : quantity.number_start]
    if _OF_PART.search(reading.lead(quantity.number_start, 20)):
        return True
    if reading.find(_CAN_BEAR, before) or reading.before(_FOUND_AT, quantity.number_start, 100):
        return True
    if reading.before(_CARES_FOR, quantity.start, 90):
        return True
    if _ASIDE_OF_SOME.search(before) and _MAY_ENTER.match(behind):
        return True
    if reading.find(_DEPENDS, lead) or reading.find(_THEN_BEFORE, lead):
        return True
    return bool(
        reading.find(_ANOTHER, before)
        or reading.within(_OTHER_AGE, max(start, quantity.start - 60), quantity.number_start)
        or reading.find(_THEN, before[-45:])
        or reading.begins(_THEN_BEHIND, behind)
        or reading.begins(_OF_RELATIVES, behind)
        or reading.find(_ASSENTS, before)
        or (
            (told := reading.begins(_SIGNS, behind))
            and not (_ABLE.search(told[0]) and "not" not in told[0])
        )
    )
