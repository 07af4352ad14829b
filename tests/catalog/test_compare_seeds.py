"""The four starter trials side by side: what a tumour board would look for."""

from __future__ import annotations

from functools import cache

import pytest

from catalog.comparison.compare import Comparison, Row, compare
from catalog.merging.merged import MergedTrial
from catalog.model.trial import Presence
from tests.catalog.compare_cases import TODAY, seeds

AMD, ALKS, DALPI, TONGREN = "NCT04058145", "NCT04144517", "NCT05721443", "NCT06100497"


@cache
def known() -> dict[str, MergedTrial]:
    return seeds()


def side_by_side(*ids: str) -> Comparison:
    return compare([known()[one] for one in ids], today=TODAY)


def row(comparison: Comparison, label: str) -> Row:
    found = [r for section in comparison.sections for r in section.rows if r.label == label]
    assert len(found) == 1, label
    return found[0]


@pytest.mark.parametrize(
    ("label", "one", "other", "differs"),
    [
        ("hemoglobin", "≥ 10 g/dL (100 g/L)", "≥ 8 g/dL", True),
        ("platelets", "≥ 100 × 10⁹/L", "≥ 75 × 10⁹/L (75 000 /µL)", True),
        ("ECOG", "0–1", "0–1", False),
    ],
)
def test_limits_of_dalpiciclib_and_tongren(label: str, one: str, other: str, differs: bool) -> None:
    found = row(side_by_side(DALPI, TONGREN), label)
    assert [cell.text for cell in found.cells] == [one, other]
    assert found.differs is differs


def test_creatinine_with_its_other_way_in() -> None:
    found = row(side_by_side(DALPI, TONGREN), "creatinine")
    assert found.cells[0].text == "< 1.5 × ULN or creatinine clearance ≥ 60 mL/min"
    assert found.cells[1].text == "≤ 1.5 × ULN or creatinine clearance ≥ 60 mL/min"
    assert found.differs  # below 1.5 is not at most 1.5


def test_the_full_cell_quotes_the_sentence() -> None:
    found = row(side_by_side(DALPI, TONGREN), "hemoglobin")
    for cell, trial_id, words in zip(found.cells, (DALPI, TONGREN), ("100 g/L", "8"), strict=True):
        eligibility = known()[trial_id].trial.eligibility
        assert eligibility is not None and eligibility.text is not None
        (quote,) = cell.quotes
        assert quote.span is not None
        assert eligibility.text[slice(*quote.span)] == quote.text
        assert words in quote.text


def test_silence_is_uncertain_where_more_criteria_apply() -> None:
    found = row(side_by_side(ALKS, DALPI, TONGREN), "hemoglobin")
    assert found.cells[0].shown == "not stated ~"
    assert found.cells[0].state is Presence.NOT_STATED
    assert found.differing == ((1, 2),)


def test_a_source_without_criteria_says_so() -> None:
    found = row(side_by_side(AMD, TONGREN), "hemoglobin")
    assert found.cells[0].state is Presence.NOT_IN_SOURCE
    assert not found.differs


def test_pembrolizumab_is_one_shared_row() -> None:
    found = row(side_by_side(AMD, ALKS), "Pembrolizumab")
    assert all(cell.stated for cell in found.cells)
    assert not found.differs


@pytest.mark.parametrize(
    "label",
    [
        "objective response (ORR)",
        "progression-free survival (PFS)",
        "overall survival (OS)",
        "duration of response (DoR)",
        "serious adverse events (SAE)",
    ],
)
def test_endpoints_meet_across_wordings(label: str) -> None:
    found = row(side_by_side(AMD, ALKS), label)
    assert all(cell.stated for cell in found.cells)


def test_the_stale_flag_stands_beside_the_status() -> None:
    found = row(side_by_side(DALPI, ALKS), "status to be verified")
    assert "2026-01-01 has passed" in found.cells[0].text
    assert found.cells[1].text == "none"


def test_two_sources_are_both_named() -> None:
    comparison = side_by_side(DALPI, TONGREN)
    assert len(comparison.trials[0].sources) == 2
    assert {
        s for section in comparison.sections for r in section.rows for s in r.cells[0].sources
    } == {
        0,
        1,
    }
