"""Exports of a comparison: golden files for the starter trials, and hostile text in every form.

Refresh on purpose with `UPDATE_GOLDEN=1 python -m pytest tests/tui/test_exports.py`, then read the
difference.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from catalog.comparison.compare import Comparison, compare
from catalog.model.text import clean
from catalog.model.trial import Arm, Intervention, Outcome, Trial
from handover.spreadsheet import safe
from handover.wrapping import columns, wrap
from tests.catalog.compare_cases import STARTER, TODAY, merged, seeds, trials
from tui.exports.markdown import escaped
from tui.exports.render import FORMATS, SUFFIXES, Stamp, render

GOLDEN = Path(__file__).parent / "golden"
STAMP = Stamp(dt.date(2026, 11, 21), "catalog.db", "2026-05-15", "hnscc pd-1")
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    " =1+1",
    "\uff1d1+1",
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](http://evil/x.png)",
    "a | b | c",
    "`code` **bold** _it_ ~~gone~~ <b>x</b> &amp; &lt;",
    "\x1b]52;c;aGk=\x07\x1b[31mred\x9b1m\x00",
    "\u202egnp.exe \u200b\u2066x\u2069",
    "line one\nline two\r\nline three\u2028four",
    "http://evil.example www.evil.example me@evil.example",
    "$\\frac{1}{2}$",
    "# head\n- item\n> quote\n---",
    "[/x] [link=http://x] [red]",
)


def hostile(text: str) -> Trial:
    """A trial that says the same hostile thing everywhere."""
    return Trial(
        title=text,
        official_title=text,
        conditions=(text,),
        why_stopped=text,
        interventions=(Intervention(name=text, other_names=(text,), description=text),),
        arms=(Arm(label=text, description=text, interventions=(text,)),),
        outcomes=(Outcome(measure=text, time_frame=text, description=text),),
    )


def comparison_of(text: str) -> Comparison:
    return compare(
        [merged(hostile(text), "NCT00000001"), merged(hostile("plain"), "NCT00000002")], today=TODAY
    )


SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The C0 and C1 controls but the line feed, and what turns text round or hides it.
CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_character_leaves(form: str, text: str) -> None:
    told = render(comparison_of(text), STAMP, form)
    if form == "csv":
        told = told.replace("\r\n", "\n")
    assert not CONTROLS.search(told)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str) -> None:
    told = render(comparison_of(text), STAMP, "csv")
    rows = list(csv.reader(io.StringIO(told, newline=""), strict=True))
    assert len({len(row) for row in rows if row[0] != "about"}) == 1
    for cell in (cell for row in rows for cell in row):
        assert cell.strip()[:1] not in tuple("=+-@|%\uff1d\uff0b\uff0d\uff20")


@given(st.text(max_size=80))
def test_a_safe_cell_keeps_its_text(text: str) -> None:
    cell = safe(text)
    assert cell.removeprefix("'") in (clean(text, lines=True), clean(text, lines=True)[1:])
    assert not cell.strip() or cell.strip()[0] not in "=+-@\t\r|%"


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_no_markup_of_the_record(text: str) -> None:
    page = lxml_html.document_fromstring(render(comparison_of(text), STAMP, "html"))
    used = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert used <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "dl", "dt", "dd", "table",
        "colgroup", "col", "thead", "tbody", "tr", "th", "td", "br", "small", "sup",
    }  # fmt: skip
    attributes = {name for element in page.iter() for name in element.attrib}
    assert attributes <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "scope", "colspan",
    }  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_tables_keep_their_columns(text: str) -> None:
    told = render(comparison_of(text), STAMP, "markdown")
    for line in told.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 5, line


@given(st.text(max_size=80))
def test_markdown_leaves_nothing_to_be_read_as_markup(text: str) -> None:
    told = escaped(text).replace("<br>", "")
    bare = re.sub(r"\\[\\`*_\[\]<>|~$#^{}]", "", told)
    assert not re.search(r"[`*_\[\]<>|~]", bare)
    assert "\n" not in told
    assert not re.search(r"[A-Za-z]://|@", told)


@pytest.mark.parametrize("width", [60, 80, 120, 160])
@SLOW
@given(found=st.tuples(trials(), trials(), trials()))
def test_text_fits_its_width(width: int, found: tuple[Trial, ...]) -> None:
    given_trials = [merged(trial, f"NCT{place:08}") for place, trial in enumerate(found)]
    told = render(compare(given_trials, today=TODAY), STAMP, "text", width=width)
    assert max(columns(line) for line in told.splitlines()) <= width


@given(st.text(max_size=200), st.integers(10, 40))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    lines = wrap(clean(text, lines=True), width)
    assert "".join("".join(lines).split()) == "".join(clean(text, lines=True).split())
    assert all(columns(line) <= width for line in lines)


def test_json_keeps_the_contract() -> None:
    told = json.loads(render(comparison_of("x"), STAMP, "json"))
    assert [trial["id"] for trial in told["trials"]] == ["NCT00000001", "NCT00000002"]
    for section in told["sections"]:
        assert set(section) == {"name", "rows"}
        for row in section["rows"]:
            assert set(row) == {"label", "topic", "cells", "differs"}
            assert isinstance(row["differs"], bool)
            for cell in row["cells"]:
                assert set(cell) == {"text", "state", "source"}
                assert cell["text"]


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_export_carries_its_stamp(form: str) -> None:
    told = render(comparison_of("x"), STAMP, form)
    for part in ("NCT00000001", "NCT00000002", "2026-11-21", "2026-05-15", "registry record"):
        assert part in told
    assert "catalog.db" in told
    assert "hnscc pd" in told.replace("\\", "")


def test_exports_load_no_screen() -> None:
    code = "import sys, tui.exports.render; sys.exit('textual' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def golden_cases() -> list[tuple[str, ...]]:
    ids = sorted({path.name[:11] for path in STARTER.glob("NCT*.txt")})
    return [*combinations(ids, 2), tuple(ids)]


@pytest.mark.parametrize("ids", golden_cases(), ids="-".join)
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_starter_trials_side_by_side(ids: tuple[str, ...], form: str) -> None:
    known = seeds()
    told = render(compare([known[one] for one in ids], today=TODAY), STAMP, form, width=120)
    path = GOLDEN / f"{'-'.join(ids)}{SUFFIXES[form]}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(told.encode())
    assert told == path.read_bytes().decode()


@pytest.mark.slow
def test_html_prints_on_a4_landscape_with_its_head_on_every_page(tmp_path: Path) -> None:
    browser, reader = shutil.which("chromium"), shutil.which("pdftotext")
    if browser is None or reader is None:
        pytest.skip("chromium and poppler-utils are not installed")
    page, paper = tmp_path / "comparison.html", tmp_path / "comparison.pdf"
    known = seeds()
    page.write_text(render(compare(list(known.values()), today=TODAY), STAMP, "html"), "utf-8")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={paper}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    told = subprocess.run(
        [reader, "-layout", paper, "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    pages = told.rstrip("\f").split("\f")
    assert len(pages) > 1
    with_table = [one for one in pages if "≠" in one]
    assert with_table
    for one in with_table:
        for letter, trial_id in zip("ABCD", known, strict=True):
            assert f"{letter} {trial_id}" in one
    size = re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", paper.read_bytes())
    assert size is not None
    assert (round(float(size[1])), round(float(size[2]))) in ((842, 595), (842, 596))
