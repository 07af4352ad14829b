"""Laws: words that let somebody in, or say whose it is, keep a line from deciding wherever they stand."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, said

WITH: Told = {"flags": dict.fromkeys(("pregnancy", "hiv", "hbv", "stroke", "mi", "vte"), "present")}
WITHOUT: Told = {
    "flags": dict.fromkeys(("pregnancy", "hiv", "hbv", "stroke", "mi", "vte"), "absent")
}

REASONS = (
    "due to the potential risk to the fetus",
    "because of the unknown risk of infection",
    "because of possible harm",
    "given the lack of data",
)
LETS_IN = (
    "unless on stable treatment",
    ", except those who agree",
    "but may be enrolled later",
    ", if not treated",
    ", with a low CD4 count",
    "; stable patients are allowed",
)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("thing", ["Pregnancy", "HIV infection"])
def test_a_reason_changes_nothing_until_it_lets_somebody_in(thing: str, reason: str) -> None:
    for line in (f"{thing} {reason}", f"{thing} is excluded {reason}."):
        assert said("exclusion", line, WITH) == NOT_MET
        for more in LETS_IN:
            assert said("exclusion", f"{line.rstrip('.')} {more}", WITH) == UNKNOWN, more


def test_a_reason_told_first_ends_where_its_sentence_speaks_of_patients() -> None:
    lead = "Because of the unknown risk,"
    assert said("exclusion", f"{lead} HIV positive patients are excluded", WITH) == NOT_MET
    for line in (
        f"{lead} HIV positive patients with a low viral load are excluded",
        f"{lead} HIV positive patients, unless treated, are excluded",
    ):
        assert said("exclusion", line, WITH) == UNKNOWN


NO_BAR = (
    "The following are not exclusion criteria:",
    "The following do not exclude:",
    "Not considered exclusionary:",
    "Patients with the following are eligible:",
    "The following patients can be enrolled:",
    "Patients with any of the following may be included:",
    "The following conditions are acceptable:",
    "The following are exempt:",
    "Note the following is not exclusionary:",
    "However, patients with the following may participate:",
)
BARS = (
    "Patients with any of the following are not eligible:",
    "Subjects meeting any of the following exclusion criteria will not be eligible:",
    "A volunteer may not enter the study if any of the following apply:",
    "Patients are excluded if they have any of the following:",
    "Any of the following:",
)


@pytest.mark.parametrize("head", NO_BAR)
def test_a_head_that_lets_in_is_no_exclusion(head: str) -> None:
    assert said("exclusion", "HIV infection", WITH, parent=head) == UNKNOWN
    assert said("exclusion", "HIV infection", WITHOUT, parent=head) == UNKNOWN


@pytest.mark.parametrize("head", BARS)
def test_a_head_that_keeps_out_keeps_out(head: str) -> None:
    assert said("exclusion", "HIV infection", WITH, parent=head) == NOT_MET


OF_OTHERS = (
    "in a family member",
    "in a first-degree relative",
    "in parents or siblings",
    "in the household",
    "in his sexual partner",
    "of the mother",
    "in the patient's mother",
    "among relatives",
    "(family history)",
    "(donor)",
)


@pytest.mark.parametrize("of_others", OF_OTHERS)
@pytest.mark.parametrize("listed", ["Stroke or myocardial infarction", "Stroke, HIV, or hepatitis B"])  # fmt: skip
def test_whose_illness_it_is_may_be_said_behind_a_list(listed: str, of_others: str) -> None:
    assert said("exclusion", f"History of {listed.lower()} {of_others}", WITH) == UNKNOWN
    assert said("inclusion", f"No {listed} {of_others}", WITH) == UNKNOWN


def test_another_person_as_an_item_of_its_own_takes_nothing_from_those_before() -> None:
    for more in ("a family history of seizures", "a pregnant partner"):
        assert said("exclusion", f"HIV, hepatitis B, or {more}", WITH) == NOT_MET


def _all_verdicts(text: str) -> set[str]:
    who = Patient.from_json({"age": {"value": 40, "unit": "a"}, **WITH})
    return {each.verdict for each in screen(extract(text), who)}


@pytest.mark.parametrize(
    "label", ["Cohort 2", "Group B", "Arm 1 (placebo)", "Stratum 2", "Healthy control"]
)
def test_a_part_named_on_a_line_of_its_own_governs_what_stands_behind(label: str) -> None:
    text = "Inclusion Criteria:\n\nWilling to come.\n\n{}Age 18 to 30 years\n\n* HIV negative\n"
    assert _all_verdicts(text.format("")) == {UNKNOWN, NOT_MET}
    assert _all_verdicts(text.format(f"{label}\n\n")) == {UNKNOWN}


def test_a_healthy_volunteer_is_a_criterion_and_no_part() -> None:
    text = "Inclusion Criteria:\n\n* Healthy volunteers\n* Age 18 to 50 years\n"
    assert MET in _all_verdicts(text)
