"""A change seen through a patient: what it says of them, and nothing that was not understood."""

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.answers import with_answers
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import Entry, entry_of
from catalog.eligibility.screening.typed import read
from personal.inbox.lines import Line, Named
from personal.inbox.net import Change, Harm
from personal.inbox.snapshot import Value
from tui.show.touched import Touch, Trial, touch

HIV = "HIV infection"


def lines(*must: str, not_: str = HIV) -> Value:
    return [*(["inclusion", "criterion", each] for each in must), ["exclusion", "criterion", not_]]


def text(*must: str, not_: str = HIV) -> str:
    listed = "\n".join(f"* {each}" for each in must)
    return f"Inclusion Criteria:\n{listed}\nExclusion Criteria:\n* {not_}"


def seen(patient: str, change: Change, now: str, entry: Entry | None = None) -> Touch:
    line = Line(
        harm=Harm.CRITERIA, trials=(Named("NCT1", "One"),), where=("case 17",), changes=(change,)
    )
    trial = Trial(extract(now), entry or Entry())
    found = touch(line, [trial], with_answers(Patient(), read(patient)))
    assert found is not None
    return found


def of_criteria(before: Value, after: Value) -> Change:
    return Change("eligibility.text", Harm.CRITERIA, before, after)


@pytest.mark.parametrize(
    ("patient", "told", "is_against"),
    [
        ("62 f, CrCl 40", 'keeps this patient out now: "CrCl >= 45 mL/min"', True),
        ("62 f, CrCl 25", 'keeps this patient out, as before: "CrCl >= 45 mL/min"', True),
        ("62 f, ECOG 1", "not known of this patient: creatinine clearance?", False),
    ],
)
def test_a_stricter_limit_is_told_by_what_is_known(
    patient: str, told: str, is_against: bool
) -> None:
    change = of_criteria(lines("CrCl >= 30 mL/min"), lines("CrCl >= 45 mL/min"))
    found = seen(patient, change, text("CrCl >= 45 mL/min"))
    assert found == Touch(told, by_change=True, is_against=is_against)


def test_who_fits_the_new_limit_is_told_where_the_trial_stands() -> None:
    change = of_criteria(lines("CrCl >= 30 mL/min"), lines("CrCl >= 45 mL/min"))
    found = seen("62 f, CrCl 60, HIV no", change, text("CrCl >= 45 mL/min"))
    assert not found.by_change
    assert found.told.startswith("nothing against")


def test_what_keeps_out_by_something_else_is_not_laid_to_the_change() -> None:
    change = of_criteria(
        lines("CrCl >= 30 mL/min", "ECOG 0-1"), lines("CrCl >= 45 mL/min", "ECOG 0-1")
    )
    found = seen("62 f, CrCl 60, ECOG 3", change, text("CrCl >= 45 mL/min", "ECOG 0-1"))
    assert (found.by_change, found.told) == (False, 'EXCLUDED  "ECOG 0-1"')


def test_a_looser_limit_lets_in_whom_nothing_else_keeps_out() -> None:
    change = of_criteria(
        lines("CrCl >= 45 mL/min", "ECOG 0-1"), lines("CrCl >= 30 mL/min", "ECOG 0-1")
    )
    now = text("CrCl >= 30 mL/min", "ECOG 0-1")
    found = seen("62 f, CrCl 40, ECOG 1", change, now)
    assert found == Touch('keeps this patient out no more: "CrCl >= 45 mL/min"', by_change=True)
    assert seen("62 f, CrCl 40, ECOG 3", change, now).told.startswith("EXCLUDED")


def test_what_was_not_understood_as_a_whole_decides_nothing() -> None:
    after = "CrCl >= 45 mL/min as judged by the moon in her third house"
    found = seen(
        "62 f, CrCl 40", of_criteria(lines("CrCl >= 30 mL/min"), lines(after)), text(after)
    )
    assert "keeps this patient out" not in found.told


@pytest.mark.parametrize(
    ("before", "entry", "told", "is_against"),
    [
        ([["18 Years", "18.000"], ["75 Years", "75.000"]], entry_of("18 Years", "60 Years", None),
         "keeps this patient out now: the ages that the record states", True),
        ([["18 Years", "18.000"], ["60 Years", "60.000"]], entry_of("18 Years", "75 Years", None),
         "keeps this patient out no more: who may enter by the record is another", False),
    ],
)  # fmt: skip
def test_the_records_own_ages(before: Value, entry: Entry, told: str, is_against: bool) -> None:
    change = Change("ages", Harm.CRITERIA, before, None)
    found = seen("62 f", change, text("Histology of HNSCC"), entry)
    assert found == Touch(told, by_change=True, is_against=is_against)


def test_new_trials_are_counted_by_where_they_stand() -> None:
    line = Line(
        harm=Harm.NEW,
        trials=(Named("NCT1", "One"), Named("NCT2", "Two")),
        where=('"hnscc"',),
    )
    trials = [Trial(extract(text(each)), Entry()) for each in ("ECOG 0-1", "ECOG 0-3")]
    found = touch(line, trials, with_answers(Patient(), read("62 f, ECOG 2, HIV no")))
    assert found == Touch("1 nothing against · 1 EXCLUDED")
    assert touch(line, [], Patient()) is None
