"""Laws: what is read is never the wrong way round, and what is not understood decides nothing.

Sentences are made of templates, words and variables, for both sides; the patient stands on one side of the
limit or the other. Unknown is always allowed.
"""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.comparison.regions import inside
from catalog.comparison.thresholds import thresholds
from catalog.eligibility.criterion import Criterion
from catalog.eligibility.extraction import criterion_of, extract, understand
from catalog.eligibility.reading.word_effects import words as reader_words
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen

KINDS = ("inclusion", "exclusion")
# variable, name, unit as written, UCUM, a limit, a value below, a value above
MEASURED = (
    ("age", "Age", "years", "a", 40, 20, 60),
    ("plt", "Platelets", "x 10^9/L", "10*9/L", 100, 50, 200),
    ("anc", "Absolute neutrophil count", "x 10^9/L", "10*9/L", 2, 1, 4),
    ("hgb", "Hemoglobin", "g/dL", "g/dL", 10, 7, 13),
    ("creatinine", "Serum creatinine", "mg/dL", "mg/dL", 2, 1, 4),
    ("bili_total", "Total bilirubin", "mg/dL", "mg/dL", 2, 1, 5),
    ("bmi", "BMI", "kg/m2", "kg/m2", 30, 22, 40),
    ("weight", "Body weight", "kg", "kg", 70, 50, 90),
    ("lvef", "LVEF", "%", "%", 50, 35, 60),
    ("karnofsky", "Karnofsky performance status", "%", "%", 70, 50, 90),
)
ABOVE = (
    "≥",
    ">",
    ">=",
    "at least",
    "more than",
    "greater than",
    "over",
    "above",
    "no less than",
    "not below",
)
BELOW = ("≤", "<", "<=", "less than", "under", "below", "at most", "no more than", "not above", "not more than")  # fmt: skip
STATES = (
    ("hiv", "HIV infection"),
    ("hbv", "hepatitis B"),
    ("mi", "myocardial infarction"),
    ("stroke", "stroke"),
    ("autoimmune", "autoimmune disease"),
    ("organ_transplant", "solid organ transplant"),
    ("cns_mets", "brain metastases"),
)
TREATMENTS = (
    ("chemotherapy", "chemotherapy"),
    ("radiotherapy", "radiotherapy"),
    ("pd1", "anti-PD-1 antibody"),
    ("systemic", "systemic therapy"),
)
measured, states, treatments = map(st.sampled_from, (MEASURED, STATES, TREATMENTS))
kinds, signs = st.sampled_from(KINDS), st.sampled_from((*ABOVE, *BELOW))
Measured = tuple[str, str, str, str, int, int, int]


def patient(variable: str, value: float, unit: str) -> Patient:
    told = {"value": value, "unit": unit}
    if variable in ("age", "karnofsky"):
        return Patient.from_json({variable: told})
    return Patient.from_json({"labs": {variable: told}})


def said(kind: str, text: str, who: Patient, section: str = "", parent: str | None = None) -> str:
    return screen([criterion_of(kind, text, section, parent)], who)[0].verdict


def holds(sign: str, high: bool) -> bool:
    """Whether a value above (or below) the limit is what the words name."""
    return high == (sign in ABOVE)


TEMPLATES = st.sampled_from(
    (
        "{name} {sign} {limit} {unit}",
        "{name} {sign} {limit} {unit} at screening",
        "Patients with {name} {sign} {limit} {unit}",
        "{name} must be {sign} {limit} {unit}",
        "{name}: {sign} {limit} {unit}",
        "Subjects whose {name} is {sign} {limit} {unit}",
        "{name} of {sign} {limit} {unit} within 14 days prior to enrollment",
    )
)


@given(measured, signs, kinds, TEMPLATES, st.booleans())
def test_a_limit_decides_on_its_own_side(
    row: Measured, sign: str, kind: str, template: str, high: bool
) -> None:
    variable, name, unit, ucum, limit, low, up = row
    text = template.format(name=name, sign=sign, limit=limit, unit=unit)
    verdict = said(kind, text, patient(variable, up if high else low, ucum))
    fine = holds(sign, high) == (kind == "inclusion")
    assert verdict != (NOT_MET if fine else MET), text


