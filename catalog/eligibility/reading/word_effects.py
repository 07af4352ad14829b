"""The reader's tables: words that change nothing, and how exactly a phrase names its variable.

Every row of `words.csv` claims that a word changes nothing (or only narrows) beside the variables it names,
and says why; every row of `senses.csv` says whether a phrase means its variable exactly, less, or more.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from catalog.eligibility.limits.lexing import reading_form, tokens

_ROOM = Path(__file__).parent
TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s\x00]|_")
"""A word, a number or a sign of a form; what is taken (NUL) is none."""
TAKEN = "\x00"
"""A letter of a form that something accounts for."""
STOPS = frozenset(",;:.()-\"'*•·?!#_")
"""Signs that say nothing by themselves."""
NOTHING, NARROWS, TURNS, EXEMPTS = "nothing", "narrows", "turns", "exempts"
EXACT, NARROWER, WIDER = "exact", "narrower", "wider"
MEASURE, HEAD = "@measure", "@head"
"""Beside any measured value; in a line that governs a list."""
NEAR, ENROLLED_SO, REMARK = "@near", "@enrolled", "@remark"
"""Right at a name that is asked for; of how an infection was found by which patients are called; in brackets behind a value."""


class Word(msgspec.Struct, frozen=True):
    """A word with what it does beside which variables."""

    word: str
    beside: tuple[str, ...]
    """Variables, or what they begin with; empty for all."""
    does: str
    reason: str


def words() -> Iterator[Word]:
    """All rows of the table of words."""
    with (_ROOM / "words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Word(row["word"], tuple(row["beside"].split()), row["does"], row["reason"])


@lru_cache(maxsize=1)
def plain_words() -> frozenset[str]:
    """Words that change nothing anywhere."""
    return frozenset(w.word for w in words() if w.does == NOTHING and not w.beside)


@lru_cache(maxsize=1)
def narrowing_words() -> frozenset[str]:
    """Words that only make what is asked narrower."""
    return frozenset(w.word for w in words() if w.does == NARROWS)


@lru_cache(maxsize=1)
def turning_words() -> frozenset[str]:
    """Words that turn what is asked, widen it, or ask it of somebody else."""
    return frozenset(w.word for w in words() if w.does == TURNS)


def exempt_words(variable: str) -> frozenset[str]:
    """Words that say who is let in although he has what a variable names."""
    return _exempting().get(variable, frozenset())


@lru_cache(maxsize=1)
def _exempting() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for each in words():
        if each.does == EXEMPTS:
            for variable in each.beside:
                found[variable].add(each.word)
    return {variable: frozenset(told) for variable, told in found.items()}


@lru_cache(maxsize=1)
def framing_words() -> dict[str, tuple[str, ...]]:
    """Words that change nothing beside some variables, and how the names of those begin."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words():
        if word.does == NOTHING and word.beside:
            found[word.word] = (*found.get(word.word, ()), *word.beside)
    return found


def frames(word: str, beside: tuple[str, ...]) -> bool:
    """Whether a word changes nothing beside one of these variables (or in one of the places named by `@`)."""
    wanted = framing_words().get(word)
    if wanted is not None:
        for each in beside:  # a loop: a generator costs more than the look-ups
            if each.startswith(wanted):
                return True
    return False


@lru_cache(maxsize=1)
def _senses() -> dict[tuple[str, str], str]:
    with (_ROOM / "senses.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (variable, _key(row["phrase"])): row["relation"]
            for row in csv.DictReader(lines)
            for variable in row["variable"].removesuffix("-").split("+")
        }


def _key(phrase: str) -> str:
    return " ".join(token.text for token in tokens(reading_form(phrase)))


@lru_cache(maxsize=8192)
def sense(variable: str, phrase: str) -> str:
    """How a phrase stands to its variable; an illness not in the table may say more, so it is `wider`."""
    kind = variable.startswith(("ts.", "prior."))
    return _senses().get((variable, _key(phrase)), NARROWER if kind else WIDER)


def is_listed(variable: str, phrase: str) -> bool:
    """Whether the table knows the phrase, so that `wider` is more than not known."""
    return (variable, _key(phrase)) in _senses()
