"""Laws of lines that eye, skin, nerve, mother-and-child and healthy-volunteer trials were misread in: names alike, whose it is, when it was so."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import criterion_of, extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, lab, said, since


def aged(years: float, **more: object) -> Told:
    return {"age": {"value": years, "unit": "a"}, **more}


def verdicts(text: str, who: Told) -> list[str]:
    """Those of all criteria of a whole text."""
    return [each.verdict for each in screen(extract(text), Patient.from_json(who))]


@given(
    st.sampled_from(("creatinine kinase", "serum creatinine kinase", "creatinine phosphokinase", "Creatine kinase", "r-GTP", "γ-GTP", "gamma-GTP", "GGTP", "γ-GT", "gamma glutamyl transpeptidase")),
    st.sampled_from(("{} > 2 x ULN", "{} greater than 2 times the upper limit of normal", "AST > 9 x ULN, {} > 2 x ULN", "Liver function tests > 9 x ULN or {} > 2 x ULN")),
)  # fmt: skip
def test_an_enzyme_is_not_what_its_name_resembles(name: str, shape: str) -> None:
    high: Told = {"labs": {each: {"value": 4, "unit": "{xULN}"} for each in ("creatinine", "ast", "alt", "alp")}}  # fmt: skip
    assert said("exclusion", shape.format(name), high) != NOT_MET


@given(
    st.sampled_from(("lymphopenia", "lymphocytopenia", "Lymphopenia")),
    st.sampled_from(("{} (less than 500 /mm3)", "neutropenia (less than 1,000 /mm3), or {} (less than 500 /mm3)", "leukopenia <2000/mm3, {} <500/mm3")),
)  # fmt: skip
def test_few_lymphocytes_are_no_other_cells(name: str, shape: str) -> None:
    few: Told = {"labs": {"alc": {"value": 0.3, "unit": "10*9/L"}, "anc": {"value": 4, "unit": "10*9/L"}, "wbc": {"value": 5, "unit": "10*9/L"}}}  # fmt: skip
    assert said("exclusion", shape.format(name), few) != MET


@given(
    st.sampled_from(("an investigational drug or {}", "any investigational drug, device (or {})", "an investigational device, medication, {}, or other agent", "experimental agents, {}s or devices", "any investigational or {} agent", "an unlicensed {}")),
    st.sampled_from((("biologic", "biologic"), ("vaccine", "vaccine"), ("medication", "medication"))),
    st.sampled_from((("exclusion", "Use of {} within 30 days before enrollment"), ("inclusion", "No {} within 30 days"))),
)  # fmt: skip
def test_a_licensed_one_is_not_experimental(
    what: str, of: tuple[str, str], side: tuple[str, str]
) -> None:
    text = side[1].format(what.format(of[0]))
    who = since(6, of[1])
    who["time_since"]["investigational"] = "never"  # type: ignore[index]
    assert said(side[0], text, who) != NOT_MET, text


@given(
    st.sampled_from(("Exposure to an individual with confirmed {} within the past 2 weeks", "Exposed to {} within 14 days", "Known exposure to a person with {} in the last 2 weeks")),
    st.sampled_from(("COVID-19", "infection", "SARS-CoV-2 infection", "pneumonia")),
)  # fmt: skip
def test_who_was_exposed_need_not_have_been_ill(text: str, what: str) -> None:
    never: Told = {"time_since": {"infection": "never"}, "flags": {"covid19": "absent", "active_infection": "absent"}}  # fmt: skip
    assert said("exclusion", text.format(what), never) == UNKNOWN


def test_a_bracket_keeps_its_number() -> None:
    text = "Liver dysfunction (3.0 times higher than the upper limit of normal) and renal dysfunction (creatinine over 2 mg/dl)"
    limits = criterion_of("exclusion", text).constraints
    assert [(each.variable, each.norm_value) for each in limits] == [("creatinine", 2)]
    assert said("exclusion", text, lab("creatinine", 1, "mg/dL")) == UNKNOWN
    raised = "Elevated (> 1.5 x ULN) creatinine"
    assert said("exclusion", raised, lab("creatinine", 3, "{xULN}")) in (NOT_MET, UNKNOWN)


@given(
    st.sampled_from(("Smoking more than 5 cigarettes per day within 3 months before screening", "Smoking more than 5 cigarettes per day for 3 months before consent", "Smoked more than a pack of cigarettes per day in the last 3 months")),
)  # fmt: skip
def test_who_smoked_less_is_not_meant(text: str) -> None:
    who = since(6, "smoking") | lab("cigarettes_per_day", 2, "/d")
    assert said("exclusion", text, who) != NOT_MET


@pytest.mark.parametrize(
    "text",
    [
        "Females must agree to use contraception. Abstinence will be accepted as an effective method of contraception for girls below 15 years of age.",
        "Abstinence is accepted as a method of birth control for those under 16 years",
        "Presymptomatic, pregnant, and children 16 years or younger patients eligible",
        "Pregnant women and children under 16 years are eligible",
        "Nursing women and adolescents aged 12 to 17 may enter",
    ],
)
def test_an_age_of_some_keeps_nobody_else_out(text: str) -> None:
    assert said("inclusion", text, aged(40, sex="female")) == UNKNOWN


def test_ages_that_leave_but_one_year_are_two_ways_to_enter() -> None:
    text = "Inclusion Criteria:\n\n- Individuals age 8 and older.\n- Individuals age 6-8 with a family history of stuttering\n"
    assert set(verdicts(text, aged(40))) == {UNKNOWN}
    assert set(verdicts(text, aged(6))) == {UNKNOWN}


@pytest.mark.parametrize(
    ("kind", "text", "steps"),
    [
        ("exclusion", "NYHA functional classification = 3", {"nyha": 4}),
        ("exclusion", "New York Heart Association class = III", {"nyha": 4}),
        ("inclusion", "ECOG PS = 1", {"ecog": 0}),
        ("inclusion", "ECOG performance status = 2.", {"ecog": 1}),
    ],
)
def test_equals_may_be_what_an_export_left_of_a_sign(kind: str, text: str, steps: Told) -> None:
    assert said(kind, text, {"labs": steps}) == UNKNOWN
    for sign in (">=", "=>", "≥") if kind == "exclusion" else ("<=", "=<", "≤"):
        assert said(kind, text.replace("=", sign), {"labs": steps}) != UNKNOWN


@given(
    st.sampled_from(("Any of the following abnormal laboratory tests in the 12 months prior to enrollment:", "Any of the following within the last 6 months:", "History of a reaction to the drug, defined as:")),
    st.sampled_from((("Platelets < 90,000/mm3", "plt", 250, "10*9/L"), ("Hemoglobin < 10 g/dL", "hgb", 14, "g/dL"), ("QTc > 500 ms", "qtc", 400, "ms"))),
)  # fmt: skip
def test_a_value_of_today_says_nothing_of_last_year(
    head: str, line: tuple[str, str, float, str]
) -> None:
    text, name, value, unit = line
    assert said("exclusion", text, lab(name, value, unit), parent=head) == UNKNOWN
    assert said("exclusion", text, lab(name, value, unit), parent="Any of the following:") == MET


@pytest.mark.parametrize(
    ("kind", "text", "who"),
    [
        ("exclusion", "Cancer or any chronic diseases with prognosis <2 years", since(300, "other_malignancy")),
        ("exclusion", "Cancer with a survival of less than 2 years", since(300, "other_malignancy")),
        ("exclusion", "Smoker, uncontrolled asthma, immunotherapy in past six weeks, other diseases", since(20, "smoking")),
        ("inclusion", "PT no greater than 3 seconds", lab("pt", 12, "s")),
        ("inclusion", "PTT less than 14 seconds", lab("aptt", 30, "s")),
        ("inclusion", "Total IgE < 70 and >1,500 kU/L at baseline", lab("ige", 20, "kU/L")),
        ("exclusion", "Subject who has undergone any type of oral immunotherapy", {"prior": {"biologic": "absent"}}),
        ("exclusion", "Prior subcutaneous immunotherapy", {"prior": {"biologic": "absent"}}),
        ("exclusion", "Congenital or acquired immunodeficiency syndrome.", {"flags": {"hiv": "absent", "immunodeficiency": "present"}}),
        ("exclusion", "Gestational age at birth < 32 weeks", lab("gestational_age", 30, "wk", flags={"pregnancy": "present"})),
    ],
)  # fmt: skip
def test_what_is_of_something_else_decides_nothing(kind: str, text: str, who: Told) -> None:
    assert said(kind, text, who) == UNKNOWN


def test_the_same_words_keep_their_own_limits() -> None:
    assert said("exclusion", "Smokers within the past 6 months", since(20, "smoking")) == NOT_MET
    assert said("exclusion", "PT > 20 seconds", lab("pt", 25, "s")) == NOT_MET
    assert said("inclusion", "PT no greater than 1.5 x ULN", lab("pt", 1.2, "{xULN}")) == MET
    assert said("inclusion", "Gestational age 24-34 weeks", lab("gestational_age", 30, "wk")) == MET


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A pregnancy test will be done on admission.", {"flags": {"pregnancy": "absent"}}),
        ("A pregnancy test will be done on admission.", {"flags": {"pregnancy": "present"}}),
        ("Patient in trials for COVID-19 within 30 days before consent", {"time_since": {"infection": "never"}}),
    ],
)  # fmt: skip
def test_what_is_named_beside_it_is_not_what_keeps_out(text: str, who: Told) -> None:
    assert said("exclusion", text, who) == UNKNOWN


def test_a_test_that_is_announced_takes_nothing_from_the_sentence_before() -> None:
    text = "Pregnant women; a pregnancy test will be performed on all women of childbearing age."
    assert said("exclusion", text, {"flags": {"pregnancy": "present"}}) == NOT_MET


@pytest.mark.parametrize(
    "behind",
    ["preferred", "is desirable", "is strongly preferred", "is optional", "is encouraged", "is prohibited", "is exclusionary", "is forbidden"],
)  # fmt: skip
def test_what_is_only_wished_or_is_denied_behind_is_not_asked_for(behind: str) -> None:
    lacks: Told = {"flags": {"measurable_disease": "absent"}}
    assert said("inclusion", f"Measurable disease {behind}", lacks) == UNKNOWN
    assert (
        said("inclusion", f"Platelets >= 100,000/mm3 {behind}.", lab("plt", 50, "10*9/L"))
        == UNKNOWN
    )


def test_a_wish_of_something_else_takes_no_limit_away() -> None:
    assert (
        said(
            "inclusion",
            "Measurable disease; a biopsy is preferred",
            {"flags": {"measurable_disease": "absent"}},
        )
        == NOT_MET
    )
    assert (
        said(
            "inclusion", "Age 18 and over (under 75 preferred)", {"age": {"value": 12, "unit": "a"}}
        )
        == NOT_MET
    )


@given(
    st.sampled_from(("Maternal age", "Paternal age", "Parental age", "Mother's age", "Caregiver age", "Partner's age", "Age of the mother", "Donor age")),
    st.sampled_from(("{} ≥ 18 years", "{} between 18 and 45 years", "{} at least 18 years")),
)  # fmt: skip
def test_the_age_of_a_parent_decides_of_no_patient(whose: str, shape: str) -> None:
    assert said("inclusion", shape.format(whose), aged(0.1)) == UNKNOWN


@given(
    st.sampled_from(("stroke", "myocardial infarction", "major surgery", "blood transfusion")),
    st.sampled_from(("before 65 years of age", "before 60 months of age", "within the first 7 days of life", "within 7 days of birth")),
)  # fmt: skip
def test_how_old_somebody_was_then_is_no_time_since(event: str, when: str) -> None:
    for kind in ("Inclusion", "Exclusion"):
        read = extract(f"{kind} Criteria:\n- {event} {when}")
        assert not any(x.variable.startswith("ts.") for each in read for x in each.constraints)


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Family history of coronary artery disease (< 55 years of age in male first-degree relatives)", set()),
        ("Morbid obesity (BMI > 40, or more than 100 lbs over ideal body weight)", {"bmi"}),
        ("Weight of more than 20 kg above her normal weight", set()),
        ("Hemoglobin must be at least 9 g/dL", set()),
        ("Patients must not have platelets < 50,000/mm3", {"plt"}),
    ],
)  # fmt: skip
def test_numbers_of_an_exclusion_that_are_not_what_keeps_out(text: str, limits: set[str]) -> None:
    read = extract(f"Exclusion Criteria:\n- {text}")
    assert {x.variable for each in read for x in each.constraints} == limits


@pytest.mark.parametrize(
    "text",
    [
        "Hypertension, diabetes (type 1 and 2), glaucoma",
        "Blood pressure stage 1 or 2",
        "Hypertension class 2, 3 or 4",
    ],
)
def test_the_number_of_a_kind_is_no_value(text: str) -> None:
    assert not any(x.variable in ("sbp", "dbp") for each in extract(text) for x in each.constraints)


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Women of childbearing potential and fertile men not using effective contraception", None),
        ("Women and men of reproductive potential who do not use contraception", None),
        ("Women who are pregnant, or men not using contraception", "male"),
        ("Pregnant women and men not using contraception", "male"),
        ("Women of childbearing potential not using contraception", "female"),
    ],
)
def test_who_lacks_contraception(text: str, whose: str | None) -> None:
    read = extract(f"Exclusion Criteria:\n- {text}")
    assert {x.when for each in read for x in each.constraints if x.variable == "contraception"} == {
        whose
    }


@given(
    st.sampled_from(("Histology", "Tumour tissue", "MRI", "Laboratory values", "A pathology report", "Documents", "CT scans", "Local laboratory assessments")),
    st.sampled_from(("not older than 6 months", "no older than 3 months", "no more than 1 year old", "not older than 2 years")),
)  # fmt: skip
def test_how_old_a_thing_is_says_nothing_of_the_patient(thing: str, age: str) -> None:
    assert said("inclusion", f"{thing} {age}", aged(60)) == UNKNOWN


@pytest.mark.parametrize(
    "text",
    ["No COVID-19 related hospitalization", "No HIV-associated dementia", "No hepatitis B associated nephropathy"],
)  # fmt: skip
def test_a_consequence_that_is_denied_denies_no_illness(text: str) -> None:
    infected: Told = {"flags": {"covid19": "present", "hiv": "present", "hbv": "present"}}
    assert said("inclusion", text, infected) == UNKNOWN
