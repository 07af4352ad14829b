"""Whether a pregnancy or breast-feeding that is named is the patient's own, today."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading

# The child, not the mother.
_FED = Gated(
    r"breast-? ?fed (?:infants?|bab|child|newborn)|breast-? ?feeding (?:infants|babies|children)|exclusive(?:ly)? breast"
)


# A birth, a child's or a mother's state: not the patient's own pregnancy.
_BIRTH = Gated(
    r"\b(?:born|full[- ]term|pre-?term|weeks? (?:of |')?gestation|gestational|whose mothers?|(?<!nursing )(?<!lactating )(?<!feeding )mothers? (?:was|were|is|are|who|has|had)|"
    r"multiple pregnanc|higher[- ]order|twins?|triplets?|singleton|ectopic|molar|(?:before|during|after|outside(?: of)?) (?:a |the |their |this |her |current )*pregnancy|(?:problems?|complications?|conditions?) (?:in|of|during|with) (?:a |the |this |current |previous |any )*pregnanc\w+|(?:weeks?|months?) of (?:the |their )?pregnancy|(?:literature|information|data|knowledge) (?:about|on|in) pregnan\w+|gdm)\b"
)


# `women during pregnancy`: they are pregnant.
_NOW = Gated(r"\b(?:wom[ae]n|females?|patients?|subjects?|mothers?) (?:are |is )?during $")
_BECOMES = Gated(
    r"\b(?:become|becoming|becomes|get|getting)(?: \w+)? $|\bshould (?:a |any )?$|\b(?:plan\w*|intend\w*|wish\w*|want\w*|desir\w*)(?: to| on)(?: be)?(?: become pregnant or)? $|\b(?:result(?:ing)? in|lead(?:ing)? to) (?:a )?$"
)
_PLAN = Gated(r" plans?\b")
# `Pregnant women can be enrolled, but are excluded from treatment while pregnant`.
_TAKEN_IN = Gated(r"[^.;]{0,45}\b(?:can|may) (?:still )?be (?:enrolled|included)\b")
_WHILE = Gated(
    r"\bexcluded from (?:receiving|treatment|taking|dosing)\b[^.;]*\bwhile (?:pregnant or )?$"
)
# `Women who are pregnant will only undergo tests that harm no fetus`: what is done with them.
_DONE_WITH = Gated(r"[^.;]{0,30}\b(?:will (?:only|not)|needs?|requires?)\b")


# `physiotherapy, occupational therapy, nursing`: a profession.
_PROFESSION = Gated(
    r"(?:therapy|pathology|medicine|medical|dentistry|pharmacy|social work|physiotherapy)(?:,? (?:and |or )?|/)$"
)


def asks_pregnancy(reading: Reading, found: Found[str], variable: str) -> bool:
    near = reading.form[max(0, found.start - 60) : found.end + 60]
    said = reading.form[found.start : found.end]
    if variable == "pregnancy" and reading.behind(_PLAN, found.end, 8):
        return False
    if reading.before(_BECOMES, found.start, 40):
        return False  # "or planning to become pregnant": a plan, no state
    if reading.kind == "exclusion" and (
        reading.behind(_TAKEN_IN, found.end, 75) or reading.before(_WHILE, found.start, 110)
    ):
        return False
    if reading.kind == "inclusion" and reading.behind(_DONE_WITH, found.end, 60):
        return False
    if reading.find(_BIRTH, near) and not re.search(r"\bpregnant\b", said):
        return reading.before(_NOW, found.start, 24) is not None
    if re.search(
        r"should (?:a |the |any )?(?:wom[ae]n|she|females?|patients?|participants?|subjects?) become|suspects? (?:that )?(?:she|they)",
        near,
    ):
        return False
    if re.search(
        r"avoid (?:becoming )?pregnan|prevent pregnan|of pregnancy prevention|become pregnant|becoming pregnant|get pregnant|prevention of pregnan|risk of pregnan|pregnancy (?:history|loss|weeks|status|outcome)|normal pregnancy|pregnancy/delivery|history of pregnancy|previous pregnan|plan(?:ning|s)? (?:a |to |for )?(?:become )?pregnan",
        near,
    ) and not re.search(
        r"pregnant (?:or|and|,)|not (?:be )?pregnant|pregnancy test|are pregnant|is pregnant|currently pregnant|^pregnan",
        near,
    ):
        return False
    if re.search(r"(?:is|are|be) not (?:be )?(?:an )?exclu|not exclusionary", near):
        return False
    if said == "nursing" and reading.before(_PROFESSION, found.start, 30):
        return False
    if variable == "breastfeeding" and reading.find(_FED, near):
        return False
    if variable == "breastfeeding" and re.search(
        r"nursing (?:home|staff|care|facility|student|service|assist\w*|intervention)|(?:care|skilled) nursing",
        near,
    ):
        return False
    if reading.kind == "inclusion" and re.search(
        r"may (?:participate|be|enroll|enter)|(?:is|are) (?:eligible|allowed|permitted)|^(?: wom[ae]n| females?| patients?| or [a-z -]{6,14})* allowed\b",
        reading.tail(found.end, 60),
    ):
        return False
    if "test" in said or "test" in reading.form[found.end : found.end + 6]:
        return bool(re.search(r"negative|positive", near)) or reading.kind == "exclusion"
    return True


# `Pregnancy will exclude participation`, under inclusion.
_EXCLUDES = Gated(
    r"(?: wom[ae]n| females?| patients?| (?:and|or|/) ?[a-z -]{6,20})*,? (?:(?:will|would|must|should|may|is|are) )?(?:be )?(?:exclude[sd]?|excluding|an exclusion|ineligible|not (?:be )?(?:eligible|enrolled|allowed|permitted|included))\b"
)


def excludes_pregnancy(reading: Reading, found: Found[str]) -> bool:
    """Whether inclusion says that a pregnancy, or breast-feeding, keeps out."""
    return reading.kind == "inclusion" and reading.behind(_EXCLUDES, found.end, 70) is not None
