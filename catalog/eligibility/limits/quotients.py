"""Quotients of two measurements: their number is neither's value.

`LDL/HDL > 4` bounds no LDL, `AST/ALT ratio > 2` no AST, `FEV1/forced vital capacity (FVC) < 70 %` no FVC.
`AST/ALT <= 3 x ULN`, where both share one bound, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.phrase_tree import Names
from catalog.eligibility.limits.prepared import Reading
from catalog.model.csv_table import table


class Quotient(msgspec.Struct, frozen=True):
    """Where a quotient is named."""

    start: int
    end: int
    variables: Names | None
    """The measurement that it is, none if the vocabulary has none; not known where only the word "ratio" tells it."""


_BRACKET = r"(?: ?\([^()]{1,40}\))?"


class _Kind(msgspec.Struct, frozen=True):
    variable: str
    pattern: Gated


def _any_of(names: str) -> str:
    return "|".join(re.escape(name) for name in sorted(names.split("|"), key=len, reverse=True))


def _kinds() -> tuple[_Kind, ...]:
    path = Path(__file__).with_name("quotients.csv")
    columns = ("numerator", "denominator", "variable")
    return tuple(
        _Kind(
            variable,
            Gated(
                rf"(?<![a-z0-9])(?:{_any_of(above)}){_BRACKET} ?(?:/|:|-to-|-|÷| to | over | divided by ) ?(?:{_any_of(below)})(?![a-z0-9]){_BRACKET}",
                holds=_any_of(below),
            ),
        )
        for above, below, variable in table(path, columns, key=("numerator", "denominator"))
    )


_KINDS = _kinds()
# The word that says so, behind its two names or before them.
_RATIO = Gated(r"\b(?<!normali[sz]ed )(?<!normali[sz]ation )(?:ratios?|quotients?|gradients?)\b")
_BEHIND = re.compile(
    r"(?:(?! (?:and|or|with|of|for|in|by) )[a-z/: +-]){0,30}(?:\([^()]{1,30}\))? ?-?"
)
_JOINED = re.compile(rf"{_BRACKET}(?: ?[/:] ?| to |-to-|-)")
_BEFORE = re.compile(r" (?:of|between) (?:the )?[^,;.<>=≥≤≦≧]{3,70}")
# `FEV1/FVC at least 80 % of predicted`: of each of the two, or of what the quotient should be.
_PREDICTED = re.compile(r"[^,;.(]{0,40}% ?(?:of )?(?:the |its )?(?:predict|normal|pred\b)")
_BOUND = re.compile(r"\b(?:above|below|greater|less|more|at least|at most|under|over|exceed\w*)\b")


def quotients(reading: Reading) -> Iterator[Quotient]:
    """Where a text names quotients of two measurements."""
    for kind in _KINDS:
        for found in reading.finditer(kind.pattern):
            predicted = _PREDICTED.match(reading.form, found.end())
            known = kind.variable and not predicted
            yield Quotient(found.start(), found.end(), (kind.variable,) if known else ())
    for found in reading.finditer(_RATIO):
        behind = _BEFORE.match(reading.form, found.end())
        if behind:
            bound = _BOUND.search(reading.form, behind.start(), behind.end())
            yield Quotient(found.start(), bound.start() if bound else behind.end(), None)
            continue
        begin, joined = found.start(), _BEHIND
        for name in reversed([each for each in reading.spotted.names if each.end <= begin]):
            if not joined.fullmatch(reading.form, name.end, begin):
                break
            begin, joined = name.start, _JOINED
        if begin < found.start():
            yield Quotient(begin, found.end(), None)
