"""Illnesses and states: present or absent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.another_cancer import is_another_cancer
from catalog.eligibility.limits.contraception import is_lacking
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.labels import UNCLEAR, answer
from catalog.eligibility.limits.lesions import is_measurable
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.negatives import LISTED_INFECTIONS, is_absent, is_demanded
from catalog.eligibility.limits.only_mentioned import (
    is_mere_mention,
    is_of_some_infected,
    is_to_come,
    names_treatment,
)
from catalog.eligibility.limits.pregnancies import asks_pregnancy, excludes_pregnancy
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.vocabulary.events import expanded

# An illness with a time limit gives the interval alone.
_TIMED = {
    "mi": "ts.mi",
    "stroke": "ts.stroke",
    "vte": "ts.vte",
    "unstable_angina": "ts.cardiovascular",
    "chf": "ts.cardiovascular",
    "arrhythmia": "ts.cardiovascular",
    "active_infection": "ts.infection",
    "other_malignancy": "ts.other_malignancy",
    "sct": "ts.sct",
    "covid19": "ts.infection",
}
_NOT_TESTED = Gated(
    r"(?:result|status|test(?:ing)?)s? (?:available|must be (?:available|known|performed)|known|unknown|will be|is required|not required)|"
    r"^(?:\W*(?:availab|results? available))|regardless of|irrespective|undetectable|viral load must|"
    r"(?:positive (?:and|or) negative)|availability of|for detection|"
    r"are eligible(?! to (?:participate|enter|enrol))|is eligible|be eligible|are allowed|is allowed|may be (?:enrolled|eligible|included)|are permitted|is permitted|permitted|acceptable|may participate|"
    r"treated and cured|will be (?:tested|screened|performed)|not (?:be )?(?:an )?exclu"
)


def presences(reading: Reading, timed: frozenset[str]) -> Iterator[Constraint]:
    """Flags in order of the text; `timed` are the intervals found, which replace their flags."""
    seen: set[str] = set()
    for found in _flags(reading):
        for variable, opposite in expanded(found.means):
            if variable in seen or _TIMED.get(variable) in timed:
                continue
            polarity = _polarity(reading, variable, found)
            if polarity is None:
                continue
            seen.add(variable)
            absent = polarity != opposite
            yield _flag(variable, absent, found)


def _flag(variable: str, absent: bool, found: Found[str]) -> Constraint:
    word = "absent" if absent else "present"
    span = (found.start, found.end)
    return Constraint(variable, "=", word, None, word, None, negated=absent, span=span)


# What is meant is the drug: `anti-HIV agents`; but not `anti-HIV positive`.
_AGAINST = Gated(r"\banti[- ]$")
_SEROLOGY = Gated(r"antibod|positiv|negativ|\btest|sero|\bab\b|igg|rna")


def _flags(reading: Reading) -> Iterator[Found[str]]:
    for found in reading.spotted.flags:
        if not found.means or is_mere_mention(reading, found):
            continue
        if reading.is_exception(found.start) or reading.is_example(found.start):
            continue
        if _is_another_sense(reading, found) or reading.before(_AROUND_IT, found.start, 14):
            continue
        yield found


# `positive pre-SCT`: only when something else is looked at.
# ... or a part of a line that was cut: `(homologous) to the known virus`.
_AROUND_IT = Gated(
    r"\b(?:pre|post)-$|^(?:to|than|from)(?: the)?(?: known)? $", quick=r"-|^(?:to|than|from)\b"
)
# `cardiac, kidney or CNS disease`: an organ's illness, no tumour.
_ORGANS = Gated(
    r"\b(?:cardiac|pulmonary|renal|kidney|hepatic|gastrointestinal|rheumatolog\w+|endocrine|cardiovascular|metabolic|respiratory|h(?:a)?ematolog\w+)\b"
)
_SPREADS = Gated(r"metasta|cancer|carcino|tumou?r|leuk|lymphom|malign|myelom|melanom")


# `a walking aid`, `hearing aids`; hepatitis in a list of what an immune reaction inflames.
_AIDS = Gated(
    r"\b(?:hearing|walking|mobility|visual|vision|memory|decision|communication|sleep|financial|first|learning|listening|ambulatory|assistive) $"
)
_IMMUNE = Gated(
    r"\b(?:colitis|uveitis|thyroiditis|hypophysitis|nephritis|myocarditis|dermatitis|arthritis|pancreatitis|vasculitis)\b"
)


# `fetal tissue transplantation`: no organ.
_TISSUES = Gated(
    r"\b(?:tissue|hair|f(?:a)?ecal|microbiota|stool|cornea|corneal|skin|tooth|teeth|cartilage|tendon) $"
)
# `bacterial, fungal, or viral pneumonitis`: an infection.
_OF_GERMS = Gated(
    r"\b(?:bacterial|fungal|viral|infectious|aspiration|cmv|cytomegalovirus|pneumocystis|carinii)(?:,? ?(?:(?:or|and|bacterial|fungal|viral) ?)*)? $"
)
_OTHER_CNS = Gated(
    r"\b(?:degenerative|demyelinating|inflammatory|congenital|vascular|infectious) $"
)
_GRADED = Gated(r" ?\(?(?:grades?|gr\.) ?\d")
# `Participants with HIV are eligible if ...` among what keeps out.
_LETS_IN = Gated(
    r"\W*(?:however,? |note:? )?(?:participants?|patients?|subjects?|those|individuals?|persons?) (?:with|who|that)\b(?:(?!\b(?:except|unless|but|excluded?|ineligible|not)\b)[^.;])*?"
    r"\b(?:(?:is|are|will be|may be|can be) (?:also |still )*(?:eligible|allowed|permitted|acceptable|included|enrolled|accepted)|may (?:also |still )*(?:participate|enroll?|enter))\b"
)


def _is_let_in(reading: Reading, found: Found[str]) -> bool:
    """Whether those who have it are said to be let in."""
    told = reading.match(_LETS_IN, reading.sentence(found.start)[0])
    return told is not None and found.end <= told.end()


def _is_another_sense(reading: Reading, found: Found[str]) -> bool:
    said = reading.form[found.start : found.end]
    if said.startswith("transplant"):
        # "type of transplantation: cord blood": which one is told beside
        return reading.before(_TISSUES, found.start, 30) is not None or any(
            "sct" in (each.means or "") for each in reading.spotted.flags
        )
    if said == "pneumonitis" and reading.before(_OF_GERMS, found.start, 60):
        return True
    if said.startswith("immunodeficien") and reading.form.startswith(" virus", found.end):
        return True
    if said in ("aid", "aids"):
        return said == "aid" or bool(reading.before(_AIDS, found.start, 14))
    if said in ("cns disease", "cns diseases", "central nervous system disease") and reading.before(
        _OTHER_CNS, found.start, 16
    ):
        return True
    if said == "hepatitis" and reading.behind(_GRADED, found.end, 12):
        return True
    if said == "cns disease":
        return reading.search(_ORGANS) is not None and reading.search(_SPREADS) is None
    if said != "hepatitis":
        return False
    if reading.kind == "inclusion" and any(
        each.means in ("hbv", "hcv") for each in reading.spotted.flags
    ):
        return True  # "chronic hepatitis, hepatitis B antigen negative": which one is told behind
    return bool(reading.search(_IMMUNE, max(0, found.start - 80), found.end + 80))


# `autoimmune or non-autoimmune urticaria`
_EITHER_AUTOIMMUNE = Gated(r"\bautoimmune (?:or|and|and/or) non")
# `hepatitis B surface antibody`: who is immune.
_IMMUNITY = Gated(r" ?(?:virus )?surface antibod|[- ]?s ?antibod")
# `infections where there is no documented immunodeficiency`: of those without it.
_WHERE_NOT = Gated(r"\b(?:where|in whom) (?:there (?:is|are|was) )?(?:not|no)\b[^.;,]{0,45}$")
# `prior therapy for AIDS-related disease`, `HIV positive allowed`: not what is asked.
_TREATED_FOR = Gated(r"\b(?:therap\w+|treatments?|drugs?|medications?) for (?:the |an? )?$")
_ALLOWED = Gated(r"[ -]?(?:antibody )?(?:positiv\w*|infection|status)? ?(?:is |are )?allowed\b")
# `more than two prior strokes`: one may be had.
_SEVERAL = Gated(
    r"\b(?:(?:more|greater) than (?:one|two|three|1|2|3)|[>≥] ?[1-3]|(?:two|three|2|3) or more|at least (?:two|three|2|3)) (?:(?:prior|previous|episodes? of|clinical) )*$"
)
_LET_IN = Gated(r"\b(?:is|are) (?:also |still )?eligible\b")
# `guideline for the treatment of COVID-19`, `nurses caring for COVID-19 patients`: nobody is said to have it.
_OF_VIRUS = Gated(
    r"\b(?:treatment|therap\w+|drugs?|care|caring|plan|programm?e?|guidelines?|guidance|scheme|management|diagnosis and treatment|outbreak|epidemic|pandemic|"
    r"contact\w*|homolog\w+|pathogens|rather|other|than|non|vaccin\w+|when|if|during)(?:[ -](?:of|for|to|than|with|the|a|by|against|known|severe|acute|respiratory|syndrome|new|on)|[ -])* ?$"
)
_VIRUS_PLAN = Gated(
    r"(?:[ -](?:pneumonia|infections?|virus|disease|19|prevention|control|patients|and))*[ -](?:diagnos(?:is|tic) (?:and|criteria|plan|program|scheme|standard)|treatment|management|guidelines?|outbreak|epidemic|pandemic|vaccin\w+|clinics?|wards?)\b"
)
# `who meet the diagnostic criteria of the fifth plan for coronavirus pneumonia`: they have it.
_MEETS = Gated(
    r"\b(?:who |patients |and |cases |subjects |participants |that |^)(?:meet\w*|fulfil\w*|conform\w*|met|compl(?:y|ies)|are in line|diagnosed|confirmed)(?: (?:with|to|by|as|according|the|all|following))* (?:(?:the|clinical|latest|national|current) )*diagnos\w*(?: (?:criteri\w+|standards?))?\b[^.;:]*$"
)
# `Medical staff during the outbreak`, `exposed to cases`: nobody is said to have it.
_STAFF = Gated(
    r"\b(?:staff|workers?|nurses?|physicians|doctors|personnel|residents|volunteers|population|exposed from|exposed to)\b"
)
_HAS_IT = Gated(
    r"\b(?:infected|diagnos\w+|confirmed (?:with|by|cases? who)|suffer\w*|positive|patients? with|who ha(?:ve|d|s)|symptomatic|hospitali[sz]ed|inpatients)\b"
)
# `Diagnosis confirmed not coronavirus disease`
_NOT_IT = Gated(r"\bnot (?:an? |the )?$")
# How much of the virus, which is a limit of its own.
_AMOUNT = Gated(r"[ -]*(?:1 )?(?:titers?|viral load|rna|copies)\b")

# `active infection with hepatitis B`: the germ has a flag of its own.
_NAMED_GERM = Gated(
    r" ?(?:with|by|of|due to|from) (?:the |known |active )*(?:hepatitis|hbv|hcv|hiv|human immuno|tubercul|sars|covid)"
)


def _polarity(reading: Reading, variable: str, found: Found[str]) -> bool | None:
    """True for absent, False for present, None where nothing is asked."""
    form = reading.form
    if variable in ("organ_transplant", "sct") and is_to_come(reading, found):
        return None
    if reading.before(_AGAINST, found.start, 8) and not reading.within(
        _SEROLOGY, found.start, found.end + 24
    ):
        return None
    denying = reading.kind == "exclusion" or reading.is_negated(found.start)
    if reading.kind == "exclusion" and _is_let_in(reading, found):
        return None
    if names_treatment(reading, variable, found, denying=denying):
        return None
    if (
        reading.kind == "exclusion"
        and variable in _TIMED
        and reading.before(_SEVERAL, found.start, 50)
    ):
        return None
    if (
        reading.kind == "inclusion"
        and variable in LISTED_INFECTIONS
        and (
            reading.before(_TREATED_FOR, found.start, 40) or reading.behind(_ALLOWED, found.end, 40)
        )
    ):
        return None
    if variable == "autoimmune" and reading.search(_EITHER_AUTOIMMUNE):
        return None
    if variable == "hbv" and reading.behind(_IMMUNITY, found.end, 30):
        return None
    if variable in LISTED_INFECTIONS and is_of_some_infected(reading, found):
        return None
    if reading.kind == "exclusion" and reading.before(_WHERE_NOT, found.start, 80):
        return None
    if variable == "other_malignancy" and reading.kind == "inclusion" and reading.search(_LET_IN):
        return None
    if (
        variable == "covid19"
        and (
            reading.before(_OF_VIRUS, found.start, 60) or reading.behind(_VIRUS_PLAN, found.end, 60)
        )
        and not reading.before(_MEETS, found.start, 190)
    ):
        return None
    if variable == "covid19" and reading.before(_NOT_IT, found.start, 12):
        return None if reading.kind == "exclusion" else True
    if variable == "covid19" and reading.kind == "inclusion":
        start, end = reading.sentence(found.start)
        if reading.search(_STAFF, start, end) and not reading.search(_HAS_IT, start, end):
            return None
    if variable == "active_infection" and reading.behind(_NAMED_GERM, found.end, 40):
        return None
    if variable == "contraception":
        return is_lacking(reading, found.start)
    if variable == "measurable_disease":
        return is_measurable(reading, found)
    if variable not in _BIOMARKERS and answer(reading, found) == UNCLEAR:
        return None  # "Pregnancy: women of childbearing potential must ..."
    if variable in _BIOMARKERS and not _states_result(reading, found):
        return None
    if variable == "other_malignancy" and not is_another_cancer(reading, found):
        return None
    if variable in ("pregnancy", "breastfeeding") and excludes_pregnancy(reading, found):
        return True
    if variable in ("pregnancy", "breastfeeding") and not asks_pregnancy(reading, found, variable):
        return None
    if (
        variable in ("hiv", "hbv", "hcv", "tb")
        and _NOT_TESTED.pattern.search(form[found.start :])
        and reading.kind == "inclusion"
    ):
        return None
    if (
        variable
        in ("autoimmune", "organ_transplant", "sct", "immunodeficiency", "other_malignancy")
        and reading.kind == "inclusion"
        and not is_absent(reading, found)
    ):
        return None
    if variable in _CARDIAC and reading.kind == "inclusion" and not is_absent(reading, found):
        return False if _is_asked_for(reading, variable, found) else None
    if variable in ("hiv", "hbv", "hcv", "tb") and reading.behind(_ONLY_TESTED, found.end, 60):
        return None
    if variable == "hiv" and reading.behind(_AMOUNT, found.end, 30):
        return None
    if variable == "tb" and "non-tuberculous" in form:
        return None
    if reading.kind == "exclusion" and reading.search(
        _DENIED_TWICE, max(0, found.start - 40), found.end + 25
    ):
        return None  # "absence of a negative test": what keeps out is not sure
    return is_absent(reading, found) and not is_demanded(reading, found)


_BIOMARKERS = frozenset({"hpv", "her2", "alk", "egfr_mut", "msi"})
# `HIV testing will be required`: nothing is asked of the patient.
_ONLY_TESTED = Gated(
    r" ?(?:virus )?(?:surface )?(?:antibody |antigen |blood )?(?:test(?:ing|s)?|screening|serology) (?:(?:is|are|will be|must be|should be) )?(?:required|performed|done|offered|obtained|mandatory)\b"
)
_DENIED_TWICE = Gated(r"\b(?:absence of|lack of|without|not|no)\b[^.;,]{0,40}\bnegative\b")
_ASKED = frozenset(
    {"mi", "stroke", "chf", "arrhythmia", "vte", "ild", "cns_mets", "leptomeningeal"}
)
_ASKED_LEAD = Gated(
    r"(?:^|\. )\W*(?:(?:the|all|adult|male|female|hospitali[sz]ed|elderly|older|young|consecutive|eligible) )*(?:patients?|subjects?|participants?|individuals?|adults|(?:wom[ae]n|m[ae]n)(?: (?:and|or) (?:wom[ae]n|m[ae]n))?)?(?: who)? ?"
    r"(?:with|have had|have|has|had|presenting with|admitted (?:with|for)|hospitali[sz]ed (?:with|for)|suffering from|diagnosed with|diagnosis of|diagnosis:)"
    r"(?: (?:an?|the|established|clinical|definite|documented|confirmed|proven|symptomatic|stable|acute|chronic|known|previous|prior|first|history|of|diagnosis|diagnosed|with|and|histologically|radiologically|radiographically|"
    r"mild|moderate|severe|to|compensated|decompensated|systolic|diastolic|advanced|congestive|nyha|new york heart association|functional|class|[iv1-4/-]+|or|[,()]))* $"
)
_ASKED_TAIL = re.compile(
    r"(?: ?\([a-z]{2,5}\))?(?: (?:disease|patients?|nyha [a-z ]*[iv-]+|class [iv-]+))?\W*$|(?: ?\([a-z]{2,5}\))? ?(?:[,.;(]|\b(?:confirmed|documented|defined|diagnosed|proven|diagnosis|with (?:preserved|reduced)|and (?:an? )?(?:lvef|ejection|left ventric\w+))\b)"
)


# `NYHA class II or class III`: an "or" of grades alone.
_CLASSES = re.compile(r"\b(?:class |stage )?[iv1-4]+ or (?:class |stage )?[iv1-4]+\b")


def _is_asked_for(reading: Reading, variable: str, found: Found[str]) -> bool:
    """Whether inclusion asks for the illness itself: `patients with atrial fibrillation`."""
    if variable not in _ASKED or reading.parent:
        return False
    if " or " in _CLASSES.sub(" ", reading.form):
        return False
    if reading.section and not reading.section.startswith("disease"):
        return False  # headings of old records stand over what excludes as well
    if reading.search(_NOT_TESTED) or reading.exceptions or " if " in reading.form:
        return False
    return bool(
        reading.before(_ASKED_LEAD, found.start, 120)
        and _ASKED_TAIL.match(reading.tail(found.end, 60))
    )


_CARDIAC = frozenset(
    {
        "mi",
        "stroke",
        "unstable_angina",
        "chf",
        "arrhythmia",
        "vte",
        "effusion",
        "ild",
        "active_infection",
        "cns_mets",
        "leptomeningeal",
        "diabetes_uncontrolled",
        "hypertension_uncontrolled",
    }
)


def _states_result(reading: Reading, found: Found[str]) -> bool:
    near = reading.form[max(0, found.start - 50) : found.end + 60]
    if reading.find(_NOT_TESTED, near) or (
        re.search(r"status (?:known|available|must be)|result|unknown", near)
        and not re.search(r"negative|positive", near)
    ):
        return False
    return bool(
        re.search(
            r"negative|positive|amplif|overexpress|mutat|mutant|stable|high|deficient|proficient|msi-h|mss|dmmr|pmmr|rearrang|fusion|transloc|unrelated|associated",
            near,
        )
    )
