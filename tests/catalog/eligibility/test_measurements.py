"""Every measurement of the table is read by each of its names, in its own unit and in others."""

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import understand
from catalog.eligibility.vocabulary.entries import Variable
from catalog.eligibility.vocabulary.variables import VARIABLES
from catalog.eligibility.vocabulary.wording import number, shown_unit

NUMBERS = tuple(
    each for each in VARIABLES
    # Asked by other words than a name before a number; laws of their own hold them.
    if each.kind == "number" and each.id not in ("prior_lines", "pd_l1_tps", "pt", "aptt", "age")
)  # fmt: skip


def _value(variable: Variable) -> float:
    low = variable.low if variable.low is not None else 1
    high = variable.high if variable.high is not None else 100
    return round((low + min(high, low + 20)) / 2) or 1


@pytest.mark.parametrize("variable", NUMBERS, ids=lambda variable: variable.id)
def test_each_name_is_read(variable: Variable) -> None:
    value = _value(variable)
    for name in variable.names:
        if name == "lost":  # only beside a weight
            continue
        text = f"{name} at least {number(value)} {shown_unit(variable.unit)}"
        found = {(c.variable, c.op, c.norm_value) for c in understand("inclusion", text)[1]}
        assert (variable.id, ">=", value) in found, text


CASES = (
    ("ASA physical status I-II", ("asa", "in", (1, 2), None)),
    ("American Society of Anesthesiologists class 3 or higher", ("asa", "in", (3, 4, 5, 6), None)),
    ("Gestational age below 32 weeks", ("gestational_age", "<", 32, "wk")),
    ("Birth weight of at least 2.5 kg", ("birth_weight", ">=", 2500, "g")),
    ("Resting heart rate < 50 bpm", ("heart_rate", "<", 50, "/min")),
    ("FEV1/FVC < 0.7", ("fev1_fvc", "<", 70, "%")),
    ("PaO2 above 8 kPa", ("pao2", ">", 60.008, "mm[Hg]")),
    ("HbA1c below 53 mmol/mol", ("hba1c", "<", 6.9995, "%")),
    ("LDL cholesterol > 4 mmol/L", ("ldl", ">", 154.68, "mg/dL")),
    ("Serum testosterone < 1.7 nmol/L", ("testosterone", "<", 49.028, "ng/dL")),
    ("TSH above 4.5 uIU/mL", ("tsh", ">", 4.5, "mU/L")),
    ("FSH > 40 mIU/mL", ("fsh", ">", 40, "U/L")),
    ("Eosinophils at least 300 cells/uL", ("eosinophils", ">=", 0.3, "10*9/L")),
    ("HBV DNA < 2000 IU/mL", ("hbv_dna", "<", 2000, "[IU]/mL")),
    ("HCV RNA > 1000 copies/mL", ("hcv_rna", ">", 1000, "{copies}/mL")),
    ("Urine albumin to creatinine ratio > 30 mg/mmol", ("uacr", ">", 265.2, "mg/g")),
    ("Cumulative doxorubicin dose below 300 mg/m2", ("doxorubicin_cumulative", "<", 300, "mg/m2")),
    ("Pain on a visual analogue scale at least 40 mm", ("pain_score", ">=", 4, "{score}")),
    ("BMD T-score below -2.5", ("t_score", "<", -2.5, "{score}")),
    ("T-score of -2.5 or less", ("t_score", "<=", -2.5, "{score}")),
    ("At least 10% body surface area", ("bsa_pct", ">=", 10, "%")),
    ("More than 3 stools per day", ("stools_per_day", ">", 3, "/d")),
    ("Smoking more than 1 packs per day", ("cigarettes_per_day", ">", 20, "/d")),
    ("Alcohol intake above 14 drinks per week", ("alcohol", ">", 14, "{drinks}/wk")),
    ("Random blood glucose > 11.1 mmol/L", ("glucose_random", ">", 199.978, "mg/dL")),
    ("2-hour post-load glucose >= 200 mg/dL", ("glucose_2h", ">=", 200, "mg/dL")),
    ("24 hour urine protein above 1.5 g/24 h", ("urine_protein_24h", ">", 1500, "mg")),
    ("24-hour urine protein above 1 g/day", ("urine_protein_24h", ">", 1000, "mg")),
    ("Temperature above 100.4 °F", ("body_temp", ">", 38, "Cel")),
)


@pytest.mark.parametrize(("text", "limit"), CASES, ids=[text for text, _ in CASES])
def test_other_units_and_shapes(text: str, limit: tuple[object, ...]) -> None:
    found = [
        (c.variable, c.op, c.norm_value, c.norm_unit) for c in understand("exclusion", text)[1]
    ]
    assert limit in found


NOT = (
    ("Aspirin (ASA) 100 mg daily", "asa"),
    ("Milk specific IgE > 15 kU/L", "ige"),
    ("Apgar score < 7, gestational age not known", "gestational_age"),
    ("Ventricular tachycardia of more than 5 beats", "heart_rate"),
    ("Itch NRS of at least 4", "pain_score"),
    ("Multiple gestation with loss of 1 or more fetuses", "gestational_age"),
    ("Triglycerides 3 standard deviations above normal", "triglycerides"),
    ("Birth weight below 1500 g", "weight"),
    ("Arterial oxygen pressure (PaO2)/oxygen concentration (FiO2) <= 300 mmHg", "pao2"),
    ("Prostate volume > 50 mL", "lesion_volume"),
    ("Random glucose > 200 mg/dL", "glucose_fasting"),
    ("Age at least 18 years, T-MoCA of 12", "moca"),
)


@pytest.mark.parametrize(("text", "variable"), NOT, ids=[text for text, _ in NOT])
def test_a_name_in_another_sense_gives_no_limit(text: str, variable: str) -> None:
    for kind in ("inclusion", "exclusion"):
        assert variable not in {limit.variable for limit in understand(kind, text)[1]}
