"""Whether a name of cancer means another one than the trial's own: `other`, `second`, `concurrent`."""

from __future__ import annotations

import re

from catalog.eligibility.reading.word_effects import EXACT, NARROWER, WIDER

OTHER_CANCERS = frozenset({"other_malignancy", "ts.other_malignancy"})


def as_another(form: str, start: int, phrase: str) -> str:
    """How a phrase at a place, too wide by itself, stands to another cancer."""
    begin = max(0, start - 60)
    if _ANOTHER.search(form, begin, start):
        return EXACT  # "other, previously treated, malignancies"
    if _OTHER_NAMED.match(phrase) or _AT_ONCE.search(form, begin, start + phrase.find(" ") + 1):
        return NARROWER
    return WIDER


# `Another primary malignancy`: another one is no part of the first.
PRIMARY = re.compile(
    r"(?:(?<=other )|(?<=second )|(?<=additional ))primary(?= (?:cancers?|malignan\w+|tumou?rs?|neoplasms?|solid tumou?rs?)\b)"
)
# `Concurrent malignancies`: others beside the one that is treated, now.
_AT_ONCE = re.compile(
    r"\b(?:concurrent|concomitant|synchronous|simultaneous|co-?exist(?:ing|ent))(?: (?:active|primary|invasive|malignant|other|second))* ?\w*$"
)
_OTHER_NAMED = re.compile(
    r"(?:history of |prior |previous |any |active )*(?:other|another|second|additional)\b"
)
_ANOTHER = re.compile(
    r"\b(?:other|another|second|additional)(?:,? (?:or|and|known|active|actively|primary|invasive|prior|previous|previously|concurrent|"
    r"concomitant|synchronous|malignant|progressing|treated|untreated|solid|hematologic|type of|types? of|history of|form of))* $"
)
