"""Who may enter by a constraint: ranges and sets that can be compared across trials."""

from __future__ import annotations

import msgspec

from catalog.eligibility.criterion import INVERSE, Constraint, Scalar
from catalog.eligibility.vocabulary.variables import FULL_SCALE, ORDINAL

_OPPOSITE = {"present": "absent", "absent": "present", "male": "female", "female": "male"}


class Range(msgspec.Struct, frozen=True):
    """Eligible values of a variable, in `unit`: an interval, or a set of words or grades.

    Two ranges are comparable when variable and unit agree.
    """

    variable: str
    unit: str | None
    low: float | None = None
    low_closed: bool = True
    high: float | None = None
    high_closed: bool = True
    members: frozenset[Scalar] | None = None
    """For scales and presence; then the bounds are None."""
    outside: bool = False
    """Whether everything but the interval is eligible."""

    def holds(self, value: float | str) -> bool:
        """Whether a value is eligible."""
        if self.members is not None:
            return value in self.members
        assert isinstance(value, int | float)
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return (above and below) != self.outside


def effective_range(kind: str, constraint: Constraint) -> Range:
    """The eligible range of a constraint: as it stands under inclusion, its negation under exclusion.

    An exception that lets a patient in (`when` is `allowed`) stands as written on either side.
    """
    negate = kind == "exclusion" and constraint.when != "allowed" and not _asks_for(constraint)
    variable, unit = constraint.variable, constraint.norm_unit
    value = constraint.norm_value
    if constraint.op == "in" or variable in ORDINAL:
        return _members(variable, unit, value, negate)
    if isinstance(value, str):
        word = _OPPOSITE.get(value, value) if negate else value
        return Range(variable, unit, members=frozenset({word}))
    op = INVERSE.get(constraint.op, constraint.op) if negate else constraint.op
    assert isinstance(value, int | float)
    return _half(variable, unit, op, float(value), negate)


def _asks_for(constraint: Constraint) -> bool:
    """Contraception for some time after the last dose is asked for wherever it stands."""
    return constraint.variable == "contraception_after"


def _half(variable: str, unit: str | None, op: str, value: float, negate: bool) -> Range:
    if op in (">", ">="):
        return Range(variable, unit, low=value, low_closed=op == ">=")
    if op in ("<", "<="):
        return Range(variable, unit, high=value, high_closed=op == "<=")
    return Range(variable, unit, value, True, value, True, outside=negate)


def _members(variable: str, unit: str | None, value: object, negate: bool) -> Range:
    stated = frozenset(value) if isinstance(value, tuple) else frozenset({value})
    scale = frozenset(FULL_SCALE.get(variable, (0, 1, 2, 3, 4, 5)))
    members = scale - stated if negate else stated
    return Range(variable, unit, members=frozenset(members))  # type: ignore[arg-type]


def intersection(ranges: list[Range]) -> Range | None:
    """What several criteria leave together; None where they are not comparable or too complex."""
    first = ranges[0]
    for other in ranges[1:]:
        if other.unit != first.unit or other.outside or first.outside:
            return None
        if (first.members is None) != (other.members is None):
            return None
        first = _both(first, other)
    return first


def _both(one: Range, other: Range) -> Range:
    if one.members is not None and other.members is not None:
        return msgspec.structs.replace(one, members=one.members & other.members)
    low, low_closed = _tighter(one.low, one.low_closed, other.low, other.low_closed, upper=False)
    high, high_closed = _tighter(
        one.high, one.high_closed, other.high, other.high_closed, upper=True
    )
    return Range(one.variable, one.unit, low, low_closed, high, high_closed)


def _tighter(
    a: float | None, a_closed: bool, b: float | None, b_closed: bool, *, upper: bool
) -> tuple[float | None, bool]:
    if a is None or b is None:
        return (b, b_closed) if a is None else (a, a_closed)
    if a == b:
        return a, a_closed and b_closed
    a_is_tighter = a < b if upper else a > b
    return (a, a_closed) if a_is_tighter else (b, b_closed)
