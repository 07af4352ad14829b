"""Counts of earlier lines of treatment told without a sign: `1 or 2 prior regimens`, `one or more lines`, `no or one`."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity

LINES = "prior_lines"
_NUMBERS = {"no": 0, "none": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBER = rf"(?:\d|{'|'.join(_NUMBERS)})"
_MOST = (
    r"(?:only |just |at (?:the )?most |up to |a maximum of |no more than |not more than |a |very )*"
)
# `Is considered 1 regimen`, `2 courses on each of 2 regimens`: nobody's lines are counted.
_DEFINES = Gated(
    r"\b(?:consider\w*|count\w*|regarded|equals?|equal to|equivalent to|constitut\w+)(?: as| to be| towards?)?(?: an?| only| the)? $"
    r"|\b(?:courses?|cycles?|doses?|number|each|component|part) (?:of|on|in|from|for) (?:each of )?$"
)
# `1 or 2`, `one to three`, `0, 1, or`: the other end, before the number.
_OTHER_END = re.compile(rf"(?P<low>\b{_NUMBER})(?:,? {_NUMBER})?,? ?(?:or|and/or|to|/) {_MOST}$")
# `No prior regimen or only one`.
_NONE_BEFORE = re.compile(
    rf"\b(?:no|none|zero) (?:prior |previous |earlier )[^.;:\d<>≤≥]{{0,40}}\bor {_MOST}$"
)
_OR_MORE = re.compile(r" ?or (?:more|greater|fewer|less)\b")
_LET = re.compile(
    r"\b(?:may (?:have|be)|can have|allowed|permitted|limit of|limited to|no(?:t)? more that)\b[^.;:\d]{0,50}$"
)
_LET_BEHIND = re.compile(
    r"[^.;:\d]{0,60}?\b(?<!not )(?:allowed|permitted|acceptable)\b(?! only if)"
)
NONE_OR_SOME = Gated(
    rf"\b(?:no|none|zero|nil)(?: (?:prior|previous),?)?,? (?:(?:one|1|two|2),? )?(?:or|to) {_MOST}"
    r"(?:one|two|three|four|1|2|3|4|single|minimal|minimum|limited|mild|moderate|low|few|some|little|slight|minor|stable|treated|controlled|well[- ]controlled|irregular|insufficient|asymptomatic|inactive)\b[^.;:,]{0,50}$"
    r"|\b0(?:,? 1)?(?:,? or | to | ?[-/] ?)[1-4] (?:prior|previous|earlier)\b[^.;:,]{0,50}$",
    holds="no|none|zero|nil|prior|previous|earlier",
)
"""What stands before a finding or treatment that is both denied and let: `no or minimal prior chemotherapy`."""
OR_SOME_BEHIND = Gated(
    rf"(?: [a-z]+){{0,2}},? or {_MOST}(?:one|two|three|1|2|3|single) (?:prior|previous|earlier|lines?|regimens?|courses?|cycles?)\b"
)
"""What stands behind one: `no prior chemotherapy or only one regimen`."""

_SIGNED = re.compile(r"\b(?:than|least|most|to|exceed\w*|minimum|maximum|over|under|[<>≤≥]=?) ?$")


def bounds(reading: Reading, quantity: Quantity) -> tuple[int, tuple[tuple[str, float], ...]]:
    """Where a number of lines without a sign of its own begins, and the signs and numbers that it asks for.

    None of them where it counts nobody's lines.
    """
    lead = reading.lead(quantity.number_start, 80)
    at = quantity.number_start - len(lead)
    begin, count = quantity.start, quantity.low
    if reading.find(_DEFINES, lead):
        return begin, ()
    more = _OR_MORE.search(reading.form[quantity.number_start : quantity.end + 14])
    if more is not None:
        return begin, ((">=" if more[0].endswith(("more", "greater")) else "<=", count),)
    if none := _NONE_BEFORE.search(lead):
        return at + none.start(), (("<=", count),)
    if other := _OTHER_END.search(lead):
        begin = at + other.start()
        low = _NUMBERS[other["low"]] if other["low"] in _NUMBERS else int(other["low"])
        if low >= count or _SIGNED.search(lead[: other.start()]):
            return begin, ()
        return begin, ((">=", low), ("<=", count)) if low else (("<=", count),)
    if reading.kind == "inclusion" and (
        _LET.search(lead) or _LET_BEHIND.match(reading.form, quantity.end)
    ):
        return begin, (("<=", count),)
    return begin, (("=", count),)
