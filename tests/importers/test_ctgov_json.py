"""ClinicalTrials.gov JSON: every study of the corpus, field by field against its own JSON."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from importers.ctgov import api_v2
from importers.ctgov.carries import FULL
from importers.ctgov.decoding import _READ, NOT_KEPT
from importers.importer import Unreadable
from tests.importers.corpus_counts import gathered, indexed
from tests.importers.json_truth import said, shown, unboxed
from tests.importers.read_by_people import without_entities

API_V1 = "ctgov-json/legacy-api-v1/"


def files(corpus: Path) -> dict[str, Counter[str]]:
    return {
        file: ids
        for file, ids in indexed(corpus, "ctgov-json").items()
        if not file.startswith(API_V1)
    }


def test_counts_equal_the_index(corpus: Path) -> None:
    for file, ids in files(corpus).items():
        outcome = gathered([corpus / file])
        assert outcome.numbers == ids, file
        assert not outcome.refused, file
        assert outcome.formats == {"ctgov-json"}, file


def studies(path: Path) -> list[Any]:
    """The studies of a file, by the standard library alone."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return [json.loads(archive.read(name)) for name in archive.namelist()]
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if "ndjson" in path.name:
        return [json.loads(line) for line in data.decode().splitlines() if line]
    found: Any = json.loads(data)
    if isinstance(found, list):
        return list(found)
    return list(found.get("studies", [found]))


def test_every_field_of_every_study_equals_its_source(corpus: Path) -> None:
    compared = 0
    wrong: list[str] = []
    for file in files(corpus):
        path = corpus / file
        trials = [record.trial for record in gathered([path]).records]
        for study, trial in zip(studies(path), trials, strict=True):
            if "boxed" in path.name:
                study = _with_lists(unboxed(study))
            truth, picture = said(_decoded(study)), shown(trial)
            assert truth.keys() == picture.keys()
            for field, value in truth.items():
                compared += 1
                if value != picture[field]:
                    wrong.append(f"{trial.number} {field}: {value!r} != {picture[field]!r}")
    assert wrong == []
    assert compared > 20_000


def _decoded(value: Any) -> Any:
    """A study with its texts as people read them."""
    if isinstance(value, str):
        return without_entities(value)
    if isinstance(value, list):
        return [_decoded(one) for one in value]
    if isinstance(value, dict):
        return {name: _decoded(one) for name, one in value.items()}
    return value


LISTS = frozenset(
    "conditions keywords phases whoMasked interventionNames otherNames armGroupLabels stdAges"
    " infoTypes nctIdAliases removedCountries".split()
)


