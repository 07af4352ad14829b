"""A label that looks like a person is noticed; what belongs to a ward's day is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personal.labels import LONGEST, cleaned, doubts


@pytest.mark.parametrize(
    "label",
    [
        "Frau Meier",
        "mr smith, HNSCC",
        "Case of Mme Dupont",
        "Sra. García",
        "Dr Weber's patient",
        "born 12.03.1961",
        "1961-03-12",
        "3/4/61 HNSCC",
        "12345678",
        "MRN 1234 5678",
        "AHV 756.1234.5678.97",
    ],
)
def test_a_label_that_may_be_a_person_is_doubted(label: str) -> None:
    assert doubts(label)


@pytest.mark.parametrize(
    "label",
    [
        "17",
        "HNSCC board",
        "MS relapsing",
        "HR positive breast",
        "second line 2026",
        "NCT05721443 and like it",
        "EudraCT 2016-000222-10",
        "ISRCTN12345678",
        "11/2026",
        "Freiburg, Tuesday",
        "FR sites",
        "miss no phase 1",
        "",
    ],
)
def test_a_label_of_the_day_is_not(label: str) -> None:
    assert doubts(label) == ""


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(doubts(text), str)
    assert len(cleaned(text)) <= LONGEST
    assert "\n" not in cleaned(text)