FITNESS = {"karnofsky", "lansky", "life_expectancy"}


@given(measured, signs, kinds)
def test_plain_limits_do_decide(row: Measured, sign: str, kind: str) -> None:
    """The laws are not kept by silence."""
    variable, name, unit, ucum, limit, low, up = row
    text = f"{name} {sign} {limit} {unit}"
    for high in (False, True):
        fine = holds(sign, high) == (kind == "inclusion")
        verdict = said(kind, text, patient(variable, up if high else low, ucum))
        if kind == "exclusion" and variable in FITNESS and sign in ABOVE:
            assert verdict == UNKNOWN, text  # a demand that stands on the wrong side
        else:
            assert verdict == (MET if fine else NOT_MET), text


@given(measured, st.sampled_from(("≥", ">")), st.sampled_from(("≤", "<")), kinds)
def test_each_end_of_a_range_keeps_its_sign(
    row: Measured, first: str, last: str, kind: str
) -> None:
    variable, name, unit, ucum, limit, low, up = row
    text = f"{name} {first} {low} and {last} {up} {unit}"
    for value, within in (
        (low - 0.5, False),
        (low, first == "≥"),
        (limit, True),
        (up, last == "≤"),
        (up + 1, False),
    ):
        if variable == "age" and value != int(value):
            continue
        fine = within == (kind == "inclusion")
        verdict = said(kind, text, patient(variable, value, ucum))
        assert verdict != (NOT_MET if fine else MET), (text, value)


@given(measured, st.sampled_from(("under", "below", "less than", "<")),
       st.sampled_from(("over", "above", "more than", ">")), kinds)  # fmt: skip
def test_under_one_or_over_another_are_two_limits(
    row: Measured, first: str, last: str, kind: str
) -> None:
    variable, name, unit, ucum, limit, low, up = row
    text = f"{name} {first} {low} or {last} {up} {unit}"
    for value, outside in ((low - 1, True), (limit, False), (up + 1, True)):
        fine = outside == (kind == "inclusion")
        verdict = said(kind, text, patient(variable, value, ucum))
        assert verdict != (NOT_MET if fine else MET), (text, value)


@given(measured, measured, kinds)
def test_either_of_two_excluded_values_is_shown_as_neither(
    one: Measured, other: Measured, kind: str
) -> None:
    if one[0] == other[0] or kind == "inclusion":
        return
    text = f"{one[1]} > {one[4]} {one[2]} or {other[1]} > {other[4]} {other[2]}"
    told = thresholds([criterion_of("exclusion", text)])
    for row in (one, other):
        if row[0] not in told:
            continue
        for (unit, _), entry in told[row[0]].entries.items():
            assert unit == row[3]
            assert not entry.either
            assert isinstance(entry.region, tuple)
            pieces = [piece for piece in entry.region if not isinstance(piece, str)]
            assert any(inside(row[5], piece) for piece in pieces)
            assert not any(inside(row[6], piece) for piece in pieces)


OPPOSITE = {MET: NOT_MET, NOT_MET: MET}
BEFORE = st.sampled_from(
    ("No {x}", "Not {x}", "Without {x}", "Absence of {x}", "Lack of {x}", "Patients without {x}",
     "Does not have {x}", "Patients who do not have {x}", "Must not have {x}", "Free of {x}", "Never had {x}")
)  # fmt: skip
BEHIND = st.sampled_from(
    ("{x} is not present", "{x} not detected", "{x} is absent", "{x} has been ruled out", "{x}: no",
     "{x} not required", "{x} is not an exclusion criterion")
)  # fmt: skip


@given(states, kinds, st.one_of(BEFORE, BEHIND), st.sampled_from(("present", "absent")))
def test_a_negation_turns_a_state_or_makes_it_unknown(
    row: tuple[str, str], kind: str, template: str, state: str
) -> None:
    who = Patient.from_json({"flags": {row[0]: state}})
    plain = said(kind, row[1], who)
    denied = said(kind, template.format(x=row[1]), who)
    assert denied == UNKNOWN or plain == UNKNOWN or denied == OPPOSITE[plain], template


