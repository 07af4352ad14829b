"""Screening: unknown is always allowed, the wrong way round never."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import criterion_of, understand
from catalog.eligibility.screening.answers import answers_of, key_of
from catalog.eligibility.screening.askable import everything
from catalog.eligibility.screening.patient import BadPatient, Patient
from catalog.eligibility.screening.sound import sound
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from catalog.eligibility.vocabulary.wording import shown_unit
from tests.conftest import SHARED

PATIENTS = sorted((SHARED / "bench").glob("screening-patients-*.json"))

PATIENT: dict[str, object] = {
    "age": {"value": 62, "unit": "a"},
    "sex": "male",
    "ecog": 1,
    "life_expectancy": {"value": 9, "unit": "mo"},
    "labs": {
        "plt": {"value": 75, "unit": "10*9/L"},
        "bili_total": {"value": 1.0, "unit": "mg/dL"},
        "creatinine": {"value": 2.0, "unit": "mg/dL"},
        "crcl": {"value": 70, "unit": "mL/min"},
    },
    "uln": {"creatinine": 1.2},
    "flags": {"hiv": "absent", "hbv": "present", "autoimmune": "present"},
    "prior": {"chemotherapy": "absent", "pd1": "present"},
    "time_since": {"radiotherapy": {"value": 3, "unit": "wk"}},
}


def verdict(kind: str, text: str, **changes: object) -> str:
    return screen([criterion_of(kind, text)], Patient.from_json(PATIENT | changes))[0].verdict


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("inclusion", "Age ≥ 18 years", MET),
        ("inclusion", "ECOG performance status 0-1", MET),
        ("exclusion", "ECOG performance status of 2 or higher", MET),
        ("inclusion", "Platelets ≥ 75 x 10^9/L", MET),
        ("inclusion", "Platelets > 75 x 10^9/L", NOT_MET),
        ("inclusion", "Platelets ≥ 100,000/mm3", NOT_MET),
        ("inclusion", "Life expectancy of at least 6 months", MET),
        ("inclusion", "Hemoglobin ≥ 9 g/dL", UNKNOWN),
        ("inclusion", "Bilirubin ≤ 1.5 x ULN", UNKNOWN),
        ("inclusion", "Creatinine ≤ 1.5 x ULN", NOT_MET),
        ("inclusion", "Creatinine ≤ 1.5 x ULN or creatinine clearance ≥ 60 mL/min", MET),
        ("exclusion", "Pregnant or breastfeeding women", MET),
        ("exclusion", "Known HIV infection", MET),
        ("exclusion", "Radiotherapy within 2 weeks before enrollment", MET),
        ("exclusion", "Radiotherapy within 4 weeks before enrollment", NOT_MET),
        ("exclusion", "Prior chemotherapy", MET),
        ("exclusion", "Prior treatment with an anti-PD-1 antibody", NOT_MET),
    ],
)
def test_plain_tests(kind: str, text: str, said: str) -> None:
    assert verdict(kind, text) == said


@pytest.mark.parametrize(
    ("age", "text", "said"),
    [
        ((9, "mo"), "Age at least 6 months", MET),
        ((5, "mo"), "Age at least 6 months", NOT_MET),
        ((9, "mo"), "Age ≥ 1 year", NOT_MET),
        ((9, "mo"), "Age ≤ 0.5 years", NOT_MET),
        ((9, "mo"), "Age < 18 years", MET),
        ((23, "mo"), "Age ≥ 2 years", NOT_MET),
        ((24, "mo"), "Age ≥ 2 years", MET),
        ((1, "a"), "Age at least 18 months", UNKNOWN),
        ((1, "a"), "Age at least 6 months", MET),
        ((1, "a"), "Age at least 24 months", NOT_MET),
        ((0, "a"), "Age at least 6 months", UNKNOWN),
        ((75, "a"), "Age ≤ 75 years", MET),
        ((76, "a"), "Age ≤ 75 years", NOT_MET),
        ((6, "wk"), "Age at least 28 days", MET),
    ],
)
def test_ages_compare_in_completed_units(age: tuple[int, str], text: str, said: str) -> None:
    assert verdict("inclusion", text, age={"value": age[0], "unit": age[1]}) == said


def test_an_age_in_a_unit_that_nobody_knows_is_said() -> None:
    with pytest.raises(BadPatient, match="age is given in"):
        Patient.from_json({"age": {"value": 9, "unit": "months"}})


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("exclusion", "Radiotherapy within 4 weeks before enrollment", MET),
        ("inclusion", "At least 4 weeks since radiotherapy", UNKNOWN),
        ("exclusion", "Prior radiotherapy", MET),
        ("inclusion", "Prior radiotherapy", NOT_MET),
    ],
)
def test_what_never_was(kind: str, text: str, said: str) -> None:
    assert verdict(kind, text, time_since={"radiotherapy": "never"}) == said


def test_a_step_of_a_scale_may_be_a_letter() -> None:
    assert verdict("inclusion", "Child-Pugh class A", child_pugh="A") == MET
    assert verdict("inclusion", "Child-Pugh class A", child_pugh="C") == NOT_MET
    with pytest.raises(BadPatient):
        Patient.from_json({"child_pugh": "F"})


def test_a_multiple_of_normal_needs_no_limit_of_the_laboratory() -> None:
    labs = {"alt": {"value": 2, "unit": "{xULN}"}}
    assert verdict("inclusion", "ALT ≤ 2.5 x ULN", labs=labs) == MET
    assert verdict("inclusion", "ALT ≤ 1.5 x ULN", labs=labs) == NOT_MET


@pytest.mark.parametrize(
    "text",
    [
        "Age ≥ 18 years and able to give written informed consent",
        "ECOG performance status 0-1 and adequate bone marrow function",
        "Platelets ≥ 50,000/mm3 without transfusion",
        "Age ≥ 18 years with confirmed sarcoma",
        "Life expectancy of at least 6 months and measurable disease",
    ],
)
def test_a_criterion_that_says_more_is_never_met(text: str) -> None:
    assert verdict("inclusion", text) == UNKNOWN


def test_narrower_words_do_not_decide_against_a_patient() -> None:
    assert verdict("exclusion", "Radiotherapy to the chest within 4 weeks") == UNKNOWN
    assert verdict("exclusion", "Active hepatitis B") == UNKNOWN
    assert verdict("exclusion", "Prior high-dose chemotherapy") == MET


def test_an_exception_makes_a_failed_test_unknown() -> None:
    assert verdict("exclusion", "Autoimmune disease, unless limited to vitiligo") == UNKNOWN


def test_ages_compare_in_completed_years() -> None:
    text = "Age ≤ 75 years"
    assert verdict("inclusion", text, age={"value": 911, "unit": "mo"}) == MET
    assert verdict("inclusion", text, age={"value": 912, "unit": "mo"}) == NOT_MET


def test_a_man_is_not_pregnant_whatever_was_left_blank() -> None:
    text = "Pregnant or breastfeeding women"
    assert verdict("exclusion", text, flags={}) == MET
    assert verdict("exclusion", text, flags={}, sex="female") == UNKNOWN


def test_karnofsky_is_not_read_as_ecog() -> None:
    assert verdict("inclusion", "Karnofsky ≥ 70") == UNKNOWN


def test_a_subgroup_that_is_not_known_stays_unknown() -> None:
    text = "ALT ≤ 5 x ULN for patients with liver metastases"
    high = {"alt": {"value": 300, "unit": "U/L"}}
    assert verdict("inclusion", text, labs=high, uln={"alt": 40}) == UNKNOWN
    low = {"alt": {"value": 30, "unit": "U/L"}}  # who passes needs not be told apart
    assert verdict("inclusion", text, labs=low, uln={"alt": 40}) == MET


@given(st.integers(0, 110), st.integers(1, 100))
def test_inclusion_and_exclusion_of_one_range_disagree(age: int, limit: int) -> None:
    told = {"value": age, "unit": "a"}
    wanted = verdict("inclusion", f"Age ≥ {limit} years", age=told)
    barred = verdict("exclusion", f"Age ≥ {limit} years", age=told)
    assert {wanted, barred} == {MET, NOT_MET}


@given(st.text(max_size=120), st.sampled_from(("inclusion", "exclusion")))
def test_of_an_unknown_patient_only_what_all_meet_is_told(text: str, kind: str) -> None:
    criterion = criterion_of(kind, text)
    said = screen([criterion], Patient.from_json({}))[0].verdict
    assert said == UNKNOWN or any(limit.variable == "sex" for limit in criterion.constraints)


def test_a_value_that_cannot_be_right_decides_nothing() -> None:
    text = "Albumin > 2.5 mg/dL"
    assert understand("inclusion", text)[1][0].implausible
    labs = {"albumin": {"value": 4.0, "unit": "g/dL"}}
    assert verdict("inclusion", text, labs=labs) == UNKNOWN


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"sex": "Mrs Miller"},
        {"age": "Mrs Miller"},
        {"labs": "Mrs Miller"},
        {"flags": {"hiv": "Mrs Miller"}},
        {"labs": {"plt": {"value": "Mrs Miller"}}},
        {"age": True},
    ],
)
def test_errors_of_a_patient_file_quote_nothing_of_it(data: object) -> None:
    with pytest.raises(BadPatient) as error:
        Patient.from_json(data)
    assert "Miller" not in str(error.value)


@pytest.mark.parametrize(
    "where", ["if liver metastases are present", "for those with bone involvement"]
)
def test_a_laxer_limit_that_may_be_the_patients_leaves_a_failed_one_unknown(where: str) -> None:
    changes = {
        "labs": {"alp": {"value": 300, "unit": "U/L"}},
        "uln": {"alp": 100},
    }
    assert verdict("inclusion", "ALP ≤ 2.5 x ULN", **changes) == NOT_MET
    assert verdict("inclusion", f"ALP ≤ 2.5 x ULN (≤ 5 x ULN {where})", **changes) == UNKNOWN
    assert verdict("inclusion", f"ALP ≤ 2 x ULN (≤ 2.5 x ULN {where})", **changes) == NOT_MET


def test_a_treatment_is_known_from_its_parts_but_not_its_kind() -> None:
    given_taxane: dict[str, object] = {"prior": {"taxane": "present"}}
    assert verdict("inclusion", "No prior chemotherapy", **given_taxane) == NOT_MET
    assert verdict("inclusion", "No prior neoadjuvant chemotherapy", **given_taxane) == UNKNOWN
    text = "No prior high dose chemotherapy with hematopoietic rescue"
    assert verdict("inclusion", text, **given_taxane) == UNKNOWN


def test_either_of_two_states_that_are_asked_for_is_enough() -> None:
    state = {"sex": "female", "flags": {"pregnancy": "present", "breastfeeding": "absent"}}
    assert verdict("inclusion", "Are pregnant or breast-feeding.", **state) == MET


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"age": -5}, "cannot be right"),
        ({"age": 620}, "cannot be right"),
        ({"ecgo": 3}, "ecgo is no value that is known"),
        ({"labs": {"plts": 90}}, "plts is no value that is known"),
        ({"flags": {"hvi": "present"}}, "hvi is no value that is known"),
        ({"prior": {"pdl": "present"}}, "prior.pdl is no value that is known"),
        ({"Mrs Miller": 3}, "a name in it is no value"),
        ({"labs": {"plt": {"value": 90, "unit": "kg"}}}, "labs.plt has the unit"),
        ({"labs": {"hiv": 1}}, "flags.hiv"),
        ({"time_since": {"radiotherapy": {"value": 3, "unit": "full moons"}}}, "has the unit"),
    ],
)
def test_what_a_file_would_silently_leave_out_is_refused(data: object, said: str) -> None:
    with pytest.raises(BadPatient) as error:
        sound(Patient.from_json(data))
    assert said in str(error.value)
    assert "Miller" not in str(error.value)


def test_a_file_takes_units_as_they_are_shown_and_typed() -> None:
    for one in everything():
        for unit in one.units if one.kind == "number" and one.variable != "age" else ():
            told = Patient.from_json({key_of(one.variable): {"value": 50, "unit": unit}})
            for spelt in (shown_unit(unit), shown_unit(unit).upper(), f" {unit.lower()} "):
                if spelt.strip():
                    shown = {key_of(one.variable): {"value": 50, "unit": spelt}}
                    assert _sound(Patient.from_json(shown)) == _sound(told), (one, spelt)


def _sound(patient: Patient) -> Patient | str:
    try:
        return sound(patient)
    except BadPatient as error:
        return str(error)


def test_a_file_takes_the_names_and_words_that_keys_tells() -> None:
    """`trials screen --keys` names each value `labs.crcl`, with `yes no`, `pos neg` or `f m`."""
    for one in everything():
        for word in one.takes.split() or ("50",):
            if one.kind == "sex" or one.kind in ("flag", "marker", "prior"):
                patient = Patient.from_json({key_of(one.variable): word})
                assert [each.variable for each in answers_of(sound(patient))] == [one.variable]
    flat = Patient.from_json({"labs.crcl": 45, "labs": {"plt": 150}, "sex": "f"})
    parted = Patient.from_json({"labs": {"crcl": 45, "plt": 150}, "sex": "female"})
    assert answers_of(flat) != () and set(answers_of(flat)) == set(answers_of(parted))


@pytest.mark.skipif(not PATIENTS, reason="no shared patients")
def test_real_patient_files_are_sound() -> None:
    for path in PATIENTS:
        for one in json.loads(path.read_text("utf-8")):
            sound(Patient.from_json({key: value for key, value in one.items() if key != "what"}))
