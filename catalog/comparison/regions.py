"""Ranges of numbers: what lies inside, outside and in both."""

from __future__ import annotations

import math
from typing import NamedTuple

_TOLERANCE = 0.01


class Piece(NamedTuple):
    """A run of values; infinite where it has no bound."""

    low: float
    low_in: bool
    high: float
    high_in: bool


Region = tuple[Piece, ...]
EVERYTHING: Region = (Piece(-math.inf, False, math.inf, False),)


def complement(region: Region) -> Region:
    """All other values."""
    rest: list[Piece] = []
    low, low_in = -math.inf, False
    for piece in sorted(region):
        if piece.low > low:
            rest.append(Piece(low, low_in, piece.low, not piece.low_in))
        low, low_in = piece.high, not piece.high_in
    if low < math.inf:
        rest.append(Piece(low, low_in, math.inf, False))
    return tuple(rest)


def intersection(one: Region, other: Region) -> Region:
    """The values in both."""
    found: list[Piece] = []
    for mine in one:
        for theirs in other:
            low, low_in = max((mine.low, not mine.low_in), (theirs.low, not theirs.low_in))
            high, high_in = min((mine.high, mine.high_in), (theirs.high, theirs.high_in))
            if low < high or (low == high and not low_in and high_in):
                found.append(Piece(low, not low_in, high, high_in))
    return tuple(sorted(found))


def inside(value: float, piece: Piece) -> bool:
    above = value > piece.low or (value == piece.low and piece.low_in)
    return above and (value < piece.high or (value == piece.high and piece.high_in))


def near(one: float, other: float) -> bool:
    """Whether two bounds are the same but for rounding."""
    return one == other or abs(one - other) <= _TOLERANCE * max(abs(one), abs(other))
