"""The retired API v1: every study of the corpus against its own JSON, in v1's names."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from catalog.model.codes import fold
from importers.ctgov.carries import FULL
from tests.importers.corpus_counts import gathered, indexed

FOLDER = "ctgov-json/legacy-api-v1/"


def studies(path: Path) -> list[Any]:
    data = path.read_bytes()
    found = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
    return [
        item["Study"]["ProtocolSection"] for item in found["FullStudiesResponse"]["FullStudies"]
    ]


def flat(value: Any) -> dict[str, list[str]]:
    """Every scalar by its name, which v1 uses once."""
    found: dict[str, list[str]] = {}

    def walk(value: Any, name: str) -> None:
        if isinstance(value, dict):
            for key, member in value.items():
                walk(member, key)
        elif isinstance(value, list):
            for item in value:
                walk(item, name)
        else:
            found.setdefault(name, []).append(value)

    walk(value, "")
    return found


def test_counts_equal_the_index(corpus: Path) -> None:
    for file, ids in indexed(corpus, "ctgov-json").items():
        if file.startswith(FOLDER):
            outcome = gathered([corpus / file])
            assert outcome.numbers == ids, file
            assert outcome.formats == {"ctgov-api-v1"}
            assert not outcome.refused
            assert outcome.notes == Counter()
            assert {record.carries for record in outcome.records} == {FULL}


def test_every_study_equals_its_source(corpus: Path) -> None:
    compared = 0
    for path in sorted((corpus / FOLDER).iterdir()):
        for study, record in zip(studies(path), gathered([path]).records, strict=True):
            said, trial = flat(study), record.trial
            eligibility = trial.eligibility
            assert eligibility is not None
            pairs: dict[str, list[Any]] = {
                "NCTId": [trial.number],
                "BriefTitle": [trial.title],
                "OfficialTitle": [trial.official_title],
                "Acronym": [trial.acronym],
                "OverallStatus": [trial.status and trial.status.said],
                "WhyStopped": [trial.why_stopped],
                "StartDate": [trial.start_date and (trial.start_date.said)],
                "StartDateType": [
                    trial.start_date and trial.start_date.type and trial.start_date.type.said
                ],
                "LeadSponsorName": [trial.sponsor and trial.sponsor.name],
                "CollaboratorName": [one.name for one in trial.collaborators],
                "BriefSummary": [trial.brief_summary],
                "DetailedDescription": [trial.detailed_description],
                "Condition": list(trial.conditions),
                "Keyword": list(trial.keywords),
                "Phase": [one.said for one in trial.phases],
                "EnrollmentCount": [trial.enrollment and str(trial.enrollment.count)],
                "DesignMasking": [trial.masking and trial.masking.said],
                "ArmGroupLabel": [one.label for one in trial.arms],
                "ArmGroupType": [one.type.said for one in trial.arms if one.type],
                "InterventionName": [one.name for one in trial.interventions],
                "InterventionOtherName": [
                    n for one in trial.interventions for n in one.other_names
                ],
                "InterventionArmGroupLabel": [
                    n for one in trial.interventions for n in one.arm_labels
                ],
                "PrimaryOutcomeMeasure": [
                    one.measure for one in trial.outcomes if one.kind.value == "primary"
                ],
                "SecondaryOutcomeTimeFrame": [
                    one.time_frame for one in trial.outcomes if one.kind.value == "secondary"
                ],
                "EligibilityCriteria": [eligibility.text],
                "MinimumAge": [eligibility.minimum_age and eligibility.minimum_age.said],
                "Gender": [eligibility.sex and eligibility.sex.said],
                "LocationFacility": [one.facility for one in trial.sites],
                "LocationCity": [one.city for one in trial.sites],
                "LocationCountry": [one.country for one in trial.sites],
                "LocationStatus": [one.status.said for one in trial.sites if one.status],
                "CentralContactEMail": [one.email for one in trial.contacts if one.email],
                "OverallOfficialName": [one.name for one in trial.officials],
                "ReferenceCitation": [one.citation for one in trial.references],
                "SecondaryId": [one.value for one in trial.identifiers if one.kind != "nct_alias"][
                    2:
                ],
            }
            for name, shown in pairs.items():
                compared += 1
                assert [one for one in shown if one is not None] == said.get(name, []), name
    assert compared > 3_000


def test_words_mean_what_the_api_says_now(corpus: Path) -> None:
    for record in gathered([corpus / FOLDER]).records:
        trial = record.trial
        for coded in (trial.status, trial.study_type, trial.allocation, trial.primary_purpose):
            assert coded is None or coded.means is not None
        if trial.status and trial.status.means:
            assert fold(trial.status.means.value) in fold(trial.status.said)
        assert trial.last_updated is not None
        assert trial.last_updated.date is not None
        assert str(record.data_date) == str(trial.last_updated.date)
