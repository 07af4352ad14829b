"""What LibreOffice makes of our files: it opens them row by row, and calculates nothing."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from handover.columns import Column, Kind, Shown
from handover.source import Value
from handover.writing import write_csv, write_excel
from tests.soaking import SOAK, often

ROWS = 1_882
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TEXTS = (
    "=1+1",
    "-2+3",
    "@SUM(A1)",
    "a; =1+1",
    "b, =1+1",
    'say "x"',
    "zwei\n=Zeilen",
    "ärztlich",
    "8.5",
)
COLUMNS = [
    Column("", "id", Kind.TEXT, Shown.USUAL, ""),
    Column("", "text", Kind.TEXT, Shown.USUAL, ""),
    Column("", "latitude", Kind.REAL, Shown.USUAL, ""),
]


def sheet(folder: Path, name: str, separator: str) -> list[list[str]]:
    """The cells as LibreOffice read them; fails where one is a formula."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt install libreoffice-calc-nogui")
    # Separator, quotation mark, UTF-8, first line; German numbers.
    how = f"CSV:{ord(separator)},34,76,1,,{0x407 if separator == ';' else 0x409}"
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         f"--infilter={how}", "--convert-to", "xlsx", "--outdir", str(folder), str(folder / name)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    with zipfile.ZipFile((folder / name).with_suffix(".xlsx")) as book:
        shared = etree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = [
            "".join(map(str, each.itertext(f"{MAIN}t"))) for each in shared.iter(f"{MAIN}si")
        ]
        rows = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(rows.iter(f"{MAIN}f")), "a cell is a formula"
    found = []
    for row in rows.iter(f"{MAIN}row"):
        cells = []
        for cell in row.iter(f"{MAIN}c"):
            value = cell.findtext(f"{MAIN}v") or ""
            cells.append(strings[int(value)] if cell.get("t") == "s" else value)
        found.append(cells)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("form", ["excel", "csv"][: often(1, 2)])
def test_a_list_opens_row_by_row(tmp_path: Path, form: str) -> None:
    rows: list[list[Value]] = [[f"NCT{n:08}", TEXTS[n % len(TEXTS)], n / 8] for n in range(ROWS)]
    out = io.StringIO(newline="")
    written = (write_excel if form == "excel" else write_csv)(out, COLUMNS, rows)
    assert written.rows == ROWS
    (tmp_path / "list.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    found = sheet(tmp_path, "list.csv", ";" if form == "excel" else ",")
    assert found[0] == ["id", "text", "latitude"]
    assert len(found) == ROWS + 1
    assert [row[0] for row in found[1:]] == [row[0] for row in rows]
    assert [float(row[2]) for row in found[1:]] == [row[2] for row in rows]
    assert found[1][1] == "'=1+1"
    assert found[6][1] == 'say "x"'
    assert found[8][1] == "ärztlich"
    if SOAK:
        # Opened by a spreadsheet that cuts at the other sign it is no list, and calculates nothing.
        sheet(tmp_path, "list.csv", "," if form == "excel" else ";")