@given(treatments, kinds, st.one_of(BEFORE, BEHIND), st.sampled_from(("present", "absent")))
def test_a_negation_turns_a_treatment_or_makes_it_unknown(
    row: tuple[str, str], kind: str, template: str, state: str
) -> None:
    who = Patient.from_json({"prior": {row[0]: state}})
    plain = said(kind, f"Prior {row[1]}", who)
    denied = said(kind, template.format(x=f"prior {row[1]}"), who)
    assert denied == UNKNOWN or plain == UNKNOWN or denied == OPPOSITE[plain], template


@given(measured, signs, kinds, st.one_of(BEFORE, BEHIND), st.booleans())
def test_a_negation_turns_a_limit_or_makes_it_unknown(
    row: Measured, sign: str, kind: str, template: str, high: bool
) -> None:
    variable, name, unit, ucum, limit, low, up = row
    who = patient(variable, up if high else low, ucum)
    text = f"{name} {sign} {limit} {unit}"
    plain, denied = said(kind, text, who), said(kind, template.format(x=text), who)
    assert denied == UNKNOWN or plain == UNKNOWN or denied == OPPOSITE[plain], template


DOUBTS = st.sampled_from(
    ("{x} unless approved by the sponsor", "{x}, except for mild cases", "{x} if clinically indicated",
     "{x} should be considered", "{x} in the opinion of the investigator", "{x} and able to swallow tablets",
     "{x} and sarcoma", "{x} (17)", "{x}, 3 of 4", "{x} may be allowed", "{x} or an abnormal scan",
     "At the discretion of the investigator, {x}", "Cohort B: {x}", "{x} for the donor", "{x} in part 2 only",
     "If male, {x}", "One of the following: {x}", "{x}, or the parent agrees")
)  # fmt: skip


@given(measured, signs, kinds, DOUBTS, st.booleans())
def test_what_may_turn_a_limit_makes_it_unknown(
    row: Measured, sign: str, kind: str, template: str, high: bool
) -> None:
    variable, name, unit, ucum, limit, low, up = row
    text = template.format(x=f"{name} {sign} {limit} {unit}")
    verdict = said(kind, text, patient(variable, up if high else low, ucum))
    if " and " in template and kind == "inclusion":
        assert verdict != MET  # a failed limit fails, whatever else is asked
    elif " or " in template and kind == "exclusion":
        assert verdict != MET  # one of two that keep out is enough
    else:
        assert verdict == UNKNOWN, text


@given(measured, states, signs, st.booleans(), st.sampled_from(("present", "absent")))
def test_or_never_turns_unknown_into_not_met(
    row: Measured, ill: tuple[str, str], sign: str, high: bool, state: str
) -> None:
    variable, name, unit, ucum, limit, low, up = row
    first = f"{name} {sign} {limit} {unit}"
    nobody = Patient.from_json({})
    known = patient(variable, up if high else low, ucum)
    for text in (f"{first} or {ill[1]}", f"{ill[1]} or {first}", f"{first}, or {ill[1]}"):
        assert said("inclusion", text, known) != NOT_MET
        assert said("inclusion", text, nobody) == UNKNOWN
        sick = Patient.from_json({"flags": {ill[0]: state}})
        assert said("inclusion", text, sick) != NOT_MET


LABELS = st.sampled_from(
    ("", ":", " - Arms 1a, 1b, 2, and 3", " – Cohort B", " (all cohorts):", " - Part 2")
)


@given(st.sampled_from(("Exclusion Criteria", "Key Exclusion Criteria", "EXCLUSION CRITERIA", "Main exclusion criteria")),
       LABELS)  # fmt: skip
