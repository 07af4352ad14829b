"""Laws of lists, of adjectives within them, of "or" between lines, and of values with what they are called or told under."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, said


def of_text(text: str, who: Told) -> dict[str, str]:
    found = extract(text)
    return {found[each.criterion].text: each.verdict for each in screen(found, Patient.from_json(who))}  # fmt: skip


HIV: Told = {"flags": {"hiv": "present"}}
NO_HIV: Told = {"flags": {"hiv": "absent"}}
ADJECTIVES = st.sampled_from("active chronic severe uncontrolled serious symptomatic".split())
OTHERS = st.sampled_from(("hepatitis B", "tuberculosis", "bacterial pneumonia", "lupus", "non-healing wound"))  # fmt: skip


@given(
    ADJECTIVES,
    OTHERS,
    st.sampled_from((" or ", ", ", ", or ", " and/or ")),
    st.sampled_from(("", "Known ", "History of ")),
)
def test_an_adjective_belongs_to_the_noun_behind_it(
    adjective: str, other: str, join: str, lead: str
) -> None:
    text = f"{lead}HIV infection{join}{adjective} {other}"
    assert said("exclusion", text, HIV) == NOT_MET, text
    assert said("exclusion", text, NO_HIV) != NOT_MET, text


@given(
    ADJECTIVES,
    st.sampled_from(
        (
            "HIV infection, {a}",
            "HIV or hepatitis B, {a}",
            "HIV or hepatitis B that is {a}",
            "{a} HIV or hepatitis B",
            "HIV infection or {a} HIV",
        )
    ),
)
def test_one_behind_the_list_or_before_it_may_be_meant_for_all(adjective: str, line: str) -> None:
    assert said("exclusion", line.format(a=adjective), HIV) == UNKNOWN


def test_a_thing_named_again_more_narrowly_is_that() -> None:
    text = "Upper respiratory tract infection or other acute infection in the 2 weeks prior to screening"
    who: Told = {"time_since": {"infection": {"value": 10, "unit": "d"}}}
    assert said("exclusion", text, who) == UNKNOWN


@pytest.mark.parametrize(
    ("kind", "text", "who"),
    [
        ("inclusion", "No brain metastases or primary brain tumors", {"flags": {"cns_mets": "present"}}),
        ("inclusion", "No prior or concurrent angina pectoris, congestive heart failure, or major ventricular arrhythmias", {"flags": {"chf": "present"}}),
        ("inclusion", "No bacterial endocarditis or other active infection", {"flags": {"active_infection": "present"}}),
        ("exclusion", "Any subjects who have a history of bone marrow transplant, or have received treatment with chemotherapy or radiation", {"prior": {"chemotherapy": "present"}}),
        ("exclusion", "Immunocompromised patients or patients having a history of malignant disease", {"flags": {"other_malignancy": "present"}}),
    ],
)  # fmt: skip
def test_a_denied_list_denies_each_of_its_items(kind: str, text: str, who: Told) -> None:
    assert said(kind, text, who) == NOT_MET


def test_a_sentence_in_brackets_speaks_of_the_one_before() -> None:
    text = "Donor unfit to undergo apheresis. (Uncontrolled hypertension, history of heart failure or angina.)"
    assert said("exclusion", text, {"flags": {"chf": "present"}}) == UNKNOWN
    alone = "(Uncontrolled hypertension, history of stroke, history of heart disease.)"
    assert said("exclusion", alone, {"flags": {"stroke": "present"}}) == UNKNOWN


def test_too_much_without_help_may_be_too_little() -> None:
    who: Told = {"labs": {"hgb": {"value": 12.0, "unit": "g/dL"}}}
    assert said("inclusion", "Hemoglobin less than 10 g/dL without transfusion", who) == UNKNOWN


@pytest.mark.parametrize(
    "opening",
    [
        "No history of severe hypertension, i.e.: Systolic 200 mm Hg or more", "Exercise stress test required for: History suggestive of coronary disease",
        "No severe illness including: Uncontrolled seizures",
    ],
)  # fmt: skip
def test_a_line_of_an_old_record_may_go_on_in_the_next(opening: str) -> None:
    text = f"PATIENT CHARACTERISTICS: Cardiovascular: {opening} Diastolic 120 mm Hg or more Age over 50 No MI within 6 weeks Renal: Creatinine no greater than 2.0 mg/dL"
    who: Told = {"age": {"value": 40}, "labs": {"dbp": {"value": 94, "unit": "mm[Hg]"}, "creatinine": {"value": 3, "unit": "mg/dL"}}, "flags": {"mi": "absent"}}  # fmt: skip
    told = of_text(text, who)
    assert told.get("Diastolic 120 mm Hg or more", UNKNOWN) == told["Age over 50"] == UNKNOWN
    assert told["No MI within 6 weeks"] == MET  # begins a demand of its own
    assert told["Creatinine no greater than 2.0 mg/dL"] == NOT_MET


def test_an_age_is_one_way_to_fit_where_others_are_of_any_age() -> None:
    text = "Inclusion Criteria:\n\n* Infants < age 3 months\n* Older subjects of any age with cholestatic liver disease\n"
    assert NOT_MET not in of_text(text, {"age": {"value": 64}}).values()


def test_two_values_of_one_number_and_another_count_together() -> None:
    alone: Told = {"labs": {"alt": {"value": 6, "unit": "{xULN}"}}}
    both: Told = {"labs": {"alt": {"value": 6, "unit": "{xULN}"}, "ast": {"value": 6, "unit": "{xULN}"}, "bili_total": {"value": 3, "unit": "{xULN}"}}}  # fmt: skip
    for text in ("ALT or AST > 3 times ULN and total bilirubin > 2 times ULN", "(ALT or AST > 3 x ULN) and (total bilirubin > 2 x ULN)"):  # fmt: skip
        assert said("exclusion", text, alone) == UNKNOWN, text
        assert said("exclusion", text, both) == NOT_MET, text
    assert said("exclusion", "ALT or AST > 3 times ULN", alone) == NOT_MET


def test_examples_of_what_is_experimental_are_no_treatments_of_their_own() -> None:
    text = "Received an experimental agent (vaccine, drug, biologic, device, blood product) within 1 month prior to recruitment"
    who: Told = {"time_since": {"vaccine": {"value": 3, "unit": "wk"}, "investigational": "never"}}
    assert said("exclusion", text, who) != NOT_MET


@given(
    st.sampled_from(("other clinical trials", "another clinical study", "any other research study", "another interventional trial")),
    st.sampled_from((" within 1 month prior to enrollment", " in the past 30 days", " within 1 month before screening")),
    st.sampled_from(("", ";", ".")),
)  # fmt: skip
def test_who_was_given_something_in_a_trial_took_part_in_one(
    name: str, when: str, end: str
) -> None:
    text = f"Patients who have participated in {name}{when}{end}"
    recent: Told = {"time_since": {"investigational": {"value": 9, "unit": "d"}}}
    assert said("exclusion", text, recent) == NOT_MET, text
    assert said("exclusion", text, {"time_since": {"investigational": "never"}}) == MET, text


def test_what_runs_on_behind_a_time_is_a_thing_of_its_own() -> None:
    never: Told = {"time_since": {"surgery": "never"}, "age": {"value": 15}}
    assert said("exclusion", "Major surgery in the last 7 days Minor patient", never) == UNKNOWN
    assert said("exclusion", "Surgery in the last 7 days for hernia", never) == MET


def test_a_line_that_was_cut_in_two_decides_nothing_in_its_second_half() -> None:
    text = "Inclusion Criteria:\n\n* Age 18 or older\n\nExclusion Criteria:\n\n* Sepsis by pathogens other than\n\n* HIV\n\n* Stroke\n"
    told = of_text(text, {"flags": {"hiv": "present", "stroke": "present"}})
    assert told["HIV"] == UNKNOWN
    assert told["Stroke"] == NOT_MET


def test_an_excluded_range_that_holds_all_who_may_enter_is_another_groups() -> None:
    text = "Inclusion Criteria:\n\n* Aged 18 to 75 years\n\nExclusion Criteria:\n\n* Psoriasis\n* Aged 18 to 75 years old\n"
    assert NOT_MET not in of_text(text, {"age": {"value": 40}}).values()


# -- two states, and what joins them: by every state of the patient, also where one is not known

STATES = {
    "hiv": "HIV infection",
    "stroke": "stroke",
    "chf": "heart failure",
    "hbv": "hepatitis B",
    "tb": "tuberculosis",
}
JOINED: dict[tuple[str, str], Callable[[bool, bool], bool]] = {  # whether a line keeps out who has the first, the second
    ("exclusion", "{a} or {b}"): lambda a, b: a or b, ("exclusion", "{a} with {b}"): lambda a, b: a and b,
    ("exclusion", "Both {a} and {b}"): lambda a, b: a and b, ("exclusion", "{a} without {b}"): lambda a, b: a and not b,
    ("exclusion", "{a} complicated by {b}"): lambda a, b: a and b, ("exclusion", "{a} in the absence of {b}"): lambda a, b: a and not b,
    ("inclusion", "No {a} or {b}"): lambda a, b: a or b, ("inclusion", "No {a} with {b}"): lambda a, b: a and b,
    ("inclusion", "Not both {a} and {b}"): lambda a, b: a and b, ("inclusion", "{a} or no {b}"): lambda a, b: not a and b,
    ("inclusion", "{a} without {b}"): lambda a, b: not a or b, ("inclusion", "{a} and {b}"): lambda a, b: not (a and b),
    ("inclusion", "{a} or {b}"): lambda a, b: not (a or b), ("inclusion", "No {a} unless {b}"): lambda a, b: a and not b,
}  # fmt: skip
KNOWN = st.sampled_from(("present", "absent", None))


@given(
    st.sampled_from(sorted(JOINED)),
    st.permutations(sorted(STATES)),
    KNOWN,
    KNOWN,
)
def test_what_joins_two_states_is_never_read_the_wrong_way_round(
    line: tuple[str, str], names: list[str], one: str | None, other: str | None
) -> None:
    kind, template = line
    a, b = names[:2]
    text = template.format(a=STATES[a], b=STATES[b])
    flags = {name: state for name, state in ((a, one), (b, other)) if state is not None}
    can = [(x, y) for x in _may_be(one) for y in _may_be(other)]
    out = {bool(JOINED[line](x, y)) for x, y in can}
    verdict = said(kind, text, {"flags": flags})
    assert verdict in (UNKNOWN, {True: NOT_MET, False: MET}[out.pop()] if len(out) == 1 else UNKNOWN), text  # fmt: skip


def _may_be(state: str | None) -> tuple[bool, ...]:
    return (True, False) if state is None else (state == "present",)


@pytest.mark.parametrize(
    "text", ["Must have HIV infection", "HIV infection has to be present", "Should be infected with HIV", "HIV infection is mandatory"]
)  # fmt: skip
def test_a_state_that_is_asked_for_under_exclusion_decides_nothing(text: str) -> None:
    for who in (HIV, NO_HIV):
        assert said("exclusion", text, who) == UNKNOWN
    assert said("exclusion", "Patients with HIV infection must be excluded", HIV) == NOT_MET


def test_who_has_none_of_what_is_denied_together_meets_it() -> None:
    who: Told = {"prior": {"chemotherapy": "absent"}}
    assert said("inclusion", "No prior chemotherapy with oxaliplatin or irinotecan", who) == MET


# -- "or" at the end of a line

LABS: Told = {"labs": {"creatinine": {"value": 2.0, "unit": "mg/dL"}, "crcl": {"value": 80, "unit": "mL/min"}}}  # fmt: skip


def test_who_meets_one_of_two_lines_joined_by_or_meets_it() -> None:
    text = "Inclusion Criteria:\n\n* Creatinine ≤ 1.5 mg/dL OR\n* Creatinine clearance ≥ 60 mL/min\n* Age 18 or older\n"
    told = of_text(text, LABS)
    assert told["Creatinine clearance ≥ 60 mL/min"] == MET
    assert set(told.values()) == {MET, UNKNOWN}  # who fails the first may meet the second
    fails: Told = {"labs": {"creatinine": {"value": 2.0, "unit": "mg/dL"}, "crcl": {"value": 30, "unit": "mL/min"}}}  # fmt: skip
    assert NOT_MET not in of_text(text, fails).values()


def test_but_not_where_a_denial_was_cut_in_two() -> None:
    text = "Inclusion Criteria:\n\n* No prior chemotherapy or\n* Radiotherapy\n* Age 18 or older\n"
    told = of_text(
        text, {"prior": {"chemotherapy": "absent", "radiotherapy": "present"}, "age": {"value": 40}}
    )
    assert told.get("Radiotherapy") != MET
    assert told.get("No prior chemotherapy or") != MET


# -- what a value is called, when it is told, who takes part


@given(
    st.sampled_from(
        (
            ("Obesity (BMI > 35 kg/m2)", "bmi", 38.0, 24.0, "kg/m2"),
            ("Class III obesity: body mass index ≥ 40", "bmi", 42.0, 24.0, "kg/m2"),
            ("Subject is morbidly obese (BMI ≥ 40)", "bmi", 42.0, 24.0, "kg/m2"),
            ("Hypotension (systolic blood pressure < 90 mmHg)", "sbp", 80.0, 120.0, "mm[Hg]"),
            ("Leukopenia (WBC < 3000/mm3)", "wbc", 2.0, 6.0, "10*9/L"),
        )
    )
)
def test_a_bound_may_have_a_name(one: tuple[str, str, float, float, str]) -> None:
    text, variable, bad, fine, unit = one
    assert said("exclusion", text, {"labs": {variable: {"value": bad, "unit": unit}}}) == NOT_MET
    assert said("exclusion", text, {"labs": {variable: {"value": fine, "unit": unit}}}) == MET


def test_a_name_without_its_own_value_is_a_thing_of_its_own() -> None:
    assert said("exclusion", "Obesity, HIV infection", NO_HIV) == UNKNOWN
    assert said("exclusion", "Hypotension or BMI > 40", {"labs": {"bmi": {"value": 24, "unit": "kg/m2"}}}) == UNKNOWN  # fmt: skip


PRESSURE = st.sampled_from(
    ("despite optimal medical management", "despite antihypertensive treatment", "while on anti-hypertensive therapy", "on two occasions despite treatment")
)  # fmt: skip


@given(PRESSURE, st.integers(90, 220))
def test_a_value_told_under_treatment_keeps_out_nobody_whose_value_is_fine(
    how: str, value: int
) -> None:
    text = f"Systolic blood pressure > 160 mmHg {how}"
    verdict = said("exclusion", text, {"labs": {"sbp": {"value": value, "unit": "mm[Hg]"}}})
    assert verdict in ((MET, UNKNOWN) if value <= 160 else (UNKNOWN,))
    if not how.startswith("on two") and value <= 160:
        assert verdict == MET


@given(
    st.sampled_from(
        (
            ("Platelets ≥ 100,000/mm3", "plt", 80.0, 150.0),
            ("Absolute neutrophil count ≥ 1,500/mm3", "anc", 1.0, 3.0),
        )
    ),
    st.sampled_from(
        (
            "without transfusion",
            "without growth factor support",
            "without platelet transfusion within 7 days",
            "without colony-stimulating factors",
        )
    ),
)
def test_too_little_without_help_is_too_little(
    named: tuple[str, str, float, float], how: str
) -> None:
    text, variable, low, fine = named
    bad: Told = {"labs": {variable: {"value": low, "unit": "10*9/L"}}}
    assert said("inclusion", f"{text} {how}", bad) == NOT_MET
    good: Told = {"labs": {variable: {"value": fine, "unit": "10*9/L"}}}
    assert said("inclusion", f"{text} {how}", good) != NOT_MET


@pytest.mark.parametrize(
    ("kind", "text", "who", "verdict"),
    [
        ("inclusion", "Patients must not have an ECOG performance status greater than 2", {"ecog": 1}, MET),
        ("inclusion", "Patients must not have an ECOG performance status greater than 2", {"ecog": 3}, NOT_MET),
        ("exclusion", "Cardiac failure (≥ Class III in NYHA cardiac function classification)", {"nyha": 4, "flags": {"chf": "present"}}, NOT_MET),
        ("exclusion", "Pregnant women cannot participate in this study", {"flags": {"pregnancy": "present"}, "sex": "female"}, NOT_MET),
        ("exclusion", "Children under the age of 18 will not be included", {"age": {"value": 7}}, NOT_MET),
        ("exclusion", "Children under the age of 18 will not be included", {"age": {"value": 40}}, MET),
        ("exclusion", "Infants under age one year are excluded because there is no urgency for an early diagnosis", {"age": {"value": 40}}, MET),
        ("inclusion", "Adult patients (≥ 18 years) with no upper age limit", {"age": {"value": 90}}, MET),
        ("inclusion", "Participants from birth to < 18 years of age", {"age": {"value": 7}}, MET),
        ("inclusion", "Subjects must be at least 18 years of age, of either sex and any race", {"age": {"value": 40}, "sex": "female"}, MET),
        ("exclusion", "Immunodeficiency (any kind)", {"flags": {"immunodeficiency": "present"}}, NOT_MET),
        ("exclusion", "Known HIV infection (testing not required)", {"flags": {"hiv": "absent"}}, MET),
        ("inclusion", "At least 3 weeks since prior chemotherapy 3.", {"time_since": {"chemotherapy": {"value": 2, "unit": "wk"}}}, NOT_MET),
        ("exclusion", "Participated in another clinical study within the 3 months prior to study entry", {"time_since": {"investigational": {"value": 20, "unit": "d"}}}, NOT_MET),
        ("exclusion", "Received a live vaccine within 30 days before the first dose. Administration of killed vaccines is allowed.", {"time_since": {"live_vaccine": {"value": 10, "unit": "d"}}}, NOT_MET),
        ("exclusion", "Received a live vaccine within 30 days before the first dose. Administration of killed vaccines is allowed.", {"time_since": {"live_vaccine": "never"}}, MET),
        ("exclusion", "Has a known additional malignancy that is progressing or requires active treatment", {"flags": {"other_malignancy": "absent"}}, MET),
        ("exclusion", "Has a known additional malignancy that is progressing or requires active treatment", {"flags": {"other_malignancy": "present"}}, UNKNOWN),
        ("inclusion", "Eosinophils ≥ 150 µL", {"labs": {"eosinophils": {"value": 0.35, "unit": "10*9/L"}}}, MET),
        ("inclusion", "No brain metastases or leptomeningeal disease", {"flags": {"cns_mets": "absent", "leptomeningeal": "absent"}}, MET),
        ("exclusion", "Solid organ or bone marrow transplant", {"flags": {"organ_transplant": "present"}}, NOT_MET),
        ("exclusion", "Females of childbearing potential who are pregnant, breast-feeding, or are not using effective contraception", {"sex": "female", "flags": {"breastfeeding": "present"}}, NOT_MET),
        ("inclusion", "HIV negativity by ELISA", {"flags": {"hiv": "present"}}, NOT_MET),
        ("inclusion", "No acute or chronic infection", {"flags": {"active_infection": "present"}}, NOT_MET),
        ("exclusion", "Acute or chronic infection", {"flags": {"active_infection": "absent"}}, UNKNOWN),
        ("inclusion", "If female, non-pregnant and non-lactating", {"sex": "male"}, MET),
        ("exclusion", "If female, pregnant or lactating", {"sex": "female", "flags": {"pregnancy": "absent", "breastfeeding": "present"}}, NOT_MET),
        ("inclusion", "Age equal to or older than 18", {"age": {"value": 18}}, MET),
        ("inclusion", "Age equal to or younger than 18", {"age": {"value": 19}}, NOT_MET),
        ("exclusion", "Women who are trying to conceive, are pregnant, or are lactating", {"sex": "female", "flags": {"breastfeeding": "present"}}, NOT_MET),
        ("exclusion", "Women who are trying to conceive, are pregnant, or are lactating", {"sex": "female", "flags": {"breastfeeding": "absent", "pregnancy": "absent"}}, UNKNOWN),
        ("exclusion", "Uncontrolled diabetes. NOTE: Other protocol defined inclusion/exclusion criteria may apply.", {"flags": {"diabetes_uncontrolled": "present"}}, NOT_MET),
        ("exclusion", "Patients with prior or concurrent brain metastases", {"flags": {"cns_mets": "present"}}, NOT_MET),
        ("exclusion", "Past infection with HIV or hepatitis B", {"flags": {"hiv": "absent", "hbv": "absent"}}, UNKNOWN),
        ("inclusion", "Have a negative pregnancy test within 22 days of starting study drugs", {"sex": "female", "flags": {"pregnancy": "present"}}, NOT_MET),
        ("inclusion", "Platelets > 100,000/mm3 based upon CBC/differential obtained within 2 weeks prior to registration", {"labs": {"plt": {"value": 62, "unit": "10*9/L"}}}, NOT_MET),
        ("exclusion", "HIV patients are excluded as are those with uncontrolled asthma", {"flags": {"hiv": "absent"}}, UNKNOWN),
        ("exclusion", "Patients with HIV will not be excluded", {"flags": {"hiv": "present"}}, UNKNOWN),
    ],
)  # fmt: skip
def test_words_that_change_nothing(kind: str, text: str, who: Told, verdict: str) -> None:
    assert said(kind, text, who) == verdict


@given(
    st.sampled_from(("(may be transfused)", "(red cell transfusions allowed)", "(can be transfused)", "(may receive PRBC transfusions to achieve this level)")),
    st.floats(6, 14),
)  # fmt: skip
def test_who_may_be_helped_to_a_value_does_not_fail_it(how: str, value: float) -> None:
    who: Told = {"labs": {"hgb": {"value": value, "unit": "g/dL"}}}
    assert said("inclusion", f"Hemoglobin ≥ 9 g/dL {how}", who) == (MET if value >= 9 else UNKNOWN)


# -- lines that govern a list of exclusions

HEADS = st.sampled_from((
    "Serious medical conditions including but not limited to:", "Any of the following within 6 months of the first dose:", "Active infectious diseases including:",
    "At least two of the following conditions:", "Poorly controlled asthma, defined as:", "The subject has experienced any of the following:",
))  # fmt: skip


@given(HEADS, st.sampled_from((("HIV infection", "hiv"), ("Stroke", "stroke"), ("Tuberculosis", "tb"))))  # fmt: skip
def test_who_has_not_the_item_is_not_kept_out_by_it(head: str, item: tuple[str, str]) -> None:
    text, flag = item
    assert said("exclusion", text, {"flags": {flag: "absent"}}, head) == MET
    assert said("exclusion", text, {"flags": {flag: "present"}}, head) == UNKNOWN


@pytest.mark.parametrize(
    "head",
    [
        "Failure to meet the following:", "Patients without any of the following:", "Unless they have:", "Not meeting one of the following:", "The donor has any of the following:",
        "Platelets outside the following ranges:", "Patients eligible for this part must have:", "Mother with any of the following:", "Healthy controls with:",
        "Malignancy with the exception of any of the following:", "Cohort A only, with any of the following:",
    ],
)  # fmt: skip
def test_unless_a_word_of_it_may_turn_them(head: str) -> None:
    assert said("exclusion", "Platelets ≥ 100,000/mm3", {"labs": {"plt": {"value": 50, "unit": "10*9/L"}}}, head) == UNKNOWN  # fmt: skip
    assert said("exclusion", "HIV infection", {"flags": {"hiv": "absent"}}, head) == UNKNOWN


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        ("Subjects must not meet any of the following criteria:", NOT_MET), ("A volunteer may not enter the study if any of the following apply:", NOT_MET),
        ("Subjects who do not meet the following criteria:", UNKNOWN), ("Patients not having any of the following:", UNKNOWN),
    ],
)  # fmt: skip
def test_who_must_not_meet_it_is_not_who_does_not(head: str, verdict: str) -> None:
    assert said("exclusion", "HIV infection", {"flags": {"hiv": "present"}}, head) == verdict


@pytest.mark.parametrize(
    ("kind", "parent", "verdict"),
    [
        ("inclusion", "Patients must have normal organ and marrow function as defined below, within 14 days of enrollment:", MET),
        ("inclusion", "Adequate bone marrow and major organ function.", MET),
        ("inclusion", "Baseline values within the following laboratory ranges:", MET),
        ("exclusion", "Has any of the following laboratory abnormalities at the screening visit:", NOT_MET),
        ("inclusion", "Normal volunteers must have:", UNKNOWN), ("inclusion", "One of the following:", UNKNOWN),
    ],
)  # fmt: skip
def test_a_governing_line_that_opens_a_list_of_values(kind: str, parent: str, verdict: str) -> None:
    who: Told = {"labs": {"plt": {"value": 150, "unit": "10*9/L"}}}
    assert said(kind, "Platelets > 100,000/mm3", who, parent) == verdict


def test_a_heading_that_opens_its_side() -> None:
    section = "Patients must fulfil all of the following to be included in the study"
    assert said("inclusion", "Age 18 or older", {"age": {"value": 40}}, section=section) == MET
