"""What a time counts from, and how recent a test must be."""

from __future__ import annotations

import re
from collections.abc import Collection

from catalog.eligibility.criterion import Window
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.measurements import tidy
from catalog.eligibility.limits.phrase_tree import ANCHORS_ALONE
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.vocabulary.units import DAYS


def anchor(reading: Reading, quantity: Quantity) -> str | None:
    """What the interval counts from."""
    window = reading.form[quantity.end : quantity.end + 75]
    if not re.match(
        r"^[\s)]*(?:\([^)]*\) ?)?(?:or [^.;]{0,40}? )?(?:prior to|before|of|from|preceding|to|at|prior|until)\b",
        window,
    ):
        return None
    anchors, start = reading.spotted.anchors, quantity.end
    found = next(iter(reading.alone(anchors, ANCHORS_ALONE, start, start + 75)), None)
    if found is None or not _isanchor(reading, found):
        return None
    return found.means or None


def _isanchor(reading: Reading, found: Found[str]) -> bool:
    """Whether a bare "treatment" is the study's: directly behind "prior to" or "start of"."""
    if reading.form[found.start : found.end] != "treatment":
        return True
    return bool(
        re.search(
            r"\b(?:to|before|start of|starting|initiat\w+(?: of)?|beginning) (?:the )?$",
            reading.lead(found.start, 30),
        )
    )


_TEST = Gated(
    r"test|result|obtained|measured|performed|assess|function|laborator|within|value|scan|tomogra|echocardiogra"
)


# `A child within 6 months after the end of treatment`: still to come.
_TO_COME = Gated(
    r"[\s)]*(?:after|following|post|(?:of|from) (?:the |potential )?(?:end|last|final|completion|surg\w*|stopping|discontinu\w*))\b"
)


def window(
    reading: Reading, taken: Collection[tuple[int, int]] = ()
) -> tuple[Window, str | None] | None:
    """How recent the tests of a criterion must be: `within 72 hours prior to the first dose`.

    `taken` are the places of times that tell of something else: `without transfusion within 7 days`.
    """
    for quantity in reading.quantities:
        if quantity.unit not in DAYS or reading.behind(_TO_COME, quantity.end, 40):
            continue
        if any(start <= quantity.number_start < end for start, end in taken):
            continue
        lead = reading.lead(quantity.number_start, 50)
        if not re.search(
            r"\bwithin (?:the )?(?:past |last |previous )?$", lead
        ) or not reading.within(_TEST, 0, quantity.start):
            continue
        days = tidy(quantity.low * DAYS[quantity.unit])
        return Window(tidy(quantity.low), quantity.unit, days), anchor(reading, quantity)
    return None