def test_a_heading_that_says_exclusion_is_no_inclusion(word: str, label: str) -> None:
    text = f"Inclusion Criteria:\n\n* Age ≥ 18 years\n\n{word}{label}\n\n* Known HIV infection\n* Major surgery\n"
    criteria = extract(text)
    assert not any("xclusion" in each.text and each.kind == "inclusion" for each in criteria)
    assert {each.kind for each in criteria if "HIV" in each.text} == {"exclusion"}


HEADS = st.sampled_from(
    ("At least one of the following:", "Patients must meet either of these:", "Donors must have:",
     "For cohort 2:", "Two or more of the following criteria", "Patients in arm A:", "Unless contraindicated:")
)  # fmt: skip


@given(measured, signs, HEADS, st.booleans())
def test_a_governing_line_that_asks_more_makes_unknown(
    row: Measured, sign: str, head: str, high: bool
) -> None:
    variable, name, unit, ucum, limit, low, up = row
    who = patient(variable, up if high else low, ucum)
    text = f"{name} {sign} {limit} {unit}"
    assert said("inclusion", text, who, parent=head) == UNKNOWN
    listed = extract(f"Inclusion Criteria:\n\n* {head}\n\n  * {text}\n  * Known HIV infection\n")
    verdicts = screen(listed, who)
    assert all(each.verdict == UNKNOWN for each in verdicts)


def test_every_word_of_the_table_has_a_reason_and_one_effect() -> None:
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for word in reader_words():
        assert word.word == word.word.lower().strip() and word.reason
        assert word.does in ("nothing", "narrows", "turns", "exempts")
        assert (word.word, word.beside) not in seen, word.word
        seen[word.word, word.beside] = word.does
    plain = {word for (word, beside), does in seen.items() if does == "nothing" and not beside}
    assert not plain & {word for (word, _), does in seen.items() if does in ("narrows", "turns")}


CASES = ("screen-exclusion-that-denies", "screen-open-end-of-a-range", "screen-under-or-over")


def case(shared: Path, name: str) -> tuple[tuple[Criterion, ...], dict[str, list[str]]]:
    """The criteria of a case and the verdicts of each of its patients."""
    folder = shared / "cases" / "data" / name
    study = json.loads((folder / "study.json").read_text("utf-8"))["protocolSection"]
    criteria = extract(study["eligibilityModule"]["eligibilityCriteria"])
    verdicts = {
        path.stem: [
            each.verdict
            for each in screen(criteria, Patient.from_json(json.loads(path.read_text("utf-8"))))
        ]
        for path in folder.glob("*.json")
        if path.stem != "study"
    }
    return criteria, verdicts


def test_exclusions_that_deny(shared: Path) -> None:
    criteria, verdicts = case(shared, "screen-exclusion-that-denies")
    assert MET not in verdicts["bad"]
    assert NOT_MET not in verdicts["good"]
    grades = [limit for limit in criteria[-1].constraints if limit.variable == "toxicity_grade"]
    assert all(limit.op == ">" for limit in grades)


def test_open_ends(shared: Path) -> None:
    _, verdicts = case(shared, "screen-open-end-of-a-range")
    assert set(verdicts["patient"]) == {NOT_MET}
    assert set(verdicts["inside"]) == {MET}


def test_under_or_over(shared: Path) -> None:
    _, verdicts = case(shared, "screen-under-or-over")
    assert set(verdicts["low"]) == set(verdicts["high"]) == {NOT_MET}
    assert set(verdicts["inside"]) == {MET}


def test_gestation_is_no_pregnancy(shared: Path) -> None:
    criteria, verdicts = case(shared, "gestation-is-no-pregnancy")
    asked = [{limit.variable for limit in each.constraints} for each in criteria]
    assert not any(states & {"pregnancy", "breastfeeding", "weight"} for states in asked[:4])
    assert "pregnancy" in asked[4]
    assert NOT_MET not in verdicts["infant"][:4]


