"""How many earlier lines of treatment are asked for, told without a sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract

WORDS = ("no", "one", "two", "three", "four", "five")


def told(text: str, kind: str = "Inclusion") -> list[tuple[str, str, object]]:
    return [
        (limit.variable, limit.op, limit.norm_value)
        for each in extract(f"{kind} Criteria:\n- {text}")
        for limit in each.constraints
    ]


@given(st.integers(0, 4), st.integers(1, 5), st.booleans(), st.sampled_from((" or ", " to ")))
def test_two_numbers_are_both_ends(low: int, high: int, worded: bool, join: str) -> None:
    if low >= high:
        return
    first, last = (WORDS[n] if worded else str(n) for n in (low, high))
    asked = [
        each
        for each in told(f"Received {first}{join}{last} prior lines of therapy")
        if each[0] == "prior_lines" and each != ("prior_lines", ">=", 0)
    ]
    assert ("prior_lines", "<=", high) in asked
    assert asked[:-1] == ([("prior_lines", ">=", low)] if low else [])


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("One or more prior lines of therapy", [(">=", 1)]),
        ("Two or fewer prior regimens", [("<=", 2)]),
        ("One prior regimen", [("=", 1)]),
        ("Only 1 prior line", [("=", 1)]),
        ("Two prior chemotherapy regimens for metastatic disease allowed", [("<=", 2)]),
        ("May have received one prior line of therapy", [("<=", 1)]),
        ("No prior regimen or only one previous regimen", [("<=", 1)]),
        ("No or at most one prior line of therapy", [("<=", 1)]),
        ("Prior tandem transplant is considered 2 prior regimens", []),
        ("Progression after at least 2 courses on each of 2 regimens", []),
    ],
)
def test_counts_of_lines(text: str, limits: list[tuple[str, int]]) -> None:
    asked = [(op, value) for variable, op, value in told(text) if variable == "prior_lines"]
    assert asked == limits


@pytest.mark.parametrize("kind", ["Inclusion", "Exclusion"])
@pytest.mark.parametrize(
    "text",
    [
        "No or one prior chemotherapy",
        "No or minimal prior chemotherapy",
        "None or one prior hormonal therapy",
        "No prior or only one previous chemotherapy",
        "No or stable brain metastases",
        "No or treated hepatitis B",
    ],
)
def test_what_is_denied_and_let_is_told_of_nobody(kind: str, text: str) -> None:
    assert told(text, kind) == []


def test_a_plain_denial_of_two_states_stays_one() -> None:
    assert told("No known or treated brain metastases") == [("cns_mets", "=", "absent")]
