"""Small catalogues that searches are tried on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from catalog.eligibility.extraction import extract
from catalog.merging.merge import Source, merge
from catalog.merging.merged import SourceInfo
from catalog.model.codes import Coded, Phase, SponsorClass, StandardAge, Status, StudyType, coded
from catalog.model.dates import PartialDate
from catalog.model.trial import (
    Age,
    Eligibility,
    Enrollment,
    Identifier,
    Intervention,
    Organization,
    Site,
    Trial,
    TrialDate,
)
from catalog.search.index import tables
from catalog.search.index.document import document
from catalog.search.index.writer import Writer
from catalog.search.searcher import Searcher
from catalog.store import schema
from catalog.store.coding import written
from catalog.store.ingest import _Inserts
from catalog.store.projection import criteria_rows, project
from catalog.store.rows import CHILD_TABLES


class Shelf:
    """A catalogue in memory that trials are put on and taken from."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        schema.create(self.connection)
        tables.create(self.connection)
        self._inserts = _Inserts(self.connection)
        self._next = 1
        self.keys: dict[str, int] = {}

    def put(self, trials: Iterable[Trial]) -> Shelf:
        """Import these trials; one with a known number replaces the one that is there."""
        writer = Writer(self.connection)
        for trial in trials:
            assert trial.number
            if trial.number in self.keys:
                self._remove(writer, trial.number)
            self._add(writer, trial)
        writer.finish()
        return self

    def take(self, numbers: Iterable[str]) -> Shelf:
        """Remove trials."""
        writer = Writer(self.connection)
        for number in numbers:
            self._remove(writer, number)
        writer.finish()
        return self

    def _add(self, writer: Writer, trial: Trial) -> None:
        key = self._next
        self._next += 1
        assert trial.number
        self.keys[trial.number] = key
        text = trial.eligibility.text if trial.eligibility else None
        criteria = extract(text) if text else ()
        info = SourceInfo(
            key=0,
            importer="ctgov-json",
            file="studies.json",
            place="record 1",
            sha256="0" * 64,
            imported_at="2026-05-15T10:20:30Z",
            number=trial.number,
        )
        rows = project(merge(trial.number, [Source(info, trial)]), criteria_rows(criteria))
        self._inserts.trial(key, rows)
        writer.add(key, document(trial, criteria))

    def _remove(self, writer: Writer, number: str) -> None:
        key = self.keys.pop(number)
        writer.remove(key)
        for table in CHILD_TABLES:
            self.connection.execute(f"DELETE FROM {written(table)} WHERE trial = ?", (key,))
        self.connection.execute("DELETE FROM trial WHERE key = ?", (key,))

    def searcher(self) -> Searcher:
        """A search engine for what is on the shelf now."""
        return Searcher(self.connection)


def trial(number: int, title: str, **fields: object) -> Trial:
    """A trial with a number of ClinicalTrials.gov."""
    known = f"NCT{number:08}"
    ids = fields.pop("identifiers", ())
    assert isinstance(ids, tuple)
    return Trial(
        number=known,
        identifiers=(Identifier(value=known, kind="nct"), *ids),
        title=title,
        **fields,  # type: ignore[arg-type]
    )


def updated(text: str) -> TrialDate:
    """A date of the last update."""
    return TrialDate(date=PartialDate.parse(text))


def age(years: int) -> Age:
    """An age limit in years."""
    return Age(said=f"{years} Years", amount=years, unit="Years")


_PHASE2 = Coded("PHASE2", Phase.PHASE2)

TRIALS = (
    trial(
        5721443,
        "Cetuximab Plus Dalpiciclib in HPV-negative, PD-1-resistant Head and Neck Cancer",
        official_title="A Study in Head and Neck Squamous Cell Carcinoma (HNSCC)",
        status=coded(Status, "RECRUITING"),
        phases=(_PHASE2,),
        study_type=coded(StudyType, "INTERVENTIONAL"),
        conditions=("Head and Neck Squamous Cell Carcinoma",),
        interventions=(Intervention(name="Dalpiciclib"), Intervention(name="Cetuximab")),
        sponsor=Organization(name="West China Hospital", class_=coded(SponsorClass, "OTHER")),
        sites=(Site(facility="West China Hospital", city="Shanghai", country="China"),),
        enrollment=Enrollment(count=30),
        last_updated=updated("2025-03-01"),
        eligibility=Eligibility(
            text="Inclusion Criteria:\n\n* Progression on nivolumab\n\n"
            "Exclusion Criteria:\n\n* Prior treatment with anti-EGFR antibody",
            minimum_age=age(18),
            maximum_age=age(75),
            standard_ages=(
                Coded("ADULT", StandardAge.ADULT),
                Coded("OLDER_ADULT", StandardAge.OLDER_ADULT),
            ),
        ),
    ),
    trial(
        4144517,
        "ALKS 4230 With Pembrolizumab in Patients With HNSCC",
        acronym="ION-01",
        status=coded(Status, "ACTIVE_NOT_RECRUITING"),
        phases=(_PHASE2,),
        conditions=("Squamous Cell Carcinoma of the Head and Neck (HNSCC)",),
        interventions=(
            Intervention(name="Pembrolizumab", other_names=("Keytruda", "MK-3475")),
            Intervention(name="ALKS 4230"),
        ),
        sponsor=Organization(name="Mural Oncology", class_=coded(SponsorClass, "INDUSTRY")),
        sites=(Site(facility="Clinic", city="Málaga", country="Spain"),),
        last_updated=updated("2024-01"),
        identifiers=(Identifier(value="ION-01-ALKS-4230", kind="org_study_id"),),
    ),
    trial(
        4058145,
        "AMD3100 Plus Pembrolizumab in Immune Checkpoint Refractory Disease",
        phases=(_PHASE2,),
        interventions=(
            Intervention(name="AMD3100", other_names=("Plerixafor",)),
            Intervention(name="Pembrolizumab"),
        ),
    ),
    trial(
        461266,
        "Low Back Pain (LBP) in Nurses: Interleukin-2 and the β-Blocker Study",
        status=coded(Status, "COMPLETED"),
        conditions=("Low Back Pain",),
        has_results=True,
        enrollment=Enrollment(count=500),
        last_updated=updated("2010-06-30"),
        identifiers=(Identifier(value="ACTG 040", kind="org_study_id"),),
    ),
)
