"""Brackets and clauses that only tell a laxer limit of some: `(no greater than 5 times normal if the liver is involved)`.

Who fails both limits fails, whoever he is; who passes the stricter passes; of who is between them it is not known
whether he is one of those for whom the laxer is meant (`screening.verdicts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.reading.ledger import is_measure
from catalog.eligibility.vocabulary.variables import BY_ID

_BRACKET = re.compile(
    r"\((?:or |but |and )?(?![^()]*\b(?:unless|except\w*)\b)[^()]*\b(?:if|for|in|with|when|allowed|permitted|acceptable|where)\b[^()]*\)"
)


_REST = r"(?:[^.;()]|\.(?=\d)|\([^()]*\))*"
# `unless the liver is involved, in which case <= 5 x ULN`, `or <= 5 x ULN in patients with liver metastases`.
_CLAUSE = re.compile(rf",? ?\b(?P<by>unless|except(?!ions?\b)|or|but|and)\b{_REST}")
_OPENER = re.compile(r",? ?\b(?:unless|except|or|but|and)\b")
_OF_SOME = re.compile(
    r"\b(?:if|in (?:the )?(?:case|presence|setting)|when|where|for|in|with|due to|attribut\w+ to|secondary to|who|whom|has|have|present|exists?)\b"
)
# Somebody is let in with whatever value.
_WHATEVER = re.compile(
    r"\b(?:any (?:level|value|grade|elevation)|regardless|irrespective|no (?:upper )?limit\w*|unlimited|exempt\w*|waiv\w*|discretion|not apply|not applicable|not required|approv\w+|consult\w*|eligible|considered|accordance|"
    r"as long as|provided|judg\w+|opinion|stable|baseline)\b"
)
_THEN = re.compile(
    r"\b(?:in which case|in this case|then|for whom|in whom|who(?:se)?|where|must|may|should|can|is|are|up to|allowed|:|,)(?=[^,:]*$)"
)


def laxer_clauses(form: str, limits: Sequence[Constraint]) -> Iterator[tuple[int, int]]:
    """Where the clauses stand, outside brackets or within, of which each limit is laxer than one of the same measurement before."""
    for opener in _OPENER.finditer(form):
        found = _CLAUSE.match(form, opener.start())
        if found is None:
            continue
        start, end = found.span()
        inside = [each for each in limits if each.span and start < each.span[1] <= end]
        before = [each for each in limits if each.span and each.span[1] <= start + 1]
        if not inside or not all(
            one.variable in _TESTS and any(_is_laxer(one, each) for each in before)
            for one in inside
        ):
            continue
        told = found[0]
        value = _VALUE.search(form, opener.end(), end)
        lead = form[opener.end() : value.start() if value else end]
        if _OF_SOME.search(told) is None or _WHATEVER.search(told) or _AGAIN.search(told, 8):
            continue
        behind = form[max(each.span[1] for each in inside if each.span) : end]
        if _MORE.search(behind) or _MORE.search(_NAMED.sub(" ", lead)):
            continue  # another demand may stand there
        if found["by"] in ("unless", "except") and any(
            _OF_SOME.search(each[0]) and _VALUE.search(each[0])
            for each in _IN_BRACKETS.finditer(told)
        ):
            continue  # "except with Gilbert's syndrome (1.5 x ULN if there are metastases)"
        if re.search(r"\bor\b", lead) and _THEN.search(lead) is None:
            continue  # "unless Gilbert's syndrome or <= 3 x ULN": the syndrome may be let in with any value
        yield start, end
        return


_IN_BRACKETS = re.compile(r"\([^()]*\)")
_VALUE = re.compile(r"[<>≤≥=]|\d")
_TESTS = frozenset(
    name
    for name, each in BY_ID.items()
    if each.topic in ("hematologic", "hepatic", "renal", "coagulation_bleeding", "digestive")
)
_NAMED = re.compile(
    r"\b(?:aspartate|ast|alanine|alt|sgot|sgpt|transaminases?|bilirubin|platelets?|anc)\b(?: amino-?transferase)?(?: \([a-z/ ]+\))?,? (?:and/or|and|or)\b|\band/or\b"
)
_MORE = re.compile(
    r"[\d<>≤≥=]|\b(?:and|no|not|without|must have|should have)\b(?! (?:a )?(?:total )?bilirubin)"
)
_AGAIN = re.compile(r"\b(?:unless|except\w*|excluding)\b")


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