def test_units_of_other_countries(shared: Path) -> None:
    criteria, _ = case(shared, "units-of-other-countries")
    read = {limit.variable: limit for each in criteria for limit in each.constraints}
    for variable, low, high in (("hba1c", 6.9, 10.1), ("sbp", 159, 161), ("egfr", 45, 45)):
        limit = read.get(variable)
        assert limit is None or low <= float(str(limit.norm_value)) <= high
    assert read["creatinine"].norm_value == pytest.approx(1.47, abs=0.01)


@pytest.mark.parametrize(
    ("kind", "text", "limits"),
    [
        ("inclusion", "Has not received more than 3 lines of therapy", {("prior_lines", "<=", 3)}),
        ("inclusion", "Cannot have >5 lines of prior therapy", {("prior_lines", "<=", 5)}),
        ("exclusion", "Received greater than (>)2 prior lines of therapy", {("prior_lines", ">", 2)}),
        ("exclusion", "Blood pressure less than 90/60 mmHg", {("sbp", "<", 90), ("dbp", "<", 60)}),
        ("inclusion", "Minimum Age: 18 Years Maximum Age: 99 Years", {("age", ">=", 18), ("age", "<=", 99)}),
        ("inclusion", "Men and women older or equal to 40", {("sex", "=", "all"), ("age", ">=", 40)}),
        ("inclusion", "Male/female, 18 yr or over", {("sex", "=", "all"), ("age", ">=", 18)}),
        ("inclusion", "Men/Women age >40", {("sex", "=", "all"), ("age", ">", 40)}),
        ("inclusion", "Man or woman aged 18 or over", {("sex", "=", "all"), ("age", ">=", 18)}),
        ("exclusion", "Absence of measurable lesions", {("measurable_disease", "=", "absent")}),
        ("inclusion", "The donor is at least 18 years old", set()),
        ("inclusion", "Caregiver aged 21 or older", set()),
        ("inclusion", "Children of 7 years and older sign the assent form", set()),
        ("inclusion", "Age at onset of disease under 40 years", set()),
        ("inclusion", "IIEF-EF domain score 17-20", set()),
        ("inclusion", "Weight stable over 3 months (gain or loss <4 kg)", set()),
        ("exclusion", "Random glucose > 200 mg/dL", set()),
        ("inclusion", "Capable of walking with a walking aid", set()),
        ("exclusion", "Past colitis, hepatitis, uveitis", set()),
        ("exclusion", "Higher order pregnancies (twins, triplets)", set()),
        ("exclusion", "Temperature<br/ >4. Not able to swallow", set()),
    ],
)  # fmt: skip
def test_what_was_read_wrongly_once(
    kind: str, text: str, limits: set[tuple[str, str, object]]
) -> None:
    read = understand(kind, text)[1]
    known = {(each.variable, each.op, each.norm_value) for each in read}
    ages = {
        each
        for each in known
        if each[0] not in ("glucose_random", "weight_change", "iief_ef", "disease_duration")
    }
    assert ages == limits


UNDECIDED = (
    ("inclusion", "Karnofsky or Lansky Index (depending on the patient's age) >= 50", {"age": {"value": 9}}),
    ("inclusion", "Non-pregnant women, and individuals who are able to exercise", {"sex": "male"}),
    ("inclusion", "If history of CHF or MI, criterion must be met within past 6 months",
     {"time_since": {"mi": {"value": 3, "unit": "a"}}}),
    ("exclusion", "Pregnant women who refuse to participate", {"flags": {"pregnancy": "present"}}),
    ("exclusion", "Diabetes before pregnancy or GDM", {"flags": {"pregnancy": "present"}}),
    ("exclusion", "persistent atrial fibrillation", {"flags": {"arrhythmia": "present"}}),
    ("exclusion", "past history of radiofrequency ablation for AF or other cardiac surgery",
     {"flags": {"arrhythmia": "present"}}),
    ("exclusion", "change in type or dose of antidepressant within 12 weeks",
     {"time_since": {"medication": {"value": 10, "unit": "d"}}}),
    ("exclusion", "AIDS", {"flags": {"hiv": "present"}}),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "data"), UNDECIDED)
