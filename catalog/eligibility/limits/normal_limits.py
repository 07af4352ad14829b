"""Limits that are told without a number: `≤ ULN`, `within normal limits`."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity

_LIMIT_ONLY = Gated(
    r"(?P<op>≤|<=|=<|</=|=>|>/=|less than or equal to|no greater than|not greater than|not more than|no more than|at or below|not exceeding|within|<|less than|below|>|≥|>=|greater than|above|exceeding|exceeds|at least|=|up to|greater than or equal to) ?"
    r"(?:the |1 ?[x×*] ?)?(?:institution(?:al|'s)? |laborator(?:y|ies) |local |study site )*"
    r"(?:(?:upper|lower) (?:institutional )?(?:limits?|levels?) ?(?:of|for)? ?(?:the )?(?:institutional |laboratory )?(?:normal)?(?: range)?|ulns?\b|lln\b|(?:institutional )?normal (?:limits?|ranges?)|normal\b)"
)
_NORMAL_ALONE = Gated(
    r"\b(?:(?:is|are|be) )?normal(?: for age)?(?=\W*$| ?[,;.)(]| or\b| and\b| unless\b)"
)
_WITHIN = ("within", "at or below", "=", "up to")


# `0.3 mg/dL above the upper limit`: a difference.
_DIFFERENCE = Gated(
    r"(?:\d ?(?:mg|g|u|iu|µmol|umol|mmol)(?:/[a-z]+)?|standard deviations?|\bsds?) ?$"
)
_DEVIATION = Gated(r"(?:standard deviations?|\bsds?) (?:above|below|over|of|from) (?:the )?$")


# `Creatinine > normal`: read with its sign.
_SIGNED = Gated(r"[<>≤≥]=? ?$")


def limits_without_number(reading: Reading) -> Iterator[Quantity]:
    """`≤ ULN`, `within normal limits`: once the limit of normal."""
    for found in reading.finditer(_NORMAL_ALONE):
        if reading.before(_DEVIATION, found.start(), 32) or reading.before(
            _SIGNED, found.start(), 6
        ):
            continue
        yield Quantity(
            found.start(), found.end(), "<=", 1.0, None, "{xULN}", "normal", found.start()
        )
    for found in reading.finditer(_LIMIT_ONLY):
        if reading.before(_DIFFERENCE, found.start(), 24):
            continue
        if any(q.number_start < found.start() < q.end for q in reading.quantities):
            continue  # `2 x greater than ULN`
        words = found[0]
        op = found["op"]
        lower = "lower" in words or "lln" in words
        comparator = {
            "≤": "<=", "<=": "<=", "=<": "<=", "</=": "<=", "=>": ">=", ">/=": ">=", "<": "<", ">": ">", "≥": ">=", ">=": ">=", "less than": "<",
            "below": "<", "above": ">", "greater than": ">", "exceeding": ">", "exceeds": ">",
            "at least": ">=", "greater than or equal to": ">=",
        }.get(op, "<=")  # fmt: skip
        if op in _WITHIN and op == "=":
            continue
        unit = "{xLLN}" if lower else "{xULN}"
        yield Quantity(
            found.start(), found.end(), comparator, 1.0, None, unit, words, found.start()
        )
