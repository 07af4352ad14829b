"""On which side a list is: headings in odd forms, and lists of which nobody can say it."""

# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest

from catalog.comparison.allowed import SEE_THE_WORDS
from catalog.comparison.thresholds import thresholds
from catalog.eligibility.criterion import SIDE_NOT_SAID
from catalog.eligibility.extraction import extract
from catalog.eligibility.splitting.splitter import split


@pytest.mark.parametrize(
    "heading",
    [
        "EXCLUSION",  # bare, before a sentence
        "EXCLUSION:",
        "EXCLUSION :",
        "STUDY EXCLUSIONS:",
        "CRITERIA FOR EXCLUSION:",
        "Exclusion -",
        "EXLUSION CRITERIA:",  # misspelt
        "EXCLSUION CIRTERIA:",
        "Exlcusion Criteria:",
        "Non-Inclusion Criteria:",
        "Exclusion Criteria：",
        "The exclusion criteria for the case group are as follows:",
    ],
)
@pytest.mark.parametrize("ends", [".", ".\n\n"])
def test_behind_a_heading_that_says_exclusion_nothing_lets_in(heading: str, ends: str) -> None:
    text = f"INCLUSION: Adults of 18 years or older{ends} {heading} Treatment with steroids within 30 days. Pregnancy."
    found = split(text)
    assert found[0].kind == "inclusion" and "Adults" in found[0].text
    rest = [item for item in found if "Adults" not in item.text]
    assert rest and {item.kind for item in rest} == {"exclusion"}
    assert "steroids" in rest[0].text and "Pregnancy" in rest[-1].text


@pytest.mark.parametrize(
    "text",
    [
        "Medications listed under Exclusion - Concurrent Medications are not allowed.",
        "See Inclusion - General Criteria.",
        "INCLUSION AND EXCLUSION CRITERIA vary with the protocol.",
        "Exclusion of other causes of anemia.",
    ],
)
def test_a_reference_opens_no_list(text: str) -> None:
    found = split(f"Inclusion Criteria:\n\n* {text}\n* Adults")
    assert {item.kind for item in found} == {"inclusion"}


TWICE = "Inclusion Criteria: 1. Adults. 2. ECOG 0 or 1. Eligibility Criteria: 1. Major surgery within 4 weeks. 2. Platelets < 100,000/uL. 3. Pregnant or nursing females."


def test_a_second_list_of_eligibility_is_on_neither_side() -> None:
    told = extract(TWICE, ("Melanoma",))
    surgery = next(each for each in told if "surgery" in each.text)
    platelets = next(each for each in told if "Platelets" in each.text)
    for each in (surgery, platelets):
        assert SIDE_NOT_SAID in (each.left_over or ())
        assert not any(limit.decides for limit in each.constraints)
    assert SIDE_NOT_SAID not in (next(each for each in told if "ECOG" in each.text).left_over or ())


def test_a_list_without_headings_that_asks_for_pregnancy_decides_nothing() -> None:
    text = (
        "- Metastatic cancer\n- Platelets at least 100,000/uL\n- Uncontrolled diabetes\n- Pregnancy"
    )
    for each in extract(text, ("Sarcoma",)):
        assert not each.constraints or SIDE_NOT_SAID in (each.left_over or ())
    for each in extract(
        text, ("Pregnancy Complications",)
    ):  # of a record about pregnancy it is asked
        assert SIDE_NOT_SAID not in (each.left_over or ())
    sided = extract(f"Exclusion Criteria:\n\n{text}", ("Sarcoma",))
    assert all(SIDE_NOT_SAID not in (each.left_over or ()) for each in sided)


def test_the_comparison_says_no_word_of_a_list_without_a_side() -> None:
    told = thresholds(extract(TWICE, ("Melanoma",)))
    said = {name: next(iter(each.entries.values())).region for name, each in told.items()}
    assert said["ecog"] != SEE_THE_WORDS
    for name in ("pregnancy", "breastfeeding", "plt", "ts.surgery"):
        assert said[name] == SEE_THE_WORDS, name
