"""Older registry records without punctuation: `PATIENT CHARACTERISTICS: Age: 18 and over ...`.

The headings are known; between them a new criterion starts at a capital behind a small word, a
number, a unit or a bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from catalog.eligibility.splitting.headings import PDQ_HEADINGS, PDQ_PARTS
from catalog.eligibility.splitting.sentences import dashed_list
from catalog.model.csv_table import table


def _any_of(names: tuple[str, ...]) -> str:
    """A pattern for any of the names, their blanks being any white space: lines were wrapped."""
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)


def _written(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names as records write them: `Life expectancy`, `Life Expectancy`, `LIFE EXPECTANCY`."""
    return tuple(
        dict.fromkeys(form for name in names for form in (name, name.title(), name.upper()))
    )


_PART, _NAME = _any_of(PDQ_PARTS), _any_of(_written(PDQ_HEADINGS))
_DASHED = r"(?:Disease|Patients?|Population)\s+Characteristics|Prior/Concurrent\s+Therapy"
_HEADING = re.compile(
    rf"(?<!\S)(?:(?:(?P<part>{_PART})|(?P<name>{_NAME}))\s*:|--\s?(?P<dashed>{_DASHED})\s?--)\s*"
)
_NOTHING = re.compile(
    r"^(?:not specified|none specified|see disease characteristics|see [\w ]+ characteristics)\.?$",
    re.I,
)
_WORD = re.compile(r"\S+")


def _words() -> dict[str, frozenset[str]]:
    """The words of `pdq_words.csv` by what they are for, in small letters."""
    found: dict[str, set[str]] = {}
    columns = ("use", "word")
    for use, word in table(Path(__file__).with_name("pdq_words.csv"), columns, key=columns):
        found.setdefault(use, set()).add(word)
    return {use: frozenset(words) for use, words in found.items()}


_WORDS = _words()
# Words that begin a criterion wherever they stand with a capital.
STARTERS = _WORDS["begins"]
# Names that carry a capital inside a criterion.
NAMES = _WORDS["in a name"]


class Piece(msgspec.Struct, frozen=True):
    """One requirement of such a text."""

    start: int
    end: int
    section: str


def is_pdq(text: str, start: int, end: int) -> bool:
    """Whether the text is of this kind: known headings run into the text."""
    if text.count(":", start, end) < _FEWEST and not any(
        text.find(each, start, end) >= 0 for each in _LARGE
    ):
        return False
    found = list(_HEADING.finditer(text, start, end))
    parts = sum(bool(each["part"] or each["dashed"]) for each in found)
    return parts >= 1 or len(found) >= _FEWEST


_FEWEST = 4
"""So many names of parts make a text one of this kind where none of its large headings stands in it."""
_LARGE = ("--", *dict.fromkeys(name.split()[0] for name in PDQ_PARTS))
"""One of these stands in every large heading."""


def pdq_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """Requirements under their headings; "Not specified" is none."""
    section = ""
    headings = list(_HEADING.finditer(text, start, end))
    first = headings[0].start() if headings else end
    yield from _requirements(text, start, first, "")
    for n, heading in enumerate(headings):
        stop = headings[n + 1].start() if n + 1 < len(headings) else end
        section = " ".join((heading["part"] or heading["name"] or heading["dashed"]).split())
        yield from _requirements(text, heading.end(), stop, section)


def _requirements(text: str, start: int, end: int, section: str) -> Iterator[Piece]:
    if not text[start:end].strip():
        return
    if _NOTHING.match(text[start:end].strip()):
        return
    dashes = dashed_list(text, start, end, fewest=1)
    if dashes:
        for n, (begin, stop) in enumerate(dashes):
            heading = _heading_at_end(text, begin, stop) if n + 1 < len(dashes) else None
            cut = heading[0] if heading else stop
            if text[begin:cut].strip() and not _NOTHING.match(text[begin:cut].strip()):
                yield Piece(begin, cut, section)
            if heading:
                section = heading[1]
        return
    begin = start
    previous: re.Match[str] | None = None
    linked = False  # whether the previous word stands behind "or", "no"
    within = _within_names(text, start, end)
    for word in _WORD.finditer(text, start, end):
        if (
            previous is not None
            and word.start() not in within
            and not (linked and previous[0].lower() in _DESCRIBES)
            and _begins(text, previous[0], word[0], word.end(), end)
            and not _in_brackets(text, begin, word.start(), end)
        ):
            yield Piece(begin, previous.end(), section)
            begin = word.start()
        linked = previous is not None and previous[0].lower() in _LINKS
        previous = word
    if previous is not None:
        yield Piece(begin, previous.end(), section)


