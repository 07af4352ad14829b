"""Every shape in which registries write eligibility is split into the same kind of list."""

# ruff: noqa: E501 - examples, a line each
from __future__ import annotations

import pytest

from catalog.eligibility.splitting.splitter import split

SHAPES = {
    "bullets with escapes": "Inclusion Criteria:\n\n* Age \\>= 18 years\n* ECOG 0-1\n\nExclusion Criteria:\n\n* Pregnant women",
    "hard-wrapped": (
        "        Inclusion Criteria:\n\n          -  Age >= 18 years\n\n          -  ECOG 0-1\n\n"
        "        Exclusion Criteria:\n\n          -  Pregnant women\n"
    ),
    "numbers": "Inclusion criteria\n1. Age >= 18 years\n2. ECOG 0-1\n\nExclusion criteria\n1. Pregnant women",
    "run-in numbers": "Inclusion Criteria: 1. Age >= 18 years 2. ECOG 0-1 Exclusion Criteria: 1. Pregnant women 2. Children",
    "entities": "Inclusion Criteria:\n- Age &gt;= 18 years\n- ECOG 0-1\nExclusion Criteria:\n- Pregnant women",
    "capitals": "KEY INCLUSION CRITERIA\n\n- Age >= 18 years\n- ECOG 0-1\n\nKEY EXCLUSION CRITERIA\n\n- Pregnant women",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape: str) -> None:
    found = [(item.kind, item.text.rstrip(".;")) for item in split(SHAPES[shape])]
    assert found[:3] == [
        ("inclusion", "Age >= 18 years"),
        ("inclusion", "ECOG 0-1"),
        ("exclusion", "Pregnant women"),
    ]


def test_an_old_record_without_punctuation() -> None:
    text = (
        "DISEASE CHARACTERISTICS: Histologically proven colon cancer PATIENT CHARACTERISTICS: Age: 18 and over "
        "Performance status: ECOG 0-2 Hematopoietic: WBC at least 3,000/mm3 Platelet count at least 100,000/mm3 "
        "Renal: Not specified"
    )
    found = [(item.section, item.text) for item in split(text)]
    assert ("Age", "18 and over") in found
    assert ("Hematopoietic", "WBC at least 3,000/mm3") in found
    assert ("Hematopoietic", "Platelet count at least 100,000/mm3") in found


def test_without_headings_all_is_inclusion_but_what_says_otherwise() -> None:
    text = "- Adults with asthma\n- Patients with COPD will be excluded\n- No smokers"
    assert [item.kind for item in split(text)] == ["inclusion", "exclusion", "inclusion"]


def test_indentation_gives_the_parent() -> None:
    text = "Inclusion Criteria:\n\n* Adequate function, defined as:\n\n  * Platelets >= 100\n  * ANC >= 1.5\n* ECOG 0-1"
    items = split(text)
    assert [item.parent for item in items] == [None, 0, 0, None]
    assert items[0].role == "group"


def test_a_cohort_heading_sets_the_section_and_copies_are_kept() -> None:
    text = (
        "Inclusion Criteria:\n\nCohort A - Participants with:\n\n* Age 18-65\n\n"
        "Cohort B - Participants with:\n\n* Age 18-65\n"
    )
    items = [item for item in split(text) if item.role == "criterion"]
    assert [item.text for item in items] == ["Age 18-65", "Age 18-65"]
    assert items[0].section != items[1].section


@pytest.mark.parametrize("text", ["", " \n\t", "* \n* \n", "Inclusion Criteria:"])
def test_no_eligibility_text_gives_no_criterion(text: str) -> None:
    assert [item for item in split(text) if item.role == "criterion"] == []


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "* Steroids (e.g. prednisone, vs. placebo) by RECIST v1.1 are allowed"
    assert len(split(text)) == 1
