"""Limits of eligibility as ranges of who may enter, compared whatever their wording."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.comparison.differing_limits import comparable, unlike
from catalog.comparison.regions import Piece, Region, complement, inside, intersection
from catalog.comparison.thresholds import Threshold, thresholds, told
from catalog.eligibility.criterion import Constraint, Criterion, NormValue
from catalog.eligibility.extraction import criterion_of


def limit(
    op: str,
    norm: NormValue,
    kind: str = "inclusion",
    variable: str = "anc",
    unit: str | None = "10*9/L",
    *,
    value: NormValue | None = None,
    written: str | None = None,
    when: str | None = None,
) -> Threshold:
    """The threshold of one criterion with one constraint."""
    constraint = Constraint(
        variable=variable,
        op=op,
        value=norm if value is None else value,
        unit=written or unit,
        norm_value=norm,
        norm_unit=unit,
        when=when,
    )
    return thresholds([criterion(constraint, kind=kind)])[variable]


def limits(
    *ends: tuple[str, float], kind: str = "inclusion", variable: str, unit: str
) -> Threshold:
    """The threshold of a range, whose two ends count together."""
    made = (Constraint(variable, op, value, unit, value, unit, all_of=1) for op, value in ends)
    return thresholds([criterion(*made, kind=kind)])[variable]


def criterion(*constraints: Constraint, kind: str = "inclusion", section: str = "") -> Criterion:
    return Criterion(kind=kind, text="x", span=(0, 1), section=section, constraints=constraints)


def test_one_limit_in_three_wordings() -> None:
    """ANC >= 1.0 x 10^9/L, >= 1,000/uL and "exclude ANC < 1000/mm3" are the same range."""
    one = limit(">=", 1.0)
    two = limit(">=", 1.0, value=1000, written="/uL")
    three = limit("<", 1.0, "exclusion", value=1000, written="/mm3")
    for a in (one, two, three):
        for b in (one, two, three):
            assert not unlike(a, b)
            assert comparable(a, b)
    assert told(two) == "≥ 1 × 10⁹/L (1000 /µL)"


def test_units_that_are_not_converted_are_not_compared() -> None:
    absolute = limit("<=", 1.5, variable="creatinine", unit="mg/dL")
    multiple = limit("<=", 1.5, variable="creatinine", unit="{xULN}")
    assert not unlike(absolute, multiple)
    assert not comparable(absolute, multiple)


@pytest.mark.parametrize(
    ("threshold", "text"),
    [
        (limit(">=", 10, variable="hgb", unit="g/dL", value=100, written="g/L"),
         "≥ 10 g/dL (100 g/L)"),
        (limits((">=", 18), ("<=", 75), variable="age", unit="a"), "18–75 years"),
        (limit("in", (0, 1), variable="ecog", unit=None), "0–1"),
        (limit("<=", 1, variable="ecog", unit=None), "0–1"),
        (limit(">", 2, "exclusion", variable="ecog", unit=None), "0–2"),
        (limit(">", 475, "exclusion", variable="qtc", unit="ms"), "≤ 475 ms"),
        (limit("<", 40, "exclusion", variable="lvef", unit="%"), "≥ 40 %"),
        (limit("=", "present", "exclusion", variable="hiv", unit=None), "excluded"),
        (limit("=", "absent", "inclusion", variable="hiv", unit=None), "excluded"),
        (limit("=", "absent", "exclusion", variable="prior.pd1", unit=None), "required"),
        (limit("<=", 5, variable="ast", unit="{xULN}", when="liver_mets"),
         "≤ 5 × ULN (with liver metastases)"),
        (limits((">=", 5), ("<=", 10), kind="exclusion", variable="bmi", unit="kg/m2"),
         "< 5 kg/m² or > 10 kg/m²"),
    ],
)  # fmt: skip
def test_how_a_limit_is_told(threshold: Threshold, text: str) -> None:
    assert told(threshold) == text


def test_required_and_excluded_differ() -> None:
    required = limit("=", "present", variable="prior.pd1", unit=None)
    excluded = limit("=", "present", "exclusion", variable="prior.pd1", unit=None)
    assert unlike(required, excluded)


def test_two_bounds_meet_in_one_range() -> None:
    low = Constraint("age", ">=", 18, "a", 18, "a")
    high = Constraint("age", "<=", 75, "a", 75, "a")
    assert told(thresholds([criterion(low), criterion(high)])["age"]) == "18–75 years"
    assert not unlike(
        thresholds([criterion(low, high)])["age"],
        limits((">=", 18), ("<=", 75), variable="age", unit="a"),
    )


def test_what_cannot_hold_together_is_shown_and_doubted() -> None:
    one = Constraint("age", ">=", 60, "a", 60, "a")
    two = Constraint("age", "<", 18, "a", 18, "a")
    text = told(thresholds([criterion(one), criterion(two)])["age"])
    assert "≥ 60 years" in text and "< 18 years" in text
    assert "two ranges" in text


def test_cohorts_keep_their_own_limits() -> None:
    one = Constraint("age", ">=", 18, "a", 18, "a")
    two = Constraint("age", ">=", 60, "a", 60, "a")
    found = thresholds([criterion(one, section="Arm 1"), criterion(two, section="Arm 2")])["age"]
    assert told(found).splitlines() == ["≥ 18 years (Arm 1)", "≥ 60 years (Arm 2)"]


def test_another_way_in_is_told() -> None:
    creatinine = Constraint("creatinine", "<=", 1.5, "{xULN}", 1.5, "{xULN}", any_of=1)
    clearance = Constraint("crcl", ">=", 60, "mL/min", 60, "mL/min", any_of=1)
    both = thresholds([criterion(creatinine, clearance)])
    assert told(both["creatinine"]) == "≤ 1.5 × ULN or creatinine clearance ≥ 60 mL/min"
    alone = limit("<=", 1.5, variable="creatinine", unit="{xULN}")
    assert unlike(both["creatinine"], alone)  # the clearance lets more patients in


def test_intervals_do_not_differ_in_their_edge() -> None:
    strict = limit("<", 28, "exclusion", variable="ts.surgery", unit="d", value=4, written="wk")
    loose = limit(">", 28, variable="ts.surgery", unit="d")
    assert not unlike(strict, loose)
    assert unlike(
        limit(">=", 18, variable="age", unit="a"), limit(">", 18, variable="age", unit="a")
    )


EDGES = st.integers(-5, 5).map(float) | st.sampled_from((-math.inf, math.inf))


@st.composite
def regions(draw: st.DrawFn) -> Region:
    low, high = sorted((draw(EDGES), draw(EDGES)))
    return (Piece(low, draw(st.booleans()) and low > -math.inf, high,
                  draw(st.booleans()) and high < math.inf),)  # fmt: skip


def holds(region: Region, value: float) -> bool:
    return any(inside(value, piece) for piece in region)


VALUES = [step / 2 for step in range(-12, 13)]


@given(regions())
def test_a_complement_holds_what_the_region_does_not(region: Region) -> None:
    rest = complement(region)
    for value in VALUES:
        assert holds(rest, value) is not holds(region, value)


@given(regions(), regions())
def test_an_intersection_holds_what_both_hold(one: Region, other: Region) -> None:
    both = intersection(one, other)
    for value in VALUES:
        assert holds(both, value) is (holds(one, value) and holds(other, value))


def test_two_ages_of_one_sentence_are_told_as_two() -> None:
    for text in (
        "Adults aged ≥ 19 years (Korea) or ≥ 18 years (United States)",
        "Age ≥ 18 years (United States) or ≥ 19 years (Korea)",
    ):
        assert "more than one thing" in told(thresholds([criterion_of("inclusion", text)])["age"])
    for text in ("Age ≥ 18 years", "Age 18 to 75 years"):
        assert "!" not in told(thresholds([criterion_of("inclusion", text)])["age"])
