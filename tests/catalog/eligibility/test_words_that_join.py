"""Laws: what is denied, joined or widened by a word keeps the side that the sentence says."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import criterion_of, extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, said


def labs(**values: tuple[float, str]) -> Told:
    return {"labs": {name: {"value": v, "unit": unit} for name, (v, unit) in values.items()}}


# -- a denied time and a denied value

TIMES = st.sampled_from(("6 months", "the past 6 months", "the last 6 months", "6 months prior to study entry", "the previous 6 months"))  # fmt: skip


@given(
    st.sampled_from(("No MI within {t}", "No myocardial infarction within {t}", "Must not have had a myocardial infarction within {t}")),
    TIMES, st.sampled_from(("", ".", ";", " -")), st.sampled_from(((2, NOT_MET), (30, MET))),
)  # fmt: skip
def test_what_must_not_have_been_lately_is_read_whatever_ends_the_line(
    line: str, time: str, end: str, case: tuple[int, str]
) -> None:
    who: Told = {"time_since": {"mi": {"value": case[0], "unit": "mo"}}}
    assert said("inclusion", line.format(t=time) + end, who) == case[1]


@pytest.mark.parametrize(
    ("text", "high", "low"),
    [
        ("Patients must not have a systolic blood pressure greater than 200 mmHg.", NOT_MET, MET),
        ("No systolic blood pressure greater than 180 mmHg or diastolic blood pressure greater than 110 mmHg", NOT_MET, MET),
        ("Resting blood pressure below 140/90", NOT_MET, MET),
        # one of them, or only both: sure where they agree
        ("No diastolic pressure greater than 110 mmHg and systolic pressure greater than 180 mmHg", UNKNOWN, UNKNOWN),
        ("No poorly controlled hypertension (diastolic greater than 110 mmHg and systolic greater than 180 mmHg)", UNKNOWN, MET),
    ],
)  # fmt: skip
def test_a_denied_value_keeps_its_side(text: str, high: str, low: str) -> None:
    for sbp, verdict in ((210, high), (120, low)):
        who = labs(sbp=(sbp, "mm[Hg]"), dbp=(80, "mm[Hg]"))
        who["flags"] = {"hypertension_uncontrolled": "present" if sbp > 180 else "absent"}
        assert said("inclusion", text, who) == verdict, text


def test_neither_of_two_denied_values_is_enough() -> None:
    text = "No SBP greater than 180 mmHg or DBP greater than 110 mmHg"
    for sbp, dbp in ((190, 80), (150, 120)):
        assert said("inclusion", text, labs(sbp=(sbp, "mm[Hg]"), dbp=(dbp, "mm[Hg]"))) == NOT_MET


def test_a_value_says_which_of_a_denied_state_is_meant() -> None:
    who = labs(heart_rate=(80, "/min"))
    who["flags"] = {"arrhythmia": "present"}
    assert said("inclusion", "No arrhythmia with heart rate less than 60 bpm", who) == UNKNOWN


# -- words that only seem to narrow, and an "and" that means "or"

HAS: Told = {"flags": dict.fromkeys("hiv hbv hcv ild cns_mets pregnancy breastfeeding other_malignancy".split(), "present"), "prior": {"chemotherapy": "present"}}  # fmt: skip
HAS_NOT: Told = {"flags": dict.fromkeys("hiv hbv hcv ild cns_mets pregnancy breastfeeding other_malignancy".split(), "absent"), "prior": {"chemotherapy": "absent"}}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("exclusion", "Known or suspected interstitial lung disease"),
        ("inclusion", "No confirmed or suspected brain metastases"),
        ("inclusion", "No prior or concurrent chemotherapy"),
        ("exclusion", "HIV, hepatitis C and hepatitis B infection"),
        ("exclusion", "Pregnancy or current breastfeeding"),
        ("exclusion", "HIV-infected patients"),
        ("exclusion", "Known diagnosis of immunodeficiency, including HIV"),
        ("exclusion", "If female, pregnant or lactating"),
        ("inclusion", "Must not test positive for HIV"),
        ("inclusion", "HIV seronegative"),
        ("inclusion", "No prior malignancy"),
        ("inclusion", "Negative pregnancy test required of fertile women"),
        ("inclusion", "Women of childbearing potential must have a negative pregnancy test and must use effective contraception"),
    ],
)  # fmt: skip
def test_who_has_it_is_kept_out(kind: str, text: str) -> None:
    woman: Told = {"sex": "female", **HAS}
    assert said(kind, text, woman) == NOT_MET
    assert said(kind, text, {"sex": "female", **HAS_NOT}) != NOT_MET


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("exclusion", "Suspected interstitial lung disease"),
        ("exclusion", "Severe or uncontrolled interstitial lung disease"),
        ("exclusion", "Both HIV and hepatitis C"),
        ("exclusion", "Severe immunodeficiency, including HIV"),
        ("exclusion", "If HIV is not well controlled"),
        ("exclusion", "HIV and hepatitis C co-infection"),
        ("inclusion", "No concurrent chemotherapy"),
        ("inclusion", "Women of childbearing potential must use effective contraception"),
    ],
)
def test_who_may_have_something_else_is_not_kept_out(kind: str, text: str) -> None:
    one: Told = {"sex": "female", "flags": {"hiv": "present", "hcv": "absent", "ild": "present", "contraception": "absent"}, "prior": {"chemotherapy": "present"}}  # fmt: skip
    assert said(kind, text, one) != NOT_MET


@given(st.integers(2, 90))
def test_bounds_that_leave_nothing_between_each_keep_out(age: int) -> None:
    verdict = said("exclusion", "Age < 18 years and ≥ 75", {"age": {"value": age, "unit": "a"}})
    assert verdict == (MET if 18 <= age < 75 else NOT_MET)


# -- times that are no time since


@pytest.mark.parametrize(
    "text",
    [
        "Stable dose of corticosteroids for at least 4 weeks prior to study",
        "Must be on a stable regimen of antibiotics for at least 4 weeks",
        "Biopsy at least 2 weeks prior to surgery",
        "Negative pregnancy test 72 hours prior to start of study medication",
    ],
)  # fmt: skip
def test_how_long_something_is_taken_or_what_is_to_come_is_no_time_since(text: str) -> None:
    assert not [
        each.variable
        for each in criterion_of("inclusion", text).constraints
        if each.variable.startswith("ts.")
    ]


def test_no_more_than_eight_weeks_since_is_at_most_eight_weeks() -> None:
    for words in ("No greater than", "No more than", "Not more than"):
        (limit,) = criterion_of("inclusion", f"{words} 8 weeks since prior surgery").constraints
        assert (limit.op, limit.norm_value) == ("<", 56)


# -- whose number it is, and what it is a number of


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("T-score between -1.0 and -2.5", [("t_score", ">=", -2.5), ("t_score", "<=", -1.0)]),
        ("BMD T-score of minus 2.5 to minus 4", [("t_score", ">=", -4), ("t_score", "<=", -2.5)]),
        ("BMD T-score less than or equal to minus 2.0", [("t_score", "<=", -2)]),
        ("MMSE score of 24/30 or higher", [("mmse", ">=", 24)]),
        ("Average pain score of less than 6/10 on the visual analog scale within last 24 hours", [("pain_score", "<", 6)]),
        ("VAS for pain > 3 cm", [("pain_score", ">", 3)]),
        ("Pain intensity of at least 4 on a 0-10 numeric rating scale", [("pain_score", ">=", 4)]),
        ("Gestational age 10 weeks three days to 13 weeks six days", [("gestational_age", ">=", 10.4286), ("gestational_age", "<=", 13.8571)]),
        ("Age two to five years", [("age", ">=", 2), ("age", "<=", 5)]),
        ("Male or female adults aged 19 to 75 years [Parts 1 and 2 only]", [("age", ">=", 19), ("age", "<=", 75)]),
        ("FEV1 at least 70% of predicted", [("fev1_pct", ">=", 70)]),
        # what is no limit of its name
        ("Pulmonary hypertension with a tricuspid regurgitant jet velocity of greater than 2.5m/s", []),
        ("Body mass index greater than or equal to 95th percentile", []),
        ("Asthma with a 12% improvement in FEV1", []),
        ("FEV1 reversibility of at least 12%", []),
        ("Uncontrolled hypercalcemia (ionized calcium > 1.5 mmol/L)", []),
        ("Z-score between -2 and -1", []),
        ("Less than 1 month of prior cytarabine", []),
        ("Women of reproductive potential (between 15 and 49 years old)", []),
        ("Hypertension (diastolic blood pressure greater than 115 mmHg)", [("dbp", ">", 115)]),
        ("Systolic/diastolic blood pressure > 160/100 mmHg", [("sbp", ">", 160), ("dbp", ">", 100)]),
        ("No more than 2 weeks of prior treatment with a protease inhibitor", []),
    ],
)  # fmt: skip
def test_a_number_is_read_of_what_it_is_told_of(
    text: str, limits: list[tuple[str, str, float]]
) -> None:
    said = [
        (each.variable, each.op, each.norm_value)
        for each in criterion_of("inclusion", text).constraints
        if each.variable != "sex"
    ]
    assert said == limits


def test_a_longer_time_of_some_leaves_the_time_of_all() -> None:
    line = "At least 3 weeks since prior chemotherapy (6 weeks for nitrosoureas) and recovered"
    for weeks, verdict in ((2, NOT_MET), (4, UNKNOWN), (8, UNKNOWN)):
        who: Told = {"time_since": {"chemotherapy": {"value": weeks, "unit": "wk"}}}
        assert said("inclusion", line, who) == verdict
    shorter = "At least 3 weeks since prior chemotherapy (1 week for vincristine) and recovered"
    who = {"time_since": {"chemotherapy": {"value": 2, "unit": "wk"}}}
    assert said("inclusion", shorter, who) == UNKNOWN


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Locally advanced or metastatic HER2-positive breast cancer", NOT_MET),
        ("Stage IIIB, IIIC, or IV HER2-positive breast cancer", NOT_MET),
        ("HER2-positive or metastatic breast cancer", UNKNOWN),
        ("Metastatic breast cancer, HER2-positive or hormone receptor positive", UNKNOWN),
    ],
)
def test_whichever_stage_it_is_the_marker_is_asked_for(text: str, verdict: str) -> None:
    assert said("inclusion", text, {"flags": {"her2": "absent"}}) == verdict


def test_whoever_it_is_may_enter() -> None:
    for state in ("present", "absent"):
        assert (
            said("inclusion", "Hepatitis C infected or uninfected", {"flags": {"hcv": state}})
            == UNKNOWN
        )


def test_what_defines_a_denied_state_must_agree_with_it() -> None:
    text = "No uncontrolled hypertension (diastolic blood pressure greater than 115 mmHg)"
    for state, dbp, verdict in (
        ("present", 120, NOT_MET),
        ("absent", 80, MET),
        ("present", 100, UNKNOWN),
    ):
        who = labs(dbp=(dbp, "mm[Hg]"))
        who["flags"] = {"hypertension_uncontrolled": state}
        assert said("inclusion", text, who) == verdict


def test_an_exclusion_that_keeps_out_all_who_are_asked_for_is_on_the_wrong_side() -> None:
    text = (
        "Inclusion Criteria:\n\n* LVEF greater than 40%\n\nExclusion Criteria:\n\n* LVEF of {0} 35%"
    )
    who = Patient.from_json(labs(lvef=(60, "%")))
    for sign, verdict in ((">=", UNKNOWN), ("<", MET)):
        assert screen(extract(text.format(sign)), who)[1].verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "Currently participating or having participated in another interventional clinical study within 4 weeks prior to enrollment",
        "Having received chemotherapy or other investigational therapy during the previous 4 weeks",
    ],
)  # fmt: skip
def test_whoever_has_it_now_or_had_it_is_kept_out(text: str) -> None:
    for days, verdict in ((10, NOT_MET), (400, MET)):
        ago = {"value": days, "unit": "d"}
        who: Told = {
            "time_since": {"investigational": ago, "chemotherapy": {"value": 9, "unit": "a"}}
        }
        assert said("exclusion", text, who) == verdict
