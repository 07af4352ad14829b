"""The five documents the project started from: their facts come out, and what they lack is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.model.codes import OutcomeKind, Phase, Purpose, Status, StudyType
from catalog.model.trial import Trial
from importers.formats import recognise
from importers.importer import Head, Reading
from tests.importers.pages import not_on_page

LISTING = (
    "the Ninth People's Hospital Affiliated to Shanghai Jiao Tong University School of Medicine"
)


def seed(corpus: Path, number: str) -> Reading:
    path = next(corpus.glob(f"seeds/{number}_*.txt"))
    found = recognise(Head(path.name, path.read_bytes()))
    assert found is not None
    return found[0].read(path.read_bytes())


def guessed(trial: Trial) -> set[str]:
    return {guess.field for guess in trial.guesses}


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_word_is_invented_and_no_note_is_due(corpus: Path, number: str) -> None:
    found = seed(corpus, number)
    page = next(corpus.glob(f"seeds/{number}_*.txt")).read_text(encoding="utf-8")
    assert not_on_page(found.trial, page) == []
    assert found.notes == ()


def test_the_flattened_row_has_no_number_and_all_its_columns(corpus: Path) -> None:
    found = seed(corpus, "000")
    trial = found.trial
    assert trial.number is None
    assert trial.identifiers == ()
    assert trial.title == (
        "AMD3100 Plus Pembrolizumab in Immune Checkpoint Blockade Refractory "
        "Head and Neck Squamous Cell Carcinoma"
    )
    assert trial.conditions == ("Head and Neck Cancer",)
    assert [i.name for i in trial.interventions] == ["AMD3100", "Pembrolizumab"]
    assert [o.kind for o in trial.outcomes] == [OutcomeKind.PRIMARY] * 2 + [
        OutcomeKind.SECONDARY
    ] * 4
    assert [o.measure for o in trial.outcomes][1:4] == [
        "Overall Response Rate",
        "Progression Free Survival",
        "Overall Survival",
    ]
    assert (trial.detailed_description or "").startswith("This research study is a Phase II")
    assert (trial.detailed_description or "").endswith("neck squamous cell carcinoma.")
    assert "outcomes" in guessed(trial)
    missing = {"status", "phases", "sponsor", "start_date", "sites", "enrollment"}
    assert not missing & found.carries
    assert not any(name.startswith("eligibility") for name in found.carries)


def test_the_listing_has_arms_criteria_and_a_site_with_its_status(corpus: Path) -> None:
    found = seed(corpus, "001")
    trial = found.trial
    assert trial.number is None
    assert trial.title == (
        "Cetuximab Plus Dalpicilib in Patients With HPV Negative, PD-1 Resistant R/M HNSCC"
    )
    assert trial.study_type is not None
    assert trial.study_type.means is StudyType.INTERVENTIONAL
    assert trial.primary_purpose is not None
    assert trial.primary_purpose.means is Purpose.TREATMENT
    (site,) = trial.sites
    assert site.facility == LISTING
    assert site.status is not None
    assert site.status.means is Status.RECRUITING
    assert "sites" in guessed(trial)
    (arm,) = trial.arms
    assert arm.label == "Dalpiciclib+cetuximab"
    assert "250 mg/m2" in (arm.description or "")
    text = trial.eligibility.text if trial.eligibility else None
    assert text is not None
    assert text.startswith("Inclusion Criteria: Age 18-75 years")
    assert text.endswith("within five years.")
    assert not {"identifiers", "start_date", "contacts", "interventions"} & found.carries


def test_the_aggregator_has_number_status_dates_contact_but_no_title(corpus: Path) -> None:
    found = seed(corpus, "002")
    trial = found.trial
    assert trial.number == "NCT05721443"
    assert trial.title is None
    assert trial.status is not None
    assert trial.status.means is Status.RECRUITING
    assert str(trial.start_date) == "2023-04-01"
    assert str(trial.completion_date) == "2026-01-01"
    assert [p.means for p in trial.phases] == [Phase.PHASE2]
    assert trial.sponsor is not None
    assert trial.sponsor.name.startswith("Shanghai Ninth People's Hospital")
    (contact,) = trial.contacts
    assert contact.name == "Guoxin Ren, M.D."
    assert contact.phone
    assert contact.email
    assert not (trial.detailed_description or "").endswith(";")
    assert not {"title", "conditions", "arms", "sites", "interventions"} & found.carries
    assert found.data_date is None


def test_the_classic_page_has_nearly_everything(corpus: Path) -> None:
    found = seed(corpus, "003")
    trial = found.trial
    assert trial.number == "NCT04144517"
    assert [known.value for known in trial.identifiers] == ["NCT04144517", "ION-01-ALKS 4230"]
    assert trial.title == (
        "A Study of ALKS 4230 (Nemvaleukin Alfa) With Pembrolizumab in Head and Neck Cancer"
    )
    assert trial.status is not None
    assert trial.status.means is Status.ACTIVE_NOT_RECRUITING
    assert trial.enrollment is not None
    assert (trial.enrollment.count, trial.enrollment.type and trial.enrollment.type.word) == (
        14,
        "ACTUAL",
    )
    assert [str(d) for d in (trial.start_date, trial.primary_completion_date)] == [
        "2020-02-05",
        "2021-10-08",
    ]
    assert str(trial.completion_date) == "2022-10"
    assert str(found.data_date) == "2021-10-22"
    assert [i.name for i in trial.interventions] == ["ALKS 4230", "Pembrolizumab"]
    assert trial.interventions[1].other_names == ("Keytruda",)
    assert (trial.interventions[1].description or "").startswith("IV infusion")
    assert len(trial.outcomes) == 12
    assert {o.kind for o in trial.outcomes} == {OutcomeKind.UNSPECIFIED}
    assert all(o.time_frame for o in trial.outcomes)
    assert [site.city for site in trial.sites] == [
        "Miami",
        "Atlanta",
        "Minneapolis",
        "New York",
        "Cleveland",
        "Austin",
    ]
    assert {(site.country, site.facility) for site in trial.sites} == {
        ("United States", "Alkermes Investigational Site")
    }
    assert {"conditions", "interventions", "outcomes", "keywords", "sponsor"} <= guessed(trial)
    text = (trial.eligibility.text if trial.eligibility else None) or ""
    assert text.startswith("Inclusion Criteria:\n- Patients must have")
    assert text.count("\n- ") == 17
    assert "Choosing to participate" not in text
    assert "Please refer" not in text


def test_the_editorial_layer_is_kept_and_labelled(corpus: Path) -> None:
    found = seed(corpus, "004")
    trial = found.trial
    assert trial.number == "NCT06100497"
    assert trial.title is None
    assert "title" not in found.carries
    assert (trial.official_title or "").startswith("Efficacy and Safety of PD-1 Inhibitor")
    assert [p.means for p in trial.phases] == [Phase.PHASE2]
    assert trial.sponsor is not None
    assert trial.sponsor.name == "Beijing Tongren Hospital"
    assert trial.enrollment is not None
    assert (trial.enrollment.count, trial.enrollment.type and trial.enrollment.type.word) == (
        100,
        "ESTIMATED",
    )
    labels = [own.label for own in trial.editorial]
    assert labels == [
        "Title",
        "Introduction",
        "What this trial studies",
        "Who should consider this trial",
        "Why it matters",
    ]
    assert [one.name for one in trial.interventions] == ["chemotherapy"]
    assert trial.brief_summary is None
    text = (trial.eligibility.text if trial.eligibility else None) or ""
    assert text.startswith("Inclusion Criteria:\n\n* Patients with locally advanced")
    assert "hemoglobin ≥ 8g/dL" in text
    assert "\\> 1.5X institutional ULN" in text
    assert "Show full" not in text
    (site,) = trial.sites
    assert (site.city, site.state, site.country) == ("Beijing", "Beijing Municipality", None)
    assert str(found.data_date) == "2026-05-15"
    whole = str(trial)
    assert "pre-screening" not in whole
    assert "not medical advice" not in whole
