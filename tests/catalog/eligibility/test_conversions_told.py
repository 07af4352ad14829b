"""Numbers that a conversion made: told without digits that nobody wrote."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from catalog.comparison.thresholds import thresholds, told
from catalog.eligibility.criterion import Constraint, Criterion
from catalog.eligibility.limits.measurements import tidy
from catalog.eligibility.vocabulary import wording
from catalog.eligibility.vocabulary.entries import Variable, measurements, units

_UNITS = re.compile(
    "|".join(
        sorted(
            (re.escape(one.shown) for one in units().values() if re.search(r"[0-9]", one.shown)),
            key=len,
            reverse=True,
        )
    )
)
"""Units with digits of their own: `mL/min/1.73 m²`."""
CONVERSIONS = [
    (variable, unit)
    for variable in measurements().values()
    for unit in variable.factors
    if unit != variable.unit and unit not in variable.kept
]


@pytest.mark.parametrize(
    ("variable", "unit"), CONVERSIONS, ids=[f"{one.id} in {unit}" for one, unit in CONVERSIONS]
)
def test_no_conversion_tells_digits_that_nobody_wrote(variable: Variable, unit: str) -> None:
    """A number told was written, or has three digits (of a time: whole ones), in every view."""
    is_time = units()[variable.unit or ""].days is not None
    for value in (1, 2.5, 7, 53, 86, 133, 1234, 1500, 98.6):
        own = tidy(variable.in_own_unit(value, unit))
        made = Constraint(variable.id, "<=", value, unit, own, variable.unit)
        above = replace(made, op=">=", span=(0, 5))
        more = tidy(variable.in_own_unit(value * 2, unit))
        below = replace(made, value=value * 2, norm_value=more, span=(0, 5))
        seen = [
            wording.constraint(made),
            wording.constraint(replace(made, implausible="odd")),
            *wording.constraints((above, below)),
            *(_compared(*each) for each in ((made,), (above, below))),
        ]
        written = {wording.number(value), wording.number(value * 2)}
        for said in seen:
            shown = said.removeprefix(variable.label)
            assert any(each in shown for each in written), said
            for digits in re.findall(r"\d[\d ]*(?:\.\d+)?", _UNITS.sub(" ", shown)):
                figures = digits.replace(" ", "").replace(".", "").strip("0")
                is_of_source = any(figures == _figures(each) for each in written)
                assert is_of_source or len(figures) <= 3 or is_time, said


def _figures(told: str) -> str:
    return told.replace(" ", "").replace(".", "").strip("0")


def test_a_value_written_in_its_own_unit_keeps_all_its_digits() -> None:
    made = Constraint("creatinine", "<=", 1.2345, "mg/dL", 1.2345, "mg/dL")
    assert wording.constraint(made) == "creatinine ≤ 1.2345 mg/dL"
    assert _compared(made) == "≤ 1.2345 mg/dL"


def _compared(*made: Constraint) -> str:
    found = thresholds([Criterion("inclusion", "x", (0, 1), constraints=made)])
    return told(found[made[0].variable])
