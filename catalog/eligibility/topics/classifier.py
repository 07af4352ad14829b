"""What a criterion is about: topics by its words and limits, the main one first.

Words inside exceptions give no topic, and words of examples only as `examples` says.
"""

from __future__ import annotations

import re

from catalog.drugs.medicines import is_medicine
from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.topics.asked import with_asked
from catalog.eligibility.topics.dating import dated
from catalog.eligibility.topics.drug_names import by_drug_name, of_medicine
from catalog.eligibility.topics.examples import gives_topic
from catalog.eligibility.topics.named import CANCERS, STEMS
from catalog.eligibility.topics.rules import LIST, corrected, corrected_list, is_list
from catalog.eligibility.topics.stems import StemFinder, Words
from catalog.eligibility.vocabulary.entries import topics as known_topics
from catalog.eligibility.vocabulary.entries import variables

_STRONG, _WEAK = STEMS.finders["strong"], STEMS.finders["weak"]
_ILLNESS, _ROWLESS = STEMS.finders["illness"], STEMS.finders["rowless"]
_NAMED = STEMS.finders["named"]

MOST_TOPICS = 8
_ORDER = {topic: n for n, topic in enumerate(known_topics())}
_LATE = ("investigator_discretion", "consent_compliance", "logistics")
_SECTION_TOPIC = {
    "age": "age",
    "sex": "sex",
    "life expectancy": "life_expectancy",
    "performance status": "performance_status",
    "menopausal status": "contraception",
}
# What a line under a heading of older records is about where its words say nothing: a subtype, a value.
_OF_A_HEADING = {
    "disease characteristics": "disease_diagnosis",
    "hematopoietic": "hematologic",
    "hepatic": "hepatic",
    "renal": "renal",
    "cardiovascular": "cardiovascular",
    "pulmonary": "pulmonary",
    "neurologic": "neuro_psychiatric",
    "prior concurrent therapy": "prior_therapy",
    "prior/concurrent therapy": "prior_therapy",
}
_SAYS_NOTHING = re.compile(r"\W*(?:not (?:applicable|specified|stated)|none\b|see |however)")
_TREATMENT_SECTIONS = frozenset(
    {"chemotherapy", "biologic therapy", "radiotherapy", "endocrine therapy", "surgery"}
)


def topics(reading: Reading, limits: tuple[Constraint, ...]) -> tuple[str, ...]:
    """Topic ids, the main one first; `("other",)` where none fits."""
    words = Words(reading.pieces, reading.holds)
    found = _by_words(reading, words, _STRONG)
    weak = found.pop("disease_diagnosis", None) if _names_other_illness(reading) else None
    _own_illness(reading, words, limits, found)
    if reading.kind == "exclusion" or "disease_diagnosis" not in found:
        for topic, place in _by_words(reading, words, _NAMED).items():
            if not found or not _is_mentioned(reading, place):
                found[topic] = min(place, found.get(topic, place))
    _by_limits(reading, limits, found)
    variables = frozenset(limit.variable for limit in limits)
    found = _placed(found, reading.form, limits)
    if len(found) < LIST and not (reading.kind == "exclusion" and is_list(reading.form)):
        found = corrected(found, reading.form, reading.kind, variables)
    else:
        places = _places(reading, words)
        found = corrected_list(found, places, reading.form, reading.kind, variables)
    found = _under_medication(reading, words, found)
    if not found:
        found = {"disease_diagnosis": weak} if weak is not None else _general(reading, words)
        found = corrected(found, reading.form, reading.kind, variables)
    if not found:
        found = by_drug_name(reading.form, words)
    found = dated(found, reading)
    if reading.section not in _OF_AN_ORGAN and not _DENIES.match(reading.parent):
        measured = any(one.negated or one.variable in _LABORATORY for one in limits)
        found = with_asked(found, reading, is_measured=measured)
    if not found:
        says = not _SAYS_NOTHING.match(reading.form)
        return (_OF_A_HEADING.get(reading.section, "other") if says else "other",)
    ranked = sorted(found, key=lambda topic: (topic in _LATE, found[topic], _ORDER[topic]))
    return tuple(ranked[:MOST_TOPICS])


