"""Lists leave by command and by key: whole, counted, stamped; wrong usage is one sentence."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from tests.tui.driving import STARTER, Terminal
from tui.cli.program import main

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["--catalog", str(STARTER), *arguments])
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    return code, told.out, told.err


@pytest.fixture
def held() -> int:
    found: int = sqlite3.connect(STARTER).execute("SELECT count(*) FROM trial").fetchone()[0]
    return found


def test_a_search_as_csv_has_all_that_is_found(
    capsys: pytest.CaptureFixture[str], held: int
) -> None:
    code, out, err = ran(capsys, "search", "--csv", "--columns", "title,id")
    rows = list(csv.reader(io.StringIO(out)))
    assert code == 0
    assert rows[0] == ["title", "id", "exported", "catalogue", "newest_source"]
    assert len(rows) == held + 1
    assert err == f"{held} trials\n"
    _, out, err = ran(capsys, "search", "--ndjson", "--limit", "1", "--with-query", "hnscc")
    assert json.loads(out)["query"] == "hnscc"
    assert err == "1 trial\n"


def test_an_export_is_written_whole_and_counted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, held: int
) -> None:
    path = tmp_path / "all.csv"
    assert ran(capsys, "export", "-o", str(path)) == (0, "", f"saved: {path} ({held} trials)\n")
    assert len(path.read_text(encoding="utf-8").splitlines()) == held + 1
    code, out, err = ran(capsys, "export", "--rows", "sites", "--excel", "status:recruiting")
    assert code == 0
    assert out.startswith("\ufeffid;site;")
    assert err.endswith(" sites\n") or err == "1 site\n"


def test_nothing_found_is_said_and_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ran(capsys, "export", "qqqqqqqq")
    assert code == 1
    assert len(out.splitlines()) == 1
    assert "no trial holds" in err
    assert err.endswith("0 trials\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--csv", "--ndjson"),
        ("export", "--columns", "colour"),
        ("export", "--columns", "contact_names"),
        ("export", "--table", "trials"),
        ("export", "--table", "contact"),
        ("export", "--sql", "DELETE FROM trial"),
        ("export", "--sql", "SELECT 1", "--table", "trial"),
        ("export", "--sql", "SELECT 1", "cancer"),
        ("export", "--table", "trial", "--columns", "id"),
        ("search", "--columns", "id", "cancer"),
        ("search", "--csv", "--json", "cancer"),
        ("search", "--csv", "--batch"),
    ],
)
def test_wrong_usage_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    code, out, err = ran(capsys, *arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_sql_and_tables_are_rows_too(capsys: pytest.CaptureFixture[str], held: int) -> None:
    code, out, err = ran(capsys, "export", "--sql", "SELECT count(*) AS many FROM trial_list")
    assert (code, out, err) == (0, f"many\r\n{held}\r\n", "1 row\n")
    code, out, _ = ran(capsys, "export", "--table", "condition", "--ndjson")
    assert code == 0
    assert set(json.loads(out.splitlines()[0])) == {"trial", "position", "name"}


def test_the_key_writes_every_trial_of_the_list(tmp_path: Path, held: int) -> None:
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        terminal.ready("NCT04144517")
        terminal.press("<esc>", "e")
        terminal.wait_for("a row a trial")
        terminal.press("<enter>")
        terminal.wait_for(f"saved {held} trials:")
        terminal.press("e", "sites", "<enter>")
        terminal.wait_for(" sites:")
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
    by_name = {each.name: each.read_text("utf-8") for each in (tmp_path / "exports").iterdir()}
    assert sorted(name.partition("-")[0] for name in by_name) == ["sites", "trials"]
    [trials] = [told for name, told in by_name.items() if name.startswith("trials")]
    assert len(list(csv.reader(io.StringIO(trials)))) == held + 1
    assert all(".part" not in name for name in by_name)


def test_pages_are_made_by_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = ran(capsys, "board", "NCT04144517", "NCT05721443")
    assert code == 0
    assert out.startswith("Trials for the board: NCT04144517, NCT05721443")
    path = tmp_path / "board.html"
    assert ran(capsys, "board", "NCT04144517", "-o", str(path))[0] == 0
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert path.stat().st_mode & 0o777 == 0o600
    code, out, _ = ran(capsys, "handout", "--language", "de", "NCT04144517")
    assert code == 0
    assert out.startswith("Über eine klinische Studie: NCT04144517")
    code, out, err = ran(capsys, "callsheet", "--near", "Freiburg", "NCT04144517", "NCT00000000")
    assert code == 1, "one of them is not there"
    assert "air line from Freiburg, DE" in " ".join(out.split())
    assert "NCT00000000" in err
    assert "counted from Freiburg, DE, not" in err


def test_pages_of_a_case_leave_out_what_is_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path))
    for number in ("NCT04144517", "NCT05721443"):
        assert ran(capsys, "list", "add", "case 17", number)[0] == 0
    assert ran(capsys, "list", "state", "case 17", "NCT05721443", "rejected")[0] == 0
    code, out, err = ran(capsys, "board", "--list", "case 17")
    assert code == 0
    assert out.startswith("Trials for the board: NCT04144517\n")
    assert "left out: 1" in err
    assert "17" not in out.replace("NCT04144517", "")[:200], "no label of a case on a page"


@pytest.mark.parametrize(
    "arguments",
    [
        ("board",),
        ("board", "--list", "no such list"),
        ("board", "--list", "x", "NCT04144517"),
        ("callsheet", "--near", "Xyzzyx", "NCT04144517"),
        ("handout", "--language", "xx", "NCT04144517"),
        ("export", "--parquet", "/tmp", "--table", "trial"),
    ],
)
def test_wrong_usage_of_pages_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path))
    code, out, err = ran(capsys, *arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_the_key_makes_pages_of_a_trial_and_of_a_comparison(tmp_path: Path) -> None:
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        terminal.ready("NCT04144517")
        terminal.press("<esc>", " ", "<down>", " ", "c")
        terminal.wait_for("Comparing 2 trials")
        terminal.press("e", "board", "<enter>")
        terminal.wait_for("saved:")
        terminal.press("<esc>", "<enter>")
        terminal.wait_for("As of")
        terminal.press("e", "handout", "<enter>")
        terminal.wait_for("saved:")
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
    names = sorted(each.name for each in (tmp_path / "exports").iterdir())
    assert [name.partition("-")[0] for name in names] == ["board", "handout"]
    assert all(name.endswith(".html") for name in names)


def test_a_case_makes_a_page_of_what_is_open(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    (tmp_path / "state").mkdir()
    for number in ("NCT04144517", "NCT05721443"):
        assert ran(capsys, "list", "add", "case 17", number)[0] == 0
    assert ran(capsys, "list", "state", "case 17", "NCT05721443", "rejected")[0] == 0
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        terminal.ready("NCT04144517")
        terminal.press("<esc>", "L")
        terminal.wait_for("Case 17")
        terminal.press("<enter>")
        terminal.wait_for("rejected")
        terminal.press("e", "board page as text", "<enter>")
        terminal.wait_for("saved:")
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
    [written] = (tmp_path / "exports").iterdir()
    text = written.read_text(encoding="utf-8")
    assert text.startswith("Trials for the board: NCT04144517\n")
    assert "NCT05721443" not in text
    assert written.name.startswith("board-2"), "the label of a case is in no name"
