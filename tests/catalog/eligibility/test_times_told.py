"""Laws of times: how long an illness lasts, how long ago something was, and times that are neither."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import criterion_of, extract, understand
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, UNKNOWN, screen

Said = list[tuple[str, str, object]]


def said(kind: str, text: str, parent: str | None = None) -> Said:
    limits = understand(kind, text, "", parent)[1]
    return [(each.variable, each.op, each.norm_value) for each in limits]


# -- how long the disease has lasted

ILLNESSES = st.sampled_from(("low back pain", "chronic cough", "insomnia", "carpal tunnel syndrome", "asthma", "depression", "atopic dermatitis", "radiculopathy"))  # fmt: skip
SIGNS = st.sampled_from((("at least", ">="), ("more than", ">"), ("≥", ">="), ("longer than", ">"), ("less than", "<"), ("no more than", "<=")))  # fmt: skip
SHAPES = st.sampled_from((
    "History of {ill} for {sign} {n} months",
    "{ill} lasting {sign} {n} months",
    "Patients with {ill} of {sign} {n} months duration",
    "Subjects with {ill} in one side for {sign} {n} months",
    "{sign} {n} months since diagnosis of {ill}",
    "{ill} diagnosed {sign} {n} months ago",
))  # fmt: skip


@given(ILLNESSES, SIGNS, SHAPES, st.integers(2, 24))
def test_how_long_an_illness_has_lasted_is_read_and_decides_nothing_by_itself(
    ill: str, sign: tuple[str, str], shape: str, months: int
) -> None:
    line = shape.format(ill=ill, sign=sign[0], n=months)
    criterion = criterion_of("inclusion", line)
    told = [each for each in criterion.constraints if each.variable == "disease_duration"]
    assert [each.op for each in told] == [sign[1]], line
    assert told[0].norm_value == pytest.approx(months * 30.4375, rel=1e-5), line
    assert not any(each.variable.startswith("ts.") for each in criterion.constraints), line
    who = {"labs": {"disease_duration": {"value": months * 30 + 400, "unit": "d"}}}
    assert screen([criterion], Patient.from_json(who))[0].verdict == UNKNOWN, line


@given(ILLNESSES, st.sampled_from(("on a stable dose of its treatment for at least {n} months", "treated for at least {n} months", "free of symptoms for at least {n} months", "in remission for at least {n} months", "followed for at least {n} months", "receiving physiotherapy for more than {n} weeks")), st.integers(2, 9))  # fmt: skip
def test_how_long_something_else_lasts_is_no_duration_of_the_illness(
    ill: str, what: str, n: int
) -> None:
    line = f"Patients with {ill}, {what.format(n=n)}"
    assert "disease_duration" not in [each[0] for each in said("inclusion", line)], line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Within 7 days of symptom onset", [("disease_duration", "<=", 7)]),
        ("Onset of symptoms within 48 hours before enrollment", [("disease_duration", "<=", 2)]),
        ("Symptoms for between 6 weeks and 12 months", [("disease_duration", ">=", 42), ("disease_duration", "<=", 365.25)]),
        ("Stroke thrombolysis given within 4 hours of symptom onset", []),
        ("Central nervous system relapse within 18 months of diagnosis", []),
        ("Must be within two weeks of the onset of the last menstrual period", []),
        ("Prior castration with amenorrhea for at least 6 months", []),
        ("Aspirin or sedatives (for up to 72 hours)", []),
    ],
)  # fmt: skip
def test_a_time_from_onset_is_the_illness_s_own_only(text: str, told: Said) -> None:
    assert said("inclusion", text) == told


def test_another_illness_that_keeps_out_has_no_duration() -> None:
    assert said("exclusion", "Chronic diarrhea of at least 4 weeks duration") == []


# -- times that are no time since

NO_TIME_SINCE = [
    ("exclusion", "Change in antiretroviral therapy within the past 6 weeks"),
    ("exclusion", "Interferon started within 30 days of study treatment"),
    ("inclusion", "No change of antidepressant dose within the past month"),
    ("inclusion", "No initiation of new prescription medication within three months"),
    ("exclusion", "Treatment with chemotherapy within the first 12 weeks of the study"),
    ("exclusion", "Zidovudine (AZT) for longer than 30 days"),
    ("inclusion", "Agree not to participate in other clinical trials within 30 days after the last dose"),
    ("inclusion", "Must not have been treated with steroids for more than two weeks during the previous year"),
    ("inclusion", "Scheduled to receive first line chemotherapy within 6 weeks of enrollment"),
    ("inclusion", "Surgically sterile (hysterectomy), or at least 1 year since last menses"),
    ("inclusion", "Postmenopausal for at least 2 years without a hysterectomy"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), NO_TIME_SINCE)
def test_a_start_a_plan_a_length_or_a_cycle_is_no_time_since(kind: str, text: str) -> None:
    assert [each for each in said(kind, text) if each[0].startswith("ts.")] == []


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("exclusion", "Corticosteroids within 30 days", [("ts.steroids", "<", 30)]),
        ("inclusion", "No chemotherapy for at least 4 weeks", [("ts.chemotherapy", ">=", 28)]),
        ("inclusion", "Abstinent from alcohol for a period of at least 5 days", [("ts.drug_use", ">=", 5)]),
        ("exclusion", "Started or completed systemic steroids within 14 days", [("ts.steroids", "<", 14)]),
        ("exclusion", "Coronary angioplasty within the last 3 months", [("ts.cardiovascular", "<", 91.3125)]),
        ("inclusion", "No ischemic heart disease within the past 6 months", [("ts.cardiovascular", ">=", 182.625)]),
    ],
)  # fmt: skip
def test_what_lies_back_is_still_read(kind: str, text: str, told: Said) -> None:
    assert said(kind, text) == told


# -- times in brackets, and in the line above


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Current or recent use (within the last 3 months) of interferon or systemic corticosteroids", {("ts.immunotherapy", "<", 91.3125), ("ts.steroids", "<", 91.3125)}),
        ("Previous (within the last 5 years) immunotherapy with grass allergens", {("ts.immunotherapy", "<", 1826.25)}),
        ("Unstable angina, myocardial infarction (within 6 months before screening), congestive heart failure", {("unstable_angina", "=", "present"), ("ts.mi", "<", 182.625), ("chf", "=", "present")}),
        ("Stroke (less than [<] 6 months prior to enrollment), deep vein thrombosis (< 3 months prior to enrollment)", {("ts.stroke", "<", 182.625), ("ts.vte", "<", 91.3125)}),
        # what it belongs to is another event than the drug behind
        ("Immediate reaction (less than 2 hours after the drug) to an antibiotic", set()),
    ],
)  # fmt: skip
def test_a_time_in_brackets_is_of_its_own_item(
    text: str, told: set[tuple[str, str, object]]
) -> None:
    assert set(said("exclusion", text)) == told


DRUGS = st.sampled_from((("Interferon", "ts.immunotherapy"), ("Systemic corticosteroids", "ts.steroids"), ("Chemotherapy", "ts.chemotherapy"), ("Immunosuppressants", "ts.immunosuppressants")))  # fmt: skip


@given(DRUGS, st.integers(2, 60))
def test_a_time_of_the_governing_line_is_of_each_drug_of_its_list_and_decides_nothing(
    drug: tuple[str, str], days: int
) -> None:
    name, variable = drug
    lists: tuple[tuple[str, str, Said], ...] = (
        ("exclusion", f"Excluded within {days} days of study entry:", [(variable, "<", days)]),
        ("exclusion", f"Received any of the following within {days} days before the study:", [(variable, "<", days)]),
        ("inclusion", f"At least {days} days since any of the following:", [(variable, ">=", days)]),
        ("inclusion", f"None of the following within {days} days:", [(variable, ">=", days)]),
        # what these ask of the list is not a time since
        ("inclusion", f"At least one of the following within {days} days:", []),
        ("exclusion", f"Laboratory tests within {days} days, including:", []),
        ("exclusion", f"Allowed within {days} days:", []),
    )  # fmt: skip
    for kind, head, told in lists:
        assert said(kind, name, head) == told, head
    text = f"Exclusion Criteria:\n\n- Excluded within {days} days of study entry:\n\n  - {name}\n"
    who = {"time_since": {variable.removeprefix("ts."): {"value": 1, "unit": "d"}}}
    assert {each.verdict for each in screen(extract(text), Patient.from_json(who))} == {UNKNOWN}


def test_an_item_with_a_time_of_its_own_keeps_it() -> None:
    head = "Excluded within 30 days of study entry:"
    assert said("exclusion", "Chemotherapy within 6 weeks", head) == [("ts.chemotherapy", "<", 42)]


def test_a_further_event_behind_the_time_is_left_over() -> None:
    who = Patient.from_json({"time_since": {"cardiovascular": {"value": 24, "unit": "mo"}}})
    read = [
        screen([criterion_of("inclusion", text)], who)[0].verdict
        for text in ("No angina within past 6 months", "No angina within past 6 months or ventricular arrhythmia")
    ]  # fmt: skip
    assert read == [MET, UNKNOWN]


# -- how long somebody will live


@given(st.integers(2, 60), st.sampled_from(("survive", "live")))
def test_who_is_not_expected_to_live_so_long_lives_less(days: int, verb: str) -> None:
    lines = (
        ("exclusion", f"Not expected to {verb} for at least {days} days", "<"),
        ("exclusion", f"Unlikely to survive for more than {days} days", "<="),
        ("exclusion", f"Expected to die within {days} days", "<="),
        ("inclusion", f"Expected to {verb} at least {days} days", ">="),
        ("inclusion", f"Life expectancy of {days} days", ">="),
        ("inclusion", f"No patients with a life expectancy of less than {days} days", ">="),
    )
    for kind, line, sign in lines:
        assert said(kind, line) == [("life_expectancy", sign, days)], line


@pytest.mark.parametrize(
    ("text", "tested"),
    [
        ("Platelets ≥ 75 x 10^9/L without platelet transfusion within 7 days", False),
        ("ANC ≥ 1.5 x 10^9/L (no G-CSF within 14 days prior to enrollment)", False),
        ("No planned pregnancy within 6 months after the end of treatment", False),
        ("Platelets ≥ 75 x 10^9/L within 7 days prior to enrollment", True),
        ("Negative pregnancy test within 72 hours before the first dose", True),
    ],
)
def test_a_test_is_as_recent_as_is_said_of_it_alone(text: str, tested: bool) -> None:
    read = extract(f"Inclusion Criteria:\n- {text}")
    limits = [x for each in read for x in each.constraints if not x.variable.startswith("ts.")]
    assert any(limit.window is not None for limit in limits) is tested
