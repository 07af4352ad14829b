"""Files that are small in bytes and large in memory: each is one line, and the rest goes on."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from catalog.model.record import Refused, SourceRecord
from importers import pipeline
from importers.bytes import limits
from importers.ctgov.decoding import repaired
from importers.cutting import csv_rows
from importers.pipeline import read
from tests.conftest import SHARED
from tests.soaking import SOAK

ROOT = Path(__file__).resolve().parent.parent.parent
SIZE = (60 if SOAK else 4) << 20
START = '{"protocolSection":{"identificationModule":{"nctId":"NCT90000001","briefTitle":"T"},'
GOOD = START.replace("NCT90000001", "NCT90000009")[:-1] + "}}"
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LEGACY = (
    "<clinical_study><id_info><nct_id>NCT90000003</nct_id></id_info><brief_title>t</brief_title>"
)
ICTRP = "<Trials_downloaded_from_ICTRP><Trial><TrialID>NCT90000003</TrialID>"
HEAD = "NCT Number,Study Title,Study URL,Study Status,Conditions,Interventions,Sponsor,Study Type"
EU = "Summary\nEudraCT Number: 2023-999001-11\nA.1 Member State: Spain - AEMPS\n"
ELIGIBLE = '"eligibilityModule":{"eligibilityCriteria":"Inclusion Criteria:'
MANY: dict[str, tuple[str, str, str]] = {
    "conditions.json": (START + '"conditionsModule":{"conditions":[', '"a",', '"b"]}}}'),
    "keywords.json": (START + '"conditionsModule":{"keywords":[', '"a" ,', '"b"]}}}'),
    "numbers.json": (START + '"conditionsModule":{"x":[', "1,", "2]}}}"),
    "sites.json": (START + '"contactsLocationsModule":{"locations":[', '{"city":"C"},', "{}]}}}"),
    "lines.json": (START + ELIGIBLE, "\\n- a", '"}}}'),
    "legacy.xml": (LEGACY, "<a/>", "</clinical_study>"),
    "condition.xml": (LEGACY, "<condition>a</condition>", "</clinical_study>"),
    "attributes.xml": (LEGACY, '<a b="c" d="e"/>', "</clinical_study>"),
    "nest.xml": (ICTRP, "<b/>", "</Trial></Trials_downloaded_from_ICTRP>"),
    "between.xml": ("<Trials_downloaded_from_ICTRP>", "<b/>", "</Trials_downloaded_from_ICTRP>"),
    "lines.txt": (EU, "a\n", "\n"),
    "cells.csv": (HEAD + "\r\nNCT90000001,T", ",", "\r\n"),
    "quoted.csv": (HEAD + '\r\nNCT90000001,"T', "a\n", "\r\n"),
    "rows.csv": (HEAD + "\r\n", "a\n", "\r\n"),
    "blank.csv": (HEAD + "\r\n", "\n", "\r\n"),
    "deep.json": (START + '"x":', "[", "}}"),
    "refused.ndjson": (GOOD + "\n", '{"protocolSection":{}}\n', "\n"),
    "columns.csv": (HEAD, ",", "\r\nNCT90000001,T,u,RECRUITING,c,x,s,x\r\n"),
}


def many(folder: Path, name: str) -> Path:
    start, unit, end = MANY[name]
    path = folder / name
    path.write_text(start + unit * (SIZE // len(unit)) + end, encoding="utf-8", newline="")
    return path


def workbook(folder: Path, row: str, text: str) -> Path:
    path = folder / "cells.xlsx"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr(
            "xl/workbook.xml",
            f'<workbook {S} xmlns:r="{rels}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr("xl/sharedStrings.xml", f"<sst><si><t>TrialID</t></si>{text}</sst>")
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {S}><sheetData><row>{row}</row></sheetData></worksheet>",
        )
    return path


TRIED = (
    MANY
    if SOAK
    else (
        "conditions.json",
        "lines.json",
        "legacy.xml",
        "nest.xml",
        "columns.csv",
        "cells.csv",
        "lines.txt",
    )
)
CODE = """
import resource, sys, time
from importers.cutting import csv_rows
from importers.pipeline import read
from catalog.model.record import Refused, SourceRecord
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = [each for each in read(sys.argv[1:]) if isinstance(each, Refused | SourceRecord)]
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(max(used[0].ru_maxrss - before, used[1].ru_maxrss) // 1024,
      round(sum(each.ru_utime + each.ru_stime for each in used)),
      sum(isinstance(each, SourceRecord) for each in found), len(found))
"""


def measured(*paths: Path) -> tuple[int, int, int, int]:
    """MiB that a process grew by at most, its processor's seconds, records, and all told."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, *map(str, paths)],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    memory, seconds, records, found = map(int, done.stdout.split())
    return memory, seconds, records, found


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "z-good.json"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", TRIED)
def test_no_small_file_takes_all_memory(tmp_path: Path, good: Path, name: str) -> None:
    memory, seconds, records, found = measured(many(tmp_path, name), good)
    assert memory < 400, "MiB"
    assert seconds < 60
    assert records >= 1, "the rest of the import goes on"
    assert found <= 3 or name in ("rows.csv", "refused.ndjson"), "one line for each"
    assert found <= limits.REFUSED + 4