_OWN_DISEASE = Gated(
    r"\W*(?:(?:patients?|subjects?|participants?|those|individuals?) (?:with|who have) )?"
    r"(?:histolog|primary|nasoph|(?:non-)?squamous|\w*carcinoma|\w*sarcoma|melanoma|\w+ lymphoma)"
)


def _names_other_illness(reading: Reading) -> bool:
    """Under exclusion, a diagnosis is mostly the word that leads to another topic."""
    return reading.kind == "exclusion" and not reading.match(_OWN_DISEASE)


_LEAD_WORDS = 14
# Words that make of a named illness something else than what the patient has.
_OTHERWISE = Gated(
    r"\b(?:no|not|non(?!-\w| metasta| small| hodgkin)|without|free|absence|never|neither|prior|previous(?!ly untreated)\w*|treat\w*|therapy|surg\w*|risk|family|negative|screen\w*|exclu\w*|if|unless|except\w*|function|tests?|testing|"
    r"other|against|vaccin\w*|prophyla\w*|prevent\w*|refractory|receiv\w*|taking|medications?|drugs?|investigator|consent|willing|able|ability|results?|history of (?:no|another)|"
    r"relatives?|parents?|siblings?|partners?|sex with|exposed|mothers?|born to|physician|recover\w*|metast\w*|adequate|normal|stable(?! $)|(?:un)?controlled(?! $)|ecog|recist|measurable|lesions?|dosage|dose|induced|related|concurrent)\b"
)
_ONLY_PERMITTED = Gated(
    r"[^.;]{0,200}\b(?:allowed|permitted|eligible|acceptable|must be|should be|excluded|controlled by)\b|"
    r"[\w ]{0,40}\b(?:function|medications?|drugs?|therap\w+|treatments?|vaccin\w+|prophylaxis|tests?|staining|antibod\w+|risk|unit|clinic|scores?|scales?|index|ratings?|questionnaires?|inventory)\b"
)
_MENOPAUSE = Gated(r"menopaus(?!.*\b(?:contracep|birth control|child-?bearing))")
_ONLY_WHO = frozenset({"age", "sex"})
_NOT_BESIDE = frozenset(
    "disease_diagnosis other_malignancy cns_disease life_expectancy performance_status pregnancy_lactation contraception consent_compliance "
    "prior_toxicity washout vaccination organ_function_general measurable_disease substance_use".split()
)
# Not behind these: what was treated is told before it.
_NOT_BEHIND = (
    "prior_therapy",
    "biomarker",
    "surgery_trauma",
    "concurrent_therapy",
    "hypersensitivity",
)
_UNTREATED = Gated(r"\buntreated ")
# Headings of older records under which no line asks for the trial's own disease.
_OF_AN_ORGAN = frozenset(
    """other cardiovascular hepatic renal pulmonary hematopoietic neurologic immunologic gastrointestinal
    dermatologic ophthalmic metabolic""".split()
)
# "No serious disease, including any of the following:" governs a list of what is denied, or denies itself.
_DENIES = re.compile(r"^\W*(?:no|not|none|without|absence of|free of|must not|exclu\w*)\b")
_LABORATORY = frozenset(
    variable.id
    for variable in variables().values()
    if variable.gives not in ("", "washout", "age", "sex", "body_vitals", "disease_extent")
    and variable.id not in ("covid19", "hiv")  # infections that are asked for, no values
)


