"""Drugs by name and class in washouts and earlier treatments; time limits behind examples."""

# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest

from catalog.drugs.classes import drug_classes
from catalog.eligibility.extraction import criterion_of, understand
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import screen
from catalog.eligibility.vocabulary.entries import treatments

INTERVALS = [each for each in treatments().values() if each.kind == "interval" and each.drugs]
EARLIER = [each for each in treatments().values() if each.kind == "prior" and each.drugs]


def read(kind: str, text: str) -> list[tuple[str, str, object]]:
    return [(each.variable, each.op, each.norm_value) for each in understand(kind, text)[1]]


def test_a_drug_stands_in_one_class_and_every_class_is_a_treatment() -> None:
    named = [name for names in drug_classes().values() for name in names]
    assert len(named) == len(set(named))
    assert {name for each in INTERVALS for name in each.drugs} == set(named)
    assert all(name == name.lower() for name in named)


@pytest.mark.parametrize("treatment", INTERVALS, ids=lambda each: each.id)
def test_a_named_drug_gives_the_interval_of_its_class(treatment) -> None:  # type: ignore[no-untyped-def]
    for drug in treatment.drugs:
        told = read("exclusion", f"Has received {drug} within 4 weeks before enrollment")
        assert (treatment.id, "<", 28) in told, drug


@pytest.mark.parametrize("treatment", EARLIER, ids=lambda each: each.id)
def test_a_named_drug_is_an_earlier_treatment_of_its_class(treatment) -> None:  # type: ignore[no-untyped-def]
    for drug in treatment.drugs:
        assert (treatment.id, "=", "absent") in read("inclusion", f"No prior {drug}"), drug


def _verdict(kind: str, text: str, days: int | str) -> str:
    since = days if isinstance(days, str) else {"value": days, "unit": "d"}
    patient = Patient.from_json({"time_since": {"pd1": since}})
    return screen([criterion_of(kind, text)], patient)[0].verdict


def test_another_drug_of_the_class_decides_nothing() -> None:
    """Who had none of the class lately had not this one; who had one may have had another."""
    text = "Atezolizumab within 4 weeks"
    assert _verdict("exclusion", text, 10) == "unknown"
    assert _verdict("exclusion", text, 40) == "met"
    assert _verdict("exclusion", text, "never") == "met"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "exclusion",
            "Immunomodulating agents such as systemic corticosteroids, IL-2, or interferons within the past month.",
            [("ts.immunotherapy", "<", 30.4375)],
        ),
        (
            "exclusion",
            "Biologics (e.g. omalizumab) within 4 months",
            [("ts.biologic", "<", 121.75)],
        ),
        (
            "inclusion",
            "No antiandrogen therapy such as flutamide or nilutamide within 4 weeks",
            [("ts.hormonal", ">=", 28)],
        ),
        (
            "exclusion",
            "Treatment with any oral steroids within ten (10) days prior to enrollment",
            [("ts.steroids", "<", 10)],
        ),
        ("exclusion", "Any anticoagulation therapy within 7 days", [("ts.medication", "<", 7)]),
        (
            "exclusion",
            "Anti-HIV treatment within 8 weeks prior to entry.",
            [("ts.medication", "<", 56)],
        ),
        # An illness may be limited in its example alone; what lets in asks for nothing.
        ("exclusion", "Heart disease such as myocardial infarction within 4 months", []),
        ("inclusion", "Patients with prior chemotherapy are eligible.", []),
        # A score of growth is no index of mass; entry is no last dose.
        ("inclusion", "Normal body mass index (BMI) i.e. -2 ≤ z-score < +1", []),
        ("inclusion", "Must abstain from soy products within two months of study entry", []),
        # Given against cancer and against lupus: of no class.
        ("exclusion", "Cyclophosphamide within 4 weeks", []),
    ],
)
def test_time_limits_and_what_is_none(
    kind: str, text: str, expected: list[tuple[str, str, object]]
) -> None:
    assert read(kind, text) == expected
