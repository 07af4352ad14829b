"""What users reported of values, from file to search: each case with its right value."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.eligibility.extraction import extract as criteria_of
from catalog.model.codes import Phase, Status
from catalog.model.record import Refused, SourceRecord
from catalog.model.trial import Trial
from importers.pipeline import read


@pytest.fixture(scope="session")
def cases(shared: Path) -> Path:
    return shared / "cases" / "data"


def trials(folder: Path) -> dict[str, Trial]:
    """The trials of a case's files by their numbers; nothing may be refused."""
    files = [path for path in sorted(folder.iterdir()) if path.suffix != ".md"]
    found = list(read(files, workers=0))
    assert not [item for item in found if isinstance(item, Refused)]
    return {
        item.trial.number or item.trial.title or "": item.trial
        for item in found
        if isinstance(item, SourceRecord)
    }


def means(trial: Trial) -> list[Phase | None]:
    return [word.means for word in trial.phases]


def test_phase_one_two_is_not_three(cases: Path) -> None:
    found = trials(cases / "phase-one-two-read-as-three")
    ii_iii, iii = found.pop("ISRCTN93000006"), found.pop("ISRCTN93000007")
    assert means(ii_iii) == [Phase.PHASE2, Phase.PHASE3] and means(iii) == [Phase.PHASE3]
    assert len(found) == 5
    for trial in found.values():
        assert means(trial) == [Phase.PHASE1, Phase.PHASE2]


def test_status_words(cases: Path) -> None:
    found = trials(cases / "status-words-of-registries")
    told = {number[-2:]: trial.status.means for number, trial in found.items() if trial.status}
    r, n, a = Status.RECRUITING, Status.NOT_YET_RECRUITING, Status.ACTIVE_NOT_RECRUITING
    assert told == {
        "01": r, "02": r, "03": n, "04": n, "05": a, "06": a, "07": Status.TERMINATED,
        "08": Status.SUSPENDED, "09": Status.COMPLETED, "10": None, "11": None, "12": None,
    }  # fmt: skip


def test_study_type(cases: Path) -> None:
    found = list(trials(cases / "study-type-intervention").values())
    kinds = {t.study_type.said: t.study_type.means for t in found if t.study_type}
    assert kinds["Intervention"] == kinds["BA/BE"] == "INTERVENTIONAL"
    assert kinds["PMS"] == kinds["Cause/Relative factors study"] == "OBSERVATIONAL"
    first = next(t for t in found if t.study_type and t.study_type.said == "Intervention")
    assert means(first) == [Phase.NA]


def test_ages(cases: Path) -> None:
    found = trials(cases / "ages-as-registries-write-them")
    limits = [
        tuple(age.years if age else None for age in (one.minimum_age, one.maximum_age))
        if (one := trial.eligibility)
        else (None, None)
        for _, trial in sorted(found.items())
    ]
    assert limits == [(65, None), (None, None), (None, None), (18, None), (18, 65 + 11 / 12)]


def test_markup(cases: Path) -> None:
    found = trials(cases / "who-markup-in-texts")
    for trial in found.values():
        texts = " ".join(map(str, (trial.title, trial.conditions, trial.eligibility)))
        assert "<br" not in texts and "&" not in texts.replace(" & ", " ")
    assert found["ChiCTR2600093002"].conditions == ("Stroke sequelae",)
    ctri = found["CTRI/2026/01/093001"].eligibility
    assert ctri and ctri.text
    told = [(one.kind, one.text, len(one.constraints)) for one in criteria_of(ctri.text)]
    assert ("exclusion", "HIV positive", 1) in told and ("exclusion", "HBV positive", 1) in told
    assert ("inclusion", "ECOG 0-1", 1) in told


@pytest.mark.parametrize(
    "case", ["exclusion-column-without-heading", "exclusion-column-without-heading-in-xml"]
)
def test_the_exclusion_column_excludes(cases: Path, case: str) -> None:
    for trial in trials(cases / case).values():
        text = trial.eligibility.text if trial.eligibility else None
        sides = {one.text.lower(): one.kind for one in criteria_of(text or "")}
        for word in ("pregnancy", "hiv positive", "platelets"):
            for line, side in sides.items():
                assert side == "exclusion" or word not in line
