"""Headings within a list of criteria: whoever reads a line sees of which patients it is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.comparison import briefly
from catalog.eligibility.as_written import as_written
from catalog.eligibility.criterion import Criterion
from catalog.eligibility.extraction import criteria_of
from catalog.model.trial import Eligibility, Trial
from tests.catalog.compare_cases import TODAY, merged
from tests.catalog.keeping import keep, record
from tests.catalog.making import trial
from tui.cli.program import main
from tui.screens.deciding import in_its_group
from tui.show import about, care
from tui.terminal.styled import text_of

TEXT = """Inclusion Criteria:

* ECOG 0-1

Cohort 1:

* PD-L1 TPS >= 1 %

Cohort 2:

* PD-L1 TPS >= 50 %
* Biopsy

Exclusion Criteria:

* HIV infection

Part B:

* Active hepatitis B
"""
HEADINGS = ("Cohort 1", "Cohort 2", "Part B")


def test_every_heading_stands_over_its_list_before_the_rules_are_loaded_and_after() -> None:
    known = Trial(eligibility=Eligibility(text=TEXT))
    for criteria in (criteria_of(known), as_written(known)):
        assert {each.section for each in criteria} - {""} == {*HEADINGS}
        for cells in (60, 80, 120):
            lines = text_of(care.eligibility(merged(known, "A"), criteria, cells)).split("\n")
            told = [line.strip() for line in lines]
            places = [told.index(each) for each in HEADINGS]
            assert places == sorted(places)
            second = next(n for n, line in enumerate(told) if "50 %" in line)
            assert places[1] + 1 == second  # right below its own heading
            assert not any("further heading" in line for line in told)


def test_what_stands_under_no_heading_behind_one_is_not_taken_for_its() -> None:
    criteria = [
        Criterion("inclusion", one, (0, 0), two) for one, two in (("A", "Arm 1"), ("B", ""))
    ]
    lines = text_of(
        care.eligibility(merged(Trial(eligibility=Eligibility(text="A")), "A"), criteria, 80)
    )
    told = [line.strip() for line in lines.split("\n")]
    first = told.index("Arm 1")
    assert told[first : first + 4] == ["Arm 1", "1. A", "under no further heading", "2. B"]


def test_what_is_asked_of_everybody_is_quoted_first_and_of_one_group_with_its_name() -> None:
    known = Trial(eligibility=Eligibility(text=TEXT))
    criteria = criteria_of(known)
    of_side = briefly.of_side(criteria, "inclusion")
    assert briefly.chosen(of_side, ("biomarker",), 1)[0].section == "Cohort 1"
    assert briefly.chosen(of_side, (), 1)[0].text == "ECOG 0-1"
    shown = text_of(list(about.about(merged(known, "A"), criteria, TODAY, 80)))
    assert 'Cohort 1: "PD-L1 TPS >= 1 %"' in shown


@pytest.mark.parametrize(
    ("section", "group"),
    [
        ("Cohort-specific - Cohort 2", "Cohort 2"),
        ("Arm A - Hepatic", "Arm A"),
        ("for probands", "for probands"),
        ("DISEASE CHARACTERISTICS", ""),
        ("Patients may be eligible for this study if they", ""),
        ("", ""),
    ],
)
def test_a_group_is_named_by_its_heading(section: str, group: str) -> None:
    assert briefly.group_of(Criterion("inclusion", "A", (0, 0), section)) == group


def test_the_command_names_the_heading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, patient = tmp_path / "c.db", tmp_path / "p.json"
    keep(path, [record(trial("NCT99990001", eligibility=Eligibility(text=TEXT)))])
    patient.write_text('{"labs": {"pd_l1_tps": {"value": 20}}}')
    asked = ["screen", "NCT99990001", "--patient", str(patient), "--catalog", str(path)]
    main(asked)
    assert "[Cohort 2] PD-L1 TPS >= 50 %" in capsys.readouterr().out
    main([*asked, "--json"])
    said = json.loads(capsys.readouterr().out)
    told = said if isinstance(said, list) else said["verdicts"]
    assert {each["section"] for each in told} == {"", *HEADINGS}


def test_a_reason_is_offered_behind_the_group_that_it_is_asked_of() -> None:
    offered = [
        in_its_group(each) for each in criteria_of(Trial(eligibility=Eligibility(text=TEXT)))
    ]
    assert "ECOG 0-1" in offered and "Part B: Active hepatitis B" in offered
    assert "Cohort 2: PD-L1 TPS >= 50 %" in offered
