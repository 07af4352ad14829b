"""Whether the words say that an illness is absent: denied, or tested negative."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.labels import ABSENT, PRESENT, answer
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading

_NEGATIVE_RESULT = Gated(
    r"^[\s)\w,/-]{0,60}?\b(?:(?:sero)?negativ\w*|uninfected|absent|undetectable|not detected|non-?reactive|wild[- ]type|non-?amplified|(?<!who are )(?<!who is )not (?:be )?(?:present|pregnant|positive))\b"
)
# `Pregnant women will be excluded, and a negative test is required`.
_KEPT_OUT = Gated(r"\bor if\b|\b(?:excluded|ineligible|not eligible)\b")
# `hepatitis C positive, hepatitis B negative`: the negative is another's.
_POSITIVE = re.compile(r"(?<!not )(?<!not be )(?<!or )(?<!/)\b(?:sero)?positiv")
# `EGFR mutant/ALK negative`: the name itself says that it is there.
_SAYS_IT = re.compile(
    r"(?<!not )(?<!not be )\b(?:sero)?positiv|\b(?:mutant|mutated|rearranged|amplified|overexpress\w*|deficient|msi-h)\b"
)
_NEGATIVE_OF_ELSE = re.compile(
    r"[^.;]{0,60}?\b(?:with|have|having|has|but|who|and) (?:an? )?(?:documented |confirmed )?(?:negative|undetectable) (?:(?:urine|serum|blood|urinary|or|screening) )*(?:pregnancy|hcg|beta|\w+-hcg|viral load)\b"
)
_NEGATIVE_LEAD = Gated(
    r"\b(?:negative|undetectable|non-?reactive|absence of)(?:[\w\s/()-]{0,40}|(?: (?:serum|urine|blood|beta|human|chorionic|gonad\w+|or|test|result|screening|\(?\w*-?hcg\)?|β|β-hcg|-)|-(?:human|hcg))*) ?$"
)

# `Negative test results for hepatitis B surface antigen, hepatitis C (HCV), and HIV`: all of the list.
_NEGATIVE_FOR = re.compile(
    r"\b(?:sero)?negativ\w* (?:(?:screening|serum|blood|viral|antibody|serolog\w*|tests?|testing|results?) )*(?:for|of) (?!(?:.*\b(?:but|if|unless|positive|who|whose|must|is|are|or with|pregnan\w*)\b))[^.;:]*$"
)
# `HIV: negative`, `Pregnancy test: negative serum test`
_IS_NEGATIVE = re.compile(r"[)\s]*(?:tests?|status|serology)? ?: ?negativ")
# `COVID-19 naïve`: who never had it; who was never treated for HIV has it.
_NAIVE = Gated(r"[- ]*(?:naive|naïve)\b")
# `Negative HIV, HBV and HCV serologies`: each of them.
_NEGATIVE_ALL = Gated(
    r"\bnegative (?!.*\bpositiv)(?:[a-z0-9/() -]{2,30}, ?(?:and |or )?)*[a-z0-9/() -]{0,30}$"
)
_ARE_TESTS = Gated(
    r"[^.;:]{0,40}\b(?:serolog\w*|antibod\w+|tests?|markers?|screen\w*|viral (?:loads?|markers?)|pcrs?)\b"
)
LISTED_INFECTIONS = frozenset({"hiv", "hbv", "hcv", "tb", "covid19"})


def in_negative_list(reading: Reading, at: int) -> bool:
    """Whether a place stands in a list of what must be tested negative."""
    if _NEGATIVE_FOR.search(reading.lead(at, 200)) is not None:
        return True
    listed = reading.before(_NEGATIVE_ALL, at, 90)
    return listed is not None and reading.behind(_ARE_TESTS, at, 60) is not None


def is_absent(reading: Reading, found: Found[str]) -> bool:
    """Whether the words say that it is absent."""
    if (answered := answer(reading, found)) in (ABSENT, PRESENT):
        return answered == ABSENT
    tail = reading.tail(found.end, 70)
    lead = reading.lead(found.start, 80)
    if (
        (negative := reading.begins(_NEGATIVE_RESULT, tail))
        and not _POSITIVE.search(negative[0])
        and not reading.find(_KEPT_OUT, negative[0])
        and not _SAYS_IT.search(reading.form[found.start : found.end])
        and not (found.means != "pregnancy" and _NEGATIVE_OF_ELSE.match(tail))
        and not re.search(r"[;.]", tail[: tail.find("neg") + 1] if "neg" in tail else tail[:20])
    ):
        return True
    if reading.kind == "inclusion" and _IS_NEGATIVE.match(tail):
        return True
    if found.means != "breastfeeding" and reading.find(_NEGATIVE_LEAD, lead):
        return True
    if found.means == "covid19" and reading.behind(_NAIVE, found.end, 12):
        return True
    if LISTED_INFECTIONS.issuperset(found.means.split("+")) and (
        in_negative_list(reading, found.start) or _all_negative(reading, found.end)
    ):
        return True
    if not reading.is_negated(found.start):
        return False
    return reading.kind != "exclusion"


# `must have a negative pregnancy test`, written under exclusion: who has a positive one is kept out.
_MUST = Gated(
    r"\b(?:must|should|need to|needs to|have to|has to|required to) (?:all )?(?:have|be|provide|show)\b[^.;]*$"
)


def is_demanded(reading: Reading, found: Found[str]) -> bool:
    """Whether a negative result is demanded among what keeps out."""
    start = reading.sentence(found.start)[0]
    return reading.kind == "exclusion" and reading.within(_MUST, start, found.start) is not None


# `HIV, hepatitis B virus (HBV), hepatitis C virus or tuberculosis (TB) test is negative`
_TESTED_NEGATIVE = Gated(
    r"[^.;:]{0,130}\b(?:tests?|results?|serolog\w*|markers?|antibod\w+) (?:is|are|were|must be|should be|must all be|all|both)? ?negative\b"
)


def _all_negative(reading: Reading, at: int) -> bool:
    """Whether the list behind a place ends in tests that are negative."""
    told = reading.behind(_TESTED_NEGATIVE, at, 160)
    return told is not None and not re.search(r"positiv|\b(?:but|if|unless|with|who)\b", told[0])
