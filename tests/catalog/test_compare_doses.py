"""Doses side by side: a stated difference is said, sameness only of the same words.

The arms are those of the records named beside them.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.comparison.compare import Comparison, Row, compare
from catalog.comparison.names import condition_key
from catalog.drugs.doses import Dosing, dosing
from catalog.drugs.matching import Drug, drugs_of, same
from catalog.model.codes import ArmType, Coded
from catalog.model.trial import Arm, Intervention, Outcome, Trial
from tests.catalog.compare_cases import TODAY, merged


def gives(name: str, description: str | None, label: str = "Arm") -> Trial:
    """A trial with one experimental arm that gives one thing."""
    return Trial(
        interventions=(Intervention(name=name, description=description),),
        arms=(Arm(label, Coded("EXPERIMENTAL", ArmType.EXPERIMENTAL), None, (name,)),),
    )


def compared(one: Trial, other: Trial) -> Comparison:
    return compare([merged(one, "A"), merged(other, "B")], today=TODAY)


def drug_row(comparison: Comparison, section: str = "Arms") -> Row:
    """The row of the only drug that is given."""
    rows = [row for part in comparison.sections if part.name == section for row in part.rows]
    return rows[-1]


@pytest.mark.parametrize(
    ("name", "one", "other", "differs", "equal"),
    [
        # NCT00920621, NCT02428322
        ("Vitamin D3", "4000 IU of vitamin D3 administered orally once a day during pregnancy",
         "Soft gel capsules will contain 2,000IU vitamin D.", True, False),
        # NCT05915728, NCT05915026
        ("Gadoquatrane", "0.04 mmol Gd/kg body weight, solution for injection, single dose",
         "0.04 mmol Gd/kg body weight, solution for injection, single dose", False, True),
        # NCT02438826 gives 300 mg of galcanezumab, NCT02797951 less: neither text says so
        ("Galcanezumab", "Administered SC", "Administered SC", False, False),
        # NCT04294810, NCT06328036
        ("Tiragolumab", "Tiragolumab 600 mg administered by IV infusion Q3W on Day 1",
         "Given IV", False, False),
        ("Pembrolizumab", "200 mg IV every 3 weeks", "200 mg Q3W", False, False),
        ("Pembrolizumab", "200 mg IV every 3 weeks", "400 mg Q6W", True, False),
        ("Pembrolizumab", "IV on day 1 of each 21-day cycle", "IV every 6 weeks", True, False),
        ("Gabapentin", "200 mg twice daily", "200 mg once daily", True, False),
        # NCT04895423: a step that the other trial has too is no difference
        ("Dupilumab", "an initial dose of 600 mg, then 300 mg every 4 weeks", "300 mg monthly",
         False, False),
        ("XKH001", "100 mg/ml, 1 ml/vial", "0.5 mg/kg", False, False),
        ("Drug", None, None, False, False),
    ],
)  # fmt: skip
def test_doses_of_one_drug(
    name: str, one: str | None, other: str | None, differs: bool, equal: bool
) -> None:
    found = drug_row(compared(gives(name, one), gives(name, other)))
    assert (found.differs, found.equal) == (differs, equal)


def test_a_dose_in_the_name_counts() -> None:
    found = drug_row(compared(gives("Ligelizumab 120 mg", None), gives("Ligelizumab 72 mg", None)))
    assert found.differs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Placebo", "Matching placebo"),
        ("Placebo", "Tiragolumab Matching Placebo"),
        ("Standard of Care", "Standard care"),
        ("Standard of Care", "Usual care"),
        ("Standard of care", "Standard Treatment"),
        ("Standard of care", "standard treatment COVID-19"),
        ("Conventional treatment", "Treatment as usual"),
        ("No treatment", "No Intervention"),
        ("Best supportive care (BSC)", "Best Supportive Care"),
        ("Physician's choice", "Treatment of Physician's Choice (TPC)"),
        ("Investigator's choice chemotherapy", "Physician’s choice"),
        ("Chemotherapy", "Standard chemotherapy"),
        ("Control", "Control group"),
        ("Observation", "Clinical observation"),
        ("Radiation Therapy", "Radiotherapy"),
        ("Probiotic", "Probiotics"),
        ("Placebo", "Placebo"),
        ("Standard of Care", "Standard of Care"),
    ],
)
def test_what_each_protocol_fills_in_its_own_way_is_never_the_same(one: str, other: str) -> None:
    comparison = compared(gives(one, None), gives(other, None))
    for section in ("Interventions", "Arms"):
        found = drug_row(comparison, section)
        assert "each trial's own" in found.label
        assert all(cell.stated for cell in found.cells)
        assert not found.differs
        assert not found.equal, "the reader has to see it"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Standard of care", "Best supportive care"),
        ("Placebo", "Sham procedure"),
        ("Placebo", "Usual care"),
        ("Chemotherapy", "Cisplatin"),
        ("Chemotherapy", "Chemoradiotherapy"),
        ("Observation", "Surgery"),
        ("Usual care", "Standard treatment cisplatin"),
        ("Placebo", "Pembrolizumab"),
        ("Standard chemotherapy", "Standard of care"),
    ],
)
def test_kinds_are_kept_apart(one: str, other: str) -> None:
    def drug(name: str) -> Drug:
        return drugs_of(gives(name, None))[0]

    assert not same(drug(one), drug(other))


@pytest.mark.parametrize(
    ("text", "amounts", "every", "a_day"),
    [
        ("90 mg/m2 IV on Days 1, 8 and 15 every 28 days", {("mg/m2", 90)}, {28}, set()),
        ("135 mg/m², every 3 weeks (Q3W)", {("mg/m2", 135)}, {21}, set()),
        ("3 micrograms per kilogram, 0.5 g", {("mg/kg", 0.003), ("mg", 500)}, set(), set()),
        ("5-10 mg/kg", {("mg/kg", 5), ("mg/kg", 10)}, set(), set()),
        ("Gabapentin 200 mg twice daily", {("mg", 200)}, set(), {2}),
        ("825 mg/m^2 orally (bid)", {("mg/m2", 825)}, set(), {2}),
        ("1200 milligrams (mg) Q3W", {("mg", 1200)}, {21}, set()),
        ("vials of 20 mg/mL", set(), set(), set()),
        ("PD-1 antibody, COVID-19, 3 groups", set(), set(), set()),
    ],
)  # fmt: skip
def test_doses_are_read(
    text: str, amounts: set[tuple[str, float]], every: set[int], a_day: set[int]
) -> None:
    assert dosing(text) == Dosing(frozenset(amounts), frozenset(every), frozenset(a_day))


@given(st.text(), st.text())
def test_any_text_is_read_and_never_differs_from_itself(one: str, other: str) -> None:
    assert not dosing(one).differs(dosing(one))
    assert dosing(one).differs(dosing(other)) == dosing(other).differs(dosing(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Covid19", "COVID-19"),
        ("COVID", "Coronavirus Disease 2019"),
        ("Disk Herniated Lumbar", "Lumbar Disc Herniation"),
        ("Intervertebral Disk Displacement", "Intervertebral Disc Displacement"),
        ("Diabetes Mellitus, Type 2", "Type 2 diabetes"),
    ],
)
def test_conditions_worded_differently_are_one(one: str, other: str) -> None:
    assert condition_key(one) == condition_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Covid19", "COVID-19 pneumonia"),
        ("Diabetes Mellitus", "Diabetes insipidus"),
        ("Lumbar Disc Herniation", "Cervical Disc Herniation"),
    ],
)
def test_conditions_that_are_two(one: str, other: str) -> None:
    assert condition_key(one) != condition_key(other)


def test_one_measure_of_two_endpoints_is_told_once() -> None:
    """NCT02797951 measures both in one; beside a trial that parts them each has its row."""
    both = Trial(outcomes=(Outcome("Number of Participants With TEAEs and Serious AEs (SAEs)"),))
    none = Trial(outcomes=(Outcome("Overall survival"),))
    one = Trial(outcomes=(Outcome("Serious Adverse Events"),))

    def labels(other: Trial) -> list[str]:
        comparison = compared(both, other)
        rows = [row for part in comparison.sections if part.name == "Measured" for row in part.rows]
        return [row.label for row in rows if "adverse" in row.label]

    assert len(labels(none)) == 1
    assert "(SAE); treatment-emergent" in labels(none)[0]
    assert len(labels(one)) == 2
