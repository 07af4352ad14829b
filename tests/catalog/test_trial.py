"""The model: what is written reads back, and coded values keep the source's word."""

import pytest
from hypothesis import given

from catalog.model.codes import Coded, Masking, Phase, Sex, Status, coded, phases
from catalog.model.trial import Age, Trial, decode, encode
from tests.catalog.strategies import trials


@given(trials())
def test_a_trial_survives_encoding(trial: Trial) -> None:
    assert decode(encode(trial)) == trial


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Phase 1/Phase 2", ["PHASE1", "PHASE2"]),
        ("PHASE1|PHASE2", ["PHASE1", "PHASE2"]),
        ("PHASE1/PHASE2", ["PHASE1", "PHASE2"]),
        ("Phase 1|Phase 2", ["PHASE1", "PHASE2"]),
        ("I_II", ["PHASE1", "PHASE2"]),
        ("II", ["PHASE2"]),
        ("2-3", ["PHASE2", "PHASE3"]),
        ("Phase-3", ["PHASE3"]),
        ("Phase IIa", ["PHASE2"]),
        ("Phase 0", ["EARLY_PHASE1"]),
        ("Early Phase 1", ["EARLY_PHASE1"]),
        ("N/A", ["NA"]),
        ("Not Applicable", ["NA"]),
        ("Retrospective study", ["Retrospective study"]),
        ("", []),
    ],
)
def test_phases_as_registries_write_them(said: str, words: list[str]) -> None:
    assert [phase.word for phase in phases(said)] == words


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Active, not recruiting", Status.ACTIVE_NOT_RECRUITING),
        ("ACTIVE_NOT_RECRUITING", Status.ACTIVE_NOT_RECRUITING),
        ("Unknown status", Status.UNKNOWN),
        ("Enrolling by invitation", Status.ENROLLING_BY_INVITATION),
        ("Not recruiting", None),
    ],
)
def test_a_status_keeps_its_words(said: str, means: Status | None) -> None:
    assert coded(Status, said) == Coded(said, means)


def test_words_outside_the_enumeration_are_kept() -> None:
    assert coded(Phase, "Phase 7") == Coded("Phase 7", None)
    assert coded(Sex, "Both, male and female") == Coded("Both, male and female", Sex.ALL)
    assert coded(Masking, "Open Label") == Coded("Open Label", Masking.NONE)
    assert coded(Sex, "  ") is None
    assert coded(Sex, None) is None


def test_ages_in_years() -> None:
    assert Age(said="6 Months", amount=6, unit="Months").years == 0.5
    assert str(Age(said="1 Year", amount=1, unit="Years")) == "1 Year"
    assert Age(said="any").years is None


@pytest.mark.parametrize(
    ("said", "amount", "unit", "shown"),
    [
        ("65+", 65, "Years", "65 Years"),
        ("\uff11\uff18", 18, "Years", "18 Years"),
        ("2,5 Jahre", 2.5, "Years", "2.5 Years"),
        ("1 month", 1, "Months", "1 Month"),
        ("12 years 6 months", 12.5, "Years", "12 years 6 months"),
        ("eighteen", None, None, "eighteen"),
    ],
)
def test_an_age_is_shown_by_its_number_or_as_written(
    said: str, amount: float | None, unit: str | None, shown: str
) -> None:
    """A number that was worked out of several parts stands nowhere in the source."""
    assert str(Age(said, amount, unit)) == shown