def _own_illness(
    reading: Reading, words: Words, limits: tuple[Constraint, ...], found: dict[str, int]
) -> None:
    """An inclusion criterion that names an illness names the trial's own."""
    if reading.kind != "inclusion" or reading.section in _OF_AN_ORGAN:
        return
    if _DENIES.match(reading.parent):
        return
    beside = found.keys() & _NOT_BESIDE
    if beside == {"consent_compliance"}:
        beside = set()  # with what else the line asks, or dated by it
    if beside == {"contraception"} and reading.search(_MENOPAUSE):
        beside = set()  # who she is, not what she uses
    if beside or any(limit.negated for limit in limits):
        return
    values = [one.span[0] for one in limits if one.span and one.variable in _LABORATORY]
    if "infection_hiv" in {*found, *(variables()[one.variable].gives for one in limits)} and values:
        return  # a viral load is no diagnosis
    measured = min(values, default=len(reading.form))
    for _, place in _ILLNESS(words):
        lead = reading.form[:place]
        if (
            place > measured
            or len(lead.split()) > _LEAD_WORDS
            or reading.find(_OTHERWISE, lead)
            or reading.is_aside(place)
        ):
            return
        if any(found.get(topic, place) < place for topic in _NOT_BEHIND) and not reading.find(
            _UNTREATED, lead
        ):
            return
        if "comorbidity" in found and not any(True for _ in _ROWLESS(words)):
            return  # "chronic diseases" names none
        if reading.match(_ONLY_PERMITTED, place):
            continue
        found.pop("comorbidity", None)
        found["disease_diagnosis"] = place - 1 if not found.keys().isdisjoint(_ONLY_WHO) else -1
        return


def _general(reading: Reading, words: Words) -> dict[str, int]:
    """What general words say where nothing special was found."""
    if reading.section in _TREATMENT_SECTIONS:
        if "concurrent" not in reading.form:
            return {"prior_therapy": 0}
        return dict.fromkeys(
            ("prior_therapy",) * ("prior" in reading.form) + ("concurrent_therapy",), 0
        )
    found = _by_words(reading, words, _WEAK)
    rowless = next((place for _, place in _ROWLESS(words)), None)
    if rowless is not None and "comorbidity" not in found:
        if reading.kind == "exclusion" or _DENIES.match(reading.form):
            return {"comorbidity": rowless}
        if "logistics" not in found:  # "hospitalized": where, not with what
            found.setdefault("disease_diagnosis", rowless)
    if reading.section in _MEDICATION_SECTIONS and found.keys() <= {"disease_diagnosis"}:
        return {"concurrent_therapy": 0}
    if "disease_diagnosis" in found and not found.keys() <= _ONLY_WEAKLY:
        for topic in _ONLY_WEAKLY - {"disease_diagnosis"}:
            found.pop(topic, None)
    if "comorbidity" in found:
        found.pop("disease_diagnosis", None)
    if found.keys() == _NOW_OR_EARLIER and not _NOW.search(reading.form):
        del found["concurrent_therapy"]  # the drug that was had
    if found.keys() == _ONLY_NOW and reading.kind == "exclusion":
        # A treatment that no table of limits knows: when it was tells its row.
        return {of_medicine(reading.form): found["concurrent_therapy"]}
    return found


# Words of these say the least: they give way to any other.
_ONLY_WEAKLY = frozenset({"disease_diagnosis", "concurrent_therapy", "infection_other"})
_ONLY_NOW = {"concurrent_therapy"}
_NOW_OR_EARLIER = {"concurrent_therapy", "prior_therapy"}
_NOW = re.compile(r"\b(?:con)?current|\bconcomitant|\bongoing|\bnow\b|\bduring\b")
_MEDICATION_SECTIONS = frozenset(
    {"concurrent medication", "prior medication", "concurrent treatment"}
)


