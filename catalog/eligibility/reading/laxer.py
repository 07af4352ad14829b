"""Brackets that only tell a laxer limit of some: `(no greater than 5 times normal if the liver is involved)`.

Who fails both limits fails, whoever he is; who passes the stricter passes; of who is between them it is not known
whether he is one of those for whom the laxer is meant (`screening.verdicts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.reading.ledger import is_measure

_BRACKET = re.compile(
    r"\((?:or |but |and )?(?![^()]*\b(?:unless|except\w*)\b)[^()]*\b(?:if|for|in|with|when|allowed|permitted|acceptable|where)\b[^()]*\)"
)


def laxer_brackets(form: str, limits: Sequence[Constraint]) -> Iterator[tuple[int, int]]:
    """Where the brackets stand of which each limit is laxer than one of the same measurement before it."""
    for found in _BRACKET.finditer(form):
        start, end = found.span()
        start -= form.startswith(" ", start - 1) if start else 0
        inside = [each for each in limits if each.span and start < each.span[1] <= end]
        before = [each for each in limits if each.span and each.span[1] <= start + 1]
        if inside and all(any(_is_laxer(one, each) for each in before) for one in inside):
            yield start, end


def _is_laxer(one: Constraint, other: Constraint) -> bool:
    """Whether a limit bounds the same measurement on the same side and lets in more than another that is for all."""
    mine, its = one.norm_value, other.norm_value
    if not isinstance(mine, int | float) or not isinstance(its, int | float):
        return False
    if (one.variable, one.norm_unit, one.op[0]) != (other.variable, other.norm_unit, other.op[0]):
        return False
    if other.when is not None or one.negated or not is_measure(one):
        return False
    return mine > its if one.op[0] == "<" else one.op[0] == ">" and mine < its
