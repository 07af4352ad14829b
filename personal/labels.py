"""Labels that look like a person: of a list, a case, a kept query.

Forms of address stand in titles.csv.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

_TITLES = Path(__file__).with_name("titles.csv")
_NAME = re.compile(r"(?=\b([^\W\d_]+)\.?\s+([^\W\d_]{2,}))")
_BIRTH = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{2}|(?:19|20)\d\d)"
    r"|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d)"
)
_NUMBER = re.compile(r"\d(?:[ ./-]?\d){7,}")
_REGISTRY = re.compile(r"\b[A-Z][A-Za-z]{2,}-?\d{8,}\b|\b\d{4}-\d{6}-\d\d(?:-\d\d)?\b")
LONGEST = 60
"""Letters of a label."""


@lru_cache(maxsize=1)
def _forms_of_address() -> dict[str, bool]:
    """Each with whether it is a word, or an abbreviation in medicine, as well: MS, HR."""
    with _TITLES.open(encoding="utf-8", newline="") as file:
        return {row["title"]: bool(row["also_a_word"]) for row in csv.DictReader(file)}


def _is_name(form: str, name: str) -> bool:
    is_word = _forms_of_address().get(form.casefold())
    if is_word is None:
        return False
    return not is_word or (name[0].isupper() and not form.isupper())


def doubts(label: str) -> str:
    """Why a label may name a person, as half a sentence; empty where nothing speaks for it.

    A form of address and a name, a date as of a birth, eight digits and more. The number of a
    registry is none of these.
    """
    text = _REGISTRY.sub(" ", label)
    for found in _NAME.finditer(text):
        if _is_name(found[1], found[2]):
            return "it looks like a person's name"
    if _BIRTH.search(text):
        return "it looks like a date of birth"
    if _NUMBER.search(text):
        return "a number of eight digits and more can name a patient"
    return ""


def cleaned(label: str) -> str:
    """A label in one line, without blanks around it."""
    return " ".join(label.split())[:LONGEST]
