"""Whether a name of cancer means another one than the trial's own: `other`, `second`, `concurrent`."""

from __future__ import annotations

import re

from catalog.eligibility.reading.word_effects import EXACT, NARROWER, WIDER

OTHER_CANCERS = frozenset({"other_malignancy", "ts.other_malignancy"})


def as_another(form: str, start: int, end: int) -> str:
    """How a phrase at a place, too wide by itself, stands to another cancer."""
    begin, phrase = max(0, start - 60), form[start:end]
    if _ANOTHER.search(form, begin, start):
        return EXACT  # "other, previously treated, malignancies"
    beside = _AT_ONCE.search(form, begin, start + phrase.find(" ") + 1)
    if beside and _OF_CARE.match(form, end):
        return WIDER
    if beside and _BEFORE.search(beside[0]):
        return EXACT
    return NARROWER if beside or _OTHER_NAMED.match(phrase) else WIDER


# `Another primary malignancy`: another one is no part of the first.
PRIMARY = re.compile(
    r"(?:(?<=other )|(?<=second )|(?<=additional ))primary(?= (?:cancers?|malignan\w+|tumou?rs?|neoplasms?|solid tumou?rs?)\b)"
)
# `Concurrent malignancies`, `prior malignancy`: others beside the one that is treated, now or before it.
_BESIDE = r"(?:concurrent|concomitant|synchronous|simultaneous|co-?exist(?:ing|ent)|prior|previous)"
_AT_ONCE = re.compile(rf"\b{_BESIDE}(?: (?:active|primary|invasive|malignant|other|second))* ?\w*$")
_BEFORE = re.compile(r"\b(?:prior|previous)\b")
# `Prior cancer therapy` is about another thing.
_OF_CARE = re.compile(
    r"(?:[- ]|'s )(?:treatments?|therap\w+|chemo\w*|immuno\w*|radi\w*|surg\w+|drugs?|medic\w+|agents?|vaccin\w+|regimens?|care|screening|pain|directed|related|specific|associated|stud(?:y|ies)|trials?)\b"
)
_OTHER_NAMED = re.compile(
    r"(?:history of |prior |previous |any |active )*(?:other|another|second|additional)\b"
)
_ANOTHER = re.compile(
    r"\b(?:other|another|second|additional)(?:,? (?:or|and|known|active|actively|primary|invasive|prior|previous|previously|concurrent|"
    r"concomitant|synchronous|malignant|progressing|treated|untreated|solid|hematologic|type of|types? of|history of|form of))* $"
)
_NAMED_BESIDE = re.compile(
    rf"\b{_BESIDE}(?:,? (?:or|and|and/or|active|primary|invasive|malignant|{_BESIDE}))* (?:malignan|cancers?\b|tumou?rs?\b|neoplas|carcinoma)"
)


_SAYS_OTHER = re.compile(r"\b(?:other|another|second|additional)\b[^.;]*$")


def may_be_the_patients_own(text: str) -> bool:
    """Whether a line names cancers beside the one that is treated: where none is, the patient's own may be one."""
    form = text.lower()
    found = _NAMED_BESIDE.search(form)
    return found is not None and _SAYS_OTHER.search(form, 0, found.start()) is None
