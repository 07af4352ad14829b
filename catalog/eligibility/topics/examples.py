"""Examples that give topics: of illnesses that keep a patient out, where the line names illnesses in general.

"Serious diseases such as heart failure" is read by whoever looks for the heart; "medicines such as steroids" names
examples of one thing, and so does "liver disease such as cirrhosis".
"""

from __future__ import annotations

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading

_ROWS = frozenset(
    """cardiovascular hepatic renal pulmonary metabolic_endocrine hematologic coagulation_bleeding neuro_psychiatric
    infection_other infection_hepatitis infection_hiv autoimmune digestive musculoskeletal urogenital eye_ear skin other_malignancy""".split()
)
_ILLNESSES = Gated(
    r"\b(?<!for another )(?<!for other )(?:diseases?|conditions?|illness(?:es)?|disorders?|problems?|issues?|infections?|impairments?|abnormalit(?:y|ies)|comorbidit(?:y|ies)|"
    r"dysfunctions?)\b(?:(?!\b(?:treat|therap|medic|drug|reaction|scan|mri)\w*)[^.;:()]){0,90}[(, ]*$"
)
_INFECTIONS = Gated(r"\binfections?\b[^.;:()]{0,40}[(, ]*$")
_LIVER = Gated(r"\b(?:liver|hepatic)\b")


def gives_topic(reading: Reading, topic: str, place: int) -> bool:
    """Whether a word in an example gives its topic: of an illness, among such as keep out."""
    if topic not in _ROWS:
        return False
    start = next((start for start, end in reading.asides if start <= place < end), 0)
    if reading.kind != "exclusion" and not reading.is_negated(start):
        return False
    general = reading.within(_ILLNESSES, start - 130, start)
    if general is None:
        return False
    if not topic.startswith("infection") and reading.within(_INFECTIONS, start - 60, start):
        return False  # an infection named for where it sits
    return topic != "infection_hepatitis" or not reading.within(_LIVER, start - 60, start)
