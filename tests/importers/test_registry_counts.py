"""The registries' files of the corpus give as many trials as its index says, and no crash."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from importers.values.cleaning import registry_number
from tests.importers.corpus_counts import gathered, indexed

FORMATS = {
    "ictrp/ICTRP-Results-2024.xml": ("ictrp", "ictrp-xml"),
    "ictrp/COVID19-927-trials_7Apr2020.csv.zip": ("ictrp", "ictrp-csv"),
    "ictrp/covid-19-trials_25Mar2020.xlsx": ("ictrp", "workbook"),
    "ictrp/full-export/ICTRPFullExport-sample.csv": ("ictrp", "ictrp-full"),
    "registry-xml/ChiCTR2000034346.xml": ("registry-xml", "who-xml"),
    "registry-xml/rebec-ictrp-2011-10-14.zip": ("registry-xml", "who-xml"),
    "registry-xml/ecgovbr-ictrp-2011-03-24.xml": ("registry-xml", "who-xml"),
    "euctr/trials-full.txt": ("euctr", "euctr-text"),
    "euctr/trials-summary.txt": ("euctr", "euctr-summary"),
    "ctis/old/2022-500244-37-00.json": ("ctis", "ctis-json"),
    "ctis/old/2022-502516-37-00.json": ("ctis", "ctis-json"),
    "ctis/new/2022-501142-30-00.json": ("ctis", "ctis-json"),
    "ctis/new/2024-510663-34-00.json": ("ctis", "ctis-json"),
    "isrctn/isrctn-allTrials.xml": ("isrctn", "isrctn-xml"),
    "isrctn/ISRCTN96912679.xml": ("isrctn", "isrctn-xml"),
    "drks/DRKS_trial-DRKS00038775.json": ("drks", "drks-json"),
    "nci-ctrp/NCI-2015-00045.json": ("nci-ctrp", "nci-ctrp-json"),
    "nci-ctrp/NCI-2018-01615.json": ("nci-ctrp", "nci-ctrp-json"),
    "nci-ctrp/NCI-2018-02261.json": ("nci-ctrp", "nci-ctrp-json"),
    "nci-ctrp/NCI-2018-03722.json": ("nci-ctrp", "nci-ctrp-json"),
    "nci-ctrp/search-v1-barretos.json": ("nci-ctrp", "nci-ctrp-json"),
    "aact/derived-full-tables.zip": ("aact", "aact-tables"),
    "aact/real-tables.zip": ("aact", "aact-tables"),
}
MORE = {
    "more/aact/sql-export-semicolon-25rows.csv": ("aact-sql", "ctgov-csv-fields"),
    "more/anzctr/download-re-serialised/ACTRN12605000102673.xml": ("anzctr-xml", "anzctr-xml"),
    "more/anzctr/search-service/ACTRN12605000055606.xml": ("anzctr-xml", "anzctr-xml"),
    "more/anzctr/search-service/ACTRN12608000588392.xml": ("anzctr-xml", "anzctr-xml"),
    "more/chictr/ChiCTR2400084905-page.html": ("chictr-html", "chictr-html"),
    "more/chictr/search-result-page.html": ("chictr-html", "chictr-html"),
    "more/clients/biomcp-get-trial-NCT02576665.json": ("biomcp", "biomcp-json"),
    "more/clients/biomcp-get-trial-NCT02576665.txt": ("biomcp", "biomcp-json"),
    "more/cris/KCT0000001-scraped.json": ("cris-json", "cris-page"),
    "more/cris/RecordsView-KCT0000001-saved.html": ("cris-html", "cris-page"),
    "more/fhir/DRKS00038775_FHIR.json": ("fhir", "fhir-json"),
    "more/cris/cris-from-xml.ndjson": ("cris-json", "who-json"),
    "more/cris/cris_research-re-serialised.xml": ("cris-xml", "cris-xml"),
    "more/ctgov-csv-as-json/pandas-columns-5.json": ("ctgov-csv-json", "table-json"),
    "more/ctgov-csv-as-json/pandas-records-5.json": ("ctgov-csv-json", "table-json"),
    "more/ctgov-csv-as-json/records-lists-20.json": ("ctgov-csv-json", "table-json"),
    "more/ctgov-page/fragments-copied.md": ("ctgov-page", "ctgov-study-page"),
    **{
        f"more/ctgov-page/reconstructed/{name}": ("ctgov-page", "ctgov-study-page")
        for name in (
            "NCT00159523.html",
            "NCT00159523.txt",
            "NCT02996448.txt",
            "NCT03928431.txt",
            "NCT04284254.html",
            "NCT04284254.mhtml",
            "NCT04284254.txt",
            "NCT05883384.txt",
            "NCT06631677.txt",
        )
    },
    "more/ctis/CTIS_trials_20250924-40rows.csv": ("ctis-csv", "ctis-csv"),
    "more/ctrdata/ctgov-classic.ndjson": ("ctrdata", "ctrdata"),
    "more/ctrdata/euctr.ndjson": ("ctrdata", "ctrdata"),
    "more/ctrdata/isrctn.ndjson": ("ctrdata", "ctrdata"),
    "more/ctrdata/mixed.ndjson": ("ctrdata", "ctrdata"),
    "more/euctr/euctr-protocol-2009-016529-32-EE.html": ("euctr-html", "euctr-text"),
    "more/isrctn/ISRCTN_search_results-10col-25rows.csv": ("isrctn-csv", "isrctn-csv"),
    "more/isrctn/ISRCTN_search_results-43col-4rows.csv": ("isrctn-csv", "isrctn-csv"),
    "more/isrctn/isrctn-api-2026-ISRCTN41823570.xml": ("isrctn", "isrctn-xml"),
    "more/repec/PER-001-95.xml": ("registry-xml", "who-xml"),
    "more/spreadsheets/SearchResults-classic-saved-by-Excel-25rows.xlsx": (
        "spreadsheet",
        "workbook",
    ),
    "more/spreadsheets/ctg-studies-18col-pandas-20rows.xlsx": ("spreadsheet", "workbook"),
    "more/spreadsheets/euctr-search-list-12rows.xlsx": ("spreadsheet", "workbook"),
    "more/tctr/TCTR20180508003.json": ("tctr-json", "who-json"),
}
FORMATS |= MORE
COUNTRY_RECORDS = {"euctr/trials-full.txt": 5}
"""Files of which the index counts trials, and we count the records of their countries."""


def canonical(number: str) -> str:
    known = registry_number(number)
    return known[1] if known else number


def test_every_file_of_the_index_is_tried(corpus: Path) -> None:
    formats = {format for format, _ in FORMATS.values()}
    listed = {file for format in formats for file in indexed(corpus, format)}
    assert listed == FORMATS.keys()


@pytest.mark.parametrize("file", FORMATS)
def test_each_file_gives_the_trials_of_the_index(corpus: Path, file: str) -> None:
    format, importer = FORMATS[file]
    outcome = gathered([corpus / file])
    expected = Counter({canonical(number): 0 for number in indexed(corpus, format)[file]})
    for number, times in indexed(corpus, format)[file].items():
        expected[canonical(number)] += times
    assert outcome.refused == []
    assert outcome.formats == {importer}
    if file in COUNTRY_RECORDS:
        assert outcome.numbers.keys() == expected.keys()
        assert len(outcome.records) == COUNTRY_RECORDS[file]
    else:
        assert outcome.numbers == expected


def test_a_schema_and_a_dtd_beside_the_data_are_refused(corpus: Path) -> None:
    for name in ("drks/DRKS_Schema-2.0.19.json", "registry-xml/who_ictrp.dtd"):
        outcome = gathered([corpus / name])
        assert outcome.records == []
        assert [refused.file for refused in outcome.refused] == [Path(name).name]
        assert outcome.refused[0].reason
