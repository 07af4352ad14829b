"""AACT's tables give the same trials as the API's JSON, except what their columns cannot carry."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from catalog.model.trial import Contact, Document, MeshTerm, Reference, Site, Trial
from importers.aact.tables import CARRIES, IMPORTER
from importers.importer import Head
from tests.importers.corpus_counts import gathered

# Columns that the derived tables leave blank, or that AACT has not at all.
NOT_IN_THE_TABLES = frozenset(
    {
        "available_ipd",  # documents.txt is not among them
        "biospecimen",
        "disposition_first_posted",
        "disposition_first_submitted",
        "disposition_first_submitted_qc",
        "expanded_access_types",
        "number_of_arms",  # AACT has it, the JSON has not
        "organization",  # derived from the sponsor; AACT's own has the organisation
        "patient_registry",
        "results",  # results tables are not read
        "results_first_submitted_qc",
        "target_duration",
        "unposted_events",  # pending_results.txt is not among them
    }
)


def blurred(trial: Trial) -> Mapping[str, object]:
    """The fields both have, without what AACT's columns cannot carry."""
    fields = {
        name: getattr(trial, name)
        for name in trial.__struct_fields__
        if name not in NOT_IN_THE_TABLES
    }
    fields["sites"] = tuple(map(_without_place, trial.sites))
    fields["documents"] = tuple(map(_without_upload, trial.documents))
    fields["references"] = tuple(map(_without_retractions, trial.references))
    for name in ("condition_mesh", "intervention_mesh"):
        for ending in ("", "_ancestors"):
            fields[name + ending] = tuple(map(_without_id, getattr(trial, name + ending)))
    if trial.oversight is not None:
        fields["oversight"] = msgspec.structs.replace(
            trial.oversight, is_us_export=None, is_unapproved_device=None
        )
    if trial.ipd_statement is not None:
        fields["ipd_statement"] = (trial.ipd_statement.sharing, trial.ipd_statement.description)
    return fields


def _without_place(site: Site) -> Site:
    contacts = tuple(map(_without_extension, site.contacts))
    return msgspec.structs.replace(site, latitude=None, longitude=None, contacts=contacts)


def _without_extension(contact: Contact) -> Contact:
    return msgspec.structs.replace(contact, phone_ext=None)


def _without_upload(document: Document) -> Document:
    return msgspec.structs.replace(document, upload_date=None, size=None)


def _without_retractions(reference: Reference) -> Reference:
    return msgspec.structs.replace(reference, retractions=())


def _without_id(term: MeshTerm) -> MeshTerm:
    return MeshTerm(term=term.term)


@pytest.fixture(scope="module")
def truth(corpus: Path) -> dict[str, list[Trial]]:
    """Trials of the API by number; some were downloaded more than once."""
    known: dict[str, list[Trial]] = {}
    for record in gathered([corpus / "ctgov-json"]).records:
        known.setdefault(record.trial.number or "", []).append(record.trial)
    return known


def test_the_derived_tables_give_the_trials_of_the_json(
    corpus: Path, truth: dict[str, list[Trial]]
) -> None:
    records = gathered([corpus / "aact" / "derived-full-tables.zip"]).records
    assert len(records) == 150
    differing = {}
    for record in records:
        told = blurred(record.trial)
        candidates = [blurred(trial) for trial in truth[record.trial.number or ""]]
        if told not in candidates:
            differing[record.trial.number] = [
                [name for name in told if told[name] != other[name]] for other in candidates
            ]
    assert differing == {}


def test_a_month_stays_a_month(corpus: Path) -> None:
    """The column of days has the month's last one."""
    records = gathered([corpus / "aact" / "real-tables.zip"]).records
    starts = [record.trial.start_date.date for record in records if record.trial.start_date]
    months = [date for date in starts if date is not None and not date.day]
    assert len(months) > 50
    assert all(date.day == 0 for date in months)


def test_both_spellings_mean_the_same(corpus: Path) -> None:
    for name in ("real-tables.zip", "derived-full-tables.zip"):
        outcome = gathered([corpus / "aact" / name])
        assert "unknown value" not in outcome.notes


def test_a_record_carries_what_its_tables_have(corpus: Path) -> None:
    record = gathered([corpus / "aact" / "real-tables.zip"]).records[0]
    assert record.carries >= {"title", "start_date", "countries", "available_ipd"}
    assert not record.carries & {"conditions", "sites", "arms", "eligibility.text", "results"}
    named = {name.partition(".")[0] for gives in CARRIES.values() for name in gives}
    assert named <= set(Trial.__struct_fields__)


def test_a_folder_and_a_zip_of_the_same_tables_are_the_same(corpus: Path, tmp_path: Path) -> None:
    archive = corpus / "aact" / "real-tables.zip"
    with zipfile.ZipFile(archive) as tables:
        tables.extractall(tmp_path / "tables")
    zipped, unpacked = gathered([archive]), gathered([tmp_path / "tables"])
    assert [record.raw for record in zipped.records] == [record.raw for record in unpacked.records]
    alone = gathered([tmp_path / "tables" / "studies.txt"])
    assert alone.numbers == zipped.numbers


def table(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def test_rows_without_a_study_and_broken_rows_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    table(folder, "studies", "nct_id|brief_title\nNCT99990001|One\nNCT99990002|Two|three\n|Four\n")
    table(folder, "conditions", 'id|nct_id|name\n1|NCT99990001|"A|B"\n2|NCT99990009|C\n')
    outcome = gathered([folder])
    assert [record.trial.number for record in outcome.records] == ["NCT99990001"]
    assert outcome.records[0].trial.conditions == ("A|B",)
    assert [refused.record for refused in outcome.refused] == [
        "studies, line 3",
        "studies, line 4",
        "",
    ]


def test_rows_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    table(folder, "studies", "nct_id|brief_title\nNCT99990001|One\n")
    table(folder, "conditions", "id|nct_id|name\n10|NCT99990001|B\n9|NCT99990001|A\n")
    (record,) = gathered([folder]).records
    assert record.trial.conditions == ("A", "B")


def test_a_subset_without_studies_still_says_what_it_has(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    table(folder, "conditions", "id|nct_id|name\n1|NCT99990001|A\n")
    table(folder, "keywords", "id|nct_id|name\n1|NCT99990001|k\n")
    (record,) = gathered([folder]).records
    assert (record.trial.conditions, record.trial.keywords) == (("A",), ("k",))
    assert "title" not in record.carries
    assert [note.kind for note in record.notes] == ["layout"]


@pytest.mark.parametrize("members", [(), ("conditions.txt",), ("readme.txt", "photo.png")])
def test_other_folders_are_no_tables(members: tuple[str, ...]) -> None:
    assert IMPORTER.recognises(Head("folder", b"", members)) is None
