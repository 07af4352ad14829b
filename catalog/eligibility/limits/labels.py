"""Illnesses named as a label, with the answer behind a colon: `HIV: negative`, `HER2 status: positive`, `Pregnancy: ...`."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading

# Nothing but other labels may stand before it in its part of the line.
_BEFORE = re.compile(
    r"(?:^|[;.,] ?)\W*(?:(?:known|serum|urine|blood|tumou?r|current|active|prior|previous|earlier|past|any|history|treatment|therapy|exposure|use|of|with|to) )*(?:[a-z0-9-]+ ?(?:,|and|or|/|&) ?){0,3}$"
)
_ABOUT = (
    r"virus|ab|ag|igg|igm|antibod(?:y|ies)|antigen|infection|disease|mutations?|expression|overexpression|amplification|rearrangement|"
    r"tests?|status|serology|results?"
)
"""Words that a label has behind a name: what of it is told."""
_LABEL = Gated(
    rf" ?(?:\([^()]{{1,24}}\) ?)?(?:(?:{_ABOUT}|surface antigen|therap(?:y|ies)|treatments?|inhibitors?|agents?|testing|screen(?:ing)?) ?){{0,3}}(?: ?(?:and|or|/|&) ?[a-z-]+ ?){{0,2}}: ?(?=\S)",
    holds=":",
)
_MORE = rf"(?:\([^()]{{1,24}}\) ?)?(?:(?:{_ABOUT}) ?){{0,2}}"
# `HBsAg (-)`, `HIV -ve`: a sign alone.
_SIGN = Gated(rf" ?{_MORE}(?:[(\[] ?(?P<sign>[-+])+ ?[)\]]|(?P<ve>[-+]) ?ve\b)", quick=r"[-+]")
# `HIV-` at an end, `ER-, PR-, HER2-)`; but the hyphen of "HIV-, HBV- or HCV-infected" is that of the last word. `HIV+/-`: either.
_END_SIGN = re.compile(rf" ?{_MORE}-(?= ?(?:[).;]|$))")
_EITHER_SIGN = re.compile(r" ?\(? ?(?:\+ ?(?:/|or) ?-|- ?(?:/|or) ?\+|±)")
# `HIV (negative)`, `Pregnant - no`, `HIV = negative`, `Pregnant? No`.
_BESIDE = Gated(rf" ?{_MORE}(?:=|\?|\(| - ) ?\(?", quick=r"[=?(-]")
_ENDS = r"(?= ?(?:[).;,]|$))"
_IS = r"(?:must be |must have |should be |has to be |to be |is |are |an? |tests? |tested |documented |known )*"
_NO = (
    r"(?:(?:sero)?negative\b|neg\b|none\b|nil\b|absent\b|no(?= ?[.;,)]| ?$)|non-?reactive|undetectable"
    r"|not (?:present|detected|detectable|reactive|amplified|rearranged|pregnant|mutated|infected)|wild[- ]type|non-?amplified|uninfected|unmutated)"
)
_YES = (
    r"(?:(?:sero)?positive|pos\b|present|yes\b|confirmed|required|proven|detected|amplified|overexpress\w*|mutated|mutant|rearranged|reactive|"
    r"high|low|deficient|proficient|laboratory)\b"
)
_ABSENT = re.compile(rf"\W*{_IS}{_NO}(?![^.;]{{0,40}}\b(?:or|unless|if|except|but|positive)\b)")
_PRESENT = re.compile(rf"\W*{_IS}{_YES}(?![^.;]{{0,40}}\b(?:or|unless|if|except|but|negative)\b)")
_ABSENT_ALONE = re.compile(rf"{_NO}{_ENDS}")
_PRESENT_ALONE = re.compile(rf"{_YES}{_ENDS}")
ABSENT, PRESENT, UNCLEAR = "absent", "present", "unclear"


def answer(reading: Reading, found: Found[str]) -> str | None:
    """What is answered where an illness is only a label; `UNCLEAR` where that is neither yes nor no; None if it is no label.

    Under exclusion what is answered behind a colon is no answer: a label is what keeps out, whatever is told of it;
    a sign of absence leaves unclear who that is.
    """
    signed = reading.behind(_SIGN, found.end, 60)
    if signed is not None:
        denied = (signed["sign"] or signed["ve"]) == "-"
        if reading.kind == "exclusion":
            return UNCLEAR if denied else None
        return ABSENT if denied else PRESENT
    if _EITHER_SIGN.match(reading.form, found.end):
        return UNCLEAR
    if reading.kind != "inclusion":
        return None
    if _END_SIGN.match(reading.form, found.end):
        return ABSENT
    if beside := reading.behind(_BESIDE, found.end, 60):
        end = found.end + beside.end()
        if _ABSENT_ALONE.match(reading.form, end):
            return ABSENT
        if _PRESENT_ALONE.match(reading.form, end):
            return PRESENT
    label = reading.behind(_LABEL, found.end, 60)
    if label is None or not _BEFORE.search(reading.form, max(0, found.start - 60), found.start):
        return None
    end = found.end + label.end()
    if _ABSENT.match(reading.form, end):
        return ABSENT
    return PRESENT if _PRESENT.match(reading.form, end) else UNCLEAR
