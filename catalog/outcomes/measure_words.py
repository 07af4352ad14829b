"""A measure as words that can be compared: singular, American, with brackets and stops."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple


class Word(NamedTuple):
    exact: str
    """As written, without the s of "AEs"."""
    stem: str
    """In lower case, singular and American; "" for a bracket or stop."""
    mark: str = ""
    """The bracket or stop, for what is no word."""


_TOKEN = re.compile(r"[^\W_]+|[()\[\]{}:;,.≥>]")
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
_WIDE = str.maketrans("（）［］：；，。", "()[]:;,.")
_ABBREVIATIONS = re.compile(r"^(\w*[A-Z])s$")  # AEs, CRs; but CRS is another thing
_PLURAL = re.compile(r"\((?:s|es|ies)\)")
_INNER = re.compile(r"(?<=\w)\((\w{1,4})\)(?=\w)")


def words_of(text: str) -> list[Word]:
    """A text as words, and the brackets and stops between them."""
    if not text.isascii():
        text = text.translate(_WIDE)
    if "(" in text:
        text = _INNER.sub(r" \1 ", _PLURAL.sub("s", text))  # event(s), 25(OH)D
    return [_word(said) for said in _TOKEN.findall(text)]


@lru_cache(maxsize=16384)
def _word(said: str) -> Word:
    if not said[0].isalnum():
        return Word(said, "", said)
    exact = _ABBREVIATIONS.sub(r"\1", said)
    return Word(exact, stem_of(exact.lower()))


_IRREGULAR = {
    "tumour": "tumor", "tumours": "tumor", "randomised": "randomized", "haemoglobin": "hemoglobin",
    "hospitalisation": "hospitalization", "hospitalisations": "hospitalization",
    "analogue": "analog", "metastases": "metastase", "utilisation": "utilization",
    "normalised": "normalized", "annualised": "annualized", "standardised": "standardized",
    "tolerated": "tolerated", "relapses": "relapse", "responses": "response", "oedema": "edema",
    "haemorrhage": "hemorrhage", "ischaemic": "ischemic", "generalised": "generalized",
}  # fmt: skip
_KEEPS_S = frozenset("metastasis basis analysis pancreatitis paralysis thrombosis stenosis".split())


@cache
def stem_of(word: str) -> str:
    """Singular and American, enough for the table's words."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word in _KEEPS_S:
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1]
