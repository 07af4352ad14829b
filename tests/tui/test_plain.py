"""The plain twins, as a screen reader gets them: linear, labelled, and the same on a terminal."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.comparison.compare import compare
from catalog.model.text import clean
from catalog.model.trial import Trial
from tests.catalog.compare_cases import TODAY, merged, trials
from tests.tui.driving import ROOT, STARTER, Terminal
from tests.tui.test_exports import HOSTILE, STAMP, comparison_of
from tui.cli.program import main
from tui.exports.plain import plain

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
FOUR = ("NCT05721443", "NCT06100497", "NCT04144517", "NCT04058145")
READING = [
    ("search", "hnscc pd-1 refractry", "--explain"),
    *(("show", each) for each in FOUR),
    *(("eligibility", each) for each in FOUR),
    ("compare", *FOUR),
    ("compare", *FOUR[:2], "--only-differences"),
]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["--catalog", str(STARTER), *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_no_boxes_no_columns_no_escapes(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, *arguments)
    assert "\x1b" not in out
    assert not out.startswith("\n")
    for line in out.splitlines():
        boxes = [each for each in line if "BOX DRAWINGS" in unicodedata.name(each, "")]
        assert not boxes
        assert " | " not in line
        assert not re.search(r"-{4,}|={4,}", line)
        told = line.strip()
        # Two blanks only between a number and the title behind it.
        assert not re.search(r"\S {2,}\S", re.sub(r"^(\d+\. )?NCT\d+ {2}", "", told)), line


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_on_a_terminal_plain_is_what_a_pipe_gets(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    piped = run(capsys, *arguments)
    assert run(capsys, *arguments, "--plain") == piped
    terminal = Terminal(["--catalog", str(STARTER), *arguments, "--plain"], tmp_path)
    assert terminal.end() == 0
    assert terminal.sent.decode().replace("\r\n", "\n") == piped


def test_a_terminal_has_columns_where_nobody_asks_for_plain(tmp_path: Path) -> None:
    terminal = Terminal(["--catalog", str(STARTER), "compare", *FOUR[:2]], tmp_path)
    assert terminal.end() == 0
    assert " | " in terminal.sent.decode()


def test_a_form_that_is_asked_for_is_given_to_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert " | " in run(capsys, "compare", *FOUR[:2], "--format", "text")
    assert " | " in run(capsys, "compare", *FOUR[:2], "--width", "100")
    assert "| --- |" in run(capsys, "compare", *FOUR[:2], "--format", "markdown", "--plain")


def test_each_value_stands_behind_its_trial_and_differs_is_a_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = run(capsys, "compare", *FOUR[:2])
    assert "\nsponsor: differs\n  A NCT05721443: Shanghai Ninth" in out
    assert "≠" not in out
    assert "~" not in out
    assert "inferred: " in out
    assert "A, source 1: NCT05721443: " in out


def test_a_doubted_status_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = "says recruiting, but the completion date 2026-01-01 has passed"
    assert f"\nTo be verified: {said}\n" in run(capsys, "show", "NCT05721443")
    assert f"\n   to be verified: {said}\n" in run(capsys, "search", "NCT05721443")


@pytest.mark.parametrize("command", ["show", "search", "eligibility"])
@pytest.mark.parametrize("both", [("--plain", "--json"), ("--json", "--plain")])
def test_plain_and_json_exclude_each_other(
    command: str, both: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--catalog", str(STARTER), command, FOUR[0], *both]) == 2
    assert "exclude each other" in capsys.readouterr().err


def test_the_documents_show_what_is_there() -> None:
    assert "--plain" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_trial_holds_is_said_in_harmless_lines(text: str) -> None:
    comparison = comparison_of(text)
    told = plain(comparison, STAMP)
    assert told == clean(told, lines=True)
    rows = sum(len(section.rows) for section in comparison.sections)
    for letter, head in zip("AB", comparison.trials, strict=False):
        said = [line for line in told.splitlines() if line.startswith(f"  {letter} {head.id}: ")]
        assert len(said) >= rows


@given(found=st.tuples(trials(), trials(), trials()))
@settings(max_examples=30)
def test_no_cell_of_a_comparison_is_lost(found: tuple[Trial, ...]) -> None:
    given_trials = [merged(trial, f"NCT{place:08}") for place, trial in enumerate(found)]
    comparison = compare(given_trials, today=TODAY)
    told = plain(comparison, STAMP)
    for section in comparison.sections:
        for row in section.rows:
            assert f"\n{clean(row.label)}" in told
            for cell in row.cells:
                for line in clean(cell.text, lines=True).split("\n"):
                    assert line in told
