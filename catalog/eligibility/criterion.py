"""What is understood of an eligibility text: criteria and their constraints."""

from __future__ import annotations

import msgspec

SIDE_NOT_SAID = "which side it is on"
"""Left over of a criterion in a list of which nobody can say whether it lets in or keeps out."""

LONGEST_HEAD = 60
"""Letters that are kept of a line above, where it is left over as a whole."""

OR_ELSE = "or else"
"""Among what narrows a criterion: who meets it meets it, who does not may be let in by another line, or by what is allowed."""

Scalar = int | float | str
NormValue = Scalar | tuple[Scalar, ...]
INVERSE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
"""What is said where a comparator is denied."""


class Window(msgspec.Struct, frozen=True):
    """How recent a test must be."""

    value: float
    unit: str
    days: float


class Constraint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A variable with a comparator and a value, as written and in the variable's own unit.

    `norm_value` is a number, a tuple for `in`, or `present` / `absent`,
    `male` / `female` / `all`. It states what the words say, never its inversion: see
    `ranges.effective_range` for who may enter.
    """

    variable: str
    op: str
    """`<`, `<=`, `>`, `>=`, `=` or `in`; a range is two constraints, each end with its own sign."""
    value: NormValue
    unit: str | None
    norm_value: NormValue
    norm_unit: str | None
    any_of: int | None = None
    """A number shared by constraints that OR joins in one criterion."""
    all_of: int | None = None
    """A number shared by constraints that count only together: the two ends of an excluded range."""
    when: str | None = None
    """The subgroup or exception it holds for."""
    window: Window | None = None
    anchor: str | None = None
    """What an interval counts from: `first_dose`, `enrollment`, ..."""
    negated: bool = False
    decides: bool = False
    """Whether it keeps a patient out by itself, although not all of the criterion was understood."""
    implausible: str | None = None
    """Why the value cannot be right, where it cannot; it is kept as written."""
    span: tuple[int, int] | None = None
    """Where in the criterion's own text it was read."""


class Criterion(msgspec.Struct, frozen=True):
    """One requirement."""

    kind: str
    """`inclusion` or `exclusion`."""
    text: str
    """Its own words, without bullet, number or the words of its parent."""
    span: tuple[int, int]
    """Where it stands in the text it was split from."""
    section: str = ""
    parent: int | None = None
    """Position of the item that governs it."""
    role: str = "criterion"
    """`criterion`, `group` (a lead-in) or `note` (tests nothing)."""
    topics: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    left_over: tuple[str, ...] | None = None
    """Words that nothing which was read accounts for, here or in the lines that govern it.

    Empty: read whole, so that it can decide. None: nothing was read that could.
    """
    narrowing: tuple[str, ...] = ()
    """Words that make what was read narrower than its variable: `active`, `severe`."""
