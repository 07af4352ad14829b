"""Shapes of numbers and names that the public gold showed; what must not be read of their likes."""

# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import understand

Read = list[tuple[str, str, object]]


def read(kind: str, text: str) -> Read:
    return [(each.variable, each.op, each.norm_value) for each in understand(kind, text)[1]]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("exclusion", "Chemotherapy within the past month", [("ts.chemotherapy", "<", 30.4375)]),
        ("exclusion", "Radiotherapy in the last year", [("ts.radiotherapy", "<", 365.25)]),
        (
            "exclusion",
            "Any history of blood product transfusion within prior month.",
            [("ts.transfusion", "<", 30.4375)],
        ),
        (
            "inclusion",
            "Gestational age 24+0 to 33+6 weeks",
            [("gestational_age", ">=", 24), ("gestational_age", "<=", 33.8571)],
        ),
        (
            "inclusion",
            "16 0/7 to 22 0/7 weeks of gestation",
            [("gestational_age", ">=", 16), ("gestational_age", "<=", 22)],
        ),
        ("exclusion", "Gleason score 4+3 or higher", [("gleason", ">=", 7)]),
        (
            "exclusion",
            "Hypertension (≥140 mmHg systolic and/or ≥90 mmHg diastolic)",
            [("sbp", ">=", 140), ("dbp", ">=", 90)],
        ),
        ("inclusion", "Adult renal transplant patients (≥21years),", [("age", ">=", 21)]),
        ("inclusion", "Being female, ≥ 18 years, literate", [("age", ">=", 18)]),
        ("exclusion", "patients <18", [("age", "<", 18)]),
        ("exclusion", "Dementia (defined as MMSE < 26)", [("mmse", "<", 26)]),
        ("exclusion", "Alcohol consumption (> 2 drinks per day)", [("alcohol", ">", 14)]),
        ("inclusion", "A minimum life expectancy of 12 weeks.", [("life_expectancy", ">=", 84)]),
        ("exclusion", "Life expectancy within 12 months", [("life_expectancy", "<=", 365.25)]),
        (
            "inclusion",
            "Shortening fraction at least 28% or ejection fraction at least 50%",
            [("shortening_fraction", ">=", 28), ("lvef", ">=", 50)],
        ),
        (
            "inclusion",
            "Ejection fraction at least 50% or shortening fraction at least 28%",
            [("lvef", ">=", 50), ("shortening_fraction", ">=", 28)],
        ),
        ("exclusion", "IOP > 20mm in either eye", [("iop", ">", 20)]),
        ("exclusion", "Triglycerides > 400 at baseline", [("triglycerides", ">", 400)]),
        ("inclusion", "Heart failure NYHA IIIB-IV", [("nyha", "in", (3, 4))]),
        ("inclusion", "Melasma persisting for more than 6 months", [("disease_duration", ">", 182.625)]),
        (
            "inclusion",
            "Pain > 3 on a 0-10 pain intensity numeric scale",
            [("pain_score", ">", 3)],
        ),
        (
            "inclusion",
            "No significant weight changes (<10 lbs. weight fluctuation)",
            [("weight_change", "<", 4.53592)],
        ),
        (
            "exclusion",
            "Estimated glomerular filtration rate <45 milliliters per minute per 1.73 meters squared",
            [("egfr", "<", 45)],
        ),
    ],
)  # fmt: skip
def test_a_shape_is_read(kind: str, text: str, expected: Read) -> None:
    assert [each for each in read(kind, text) if each[0] != "sex"] == [
        (name, op, pytest.approx(value, rel=0.001) if isinstance(value, float) else value)
        for name, op, value in expected
    ]


@pytest.mark.parametrize(
    ("kind", "text", "variable"),
    [
        ("exclusion", "Smokers (>20 cigarettes per week)", "cigarettes_per_day"),
        ("inclusion", "Bone for an implant length of at least 10 mm", "lesion_size"),
        ("inclusion", "Three carious lesions deeper than 2 mm in different teeth", "lesion_size"),
        ("exclusion", "Less than 50% of excess weight lost by 2 years after surgery", "weight_loss_pct"),
        ("exclusion", "Mean arterial pressure (MAP) < 60 mm Hg", "sbp"),
        ("exclusion", "Oxygen saturation measured with FiO2 of ≥ 0.3", "spo2"),
        ("inclusion", "Amenorrhea (up to 3 years in patients under age 52)", "age <= 3"),
        ("exclusion", "Female planning to become pregnant or likely to become pregnant", "pregnancy"),
        ("exclusion", "Thyroid stimulating hormone 3+ hours after a meal", "tsh"),
        ("inclusion", "Cancer for which no effective standard therapy exists", "prior.systemic"),
        ("inclusion", "Pain rated on a scale of 0-10, average pain 0-10", "pain_score"),
    ],
)  # fmt: skip
def test_its_likes_are_not(kind: str, text: str, variable: str) -> None:
    said = [f"{name} {op} {value}" for name, op, value in read(kind, text)]
    assert not [each for each in said if each == variable or each.split()[0] == variable], said
