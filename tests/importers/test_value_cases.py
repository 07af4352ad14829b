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


@pytest.mark.parametrize("case", ["csv-empty-cells-as-nan", "csv-empty-cells-in-words"])
def test_a_programs_word_for_an_empty_cell_is_nothing(cases: Path, case: str) -> None:
    found = trials(cases / case)
    kept = found.pop("NCT94200003", None)
    assert kept is None or kept.acronym == "NAN"
    for trial in found.values():
        assert trial.acronym is None and trial.collaborators == () and trial.sites == ()
        words = str(trial).lower()
        assert not any(word in words for word in ("'nan'", "'nat'", "<na>", "#n/a", "'null'"))
    if case == "csv-empty-cells-as-nan":
        first = found["NCT94200001"]
        assert first.phases == () and first.enrollment is None and first.outcomes == ()
        assert first.completion_date is None and first.results_first_posted is None
        assert [one.kind for one in first.identifiers] == ["nct"]
    else:
        assert means(found["NCT94300002"]) == [Phase.NA]


def test_dates_with_midnight_and_a_separator_line(cases: Path) -> None:
    found = trials(cases / "csv-dates-with-midnight")
    guessed = {guess.field for guess in found["NCT94400001"].guesses}
    assert {"primary_completion_date", "completion_date"} <= guessed
    assert "start_date" not in guessed and "first_posted" not in guessed
    assert str(found["NCT94400002"].primary_completion_date) == "2026-05"


def test_expanded_access_of_the_classic_site(cases: Path) -> None:
    found = trials(cases / "expanded-access-in-classic-csv")
    kinds = {
        number: (trial.study_type.means if trial.study_type else None, trial.expanded_access_types)
        for number, trial in found.items()
    }
    assert kinds == {
        "NCT00000102": ("INTERVENTIONAL", ()),
        "NCT00000103": ("EXPANDED_ACCESS", ("treatment",)),
        "NCT00000104": ("EXPANDED_ACCESS", ("individual", "treatment")),
    }


def test_a_title_that_is_not_applicable(cases: Path) -> None:
    (trial,) = trials(cases / "title-not-applicable").values()
    assert trial.title is None and trial.official_title


def test_isrctns_form_of_2026(cases: Path) -> None:
    (trial,) = trials(cases / "isrctn-record-of-2026").values()
    assert trial.enrollment and trial.enrollment.count == 81
    assert trial.enrollment.type and trial.enrollment.type.means == "ESTIMATED"
    assert trial.conditions == ("Bladder cancer", "Triple negative breast cancer", "Melanoma")
    assert trial.allocation and trial.allocation.means == "RANDOMIZED"
    assert trial.intervention_model and trial.intervention_model.means == "CROSSOVER"
    assert trial.masking and trial.masking.said == "Blinded (masking used)"
    assert trial.primary_purpose and trial.primary_purpose.means == "TREATMENT"
    assert trial.sponsor and trial.sponsor.name == "First Test University"
    assert [one.name for one in trial.collaborators] == ["Second Test University", "Test Council"]
    assert trial.eligibility and trial.eligibility.healthy_volunteers is False


def test_ctis_countries_outside_the_eea(cases: Path) -> None:
    (trial,) = trials(cases / "ctis-countries-outside-the-eea").values()
    assert trial.countries == ("Germany", "France", "Brazil", "United States")
    assert trial.status and (trial.status.said, trial.status.means) == ("not known (13)", None)


def test_the_state_of_georgia(cases: Path) -> None:
    (trial,) = trials(cases / "georgia-the-state").values()
    assert {site.country for site in trial.sites} == {"United States"}


def test_each_dose_of_a_drug_is_kept_with_its_arms(cases: Path) -> None:
    (trial,) = trials(cases / "one-drug-in-three-doses").values()
    doses = [
        (one.description, one.arm_labels)
        for one in trial.interventions
        if one.name.startswith("Levitra")
    ]
    assert [(text or "")[:5].strip() for text, _ in doses] == ["5 mg", "10 mg", "20 mg"]
    assert [labels for _, labels in doses] == [("Arm 1",), ("Arm 2",), ("Arm 3",)]


def test_arms_of_a_listing_page_keep_their_labels(cases: Path) -> None:
    (trial,) = trials(cases / "listing-arm-labels").values()
    told = [(arm.label, arm.type.said if arm.type else None) for arm in trial.arms]
    kinds = ["Experimental"] * 3 + ["Placebo Comparator"] * 3
    assert told == [(f"Arm {n}", kind) for n, kind in enumerate(kinds, 1)]


def test_a_sentence_without_a_time_is_no_outcome(cases: Path) -> None:
    (trial,) = trials(cases / "csv-row-without-secondary-outcomes").values()
    assert [one.kind for one in trial.outcomes] == ["primary"]
    assert (trial.detailed_description or "").startswith("A clinical trial to test the safety")


def test_what_tells_a_format_may_stand_late(cases: Path) -> None:
    (trial,) = trials(cases / "nci-number-behind-64k").values()
    assert trial.identifiers[0].value == "NCT00000101"
