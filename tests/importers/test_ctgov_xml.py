"""Legacy XML: counts, every record against its own elements, and against spreadsheets."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.model.codes import Status
from catalog.model.trial import Trial
from importers.ctgov.legacy_xml import clinical_study
from importers.formats import IMPORTERS
from importers.importer import Head, Unreadable
from tests.importers.corpus_counts import gathered, indexed
from tests.importers.test_ctgov_csv import table

SUMMARY = "ctgov-xml/SearchResults.xml"
TRUNCATED = "ctgov-xml/broken/NCT02734771-truncated.xml"


def test_counts_equal_the_index(corpus: Path) -> None:
    for file, ids in indexed(corpus, "ctgov-xml").items():
        if file != TRUNCATED:
            outcome = gathered([corpus / file])
            assert outcome.numbers == ids, file
            assert not outcome.refused, file
            assert outcome.formats == {"ctgov-search-xml" if file == SUMMARY else "ctgov-xml"}
            assert not outcome.notes, file


def test_broken_downloads_are_refused_with_a_reason(corpus: Path) -> None:
    outcome = gathered([corpus / "ctgov-xml" / "broken"])
    assert outcome.records == []
    reasons = {one.file: one.reason for one in outcome.refused}
    assert len(reasons) == 2
    assert "Premature end" in reasons["NCT02734771-truncated.xml"]
    assert reasons["NCT03307746-empty.xml"] == "the file is empty"


# -- every record against its own elements, read by the standard library


def records(corpus: Path) -> Iterator[bytes]:
    folder = corpus / "ctgov-xml"
    for name in ("AllPublicXML-sample.zip", "search_result.zip"):
        with zipfile.ZipFile(folder / name) as archive:
            yield from (archive.read(one) for one in archive.namelist() if one.endswith(".xml"))
    for path in sorted((folder / "single").iterdir()):
        yield path.read_bytes()


def _all(root: ET.Element, path: str) -> list[str]:
    return [one.text.strip() for one in root.findall(path) if one.text and one.text.strip()]


def _iso(said: str | None) -> str:
    """`October 31, 2018` and `October 2018` as ISO."""
    if not said:
        return ""
    if "," in said:
        return dt.datetime.strptime(said, "%B %d, %Y").date().isoformat()
    return dt.datetime.strptime(said, "%B %Y").strftime("%Y-%m")


DATES = {
    "start_date": "start_date",
    "primary_completion_date": "primary_completion_date",
    "completion_date": "completion_date",
    "first_submitted": "study_first_submitted",
    "first_submitted_qc": "study_first_submitted_qc",
    "first_posted": "study_first_posted",
    "results_first_submitted": "results_first_submitted",
    "results_first_submitted_qc": "results_first_submitted_qc",
    "results_first_posted": "results_first_posted",
    "disposition_first_submitted": "disposition_first_submitted",
    "disposition_first_submitted_qc": "disposition_first_submitted_qc",
    "disposition_first_posted": "disposition_first_posted",
    "last_update_submitted": "last_update_submitted",
    "last_updated": "last_update_posted",
}
TYPES = {"Actual": "ACTUAL", "Anticipated": "ESTIMATED", "Estimate": "ESTIMATED", None: None}
LISTS = {
    "conditions": "condition",
    "keywords": "keyword",
    "removed_countries": "removed_countries/country",
}


def _texts(trial: Trial) -> list[str | None]:
    said = trial.eligibility
    texts = [trial.brief_summary, trial.detailed_description]
    return texts + ([said.text, said.study_population] if said else [None, None])


def _words(text: str | None) -> list[str]:
    """Words without the marks of items, which unwrapping rewrites."""
    return [word for word in (text or "").split() if word not in ("-", "*")]


def test_every_record_equals_its_elements(corpus: Path) -> None:
    for raw in records(corpus):
        root = ET.fromstring(raw)
        reading = clinical_study.read(raw)
        trial = reading.trial
        number = root.findtext("id_info/nct_id")
        assert trial.number == number
        assert trial.title == root.findtext("brief_title")
        assert trial.official_title == root.findtext("official_title")
        assert trial.status and trial.status.said == root.findtext("overall_status")
        assert trial.status.means is not None
        for field, tag in DATES.items():
            date, element = getattr(trial, field), root.find(tag)
            assert _iso(element.text if element is not None else None) == (
                str(date.date) if date else ""
            ), (number, field)
            if element is not None:
                told = date.type.means if date.type else None
                assert told == TYPES[element.get("type")], (number, field)
        for field, path in LISTS.items():
            assert list(getattr(trial, field)) == _all(root, path), (number, field)
        _same_lists(root, trial)
        for text, path in zip(
            _texts(trial),
            (
                "brief_summary",
                "detailed_description",
                "eligibility/criteria",
                "eligibility/study_pop",
            ),
            strict=True,
        ):
            assert _words(text) == _words(root.findtext(f"{path}/textblock")), (number, path)
        assert trial.has_results == (root.find("clinical_results") is not None)


def _same_lists(root: ET.Element, trial: Trial) -> None:
    number = trial.number
    kinds = Counter(one.kind.value for one in trial.outcomes)
    for kind in ("primary", "secondary", "other"):
        assert kinds[kind] == len(root.findall(f"{kind}_outcome")), (number, kind)
    assert [one.name for one in trial.interventions] == _all(root, "intervention/intervention_name")
    assert [one.label for one in trial.arms] == _all(root, "arm_group/arm_group_label")
    assert len(trial.sites) == len(root.findall("location")), number
    address = "location/facility/address"
    assert [one.city for one in trial.sites if one.city] == _all(root, f"{address}/city")
    assert [one.zip for one in trial.sites if one.zip] == _all(root, f"{address}/zip")
    assert [one.country for one in trial.sites] == _all(root, f"{address}/country")
    statuses = [one.status.said for one in trial.sites if one.status]
    assert statuses == _all(root, "location/status")
    people = sum(len(one.contacts) for one in trial.sites)
    tags = ("contact", "contact_backup", "investigator")
    assert people == sum(len(root.findall(f"location/{tag}")) for tag in tags)
    assert len(trial.contacts) == len(_all(root, "overall_contact/last_name")) + len(
        _all(root, "overall_contact_backup/last_name")
    )
    assert [one.name for one in trial.officials] == _all(root, "overall_official/last_name")
    references = _all(root, "reference/citation") + _all(root, "results_reference/citation")
    assert [one.citation for one in trial.references] == references
    others = len(_all(root, "id_info/org_study_id")) + len(_all(root, "id_info/secondary_id"))
    assert len(trial.identifiers) == 1 + others + len(_all(root, "id_info/nct_alias"))


def test_every_result_value_is_kept(corpus: Path) -> None:
    found = 0
    for raw in records(corpus):
        root, results = ET.fromstring(raw), clinical_study.read(raw).trial.results
        if results is None:
            continue
        measured = [one.get("value") for one in root.iter("measurement")]
        told = [value.value for measure in results.measures for value in measure.measurements]
        assert Counter(told) == Counter(measured)
        assert len(results.flow) == len(list(root.iter("participants")))
        deaths = [one for one in results.adverse_events if one.deaths_at_risk is not None]
        said = [e for e in root.iter("sub_title") if e.text == "Total, all-cause mortality"]
        assert bool(deaths) == bool(said)
        found += 1
    assert found == 36


# -- against the same day's spreadsheets


def test_summaries_equal_the_spreadsheet_of_the_same_search(corpus: Path) -> None:
    summaries = gathered([corpus / SUMMARY]).records
    sheet = gathered([corpus / "ctgov-csv" / "classic" / "SearchResults.csv"]).records
    by_number = {one.trial.number: one.trial for one in sheet}
    assert len(by_number) == len(summaries) == 100
    fields = (
        "identifiers url title acronym status start_date primary_completion_date completion_date "
        "first_posted results_first_posted last_updated conditions study_type phases allocation "
        "intervention_model primary_purpose observational_model time_perspective masking "
        "who_masked enrollment outcomes eligibility sites has_results"
    ).split()
    for record in summaries:
        other = by_number[record.trial.number]
        for field in fields:
            assert getattr(record.trial, field) == getattr(other, field), (other.number, field)
        assert record.trial.sponsor == other.sponsor
        # The XML repeats an intervention for each of its arms, the spreadsheet does not.
        assert set(record.trial.interventions) == set(other.interventions)


def test_full_records_equal_the_spreadsheet_of_the_same_day(corpus: Path) -> None:
    full = {
        r.trial.number: r.trial for r in gathered([corpus / "ctgov-xml/search_result.zip"]).records
    }
    path = corpus / "ctgov-csv" / "classic" / "SearchResults-10col.csv.zip"
    compared = 0
    for cells in table(path):
        trial = full.get(cells["NCT Number"])
        if trial is None:
            continue
        assert trial.title == cells["Title"]
        assert trial.status and trial.status.said == cells["Status"]
        assert (trial.acronym or "") == cells["Acronym"]
        given = "|".join(
            f"{one.type.said if one.type else ''}: {one.name}" for one in trial.interventions
        )
        assert given == cells["Interventions"]
        phases = "|".join(one.said for one in trial.phases)
        assert phases.replace("N/A", "Not Applicable") == cells["Phases"]
        assert trial.has_results == (cells["Study Results"] == "Has Results")
        compared += 1
    assert compared == 70


# -- traps


def _study(inner: str) -> bytes:
    return (
        "<clinical_study><id_info><nct_id>NCT99990001</nct_id></id_info>"
        f"<brief_title>T</brief_title>{inner}</clinical_study>"
    ).encode()


@pytest.mark.parametrize(
    ("study_type", "phase", "phases"),
    [
        ("Interventional", "N/A", ["NA"]),
        ("Observational", "N/A", []),
        ("Expanded Access", "N/A", []),
        ("N/A", "N/A", []),
        ("Interventional", "Phase 1/Phase 2", ["PHASE1", "PHASE2"]),
        ("Interventional", "Early Phase 1", ["EARLY_PHASE1"]),
        ("Interventional", "Phase 0", ["EARLY_PHASE1"]),
    ],
)
def test_no_phase_and_not_applicable(study_type: str, phase: str, phases: list[str]) -> None:
    trial = clinical_study.read(
        _study(f"<phase>{phase}</phase><study_type>{study_type}</study_type>")
    ).trial
    assert [one.word for one in trial.phases] == phases
    assert (trial.study_type is None) == (study_type == "N/A")


@pytest.mark.parametrize(
    "said",
    [
        "Allocation:  Randomized, Endpoint Classification:  Efficacy Study, "
        "Intervention Model:  Parallel Assignment, Masking:  Double Blind (Subject, "
        "Investigator), Primary Purpose:  Treatment",
        "Treatment, Randomized, Double-Blind, Placebo Control, Parallel Assignment, Efficacy Study",
    ],
)
def test_study_designs_of_before_2017(said: str) -> None:
    trial = clinical_study.read(_study(f"<study_design>{said}</study_design>")).trial
    coded = (trial.primary_purpose, trial.allocation, trial.masking, trial.intervention_model)
    assert [one and one.word for one in coded] == ["TREATMENT", "RANDOMIZED", "DOUBLE", "PARALLEL"]
    who = ["PARTICIPANT", "INVESTIGATOR"] if "Subject" in said else []
    assert [one.word for one in trial.who_masked] == who


@pytest.mark.parametrize(
    ("inner", "date"),
    [
        ("<last_update_posted>May 5, 2018</last_update_posted>", "2018-05-05"),
        ("<lastchanged_date>May 4, 2012</lastchanged_date>", "2012-05-04"),
        ("", "2010-03-02"),
    ],
)
def test_data_date_is_the_best_that_is_given(inner: str, date: str) -> None:
    header = (
        "<required_header><download_date>ClinicalTrials.gov processed this data on March 02, 2010"
        "</download_date></required_header>"
    )
    assert str(clinical_study.read(_study(header + inner)).data_date) == date


def test_a_withheld_record_carries_only_what_it_says() -> None:
    reading = clinical_study.read(_study("<overall_status>Withheld</overall_status>"))
    assert reading.trial.status and reading.trial.status.means is Status.WITHHELD
    assert reading.carries == {"identifiers", "title", "status", "has_results"}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"<clinical_study><id_info>", "no well-formed XML"),
        (b"<html/>", "no <clinical_study>"),
        (b"<clinical_study/>", "names no trial"),
        (b"<clinical_study><id_info><nct_id>X</nct_id></id_info></clinical_study>", "NCT number"),
        (b'<!DOCTYPE a [<!ENTITY e "x">]><clinical_study>&e;</clinical_study>', "DOCTYPE"),
    ],
)
def test_what_is_no_study_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        clinical_study.read(raw)


def test_only_one_importer_knows_each_kind_of_xml() -> None:
    for start, name in (
        ("<?xml version='1.0'?>\n<!-- a --><clinical_study rank='1'>", "ctgov-xml"),
        ("<all><clinical_study>", "ctgov-xml"),
        ('<search_results count="2">\n<study rank="1">', "ctgov-search-xml"),
        ("<clinical_studyx>", None),
        ("a <clinical_study>", None),
    ):
        head = Head("x.xml", start.encode())
        found = [one.name for one in IMPORTERS if one.recognises(head)]
        assert found == ([name] if name else []), start
