"""Laws: what stands right at a name, or between a name and its value, must be understood before the line decides."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening import following
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN
from catalog.eligibility.splitting import headings
from catalog.eligibility.vocabulary.entries import variables
from catalog.model.csv_table import table
from tests.catalog.eligibility.verdicts import Told, lab, said

WORDS = st.sampled_from(("tolerated", "forbidden", "prohibited", "unvaccinated", "discordant", "irrelevant", "unnecessary", "undetected", "zorbic", "welcome"))  # fmt: skip
ASKED = st.sampled_from(
    ("HIV", "COVID-19", "HER2", "Measurable disease", "Prior chemotherapy", "HBV")
)
NONE: Told = {
    "flags": dict.fromkeys(("hiv", "covid19", "her2", "hbv", "measurable_disease"), "absent"),
    "prior": {"chemotherapy": "absent"},
}


@given(ASKED, WORDS)
def test_an_unknown_word_right_behind_a_name_decides_nothing(name: str, word: str) -> None:
    assert said("inclusion", f"{name} {word}", NONE) == UNKNOWN


VALUES = (
    ("creatinine", lab("creatinine", 1, "mg/dL"), "> 0.3 mg/dL"),
    ("CD4", lab("cd4", 500, "/uL"), "> 350/mm3"),
    ("PSA", lab("psa", 5, "ng/mL"), "> 0.15 ng/mL"),
    ("platelets", lab("plt", 200, "10*9/L"), "> 100,000/mm3"),
)


@given(
    st.sampled_from(VALUES),
    st.sampled_from(("rise", "nadir", "density", "difference of", "zorbic", "never", "index", "in urine", "of the donor", "expected")),
)  # fmt: skip
def test_an_unread_word_before_its_number_keeps_nobody_out(
    value: tuple[str, Told, str], word: str
) -> None:
    name, who, bound = value
    assert said("exclusion", f"{name} {word} {bound}", who) != NOT_MET


@pytest.mark.parametrize(
    ("kind", "text", "limits"),
    [
        ("Exclusion", "BMI not between 18 and 30 kg/m2", []),
        ("Exclusion", "ALT not within 2.5 x ULN", []),
        ("Inclusion", "Blood pressure under 140 over 90", [("sbp", "<", 140)]),
        ("Exclusion", "Child-Pugh > A", [("child_pugh", "in", ("B", "C"))]),
        ("Exclusion", "Creatinine > normal", [("creatinine", ">", 1)]),
        ("Exclusion", "Creatinine elevated (normal < 1.2 mg/dL)", []),
        ("Exclusion", "Platelets required >= 100,000/mm3", []),
        ("Inclusion", "ECOG maximum 2", [("ecog", "in", (0, 1, 2))]),
        ("Inclusion", "LVEF reduced by < 10%", []),
        ("Inclusion", "HbA1c reduction > 1%", []),
        ("Exclusion", "Creatinine clearance < 60 mL/min", [("crcl", "<", 60)]),
    ],
)
def test_numbers_as_they_are_meant(kind: str, text: str, limits: list[object]) -> None:
    read = extract(f"{kind} Criteria:\n- {text}")
    assert [(x.variable, x.op, x.norm_value) for each in read for x in each.constraints] == limits


@pytest.mark.parametrize(
    ("sex", "value", "verdict"),
    [("female", 440, MET), ("female", 460, UNKNOWN), ("female", 480, NOT_MET), ("male", 460, NOT_MET)],
)  # fmt: skip
def test_a_laxer_limit_of_one_sex_in_brackets(sex: str, value: float, verdict: str) -> None:
    who = lab("qtc", value, "ms") | {"sex": sex}
    assert said("exclusion", "QTc > 450 ms (470 ms in women)", who) == verdict


OLD: Told = {"age": 40, "labs": {"hgb": {"value": 8, "unit": "g/dL"}, "cd4": {"value": 600, "unit": "/uL"}}, "flags": {"hiv": "present"}}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["Patients over 70 years must have hemoglobin > 7 g/dL", "HIV negative participants: CD4 > 500/mm3", "Patients without HIV: CD4 > 500/mm3", "For HIV, CD4 > 200/mm3"],
)  # fmt: skip
def test_a_group_is_not_asked_of_everybody(text: str) -> None:
    assert said("inclusion", text, OLD) == UNKNOWN


@given(
    st.sampled_from(("Hemoglobin < 7 g/dL", "Age over 65 years", "CD4 < 200/mm3")),
    st.sampled_from(("excluded", "not allowed", "optional", "preferred", "partner", "Germany", "old version")),
)  # fmt: skip
def test_a_remark_behind_a_limit_is_read_or_it_decides_nothing(limit: str, remark: str) -> None:
    assert said("inclusion", f"{limit} ({remark})", OLD) == UNKNOWN


def test_each_heading_of_the_table_sets_its_side() -> None:
    path = Path(headings.__file__).with_name("whole_headings.csv")
    for heading, side in table(path, ("heading", "side"), key=("heading",)):
        for written in (f"{heading.capitalize()}:", f"* {heading.upper()}", f"{heading}?"):
            told = headings.side_heading(written)
            assert told is not None and told.kind == side, written


@pytest.mark.parametrize(
    "heading",
    ["Criteria for exclusion:", "Other exclusions:", "Key exclusions", "Reasons for exclusion:", "Who cannot take part?", "Critères d'exclusion :", "Ausschlusskriterien:", "Criterios de exclusión:", "Critérios de exclusão"],
)  # fmt: skip
def test_headings_of_exclusions_in_other_words(heading: str) -> None:
    text = f"Inclusion Criteria:\n\n- Age 18 or over\n\n{heading}\n\n- Known HIV infection\n"
    assert [each.kind for each in extract(text)] == ["inclusion", "exclusion"]


DAYS_AGO = {"value": 3, "unit": "d"}


@pytest.mark.parametrize(
    ("text", "since", "verdict"),
    [
        ("Systemic immunomodulators within 1 month", {"immunotherapy": "never", "biologic": DAYS_AGO}, UNKNOWN),
        ("Immunosuppressive therapy within 4 weeks", {"immunosuppressants": "never", "steroids": DAYS_AGO}, UNKNOWN),
        ("Immunosuppressive therapy within 4 weeks", {"immunosuppressants": DAYS_AGO}, NOT_MET),
        ("Immunosuppressive therapy within 4 weeks", {"immunosuppressants": "never", "steroids": "never"}, MET),
        ("Cytostatic drugs within 3 months", {"medication": "never", "chemotherapy": DAYS_AGO}, UNKNOWN),
        ("Antihistamines within 7 days", {"medication": "never"}, MET),
    ],
)  # fmt: skip
def test_what_a_record_may_mean_by_a_name(text: str, since: Told, verdict: str) -> None:
    assert said("exclusion", text, {"time_since": since}) == verdict


DATED = [("prior", whole, part) for whole in (*following.PARTS_OF_TREATMENT, *sorted(following.HAD_IF_DATED)) for part in following.says_otherwise(whole)]  # fmt: skip


def test_the_tables_of_what_follows_name_events_and_treatments_that_are_known() -> None:
    known = set(variables())
    named = {part for parts in following.MAY_COUNT.values() for part in parts}
    named |= {*following.MAY_COUNT, *(part for _, _, part in DATED)}
    assert {f"ts.{name}" for name in named if f"prior.{name}" not in known} <= known


@pytest.mark.parametrize(("_", "whole", "part"), DATED)
def test_what_was_never_and_yet_is_dated_is_not_known(_: str, whole: str, part: str) -> None:
    who = Patient.from_json({"prior": {whole: "absent"}, "time_since": {part: DAYS_AGO}})
    if f"ts.{part}" in variables():
        assert who.state(f"prior.{whole}") is None
        assert whole == part or who.days_since(whole) is None


def test_a_file_that_contradicts_itself_tells_neither() -> None:
    who: Told = {"prior": {"biologic": "absent"}, "time_since": {"immunotherapy": DAYS_AGO}}
    assert said("exclusion", "Prior immunotherapy", who) == UNKNOWN
    assert said("inclusion", "No prior interferon", who) == UNKNOWN
