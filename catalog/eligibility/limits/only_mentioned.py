"""Illnesses and treatments that are only mentioned: under a condition, of somebody else, or as what something else is for."""

from __future__ import annotations

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.lines import NONE_OR_SOME
from catalog.eligibility.limits.prepared import Reading

# `Liver biopsy normal if serologic evidence of hepatitis B`, `If signs of brain metastasis, a negative scan is required`.
_IF = Gated(r"\bif\b(?! (?:any|applicable|so|not|possible|needed|necessary)\b)")
# ... but `excluded if`, `eligible only if`, `accepted if` begin what is asked.
_ASKS_IF = Gated(
    r"\b(?:eligib\w*|ineligib\w*|exclu\w+|inclu\w+|enrol\w*|allow\w*|permit\w*|accept\w*|enter\w*|participat\w*|qualif\w*|consider\w*|only|even|as|unless|who|suitable|entry)\b[^.;,]{0,30}$"
)
_DEMANDS = Gated(
    r"\b(?:must|requir\w+|should|perform\w*|need\w*|necessary|mandatory|will be|obtain\w*)\b"
)
# `Patients, if female and of childbearing potential must not be nursing`: the condition has ended.
_ASKED_THEN = Gated(r"\b(?:must|should|shall|will)\b")
_ENDS = (",", ";", ":", ")", ". ")


# `For patients with bone marrow involvement: AGC above 750`.
_FOR_SOME = Gated(
    r"\W*(?:for|in) (?:the |all |those )?(?:patients?|subjects?|participants?|those|individuals?|children|wom[ae]n|m[ae]n) (?:with|who|whose|that|having|receiving)\b[^.;:,]*"
)


def is_condition(reading: Reading, at: int) -> bool:
    """Whether a place stands behind words that only say when, or of whom, something else is asked."""
    start, end = reading.sentence(at)
    if (some := reading.match(_FOR_SOME, start)) is not None and at < some.end() < end:
        return True
    if (found := reading.search(_IF, start, at)) is None:
        return False
    between = reading.form[found.end() : at]
    if any(mark in between for mark in _ENDS) or reading.find(_ASKED_THEN, between):
        return False
    if reading.before(_ASKS_IF, found.start(), 60):
        return False
    if reading.kind == "exclusion":
        return reading.search(_DEMANDS, start, found.start()) is not None
    before = reading.form[start : found.start()].strip(" -*.:(")
    return bool(before) or reading.search(_DEMANDS, at, end) is not None


# The illness is only what a risk, a test or a prevention is about.
_ONLY_RISK = Gated(
    r"\b(?:risks? (?:of|for)|risk[a-z -]* (?:of|for)|risk factors? (?:of|for)|prophylaxis (?:of|for|against)|chemoprophylaxis against|against|expos(?:ed?|es|ing|ure)(?: (?:the|a|any))?(?: (?:subjects?|patients?|participants?|them|you))? to|"
    r"contact\d? with|(?:prior to|before)|close to|epidemiological(?:ly)? (?:association|links?|linked|related) (?:with|to)|clusters? of|surgery (?:of|for|involving)|secondary to(?: [a-z]+)?|behaviou?rs? for|unrelated to|not related to|regardless of|irrespective of|with(?: or |/)without|precluding|awaiting|scheduled for|candidates? for|planned|prevention of|prevent|screen for|screening for|to treat|treating|tested for|partner (?:with|has|is)|born to|other than|(?:investigational|experimental) (?:therapy|treatment|drugs?|agents?) (?:of|for)|(?:treatment|therapy|medications?|management) (?:of|for) (?:the )?complications? of|"
    r"attribut\w+ to(?: [a-z]+){0,3}|explained by|explanations? for|(?:studies|study|research) (?:of|on|in)|(?:mothers?|born to wom[ae]n) (?:who )?(?:is|are|was|were|has|had|with)(?: been| suspected| confirmed| or| infected| infection| of| known| diagnosed| with)*|(?:guidelines?|schemes?|protocols?|programs?|recommendations?|(?:diagnosis|prevention) and (?:treatment|control)) (?:for|of|on)|"
    r"(?:in|for|among|only to) (?:those |all |the )?(?:patients?|subjects?|participants?|individuals?) (?:with|without|infected with|who have|known to have)(?: (?:symptoms|signs|an? history|history|evidence|suspicion) (?:of|for))?)"
    r"(?: an?| the| m\.| another| other| underlying| (?:laboratory|lab)[- ]confirmed| positive| hospitali[sz]ed| symptomatic| confirmed| probable| suspected| known| or| cases?| patients?| persons?| people| of| with)* $"
)
# `Liver biopsy required in patients with hepatitis B`: asked of them, not for them.
_REQUIRED_OF = Gated(
    r"\b(?:required|needed|necessary|mandatory|recommended|performed|obtained) (?:only )?(?:in|for|of) (?:all )?(?:patients?|subjects?|participants?|those) (?:with|who)\b[^.;:]*$"
)
# `regardless of prior infections or malignancies`, `prophylaxis against varicella and hepatitis virus`.
_NO_MATTER = Gated(
    r"\b(?:regardless|irrespective) of [^.;,:()]*$|\bprophylaxis (?:for|of|against) [^.;,:()]*$"
)
# `Donor: HIV seropositive`
_DONOR = Gated(r"\W*donors? ?:")
# `Able to avoid contact with the following: children, people with HIV`: each of the list is somebody else.
_CONTACTS = Gated(
    r"\bavoid (?:\w+ )?(?:contact|exposure) (?:with|to)\b[^.;]*$|\bcontact with (?:any of )?(?:the )?following\b[^.;]*$"
)