def _csv(folder: Path, *lines: str) -> Path:
    path = folder / "a.csv"
    text = "\n".join([HEAD, *lines, "NCT90000001,T,u,RECRUITING,c,x,s,x", ""])
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("line", ["a", "", ",", ',"', "a,b", '"', " "])
def test_lines_that_are_no_rows(
    tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """A million of them end a file: each would take time, and most a line of the report."""
    monkeypatch.setattr(csv_rows, "NO_ROWS", 50)
    few = list(read([_csv(tmp_path, *[line] * 40), good], workers=0))
    assert sum(isinstance(each, SourceRecord) for each in few) == 2
    many = list(read([_csv(tmp_path, *[line] * 200), good], workers=0))
    records = [each for each in many if isinstance(each, SourceRecord)]
    assert records[-1].file == good.name
    refused = [each for each in many if isinstance(each, Refused)]
    assert "the rest is not read" in refused[-1].reason or len(records) == 2
    assert len(refused) <= 52


def test_a_row_without_end(tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "ROW_LINES", 30)
    for count, endless in ((20, 0), (40, 1)):
        path = _csv(tmp_path, 'NCT90000002,"T', *["a"] * count, '",u,RECRUITING,c,x,s,x')
        found = list(read([path, good], workers=0))
        refused = {each.reason for each in found if isinstance(each, Refused)}
        assert refused == ({"a quotation mark is opened and never closed"} if endless else set())
        assert sum(isinstance(each, SourceRecord) for each in found) == 3 - endless


@pytest.mark.parametrize("workers", [0, 2])
def test_a_file_of_which_nothing_is_understood_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(pipeline, "REFUSED", 100)
    folders = [tmp_path / name for name in "abc"]
    for folder, count in zip(folders, (5_000, 99, 5_000), strict=True):
        folder.mkdir()
        lines = [GOOD, *['{"protocolSection":{}}'] * count, GOOD, ""]
        (folder / "same.ndjson").write_text("\n".join(lines), encoding="utf-8")
    (folders[0] / "z.json").write_text(GOOD, encoding="utf-8")
    found = list(read([*folders], workers=workers))
    left = [each for each in found if isinstance(each, Refused)]
    assert len(left) == 101 + 99 + 101
    assert sum("the rest is not read" in each.reason for each in left) == 2
    assert sum(isinstance(each, SourceRecord) for each in found) == 1 + 1 + 2 + 1


def test_cells_of_a_workbook(tmp_path: Path, good: Path) -> None:
    tried = [("<c><v>1</v></c>" * (SIZE // 15), "")]
    if SOAK:
        tried.append(("<c><v>1</v></c>", "<si/>" * (SIZE // 5)))
    for row, text in tried:
        memory, seconds, records, _ = measured(workbook(tmp_path, row, text), good)
        assert memory < 400
        assert seconds < 60
        assert records == 1


def test_limits_are_far_from_what_registries_write() -> None:
    """A tenth of each limit is more than any record of the corpus has."""
    for path in (SHARED / "corpus" / "ctgov-json", SHARED / "corpus" / "ctgov-xml"):
        if not path.is_dir():
            pytest.skip("the corpus is not here")
        for each in read([path], workers=0):
            if isinstance(each, SourceRecord):
                raw = each.raw
                assert sum(map(raw.count, (b",", b"{", b"["))) < limits.SIGNS / 10
                assert raw.count(b"<") + raw.count(b"=") < limits.TAGS / 10
                assert len(each.trial.sites) < limits.LIST / 10


def test_folders_without_end(tmp_path: Path) -> None:
    """A path of 1,500 folders: told in one line, and what lies beside it is read."""
    (tmp_path / "good.json").write_text(GOOD, encoding="utf-8")
    start = os.open(tmp_path, os.O_RDONLY)
    at = start
    for _ in range(1_500):
        os.mkdir("d", dir_fd=at)
        at, old = os.open("d", os.O_RDONLY, dir_fd=at), at
        os.close(old)
    os.close(at)
    try:
        found = list(read([tmp_path, tmp_path / "good.json"], workers=0))
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)
    refused = [each for each in found if isinstance(each, Refused)]
    assert len(refused) == 1
    assert "deep" in refused[0].reason
    assert sum(isinstance(each, SourceRecord) for each in found) == 2


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="no /proc/kmsg")
def test_links_to_what_gives_nothing(tmp_path: Path) -> None:
    for name in ("/proc/kmsg", "/dev/zero", "/dev/tty", "/proc/self/mem", "/proc/self/fd/0"):
        link = tmp_path / name.replace("/", "-")
        link.symlink_to(name)
        found = list(read([link], workers=0))
        assert not any(isinstance(each, SourceRecord) for each in found)
        assert sum(isinstance(each, Refused) for each in found) == 1


def test_a_worker_has_a_limit_of_its_own() -> None:
    from importers import worker

    before = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        worker.limit_memory()
        assert 0 < resource.getrlimit(resource.RLIMIT_DATA)[0] <= 1 << 30
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def test_letters_that_are_spelt_cost_no_more_than_their_text() -> None:
    """A piece for each escape of a large record took ten times its bytes."""
    line = b"* Age >= 18 years \\n"
    raw = b'{"a": "\\u2265 ' + line * 60_000 + b'\\u0000 \\ud800 \\r\\n \\\\u0000"}'
    tracemalloc.start()
    made, notes = repaired(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * len(raw)
    assert made == b'{"a": "\\u2265 ' + line * 60_000 + b' \\ufffd \\n \\\\u0000"}'
    assert len(notes) == 2
    plain = raw[: raw.index(b"\\u0000")]
    assert repaired(plain)[0] is plain