# Headings of the AIDS Clinical Trials Group's records, and what a line about a treatment is under them.
_LISTS_OF_TREATMENTS = {
    "concurrent medication": "concurrent_therapy",
    "concurrent treatment": "concurrent_therapy",
    "prior medication": "prior_therapy",
    "prior treatment": "prior_therapy",
}
_TREATMENT = re.compile(
    r"\W*(?:(?!(?:with|requir\w+|infections?|unable|inability|history|no|not|absence|presence)\b)[\w()/,'+-]+ ){0,6}?(?:(?:\w*chemo|radio|immuno|laser )?therap(?:y|ies)|treatments?|medications?|agents?|drugs?|anti-?retrovirals?|"
    r"radiation|\w*steroids?|immunomodulat\w+|antibiotics?|antifungals?|prophylaxis|transfusions?|inhibitors?|(?:immuno)?globulins?|"
    r"interferons?|interleukins?|\w*anticonvulsants?|hypoglycemics?)\b(?! depend)"
)
# As these lists call medicines that other texts write out.
_ABBREVIATED = re.compile(r"\W*(?:azt|zdv|dd[aic]|d4t|3tc|tmp|smx|g-csf|gm-csf|nsaids?)\b")
# "Isoniazid or rifampin for M. tuberculosis"
_GIVEN_FOR = re.compile(
    r"\W*(?!(?:must|titers?|positive|negative|eligible|need|require\w*|test\w*|history|treated|patients?|subjects?|no|not|evaluat\w*|hospital\w*|indicat\w*|symptom\w*|waiting|scheduled)\b)"
    r"(?:[a-z0-9/()-]+(?:,? (?:or |and )?| )){1,6}(?:for|against) (?:the )?(?:treatment|prophylaxis|management|therapy|maintenance|"
    r"(?:[a-z.]+ ){0,3}(?:pcp|pneumoc|tubercul|mycobac|mac\b|cmv|cytomeg|herpes|candid|crypto|toxo|fung|an[a]?emia|neutrop|nausea|fever|diarrh|pain|infection))"
)
_EXCLUDED_WITHIN = re.compile(
    r"\W*excluded (?:within|during|in|for) \W*(?:the )?(?:past |last )?\d[^:;.]{0,60}:\W*$"
)
# Of these a list of treatments says nothing: a heading of their own was lost before them.
_NO_TREATMENT = frozenset(
    """life_expectancy performance_status consent_compliance age pregnancy_lactation contraception hypersensitivity comorbidity washout
    investigational_trial tissue_sample prior_toxicity gi_absorption prior_therapy concurrent_therapy""".split()
)


def _under_medication(reading: Reading, words: Words, found: dict[str, int]) -> dict[str, int]:
    """The topics, with what a list of treatments makes of a line that names one: `Concurrent Medication: Zidovudine.`"""
    listed = _LISTS_OF_TREATMENTS.get(reading.section.rpartition(" - ")[2])
    if listed is None:
        return found
    if (
        any(map(is_medicine, words.words[:3]))
        or _ABBREVIATED.match(reading.form)
        or _GIVEN_FOR.match(reading.form)
    ):
        kept = {topic: at for topic, at in found.items() if topic != "disease_diagnosis"}
        return kept if "washout" in kept else {listed: -1, **kept}
    if not _NO_TREATMENT.isdisjoint(found):
        return found
    if _EXCLUDED_WITHIN.match(reading.form):
        return {"washout": 0}
    if _TREATMENT.match(reading.form):
        return {listed: -1, **found}
    return found


def _placed(found: dict[str, int], form: str, limits: tuple[Constraint, ...]) -> dict[str, int]:
    """The time limit behind what it limits, where that is a row of its own."""
    if "washout" in found:
        is_since = _SINCE_RECOVERY.search(form) is not None
        for topic, needed in _WASHOUT_BEHIND:
            if topic not in found:
                continue
            told = [
                one.span[0] if one.span else 0 for one in limits if one.variable.startswith(needed)
            ]
            if told and (topic != "prior_toxicity" or min(told) >= found[topic] or is_since):
                return found | {"washout": found[topic] + 1}
    return found


