"""Lines of the inclusions that keep out, whole or in a clause, and those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from catalog.eligibility.splitting.keeping_out import clauses_out
from tests.catalog.eligibility.verdicts import Told, lab

_VERBS = [
    "are excluded",
    "will be excluded",
    "are not eligible",
    "are ineligible",
    "shall be excluded",
]
_OF_TREATMENT = [
    "surgery",
    "cisplatin",
    "autologous transplant",
    "radical radiotherapy",
    "standard chemotherapy",
]
_HGB, _CREATININE = "hgb", "creatinine"


def _kind(line: str) -> str:
    return extract(f"Inclusion Criteria:\n\n1. {line}\n2. Signed informed consent.")[0].kind


def _verdict(line: str, who: Told) -> str:
    criteria = extract(f"Inclusion Criteria:\n\n1. {line}\n2. Signed informed consent.")
    return screen(criteria, Patient.from_json(who))[0].verdict


@given(
    st.sampled_from(["who are", "that is", "which is", "and are", "but are", "who is"]),
    st.sampled_from(["not eligible", "ineligible"]),
    st.sampled_from(_OF_TREATMENT),
)
def test_who_cannot_have_a_treatment_is_asked_for(tie: str, word: str, treatment: str) -> None:
    """Most trials of the untreatable are about them: the line stays on its side."""
    assert (
        _kind(f"Patients with advanced bladder cancer {tie} {word} for {treatment}") == "inclusion"
    )


@given(
    st.sampled_from(
        ["Patients with HIV", "Pregnant women", "Those with brain metastases", "HIV infection"]
    ),
    st.sampled_from(_VERBS),
    st.sampled_from(
        ["", " from the study", " from this trial", " for study entry", " because of the risk"]
    ),
)
def test_a_line_that_keeps_out_is_an_exclusion_wherever_it_stands(
    who: str, verb: str, tail: str
) -> None:
    if tail == " for study entry" and verb.endswith("excluded"):
        tail = ""
    assert _kind(f"{who} {verb}{tail}.") == "exclusion"


_JOINS = ["; {}", " ({})", ". {}", ", but {}", "; however, {}"]


@given(st.sampled_from(_JOINS), st.sampled_from(_VERBS), st.floats(6, 14), st.floats(0.5, 4))
def test_a_clause_that_keeps_out_is_asked_the_other_way_round(
    join: str, verb: str, hgb: float, creatinine: float
) -> None:
    """Who fits is not kept out, who is kept out not let in; the rest of the line decides too."""
    clause = f"patients with creatinine > 2 mg/dL {verb}"
    line = "Hemoglobin ≥ 9 g/dL" + join.format(
        clause[:1].upper() + clause[1:] if join[0] == "." else clause
    )
    assert _kind(line) == "inclusion"
    fits = hgb >= 9 and creatinine <= 2
    who = lab(_HGB, hgb, "g/dL")
    who["labs"][_CREATININE] = {"value": creatinine, "unit": "mg/dL"}  # type: ignore[index]
    assert _verdict(line, who) in ({MET, UNKNOWN} if fits else {NOT_MET, UNKNOWN})
    if not fits:
        assert _verdict(line, who) == NOT_MET


@pytest.mark.parametrize(
    ("line", "who", "right"),
    [
        ("Men aged 18 to 60; women are excluded", {"age": 30, "sex": "male"}, {MET, UNKNOWN}),
        ("Men aged 18 to 60; women are excluded", {"age": 70, "sex": "male"}, {NOT_MET}),
        (
            "Stage II disease; patients with HIV are not eligible",
            {"flags": {"hiv": "present"}},
            {NOT_MET},
        ),
        (
            "Stage II disease; patients with HIV are not eligible",
            {"flags": {"hiv": "absent"}},
            {UNKNOWN},
        ),
        (
            "Adult patients (pregnant women are not eligible)",
            {"flags": {"pregnancy": "present"}},
            {NOT_MET},
        ),
        (
            "Adult patients (pregnant women are not eligible)",
            {"flags": {"pregnancy": "absent"}},
            {UNKNOWN},
        ),
        # of a part of the trial, or of whom another clause names
        (
            "Age 18 or older; in cohort B, patients with HIV are excluded",
            {"flags": {"hiv": "present"}},
            {UNKNOWN},
        ),
        ("Known HIV status; such patients are excluded", {"flags": {"hiv": "present"}}, {UNKNOWN}),
        (
            "Signed consent; patients with HIV are excluded unless on treatment",
            {"flags": {"hiv": "present"}},
            {UNKNOWN},
        ),
    ],
)
def test_clauses_by_example(line: str, who: Told, right: set[str]) -> None:
    assert _verdict(line, who) in right


def test_items_of_a_list_are_no_clauses() -> None:
    line = "Patients with HIV; hepatitis B; or active tuberculosis are excluded"
    assert _kind(line) == "exclusion"
    assert clauses_out(line) == [(0, len(line))]


@pytest.mark.parametrize(
    "line",
    [
        "Blood glucose within normal limits (glucose after meals is excluded from this evaluation)",
        "Non-small cell lung cancer that is not eligible for curative surgery and/or radiotherapy",
        "Histologic diagnosis of CML in chronic phase; patients in blastic phase are not eligible",
        "Ages above 21 (children are excluded because infarction is rare in them)",
        "Failed standard therapy and are ineligible for or have refused bone marrow transplant",
    ],
)
def test_lines_that_ask_stay_inclusions(line: str) -> None:
    assert _kind(line) == "inclusion"


def test_measurable_disease_or_something_else_keeps_nobody_out() -> None:
    """What stands behind "that ..." may be the other way to fit."""
    for line in (
        "At least one measurable lesion that can be assessed by CT and/or lesions on bone scan",
        "Measurable disease outside of prior radiation port or disease progression within the port",
    ):
        assert _verdict(line, {"flags": {"measurable_disease": "absent"}}) == UNKNOWN
