"""A measure as words that can be compared: singular, American, with brackets and stops."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.model.csv_table import table


class Word(NamedTuple):
    """A word of a measure, or a bracket or stop."""

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
_BRITISH = Path(__file__).parent / "british_words.csv"
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


@cache
def _british() -> dict[str, str]:
    """Words that are spelt the British way, with their stem."""
    columns = ("word", "stem")
    return {row[0]: row[1] for row in table(_BRITISH, columns, key=("word",))}


@cache
def stem_of(word: str) -> str:
    """Singular and American, enough for the table's words."""
    if (known := _british().get(word)) is not None:
        return known
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1]