_SINCE_RECOVERY = re.compile(r"\b(?:since|from|after) (?:the )?(?:\w+ )?recover")
# The time limit comes second behind these topics, where a constraint of the kind was read.
_WASHOUT_BEHIND = (
    ("investigational_trial", "ts.investigational"),
    ("surgery_trauma", "ts.surgery"),
    ("immunosuppression", "immunodeficiency"),
    ("prior_therapy", "prior."),
    ("prior_toxicity", "ts."),
)


# "Regardless of family history", "with or without brain metastases": named, and nothing is asked.
_MENTIONED = Gated(
    r"\b(?:regardless|irrespective|independent(?:ly)?) of(?: the)?(?: \w+){0,2} $|"
    r"\bwith or without (?:[\w-]+ ){0,2}$"
)


def _is_mentioned(reading: Reading, place: int) -> bool:
    return reading.search(_MENTIONED, max(0, place - 60), place) is not None


def _by_words(reading: Reading, words: Words, finder: StemFinder) -> dict[str, int]:
    """Topics with the place of their first word outside exceptions and examples."""
    found: dict[str, int] = {}
    named: dict[str, int] = {}
    for topic, place in finder(words):
        if topic in found or reading.is_exception(place):
            continue
        if reading.is_aside(place) and not gives_topic(reading, topic, place):
            continue
        if _is_mentioned(reading, place):
            named.setdefault(topic, place)
            continue
        if topic in _ORGANS and reading.form.startswith("non-", place - 4):
            continue
        if topic in _ORGANS and reading.search(_CANCER) and reading.match(_OF_ORGAN, place):
            continue  # the organ that a cancer is named for
        found[topic] = place
    if (headed := _SECTION_TOPIC.get(reading.section)) is not None:
        found[headed] = -1
    return found or named


def _places(reading: Reading, words: Words) -> dict[str, list[int]]:
    """Where the words of each topic stand, outside exceptions."""
    found: dict[str, list[int]] = {}
    for topic, place in (*_STRONG(words), *_NAMED(words)):
        if not reading.is_exception(place):
            found.setdefault(topic, []).append(place)
    return found


_ORGANS = frozenset(
    "renal hepatic gi_absorption pulmonary metabolic_endocrine cardiovascular hematologic coagulation_bleeding neuro_psychiatric comorbidity "
    "urogenital digestive musculoskeletal eye_ear dental_oral skin".split()
)
_CANCER = Gated(CANCERS)
_OF_ORGAN = Gated(
    r"[a-z]+(?:(?:[ -]|, |/)(?:kaposi's|or|and|and/or|cell|small|non|type|clear|squamous|primary|invasive|advanced|metastatic|intestinal|gastric|esophageal|esophagogastric|gastroesophageal|junction|ge|kidney|renal|liver|"
    r"lung|bladder|prostate|ovarian|cervical|breast|uterine|endometrial|testicular|brain|bone|head|neck|oral|skin|pancreatic|colon|rectal|colorectal|thyroid|adrenal|stromal|neuroendocrine|b-cell|t-cell|mesonephric|like|mantle|marginal|zone|malt)){0,5}[ -]"
    r"(?:(?:adeno|cholangio)?carcinomas?|cancers?|lymphomas?|\w*sarcomas?|tumou?rs?(?! marker)|neoplasms?|malignanc\w+|melanomas?|metasta\w+)\b"
)


def _by_limits(reading: Reading, limits: tuple[Constraint, ...], found: dict[str, int]) -> None:
    for limit in limits:
        place = limit.span[0] if limit.span else 0
        if reading.is_exception(place):
            continue
        topic = variables()[limit.variable].gives
        if topic == "washout":  # treated brain metastases have a row of their own
            if limit.when != "treated_cns_mets":
                found[topic] = 0
                if limit.variable == "ts.surgery":
                    found.setdefault("surgery_trauma", place)
        elif topic:
            found[topic] = min(place, found.get(topic, place))
