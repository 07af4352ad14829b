"""What an import changed, as a reader is told it: one order, one wording, no whole texts."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.merging.changes import Change, in_order
from catalog.merging.net import net
from catalog.model.trial import Link, Oversight, Reference, Retraction
from catalog.store.catalogue import Catalogue
from tests.tui.test_fields import marked
from tui.cli.program import main
from tui.show.changed import change_line, change_told, codes_in_words
from tui.show.fields import FIELDS, value_of
from tui.show.tabs import TrialView, history
from tui.terminal.styled import text_of

_CODE = re.compile(r"\b[A-Z]+_[A-Z_]+\b")


def study(number: int, **more: object) -> dict[str, object]:
    """A study of the API with what may change in it."""
    status = more.get("status", "RECRUITING")
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": f"NCT9000{number:04}",
                "briefTitle": more.get("title", "Pain after surgery"),
            },
            "statusModule": {
                "overallStatus": status,
                "lastUpdatePostDateStruct": {"date": more.get("updated", "2026-01-01")},
            },
            "oversightModule": {"oversightHasDmc": more.get("dmc", False)},
            "eligibilityModule": {"eligibilityCriteria": more.get("criteria", "* Adults")},
            "referencesModule": {"references": more.get("references", [])},
        }
    }


def write(path: Path, *studies: dict[str, object]) -> Path:
    path.write_text(json.dumps({"studies": studies}), encoding="utf-8")
    return path


@pytest.fixture(name="kept")
def _kept(tmp_path: Path) -> tuple[Path, Path]:
    """A catalogue after two imports, and a file of a third."""
    catalogue = tmp_path / "catalog.db"
    long = "\n".join(f"* Criterion number {number} of this trial" for number in range(60))
    papers = [{"citation": f"Author {n}. A paper. J {n}."} for n in range(12)]
    versions: tuple[dict[str, object], ...] = (
        {"references": papers, "criteria": long},
        {"updated": "2026-02-01", "title": "Pain at night", "dmc": True, "criteria": long,
         "references": [*papers, {"citation": "Smith J. The new one. J 2026."}]},
        {"updated": "2026-03-01", "title": "Pain at night", "dmc": True, "status": "SUSPENDED",
         "criteria": long.replace("number 30 of", "number 30b of"), "references": papers},
    )  # fmt: skip
    for number, version in enumerate(versions):
        file = write(tmp_path / f"{number}.json", study(1, **version), study(2))
        if number < 2:
            run(catalogue, "import", str(file))
    return catalogue, file


def run(catalogue: Path, *arguments: str) -> str:
    told = io.StringIO()
    with redirect_stdout(told):
        assert main(["--catalog", str(catalogue), *arguments]) == 0
    return told.getvalue()


def test_a_long_list_tells_what_came_and_a_value_with_parts_which(kept: tuple[Path, Path]) -> None:
    lines = run(kept[0], "changes").splitlines()
    assert [re.sub(r"^.*?NCT90000001  |  \(.*$", "", line) for line in lines] == [
        "Title: Pain after surgery -> Pain at night",
        "Oversight: data monitoring committee: no -> yes",
        "References: 12 in all -> 13 in all, new: Smith J. The new one. J 2026.",
    ]
    assert all("(ClinicalTrials.gov, " in line and "; 1.json)" in line for line in lines)


def test_history_and_the_command_have_one_order(kept: tuple[Path, Path]) -> None:
    catalogue, file = kept
    run(catalogue, "import", str(file))
    told = json.loads(run(catalogue, "changes", "--json"))
    assert [each["field"] for each in told] == [
        "status", "eligibility.text", "title", "oversight.has_dmc", "references", "references",
    ]  # fmt: skip
    with Catalogue.open(catalogue) as opened:
        merged = opened.get("NCT90000001")
        changes = opened.history("NCT90000001")
        assert merged is not None
    assert [each.at + each.field for each in in_order(changes)] == [
        each["at"] + each["field"] for each in told
    ]
    view = TrialView(merged, (), changes, (), dt.date(2026, 3, 2))
    lines = text_of(history(view, 100)).splitlines()
    assert lines[:3] == [
        f"{lines[0][:20]}  Status",
        "  before  recruiting",
        "  after   suspended",
    ]
    assert lines[3].startswith("  source  ClinicalTrials.gov, "), lines


def test_a_dry_run_tells_the_net_change_and_no_whole_text(kept: tuple[Path, Path]) -> None:
    catalogue, file = kept
    before = catalogue.read_bytes()
    told = run(catalogue, "import", str(file), "--dry-run")
    assert "NCT90000001 Status: recruiting -> suspended" in told
    assert "Criteria: … * Criterion number 30 of" in told
    assert "Criterion number 7 " not in told
    found = json.loads(run(catalogue, "import", str(file), "--dry-run", "--json"))["changes"]
    assert [each["field"] for each in found] == ["status", "eligibility.text", "references"]
    assert all(len(each[side] or "") <= 120 for each in found for side in ("before", "after"))
    assert catalogue.read_bytes() == before


def test_each_field_that_comes_and_goes_is_told_in_words() -> None:
    trial = marked()[0].trial
    for each in FIELDS:
        value = value_of(trial, each.name)
        for old, new in ((None, value), (value, None)):
            for field, before, after in net(each.name, old, new):
                line = change_line(Change("X", "2026-01-01", field, before, after))
                assert line.startswith(each.label), line
                assert "nothing" in line and "\n" not in line and len(line) < 320
                assert not re.search(r"\b(?:Coded|means)\b|=", line), line


@pytest.mark.parametrize(("field", "before", "after", "told"), [
    ("status", "NOT_YET_RECRUITING", "ACTIVE_NOT_RECRUITING",
     ("not yet recruiting", "active, not recruiting")),
    ("phases", "PHASE1; PHASE2", "PHASE3", ("phase 1; phase 2", "phase 3")),
    ("eligibility.sex", "ALL", None, ("all", "nothing")),
    ("sites", "Haus_A, Ulm: NOT_YET_RECRUITING; B: RECRUITING", "B: Own word",
     ("Haus_A, Ulm: not yet recruiting; B: recruiting", "B: Own word")),
    ("title", "A_B in HIV: HBV", "THE_TRIAL", ("A_B in HIV: HBV", "THE_TRIAL")),
])  # fmt: skip
def test_codes_are_words_and_names_stay(
    field: str, before: str, after: str | None, told: tuple[str, str]
) -> None:
    assert change_told(Change("X", "2026", field, before, after))[1:] == told


NAMES = st.lists(st.sampled_from([f"paper {n}" for n in range(30)]), min_size=1, max_size=25)


@given(NAMES, NAMES)
def test_of_two_lists_what_came_and_went_is_told(old: list[str], new: list[str]) -> None:
    was, now = (tuple(Link(url=name) for name in names) for names in (old, new))
    if sorted(old) == sorted(new):
        return
    ((_, before, after),) = net("see_also", was, now)
    assert before and after and before != after
    gone, come = set(old) - set(new), set(new) - set(old)
    if len(gone) <= 4 and len(come) <= 4:
        assert all(re.search(rf"{name}\b", before) for name in gone)
        assert all(re.search(rf"{name}\b", after) for name in come)


def test_that_a_paper_was_retracted_is_a_change_that_can_be_read() -> None:
    papers = tuple(Reference(citation=f"Author {n}. {'long ' * 30}") for n in range(9))
    retracted = Reference(
        citation=papers[3].citation, retractions=(Retraction(pmid="7", source="J. X 2026"),)
    )
    ((_, before, after),) = net("references", papers, (*papers[:3], retracted, *papers[4:]))
    assert before and after and "retractions none" in before and "J. X 2026" in after


def test_parts_of_a_value_that_stay_are_not_told() -> None:
    old = Oversight(has_dmc=True, is_fda_regulated_drug=False)
    new = Oversight(has_dmc=False, is_fda_regulated_drug=False)
    assert list(net("oversight", old, new)) == [("oversight.has_dmc", "yes", "no")]


def test_what_another_source_says_is_words_and_the_source_s_own_once() -> None:
    assert codes_in_words("phases", "PHASE2 (Phase 2); PHASE3 (III)") == "phase 2; phase 3 (III)"
    assert codes_in_words("status", "COMPLETED") == "completed"
    assert codes_in_words("title", "A STUDY_OF PHASE2") == "A STUDY_OF PHASE2"
