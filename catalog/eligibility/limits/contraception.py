"""Contraception that a criterion asks for, or whose lack keeps out."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading


def is_lacking(reading: Reading, at: int) -> bool | None:
    """True where its lack keeps out, False where it is asked for, None where neither is said of what stands at a place."""
    if reading.kind == "exclusion" and reading.search(_UNWILLING):
        return True if reading.before(_LACKED, at, 90) else None
    if reading.before(_OF_ONE_KIND, at, 40) and (
        reading.kind == "exclusion" or reading.is_negated(at)
    ):
        return None  # "no use of oral contraceptives": a drug that is not wanted
    return False if _asks_contraception(reading) else None


def is_refused(reading: Reading) -> bool:
    """Whether an exclusion is of those who do not use contraception: the time that they would is no limit."""
    return reading.kind == "exclusion" and reading.search(_UNWILLING) is not None


_UNWILLING = Gated(
    r"\b(?:unwilling\w*|not willing|unable|inability|refus\w+|failure|fails?|not (?:currently |presently |consistently )?us(?:e|ing)|do(?:es)? not (?:currently )?(?:use|agree|practi[cs]e|want|consent|wish)|not (?:currently |presently |consistently )?(?:agree|practi[cs])\w*|without|lack of|absence of|no (?:effective|adequate|reliable)|inadequate|not (?:on|taking|protected))\b"
)


# `women who are not using effective contraception`: the lack keeps out; who is unwilling may use it all the same.
_LACKED = Gated(
    r"\b(?:not (?:currently |presently |consistently )?us(?:e|ing)|(?:do|does|are|is) not (?:currently |presently |consistently )?(?:use|using|practi[cs]\w+)|not (?:currently |presently |consistently )?practi[cs]ing|without|lack of|absence of|inadequate|no|not on)"
    r"(?: (?:to|the|a|an|any|of|use|using|employ|follow|practi[cs]\w+|with|accept\w*|medically|effective|highly|adequate|reliable|approved|appropriate|recognized|form|forms|method|methods|sufficient|two|barrier|proper|proven))* $"
)
_OF_ONE_KIND = Gated(
    r"\b(?:hormonal|hormone|oral|steroidal|injectable|depot|implantable|transdermal|o?estrogen[- ]containing)(?: (?:or|and|injectable|implanted|combined))* $"
)
_ONLY_ADVISED = Gated(
    r"strongly (?:advised|recommended|encouraged)|contraception (?:is |are )?(?:encouraged|advised|recommended)"
)
# The method is what the trial is about.
_SWITCH = Gated(
    r"\b(?:switch\w*|chang\w+) (?:[\w-]+ ){0,6}contracepti|\b(?:another|new) (?:hormonal )?contraceptive"
)


# `Acceptable methods of contraception include: condom`: what counts as one.
_DEFINED = Gated(
    r"^\W*(?:(?:medically|highly|clinically) )*(?:acceptable|accepted|effective|adequate|reliable|approved|appropriate) (?:(?:methods?|forms?|means|measures|types?) of )?"
    r"(?:contracepti\w+|birth control)(?: (?:methods?|measures?|means|forms?))?(?: for [a-z ]{3,40})? ?(?::|\b(?:include|includes|including|are|is|means?)\b(?! (?:required|mandatory|needed|necessary|used|to be)))"
)


def _asks_contraception(reading: Reading) -> bool:
    form = reading.form
    if reading.match(_DEFINED):
        return False
    if reading.search(_ONLY_ADVISED) or reading.search(_SWITCH):
        return False
    return bool(
        re.search(
            r"\b(?:must|agree|use|using|willing|required|practice|practicing|practising|should|unwilling|adequate|effective|acceptable|follow|refus\w+|employ|not (?:use|willing))\b",
            form,
        )
    )
