"""Where a criterion names measurements, and which names share the numbers behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.phrase_tree import Names
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quotients import Quotient, quotients

# What is measured by the same word but is something else.
_OTHERWISE = Gated(
    r"hemoglobin a1c|platinum|egfr[- ](?:mut|tyrosine|tki|inhib|wild|express|target|sensiti|activ|gene|t790|exon|posit)|urine creatinine|protein[/ :-]+(?:to[- ])?creatinine|albumin[/ :-]+(?:to[- ])?creatinine|"
    r"(?:bmi|body mass index)\b[^;]{0,40}\bz[- ]scores?\b|ast/plt|albumin[- ]bound|creatine|glucose tolerance|ps[aA] doubling"
)
# These are the something else.
_NAMED_SO = frozenset(
    ("hba1c", "uacr", "psa_doubling_time", "glucose_2h", "fev1_fvc", "pf_ratio", "inr")
)


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
    names = reading.spotted.names
    if not names:
        return
    otherwise = [(m.start(), m.end()) for m in reading.finditer(_OTHERWISE)]
    ratios = list(quotients(reading))
    told: list[Quotient] = []
    for found in names:
        ratio = next((each for each in ratios if each.start <= found.start < each.end), None)
        if ratio is not None and (ratio.variables is not None or _NAMED_SO.isdisjoint(found.means)):
            if ratio not in told:
                told.append(ratio)
                yield msgspec.structs.replace(found, means=ratio.variables or (), end=ratio.end)
            continue
        if not found.means and _is_of_pain(reading, found):
            yield msgspec.structs.replace(found, means=_PAIN)
        elif not overlaps(found.start, otherwise) or not _NAMED_SO.isdisjoint(found.means):
            yield found


_PAIN: Names = ("pain_score",)
_RATING = re.compile(
    r"(?:vas|nrs|nprs|visual analog(?:ue)? scale|numeric(?:al)?(?: pain)? rating scale)s?"
)
_OF_PAIN = Gated(r"\bpain(?:ful)?\b")
_OF_ELSE = Gated(
    r"\b(?:itch\w*|prurit\w*|cough\w*|nasal|nose|fatigue|anxiety|activity|nausea|dyspn\w+|breath\w*|sleep\w*|stiffness|symptoms?|stress|craving|satisfaction|global|dry\w*|quality)\b"
)


def _is_of_pain(reading: Reading, found: Found[Names]) -> bool:
    """Whether a rating scale is one of pain: `leg pain of at least 40 mm on a 100 mm VAS`; it may rate anything."""
    if not reading.may(_OF_PAIN) or not _RATING.fullmatch(reading.form, found.start, found.end):
        return False
    start, end = reading.sentence(found.start)
    start, end = max(start, found.start - 70), min(end, found.end + 40)
    return bool(reading.within(_OF_PAIN, start, end) and not reading.within(_OF_ELSE, start, end))