# The illness only names something else: `HIV vaccine`.
_ONLY_NAMED = Gated(
    r"[- ](?:vaccin\w+|immunogens?|prevention|prophylaxis|research|clinical (?:research|trials?)|counsel\w+|clinics?|classification|testing(?! (?:positive|negative))|exposed|amyloid\w*|screening(?=[,.;]|$)|sero-?status|test will|(?:is|are) (?:indicated|planned)|"
    r"(?:sero-?)?(?:status|testing) (?:is )?required|(?:infection |disease )?required for (?:inclusion|entry|enrol\w*|eligib\w*))\b"
)
# `maternal HIV infection`, `an HIV-positive partner`.
_OF_OTHERS = Gated(r"\b(?:maternal|paternal|parental|donor|partner|sibling)(?:'s)? $")
_OTHERS = Gated(
    r"(?:[- ](?:(?:sero)?(?:positive|negative)|infected))? (?:partners?|spouses?|donors?|contacts?|husbands?|wi(?:fe|ves)|sexual partners?|family members?|household)\b"
)
# `no concurrent antiretrovirals for HIV-positive patients`: those among them.
_FOR_THOSE = Gated(r"\b(?:for|to|by|in|among|with) (?:the |all |any |those )?$")
_SUCH_PEOPLE = Gated(
    r"(?:[- ](?:sero)?(?:positive|infected))? (?:patients?|subjects?|participants?|individuals?|persons?|people|volunteers?)\b"
)
# `No stroke patients with a cardiac source`: some of them.
_SOME_PATIENTS = Gated(r" patients? (?:with|who|whose)\b")


DENIED_ELSEWHERE = Gated(
    r"\b(?:kein|keine[nrms]?|ohne|nicht|ausschluss|sin|sem|não|nao|ausência|ausencia|pas d[e']|sans|geen|zonder|nessun[oa]?|senza|ingen|utan|brak|bez)\b[^.;:]{0,50}$"
)
"""A denial in another language, which this program does not read: `Keine HIV-Infektion` tells neither that it is there nor that it is not."""
# `No COVID-19 related hospitalization`: the illness itself may be there.
_RELATED = Gated(
    r"(?: infection)?[- ](?:related|associated|induced|attributable|caused)\b(?! or\b)"
)


def is_mere_mention(reading: Reading, found: Found[str]) -> bool:
    """Whether nobody is said to have, or not to have, the illness that is named."""
    at, end = found.start, found.end
    if reading.before(_ONLY_RISK, at, 60) or reading.behind(_ONLY_NAMED, end, 44):
        return True
    if (
        reading.before(DENIED_ELSEWHERE, at, 60)
        or reading.before(_NO_MATTER, at, 110)
        or reading.match(_DONOR)
        or reading.before(NONE_OR_SOME, at, 80)
    ):
        return True
    if reading.before(_CONTACTS, at, 400) or is_condition(reading, at):
        return True
    if reading.before(_OF_OTHERS, at, 14) or reading.behind(_OTHERS, end, 26):
        return True
    if reading.kind == "exclusion":
        return False
    if reading.within(_REQUIRED_OF, reading.sentence(at)[0], at):
        return True
    if reading.before(_FOR_THOSE, at, 16) and reading.behind(_SUCH_PEOPLE, end, 40):
        return True
    if reading.behind(_RELATED, end, 60) and reading.is_negated(at):
        return True
    return reading.behind(_SOME_PATIENTS, end, 20) is not None and reading.is_negated(at)


