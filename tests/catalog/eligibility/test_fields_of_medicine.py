"""Laws of what the lines of other fields than oncology were wrong in: whose limit, how long given, which part of a class, what a list's end says of it."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, lab, said, since

NUMBERS = st.sampled_from(("weight", "hgb", "qtc"))
NAMES = {"weight": ("body weight", "kg"), "hgb": ("hemoglobin", "g/dL"), "qtc": ("QTc", "ms")}
ENDS = {"weight": (45, 57), "hgb": (12, 13), "qtc": (440, 470)}
SHAPES = st.sampled_from(
    (
        "{n} ({a} < {x} {u}, {b} < {y} {u})",
        "{n}: {a} < {x} {u}, {b} < {y} {u}",
        "{n} {a} < {x} {u}, {b} < {y} {u}",
        "{n} < {x} {u} ({a}) or < {y} {u} ({b})",
        "Low {n} ({a}<{x}{u}, {b}<{y}{u});",
        "{n} < {x} {u} in {a} or < {y} {u} in {b}",
    )
)


@given(
    NUMBERS,
    SHAPES,
    st.sampled_from((("males", "females"), ("men", "women"))),
    st.booleans(),
    st.booleans(),
)
def test_each_sex_has_its_own_number(
    name: str, shape: str, sexes: tuple[str, str], swapped: bool, strict_first: bool
) -> None:
    low, high = ENDS[name] if strict_first else ENDS[name][::-1]
    sides = ("male", "female")
    (one, side), (other, other_side) = zip(sexes, sides, strict=True)
    if swapped:
        (one, side), (other, other_side) = (other, other_side), (one, side)
    words, unit = NAMES[name]
    text = shape.format(n=words, a=one, b=other, x=low, y=high, u=unit)
    between = sum(ENDS[name]) / 2
    for who, limit in ((side, low), (other_side, high)):
        verdict = said("exclusion", text, lab(name, between, unit, sex=who))
        right = NOT_MET if between < limit else MET
        assert verdict in (right, UNKNOWN), (text, who, verdict)


@given(
    st.sampled_from(("steroids", "immunosuppressants", "hormonal therapy", "antibiotics")),
    st.sampled_from(("Receiving {}", "Must be taking {}", "Use of {}", "Treated with {}", "Maintained on {}", "On {}")),
    st.sampled_from(("for at least 3 months", "for more than 3 months", "for ≥ 3 months", "for a minimum of 3 months")),
    st.sampled_from(("", " prior to entry", " before randomization", " prior to study")),
)  # fmt: skip
def test_how_long_it_was_given_is_no_time_since_it(
    what: str, lead: str, time: str, tail: str
) -> None:
    events = ("steroids", "immunosuppressants", "hormonal", "antibiotics")
    text = f"{lead.format(what)} {time}{tail}"
    assert said("inclusion", text, since(150, *events)) != MET, text
    assert said("inclusion", text, since(10, *events)) != NOT_MET, text


@pytest.mark.parametrize(
    ("kind", "text", "days", "verdict"),
    [
        ("inclusion", "No steroids within the past 3 months", 150, MET),
        ("inclusion", "At least 3 months since steroids", 20, NOT_MET),
        ("exclusion", "Using steroids within the past 30 days.", 20, NOT_MET),
        ("exclusion", "Use of steroids for less than 6 months", 20, UNKNOWN),
        ("inclusion", "On steroids less than 6 months", 900, UNKNOWN),
    ],
)
def test_what_was_stopped_keeps_its_time(kind: str, text: str, days: int, verdict: str) -> None:
    assert said(kind, text, since(days, "steroids")) == verdict


@given(st.sampled_from("fluoroquinolone macrolide aminoglycoside tetracycline".split()))
def test_a_class_before_the_general_name_stays_a_part_of_it(part: str) -> None:
    text = f"Participants who have used {part} antibiotics within 1 week"
    assert said("exclusion", text, since(4, "antibiotics")) == UNKNOWN
    assert said("exclusion", text, since(40, "antibiotics")) == MET


@pytest.mark.parametrize(
    "text",
    [
        "Active tuberculosis (TB)",
        "Active tuberculosis (TB) or acute Epstein-Barr virus",
        "Latent tuberculosis (TB) infection",
    ],
)
def test_an_abbreviation_says_no_more_than_what_it_stands_for(text: str) -> None:
    assert said("exclusion", text, {"flags": {"tb": "present"}}) == UNKNOWN
    assert said("exclusion", "Tuberculosis (TB)", {"flags": {"tb": "present"}}) == NOT_MET


@pytest.mark.parametrize(
    "text",
    [
        "No pleural effusions, bone metastases, brain metastases, or abnormal scans as sole evidence of disease",
        "No bone metastases, brain metastases or ascites as the only site of disease",
        "No history of stroke, brain metastases or other lesions complicating rehabilitation",
    ],
)
def test_what_ends_a_list_may_be_said_of_all_of_it(text: str) -> None:
    who: Told = {"flags": {"cns_mets": "present", "stroke": "present", "effusion": "present"}}
    assert said("inclusion", text, who) == UNKNOWN


@given(st.sampled_from(("<", "≤")), st.sampled_from(("<", "≤")))
def test_a_laxer_limit_of_some_counts_whichever_its_sign(one: str, other: str) -> None:
    text = f"Bilirubin {one} 1.5 x ULN ({other} 3 x ULN for patients with known Gilbert's syndrome)"
    assert said("inclusion", text, lab("bili_total", 2, "{xULN}")) == UNKNOWN
    assert said("inclusion", text, lab("bili_total", 4, "{xULN}")) == NOT_MET
    assert said("inclusion", text, lab("bili_total", 1, "{xULN}")) == MET


@pytest.mark.parametrize(
    "text",
    [
        "Platelet count at least 100,00/mm3",
        "Platelets ≥ 10,0000/mm3",
        "Platelets > 75,0/mm3",
        "WBC at least 3,5000/mm3",
        "ANC > 1,50/mm3",
    ],
)
def test_a_count_that_nobody_could_live_with_is_a_slip(text: str) -> None:
    who: Told = {
        "labs": {
            name: {"value": value, "unit": "10*9/L"}
            for name, value in (("plt", 60), ("wbc", 2), ("anc", 1))
        }
    }
    assert said("inclusion", text, who) == UNKNOWN


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("No New York Heart Association class II or IV heart disease", {"nyha": 3}),
        ("ECOG performance status of 0,1or 2", {"ecog": 1}),
        ("Karnofsky 60-100% for patients over 16", {"karnofsky": 50}),
        ("Karnofsky 60-100% (over 16)", {"karnofsky": 50}),
    ],
)
def test_steps_with_a_gap_and_steps_for_an_age_decide_nothing(text: str, steps: Told) -> None:
    assert said("inclusion", text, steps) == UNKNOWN


def test_a_dash_joins_two_things() -> None:
    text = "Use of drugs of abuse - donated of blood in the last 3 months"
    assert said("exclusion", text, since(240, "drug_use")) == UNKNOWN


def test_a_heading_at_the_end_of_a_dash_belongs_to_the_next() -> None:
    text = (
        "DISEASE CHARACTERISTICS: - Bladder cancer PATIENT CHARACTERISTICS: Age - 18 and over Performance status - ECOG 0-2 Hepatic - ALT < 2 times ULN Renal - "
        "Creatinine normal PRIOR CONCURRENT THERAPY: Biologic therapy - See Disease Characteristics Chemotherapy - No prior doxorubicin Radiotherapy - "
        "At least 4 months since prior radiotherapy Surgery - See Disease Characteristics Other - No concurrent steroids"
    )
    assert [(each.section, each.text) for each in extract(text)][1:] == [
        ("PATIENT CHARACTERISTICS", "Age - 18 and over"),
        ("Performance status", "ECOG 0-2"),
        ("Hepatic", "ALT < 2 times ULN"),
        ("Renal", "Creatinine normal"),
        ("Chemotherapy", "No prior doxorubicin"),
        ("Radiotherapy", "At least 4 months since prior radiotherapy"),
        ("Other", "No concurrent steroids"),
    ]


@pytest.mark.parametrize(
    "time", ["in past 3 months", "within 3 months", "during the last 6 months"]
)
def test_a_time_behind_a_list_of_transplants_is_of_each(time: str) -> None:
    who: Told = {"flags": {"organ_transplant": "present"}, **since(700, "sct")}
    none: Told = {"flags": {"organ_transplant": "absent", "sct": "absent"}}
    for what in ("Organ or bone marrow transplantation", "Solid organ or stem cell transplant"):
        assert said("exclusion", f"{what} {time}", who) == UNKNOWN
        assert said("exclusion", f"{what} {time}", none) == MET
    assert said("exclusion", "Organ or bone marrow transplantation", who) == NOT_MET


@given(
    st.sampled_from(("hemorrhage", "bleeding")),
    st.sampled_from(("Grade 3", "NCI CTCAE grade 3", "CTCAE grade 3 or 4")),
)
def test_a_grade_is_of_the_event_that_it_stands_before(what: str, grade: str) -> None:
    text = f"{grade} {what} within 4 weeks of starting the study treatment."
    assert said("exclusion", text, since(4, "bleeding")) == UNKNOWN
    assert said("exclusion", f"Any {what} within 4 weeks", since(4, "bleeding")) == NOT_MET


def test_one_of_two_enzymes_normal_may_mean_both() -> None:
    for high, low, verdict in ((6.0, 0.5, UNKNOWN), (6.0, 3.0, NOT_MET), (0.4, 0.5, MET)):
        who: Told = {
            "labs": {
                name: {"value": value, "unit": "{xULN}"}
                for name, value in (("alt", high), ("ast", low))
            }
        }
        assert said("inclusion", "SGOT or SGPT normal", who) == verdict
    assert said("inclusion", "SGOT or SGPT normal", lab("alt", 6, "{xULN}")) == UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "Life expectancy at least 12 weeks",
        "Karnofsky ≥ 70",
        "ECOG-Performance status < 2",
        "KPS > 30 points.",
    ],
)
def test_fitness_asked_for_under_exclusion_is_a_slip(text: str) -> None:
    for days, steps, grade in ((20, 20, 3), (900, 90, 0)):
        who: Told = {
            "life_expectancy": {"value": days, "unit": "d"},
            "karnofsky": steps,
            "ecog": grade,
        }
        assert said("exclusion", text, who) == UNKNOWN
    assert said("exclusion", "Life expectancy below 12 weeks", who) == MET


def test_a_demand_beside_a_demand_among_the_exclusions() -> None:
    text = (
        "Inclusion Criteria:\n- LVEF greater than 40%\nExclusion Criteria:\n- LVEF greater than or equal to 35%\n"
        "- Creatinine clearance greater than or equal to 50 mL/min\n- Age above 55 years"
    )
    found = extract(text)
    who = Patient.from_json({"age": {"value": 60, "unit": "a"}, **lab("crcl", 120, "mL/min")})
    told = {found[each.criterion].text[:8]: each.verdict for each in screen(found, who)}
    assert told["Creatini"] == UNKNOWN
    assert told["Age abov"] == NOT_MET


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A surgery, laser therapy or embolosclerotherapy of the test lesion within the last 12 weeks", since(6, "surgery")),
        ("Has an active infection, open sores, or wounds in the treatment area", {"flags": {"active_infection": "present"}}),
    ],
)  # fmt: skip
def test_a_place_at_the_end_of_a_list_may_be_of_all_of_it(text: str, who: Told) -> None:
    assert said("exclusion", text, who) == UNKNOWN


def test_the_rest_of_another_number_asks_for_nothing() -> None:
    assert said("inclusion", "WBC levels at least 0-2", lab("wbc", 14, "10*9/L")) == UNKNOWN


def test_an_adjective_begins_no_line_behind_it() -> None:
    text = (
        "DISEASE CHARACTERISTICS: Germ cell tumor Prior CNS involvement allowed in the absence of gross residual CNS tumor following definitive local therapy "
        "(surgery plus radiotherapy) PATIENT CHARACTERISTICS: Age: 15 to 60 Performance status: ECOG 0-2 PRIOR CONCURRENT THERAPY: Surgery: Not specified"
    )
    assert not any(each.text.startswith("CNS tumor") for each in extract(text))


@given(
    st.sampled_from(("Both male and female infants", "Male and female infants", "Both males and females", "Male or female infants")),
    st.sampled_from(("aged less than 28 days", "aged < 28 days", "younger than 28 days")),
    st.sampled_from(("male", "female")),
)  # fmt: skip
def test_a_limit_of_both_sexes_is_of_both(who: str, age: str, sex: str) -> None:
    old: Told = {"sex": sex, "age": {"value": 60, "unit": "d"}}
    young: Told = {"sex": sex, "age": {"value": 10, "unit": "d"}}
    assert said("inclusion", f"{who}, {age}", old) != MET
    assert said("inclusion", f"{who}, {age}", young) != NOT_MET


def test_a_gain_is_no_loss() -> None:
    for text in ("No weight gain greater than 5% of baseline weight", "Weight gain below 5%"):
        assert said("inclusion", text, lab("weight_loss_pct", 11, "%")) == UNKNOWN
    assert said("exclusion", "Weight loss > 10%", lab("weight_loss_pct", 11, "%")) == NOT_MET


def test_what_the_study_will_visit_is_no_earlier_treatment() -> None:
    text = "Severe asthmatics who agree to undergo a visit at baseline and after 6 months of treatment with a biologic"
    assert said("inclusion", text, {"prior": {"biologic": "absent"}}) == UNKNOWN


def test_a_dose_or_a_time_in_brackets_is_of_what_stands_before() -> None:
    text = "Corticosteroids (≥ 0.2 mg/kg/day prednisone or equivalent) within the 2 weeks prior to the first dose"
    assert said("exclusion", text, since(4, "steroids")) == UNKNOWN
    text = "History of anti-tumor therapy (chemotherapy, radiotherapy, targeted therapy within 4 weeks) prior to the first dose"
    who: Told = {
        "prior": {"anticancer": "present", "radiotherapy": "present"},
        **since(4000, "radiotherapy", "anticancer"),
    }
    assert said("exclusion", text, who) == UNKNOWN


@pytest.mark.parametrize("many", ["2 or 3", "two or more", "at least 2", "three"])
def test_an_item_of_a_list_of_which_some_are_asked_decides_nothing(many: str) -> None:
    text = (
        f"DISEASE CHARACTERISTICS: Lymphoma Poor prognostic features defined as the presence of {many} of the following: Stage III/IV "
        "Lactase dehydrogenase greater than normal ECOG performance status 2-4 PATIENT CHARACTERISTICS: Age: 18 and over "
        "Performance status: ECOG 0-4 Life expectancy: Not specified"
    )
    found = extract(text)
    who = Patient.from_json({"ecog": 1, "age": {"value": 50, "unit": "a"}})
    told = {found[each.criterion].text: each.verdict for each in screen(found, who)}
    assert told["ECOG performance status 2-4"] == UNKNOWN
    assert told["18 and over"] == told["ECOG 0-4"] == MET
