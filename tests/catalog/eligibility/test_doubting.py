"""A line that turns what it says twice, or asks for nothing, decides nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import criterion_of
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen

_STATES = ("hiv", "hbv", "measurable_disease", "pregnancy", "cns_mets")
_PRIOR = ("platinum", "chemotherapy", "pd1")


def _said(kind: str, text: str, state: str) -> str:
    patient = Patient.from_json(
        {
            "flags": dict.fromkeys(_STATES, state),
            "prior": dict.fromkeys(_PRIOR, state),
            "labs": {"plt": {"value": 200 if state == "present" else 90, "unit": "10*9/L"}},
            "time_since": {"radiotherapy": {"value": 3, "unit": "wk"}},
        }
    )
    return screen([criterion_of(kind, text)], patient)[0].verdict


_TWICE = (
    ("Not known to be {} negative", ("HIV", "hepatitis B")),
    ("Not confirmed {} negative", ("HIV", "hepatitis B")),
    ("Must not be {} negative", ("HIV", "hepatitis B")),
    ("Not {}-naive", ("platinum", "chemotherapy")),
    ("Cannot be {} naive", ("platinum", "chemotherapy")),
    ("Must not have never received {}", ("platinum", "chemotherapy", "a PD-1 inhibitor")),
    ("Not without {}", ("measurable disease", "prior platinum")),
    ("No exclusion for {}", ("HIV", "hepatitis B")),
)


@given(st.sampled_from(_TWICE), st.data(), st.sampled_from(("present", "absent")))
def test_what_is_denied_twice_decides_nothing(
    shape: tuple[str, tuple[str, ...]], data: st.DataObject, state: str
) -> None:
    text = shape[0].format(data.draw(st.sampled_from(shape[1])))
    assert _said("inclusion", text, state) == UNKNOWN


@given(
    st.sampled_from(("measurable disease", "prior chemotherapy", "prior platinum")),
    st.sampled_from(("required", "is required", "needed", "mandated", "is necessary.")),
    st.sampled_from(("inclusion", "exclusion")),
    st.sampled_from(("present", "absent")),
)
def test_what_nobody_requires_decides_nothing(
    thing: str, required: str, kind: str, state: str
) -> None:
    assert _said(kind, f"No {thing} {required}", state) == UNKNOWN


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("inclusion", "No radiotherapy more than 2 weeks ago"),
        ("exclusion", "Radiotherapy not less than 2 weeks ago"),
        ("exclusion", "Radiotherapy no less than 4 weeks before enrollment"),
        ("exclusion", "Adequate platelets ≥ 150 x 10^9/L"),
    ],
)
def test_a_line_that_may_be_meant_either_way_decides_nothing(kind: str, text: str) -> None:
    assert {_said(kind, text, state) for state in ("present", "absent")} == {UNKNOWN}


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("No measurable disease", NOT_MET, MET),
        ("Platinum-naive", NOT_MET, MET),
        ("HIV negative", NOT_MET, MET),
        ("No HIV infection, hepatitis B negative", NOT_MET, MET),
        ("No radiotherapy within 2 weeks", MET, MET),
    ],
)
def test_what_is_denied_once_decides_as_before(text: str, present: str, absent: str) -> None:
    assert _said("inclusion", text, "present") == present
    assert _said("inclusion", text, "absent") == absent


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
@pytest.mark.parametrize(
    "line",
    [
        "HIV serology",
        "Serology: HIV, HBV, HCV",
        "Tests: HIV, HBV",
        "HIV, HBV, HCV screening",
        "HIV testing",
    ],
)
def test_a_test_without_a_result_asks_for_none(kind: str, line: str) -> None:
    for state in ("present", "absent"):
        who = Patient.from_json({"flags": dict.fromkeys(("hiv", "hbv", "hcv"), state)})
        assert screen([criterion_of(kind, line, "", None)], who)[0].verdict == UNKNOWN
    positive = Patient.from_json({"flags": dict.fromkeys(("hiv", "hbv", "hcv"), "present")})
    told = screen([criterion_of("exclusion", "Positive HIV serology", "", None)], positive)
    assert told[0].verdict == NOT_MET