# Who only waits for one has not had it; `creatinine rising before transplant` speaks of one to come.
_NOT_YET = Gated(
    r"\b(?:requir(?:es?|ing)|needing|needs?|in need of|await(?:s|ing)|waiting for|from receiving|from undergoing|to (?:receive|undergo)|listed for|referred for|evaluated for|"
    r"(?<!or )(?<!and )(?<!/)(?:planned|planning|scheduled|anticipated|expected)(?: for| to be)?|need for|eligible for|candidates? for|protocols? for|donors?(?: available)? for|prior to|before|preceding|until|preclud\w+|"
    r"survival from|compliance with|research|at (?:the )?time of|during the(?: initial)?|(?:safety|success|outcome|risks?) of|elect(?:s|ing|ed)?|choos(?:e|es|ing)|refus(?:e|es|ing)|declin(?:e|es|ing))"
    r" (?:(?:an?|the|your|urgent|emergency|immediate|future|major|surgery|curative|high-priority|liver|kidney|heart|lung|organ|or|and|dialysis|orthotopic|autologous|allogeneic|potentially|high-dose|therapy|with|hematopoietic|stem|cell) ?)*$"
)
_TO_COME = Gated(
    r" ?(?:(?:is |are |was )?(?:planned|anticipated|scheduled|delayed)|preparative|conditioning|protocols?|treatment|period|candidates?|waiting|list|staff|unit|team|cent(?:er|re)s?|service|department|physicians?|programs?)\b"
)


# `no relapse following transplantation`, `in the year after transplantation`: it is had, or will be.
_AFTER_ONE = Gated(
    r"\bno (?:[a-z-]+ ){0,2}(?:relapses?|recurrences?|progression|gvhd|rejection) (?:following|after|since)\b[^.;]*$|\bin the (?:first )?(?:years?|months?|weeks?|days?) (?:after|following|post) (?:the )?$"
)


def is_to_come(reading: Reading, found: Found[str]) -> bool:
    """Whether a transplant is one that is waited for, planned or spoken of."""
    if reading.kind == "inclusion" and reading.before(_AFTER_ONE, found.start, 90):
        return True
    return bool(
        reading.before(_NOT_YET, found.start, 70) or reading.behind(_TO_COME, found.end, 24)
    )


# `Therapy for acute infection or malignancy`: what is given is told, not what it is for.
_TREATMENT_OF = Gated(
    r"(?:^|\. |: )\W*(?:(?:has|have|is|are|be|must|no|not|without|received|receiving|requiring|undergoing|on|any|a|prior|previous|concurrent|current|ongoing|systemic|other|chronic|acute|active|maintenance|suppressive|being) )*"
    r"(?:therap(?:y|ies)|treatments?|drugs?|medications?|prophylaxis|steroids?|corticosteroids?|antibiotics?) (?:for|of) [^.;:()]*$"
)
_PROPHYLAXIS_OF = Gated(
    r"(?:^|\. |: )\W*(?:(?:any|prior|systemic|oral|primary|secondary) )*\w*prophylaxis (?:for|of|against) (?:\b[a-z]\. |[^.;:()])*$"
)
# `HIV-related`, `AIDS dementia`: what only has its name.
_NAMED_AFTER = Gated(
    r"[- ](?:(?:related|associated|defining|specific)\)? (?!complex)\w|dementia|neurologic(?:al)? disease|constitutional disease|proteinase|encephalopathy|wasting|nephropathy|neuropathy|levels?\b)"
)
# `HIV protease inhibitors`, `TB therapy`: the drugs; but who is "HIV treatment experienced" has it.
_DRUGS_AGAINST = Gated(
    r"[- ](?:infection )?(?:prote(?:in)?ase inhibitors?|antivirals?|drugs?|medications?|medicines|therap(?:y|ies)|treatments?)\b(?![- ](?:na|exp))"
)
_BY_DRUGS = frozenset({"hiv", "hbv", "hcv", "tb"})


def names_treatment(reading: Reading, variable: str, found: Found[str], *, denying: bool) -> bool:
    """Whether an illness only tells what drugs, a prevention or another illness of its name are."""
    at, end = found.start, found.end
    if variable == "hiv" and denying and reading.behind(_NAMED_AFTER, end, 30):
        return True
    if variable in _BY_DRUGS and reading.behind(_DRUGS_AGAINST, end, 50):
        return True
    if reading.before(_PROPHYLAXIS_OF, at, 120):
        return True
    return denying and reading.before(_TREATMENT_OF, at, 160) is not None


# `HCV+ admitted only if`
_ADMITS = Gated(
    r"[^.;]{0,60}\b(?:admitted only|may (?:also )?(?:receive|be (?:enrolled|included|entered)|participate|enter|enroll?))\b"
)
# `Therapy for new episodes of tuberculosis`: what is given.
_GIVEN_FOR = Gated(
    r"^\W*(?:(?:maintenance|suppressive|acute|chronic|primary|secondary|concurrent|concomitant) )*(?:therapy|treatment|medications?|drugs?) for\b[^.;:]*$"
)


def is_of_some_infected(reading: Reading, found: Found[str]) -> bool:
    """Whether inclusion only says what is asked of, given to or permitted of those who have an infection."""
    if reading.kind != "inclusion":
        return False
    start = reading.sentence(found.start)[0]
    return bool(
        reading.behind(_ADMITS, found.end, 100) or reading.within(_GIVEN_FOR, start, found.start)
    )