def test_what_was_decided_wrongly_once_is_unknown(
    kind: str, text: str, data: dict[str, object]
) -> None:
    assert said(kind, text, Patient.from_json(data)) == UNKNOWN


def test_a_fresh_operation_is_never_old_enough() -> None:
    lately = Patient.from_json({"time_since": {"surgery": {"value": 10, "unit": "d"}}})
    assert said("exclusion", "Surgery less than 30 days old", lately) != MET


@given(measured, measured, st.booleans(), st.booleans())
def test_either_of_two_ranges_holds_or_neither(
    one: Measured, other: Measured, first: bool, second: bool
) -> None:
    """The two ends of a range are one alternative: `ECOG 0-1 OR Karnofsky 70-100%`."""
    if one[0] == other[0]:
        return
    text = f"{one[1]} {one[4]}-{one[6]} {one[2]} OR {other[1]} {other[4]}-{other[6]} {other[2]}"
    data: dict[str, object] = {"labs": {}}
    for row, within in ((one, first), (other, second)):
        told = {"value": row[6] if within else row[5], "unit": row[3]}
        if row[0] in ("age", "karnofsky"):
            data[row[0]] = told
        else:
            labs = data["labs"]
            assert isinstance(labs, dict)
            labs[row[0]] = told
    verdict = said("inclusion", text, Patient.from_json(data))
    assert verdict != (NOT_MET if first or second else MET), text


def test_a_range_beside_a_scale_is_one_alternative() -> None:
    text = "ECOG 0-1 OR Karnofsky 70-100%"
    weak = Patient.from_json({"ecog": 3, "karnofsky": 50})
    assert said("inclusion", text, weak) == NOT_MET
    assert said("inclusion", text, Patient.from_json({"ecog": 3, "karnofsky": 80})) == MET
    assert said("inclusion", text, Patient.from_json({"ecog": 1})) == MET
    lansky = "Karnofsky performance status (PS) 70-100% OR Lansky PS 70-100%"
    assert said("inclusion", lansky, weak) == UNKNOWN


def test_a_treatment_for_another_illness_is_not_just_any() -> None:
    treated = Patient.from_json(
        {"prior": {"radiotherapy": "present"}, "flags": {"other_malignancy": "present"}}
    )
    text = "No prior radiotherapy for any other malignancy"
    assert said("inclusion", text, treated) == UNKNOWN


def test_an_age_that_chooses_the_scale_is_no_limit_of_age() -> None:
    child = Patient.from_json({"age": {"value": 5, "unit": "a"}, "karnofsky": 80})
    text = "Karnofsky 50-100% (over 10 years of age)"
    assert not any(each.variable == "age" for each in understand("inclusion", text)[1])
    assert said("inclusion", text, child) != NOT_MET


def test_the_next_heading_of_an_old_record_is_no_treatment() -> None:
    text = "No prior keyhole limpet hemocyanin immune activator Chemotherapy"
    assert understand("inclusion", text, "PRIOR CONCURRENT THERAPY")[1] == ()


def test_two_tests_that_nothing_parts_keep_out_only_together() -> None:
    text = "Pregnant women who are with a BMI more than 30 kg/m2"
    told: dict[str, object] = {"flags": {"pregnancy": "present"}}
    slim = Patient.from_json(told | {"labs": {"bmi": {"value": 22, "unit": "kg/m2"}}})
    assert said("exclusion", text, slim) != NOT_MET


@pytest.mark.parametrize(
    "goes_on", ["but not limited to", "but are not limited to", "(but not limited to)"]
)
@pytest.mark.parametrize("head", ["No prior exposure to", "No previous treatment with any agents,"])
def test_a_list_that_is_not_limited_keeps_the_denial_before_it(head: str, goes_on: str) -> None:
    text = f"{head} checkpoint inhibitors including {goes_on} anti-PD-1 and anti-CTLA-4 antibodies"
    found = {
        limit.variable: limit.norm_value
        for criterion in extract(f"Inclusion Criteria:\n- {text}")
        for limit in criterion.constraints
    }
    assert found["prior.pd1"] == found["prior.ctla4"] == "absent"