_AT_END = re.compile(rf"(?:(?<=\S\s)|^\s*)(?P<name>{_any_of(PDQ_HEADINGS)})\s*$")


def _heading_at_end(text: str, start: int, end: int) -> tuple[int, str] | None:
    """Where the heading of the next dash's item begins, and its name: `- No prior surgery Chemotherapy - At least ...`."""
    said = text[start:end]
    found = _AT_END.search(said)
    if found is None or _OPEN.search(said[: found.start()].rstrip()):
        return None
    return start + found.start(), " ".join(found["name"].split())


@cache
def _capital_names() -> tuple[re.Pattern[str], frozenset[str]]:
    """Names of several words with capitals, and which of them begin nothing, in small letters."""
    rows = list(
        table(
            Path(__file__).with_name("capital_names.csv"),
            ("name", "begins", "note"),
            key=("name",),
        )
    )
    pattern = re.compile(rf"(?<!\S)\(?(?:{_any_of(tuple(name for name, _, _ in rows))})\b", re.I)
    return pattern, frozenset(name.lower() for name, begins, _ in rows if begins == "no")


def _within_names(text: str, start: int, end: int) -> frozenset[int]:
    """Where words stand that only go on with a name: `York` of `New York Heart Association`."""
    names, never = _capital_names()
    found: set[int] = set()
    for name in names.finditer(text, start, end):
        words = [word.start() for word in _WORD.finditer(text, name.start(), name.end())]
        found.update(words if " ".join(name[0].lower().split()) in never else words[1:])
    return frozenset(found)


_LONGEST_ASIDE = 300


def _in_brackets(text: str, begin: int, at: int, end: int) -> bool:
    """`(including HIV, hepatitis B)`: nothing begins in it."""
    opened = text.rfind("(", begin, at)
    if opened < 0 or text.find(")", opened, at) >= 0:
        return False
    return text.find(")", at, min(end, opened + _LONGEST_ASIDE)) >= 0


# "... or positive HIV antibody": behind a link these say something of what follows.
_LINKS = frozenset("or and no not nor and/or".split())
_DESCRIBES = _WORDS["describes"]
# The last word of a name: `Tourette Syndrome`, `Karnofsky Scale`.
_ENDS_NAMES = _WORDS["ends a name"]
_NUMERAL = re.compile(r"[A-Z]|[IVX]{1,4}")
_LETTERED = _WORDS["has a letter"]
_BEHIND = re.compile(r"[a-z0-9%)\]+/.;]$")
_OPEN = re.compile(
    r"(?:\b(?:and|or|of|the|a|an|to|with|for|in|by|than|at|is|are|as|from|on|per|any|see|e\.g\.,?|i\.e\.,?|vs\.?|no|not|prior|other|be|been|being|known|residual|gross|suspected|symptomatic|asymptomatic|untreated|progressive|have|has|had|must|without|including|such|between|either|neither|nor|active|uncontrolled|this|that|these|who|which|whose|because|due|if|when|unless|until|provided|although)|[,(:/-])$",
    re.I,
)


def _begins(text: str, before: str, word: str, word_end: int, end: int) -> bool:
    if not word[0].isupper() or _OPEN.search(before):
        return False
    bare = word.strip("(),.;:").lower()
    if _NUMERAL.fullmatch(before):
        return bare in STARTERS  # `vitamin C Not pregnant`
    if not _BEHIND.search(before):
        return False
    if bare in NAMES or bare in ("or", "and"):
        return False
    if bare in _ENDS_NAMES and before[0].isupper():
        return False
    if before.endswith((".", ";")):
        return True
    if bare in STARTERS:
        return True
    if len(bare) == 1:  # `stage I`, `hepatitis B`, `vitamin D`; only "A" may be a word of its own
        return word == "A" and before.lower().strip("(),.;:") not in _LETTERED
    if word[1:2].islower():
        return True
    return before[-1] in "0123456789)%" and word.isupper()
