"""Whether two trials ask different things of one variable, and whether they could be compared."""

from __future__ import annotations

from catalog.comparison.allowed import SEE_THE_WORDS, Side, is_side, pieces_of
from catalog.comparison.regions import near
from catalog.comparison.thresholds import Entry, Threshold

_OPPOSITES = (
    {Side("required"), Side("excluded")},
    {Side("positive required"), Side("negative required")},
)


UNJUDGED = frozenset({"toxicity_grade"})
"""Limits that mean another thing in each sentence: shown, not compared."""


def unlike(one: Threshold, other: Threshold) -> bool:
    """Whether two trials ask different things, in a unit and for a group that both name."""
    if one.variable in UNJUDGED:
        return False
    shared = one.entries.keys() & other.entries.keys()
    return (
        any(_differ(one.entries[slot], other.entries[slot], slot[0]) for slot in shared)
        or _oppose(one, other)
        or _oppose(other, one)
    )


def _oppose(one: Threshold, other: Threshold) -> bool:
    """Whether what one trial asks of everybody the other turns round in some of its groups."""
    everybody = one.entries.get(("", ""))
    return everybody is not None and any(
        {everybody.region, entry.region} in _OPPOSITES for entry in other.entries.values()
    )


def comparable(one: Threshold, other: Threshold) -> bool:
    """Whether everything that both ask could be compared."""
    return (
        one.variable not in UNJUDGED
        and one.entries.keys() == other.entries.keys()
        and all(_judged(one.entries[slot], other.entries[slot]) for slot in one.entries)
    )


def _judged(one: Entry, other: Entry) -> bool:
    """Whether a flag of both was read for certain, with the same terms."""
    return (
        SEE_THE_WORDS not in (one.region, other.region)
        and one.narrowed == other.narrowed
        and one.terms == other.terms
    )


def _differ(one: Entry, other: Entry, unit: str) -> bool:
    mine, theirs = one.region, other.region
    if SEE_THE_WORDS in (mine, theirs):
        return False  # what the one asks was not read: nobody knows whether it differs
    if bool(one.either) != bool(other.either):
        return True
    if is_side(mine) and is_side(theirs):
        return _sides_differ(one, other)
    if not (isinstance(mine, tuple) and isinstance(theirs, tuple)) or is_side(mine, theirs):
        return mine != theirs
    if len(mine) != len(theirs):
        return True
    # "within 4 weeks" and "4 weeks or less" are one limit: registries write either.
    strict = unit != "d"
    return any(
        not near(a.low, b.low)
        or not near(a.high, b.high)
        or (strict and (a.low_in != b.low_in or a.high_in != b.high_in))
        for a, b in zip(pieces_of(mine), pieces_of(theirs), strict=True)
    )


def _sides_differ(one: Entry, other: Entry) -> bool:
    """Two flags: another word, or exceptions whose numbers are others (4 weeks, 7 days)."""
    if one.region != other.region:
        return True
    return bool(one.terms and other.terms) and one.terms != other.terms
