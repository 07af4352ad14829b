"""Laws: a line that opens a list takes nothing from its items where it says nothing more, and keeps whose list it is."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import extract
from catalog.eligibility.reading.governing import head_of
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen

Told = dict[str, object]


def said(text: str, line: str, who: Told) -> str:
    """The verdict of the criterion with those words, of a whole text."""
    criteria = extract(text)
    at = next(n for n, each in enumerate(criteria) if each.text.startswith(line))
    return next(
        each.verdict for each in screen(criteria, Patient.from_json(who)) if each.criterion == at
    )


# -- what opens a list of its side

OPENING = (
    ("inclusion", "Adequate organ function as defined by:"),
    ("inclusion", "Patients must have normal organ and marrow function as defined below:"),
    ("inclusion", "Adequate hepatic, renal, and bone marrow function based on the following tests:"),
    ("inclusion", "Laboratory values obtained within 14 days prior to enrollment:"),
    ("inclusion", "Required initial laboratory values:"),
    ("inclusion", "Aerosolized pentamidine. Patients must have:"),
    ("inclusion", "Prior Therapy:"),
    ("exclusion", "Excluded:"),
    ("exclusion", "Prior Medication: Excluded:"),
    ("exclusion", "Radiation therapy. Patients with the following prior conditions are excluded:"),
    ("exclusion", "Evidence of severe organ dysfunction as defined by:"),
    ("exclusion", "Any of the following abnormal laboratory values:"),
    ("exclusion", "Treatment with any of the following:"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "head"), OPENING)
def test_a_head_that_only_opens_its_list_takes_nothing_from_the_items(kind: str, head: str) -> None:
    side = f"{kind.title()} Criteria"
    sign = {"inclusion": "at least", "exclusion": "less than"}[kind]
    text = f"{side}:\n\n* {head}\n   * Platelets {sign} 100,000/mm3\n   * Hemoglobin {sign} 9 g/dL"
    for plt, verdict in ((40, NOT_MET), (200, MET)):
        who: Told = {"labs": {"plt": {"value": plt, "unit": "10*9/L"}}}
        assert said(text, "Platelets", who) == verdict, head


KEEPING = (
    ("inclusion", "Adequate organ function, or one of the following:"),
    ("inclusion", "For patients of cohort A:"),
    ("inclusion", "If on dialysis, laboratory values within 14 days prior to enrollment:"),
    ("inclusion", "No patients with organ dysfunction as defined by:"),
    ("inclusion", "Cohort B. Patients must have:"),
    ("inclusion", "Women with breast cancer:"),
    ("inclusion", "Allowed:"),
    ("exclusion", "Concurrent Medication:"),
    ("exclusion", "Medical conditions that in the opinion of the investigator are a hazard, such as:"),
    ("exclusion", "No severe organ dysfunction as defined by:"),
)  # fmt: skip


@pytest.mark.parametrize(
    "head", ["Uncontrolled asthma as evidenced by:", "Within 30 days of study entry:"]
)
def test_one_that_only_says_when_or_in_which_illness_keeps_out_nobody_whose_values_are_fine(
    head: str,
) -> None:
    text = f"Exclusion Criteria:\n\n* {head}\n   * Platelets less than 100,000/mm3\n   * Hemoglobin less than 9 g/dL"
    for plt, verdict in ((40, UNKNOWN), (200, MET)):
        who: Told = {"labs": {"plt": {"value": plt, "unit": "10*9/L"}}}
        assert said(text, "Platelets", who) == verdict


@pytest.mark.parametrize(("kind", "head"), KEEPING)
def test_a_head_that_says_of_whom_when_or_which_keeps_its_items_unknown(
    kind: str, head: str
) -> None:
    side = f"{kind.title()} Criteria"
    sign = {"inclusion": "at least", "exclusion": "less than"}[kind]
    text = f"{side}:\n\n* {head}\n   * Platelets {sign} 100,000/mm3\n   * Hemoglobin {sign} 9 g/dL"
    for plt in (40, 200):
        who: Told = {"labs": {"plt": {"value": plt, "unit": "10*9/L"}}}
        assert said(text, "Platelets", who) == UNKNOWN, head


def test_a_line_that_opens_a_list_of_all_ends_the_list_above_it() -> None:
    lists = "Inclusion Criteria:\n\n* Allowed:\n* Steroids.\n* {0}\n* HIV infection."
    who: Told = {"flags": {"hiv": "absent"}}
    assert said(lists.format("Other drugs. Patients must have:"), "HIV", who) == NOT_MET
    assert said(lists.format("Other drugs."), "HIV", who) == UNKNOWN
    one_of = "Inclusion Criteria:\n\n* One of the following:\n* AIDS.\n* Patients must have:\n* HIV infection."
    assert said(one_of, "HIV", who) == UNKNOWN


# -- whose list it is

OF_WOMEN = (
    "For females of child-bearing age:", "Women of childbearing potential must have:", "Fertile women:", "Females:",
    "Female participants:",
)  # fmt: skip


@pytest.mark.parametrize("head", OF_WOMEN)
def test_what_a_list_of_women_asks_of_pregnancy_is_asked_of_women(head: str) -> None:
    text = f"Inclusion Criteria:\n\n* {head}\n   * Negative pregnancy test\n   * Not breast-feeding"
    woman: Told = {"sex": "female", "flags": {"pregnancy": "present"}}
    assert said(text, "Negative", woman) == NOT_MET
    assert said(text, "Negative", {"sex": "female", "flags": {"pregnancy": "absent"}}) == MET
    assert said(text, "Negative", {"sex": "male"}) != NOT_MET


@pytest.mark.parametrize("head", OF_WOMEN[:3])
def test_what_is_asked_of_women_who_can_be_pregnant_is_not_asked_of_all_women(head: str) -> None:
    text = f"Inclusion Criteria:\n\n* {head}\n   * Age 18 to 50 years\n   * Not pregnant"
    assert said(text, "Age", {"sex": "female", "age": {"value": 60, "unit": "a"}}) == UNKNOWN


@pytest.mark.parametrize(("head", "own", "other"), [("Males:", "male", "female"), ("For women:", "female", "male")])  # fmt: skip
def test_a_list_of_one_sex_keeps_nobody_of_the_other_out(head: str, own: str, other: str) -> None:
    text = (
        f"Inclusion Criteria:\n\n* {head}\n   * Age 18 to 50 years\n   * Hemoglobin at least 9 g/dL"
    )
    age: Told = {"age": {"value": 60, "unit": "a"}}
    assert said(text, "Age", {"sex": own, **age}) == NOT_MET
    assert said(text, "Age", {"sex": other, **age}) == UNKNOWN
    assert said(text, "Age", age) == UNKNOWN


def test_a_line_that_names_both_sexes_is_no_list_of_one() -> None:
    assert head_of("Men and women:", "inclusion").whom == ""
    assert head_of("Women of childbearing potential and men must:", "inclusion").whom == ""
