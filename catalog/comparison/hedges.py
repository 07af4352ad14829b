"""Whether one word, *required* or *excluded*, says what a sentence says.

A sentence with an exception is never told in one word alone, and one in which a negation, a
"may have received" or a "naive to" was not read is told in none: the reader sees the sentence.
`hedges.csv` has the words that make it so, where they are left over of what was read.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from catalog.eligibility.criterion import Constraint, Criterion
from catalog.model.csv_table import table
from catalog.model.text import folded

UNCLEAR, EXCEPTIONS, PART = "unclear", "exceptions", "part"


@cache
def _hedges() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {UNCLEAR: set(), EXCEPTIONS: set(), PART: set()}
    path = Path(__file__).with_name("hedges.csv")
    for words, makes, _why in table(path, ("words", "makes", "why"), key=("words",)):
        found[makes].add(words)
    return {makes: frozenset(words) for makes, words in found.items()}


_MOST = 5
"""Words that may be left over of an inclusion that one word still tells; lists exclude each."""
_LISTS = re.compile(r"\bbut (?:are |is )?not (?:be )?(?:necessarily )?(?:limited|restricted) to\b")
_DENIES = re.compile(
    r"\b(?:no|not|never|none|nor|neither|without|absence of|lack of|free of|na[iï]ve)\b"
    r"|\bmay (?:have|be|also|receive|enter)\b",
    re.IGNORECASE,
)


def hedge(criterion: Criterion, constraint: Constraint) -> str:
    """`unclear`, `exceptions`, `part`, or "" where one word says what a sentence asks."""
    left = _left_over(criterion)
    unclear = left & _hedges()[UNCLEAR]
    if criterion.kind == "exclusion":
        unclear -= _ALLOWING  # "drugs that may affect the metabolism" are kept out
        if unclear and _all_behind(unclear, criterion, constraint):
            return EXCEPTIONS  # "HIV infection that is not well controlled": some of it keeps out
    if unclear or _may_be_denied(criterion, constraint):
        return UNCLEAR
    text = f" {folded(criterion.text)} "
    excepted = _hedges()[EXCEPTIONS]
    if not left.isdisjoint(excepted) or any(f" {word} " in text for word in ("unless", "except")):
        return EXCEPTIONS
    much = criterion.kind == "inclusion" and len(left) > _MOST
    in_part = criterion.narrowing or not left.isdisjoint(_hedges()[PART]) or much
    return PART if in_part else ""


_ALLOWING = frozenset({"may", "might", "can", "should"})


def _all_behind(words: frozenset[str], criterion: Criterion, constraint: Constraint) -> bool:
    """Whether these words all stand behind what a constraint was read from."""
    if constraint.span is None:
        return False
    before = set(re.findall(r"[^\W_]+", criterion.text[: constraint.span[0]].casefold()))
    here = set(re.findall(r"[^\W_]+", criterion.text[constraint.span[0] :].casefold()))
    return words <= here and words.isdisjoint(before)


def is_exemption(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether a limit stands behind a word that makes an exception: it is that one's terms."""
    first = _EXEMPTS.search(criterion.text)
    return first is not None and (constraint.span is None or constraint.span[0] > first.start())


def narrowing(criterion: Criterion) -> str:
    """What makes the flag of a sentence narrower, in its words where it says but one thing."""
    flags = {one.variable for one in criterion.constraints}
    one_thing = len(flags) == 1 and not _SEVERAL.search(criterion.text)
    return " ".join(criterion.narrowing) if one_thing and criterion.narrowing else "in part"


_SEVERAL = re.compile(r"[;(:]|,|\b(?:or|and)\b")


def _left_over(criterion: Criterion) -> frozenset[str]:
    """Words that nothing read accounts for, those of "including, but not limited to" aside."""
    left = {word.casefold() for words in criterion.left_over or () for word in words.split()}
    if _LISTS.search(criterion.text.casefold()):
        left -= {"but", "not", "limited", "including"}
        rest = _LISTS.sub(" ", criterion.text.casefold())
        left |= {word for word in ("but", "not") if re.search(rf"\b{word}\b", rest)}
    return frozenset(left)


def _may_be_denied(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether a denial in an inclusion's sentence may reach what was read as asked for.

    "No prior exposure to ADCs, including anti-CTLA-4 antibodies" asks for none of them.
    """
    if criterion.kind == "exclusion" or constraint.norm_value != "present":
        return False
    return bool(_DENIES.search(_LISTS.sub(" ", criterion.text.casefold())))


_EXEMPTS = re.compile(
    r"\b(?:unless|except\w*|excluding|however|but|although|if|allowed|permitted|other than|may)\b",
    re.IGNORECASE,
)
_TERM = re.compile(r"\d+(?:[.,]\d+)?\s*(?:x\s*)?[a-z%µ/]*", re.IGNORECASE)


def terms(criterion: Criterion) -> frozenset[str]:
    """The numbers of a sentence with what they count: what its exceptions are told apart by."""
    found = (match[0].casefold() for match in _TERM.finditer(criterion.text))
    return frozenset("".join(term.split()).rstrip("s") for term in found)
