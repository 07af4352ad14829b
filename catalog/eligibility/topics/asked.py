"""What a line that lets patients in asks besides what its words name: who, where, and with what disease.

An illness that is asked for is the trial's own, however it is told ("patients treated for Covid-19", "SARS-CoV-2 antibody
positive"); a woman is asked for by the noun that the line begins with, and a ward by where its patients are.
"""

from __future__ import annotations

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading

_ROWS = frozenset(
    """cardiovascular hepatic renal pulmonary metabolic_endocrine hematologic coagulation_bleeding neuro_psychiatric
    infection_other infection_hepatitis infection_hiv autoimmune digestive musculoskeletal urogenital eye_ear skin
    dental_oral hypersensitivity substance_use family_genetic""".split()
)
_NOT_MAIN = frozenset({"age", "sex", "disease_extent"})
_OF_PATIENTS = Gated(
    r"\b(?:(?:patients?|subjects?|participants?|persons?|individuals?|adults?|children|men|women|infants|people|those) (?:must |who |should )?(?:be |are |have |has |had |is |were )?"
    r"(?:confirmed |admitted |newly |infected )?(?:with|treated for|allergic|suffering|affected|having|ill)|"
    r"(?<!at )diagnos\w+|confirmed|suspected|positive|documented|symptoms?|recovered|abuse|allergy defined|treatment of)\b"
)
_ALLERGY = Gated(
    r"\W*(?:(?:clinical|suspicion|suspected|of|an?|the|ige|mediated|mild|moderate|severe|to|persistent|intermittent|seasonal|perennial|symptomatic|immediate|cow'?s|cm|hdm|milk|egg|peanut|nut|food|"
    r"wheat|pollen|birch|grass|children|infants|adults|patients|subjects|aged|between|[\d.-]+|and|months?|years?|old|with)[ -]+){0,9}"
    r"(?:allerg(?:y|ies)\b(?! (?:unit|clinic|consult|medic|and|ward|depart|test|center|centre))|allergic (?:rhin|asth|conj|dermat))"
)
_NO_ILLNESS = Gated(
    r"\b(?:normal|adequate|relatives?|family|families|siblings?|contacts?|care workers?|controls?|volunteers?|healthy|parents?|negative|willing|serum level|within (?:the )?(?:normal|limits?|range|reference)|donors?|"
    r"history of|scores?|fellow|undetectable|suspicion|prior to|residents?|challenge|wt|ability|environment|absence|personnel|staffs?|nurses|expos\w+|caregivers?|clear|conscious(?:ness)?|support|stents?|pacemakers?|implant\w*|catheters?|prosthes\w+|without|free of|no|not|will be)\b"
)
_SEX = Gated(
    r"\W*(?:(?:are|is|be|being|the|an?|all|any|adult|elderly|healthy|young|older|post-?menopausal|pre-?menopausal|hiv-(?:positive|infected)|age-?(?: and sex-)?matched|black|white|"
    r"non-?pregnant|\d+-? ?(?:to|-) ?\d+-?year-old|\d+-?year-old|aged|\W)[\W]+){0,6}(?:wom[ae]n|m[ae]n|girls?|boys?|(?:fe)?males?)\b"
    r"(?! (?:of (?:child|repro|fertile)|must|should|agree|who (?:are|could|can|plan|wish)|and (?:fe)?m|or (?:fe)?m|partners?|treated or|(?:patients?|subjects?|participants?) (?:of|must|should|who|agree)))"
)
_NO_SEX = frozenset({"sex", "contraception", "pregnancy_lactation", "obstetric"})
_WHERE = Gated(
    r"\b(?:(?:in|out)patients?(?! stay)|hospitali[sz]ed|admitted (?:to|in|at|with)|attending|referred (?:to|for|from)|veterans?)\b|"
    r"\b(?:in|at|from|of|to) (?:the |our |an? )?(?:[\w-]+,? ){0,4}(?:hospitals?|clinics?|wards?|emergency (?:department|room)|intensive care|university|institutions? of)\b"
)
_NO_PLACE = Gated(
    r"\b(?:out[- ]of[- ]hospital|laborator\w+|performed|measured|reference|upper limit|department of|exacerbations?|participation in|criteria of)\b"
)


def with_asked(found: dict[str, int], reading: Reading, *, is_measured: bool) -> dict[str, int]:
    """The topics of an inclusion criterion with what it asks besides; a line that gives a measured value asks no illness."""
    if not found or reading.kind != "inclusion":
        return found
    asked = dict(found)
    if _NO_SEX.isdisjoint(found) and (who := reading.match(_SEX)):
        asked["sex"] = who.start()
    main = min(
        (topic for topic in found if topic not in _NOT_MAIN), key=found.__getitem__, default=""
    )
    if (
        main in _ROWS
        and "disease_diagnosis" not in found
        and not is_measured
        and (reading.search(_OF_PATIENTS) or reading.match(_ALLERGY))
        and not reading.search(_NO_ILLNESS)
    ):
        asked["disease_diagnosis"] = found[main] - 1
    where = None if "logistics" in found or reading.search(_NO_PLACE) else reading.search(_WHERE)
    if where:
        asked["logistics"] = where.start()
    return asked