def _with_lists(value: Any) -> Any:
    """Lists of one text, which unboxing took for a boxed text, made lists again."""
    if isinstance(value, list):
        return [_with_lists(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: [member] if name in LISTS and isinstance(member, str) else _with_lists(member)
        for name, member in value.items()
    }


def test_boxed_values_are_reported(corpus: Path) -> None:
    outcome = gathered([corpus / "ctgov-json" / "page-response-boxed-scalars.json.gz"])
    assert outcome.notes == Counter({"layout": len(outcome.records)})


def test_plain_studies_give_nothing_to_report(corpus: Path) -> None:
    outcome = gathered(
        [corpus / "ctgov-json" / "single", corpus / "ctgov-json" / "ctg-studies.json"]
    )
    assert outcome.notes == Counter()
    assert {record.carries for record in outcome.records} == {FULL}


def test_results_hold_every_value(corpus: Path) -> None:
    seen = 0
    path = corpus / "ctgov-json" / "ctg-studies.json.zip"
    for study, record in zip(studies(path), gathered([path]).records, strict=True):
        section = study.get("resultsSection")
        results = record.trial.results
        assert (section is None) == (results is None)
        if section is None or results is None:
            continue
        seen += 1
        measures = (
            section["outcomeMeasuresModule"]["outcomeMeasures"]
            + section["baselineCharacteristicsModule"]["measures"]
        )
        assert [one.title for one in results.measures] == [one["title"] for one in measures]
        assert [
            (one.group, one.value, one.spread, one.lower, one.upper)
            for measure in results.measures
            for one in measure.measurements
        ] == [
            tuple(
                value.get(name)
                for name in ("groupId", "value", "spread", "lowerLimit", "upperLimit")
            )
            for measure in measures
            for row in measure.get("classes", ())
            for category in row.get("categories", ())
            for value in category.get("measurements", ())
        ]
        assert [
            (one.deaths_affected, one.serious_affected, one.other_affected, one.other_at_risk)
            for one in results.adverse_events
        ] == [
            tuple(
                group.get(name)
                for name in (
                    "deathsNumAffected",
                    "seriousNumAffected",
                    "otherNumAffected",
                    "otherNumAtRisk",
                )
            )
            for group in section["adverseEventsModule"]["eventGroups"]
        ]
        assert sum(one.milestone == "STARTED" for one in results.flow) >= len(results.flow_groups)
    assert seen >= 10


def test_data_date_is_the_last_update_posted(corpus: Path) -> None:
    path = corpus / "ctgov-json" / "studies.ndjson.gz"
    for study, record in zip(studies(path), gathered([path]).records, strict=True):
        posted = study["protocolSection"]["statusModule"]["lastUpdatePostDateStruct"]["date"]
        assert str(record.data_date) == posted


def test_version_holder_is_the_data_date_where_no_update_is_told() -> None:
    raw = json.dumps(
        {
            "protocolSection": {"identificationModule": {"nctId": "NCT99990001"}},
            "derivedSection": {"miscInfoModule": {"versionHolder": "2031-02-03"}},
        }
    )
    assert str(api_v2.read(raw.encode()).data_date) == "2031-02-03"


def test_known_members_are_either_read_or_not_kept() -> None:
    assert not NOT_KEPT & set(_READ)


def minimal(**members: object) -> dict[str, Any]:
    return {"protocolSection": {"identificationModule": {"nctId": "NCT99990001", **members}}}


def test_a_partial_record_carries_only_what_it_has() -> None:
    study = minimal(briefTitle="A title")
    study["protocolSection"]["eligibilityModule"] = {"sex": "ALL"}
    reading = api_v2.read(json.dumps(study).encode())
    assert reading.carries == {"identifiers", "title", "eligibility.sex"}


def test_lower_case_numbers_are_the_same_number() -> None:
    raw = json.dumps(minimal()).replace("NCT99990001", "nct99990001").encode()
    assert api_v2.read(raw).trial.number == "NCT99990001"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "cut off"),
        (b"[]", "no protocolSection"),
        (b"null", "no protocolSection"),
        (b'"NCT99990001"', "no protocolSection"),
        (b"{}", "no protocolSection"),
        (b'{"protocolSection": 3}', "no study"),
        (b'{"protocolSection": {}}', "neither a number nor a title"),
        (b'{"protocolSection": {"identificationModule": {"nctId": "NCT1"}}}', "not an NCT number"),
        (b'{"protocolSection": {"identificationModule": {"nctId": "../../etc"}}}', "not an NCT"),
        (b'{"protocolSection": {"identificationModule"', "cut off"),
        (b'{"protocolSection": {"a": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"protocolSection": {}, "protocolSection": {}}', "occurs twice"),
        (
            b'{"protocolSection": {"identificationModule": {"nctId": "NCT99990001"},'
            b' "identificationModule": {"nctId": "NCT99990002"}}}',
            "occurs twice",
        ),
        (b"\x00\x01\x02", "no sound JSON"),
    ],
)
def test_what_is_no_study_is_refused_in_plain_words(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refused:
        api_v2.read(raw)
    assert "\n" not in refused.value.reason
    assert len(refused.value.reason) < 200


def test_lone_surrogates_and_nul_are_put_right_and_reported() -> None:
    raw = rb'{"protocolSection": {"identificationModule": {"nctId": "NCT99990001",'
    raw += rb'"briefTitle": "a\u0000b \ud800 c \ud83d\ude00 d \\u0000 e\r\nf"}}}'
    reading = api_v2.read(raw)
    assert reading.trial.title == "ab \ufffd c \U0001f600 d \\u0000 e\nf"
    assert [note.kind for note in reading.notes] == ["encoding", "encoding"]


def test_windows_letters_are_read_and_reported() -> None:
    raw = json.dumps(minimal(briefTitle="Sj\u00f6gren"), ensure_ascii=False).encode("cp1252")
    reading = api_v2.read(raw)
    assert reading.trial.title == "Sj\u00f6gren"
    assert "encoding" in {note.kind for note in reading.notes}


def test_values_of_another_kind_do_not_lose_the_study() -> None:
    study = minimal(
        briefTitle=["Boxed"], officialTitle=None, acronym="", nctIdAliases="NCT99990002"
    )
    study["protocolSection"]["designModule"] = {
        "enrollmentInfo": {"count": "about 30", "type": "ACTUAL"},
        "phases": ["PHASE2", None],
        "patientRegistry": "Yes",
    }
    reading = api_v2.read(json.dumps(study).encode())
    assert reading.trial.title == "Boxed"
    assert reading.trial.official_title is None
    assert [one.value for one in reading.trial.identifiers] == ["NCT99990001", "NCT99990002"]
    assert [phase.word for phase in reading.trial.phases] == ["PHASE2"]
    assert reading.trial.patient_registry is True
    assert ("unread value", "count: about 30") in {(note.kind, note.what) for note in reading.notes}


def test_unknown_members_and_values_are_reported_and_kept() -> None:
    study = minimal(moonPhase="full")
    study["protocolSection"]["statusModule"] = {"overallStatus": "PAUSED"}
    reading = api_v2.read(json.dumps(study).encode())
    assert reading.trial.status is not None
    assert (reading.trial.status.said, reading.trial.status.means) == ("PAUSED", None)
    assert {(note.kind, note.what) for note in reading.notes} == {
        ("unknown field", "moonPhase"),
        ("unknown value", "status: PAUSED"),
    }
