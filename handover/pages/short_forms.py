"""Abbreviations in quoted words, explained: by the record itself, by our table, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog.model.abbreviations import pairs
from catalog.model.csv_table import table

_TOKEN = re.compile(r"[A-Za-z0-9][\w-]*\w")
_NAMED = re.compile(r"[A-Za-z]?[a-z]*(?:[A-Z][a-z]{2,})?|\d+")
"""A word like others: `Non` and `Small` of `Non-Small`, `MacDonald`."""
_LONGEST, _DIGITS = 12, 3


class Explained(NamedTuple):
    """What a text's abbreviations mean, each once, in the order of the alphabet."""

    by_table: tuple[tuple[str, str], ...]
    by_record: tuple[tuple[str, str], ...]
    """As the record's own brackets say: `progression-free survival (PFS)`."""
    unknown: tuple[str, ...]


@cache
def _known(language: str) -> dict[str, str]:
    path = Path(__file__).with_name("abbreviations.csv")
    rows = table(path, ("short", "en", "de"), key=("short",))
    place = ("en", "de").index(language)
    return {short: told[place] for short, *told in rows}


def explained(quotes: Iterable[str], record: Iterable[str], language: str = "en") -> Explained:
    """What the abbreviations in quoted words mean; `record` are texts that may define them.

    The table knows a form by its letters as they are written (EGFR is a gene, eGFR a kidney value).
    """
    known = _known(language)
    own: dict[str, str] = {}
    for text in record:
        for short, long in pairs(text):
            own.setdefault(short, long)
    found = sorted({form for quote in quotes for form in _forms(quote, known)}, key=str.casefold)
    by_table = tuple((form, known[form]) for form in found if form in known)
    by_record = tuple((form, own[form]) for form in found if form in own and form not in known)
    unknown = tuple(form for form in found if form not in known and form not in own)
    return Explained(by_table, by_record, unknown)


def _forms(text: str, known: dict[str, str]) -> Iterator[str]:
    """Words that may be abbreviations: of a table, or with two capitals; no number, no name."""
    is_shouted = text.upper() == text
    for word in _TOKEN.findall(text):
        singular = word.removesuffix("s")
        form = singular if singular in known else word
        if form in known or (not is_shouted and _may_be_short(form)):
            yield form


def _may_be_short(word: str) -> bool:
    if len(word) > _LONGEST or sum(letter.isdigit() for letter in word) > _DIGITS:
        return False
    is_name = all(_NAMED.fullmatch(part) for part in word.split("-"))
    return not is_name and sum(letter.isupper() for letter in word) > 1
