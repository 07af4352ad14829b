"""Time frames are normalised where that is safe, and left as written elsewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.outcomes.timeframes import normalise


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Up to 24 months", "up to 24 months"),
        ("at 6 months", "at 6 months"),
        ("Assessed PFS at 6 months", "at 6 months"),
        ("Week 12", "at 12 weeks"),
        ("24 weeks.", "24 weeks"),
        ("1 year", "1 year"),
        ("Weeks 0, 12, and 24.", "at 0, 12, 24 weeks"),
        ("1 month, 3 months, 6 months", "1, 3, 6 months"),
        ("6 weeks, 6 months", "6 weeks, 6 months"),
        (
            "From the time of randomization until death, up to approximately 5 years",
            "up to 5 years",
        ),
        (
            "From the start of treatment until 30 days after the end of treatment, up to 25 months",
            "up to 25 months",
        ),
        ("measured approximately every 6 weeks, (estimated up to 24 months)", "up to 24 months"),
        ("two years", "2 years"),
    ],
)
def test_what_is_understood(said: str, wanted: str) -> None:
    assert str(normalise(said)) == wanted


@pytest.mark.parametrize(
    "said",
    [
        "until 30 days after last dose",
        "through study completion, an average of 1 year",
        "Cycle 1 Day 1 (each cycle is 21 days)",
        "13 months of age",
        "Within 2 years of surgery",
        "30 days after 6 months of treatment",
        "Ongoing",
        "Weeks 0, 12 (lung function only) and 24.",
        "0-12 months, with follow-up up to year 2044",
        "",
    ],
)
def test_what_is_not_safe_stays_as_written(said: str) -> None:
    frame = normalise(said)
    assert not frame.points
    assert str(frame) == said.strip()


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Up to 24 months", "2 years", True),
        ("52 weeks", "12 months", True),
        ("up to 24 months", "at 24 months", False),
        ("24 months", "25 months", False),
        ("up to 24 months", "up to 5 years", False),
        ("until death", "Until  death", True),
        ("until death", "2 years", False),
    ],
)
def test_agreement(one: str, other: str, agree: bool) -> None:
    assert normalise(one).agrees(normalise(other)) is agree
    assert normalise(other).agrees(normalise(one)) is agree


@given(st.text(max_size=120))
def test_any_text_is_read(said: str) -> None:
    frame = normalise(said)
    assert frame.agrees(frame)


@given(
    st.lists(
        st.sampled_from(
            (
                "up to",
                "at",
                "3",
                "12",
                "months",
                "weeks",
                "after",
                "the last dose",
                "and",
                ",",
                "year",
            )
        ),
        max_size=8,
    )
)
def test_every_number_shown_was_written(words: list[str]) -> None:
    said = " ".join(words)
    numbers = re.findall(r"\d+", str(normalise(said)))
    assert set(numbers) <= set(re.findall(r"\d+", said))
