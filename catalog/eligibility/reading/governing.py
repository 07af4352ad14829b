"""Lines that govern a list: what they say beside opening it."""

from __future__ import annotations

import re

from catalog.eligibility.reading.word_effects import HEAD, MEASURE, frames, plain_words

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s\x00]|_")
_STOPS = frozenset(",;:.()-\"'*•·?!#_")


def unclear_head(text: str, kind: str) -> tuple[str, ...]:
    """The words of a governing line that do more than open a list."""
    form = text.lower()
    if _ONE_OF.search(form) and kind == "inclusion":
        return (text.strip()[:60],)
    if _ALL_OF.search(form) and kind == "exclusion":
        return (text.strip()[:60],)
    form = _ANY_OF.sub(" ", opened(form, kind))
    return tuple(
        found[0]
        for found in _TOKEN.finditer(form)
        if found[0] not in _STOPS and found[0] not in plain_words() and not frames(found[0], _HEADS)
    )


_WHO = r"(?:you|an? (?:patient|subject|participant|volunteer|person|individual)|(?:all )?(?:patients?|subjects?|participants?|volunteers?|individuals?|people|persons|candidates))"
_STUDY_ITSELF = r"(?: (?:for|from|in|into|to (?:participate|enter|enrol\w*|join))(?: participation)?(?: in)?(?: (?:this|the) (?:study|trial|protocol)| (?:study|trial) (?:entry|participation|enrol\w*))?)?"
_IF_THEY = r",?(?: (?:if|when))?(?: (?:they|you|he/she|he or she|the patient|any))?(?: (?:are|have|meets?))?"
_OPENS_LIST = {
    "inclusion": re.compile(
        rf"\b{_WHO} (?:may|will|can|must|should) be (?:considered )?(?:eligible|included|enrolled){_STUDY_ITSELF}{_IF_THEY}"
        rf"|(?:^|\b(?:in order )?)to be (?:eligible|included|enrolled){_STUDY_ITSELF}|\binclusion criteria \d\."
    ),
    "exclusion": re.compile(
        r"\b(?:if )?(?:any of )?(?:the )?following (?:exclusion )?(?:criteria|conditions) (?:are|is|apply|applies)(?: (?:met|present|true|fulfilled))?\b"
        rf"|\b{_WHO} (?:with|who have|having|who meet|meeting) (?:any |either |one )?(?:or more )?(?:of )?(?:the )?following"
        r"(?: (?:prior |co-?existing |medical |concurrent )*(?:conditions?|symptoms?|criteria|characteristics|diseases?)"
        r"(?: (?:or|and) (?:symptoms?|conditions?|diseases?))?)? (?:are|is|will be|must be|should be) (?:excluded|ineligible|not eligible)"
        rf"{_STUDY_ITSELF}"
        rf"|\b{_WHO} (?:(?:will|may|can|should|must) (?:not be (?:eligible|included|enrolled)|be (?:excluded|ineligible))|(?:are|is) (?:excluded|ineligible|not eligible))"
        rf"{_STUDY_ITSELF}{_IF_THEY}|\bco-?existing conditions?(?=:)"
    ),
}


def opened(form: str, kind: str) -> str:
    """A governing line in lower case without the words that only open a list of its own side."""
    return _OPENS_LIST[kind].sub(" ", form)


_HEADS = (HEAD, MEASURE, "creatinine", "bili_total", "anc", "inr", "lvef")
_ONE_OF = re.compile(
    r"\b(?:any|one|two|three|either|some|\d)\b(?:\s*\(\d\))?(?: or more)? of\b|\bone or more\b|\bor\b|\beither\b"
)
_ALL_OF = re.compile(r"\b(?:all|both|two|three|\d) (?:or more )?of\b")
_ANY_OF = re.compile(r"\b(?:any|one|1)(?: or more)?(?: \(\d\))? of\b|\bone or more\b")
