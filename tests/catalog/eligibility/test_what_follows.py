"""Laws of what follows from what is known of a patient: parts and wholes, never, grades of an illness not there."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import criterion_of
from catalog.eligibility.screening.following import (
    NEVER_GIVEN_WITHOUT,
    NEVER_WITHOUT,
    NONE_WITHOUT,
    PARTS_OF_EVENT,
    PARTS_OF_TREATMENT,
)
from catalog.eligibility.screening.patient import NEVER, Patient
from catalog.eligibility.screening.standing import missing
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN
from catalog.eligibility.vocabulary.entries import variables
from catalog.eligibility.vocabulary.variables import DEFINED_BY, GRADES
from tests.catalog.eligibility.verdicts import Told, said


def test_the_tables_name_what_the_vocabulary_knows() -> None:
    known = set(variables())
    assert {f"ts.{event}" for event in NEVER_WITHOUT} <= known
    assert {place.removeprefix("flags.") for place in NEVER_WITHOUT.values()} <= known
    for table, lead in ((PARTS_OF_TREATMENT, "prior."), (NEVER_GIVEN_WITHOUT, "prior."), (PARTS_OF_EVENT, "ts.")):  # fmt: skip
        for whole, parts in table.items():
            assert {f"{lead}{name}" for name in (whole, *parts)} <= known, whole
    assert set(NONE_WITHOUT) | set(GRADES) <= known
    assert {*DEFINED_BY, *(one for told in DEFINED_BY.values() for one in told)} <= known
    for whole, parts in NEVER_GIVEN_WITHOUT.items():
        assert set(parts) <= set(PARTS_OF_TREATMENT[whole]), "a part for never is a part for had"


LINES = {
    "mi": "myocardial infarction", "stroke": "stroke", "vte": "venous thromboembolism", "chemotherapy": "chemotherapy", "radiotherapy": "radiotherapy",
    "sct": "stem cell transplant", "other_malignancy": "other malignancy", "hormonal": "hormonal therapy", "biologic": "biologic therapy",
    "anticancer": "anticancer therapy", "pd1": "anti-PD-1 therapy",
}  # fmt: skip


@given(
    st.sampled_from(sorted(LINES)),
    st.sampled_from(("4 weeks", "6 months", "2 years")),
    st.booleans(),
)
def test_who_never_had_it_is_not_within_a_time_of_it(event: str, time: str, by_time: bool) -> None:
    part, _, name = NEVER_WITHOUT[event].partition(".")
    who: Told = {"time_since": {event: "never"}} if by_time else {part: {name: "absent"}}
    assert said("exclusion", f"{LINES[event].capitalize()} within {time}", who) == MET
    assert said("inclusion", f"No {LINES[event]} within {time}", who) == MET
    had: Told = {part: {name: "present"}}
    assert said("exclusion", f"{LINES[event].capitalize()} within {time}", had) == UNKNOWN
    # whether the event itself is asked for is not said
    assert said("inclusion", f"At least {time} since {LINES[event]}", who) == UNKNOWN


@pytest.mark.parametrize(
    ("text", "who"),
    [
        # a thing that is more than what never was
        ("Thromboembolic event within 3 months", {"flags": {"vte": "absent"}}), ("Cancer diagnosed within 5 years", {"flags": {"other_malignancy": "absent"}}),
        ("Invasive cancer within 3 years", {"flags": {"other_malignancy": "absent"}}), ("Active malignancy within 1 year", {"flags": {"other_malignancy": "absent"}}),
        ("History of malignancy within 5 years", {"flags": {"other_malignancy": "absent"}}), ("Checkpoint inhibitor within 4 weeks", {"prior": {"pd1": "absent"}}),
        ("Intracranial hemorrhage within 6 months", {"flags": {"stroke": "absent"}}), ("Donor lymphocyte infusion within 6 months", {"flags": {"sct": "absent"}}),
        ("Systemic therapy within 4 weeks", {"prior": {"anticancer": "absent"}}), ("Hydroxyurea within 4 weeks", {"prior": {"chemotherapy": "absent"}}),
        ("Allergen immunotherapy within 6 months", {"prior": {"anticancer": "absent"}}), ("Radiotherapy within 4 weeks", {"prior": {"anticancer": "absent"}}),
        ("Invasive procedure within 4 weeks", {"time_since": {"surgery": "never"}}), ("Hypoglycemia within 6 months", {"time_since": {"diabetic_emergency": "never"}}),
        ("Heart failure within 6 months", {"time_since": {"cardiovascular": "never"}}),
    ],
)  # fmt: skip
def test_more_than_what_never_was_is_not_known(text: str, who: Told) -> None:
    assert said("exclusion", text, who) == UNKNOWN
    assert said("inclusion", f"No {text[0].lower()}{text[1:]}", who) != MET


def test_sex_steroids_are_no_corticosteroids() -> None:
    who: Told = {"time_since": {"steroids": "never"}}
    assert said("inclusion", "No sex steroids within 2 months", who) == UNKNOWN
    assert said("exclusion", "Anabolic steroids within 2 months", who) == UNKNOWN


@given(st.sampled_from(sorted(PARTS_OF_EVENT)), st.integers(1, 400), st.integers(1, 400), st.data())
def test_the_whole_is_no_longer_ago_than_its_part(
    whole: str, ago: int, limit: int, data: st.DataObject
) -> None:
    part = data.draw(st.sampled_from(PARTS_OF_EVENT[whole]))
    patient = Patient.from_json({"time_since": {part: {"value": ago, "unit": "d"}}})
    assert patient.days_since(whole) is None
    assert patient.days_at_most(whole) == ago
    text = {"anticancer": "anticancer therapy", "immunotherapy": "immunotherapy", "biologic": "biologic therapy", "vaccine": "vaccine", "cardiovascular": "cardiovascular event"}[whole]  # fmt: skip
    who: Told = {"time_since": {part: {"value": ago, "unit": "d"}}}
    verdict = said("inclusion", f"At least {limit} days since {text}", who)
    assert verdict == (NOT_MET if ago < limit else UNKNOWN)


def test_never_the_whole_is_never_the_part_but_not_the_other_way_round() -> None:
    patient = Patient.from_json(
        {"prior": {"chemotherapy": "absent"}, "time_since": {"vaccine": "never"}}
    )
    assert patient.state("prior.platinum") == patient.state("prior.taxane") == "absent"
    assert patient.days_since("live_vaccine") == NEVER
    assert patient.state("prior.anticancer") is None
    assert patient.days_since("anticancer") is None
    assert Patient.from_json({"prior": {"platinum": "absent"}}).state("prior.chemotherapy") is None


@given(
    st.sampled_from(("III or IV", "III-IV", "> 2", "≥ III", "IV")), st.sampled_from((1, 2, 3, 4))
)
def test_who_has_no_heart_failure_has_no_grade_of_it(grades: str, own: int) -> None:
    without: Told = {"flags": {"chf": "absent"}}
    assert said("exclusion", f"NYHA class {grades}", without) == MET
    assert said("inclusion", f"No NYHA class {grades.replace('> 2', 'III or IV')}", without) != NOT_MET  # fmt: skip
    assert said("exclusion", "NYHA class I or II", without) == UNKNOWN  # below the first step
    assert said("inclusion", "NYHA class I-III", without) == UNKNOWN  # may ask for the illness
    assert said("exclusion", f"NYHA class {grades}", {"nyha": own, "flags": {"chf": "present"}}) == (NOT_MET if own == 4 or (own == 3 and grades != "IV") else MET)  # fmt: skip


def test_no_value_is_asked_for_of_an_illness_that_is_not_there() -> None:
    one = criterion_of("exclusion", "NYHA class III or IV")
    assert missing(one, Patient.from_json({})) == ("nyha",)
    assert missing(one, Patient.from_json({"flags": {"chf": "absent"}})) == ()


def test_who_never_smoked_has_no_pack_years() -> None:
    never: Told = {"time_since": {"smoking": "never"}}
    assert said("exclusion", "Smoking history > 10 pack-years", never) == MET
    assert said("inclusion", "At least 10 pack-years", never) == NOT_MET
    ago: Told = {"time_since": {"smoking": {"value": 4, "unit": "a"}}}
    assert said("exclusion", "Smoking history > 10 pack-years", ago) == UNKNOWN


def test_a_multiple_of_normal_is_a_value_where_the_limit_is_known() -> None:
    who: Told = {"labs": {"alt": {"value": 3, "unit": "{xULN}"}}}
    assert said("exclusion", "ALT > 100 U/L", who) == UNKNOWN
    assert said("exclusion", "ALT > 100 U/L", {**who, "uln": {"alt": 40}}) == NOT_MET
    assert said("exclusion", "ALT > 130 U/L", {**who, "uln": {"alt": 40}}) == MET


@pytest.mark.parametrize(
    "text",
    [
        "No concurrent chemotherapy during first 8 weeks of study", "No chemotherapy within 8 weeks following initiation of study treatment",
        "No chemotherapy within 1 month after entry", "No chemotherapy within 7 days after RFA on study",
    ],
)  # fmt: skip
def test_what_the_study_will_do_is_no_time_since(text: str) -> None:
    assert said("inclusion", text, {"prior": {"chemotherapy": "absent"}}) == UNKNOWN


@pytest.mark.parametrize(
    "who", [{"time_since": {"hormonal": "never"}}, {"prior": {"hormonal": "absent"}}]
)
def test_no_more_than_a_time_since_does_not_say_whether_it_is_asked_for(who: Told) -> None:
    assert said("inclusion", "No more than 3 months since prior tamoxifen", who) == UNKNOWN
    assert said("inclusion", "Myocardial infarction within 6 months", {"flags": {"mi": "absent"}}) == NOT_MET  # fmt: skip


def test_a_wait_asks_for_no_treatment() -> None:
    text = "At least 4 weeks since prior chemotherapy (6 weeks for nitrosoureas, mitomycin, and high dose chemotherapy)"
    assert said("inclusion", text, {"prior": {"chemotherapy": "absent"}}) == UNKNOWN
