"""Where a criterion names measurements, and which names share the numbers behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.phrase_tree import Names
from catalog.eligibility.limits.prepared import Reading

# What is measured by the same word but is something else.
_OTHERWISE = Gated(
    r"hemoglobin a1c|platinum|egfr[- ](?:mut|tyrosine|tki|inhib|wild|express|target|sensiti|activ|gene|t790|exon|posit)|urine creatinine|protein[/ :-]+(?:to[- ])?creatinine|albumin[/ :-]+(?:to[- ])?creatinine|"
    r"(?:bmi|body mass index)\b[^;]{0,40}\bz[- ]scores?\b|ast/plt|albumin[- ]bound|creatine|glucose tolerance|ps[aA] doubling"
)
# These are the something else.
_NAMED_SO = frozenset({"hba1c", "uacr", "psa_doubling_time", "glucose_2h"})


def overlaps(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


class Group(msgspec.Struct, frozen=True):
    """Names that share the numbers behind them: `AST (SGOT) and ALT (SGPT)`."""

    variables: Names
    start: int
    end: int


_JOINS = re.compile(
    r"^(?:[\s,/&()+]|and/or|and|or|as well as|both|the|serum|plasma|level|levels|total|with|total bilirubin|count|activity|concentration|values?)*$"
)


def groups(reading: Reading) -> Iterator[Group]:
    current: Group | None = None
    for found in _mentions(reading):
        gap = reading.form[current.end : found.start] if current else ""
        alone = current is not None and ("age" in current.variables) != ("age" in found.means)
        if current and not alone and _JOINS.match(gap) and not re.search(r"\d", gap):
            merged = tuple(dict.fromkeys((*current.variables, *found.means)))
            current = Group(merged, current.start, found.end)
        else:
            if current:
                yield current
            current = Group(found.means, found.start, found.end)
    if current:
        yield current


def _mentions(reading: Reading) -> Iterator[Found[Names]]:
    otherwise = [(m.start(), m.end()) for m in reading.finditer(_OTHERWISE)]
    for found in reading.spotted.names:
        if not overlaps(found.start, otherwise) or not _NAMED_SO.isdisjoint(found.means):
            yield found
