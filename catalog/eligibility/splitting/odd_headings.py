"""Headings of a side in odd forms: the bare word, misspelt, a sentence, and one of neither side.

Found in a text once; each is tried only where the text holds its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog.eligibility.limits.gates import Gated
from catalog.model.csv_table import table

EITHER_SIDE = "eligibility criteria, side not said"
"""The section behind a second heading "Eligibility Criteria:" below "Inclusion Criteria:"."""


class OddHeading(NamedTuple):
    """A heading found in a line."""

    at: int
    word: str
    """What says the side; "" for neither."""
    section: str
    end: int


# "... or nelfinavir. EXCLUSION Treatment with", "... during treatment Exclusion - Hepatic": both words have nine letters,
# so that what stands before them is looked at once they are found.
_BARE = Gated(
    r"(?P<word>(?:EXCLUSION|INCLUSION)(?<=\S\s.{9})"
    + "".join(rf"(?<!\b{word}\s.{{9}})" for word in "AND OR THE OF".split())
    + r"S?(?=\s*:|\s*$|\s+(?:[*•-]+\s*)*[A-Z][a-z])|(?:Exclusion|Inclusion)(?<=[a-z.;)]\s.{9})"
    + "".join(rf"(?<!\b{word}\s.{{9}})" for word in "patient see See in the under or and".split())
    + r"s? (?=[-–] ?[A-Z]))\s*:?"
)
_BARE_BEGINS = re.compile(
    r"[\s*#•-]*(?:(?:CRITERIA FOR|[A-Z]{4,}) )?(?P<word>(?:EXCLUSION|INCLUSION)S?(?=\s*:|\s+(?:[*•-]+\s*)*[A-Z][a-z])|"
    r"(?:Exclusion|Inclusion)s? (?=[-–] ?[A-Z]))\s*:?"
)
# "... and their mothers. The exclusion criteria for the case group are as follows:"
_SENTENCE = Gated(
    r"(?P<word>[Ee]xclusion|[Ii]nclusion)(?:(?<=[.;:)]\s.{9})|(?<=[.;:)]\s[Tt]he\s.{9})) criteria"
    r"(?P<label>(?: (?:for|of|in) [\w -]{3,40}?)?) (?:are|were|is|will be|includ(?:e|ed|es))(?: as follows| the following)?\s*:"
)
_EITHER = Gated(r"Eligibility(?<=[.;:)]\s.{11}) [Cc]riteria ?:")
_BEFORE_IT = re.compile(r"\b(?:CRITERIA FOR|[A-Z]{4,}|[Tt]he) $")
_LONGEST_BEFORE = 24
_REFERS = re.compile(r"\b(?:the|see|all|any|of|meet|meeting|in|under|per|by|with|no|not) $", re.I)


@cache
def _odd_words() -> tuple[str, ...]:
    """Words that name a side only beside "criteria" and a colon: misspelt, or with a "non" before them."""
    rows = table(Path(__file__).with_name("odd_sides.csv"), ("word",), key=("word",))
    return tuple(word for (word,) in rows)


@cache
def _odd() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _odd_words()))
    return re.compile(
        rf"(?<!\w)(?P<word>{words})s? (?:crit|cirt|cret|crir|ctri)[a-z]+ ?:", re.IGNORECASE
    )


def odd_headings(text: str, start: int, end: int) -> list[OddHeading]:
    """Those inside a line, in order."""
    line = text[start:end]
    return sorted(_inside(text, start, end, line)) if ":" in line or names_side(line) else []


def names_side(line: str) -> bool:
    """Whether the word for a side stands in a line, in small letters or in capitals: without it most is no heading."""
    return "clusion" in line or "CLUSION" in line


def _inside(text: str, start: int, end: int, line: str) -> Iterator[OddHeading]:
    for gated in (_BARE, _SENTENCE, _EITHER):
        if not gated.may_match(line):
            continue
        for found in gated.pattern.finditer(text, start, end):
            before = _BEFORE_IT.search(text, max(start, found.start() - _LONGEST_BEFORE), found.start())  # fmt: skip
            at = before.start() if before else found.start()
            if gated is _EITHER:
                yield OddHeading(at, "", EITHER_SIDE, found.end())
            else:
                label = found["label"].strip() if gated is _SENTENCE else ""
                yield OddHeading(at, found["word"], label, found.end())
    if _holds_odd(line):
        for found in _odd().finditer(text, start, end):
            if found.start() > start and not _REFERS.search(text, start, found.start()):
                yield OddHeading(found.start(), found["word"], "", found.end())


def _holds_odd(line: str) -> bool:
    if ":" not in line:
        return False
    lowered = line.lower()
    return any(word in lowered for word in _odd_words())


def odd_beginning(line: str) -> OddHeading | None:
    """The one that a line begins with."""
    found = _BARE_BEGINS.match(line) if names_side(line) else None
    if found is None and _holds_odd(line):
        found = _odd().match(line, len(line) - len(line.lstrip(" \t*#•-")))
    return OddHeading(found.start(), found["word"], "", found.end()) if found else None
