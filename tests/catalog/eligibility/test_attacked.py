"""Laws from lines made to mislead: demands on the wrong side, numbers before names, a sex for each range, ends told backwards."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import criterion_of, extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, said


def labs(**values: tuple[float, str | None]) -> Told:
    return {"labs": {name: {"value": v, "unit": unit} for name, (v, unit) in values.items()}}


# -- a demand under exclusion

NAMED = st.sampled_from((
    ("HbA1c", "< 8 %", "hba1c", 6.0, 9.0, "%"), ("platelets", "≥ 100,000/mm3", "plt", 200.0, 50.0, "10*9/L"),
    ("LVEF", "> 50 %", "lvef", 60.0, 40.0, "%"), ("BMI", "below 30 kg/m2", "bmi", 24.0, 34.0, "kg/m2"),
))  # fmt: skip


@given(
    st.sampled_from((
        "{n} must be {v}", "Their {n} should be {v}.", "{n} has to be {v}", "{n} is to be {v}", "{n} is required to be {v}",
        "{n} shall be {v}", "Patients with {n} {v} are eligible", "{n} {v} is acceptable", "Patients with {n} {v} may be included",
        "Only patients with {n} {v}",
    )),
    NAMED,
)  # fmt: skip
def test_a_value_that_is_asked_for_under_exclusion_keeps_nobody_out(
    line: str, named: tuple[str, str, str, float, float, str]
) -> None:
    name, value, variable, fine, _, unit = named
    text = line.format(n=name, v=value)
    assert said("exclusion", text, labs(**{variable: (fine, unit)})) != NOT_MET, text


@given(
    st.sampled_from(("{n} must not exceed {v}", "{n} should not be above {v}")),
    st.sampled_from((("QTc", "450 ms", "qtc", 410.0, "ms"), ("Bilirubin", "2 mg/dL", "bili_total", 0.6, "mg/dL"))),
)  # fmt: skip
def test_nor_one_that_is_denied_there(line: str, named: tuple[str, str, str, float, str]) -> None:
    name, value, variable, fine, unit = named
    who = labs(**{variable: (fine, unit)})
    assert said("exclusion", line.format(n=name, v=value), who) != NOT_MET


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Patients with platelets < 100,000/mm3 must be excluded", NOT_MET),
        ("Patients with platelets < 100,000/mm3 are not eligible", NOT_MET),
        ("At least 4 weeks must have elapsed since surgery. Platelets < 100,000/mm3", NOT_MET),
    ],
)  # fmt: skip
def test_what_must_be_kept_out_still_is(text: str, verdict: str) -> None:
    who = labs(plt=(50, "10*9/L"))
    who["time_since"] = {"surgery": {"value": 9, "unit": "wk"}}
    assert said("exclusion", text, who) in (verdict, UNKNOWN)
    assert said("exclusion", text.split(". ")[-1], who) == verdict


# -- a denial of a denial, a ruling out


@pytest.mark.parametrize(
    "text",
    [
        "Exclusion of HIV infection", "HIV ruled out", "HIV infection is an absolute contraindication",
        "HIV infection is an exclusion criterion", "Patients who are not HIV infected are not eligible",
    ],
)  # fmt: skip
def test_what_is_ruled_out_is_not_asked_for(text: str) -> None:
    for state, wrong in (("absent", NOT_MET), ("present", MET)):
        verdict = said("inclusion", text, {"flags": {"hiv": state}})
        assert verdict != wrong or "not eligible" in text
    assert said("inclusion", "Patients who are not pregnant are not eligible", {"flags": {"pregnancy": "absent"}, "sex": "female"}) != MET  # fmt: skip


# -- numbers that stand before their names

PAIRS = st.sampled_from((
    ("{o} 100,000/mm3 platelets{j}{o} 1,500/mm3 neutrophils", "plt", 200.0, "anc", 1.0, 3.0, "10*9/L"),
    ("Blood pressure {o} 140 systolic{j}{o} 90 diastolic", "sbp", 120.0, "dbp", 70.0, 95.0, "mm[Hg]"),
    ("{o} 140 mmHg systolic{j}{o} 90 mmHg diastolic", "sbp", 120.0, "dbp", 70.0, 95.0, "mm[Hg]"),
))  # fmt: skip


@given(
    PAIRS,
    st.sampled_from(("<", ">", "≥", "</=", ">/=")),
    st.sampled_from((" or ", ", ", " and/or ")),
)
def test_a_number_before_its_name_is_no_other_names(
    pair: tuple[str, str, float, str, float, float, str], sign: str, join: str
) -> None:
    line, one, fine, other, low, high, unit = pair
    text = line.format(o=sign, j=join)
    limits = {
        each.variable: each.norm_value for each in criterion_of("exclusion", text).constraints
    }
    assert set(limits) == {one, other}, text
    bounds = {"plt": 100, "anc": 1.5, "sbp": 140, "dbp": 90}
    assert limits == {one: bounds[one], other: bounds[other]}
    out_of_one = low if sign.startswith("<") else high
    verdict = said("exclusion", text, labs(**{one: (fine if sign[0] != "<" or one == "plt" else 150, unit), other: (out_of_one, unit)}))  # fmt: skip
    assert verdict != MET


def test_a_name_before_its_number_stays_its_own() -> None:
    for text in ("systolic > 140 mmHg diastolic > 90 mmHg", "hemoglobin < 9 g/dL platelets < 100,000/mm3 neutrophils < 1,500/mm3"):  # fmt: skip
        limits = {
            each.variable: each.norm_value for each in criterion_of("exclusion", text).constraints
        }
        assert limits in ({"sbp": 140, "dbp": 90}, {"hgb": 9, "plt": 100, "anc": 1.5}), text


# -- a range for each sex


@given(
    st.sampled_from(("aged 18 to {h}", "aged 18-{h} years", "of 18-{h} years of age")),
    st.sampled_from((" and ", ", ", "; ", " or ")),
    st.booleans(),
)
def test_both_ends_of_a_range_are_of_the_sex_before_it(
    range_: str, join: str, men_first: bool
) -> None:
    sexes = (("Males", "male", 50), ("females", "female", 65))
    parts = [
        f"{name} {range_.format(h=high)}" for name, _, high in (sexes if men_first else sexes[::-1])
    ]
    text = join.join(parts)
    for sex, wrong in (("female", NOT_MET), ("male", MET)):
        assert said("inclusion", text, {"sex": sex, "age": {"value": 60, "unit": "a"}}) != wrong, (
            text
        )


# -- ends told backwards, scales whose lower end is the worse


@pytest.mark.parametrize(
    ("kind", "text", "name", "fine", "bad"),
    [
        ("inclusion", "ECOG 2-0", "ecog", 1, 3), ("inclusion", "NYHA class III to I", "nyha", 2, 4),
        ("inclusion", "ASA 3-1", "asa", 2, 4), ("inclusion", "Karnofsky 70 or worse", "karnofsky", 60, 80),
        ("inclusion", "Karnofsky no worse than 70", "karnofsky", 80, 60), ("exclusion", "Karnofsky 60 or worse", "karnofsky", 80, 50),
        ("inclusion", "Karnofsky 70 or better", "karnofsky", 80, 60),
    ],
)  # fmt: skip
def test_a_scale_is_read_by_its_sense(kind: str, text: str, name: str, fine: int, bad: int) -> None:
    assert said(kind, text, {name: fine}) != NOT_MET, text
    assert said(kind, text, {name: bad}) != MET, text


def test_no_step_of_a_scale_limits_nobody() -> None:
    assert criterion_of("exclusion", "ECOG > 4").constraints == ()


@pytest.mark.parametrize("text", ["Not less than 6 months since stroke", "Stroke no less than 6 months before entry", "Not under 6 months since stroke"])  # fmt: skip
def test_not_less_than_a_time_is_at_least_that_long(text: str) -> None:
    who: Told = {"time_since": {"stroke": {"value": 3, "unit": "mo"}}}
    assert said("inclusion", text, who) != MET


# -- what belongs to another line, or to nobody


def test_a_condition_is_not_cut_from_its_rule() -> None:
    text = (
        "DISEASE CHARACTERISTICS: Lung cancer PATIENT CHARACTERISTICS: Age: 18 and over Hepatic: Alkaline phosphatase less than 2.5 times "
        "ULN if SGOT is greater than 1.5 times ULN Renal: Creatinine no greater than 2.0 mg/dL"
    )
    lines = [each.text for each in extract(text)]
    assert any(line.endswith("if SGOT is greater than 1.5 times ULN") for line in lines), lines
    who = Patient.from_json(labs(ast=(0.5, "{xULN}")))
    assert all(verdict.verdict != NOT_MET for verdict in screen(extract(text), who))


def test_a_seizure_is_no_exacerbation_of_somebody_elses_disease() -> None:
    who: Told = {"time_since": {"disease_exacerbation": "never"}}
    assert (
        said("exclusion", "History of uncontrolled seizures within 3 months of enrollment", who)
        == UNKNOWN
    )
    assert said("exclusion", "Exacerbation within 3 months of enrollment", who) == MET


# -- words that ask nothing, or let in

STATES = st.sampled_from((
    ("brain metastases", "cns_mets"), ("measurable disease", "measurable_disease"), ("autoimmune disease", "autoimmune"),
    ("congestive heart failure", "chf"), ("hepatitis B", "hbv"), ("active infection", "active_infection"),
))  # fmt: skip


@given(
    STATES,
    st.sampled_from((
        "With or without {x}", "Lung cancer with or without {x}", "With and without {x}", "Regardless of {x}", "Irrespective of {x}", "Whether or not {x} is present",
        "Patients with/without {x}", "Test for {x}",
    )),
    st.sampled_from(("present", "absent")),
)  # fmt: skip
def test_whoever_it_is_nobody_is_kept_out(named: tuple[str, str], line: str, state: str) -> None:
    text = line.format(x=named[0])
    assert said("inclusion", text, {"flags": {named[1]: state}}) != NOT_MET, text


@given(STATES, st.sampled_from(("Patients with {x} are eligible", "{x} is allowed", "{x} is acceptable", "Patients with {x} may participate")))  # fmt: skip
def test_who_is_let_in_below_the_exclusions_is_not_kept_out(
    named: tuple[str, str], line: str
) -> None:
    text = line.format(x=named[0])
    assert said("exclusion", text, {"flags": {named[1]: "present"}}) != NOT_MET, text


@given(STATES, st.sampled_from(("{x} - none", "{x}: none", "{x} (exclusion)")))
def test_an_answer_behind_a_name_turns_it(named: tuple[str, str], line: str) -> None:
    text = line.format(x=named[0])
    assert said("inclusion", text, {"flags": {named[1]: "absent"}}) != NOT_MET, text


def test_both_of_two_is_not_one_of_them() -> None:
    who: Told = {"flags": {"hypertension_uncontrolled": "present"}}
    assert said("exclusion", "Both uncontrolled hypertension and diabetes", who) == UNKNOWN


@given(
    st.sampled_from(("Previous", "Partner's", "Target", "Pre-pregnancy", "Highest", "Mother's")),
    st.sampled_from((("weight < 50 kg", "weight", 70.0, "kg"), ("BMI < 20 kg/m2", "bmi", 30.0, "kg/m2"))),
)  # fmt: skip
def test_a_weight_of_another_time_or_person_keeps_nobody_out(
    whose: str, named: tuple[str, str, float, str]
) -> None:
    text, variable, value, unit = named
    assert said("inclusion", f"{whose} {text}", labs(**{variable: (value, unit)})) == UNKNOWN
    assert said("inclusion", text.capitalize(), labs(**{variable: (value, unit)})) == NOT_MET


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("No history of platinum, paclitaxel or amifostine hypersensitivity", {"prior": {"platinum": "present"}}),
        ("No platinum or taxane allergy", {"prior": {"taxane": "present"}}),
        ("Must not meet criteria for bone marrow transplantation", {"flags": {"sct": "present"}}),
        ("Must not meet criteria for bone marrow transplantation", {"flags": {"sct": "absent"}}),
        ("Gy of prior prophylactic cranial irradiation to the whole brain", {"prior": {"radiotherapy": "absent"}}),
    ],
)  # fmt: skip
def test_what_somebody_is_allergic_to_or_fit_for_is_nothing_that_he_had(
    text: str, who: Told
) -> None:
    assert said("inclusion", text, who) == UNKNOWN


def test_an_age_that_tells_what_menopause_is_limits_nobody() -> None:
    text = (
        "DISEASE CHARACTERISTICS: Breast cancer PATIENT CHARACTERISTICS: Age: 18 and over Sex: Female Menopausal status: Premenopausal, defined as: "
        "Under age 50 with prior hysterectomy without bilateral oophorectomy Performance status: ECOG 0-2"
    )
    who = Patient.from_json({"age": {"value": 62, "unit": "a"}, "sex": "female"})
    assert all(verdict.verdict != NOT_MET for verdict in screen(extract(text), who))


def test_an_answer_to_another_question_changes_nothing() -> None:
    text = "Minimum Age: 18 Years Maximum Age: 99 Years Sex: All Gender Based: No"
    assert said("inclusion", text, {"age": {"value": 60, "unit": "a"}, "sex": "female"}) == MET


def test_the_ages_of_one_part_of_a_study_keep_nobody_out_of_another() -> None:
    text = (
        "A. For children:\nInclusion Criteria:\n- Age of 3 to 20 years\n- Consent\nExclusion Criteria:\n- Age of less than 3 years or 21 years or more\n"
        "B. For all others:\nInclusion Criteria:\n- Age of 3 years or greater\nExclusion Criteria:\n- Age of less than 3 years\n"
    )
    who = Patient.from_json({"age": {"value": 58, "unit": "a"}})
    assert all(verdict.verdict != NOT_MET for verdict in screen(extract(text), who))
    alone = "Inclusion Criteria:\n- Age of 3 to 20 years\nExclusion Criteria:\n- Pregnancy\n"
    assert any(verdict.verdict == NOT_MET for verdict in screen(extract(alone), who))


def test_an_illness_that_leads_to_what_a_drug_does_is_no_drug() -> None:
    who: Told = {"time_since": {"immunosuppressants": "never"}}
    assert (
        said(
            "exclusion",
            "History of underlying illness causing immunosuppression within the past 2 years",
            who,
        )
        == UNKNOWN
    )
    assert said("exclusion", "Systemic immunosuppression within the past 30 days", who) == MET


def test_some_years_alone_are_no_age() -> None:
    assert criterion_of("inclusion", "more than one year.").constraints == ()
    for text in ("18 years or older", "≥ 18 years", "Over 2 years of age", "Children over 2 years"):
        assert said("inclusion", text, {"age": {"value": 1, "unit": "a"}}) == NOT_MET, text
