"""Laws of verdicts that stood the wrong way round: what an illness is told by, values of two that count together, who is let in besides, slips of the pen."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, said


def of_text(text: str, who: Told, about: tuple[str, ...] = ()) -> list[str]:
    return [each.verdict for each in screen(extract(text, about), Patient.from_json(who))]


def labs(unit: str, **values: float) -> Told:
    return {"labs": {name: {"value": value, "unit": unit} for name, value in values.items()}}


def having(*flags: str, **more: object) -> Told:
    return {"flags": dict.fromkeys(flags, "present"), **more}


GRADED = st.sampled_from(
    (
        "Congestive heart failure (NYHA class III or IV)",
        "Congestive heart failure (New York Heart Association class III/IV)",
        "NYHA class III or IV congestive heart failure",
        "Heart failure, NYHA class III or IV",
        "Congestive heart failure defined as NYHA class III-IV",
        "CHF: NYHA III-IV",
    )
)


@given(GRADED, st.sampled_from((1, 2, 3, 4)), st.sampled_from(("", "Pulmonary embolism or ")))
def test_a_milder_step_of_an_illness_is_not_what_a_line_means(
    what: str, step: int, before: str
) -> None:
    who = {"flags": {"chf": "present", "vte": "absent"}, "nyha": step}
    right = NOT_MET if step > 2 else MET
    for kind, text in (("exclusion", before + what), ("inclusion", f"No {before.lower()}{what}")):
        assert said(kind, text, who) in (right, UNKNOWN), text
    assert said("exclusion", what, having("chf")) == UNKNOWN  # no step is known
    if step > 2:
        assert said("exclusion", what, who) == NOT_MET
    assert said("exclusion", what, {"flags": {"chf": "absent"}}) == MET


@given(st.sampled_from((140, 170)), st.sampled_from((90, 110)), st.booleans())
def test_an_uncontrolled_illness_is_what_the_line_says_it_is(
    sbp: int, dbp: int, told: bool
) -> None:
    text = "Uncontrolled hypertension (systolic > 160 mmHg or diastolic > 100 mmHg)"
    flags = {"flags": {"hypertension_uncontrolled": "present"}} if told else {}
    high = sbp > 160 or dbp > 100
    verdict = said("exclusion", text, {**flags, **labs("mm[Hg]", sbp=sbp, dbp=dbp)})
    assert verdict in ((NOT_MET,) if high else (UNKNOWN, MET)), (sbp, dbp)
    assert said("exclusion", text, having("hypertension_uncontrolled")) == UNKNOWN
    assert said("exclusion", "Uncontrolled hypertension", having("hypertension_uncontrolled")) == NOT_MET  # fmt: skip
    sugar = "No uncontrolled diabetes mellitus, defined as HbA1c above 9%"
    for value, right in ((8.0, UNKNOWN), (10.0, NOT_MET)):
        who = having("diabetes_uncontrolled", **labs("%", hba1c=value))
        assert said("inclusion", sugar, who) == right


@given(
    st.sampled_from(("AST and ALT", "SGOT and SGPT", "Bilirubin, AST and ALT", "ASAT and ALAT")),
    st.sampled_from((1.0, 3.0)),
    st.sampled_from((1.0, 3.0)),
)
def test_two_enzymes_above_one_number_may_have_to_be_both(
    names: str, ast: float, alt: float
) -> None:
    who = labs("{xULN}", ast=ast, alt=alt, bili_total=ast)
    verdict = said("exclusion", f"{names} > 2 x ULN", who)
    assert verdict == (UNKNOWN if ast != alt else NOT_MET if ast > 2 else MET)


@pytest.mark.parametrize(
    "text",
    [
        "Measurable disease per RECIST v1.1. Participants with metastatic CRPC without measurable disease are eligible.",
        "Measurable disease; patients with evaluable disease only are eligible",
        "Measurable disease. Patients without measurable lesions may be eligible.",
        "Patients who have received prior doxorubicin therapy will be eligible.",
        "Patients with prior chemotherapy are allowed",
    ],
)
def test_who_is_let_in_besides_is_asked_for_nothing(text: str) -> None:
    who: Told = {
        "flags": {"measurable_disease": "absent"},
        "prior": {"chemotherapy": "absent", "anticancer": "absent"},
    }
    assert said("inclusion", text, who) == UNKNOWN
    assert said("inclusion", "Patients must have received doxorubicin", who) == NOT_MET


def test_any_age_with_ages_behind_it() -> None:
    assert said("inclusion", "Any age (5 to 55 to be randomized)", {"age": 58}) == UNKNOWN
    assert said("inclusion", "Any age over 18", {"age": 58}) == MET


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Received another investigational drug or biologic within 30 days", "biologic"),
        ("Investigational drugs, biologics, or devices within 30 days", "biologic"),
        ("Cytotoxic, biologic or other systemic anticancer therapy within 4 weeks", "biologic"),
        ("Chemotherapy, hormonal therapy or other anti-tumor therapy within 4 weeks", "hormonal"),
    ],
)
def test_a_drug_for_something_else_is_not_of_the_trial_or_against_cancer(
    text: str, event: str
) -> None:
    for days, right in ((10, UNKNOWN), (90, UNKNOWN)):
        who: Told = {"time_since": {event: {"value": days, "unit": "d"}}}
        assert said("exclusion", text, who) == right
    given_it: Told = {"time_since": {"chemotherapy": {"value": 10, "unit": "d"}}}
    if text.startswith("Chemotherapy"):
        assert said("exclusion", text, given_it) == NOT_MET


PDQ = "DISEASE CHARACTERISTICS: - {about} PATIENT CHARACTERISTICS: Age: - 18 and over Hematopoietic: - {blood} Hepatic: - {liver} Renal: - {kidney}"
FIT = {
    "about": "Pancreatic cancer",
    "blood": "Platelet count at least 100,000/mm3",
    "liver": "Bilirubin no greater than 1.5 mg/dL",
    "kidney": "Creatinine no greater than 1.5 mg/dL",
}


@pytest.mark.parametrize(
    ("heading", "slip"),
    [
        ("blood", "Platelet count less than 100,000/mm3"),
        ("liver", "Bilirubin at least 2.0 mg/dL"),
        ("kidney", "Creatinine clearance no greater than 40 mL/min"),
    ],
)
def test_a_failing_organ_asked_for_among_the_fit_is_a_slip(heading: str, slip: str) -> None:
    text = PDQ.format(**{**FIT, heading: slip})
    for sick in (False, True):
        who: Told = {
            "age": 50,
            "labs": {
                "plt": {"value": 50 if sick else 250, "unit": "10*9/L"},
                "bili_total": {"value": 4 if sick else 0.5, "unit": "mg/dL"},
                "creatinine": {"value": 3 if sick else 0.7, "unit": "mg/dL"},
                "crcl": {"value": 20 if sick else 95, "unit": "mL/min"},
            },
        }
        told = of_text(text, who, ("Pancreatic Cancer",))
        place = ("blood", "liver", "kidney").index(heading) - 3
        assert told[place] == UNKNOWN
        assert set(told[-3:]) - {UNKNOWN} == {NOT_MET if sick else MET}


def test_failing_values_are_asked_for_where_the_record_is_about_them() -> None:
    text = PDQ.format(**{**FIT, "blood": "Platelet count less than 30,000/mm3"})
    who = labs("10*9/L", plt=20.0)
    assert of_text(text, who, ("Immune Thrombocytopenic Purpura",))[-3] == MET
    assert of_text(text, who, ("Pancreatic Cancer",))[-3] == UNKNOWN


def test_failing_organs_of_two_kinds_are_the_list_of_the_other_side() -> None:
    text = "Eligibility:\n- Platelet count less than 50,000/mm3.\n- Creatinine greater than 2 times the upper limit of normal.\n- Bilirubin greater than 1.5 mg/dL."
    who: Told = {"labs": {"plt": {"value": 250, "unit": "10*9/L"}, "creatinine": {"value": 1, "unit": "{xULN}"}, "bili_total": {"value": 0.5, "unit": "mg/dL"}}}  # fmt: skip
    assert set(of_text(text, who, ("HIV Infections",))) == {UNKNOWN}
    line = (
        "Granulocyte count less than or equal to 1,000/mm3; platelet count greater than 75,000/mm3"
    )
    assert of_text(line, labs("10*9/L", anc=4.0, plt=200.0), ("HIV Infections",)) == [UNKNOWN]


def test_polymorphonuclear_cells_are_no_lymphocytes() -> None:
    who = labs("10*9/L", anc=3.0, alc=1.5)
    assert said("inclusion", "Polymorphonuclear lymphocytes greater than 2,000/mm3", who) == MET


def test_a_list_that_keeps_out_within_the_inclusions_decides_nothing() -> None:
    text = (
        "Inclusion Criteria Co-existing Condition: Patients with the following are excluded: - Past or present renal disease. "
        "- Blood transfusion within the past month. - Liver dysfunction. Patients must have: - HIV infection."
    )
    never: Told = {"flags": {"hiv": "present"}, "time_since": {"transfusion": "never"}}
    lately: Told = {"time_since": {"transfusion": {"value": 5, "unit": "d"}}}
    assert NOT_MET not in of_text(text, never, ("HIV Infections",))
    assert MET not in of_text(text, lately, ("HIV Infections",))
    signs = "DISEASE CHARACTERISTICS: Acute leukemia Signs of bone marrow failure such as: Granulocytopenia (granulocyte count less than 1,500/mm3) PATIENT CHARACTERISTICS: Age: 16 and over"
    assert NOT_MET not in of_text(signs, labs("10*9/L", anc=4.0, age=30), ("Leukemia",))


@pytest.mark.parametrize(
    ("kind", "text", "who"),
    [
        ("exclusion", "Patients with malignant tumors", {"flags": {"other_malignancy": "present"}}),
        (
            "inclusion",
            "Zidovudine (AZT) therapy for 6 months prior to study entry.",
            {"time_since": {"medication": {"value": 900, "unit": "d"}}},
        ),
        (
            "inclusion",
            "Anticipated survival is 3-4 years (median)",
            {"life_expectancy": {"value": 10, "unit": "a"}},
        ),
        (
            "exclusion",
            "Received another investigational drug or biologic within 30 days or currently participating in an investigational drug or biologic study",
            {"prior": {"biologic": "present"}},
        ),
    ],
)
def test_what_somebody_had_once_or_for_long_is_not_what_is_asked(
    kind: str, text: str, who: Told
) -> None:
    assert said(kind, text, who) == UNKNOWN


def test_a_malignancy_of_any_time_keeps_its_verdict() -> None:
    who: Told = having("other_malignancy")
    for text in ("History of malignant tumor", "Other malignant tumors"):
        assert said("exclusion", text, who) == NOT_MET


@pytest.mark.parametrize(
    "text",
    [
        "Presence of acute infection, injury, surgery, pain crisis, cerebral vascular accident, thrombosis or other acute complication.",
        "Acute infection, stroke or thrombosis",
        "Acute myocardial infarction, stroke, or pulmonary embolism",
        "Current infection, thrombosis or stroke",
        "Thrombosis, or other acute illness",
    ],
)
def test_an_event_of_long_ago_is_not_acute(text: str) -> None:
    who: Told = having("stroke", "vte", "mi")
    assert said("exclusion", text, who) == UNKNOWN
    assert said("inclusion", f"No {text.lower()}", who) == UNKNOWN
    assert said("exclusion", text.replace("Acute", "History of acute"), who) in (UNKNOWN, NOT_MET)
    assert said("exclusion", "Stroke or thrombosis", who) == NOT_MET


@pytest.mark.parametrize("joined", ["; or ", ". Or ", "; and/or ", ". Alternatively, "])
def test_what_another_sentence_would_do_instead_is_not_asked_alone(joined: str) -> None:
    """The limit is failed; what stands behind "or", of which nothing is known, may be met."""
    who: Told = {"creatinine": {"value": 3, "unit": "mg/dL"}}
    asked = "Serum creatinine <= 1.5 mg/dL"
    assert said("inclusion", f"{asked}{joined}cystatin normal", who) == UNKNOWN
    assert (
        said("inclusion", f"Cystatin normal{joined}{asked[0].lower()}{asked[1:]}", who) == UNKNOWN
    )
    assert said("inclusion", asked, who) == NOT_MET
