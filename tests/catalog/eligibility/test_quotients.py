"""Quotients of two measurements are neither's value."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.limits import quotients
from catalog.eligibility.vocabulary.variables import VARIABLES
from catalog.model.csv_table import table

KINDS = tuple(
    table(
        Path(quotients.__file__).with_name("quotients.csv"),
        ("numerator", "denominator", "variable"),
        key=("numerator", "denominator"),
    )
)
NAMES = [
    phrase
    for variable in VARIABLES
    if variable.kind == "number" and variable.id not in ("age", "prior_lines", "inr")
    for phrase in variable.names[:1]
    if "ratio" not in phrase and "/" not in phrase
]


def limits(text: str) -> set[str]:
    return {
        limit.variable
        for each in extract(text)
        for limit in each.constraints
        if isinstance(limit.norm_value, int | float)
    }


@pytest.mark.parametrize(("above", "below", "variable"), KINDS)
def test_each_kind_is_read_as_what_it_is(above: str, below: str, variable: str) -> None:
    for first in above.split("|"):
        for second in below.split("|"):
            for text in (f"{first}/{second} < 60", f"{first} ({first}) / {second} ({second}) < 60"):
                told = limits(
                    f"Inclusion Criteria:\n- {text} %" if variable == "fev1_fvc" else text
                )
                assert told <= {variable}, text


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(("> 2", "below 40", "≥ 3")))
def test_the_number_of_a_ratio_is_no_measurements(first: str, second: str, bound: str) -> None:
    whole = ("fev1_fvc", "pf_ratio", "uacr", "inr")
    for text in (
        f"{first}/{second} ratio {bound}",
        f"{first} to {second} ratio {bound}",
        f"ratio of {first} to {second} {bound}",
    ):
        assert limits(text) <= {*whole}, text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("FEV1/forced vital capacity (FVC) < 75 %", {"fev1_fvc"}),
        ("The ratio of FEV1 to forced vital capacity (FVC) < 0.70", {"fev1_fvc"}),
        ("FEV-1/FVC at least 80% of predicted", set()),
        ("AST > 3 x ULN, AST/ALT ratio > 2", {"ast"}),
        ("AST/ALT <= 3 x ULN", {"ast", "alt"}),
        ("AST (SGOT)/ALT (SGPT) ≤ 2.5 times ULN", {"ast", "alt"}),
        ("PT/INR ratio < 1.5", {"inr"}),
        ("PaO2/FiO2 ratio < 300", {"pf_ratio"}),
        ("Albumin/creatinine ratio > 300 mg/g", {"uacr"}),
    ],
)
def test_what_shares_a_bound_is_no_quotient(text: str, told: set[str]) -> None:
    assert limits(text) == told
