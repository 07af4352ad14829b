"""Cases that users reported, as the catalogue keeps them and search finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.eligibility.extraction import extract
from catalog.model.codes import Status
from catalog.model.trial import Trial
from catalog.search.parser import parse
from catalog.store.catalogue import Catalogue
from tui.cli.importing import import_paths


@pytest.fixture(scope="session")
def cases(shared: Path) -> Path:
    return shared / "cases" / "data"


def kept(case: Path, tmp_path: Path) -> dict[str, Trial]:
    """The trials of a case after an import of its files, by number."""
    files = [str(path) for path in sorted(case.iterdir()) if path.suffix != ".md"]
    path = tmp_path / "c.db"
    summary = import_paths(path, files, None, at="2026-01-01T00:00:00Z", quiet=True)
    assert not summary.refused
    with Catalogue.open(path) as catalogue:
        found = catalogue.searcher().search(parse(""), limit=100).hits
        merged = [catalogue.get(hit.id) for hit in found]
        return {one.trial.number or "": one.trial for one in merged if one is not None}


def test_one_drug_in_three_doses_is_three_in_the_catalogue(cases: Path, tmp_path: Path) -> None:
    (trial,) = kept(cases / "one-drug-in-three-doses", tmp_path).values()
    doses = [one for one in trial.interventions if one.name.startswith("Levitra")]
    assert [(one.description or "")[:5].strip() for one in doses] == ["5 mg", "10 mg", "20 mg"]
    assert [one.arm_labels for one in doses] == [("Arm 1",), ("Arm 2",), ("Arm 3",)]


def test_what_the_page_of_today_carries_is_read(cases: Path, tmp_path: Path) -> None:
    (trial,) = kept(cases / "ctgov-page-of-today", tmp_path).values()
    assert trial.number == "NCT05721443"
    assert trial.status is not None and trial.status.means is Status.RECRUITING
    told = (trial.title, trial.sponsor, trial.brief_summary, trial.eligibility, trial.start_date)
    assert all(told) and trial.conditions and trial.interventions


@pytest.mark.parametrize(
    ("case", "number", "day", "means"),
    [
        ("isrctn-recruitment-has-begun", "ISRCTN93000042", "2025-08-31", "NOT_YET_RECRUITING"),
        ("isrctn-recruitment-has-begun", "ISRCTN93000042", "2025-09-01", "RECRUITING"),
        ("isrctn-recruitment-has-begun", "ISRCTN93000043", "2026-08-31", "RECRUITING"),
        ("isrctn-recruitment-has-begun", "ISRCTN93000043", "2026-09-01", "ACTIVE_NOT_RECRUITING"),
        ("isrctn-recruitment-is-over", "ISRCTN93000041", "2026-03-31", "RECRUITING"),
        ("isrctn-recruitment-is-over", "ISRCTN93000041", "2026-04-01", "ACTIVE_NOT_RECRUITING"),
    ],
)
def test_a_status_that_follows_from_dates_is_that_of_the_day(
    cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    case: str, number: str, day: str, means: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("TRIALS_TODAY", day)
    trial = kept(cases / case, tmp_path)[number]
    assert trial.status is not None and trial.status.means == means


def test_a_heading_with_a_label_keeps_its_side(cases: Path) -> None:
    case = cases / "exclusion-heading-with-a-label" / "exclusion-heading-with-arms.txt"
    sides = [(each.kind, each.text[:12]) for each in extract(case.read_text())]
    assert sides == [
        ("inclusion", "Participants"), ("exclusion", "Prior exampl"), ("exclusion", "Major surger")
    ]  # fmt: skip


def test_limits_the_wrong_way_round(cases: Path) -> None:
    case = cases / "limits-the-wrong-way-round" / "limits-wrong-way-round.txt"
    read = [
        (each.kind, limit.variable, limit.op, limit.value)
        for each in extract(case.read_text())
        for limit in each.constraints
    ]
    # Eight weeks must have passed: under exclusion, fewer of them exclude.
    assert read == [
        ("inclusion", "prior_lines", "<=", 3), ("inclusion", "prior_lines", "<=", 5),
        ("exclusion", "ts.sct", "<", 8), ("exclusion", "prior_lines", ">", 2),
    ]  # fmt: skip
