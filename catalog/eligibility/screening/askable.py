"""What can be answered of a patient: its name, its units, and between which bounds a value can be right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from catalog.eligibility.screening.patient import OF_NORMAL
from catalog.eligibility.vocabulary import wording
from catalog.eligibility.vocabulary.entries import Variable, units, variables
from catalog.eligibility.vocabulary.units import DAYS

ULN = "uln."
"""Before the name of a measurement: the laboratory's upper limit of it."""
_TIMES = ("wk", "d", "mo", "a")
_OLDEST = 120.0


class NotUnderstood(ValueError):
    """What was typed is no value; the message says what would be, and never quotes it."""


class Asked(msgspec.Struct, frozen=True):
    """What can be answered: its name, what people call it, and its units in UCUM."""

    variable: str
    label: str
    kind: str
    """As of variables; `sex`, and `limit` for the laboratory's upper limit of a measurement."""
    units: tuple[str, ...] = ()
    """The one that is meant where none is typed first; none where it has no unit."""

    @property
    def takes(self) -> str:
        """The words or steps that can be typed; "" for a number."""
        return "" if self.units else self.hint

    @property
    def hint(self) -> str:
        """What can be typed: `yes no`, `0–4`, `mL/min`."""
        if self.kind == "sex":
            return "f m"
        if self.kind in ("flag", "prior"):
            return "yes no"
        if self.kind == "marker":
            return "pos neg"
        if self.kind == "scale":
            return " ".join(str(step) for step in variables()[self.variable].scale)
        return wording.shown_unit(self.units[0]) if self.units else ""


@cache
def asked_of(variable: str) -> Asked | None:
    """What can be answered of a variable; None where there is no such thing."""
    if variable.startswith(ULN):
        of = variables().get(variable.removeprefix(ULN))
        if of is None or of.kind != "number":
            return None
        plain = tuple(unit for unit in _units(of) if unit not in OF_NORMAL)
        return Asked(variable, f"{of.label}, upper limit of normal", "limit", plain)
    known = variables().get(variable)
    if known is None or variable == "contraception_after":
        return None
    kind = "sex" if variable == "sex" else known.kind
    return Asked(variable, known.label, kind, _units(known))


def _units(known: Variable) -> tuple[str, ...]:
    if known.id == "age":
        return "a", "mo", "wk", "d"
    if known.kind == "interval":
        return _TIMES
    if known.kind != "number" or known.unit is None:
        return ()
    named = [unit for unit in (known.unit, *known.factors) if unit in units()]
    if known.unit == "d" and "mo" in named:
        named.insert(0, "mo")
    return tuple(dict.fromkeys(named))


def everything() -> Iterator[Asked]:
    """All that can be answered, in the order of the tables."""
    for name in variables():
        if (one := asked_of(name)) is not None:
            yield one


def plausible(one: Asked, value: float, unit: str | None) -> None:
    """Raise NotUnderstood where a value cannot be right: mostly the unit is another."""
    name = one.variable.removeprefix(ULN)
    known = variables()[name]
    if unit in OF_NORMAL or (unit is not None and unit in known.kept and unit != known.unit):
        low, high, own = 0.0, 1000.0, value
    elif one.kind == "interval" or name == "age":
        low, high, own = 0.0, _OLDEST, value * DAYS[unit or "a"] / DAYS["a"]
    else:
        own = known.in_own_unit(value, unit) if unit in known.factors else value
        low = known.low if known.low is not None else float("-inf")
        high = known.high if known.high is not None else float("inf")
    if not low <= own <= high:
        shown = wording.shown_unit(unit)
        others = [wording.shown_unit(each) for each in one.units if each != unit]
        other = f"; or is it {' or '.join(others[:3])}?" if others else ""
        of = f" of {shown}" if shown else ""
        raise NotUnderstood(f"{one.label}: that number{of} cannot be right{other}")
