"""Workbooks: typed cells, dates by their style, and files made to break a reader."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from catalog.model.record import Refused
from importers.bytes.sources import sources
from importers.cutting.workbooks import Workbook, letters
from tests.importers.corpus_counts import gathered

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>TrialID</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Public title</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>Date enrollement</t></is></c></row>'
)


def row(third: str, number: int = 2) -> str:
    return (
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>NCT99990001</t></is></c>'
        f'<c r="B{number}" t="inlineStr"><is><t>Title</t></is></c>{third}</row>'
    )


def book(
    rows: str, styles: str = "", workbook: str = "<workbookPr/>", **parts: str
) -> dict[str, str]:
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f"<workbook {MAIN}>{workbook}<sheets/></workbook>",
        "xl/styles.xml": f"<styleSheet {MAIN}>{styles}</styleSheet>",
        SHEET: f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
        **parts,
    }


def saved(folder: Path, parts: dict[str, str]) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    path = folder / "list.xlsx"
    path.write_bytes(out.getvalue())
    return path


def styled(*ids: int, own: str = "") -> str:
    cells = "".join(f'<xf numFmtId="{id}"/>' for id in ids)
    return f"<numFmts>{own}</numFmts><cellXfs>{cells}</cellXfs>"


@pytest.mark.parametrize(
    ("format", "own", "date"),
    [
        (14, "", "2020-03-16"),
        (17, "", "2020-03"),
        (165, '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/>', "2020-03-16"),
        (165, '<numFmt numFmtId="165" formatCode="[$-409]mmm\\ yyyy"/>', "2020-03"),
    ],
)
def test_dates_are_as_precise_as_their_style(
    tmp_path: Path, format: int, own: str, date: str
) -> None:
    cell = '<c r="C2" s="1"><v>43906</v></c>'
    path = saved(tmp_path, book(HEADER + row(cell), styled(0, format, own=own)))
    (record,) = gathered([path]).records
    assert record.trial.start_date is not None
    assert str(record.trial.start_date.date) == date


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_without_the_names_of_its_sheets_the_first_file_is_read(
    tmp_path: Path, missing: str
) -> None:
    parts = {"xl/_rels/workbook.xml.rels": "<Relationships/>", **book(HEADER + row(""))}
    del parts[missing]
    opened = sources([saved(tmp_path, parts)], lambda _: True)
    found = next(opened)
    assert not isinstance(found, Refused)
    (_, (number, cells)) = Workbook(found).rows("sheet1")
    assert (number, cells["A"].text) == (2, "NCT99990001")


def test_the_mac_counts_from_1904(tmp_path: Path) -> None:
    cell = '<c r="C2" s="1"><v>42444</v></c>'
    parts = book(HEADER + row(cell), styled(0, 14), workbook='<workbookPr date1904="1"/>')
    (record,) = gathered([saved(tmp_path, parts)]).records
    assert record.trial.start_date is not None
    assert str(record.trial.start_date.date) == "2020-03-16"


def test_a_workbook_of_something_else_is_refused_in_one_sentence(tmp_path: Path) -> None:
    header = '<row r="1"><c r="A1" t="inlineStr"><is><t>Invoice</t></is></c></row>'
    (refused,) = gathered([saved(tmp_path, book(header + row("")))]).refused
    assert "of no known list of trials (seen: sheet1: Invoice)" in refused.reason
    assert "NCT Number" in refused.reason


HARM = {
    "an error in a cell": HEADER + row('<c r="C2" t="e"><v>#REF!</v></c>'),
    "a text that is not there": HEADER + row('<c r="C2" t="s"><v>99</v></c>'),
    "a style that is not there": HEADER + row('<c r="C2" s="99"><v>1</v></c>'),
    "a number that is none": HEADER + row('<c r="C2" s="0"><v>x</v></c>'),
    "a date past all calendars": HEADER + row('<c r="C2" s="1"><v>9e300</v></c>'),
    "a formula": HEADER + row('<c r="C2" t="str"><f>SYSTEM("x")</f><v>soon</v></c>'),
}


@pytest.mark.parametrize("rows", HARM.values(), ids=HARM.keys())
def test_odd_cells_do_not_take_the_row_with_them(tmp_path: Path, rows: str) -> None:
    outcome = gathered([saved(tmp_path, book(rows, styled(0, 14)))])
    assert outcome.refused == []
    assert [record.trial.title for record in outcome.records] == ["Title"]


BROKEN = {
    "no sheet": {"xl/workbook.xml": "<workbook/>", "[Content_Types].xml": "<Types/>"},
    "an entity": book(HEADER) | {
        SHEET: '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        f"<worksheet {MAIN}><row><c>&e;</c></row></worksheet>"
    },
    "a sheet that breaks off": book("") | {SHEET: f"<worksheet {MAIN}><sheetData><row>"},
    "shared texts that break off": book(HEADER) | {"xl/sharedStrings.xml": f"<sst {MAIN}><si>"},
    "an empty sheet": book(""),
    "styles that are no XML": book(HEADER + row("")) | {"xl/styles.xml": "no"},
}  # fmt: skip


@pytest.mark.parametrize("parts", BROKEN.values(), ids=BROKEN.keys())
def test_broken_workbooks_get_one_plain_sentence(tmp_path: Path, parts: dict[str, str]) -> None:
    outcome = gathered([saved(tmp_path, parts)])
    assert outcome.records == []
    assert len(outcome.refused) == 1
    assert "defect" not in outcome.refused[0].reason


@pytest.mark.parametrize(("position", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (702, "AAA")])
def test_columns_have_letters(position: int, name: str) -> None:
    assert letters(position) == name
