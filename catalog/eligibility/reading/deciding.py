"""Which constraints keep a patient out by themselves, whatever else the criterion asks.

"Age 18 to 75 and willing to come weekly" is not met at 80, though half of it is not understood; "HIV, or any
other infection" excludes who has HIV. Only a test that stands clear before anything that was not understood, and
where nothing of the rest can turn it, decides so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.reading.word_effects import (
    frames,
    narrowing_words,
    plain_words,
    turning_words,
)

Piece = tuple[int, int, Constraint]
TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s\x00]|_")
_CLAUSE = re.compile(r";|\.(?=\s)")
_QUIET = frozenset(",()-\"'*•·")
# What ties the words behind to the thing before, so that they may narrow it.
_TIES = frozenset(
    "with for of in who whose which that to at by on from if as during within".split()
)
_ENDS_DEMAND = frozenset([",", ";", ".", "(", ")", "and", "who", "with"])
_ENDS_BAR = frozenset([",", ";", ".", "or", "nor", "and/or"])
_DENIALS = ("or", "nor", "no", "not", "without", "non", "neither", "never")
# Tied to the thing before although it is accounted for.
_NARROWED_BEHIND = re.compile(r"\b(?:requir|need|necessitat|treated with|that|which)\w*\b")
_SCOPE = re.compile(
    r"\b(?:who|whose|whom|that|which|with|without|unless|except\w*|excluding|if|when|where|within|requir\w+|need\w*|not|no|only|"
    r"other than|despite|but|allowed|permitted|acceptable|eligible|may|should|considered|opinion|discretion|judg\w+|cohorts?|arms?|"
    r"groups?|part|stratum|related|due|caused|secondary|at|for|until|before|after|documented|confirmed|known)\b|:"
)
_UNREAD = re.compile(r"\d|[<>≤≥=]|:(?=.*\S)", re.DOTALL)
"""A number, a sign or a head that nothing accounts for: what it does to the rest is not known."""
_TURNS_DEMAND = re.compile(
    r"\b(?:or|either|nor|no|not|non|without|never|cannot|until|provided|than|instead|alternatively|respectively|diagnosis|onset|"
    r"controls?|strat\w+|waiv\w+|healthy|history)\b|/"
)


def deciding(
    form: str,
    rest: str,
    pieces: Sequence[Piece],
    beside: tuple[str, ...],
    forbidden: frozenset[int],
    demanded: frozenset[int],
    kind: str,
) -> frozenset[int]:
    """Of the constraints (by `id`), those that decide alone; `rest` is the form without what was accounted for."""
    if _UNREAD.search(rest):
        return frozenset()
    told: set[int] = set()
    joins = _DENIALS if kind == "inclusion" else ("or", "nor")
    for key in dict.fromkeys(id(limit) for _, _, limit in pieces):
        own = [piece for piece in pieces if id(piece[2]) == key]
        start, end = min(s for s, _, _ in own), max(e for _, e, _ in own)
        first = (start, own[0][1])
        barred = key in forbidden and not _is_part(form, first, pieces)
        if (barred and _bars(form, rest, *first, beside, joins)) or (
            key in demanded and _demands(form, rest, start, end, beside)
        ):
            told.add(key)
    return frozenset(told)


_JOINED = re.compile(r"[,;.(]|\b(?:or|nor|and|no|not)\b")
_TIED = re.compile(r"\b(?:for|of|to|with|from|due|by|against)\b")


def _is_part(form: str, first: tuple[int, int], pieces: Sequence[Piece]) -> bool:
    """Whether it directly follows the name of something else, whose last word it then is: `bypass surgery`."""
    before = [stop for _, stop, limit in pieces if stop <= first[0] and limit.variable != "sex"]
    if not before:
        return False
    between = form[max(before) : first[0]]
    return not _JOINED.search(between) or bool(_TIED.search(between))


def _bars(
    form: str, rest: str, start: int, end: int, beside: tuple[str, ...], joins: tuple[str, ...]
) -> bool:
    """Whether a forbidden thing stands alone in a list: nothing unread before it, no words tied to it or to all."""
    if _NARROWED_BEHIND.search(form, end) or not _clear_before(form, rest, start, beside, joins):
        return False
    for found in TOKEN.finditer(rest, end):
        word = found[0]
        if word in _ENDS_BAR:
            behind = rest[found.end() :]
            return not _SCOPE.search(behind) and not _has_narrowing(behind)
        if word in _TIES or not _says_nothing(word, beside):
            return False
    return True


def _demands(form: str, rest: str, start: int, end: int, beside: tuple[str, ...]) -> bool:
    """Whether a demanded value stands alone: whatever else is asked too, who fails it fails."""
    if _TURNS_DEMAND.search(rest) or not _clear_before(form, rest, start, beside, ()):
        return False
    if any(found[0] in turning_words() for found in TOKEN.finditer(rest)) or _has_narrowing(rest):
        return False
    if any(
        found[0] not in _QUIET and not _says_nothing(found[0], beside)
        for found in TOKEN.finditer(rest, start, end)
    ):
        return False
    for found in TOKEN.finditer(rest, end):
        word = found[0]
        if word in _ENDS_DEMAND:
            return True
        if word in ("for", "if", "at", "in") or not _says_nothing(word, beside):
            return False
    return True


def _clear_before(
    form: str, rest: str, start: int, beside: tuple[str, ...], joins: tuple[str, ...]
) -> bool:
    """Whether everything before a place in its clause was understood."""
    clause = max((found.end() for found in _CLAUSE.finditer(form, 0, start)), default=0)
    return all(
        found[0] in joins or _says_nothing(found[0], beside)
        for found in TOKEN.finditer(rest, clause, start)
    )


def _says_nothing(word: str, beside: tuple[str, ...]) -> bool:
    return word in _QUIET or word in plain_words() or frames(word, beside)


def _has_narrowing(text: str) -> bool:
    return any(found[0] in narrowing_words() for found in TOKEN.finditer(text))
