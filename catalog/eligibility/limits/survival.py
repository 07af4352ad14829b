"""Life expectancy told without a sign, or denied: `expected survival of 6 months`, `unlikely to survive 48 hours`."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading

# `not expected to survive for at least 6 months`, `unlikely to survive more than 48 hours`.
_NOT_EXPECTED = Gated(
    r"\b(?:not (?:be )?(?:expected|likely|anticipated) to|unlikely to|without (?:an? )?(?:expect\w+|likelihood) (?:of|to)) (?:live|survive|surviving|survival|exceed)(?: for| beyond| past)? ?$"
)


def is_not_expected(reading: Reading, at: int) -> bool:
    """Whether the words before a number say that the patient will not live so long."""
    return reading.before(_NOT_EXPECTED, at, 50) is not None


_SURVIVAL = re.compile(
    r"\b(?:life expectancy|(?:expected|estimated|anticipated|predicted) survival(?: time)?|(?:expected|likely) to (?:survive|live))(?: is| of|:)? ?(?:a )?$"
)
_UNLIKELY = re.compile(r"\b(?:not|never|without|no|lacks?|lacking)\b|\bunlikely\b")


def unsigned_survival(reading: Reading, lead: str) -> str | None:
    """`Life expectancy of 6 months` asked for is at least that; `not expected to live 6 weeks` is less."""
    if _SURVIVAL.search(lead) is None:
        return None
    denied = _UNLIKELY.search(lead) is not None
    if reading.kind == "inclusion":
        return None if denied else ">="
    return "<" if denied else None
