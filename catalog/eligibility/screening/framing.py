"""Words of a criterion that only frame its tests, and those that ask for more.

A criterion may be called met only if nothing is left when its tests, the framing phrases and the framing
words are taken away. A word of an organ or of treatment frames only beside a test of its family: "adequate
renal function" is framing beside a limit on creatinine, and a question of its own without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

# Phrases that say when, how and by whom a value is taken, or why it is asked.
_PHRASES: tuple[str, ...] = (
    r"(?:at|on|by|before|prior to|of|from|until)?(?: the)? ?(?:time|date|day|moment)s?(?: of)?(?: the)?(?: signing| giving| providing| obtaining| first)?(?: of)?(?: the| this)?(?: written)? ?(?:informed )?(?:consent(?: form)?|assent|enrol\w*|randomi[sz]ation|registration|screening|inclusion|study entry|entry|baseline|diagnosis|admission|visit(?: \d)?)",
    r"(?:at|on|of|before|prior to)(?: the)? (?:signing|giving|providing) (?:of )?(?:the )?(?:written )?(?:informed )?consent(?: form)?",
    r"(?:within|in|during)?(?: the)? ?(?:\d+|one|two|three|four|seven|fourteen)(?: |-)?(?:days?|weeks?|months?|hours?|h)(?: \(\d+\))? ?(?:prior to|before|of|from|preceding|to) ?(?:the |their |initial |first |start |starting |beginning |initiation |initiating |receiving |commencing |dose |day |of |study |trial |protocol |investigational |treatment |therapy |drug |drugs |medication |product |registration |enrol\w* |randomi\w+ |screening |entry |cycle \d |day \d |visit )*(?:enrol\w*|randomi\w+|registration|screening|baseline|entry|treatment|therapy|drug|dose|dosing|medication|product|study|trial|day \d|consent|admission|visit|inclusion)",
    r"(?:prior to|before) (?:the |first |start |initiation |of |study |trial |protocol |treatment |beginning |starting |dose )*(?:enrol\w*|randomi\w+|registration|screening|entry|treatment|therapy|drug|dose|dosing|study|trial)",
    r"(?:as )?(?:defined|determined|assessed|measured|calculated|estimated|evaluated|documented|confirmed|demonstrated|evidenced|indicated|detected|graded|classified|scored) ?(?:by|using|per|with|according to|as|on|via|through|in|below|above)?",
    r"(?:according to|per|by|using|based on|on|via|with)(?: the| a| an)? ?(?:\d ?d )?(?:investigator assessment|local laborator\w+|central laborator\w+|institutional (?:standards?|guidelines?)|recist(?: criteria)?(?: version| v)?|nci[- ]ctcae|ctcae|cockcroft|modified diet in renal disease|mdrd|ckd-epi|echocardiogra\w+|electrocardiogra\w+|ecg|ekg|echo|muga|multi-?gated acquisition|multigated|mri|ct|pet|x-?ray|ihc|immunohistochemistry|pcr|ihc method|fridericia\w*|bazett\w*)(?: scans?| formula| equation| method| criteria| test\w*)?",
    r"\b(?:due to|because of|given) (?:the |their )*(?:potential|risk|possib\w+|unknown|teratogen\w+|lack of)\b[^.;]*",
    r"(?:^|(?<=[.;] ))(?:because|since|as) [^.;]*",
    r"(?:is|are) (?:also )?(?:not )?(?:eligible|ineligible|excluded|included|allowed|permitted|acceptable|required)(?: (?:for|from|in) (?:this |the )?(?:study|trial|participation))?",
    r"(?:will|should|must|may|shall|can)(?: also)?(?: not)? be (?:excluded|included|eligible|ineligible)(?: (?:for|from|in) (?:this |the )?(?:study|trial))?",
    r"(?:for|in|to|of) (?:this |the )?(?:study|trial|participation|inclusion)",
    r"\((?:[a-z]{2,6}(?:[-/][a-z]{1,4})?)\)",
    r"(?:during|throughout|at)(?: the)? (?:screening|study|trial|baseline|run-in)(?: period| phase| visit)?",
    r"(?:may|can|must not) be transfused|transfusions? (?:is |are )?(?:allowed|permitted)",
    r"history of(?= [,;.]|$)",
    r"(?:2|3) ?-?d(?:imensional)?\b",
    r"upper and lower limits?|institutional (?:upper )?limits? of normal|within (?:institutional )?(?:normal )?(?:limits|range)",
)  # fmt: skip
_PHRASE = tuple(re.compile(phrase) for phrase in _PHRASES)

# Words that say nothing of their own.
_PLAIN = frozenset(
    """a an the of or and to in on at is are be as by for with without within than from per that this these
    who which has have had having must should will shall may can not no nor neither only also being been was were
    their his her its they he she you your if either both any all each least most more less greater equal
    above below over under older younger higher lower better worse between up minimum maximum inclusive including
    patient patients patients' subject subjects participant participants individual individuals person persons people
    volunteer volunteers those adult adults study trial enrolment enrollment enrolled entry screening baseline eligible
    eligibility criteria criterion known confirmed documented defined demonstrated evidence adequate presence present absence absent
    positive negative test testing tests tested result results level levels value values reading readings count counts score scores
    status scale grade class stage current currently time times fold range ranges limit limits normal upper uln lln
    year years old month months week weeks day days hour hours age aged ages one two three four five six
    male female males females men women man woman sex sexes gender genders baby
    following follows requirement requirements required meet meets meeting mean average percent approximately about
    criteria using formula method performed obtained assessed estimated calculated measured recorded
    detected detectable determined visit visits protocol institutional institution institution's laboratory laboratories local reference
    version recist number index unit units mother mothers""".split()
)

# Words that frame only beside a test on one of these variables (or on one that begins so).
_FAMILIES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ts.", "prior.", "prior_lines"), "prior previous previously received receiving receive treatment treatments treated therapy therapies course courses completed completion last since past dose doses agent agents drug drugs regimen regimens use used using elapsed passed least chemotherapy chemotherapies based containing exposure undergone undergo first start starting initiation before after study line lines systemic administration medication medications major"),
    (("creatinine", "crcl", "egfr", "bun", "urine_"), "renal kidney serum plasma urine clearance filtration glomerular rate creatinine function gault cockcroft cockcroft-gault organ calculated gfr cl crcl ratio protein proteinuria equation"),
    (("bili", "ast", "alt", "alp", "albumin", "child_pugh"), "hepatic liver serum plasma total direct function functions enzyme enzymes transaminase transaminases aminotransferase aspartate alanine alkaline phosphatase glutamic oxaloacetic pyruvic transferase sgot sgpt got gpt ast alt organ biochemistry chemistry bilirubin conjugated"),
    (("anc", "plt", "hgb", "wbc", "alc", "hematocrit"), "bone marrow hematologic hematological haematological hematopoietic absolute total blood cell cells white red peripheral platelet platelets neutrophil neutrophils leukocyte leukocytes anc wbc hgb hb function reserve organ routine"),
    (("inr", "pt", "aptt"), "coagulation international normalized ratio prothrombin partial thromboplastin activated function blood clotting"),
    (("lvef", "qtc", "nyha", "sbp", "dbp"), "cardiac heart left ventricular ejection fraction function corrected prolonged prolongation interval screening electrocardiogram echocardiogram echocardiography ecg ekg echo muga scan ventriculogram ventriculography radionuclide mri resting new york association functional classification systolic diastolic blood pressure failure congestive qt qtc"),
    (("ecog", "karnofsky", "lansky"), "performance eastern cooperative oncology group world health organization ecog karnofsky lansky who zubrod swog gog sakk ps kps general functional"),
    (("life_expectancy",), "expected anticipated estimated survival life expectancy predicted expectation anticipate expect"),
    (("measurable_disease", "lesion", "node_"), "studies study lesion lesions disease tumor tumors radiographically radiologically radiographic clinically measurable target imaging ct mri scan axis short long diameter recist criteria solid response evaluation bidimensionally unidimensionally x-ray ultrasound physical examination"),
    (("hpv", "pd_l1", "msi", "her2", "alk", "egfr_mut"), "tumor tumors expression viral immunohistochemistry ihc status combined proportion cps tps disease p16 hpv papillomavirus human mutation gene"),
    (("pregnancy", "breastfeeding"), "pregnant pregnancy breastfeeding breast-feeding breast feeding lactating nursing lactation mothers urine serum childbearing child-bearing potential fertile reproductive"),
    (("hiv", "hbv", "hcv", "tb"), "infection infected virus viral antibody antigen human immunodeficiency serology western blot serologies serologic seropositive seropositivity seronegative seronegativity positivity antibodies load pcr rna core elisa assay surface hepatitis"),
    (("age",), "infants infant children child minors neonates pediatric young"),
    (("ts.investigational",), "participation participating participated clinical experimental device devices interventional another other research"),
    (("ts.radiotherapy", "prior.radiotherapy"), "radiation radiotherapy irradiation"),
    (("mi", "stroke", "chf", "unstable_angina", "arrhythmia", "vte"), "acute cardiac"),
    (("hba1c", "glucose", "potassium", "calcium"), "fasting plasma serum blood glucose hemoglobin glycated glycosylated"),
    (("toxicity_grade",), "ctcae nci toxicity toxicities"),
    (("bmi", "weight"), "body mass weight index bmi"),
    (("fev1", "dlco", "spo2"), "pulmonary function predicted forced expiratory volume capacity room air oxygen saturation"),
)  # fmt: skip


# Adjectives that only narrow an illness: who does not have it does not have it actively either.
NARROWING = frozenset(
    """active acute chronic uncontrolled symptomatic severe serious clinically significant untreated history primary
    congenital recent ongoing suspected concurrent unstable poorly controlled prior previous current underlying
    clinical systemic major other another any invasive infection infections disease diseases diagnosed diagnosis
    medical progressive refractory recurrent""".split()
)


ILLNESS_NOUNS = frozenset({"disease", "diseases", "infection", "infections"})
"""Of these, the words that name an illness of their own beside a measured value."""


class _Family(msgspec.Struct, frozen=True):
    variables: tuple[str, ...]
    words: frozenset[str]


_BY_FAMILY = tuple(_Family(names, frozenset(words.split())) for names, words in _FAMILIES)
_WORD = re.compile(r"[a-z][a-z'-]*[a-z']")
_UNIT = re.compile(
    r"\b(?:ml|min|dl|mg|kg|iu|mm|mm3|mcl|ul|mmol|umol|ms|msec|m2|cm|mmhg|meq|pg|ng|mcg|hg|cc|x)\b"
)


class Beyond(msgspec.Struct, frozen=True):
    """What a criterion says beyond its tests."""

    words: tuple[str, ...]
    """Words that ask for something no test holds."""
    joined: bool
    """Whether the rest joins further conditions; without, the words only narrow what was tested."""


def beyond(
    form: str, spans: Iterable[tuple[int, int]], variables: Iterable[str], names: str
) -> Beyond:
    """What a reading form says beyond its tests; `spans` are what they were read from, `names` their own words."""
    letters = list(form)
    for start, end in spans:
        letters[start:end] = "|" * (end - start)
    rest = "".join(letters)
    for phrase in _PHRASE:
        rest = phrase.sub(" ", rest)
    tested = tuple(variables)
    words = tuple(
        word
        for word in _WORD.findall(_UNIT.sub(" ", rest))
        if word not in _PLAIN and word.rstrip("s") not in names and not _frames(word, tested)
    )
    return Beyond(words, bool(_JOINED.search(rest.strip(" .;,"))))


_JOINED = re.compile(
    r"\b(?:or|and|nor|but|including|includes?|such as|with|unless|except\w*|plus|if|affecting|influenc\w+)\b|[,;/:]|\.(?=\s)"
)


def _frames(word: str, variables: tuple[str, ...]) -> bool:
    return any(
        word in family.words and any(each.startswith(family.variables) for each in variables)
        for family in _BY_FAMILY
    )
