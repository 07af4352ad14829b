"""Whether a cancer that a criterion names is another one than the one that the trial is about."""

from __future__ import annotations

import re

from catalog.eligibility.limits.event_senses import NAMES_PLACE
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading

# `inflammatory bowel disease or rectal malignancy`: not every other cancer.
_OF_ONE_ORGAN = Gated(
    r"\b(?:rectal|colorectal|colonic|intestinal|gastric|gastrointestinal|hepatic|intrahepatic|renal|pulmonary|lung|lumbar|spinal|cerebral|intracranial|brain|bladder|pelvic|abdominal|thoracic|"
    r"ovarian|cervical|uterine|oral|laryngeal|thyroid|pancreatic|esophageal|oesophageal|liver|gyna?ecologic(?:al)?|genital|vaginal|endometrial|ocular|nasal|mediastinal|tract|reproductive|cns|central nervous system) $|\(cns\) $"
)
# `being treated for other cancers`: he has one, or had one.
_IS_TREATED = Gated(r"\btreated for (?:an? |any )*$")
_AIDS_DEFINING = Gated(r"\baids[- ](?:defining|related|associated)\b[^.;]*$")


def is_another_cancer(reading: Reading, found: Found[str]) -> bool:
    """Whether a cancer that is named is another one than the trial's own, and the patient's."""
    if re.search(r"\b(?:this|the|their|his|her|study|current) $", reading.lead(found.start, 12)):
        return False
    if reading.before(_AIDS_DEFINING, found.start, 70) or reading.behind(
        NAMES_PLACE, found.end, 24
    ):
        return False
    said = reading.form[found.start : found.end]
    if re.search(
        r"\b(?:therap\w+|treatments?|treated|\w*chemotherapy|\w*radiotherapy|agents?|drugs?|regimens?)(?: given)? for (?:an? |any |active |your |solid )*$",
        reading.lead(found.start, 60),
    ) and not (reading.kind == "exclusion" and reading.before(_IS_TREATED, found.start, 40)):
        return False  # "chemotherapy for malignancy": what it was for
    if re.search(
        r"other|second|another|prior|previous|additional|concurrent|synchronous|diagnosed", said
    ):
        return True
    if reading.before(_OF_ONE_ORGAN, found.start, 24):
        return False
    near = reading.form[max(0, found.start - 60) : found.end + 40]
    if re.search(
        r"hematolog\w+ malign|treated for|suspicio|diagnosis of (?!other)|confirmed", near
    ):
        return False
    return reading.kind == "exclusion" or bool(
        re.search(r"\bno\b|history of|other|previous|prior", near)
    )
