"""Hostile texts of up to a megabyte end, and real texts lose no word."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from catalog.eligibility.extraction import extract
from catalog.eligibility.splitting.plain_spans import own_words
from catalog.eligibility.splitting.splitter import split

WORD = re.compile(r"[A-Za-z]{4,}")
HEADING = re.compile(r"criteri|characteristics|inclusion|exclusion|eligib|excluded", re.I)


def _lost(text: str) -> list[str]:
    """Words of a text that no item and no section holds; headings and "Not specified" aside."""
    items = split(text)
    letters = list(text)
    for item in items:
        letters[slice(*item.span)] = " " * (item.span[1] - item.span[0])
    rest = re.sub(r"not specified|none specified", " ", "".join(letters), flags=re.I)
    sections = " ".join(item.section for item in items)
    lines = (line for line in rest.splitlines() if not HEADING.search(line))
    return [word for line in lines for word in WORD.findall(line) if word not in sections]


def test_no_word_of_real_texts_is_lost(bench: Path) -> None:
    for line in (bench / "splitting-dev.jsonl").read_text("utf-8").splitlines():
        trial = json.loads(line)
        if "DISEASE CHARACTERISTICS" not in trial["raw"]:
            assert _lost(trial["raw"]) == [], trial["trial"]


def test_spans_of_real_texts_quote_their_items(bench: Path) -> None:
    for line in (bench / "splitting-dev.jsonl").read_text("utf-8").splitlines():
        raw = json.loads(line)["raw"]
        for item in split(raw):
            assert own_words(raw, *item.span) == item.text


HOSTILE = {
    "digits": "1" * 1_000_000,
    "brackets": "(" * 1_000_000,
    "pairs": "()" * 500_000,
    "commas": "," * 1_000_000,
    "blanks": " " * 1_000_000,
    "dashes": "-" * 1_000_000,
    "words": "a " * 60_000,
    "numbers": "1. " * 20_000,
    "items": "- a\n" * 40_000,
    "levels": "".join(" " * (n % 60) + "- a:\n" for n in range(10_000)),
    "headings": "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 ()() inclusion criteria x\n" * 1_000,
    "sides": "Inclusion Criteria: x " * 45_000,
    "adjectives": "serious or severe " * 6_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end(name: str) -> None:
    """A pattern that backtracks without end would never come back from these."""
    text = HOSTILE[name]
    assert all(criterion.span[1] <= len(text) for criterion in extract(text))
