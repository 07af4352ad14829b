"""Who may enter under one constraint: a range, a set of steps, or a word for a flag."""

from __future__ import annotations

import math
from typing import NamedTuple

from catalog.comparison import leads
from catalog.comparison.regions import EVERYTHING, Piece, Region, complement, inside
from catalog.eligibility.criterion import Constraint, Scalar
from catalog.eligibility.vocabulary.entries import variables


class Side(NamedTuple):
    """For a flag (`hiv`, `prior.pd1`): what the trial asks of it."""

    word: str
    """`required`, `excluded` or `allowed`; for a marker `positive required` and the like."""


SEE_THE_WORDS = Side(leads.SEE_THE_WORDS)
"""Where a sentence names the flag, and what it asks of it was not read for certain."""


def is_side(*values: object) -> bool:
    return any(isinstance(value, Side) for value in values)


def pieces_of(region: Region | frozenset[str] | Side) -> Region:
    return region if isinstance(region, tuple) and not isinstance(region, Side) else ()


def allowed(constraint: Constraint, kind: str) -> Region | frozenset[str] | Side:
    """Who may enter under a constraint: an exclusion is turned round."""
    value = constraint.norm_value
    if value in ("present", "absent"):
        if constraint.when == "allowed":
            return Side("allowed")
        wanted = (value == "present") == (is_turned(constraint, kind) is False)
        return _side(constraint.variable, wanted)
    if scale := _scale(constraint.variable):
        return _on_scale(constraint, kind, scale)
    if constraint.op == "in" or isinstance(value, str):
        return _named(constraint, kind)
    region = literal(constraint)
    return complement(region) if is_turned(constraint, kind) else region


_EXCEPTIONS = frozenset({"allowed", "treated_cns_mets"})
"""Groups that an exclusion lets in: what it says of them is a condition, not a bar."""


def is_turned(constraint: Constraint, kind: str) -> bool:
    """Whether the words bar patients, so that the others may enter."""
    if kind == "inclusion" or constraint.when in _EXCEPTIONS:
        return False
    # What is asked for wherever it stands: contraception for a time; and nobody is barred
    # because enough time has passed, so "no steroids for at least 7 days" is an exception's terms.
    waited = constraint.variable.startswith("ts.") and constraint.op in (">", ">=")
    return not waited and constraint.variable != "contraception_after"


def _side(variable: str, wanted: bool) -> Side:
    known = variables().get(variable)
    if known and known.kind == "marker":
        return Side("positive required" if wanted else "negative required")
    return Side("required" if wanted else "excluded")


def _scale(variable: str) -> tuple[Scalar, ...]:
    """The steps of a scale: limits are compared as sets, "<= 1" and "0 or 1" being one."""
    known = variables().get(variable)
    return known.scale if known and variable != "sex" else ()


def _on_scale(constraint: Constraint, kind: str, scale: tuple[Scalar, ...]) -> frozenset[str]:
    if constraint.op == "in":
        meant = {_step(step) for step in many(constraint)}
    else:
        region = literal(constraint)
        meant = {
            str(step)
            for step in scale
            if isinstance(step, int) and any(inside(step, piece) for piece in region)
        }
    return frozenset({*map(str, scale)} - meant if is_turned(constraint, kind) else meant)


def _step(said: Scalar) -> str:
    return str(int(float(said))) if is_number(said) else str(said)


def _named(constraint: Constraint, kind: str) -> frozenset[str]:
    said = frozenset(str(one) for one in many(constraint))
    return frozenset({f"not {one}" for one in said}) if is_turned(constraint, kind) else said


def many(constraint: Constraint) -> tuple[int | float | str, ...]:
    value = constraint.norm_value
    return value if isinstance(value, tuple) else (value,)


def is_number(value: int | float | str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def literal(constraint: Constraint) -> Region:
    numbers = [float(one) for one in many(constraint) if is_number(one)]
    if not numbers:
        return EVERYTHING
    first = numbers[0]
    match constraint.op:
        case "<" | "<=":
            return (Piece(-math.inf, False, first, constraint.op == "<="),)
        case ">" | ">=":
            return (Piece(first, constraint.op == ">=", math.inf, False),)
    return (Piece(first, True, first, True),)
