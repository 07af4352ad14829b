"""Times that stand apart from what they limit: in the line that governs a list, in brackets before or behind a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalog.eligibility.limits.lexing import Found, reading_form
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity, quantities
from catalog.eligibility.vocabulary.units import DAYS

# `use (within the last 3 months) of interferon`, `previous (within 5 years) immunotherapy`.
_BEHIND_BRACKET = re.compile(
    r"[^()]{0,60}\) ?(?:(?:or (?:current|ongoing) )?(?:use |treatment |therapy |receipt |administration |exposure )?(?:of|with) )?(?:(?:any|other|systemic|oral|chronic|an|a|the) )*$"
)
_OPENED = re.compile(r"\([^()]{0,40}$")


def named_behind_bracket(
    reading: Reading, quantity: Quantity, events: list[Found[str]]
) -> list[Found[str]]:
    """The events right behind the bracket that a time stands in; none where the name stands before it."""
    if not _OPENED.search(reading.lead(quantity.number_start, 45)):
        return []
    opened = reading.form.rindex("(", 0, quantity.number_start)
    if not _GIVEN.search(reading.lead(opened, 30)):
        return []
    behind = [each for each in events if quantity.end <= each.start]
    if behind and _BEHIND_BRACKET.fullmatch(reading.form[quantity.end : behind[0].start]):
        return behind
    return []


_GIVEN = re.compile(
    r"\b(?:use|used|histor(?:y|ies)|previous(?:ly)?|prior|recent(?:ly)?|current|treatment|therapy|treated|received|receipt|exposure|administration|taken|taking) ?$"
)
_NEAR = 4
_GOES_ON = re.compile(r"[^()]{0,70}\) ?(?:,|;|or\b|and\b|/)(?=.*[a-z])")
_ITEM_END = re.compile(r", ?(?:and |or )?|; ?")


def own_item(reading: Reading, quantity: Quantity, events: list[Found[str]]) -> list[Found[str]]:
    """Of the events before a time in brackets within a list, those of its own item: `angina, infarction (within 6 months), stroke`."""
    if not events or not _OPENED.search(reading.lead(quantity.number_start, 45)):
        return events
    opened = reading.form.rindex("(", 0, quantity.number_start)
    if opened - events[-1].end > _NEAR or not _GOES_ON.match(reading.form, quantity.end):
        return events
    start = 0
    for each in _ITEM_END.finditer(reading.form, 0, events[-1].start):
        start = each.end()
    return [each for each in events if each.start >= start]


_TURNED = re.compile(
    r"\b(?:unless|except\w*|exclud\w+ (?:if|when)|allowed|permitted|eligible|may|if|one of|either|tests?|values?|results?|function|defined|"
    r"documentation|laborator\w+|age|aged|followed|until|after)\b"
)
_HEAD = re.compile(r"(?::|\bfollowing(?: \w+){0,2}|\b(?:since|including|of))\W*$")


@lru_cache(maxsize=1024)
def _time_of(head: str) -> tuple[Quantity, str] | None:
    """The one time of a governing line and the line's words; None where it says more, or opens no list."""
    if not _HEAD.search(head) or _TURNED.search(head):
        return None
    times = [each for each in quantities(reading_form(head)) if each.unit in DAYS]
    return (times[0], head) if len(times) == 1 and times[0].high is None else None


_WITHIN_HEAD = re.compile(
    r"\b(?:within|(?:in|during|over|for)? ?(?:the )?(?:past|last|previous|preceding|prior)|less than|fewer than|<|≤)(?: the)?(?: (?:past|last|previous|preceding|prior))? ?$"
)
_NOT_IN_HEAD = re.compile(r"\b(?:no|not|none|without|never)\b(?! (?:more|less|later|longer))")
_SINCE_HEAD = re.compile(r"[\s)]*(?:must |should )?(?:ha(?:s|ve) )?(?:elapsed |passed )?since\b")


def head_time(reading: Reading) -> tuple[Quantity, str] | None:
    """The time of the governing line, and how it bounds what its items name: `<` or `>=`.

    None where an item has a time of its own, or where it is not clear what the head asks.
    """
    if not reading.parent or any(each.unit in DAYS for each in reading.quantities):
        return None
    told = _time_of(reading.parent)
    if told is None:
        return None
    quantity, head = told
    lead = head[max(0, quantity.number_start - 50) : quantity.number_start]
    denied = _NOT_IN_HEAD.search(head) is not None
    if _WITHIN_HEAD.search(lead):
        if reading.kind == "inclusion":
            return (quantity, ">=") if denied else None
        return None if denied else (quantity, "<")
    if quantity.op in (">=", ">") and _SINCE_HEAD.match(head, quantity.end):
        return None if denied or reading.kind == "exclusion" else (quantity, quantity.op)
    return None


def under_head(reading: Reading, events: list[Found[str]]) -> Iterator[Found[str]]:
    """Treatments and events of an item under a timed head, each kind once; none that is denied, an exception or a state."""
    seen: set[str] = set()
    flags = [flag for flag in reading.spotted.flags if flag.means]
    for each in events:
        if each.means in seen or reading.is_exception(each.start) or reading.is_negated(each.start):
            continue
        if any(flag.start < each.end and each.start < flag.end for flag in flags):
            continue  # "HIV infection" is no other infection
        seen.add(each.means)
        yield each
