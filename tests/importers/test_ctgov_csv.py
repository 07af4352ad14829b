"""ClinicalTrials.gov spreadsheets: counts, every column against JSON, what copies do to them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from catalog.model.codes import fold
from catalog.model.trial import Trial
from importers.ctgov.csv import api_fields, classic, current
from importers.formats import IMPORTERS
from importers.importer import Head, Unreadable
from importers.unknown import look_alike
from tests.importers.corpus_counts import gathered, indexed
from tests.importers.csv_truth import corpus_studies, row
from tests.importers.read_by_people import without_entities

FORMATS = {"new": "ctgov-csv", "classic": "ctgov-csv-classic", "other": "ctgov-csv-fields"}


def raw(cells: dict[str, str]) -> bytes:
    """A header and one row, as records are kept."""
    out = io.StringIO()
    csv.writer(out).writerows([list(cells), list(cells.values())])
    return out.getvalue().encode()


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a corpus file, by the standard library alone."""
    data = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            data = archive.read(archive.namelist()[0])
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_counts_equal_the_index(corpus: Path) -> None:
    for file, ids in indexed(corpus, "ctgov-csv").items():
        outcome = gathered([corpus / file])
        assert outcome.numbers == ids, file
        assert not outcome.refused, file
        assert outcome.formats == {FORMATS[file.split("/")[1].split("-")[0]]}, file
        assert outcome.notes.keys() <= {"layout"}, file


# -- every exact column against the JSON it is made from


def _words(coded: object) -> list[str]:
    return [one.said for one in coded] if isinstance(coded, tuple) else []


def _shown(trial: Trial) -> dict[str, object]:
    """The exact columns as the Trial has them, to be written like the cells."""
    eligibility = trial.eligibility
    dates = {
        "Start Date": trial.start_date,
        "Primary Completion Date": trial.primary_completion_date,
        "Completion Date": trial.completion_date,
        "First Posted": trial.first_posted,
        "Results First Posted": trial.results_first_posted,
        "Last Update Posted": trial.last_updated,
    }
    return {
        "NCT Number": trial.number,
        "Study Title": trial.title,
        "Study URL": trial.url,
        "Acronym": trial.acronym or "",
        "Study Status": trial.status and trial.status.word,
        "Brief Summary": trial.brief_summary or "",
        "Study Results": "YES" if trial.has_results else "NO",
        "Conditions": "|".join(trial.conditions),
        "Interventions": "|".join(
            f"{one.type.word if one.type else None}: {one.name}" for one in trial.interventions
        ),
        "Sponsor": trial.sponsor and trial.sponsor.name,
        "Collaborators": "|".join(one.name for one in trial.collaborators),
        "Sex": eligibility.sex.word if eligibility and eligibility.sex else "",
        "Age": ", ".join(_words(eligibility.standard_ages)) if eligibility else "",
        "Phases": "|".join(_words(trial.phases)),
        "Enrollment": str(trial.enrollment.count) if trial.enrollment else "",
        "Funder Type": trial.sponsor and trial.sponsor.class_ and trial.sponsor.class_.word,
        "Study Type": trial.study_type.word if trial.study_type else "",
        **{name: str(date.date) if date else "" for name, date in dates.items()},
        "Study Documents": "|".join(f"{one.label}, {one.url}" for one in trial.documents),
    }


def _design(trial: Trial) -> list[str | None]:
    parts = (
        trial.allocation,
        trial.intervention_model,
        trial.primary_purpose,
        trial.observational_model,
        trial.time_perspective,
        trial.masking,
        *trial.who_masked,
    )
    return [None if coded is None else coded.word for coded in parts]


def test_every_exact_column_equals_the_json(corpus: Path) -> None:
    compared = 0
    for number, study in corpus_studies(corpus).items():
        cells = row(study)
        reading = current.read(raw(cells))
        for column, value in _shown(reading.trial).items():
            assert value == without_entities(cells[column]).strip(), (number, column)
            compared += 1
        assert reading.notes == (), number
    assert compared > 8_000


