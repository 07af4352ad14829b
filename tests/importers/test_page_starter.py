"""The starter catalogue's sources: marked as condensed, with the facts that its stories need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog.identity.evidence import weigh
from catalog.model.codes import OutcomeKind, Status
from catalog.model.trial import Trial
from importers.formats import recognise
from importers.importer import Head, Reading
from tests.importers.pages import STARTER, not_on_page, texts

FILES = sorted(STARTER.glob("*.txt"))
MARK = re.compile(
    r"Condensed by the trials project from the registry record at "
    r"https://clinicaltrials\.gov/study/(NCT\d{8})"
)


def starter(part: str) -> Reading:
    path = next(path for path in FILES if part in path.name)
    found = recognise(Head(path.name, path.read_bytes()))
    assert found is not None
    return found[0].read(path.read_bytes())


def criteria(part: str) -> str:
    eligibility = starter(part).trial.eligibility
    assert eligibility is not None
    return eligibility.text or ""


def test_there_is_one_file_for_each_layout_and_four_trials() -> None:
    assert len(FILES) == 5
    assert len({path.name[:11] for path in FILES}) == 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_says_where_one_can_see_it_that_it_is_condensed(path: Path) -> None:
    trial = starter(path.name).trial
    editorial = [text for own in trial.editorial for text in texts(own)]
    fields = [text for text in (trial.brief_summary, trial.detailed_description) if text]
    marks = {found[1] for text in (*editorial, *fields) for found in MARK.finditer(text)}
    assert marks == {path.name[:11]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_is_read_without_a_note_or_an_invented_word(path: Path) -> None:
    found = starter(path.name)
    assert found.notes == ()
    assert not_on_page(found.trial, path.read_text(encoding="utf-8")) == []


def test_only_the_listing_has_no_number() -> None:
    numbers = {path.name: starter(path.name).trial.number for path in FILES}
    assert numbers.pop("NCT05721443-listing.txt") is None
    assert all(name.startswith(number or "-") for name, number in numbers.items())


def sentences(text: str) -> set[str]:
    """Sentences of a text in lower case, words only; short ones are names and set phrases."""
    parts = re.split(r"[.;\n|]|\[ Time Frame:", text)
    folded = (re.sub(r"\W+", " ", part).strip().lower() for part in parts)
    return {part for part in folded if len(part.split()) > 8}


def test_no_sentence_is_copied_from_the_seeds(corpus: Path) -> None:
    copied = {text for path in corpus.glob("seeds/*.txt") for text in sentences(path.read_text())}
    names = {
        sentence
        for path in FILES
        for trial in (starter(path.name).trial,)
        for name in (trial.title, trial.official_title, *trial.conditions)
        for sentence in sentences(name or "")
    }
    own = {text for path in FILES for text in sentences(path.read_text(encoding="utf-8"))}
    fixed = (
        "official title",
        "this is an interventional",
        "the ninth people",
        "source shanghai",
        "last reviewed",
    )
    same = {text for text in own & copied - names if not text.startswith(fixed)}
    assert same == set()


def test_the_two_pages_of_one_trial_are_proposed_as_such() -> None:
    evidence = weigh(starter("listing").trial, starter("aggregator").trial)
    assert evidence.score >= 0.5
    assert not evidence.joins
    assert any("cetuximab" in reason for reason in evidence.reasons_for)


# -- story 1: find, read, see which source said what


@pytest.mark.parametrize("part", ["NCT04058145", "listing", "aggregator", "NCT04144517"])
def test_pd1_refractory_disease_is_named(part: str) -> None:
    text = "\n".join(texts(starter(part).trial))
    assert "refractory" in text.lower()
    assert "PD-1" in text
    assert "HNSCC" in text


def test_the_fourth_trial_is_not_about_refractory_disease() -> None:
    text = "\n".join(texts(starter("NCT06100497").trial)).lower()
    assert "refractory" not in text
    assert "resistant" not in text


def test_status_and_contact_come_from_different_sources() -> None:
    listing, aggregator = starter("listing").trial, starter("aggregator").trial
    (site,) = listing.sites
    assert site.status is not None
    assert site.status.means is Status.RECRUITING
    assert "Shanghai" in (site.facility or "")
    assert listing.contacts == ()
    assert aggregator.sites == ()
    assert len(aggregator.contacts) == 1
    assert aggregator.status is not None
    assert aggregator.status.means is Status.RECRUITING
    assert str(aggregator.completion_date) == "2026-01-01"


def test_prior_cetuximab_is_excluded() -> None:
    excluded = criteria("listing").partition("Exclusion Criteria:")[2]
    assert "cetuximab" in excluded
    assert "anti-EGFR" in excluded


# -- story 2: thresholds as written, and outcomes that align


def test_thresholds_are_there_as_the_registry_has_them() -> None:
    listing, tongren = criteria("listing"), criteria("NCT06100497")
    for words in (
        "Hemoglobin ≥ 100 g/L",
        "Platelets ≥ 100*10^9/L",
        "creatinine < 1.5 × ULN",
        "clearance ≥ 60 ml/min",
        "ECOG 0 or 1",
        "Age 18-75 years",
    ):
        assert words in listing
    for words in (
        "hemoglobin ≥ 8 g/dL",
        "platelets ≥ 75,000/μL",
        "ANC) ≥ 1,000/μL",
        "creatinine ≤ 1.5 × ULN",
        "ECOG 0-1",
        "Age ≥ 18 years",
    ):
        assert words in tongren
    assert "most recent systemic therapy" in criteria("NCT04144517")


def test_outcomes_and_drugs_are_shared() -> None:
    first, second = starter("NCT04058145").trial, starter("NCT04144517").trial
    for trial in (first, second):
        measures = " ".join(outcome.measure.lower() for outcome in trial.outcomes)
        for words in ("response", "progression", "survival", "duration of response"):
            assert words in measures
        assert "Pembrolizumab" in [i.name for i in trial.interventions]
    assert "AMD3100" in [i.name for i in first.interventions]
    assert [o.kind for o in first.outcomes[:2]] == [OutcomeKind.PRIMARY] * 2


# -- story 3: what a source does not carry


def test_the_csv_row_carries_neither_eligibility_nor_sites() -> None:
    found = starter("NCT04058145")
    assert isinstance(found.trial, Trial)
    assert found.trial.eligibility is None
    assert not {"sites", "status", "phases", "sponsor"} & found.carries
    assert not any(name.startswith("eligibility") for name in found.carries)
