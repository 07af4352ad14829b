"""The reading rules of the schema, each by examples of its own."""

# ruff: noqa: E501 - examples, a line each
from __future__ import annotations

import pytest

from catalog.eligibility.extraction import understand

Said = tuple[str, str, object]


def read(kind: str, text: str, section: str = "") -> set[Said]:
    return {
        (each.variable, each.op, each.norm_value) for each in understand(kind, text, section)[1]
    }


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        # Literal, not inverted.
        ("exclusion", "QTc > 470 ms", {("qtc", ">", 470)}),
        ("inclusion", "Platelets at least 90,000/mm3", {("plt", ">=", 90)}),
        # Negation is folded in.
        ("inclusion", "No myocardial infarction within 6 months", {("ts.mi", ">=", 182.625)}),
        ("inclusion", "No NYHA class III or IV disease", {("nyha", "in", (1, 2))}),
        ("inclusion", "Bilirubin no greater than 2 mg/dL", {("bili_total", "<=", 2)}),
        # "No" is not always negation.
        ("inclusion", "No limit on the number of prior regimens", set()),
        # A comparator governs to its right and a name to its left.
        ("inclusion", "AST and ALT ≤ 3 x ULN", {("ast", "<=", 3), ("alt", "<=", 3)}),
        ("inclusion", "Hemoglobin ≥ 8 g/dL, platelets ≥ 75,000/mm3", {("hgb", ">=", 8), ("plt", ">=", 75)}),
        ("inclusion", "18 years of age or older", {("age", ">=", 18)}),
        ("inclusion", "Aged between 20 and 65 years", {("age", ">=", 20), ("age", "<=", 65)}),
        ("inclusion", "LVEF 45% or higher", {("lvef", ">=", 45)}),
        # Limits of normal.
        ("inclusion", "Creatinine ≤ 2 times the upper limit of normal", {("creatinine", "<=", 2)}),
        # Time limit or flag.
        ("exclusion", "Stroke within 3 months", {("ts.stroke", "<", 91.3125)}),
        ("exclusion", "Major surgery within 3 weeks of enrollment", {("ts.surgery", "<", 21)}),
        ("exclusion", "HIV infection", {("hiv", "=", "present")}),
        # Units.
        ("inclusion", "Hemoglobin ≥ 90 g/L", {("hgb", ">=", 9)}),
        ("inclusion", "ANC ≥ 1.2 x 10^9/L", {("anc", ">=", 1.2)}),
        ("inclusion", "Life expectancy of at least 2 months", {("life_expectancy", ">=", 60.875)}),
        # Only advised, or the values of a sample: no constraint.
        ("inclusion", "Contraception is strongly advised", set()),
    ],
)  # fmt: skip
def test_rule(kind: str, text: str, said: set[Said]) -> None:
    assert read(kind, text) == said


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        # The number stands before the comparator, or the sign before the name.
        ("exclusion", "ALT 4 times greater than the upper limit of normal", {("alt", ">", 4)}),
        ("exclusion", "AST 2 times or more above ULN", {("ast", ">=", 2)}),
        ("inclusion", "6.5% ≤ HbA1c ≤ 9%", {("hba1c", ">=", 6.5), ("hba1c", "<=", 9)}),
        ("inclusion", "19 < BMI", {("bmi", ">", 19)}),
        ("inclusion", "70 or higher on the Karnofsky scale", {("karnofsky", ">=", 70)}),
        ("exclusion", "ALT =/> 5 x ULN", {("alt", ">=", 5)}),
        ("inclusion", "Adults 21+", {("age", ">=", 21)}),
        ("inclusion", "must be 16 or over", {("age", ">=", 16)}),
        # What is only planned, advised or aimed at is no state.
        ("exclusion", "Plan to conceive within two years after transfusion", set()),
        ("inclusion", "Contraception encouraged in fertile women", set()),
        ("inclusion", "Anti-HIV agents", set()),
        ("exclusion", "anti-HIV positive", {("hiv", "=", "present")}),
        ("exclusion", "Acute liver failure requiring urgent transplantation", set()),
        # Inclusion may ask for the illness itself.
        ("inclusion", "Patients with atrial fibrillation", {("arrhythmia", "=", "present")}),
        ("inclusion", "Patients with brain metastases are eligible if treated", set()),
    ],
)
def test_other_orders_and_states(kind: str, text: str, said: set[Said]) -> None:
    assert read(kind, text) == said


def test_a_bone_subgroup_is_named() -> None:
    limits = understand("inclusion", "ALP ≤ 2 x ULN (≤ 4 x ULN for those with bone involvement)")[1]
    assert [(each.norm_value, each.when) for each in limits] == [(2, None), (4, "cohort")]


def test_or_joins_and_a_subgroup_is_named() -> None:
    limits = understand("inclusion", "Creatinine ≤ 1.5 mg/dL or creatinine clearance ≥ 50 mL/min")[
        1
    ]
    assert [limit.any_of for limit in limits] == [1, 1]
    limits = understand(
        "inclusion", "ALT ≤ 2.5 x ULN, or ≤ 5 x ULN in patients with liver metastases"
    )[1]
    assert {(limit.norm_value, limit.when) for limit in limits} == {(2.5, None), (5, "liver_mets")}


def test_the_heading_is_part_of_the_meaning() -> None:
    assert read("inclusion", "18 and over", "Age") == {("age", ">=", 18)}
    assert read("inclusion", "At least 3 months", "Life expectancy") == {
        ("life_expectancy", ">=", 91.3125)
    }


@pytest.mark.parametrize(
    ("kind", "text", "about"),
    [
        ("inclusion", "Histologically confirmed metastatic gastric carcinoma", ("disease_diagnosis", "disease_extent")),
        ("exclusion", "Chemotherapy within 4 weeks before enrollment", ("washout",)),
        ("exclusion", "Known allergy to any component of the study drug", ("hypersensitivity",)),
        ("inclusion", "Hemoglobin A1c below 9%", ("metabolic_endocrine",)),
        ("exclusion", "Human immunodeficiency virus infection", ("infection_hiv",)),
        ("inclusion", "Prior platinum required", ("prior_therapy",)),
        ("exclusion", "Myocardial infarction within 6 months", ("cardiovascular",)),
        ("exclusion", "Pulmonary embolism", ("coagulation_bleeding",)),
        ("inclusion", "No prior chemotherapy for this malignancy", ("prior_therapy",)),
        ("exclusion", "Uncontrolled illness including active infection or heart failure", ("comorbidity", "infection_other", "cardiovascular")),
        ("exclusion", "Patients taking phenytoin", ("concurrent_therapy",)),
        ("inclusion", "ALT ≤ 5 x ULN with liver metastases", ("hepatic",)),
    ],
)  # fmt: skip
def test_topics(kind: str, text: str, about: tuple[str, ...]) -> None:
    assert understand(kind, text)[0] == about


def test_words_inside_an_exception_give_no_topic() -> None:
    about = understand("exclusion", "Autoimmune disease, except for asthma or diabetes")[0]
    assert about == ("autoimmune",)
