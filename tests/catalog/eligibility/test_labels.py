"""Illnesses and treatments that are only labels: what is asked stands behind their colon."""

# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN
from tests.catalog.eligibility.verdicts import Told, said

FLAGS = ("HIV", "Hepatitis B surface antigen", "HER2", "EGFR mutation", "COVID-19", "Pregnancy", "Brain metastases", "Autoimmune disease", "Prior chemotherapy", "Prior PD-1 inhibitor")  # fmt: skip
NO = ("negative", "none", "absent", "not present", "must be negative", "no", "not detected")
YES = ("positive", "present", "must be positive", "yes")
NEITHER = ("see section 5", "will be recorded", "negative or positive", "allowed", "controlled")


def told(text: str, kind: str = "Inclusion") -> list[object]:
    return [
        limit.norm_value
        for each in extract(f"{kind} Criteria:\n- {text}")
        for limit in each.constraints
        if not isinstance(limit.norm_value, int | float)
    ]


@given(st.sampled_from(FLAGS), st.sampled_from(NO), st.sampled_from(("{}: {}", "{} status: {}.")))
def test_a_no_behind_a_label_is_no(flag: str, answer: str, shape: str) -> None:
    assert set(told(shape.format(flag, answer))) <= {"absent"}


@given(st.sampled_from(FLAGS[:5]), st.sampled_from(YES), st.sampled_from(("{}: {}", "{} status: {}")))  # fmt: skip
def test_a_yes_behind_a_label_is_yes(flag: str, answer: str, shape: str) -> None:
    assert set(told(shape.format(flag, answer))) <= {"present"}


@given(st.sampled_from(("HIV", "COVID-19", "Pregnancy", "Hepatitis C", "Prior chemotherapy")), st.sampled_from(NEITHER))  # fmt: skip
def test_what_is_no_answer_asks_nothing(flag: str, answer: str) -> None:
    assert told(f"{flag}: {answer}") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Pregnancy: women of childbearing potential must have a negative pregnancy test", ["absent"]),
        ("HBsAg: negative; HCV antibody: negative; HIV antibody: negative", ["absent"] * 3),
        ("Measurable disease: at least one lesion", ["present"]),
        ("Chemotherapy: no prior chemotherapy", ["absent"]),
    ],
)  # fmt: skip
def test_labels_with_more_behind_them(text: str, values: list[object]) -> None:
    assert told(text) == values


INFECTED: Told = {"flags": {"hiv": "present", "hbv": "present", "hcv": "present"}}
FREE: Told = {"flags": {"hiv": "absent", "hbv": "absent", "hcv": "absent"}}


@given(st.sampled_from(("HIV", "HBsAg", "Anti-HCV", "HIV antibody", "HIV test")), st.sampled_from(("{} (-)", "{}(−)", "{} [-]", "{} -ve", "{} (negative)", "{} = negative", "{}: negative", "{} (neg)")))  # fmt: skip
def test_a_sign_of_absence_is_never_read_as_its_presence(name: str, shape: str) -> None:
    text = shape.format(name)
    assert said("inclusion", text, FREE) in (MET, UNKNOWN)
    assert said("inclusion", text, INFECTED) in (NOT_MET, UNKNOWN)
    assert said("exclusion", text, INFECTED) != NOT_MET


@given(st.sampled_from(("HIV", "HBsAg", "Anti-HCV")), st.sampled_from(("{} (+)", "{} +ve", "{} (positive)")))  # fmt: skip
def test_a_sign_of_presence_is_never_read_as_its_absence(name: str, shape: str) -> None:
    text = shape.format(name)
    assert said("inclusion", text, INFECTED) in (MET, UNKNOWN)
    assert said("exclusion", text, FREE) in (MET, UNKNOWN)


def test_what_is_mutant_is_not_what_stands_beside_it() -> None:
    assert told("EGFR mutant/ALK negative") == ["present", "absent"]


def test_under_exclusion_a_label_is_what_keeps_out() -> None:
    assert told("Brain metastases: patients with symptomatic metastases", "Exclusion") == [
        "present"
    ]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Toxicities of earlier therapy have resolved to grade 1 or baseline", [("toxicity_grade", "<=", 1)]),
        ("Children 1 - 16 years of age (a minimum of 75 children required)", [("age", ">=", 1), ("age", "<=", 16)]),
        ("Post-bronchodilator responsiveness of FEV1 ≥ 10 %", []),
        ("Women over 50 years of age with amenorrhea for ≤ 12 months", [("sex", "=", "female"), ("age", ">", 50)]),
    ],
)  # fmt: skip
def test_numbers_of_something_else(text: str, limits: list[tuple[str, str, object]]) -> None:
    read = extract(f"Inclusion Criteria:\n- {text}")
    assert [(x.variable, x.op, x.norm_value) for each in read for x in each.constraints] == limits