def test_study_design_and_ids_equal_the_json(corpus: Path) -> None:
    for number, study in corpus_studies(corpus).items():
        trial = current.read(raw(row(study))).trial
        info = study["protocolSection"]["designModule"].get("designInfo", {})
        masking = info.get("maskingInfo", {})
        names = ("allocation", "interventionModel", "primaryPurpose")
        others = ("observationalModel", "timePerspective")
        is_observational = study["protocolSection"]["designModule"]["studyType"] == "OBSERVATIONAL"
        expected = [info.get(name) if not is_observational else None for name in names]
        expected += [info.get(name) if is_observational else None for name in others]
        expected += [masking.get("masking"), *masking.get("whoMasked", [])]
        assert _design(trial) == expected, number
        said = [one.value for one in trial.identifiers]
        ids = [fold(one) for one in (number, *row(study)["Other IDs"].split("|"))]
        assert len(said) == len(ids) and fold(said[0]) == ids[0], number


def test_real_rows_equal_their_cells(corpus: Path) -> None:
    """Real files, column by column; outcomes and sites are guesses and tested elsewhere."""
    compared = 0
    for name in ("30col-lf.csv", "30col-crlf.csv", "20col.csv.zip", "10col.csv", "12col.csv"):
        path = corpus / "ctgov-csv" / "new" / f"ctg-studies-{name}"
        records = gathered([path]).records
        for cells, record in zip(table(path), records, strict=True):
            shown = _shown(record.trial)
            for column in shown.keys() & cells.keys():
                cell = without_entities(cells[column]).strip().replace("\r\n", "\n")
                assert (shown[column] or "") == cell, (name, record.place, column)
                compared += 1
    assert compared > 8_000


# -- what copies do


def test_excel_dates_agree_with_the_file_before_excel(corpus: Path) -> None:
    folder = corpus / "ctgov-csv" / "new"
    before = {r.trial.number: r for r in gathered([folder / "ctg-studies-30col-lf.csv"]).records}
    through = gathered([folder / "ctg-studies-34col-blank-headers.csv.zip"]).records
    both = [(before[r.trial.number], r) for r in through if r.trial.number in before]
    assert len(both) == 9
    for one, other in both:
        for field in ("start_date", "completion_date", "first_posted", "last_updated"):
            assert getattr(one.trial, field).date == getattr(other.trial, field).date, field
        urls = {document.url for document in one.trial.documents}
        assert {document.url for document in other.trial.documents} <= urls
    # Excel put each document in a column of its own, without a heading.
    assert max(len(other.trial.documents) for _, other in both) > 1


def test_a_month_that_excel_made_a_day_is_a_guess() -> None:
    trial = current.read(
        raw({"Study Title": "T", "Start Date": "3/1/2020", "Completion Date": "3/25/2020"})
    ).trial
    assert str(trial.start_date) == "2020-03-01"
    assert [guess.field for guess in trial.guesses] == ["start_date"]


@pytest.mark.parametrize(
    ("cells", "date"),
    [
        (("2/3/2020", "25/3/2020"), "2020-03-02"),
        (("2/3/2020", "3/25/2020"), "2020-02-03"),
        (("2.3.2020", ""), "2020-03-02"),
        (("2-3-2020", "3-25-2020"), "2020-02-03"),
        (("Jan-19", ""), "2019-01"),
        (("Jan-88", ""), "1988-01"),
        (("2020-03", ""), "2020-03"),
        (("31/31/2020", ""), "31/31/2020"),
        (("soon", ""), "soon"),
    ],
)
def test_order_of_day_and_month_comes_from_the_row(cells: tuple[str, str], date: str) -> None:
    start, posted = cells
    reading = current.read(
        raw({"Study Title": "T", "Start Date": start, "Last Update Posted": posted})
    )
    assert str(reading.trial.start_date) == date


def test_the_beta_site_repeats_the_start_date(corpus: Path) -> None:
    path = corpus / "ctgov-csv" / "new" / "ctg-studies-11col.csv.zip"
    rows = table(path)
    assert all(one["Start Date"] == one["Primary Completion Date"] for one in rows)
    for record in gathered([path]).records:
        assert record.trial.primary_completion_date is None
        assert "primary_completion_date" not in record.carries
        assert "start_date" in record.carries


def test_columns_decide_what_is_carried() -> None:
    reading = current.read(raw({"Sex": "ALL", "Study Title": "T", "Age": ""}))
    assert reading.carries == {"eligibility.sex", "eligibility.standard_ages", "title"}


