"""Whether a criterion asks for lesions that can be measured."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading

# A target lesion of an artery is no tumour.
_TUMOUR = Gated(r"recist|measur|tumou?r|cancer|metasta|carcinoma|irradiat")


# `Metastases allowed if measurable disease elsewhere`: of those alone.
_PERMITS = Gated(
    r"\b(?:allowed|permitted|acceptable)\b|\beligible (?:only )?(?:if|provided|when)\b"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def _is_permission(reading: Reading, at: int) -> bool:
    start, end = reading.sentence(at)
    sentence = reading.form[max(start, at - 130) : min(end, at + 90)]
    return bool(
        reading.find(_PERMITS, sentence) and reading.find(_PERMITS, _IN_BRACKETS.sub(" ", sentence))
    )


def is_measurable(reading: Reading, found: Found[str]) -> bool | None:
    """True where measurable lesions must be absent, False where they are asked for, None where neither is said."""
    if reading.kind == "inclusion" and _is_permission(reading, found.start):
        return None
    around = reading.form[max(0, found.start - 60) : found.end + 40]
    if re.search(r"\b(?:considered|designated|regarded|classified)\b", around):
        return None
    if "target" in reading.form[found.start : found.end] and not reading.search(_TUMOUR):
        return None
    if re.search(
        r"(?:increase|decrease|change|growth) (?:in|of) [^.;]{0,60}measurable|measurable or (?:evaluable|non-?measurable|assessable)|evaluable or measurable|and/or evaluable|measurable and/or|measurable/evaluable|measurable disease or unmeasurable|(?:^|\. )for measurable disease:|(?:only|sole|to|the|no|cross-sectional) (?:area|sites?) of measurable|or evaluable|not required|non-?measurable|measurable (?:for|serum|m-protein|m protein|urine|levels?)",
        around,
    ):
        return None
    if not re.search(r"disease|lesion|tumou?r|recist|mass|metasta|site|cancer", around):
        return None
    return (
        reading.form[: found.start]
        .rstrip()
        .endswith(("not", "no", "without", "lack of", "absence of", "non"))
    )
