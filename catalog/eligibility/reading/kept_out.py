"""Clauses within an inclusion that keep patients out, read as the exclusions they are.

"Men aged 18 to 60; women are excluded": what such a clause tests is asked the other way round, and what
stands beside it is read without its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from catalog.eligibility.criterion import INVERSE, Constraint

KEPT_OUT = "whom it keeps out"
"""Left over of an inclusion of which a clause keeps out whom nothing was read of."""
ASKED_BESIDES = "what it asks for besides"
"""The same of what stands beside such a clause."""

_OTHER_SEX = {"male": "female", "female": "male"}
_OTHER_STATE = {"present": "absent", "absent": "present"}
# Of whom it is told in another clause: "such patients are excluded", "if so".
_POINTS_BACK = re.compile(
    r"\b(?:these|such|this|which case|the above|those(?! (?:with|who|whose|taking|receiving|having|in whom|under|over|aged|on|not|that))|"
    r"otherwise|if so|in that case|they|the latter|the former|others?|remaining)\b",
    re.IGNORECASE,
)
# Of a part of the trial alone: "in cohort B, women are excluded".
_OF_A_PART = re.compile(
    r"\b(?:cohorts?|strat(?:um|a)|sub-?stud(?:y|ies)|(?:treatment|control|study|comparison|comparator) (?:arms?|groups?)|portion|"
    r"(?:parts?|phases?|arms?|groups?|steps?) (?:\d|[a-d]\b|[iv]+[ab]?\b|one\b|two\b|three\b))",
    re.IGNORECASE,
)
_TIE = re.compile(r"\b(?:(?:but|however|note)[:,]? ?)+$", re.IGNORECASE)
"""What ties a clause to the one before."""


def without(text: str, clauses: Iterable[tuple[int, int]]) -> str:
    """The text, blanks in the place of the clauses: what stands where stays."""
    for start, end in clauses:
        if tie := _TIE.search(text, max(start - 30, 0), start):
            start = tie.start()
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def points_back(clause: str) -> bool:
    """Whether what a clause tells is told of what another names, or of a part of the trial."""
    return bool(_POINTS_BACK.search(clause) or _OF_A_PART.search(clause))


def is_of_a_part(text: str) -> bool:
    """Whether words name cohorts or parts of a trial: what is asked there may not be asked of all."""
    return _OF_A_PART.search(text) is not None


def asked_instead(limits: Sequence[Constraint], *, groups: int) -> Iterator[Constraint]:
    """What excluded limits ask of who may enter; those of which the contrary has no one form are left out.

    One that keeps out alone asks alone: of "HIV or hepatitis" neither may be there. What keeps out only together
    (`all_of`) asks for the contrary of any of it, numbered from `groups` on.
    """
    whole = {
        group
        for group in {limit.all_of for limit in limits if limit.all_of is not None}
        if all(_contrary(limit) for limit in limits if limit.all_of == group)
    }
    for limit in limits:
        turned = _contrary(limit)
        if turned is None:
            continue
        if limit.all_of is None:
            yield msgspec.structs.replace(turned, any_of=None)
        elif limit.all_of in whole:
            yield msgspec.structs.replace(turned, any_of=groups + limit.all_of, all_of=None)


def _contrary(limit: Constraint) -> Constraint | None:
    if limit.op in INVERSE:
        op = INVERSE[limit.op]
        return msgspec.structs.replace(
            limit, op=op, negated=limit.variable.startswith("ts.") and op[0] == ">"
        )
    others = _OTHER_SEX if limit.variable == "sex" else _OTHER_STATE
    word = others.get(limit.norm_value) if isinstance(limit.norm_value, str) else None
    if word is None:
        return None
    return msgspec.structs.replace(limit, value=word, norm_value=word, negated=word == "absent")