def test_faulty_design_of_observational_studies_says_nothing() -> None:
    cells = {
        "NCT Number": "NCT99990001",
        "Study Design": "Observational Model: |Time Perspective: p",
    }
    reading = current.read(raw(cells))
    assert reading.trial.time_perspective is None
    assert reading.carries == {"identifiers"}
    assert [note.kind for note in reading.notes] == ["layout"]


@pytest.mark.parametrize("read", [current.read, classic.read, api_fields.read])
def test_a_row_without_number_and_title_is_refused(read: object) -> None:
    assert callable(read)
    with pytest.raises(Unreadable, match="names no trial"):
        read(raw({"Conditions": "Gout", "Acronym": "X"}))
    with pytest.raises(Unreadable, match="not an NCT number"):
        read(raw({"NCT Number": "NCT0000000X", "Conditions": "Gout"}))


# -- classic


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("18 Years to 75 Years \u00a0 (Adult, Older Adult)", ("18 Years", "75 Years")),
        ("18 Years and older \u00a0 (Adult, Older Adult)", ("18 Years", None)),
        ("up to 1 Month \u00a0 (Child)", (None, "1 Month")),
        ("1 Hour to 3 Days \u00a0 (Child)", ("1 Hour", "3 Days")),
        ("Child, Adult, Older Adult", (None, None)),
        ("", (None, None)),
    ],
)
def test_ages_hold_limits_and_groups(cell: str, expected: tuple[str | None, str | None]) -> None:
    least, most, groups = classic.ages(cell)
    assert (least and str(least), most and str(most)) == expected
    assert (groups is None) == (cell == "")


def test_every_real_age_cell_is_understood(corpus: Path) -> None:
    files = [file for file in indexed(corpus, "ctgov-csv") if "/classic/" in file]
    outcome = gathered([corpus / file for file in files])
    assert not [note for record in outcome.records for note in record.notes]
    assert any(r.trial.eligibility and r.trial.eligibility.minimum_age for r in outcome.records)


# -- recognition


def test_lists_of_other_things_are_told_apart() -> None:
    springer = "Item Title,Publication Title,Book Series Title,Journal Volume,Authors,URL\r\n"
    assert "Springer" in (look_alike("\ufeff" + springer) or "")
    for text in (springer, "PMID,Title,Authors\r\n", "TY  - JOUR\r\n", "@article{x,\n title={y}}"):
        assert look_alike(text)
        assert not [one for one in IMPORTERS if one.recognises(Head("x", text.encode()))]
    assert look_alike("NCT Number,Study Title\r\n") is None


def test_a_search_results_file_of_springer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "SearchResults.csv"
    path.write_text('Item Title,Publication Title,URL\n"On trials",Book,https://x\n')
    outcome = gathered([path])
    assert [("Springer" in one.reason, one.record) for one in outcome.refused] == [(True, "")]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("NCT Number,Study Title", "ctgov-csv"),
        ("nct_number;study_title;study_status", "ctgov-csv"),
        ("#nct_id,study_title", "ctgov-csv"),
        ("Locations,Sponsor,Study URL", "ctgov-csv"),
        ("Rank,NCT Number,Title,Status", "ctgov-csv-classic"),
        ('"Rank"\t"NCT Number"\t"Title"\t"Gender"', "ctgov-csv-classic"),
        ("NCTId,BriefTitle,OverallStatus", "ctgov-csv-fields"),
        ("nct_id,brief_title,overall_status", "ctgov-csv-fields"),
        ("identification_nctId,status_overallStatus", "ctgov-csv-fields"),
        ("nct_id|brief_title|overall_status", None),
        ("Title,Status", None),
        ("NCT Number,Conditions", "ctgov-csv"),
        ("NCT Number,Weight", None),
        ("Conditions,Phases,Enrollment", None),
    ],
)
def test_headers_tell_the_layout(header: str, name: str | None) -> None:
    head = Head("x.csv", f"{header}\r\n".encode())
    own = [current.IMPORTER, classic.IMPORTER, api_fields.IMPORTER]
    assert [one.name for one in own if one.recognises(head)] == ([name] if name else [])
