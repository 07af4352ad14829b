"""The contract of the commands: exit codes, JSON, and nothing but data on standard output."""

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.store.catalogue import Catalogue
from catalog.store.publish import changing
from tui import commands
from tui.cli.program import main

ROOT = Path(__file__).resolve().parent.parent.parent
STARTER = sorted(str(path) for path in (ROOT / "starter").glob("*.txt"))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("catalogue") / "catalog.db"
    assert main(["--catalog", str(path), "import", *STARTER]) == 0
    return str(path)


class Ran:
    """What a command did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Runner = Callable[..., Ran]


@pytest.fixture
def run(catalogue: str, capsys: pytest.CaptureFixture[str]) -> Runner:
    def _run(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(["--catalog", catalogue, *arguments])
        captured = capsys.readouterr()
        assert "\x1b" not in captured.out, "no escape sequences to a pipe"
        assert "Traceback" not in captured.out + captured.err
        return Ran(code, captured.out, captured.err)

    return _run


def test_show_gives_every_key_of_the_contract(run: Runner) -> None:
    shown = run("show", "NCT06100497", "--json").json
    assert shown["id"] == "NCT06100497"
    assert shown["phases"] == ["PHASE2"]
    assert shown["enrollment"]["count"] == 100
    for name in ("identifiers", "arms", "sites", "outcomes", "collaborators", "editorial"):
        assert isinstance(shown[name], list)
    assert shown["sources"][0]["importer"] == "page-find-a-trial"
    assert set(shown["provenance"]) >= {"official_title", "phases", "eligibility.text"}
    assert all(value is not None for value in shown.values())


def test_show_reads_as_labelled_lines(run: Runner) -> None:
    out = run("show", "nct4144517").out
    assert "Status: Active, not recruiting" in out
    assert "Phase: Phase 2" in out
    assert "ACTIVE_NOT_RECRUITING" not in out and "PHASE2" not in out
    assert "Start: 2020-02-05 (actual)" in out
    out = run("show", "NCT04058145").out
    assert "Criteria\nnot in this source" in out


def test_a_part_of_a_trial_stands_below_its_status(run: Runner) -> None:
    out = run("show", "NCT05721443", "--section", "people", "--section", "sites").out
    assert "Status: Recruiting\nTo be verified: says recruiting, but" in out
    assert out.index("\nSites") < out.index("\nContacts")
    assert "Criteria" not in out and "Sources" not in out
    part = run("show", "NCT06100497", "--section", "eligibility", "--json").json
    assert {"id", "sources", "eligibility", "provenance"} <= set(part)
    assert not set(part) & {"sites", "arms", "title"}
    assert part["provenance"] and all(name.startswith("elig") for name in part["provenance"])
    whole = run("show", "NCT05721443").out
    parts = run("show", "NCT05721443", *(f"--section={tab}" for tab in commands.TOLD_TABS)).out
    assert parts == whole


def test_an_unknown_number_is_exit_1_with_numbers_like_it(run: Runner) -> None:
    ran = run("show", "NCT05721444")
    assert (ran.code, ran.out) == (1, "")
    assert "did you mean NCT05721443" in ran.err


def test_search_finds_with_reasons(run: Runner) -> None:
    hits = run("search", "hnscc pd-1 refractry", "--json").json
    assert hits[0]["matched"]
    assert set(hits[0]) == {
        "id", "title", "status", "phases", "conditions", "interventions", "score", "matched",
    }  # fmt: skip
    assert run("search", "zzzzqqq").code == 1
    assert len(run("search", "--json").json) == 5


def test_why_nothing_was_found_stands_where_that_is_said(
    catalogue: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An index of before has no places: 0 found is no answer, and a pipe has one of two streams."""
    older = shutil.copy(catalogue, tmp_path / "older.db")
    with sqlite3.connect(older) as connection:
        connection.execute("UPDATE meta SET value = '3' WHERE name = 'index_version'")
    connection.close()
    reason = "this catalogue's index has no near: yet: run trials reindex"
    assert main(["--catalog", str(older), "search", "near:freiburg"]) == 1
    told = capsys.readouterr()
    assert reason in told.out and reason in told.err
    assert "Freiburg, DE" not in told.out + told.err, "nothing is counted from there"
    assert main(["--catalog", str(older), "search", "--sort", "distance"]) == 0
    assert "has no distances yet: run trials reindex" in capsys.readouterr().err


def test_batch_answers_each_line(catalogue: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli.program", "search", "--batch", "--limit", "2"],
        cwd=ROOT,
        input='pembrolizumab\n\n"unbalanced\nstatus:recruiting\n',
        capture_output=True,
        text=True,
        env={**os.environ, "TRIALS_CATALOG": catalogue},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["query"] for line in lines] == [
        "pembrolizumab", "", '"unbalanced', "status:recruiting",
    ]  # fmt: skip
    assert all(set(line) == {"query", "seconds", "total", "problems", "results"} for line in lines)
    assert len(lines[0]["results"]) == 2


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "html", "json"])
def test_compare_in_every_format(run: Runner, form: str) -> None:
    ran = run("compare", "NCT04058145", "NCT04144517", "--format", form)
    assert ran.code == 0
    assert "embrolizumab" in ran.out
    if form == "json":
        assert set(ran.json) >= {"trials", "sections"}


def test_a_comparison_bears_the_date_of_the_catalogue_and_not_of_its_trials(run: Runner) -> None:
    newest = run("stats", "--json").json["newest_source"]
    ran = run("compare", "NCT05721443", "NCT04058145", "--format", "markdown")
    assert f"Catalogue: catalog.db, newest source {newest}\n" in ran.out


def test_compare_says_what_is_missing_and_compares_the_rest(run: Runner) -> None:
    ran = run("compare", "NCT04058145", "NCT04144517", "NCT99999999")
    assert ran.code == 1
    assert "NCT99999999 is not in this catalogue" in ran.err
    assert "embrolizumab" in ran.out


@pytest.mark.parametrize(
    "ids",
    [
        ("NCT04058145",),
        ("NCT04058145", "nct04058145"),
        ("NCT04058145", "NCT04144517", "NCT06100497", "NCT05721443", "NCT0000001"),
    ],
)
def test_compare_takes_two_to_four_different_trials(run: Runner, ids: tuple[str, ...]) -> None:
    assert run("compare", *ids).code == 2


def test_eligibility_of_a_trial_a_text_and_lines(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    criteria = run("eligibility", "NCT06100497", "--json").json["criteria"]
    assert {each["kind"] for each in criteria} == {"inclusion", "exclusion"}
    assert "No eligibility text" in run("eligibility", "NCT04058145").out
    _stdin(monkeypatch, b"Inclusion Criteria:\n\n* Hemoglobin \\>= 9 g/dL \xff")
    said = run("eligibility", "--text", "-", "--json").json["criteria"][0]
    assert said["constraints"][0]["norm_value"] == 9
    _stdin(monkeypatch, b'{"id": "x", "kind": "exclusion", "text": "QTc > 475 ms"}\nnonsense\n')
    ran = run("eligibility", "--lines", "-")
    assert ran.code == 1
    assert json.loads(ran.out)["id"] == "x"
    assert run("eligibility").code == 2


def _stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_screening_keeps_nothing_of_the_patient(run: Runner, tmp_path: Path) -> None:
    patient = tmp_path / "patient.json"
    patient.write_text('{"age": {"value": 61, "unit": "a"}, "sex": "male", "ecog": 3}')
    verdicts = run("screen", "NCT06100497", "--patient", str(patient), "--json").json["verdicts"]
    said = {each["text"]: each["verdict"] for each in verdicts}
    assert "not met" in said.values()
    assert set(said.values()) <= {"met", "not met", "unknown"}
    patient.write_text('{"age": "Jane Doe"}')
    ran = run("screen", "NCT06100497", "--patient", str(patient))
    assert ran.code == 2
    assert "Jane" not in ran.err


def test_a_value_that_a_file_has_twice_is_asked_after(run: Runner, tmp_path: Path) -> None:
    patient = tmp_path / "patient.json"
    for written in ('{"age": 62, "age": 20}', '{"labs": {"crcl": 45, "crcl": 90}}'):
        patient.write_text(written)
        ran = run("screen", "NCT06100497", "--patient", str(patient))
        assert ran.code == 2
        assert "stands twice" in ran.err


def test_a_patient_against_all_that_a_query_finds(run: Runner, tmp_path: Path) -> None:
    patient = tmp_path / "patient.json"
    patient.write_text('{"age": 61, "sex": "male", "ecog": 3, "labs": {"crcl": 45}}')
    told = run("screen", "--find", "hnscc", "--patient", str(patient), "--json").json
    assert told["judged"] == told["found"] == len(told["trials"])
    groups = [each["group"] for each in told["trials"]]
    order = ["nothing against", "open questions", "EXCLUDED", "not judged"]
    assert groups == sorted(groups, key=order.index)
    for each in told["trials"]:
        by = each["excluded_by"] or each["excluded_by_field"]
        assert bool(by) == (each["group"] == "EXCLUDED")
        assert all(one["text"].strip() for one in each["excluded_by"] + each["look_first"])
        assert not {"age", "sex", "labs.ecog", "labs.crcl"} & set(each["ask"])
    assert "EXCLUDED" in groups
    text = run("screen", "--find", "hnscc", "--patient", str(patient)).out
    assert "EXCLUDED: " in text
    assert re.search(rf"^{told['judged']} trials? judged\.", text, re.M)


def test_the_values_that_would_decide_most(run: Runner, tmp_path: Path) -> None:
    first = run("screen", "--ask", "--find", "hnscc", "--json").json["ask"]
    assert {each["key"] for each in first} <= {
        each["key"] for each in run("screen", "--keys", "--json").json["keys"]
    }
    patient = tmp_path / "patient.json"
    patient.write_text(json.dumps({"age": 61}))
    left = run("screen", "--ask", "--find", "hnscc", "--patient", str(patient), "--json").json
    assert "age" in {each["key"] for each in first}
    assert "age" not in {each["key"] for each in left["ask"]}
    assert run("screen", "--ask", "NCT06100497").out.strip()
    assert "labs.crcl" in run("screen", "--keys").out
    for wrong in ([], ["NCT06100497"], ["NCT06100497", "--find", "x", "--ask"], ["--find", "x"]):
        assert run("screen", *wrong).code == 2


def test_importing_says_what_was_refused_and_keeps_the_rest(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    path = tmp_path / "c.db"
    assert main(["--catalog", str(path), "import", str(bad), STARTER[0], "--json"]) == 1
    assert main(["--catalog", str(path), "stats"]) == 0
    assert main(["--catalog", str(path), "import", str(tmp_path / "nowhere")]) == 1
    assert main(["--catalog", str(path), "import", STARTER[0], "--format", "nonsense"]) == 2


def test_what_was_inferred_is_told_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "c.db")
    main(["--catalog", path, "import", *STARTER])
    assert "Inferred from the layout in" in capsys.readouterr().out
    with Catalogue.open(Path(path)) as opened:
        known = opened.get("NCT04144517")
    assert known is not None
    reasons = {origin.guessed for origin in known.provenance.values() if origin.guessed}
    assert reasons
    main(["--catalog", path, "show", "NCT04144517"])
    shown = capsys.readouterr().out
    assert all(reason in shown for reason in reasons)


def test_an_interrupted_import_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tui.cli.importing.import_paths", interrupted)
    assert main(["--catalog", str(tmp_path / "c.db"), "import", STARTER[0]]) == 130
    assert "the catalogue is as it was" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("where", "error", "code"),
    [
        ("catalog.store.importing.prune", KeyboardInterrupt, 130),
        ("tui.cli.importing.print_summary", RuntimeError, 70),
    ],
)
def test_what_comes_when_the_catalogue_is_changed_already_is_told_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    where: str,
    error: type[BaseException],
    code: int,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(where, broken)
    path = tmp_path / "c.db"
    assert main(["--catalog", str(path), "import", STARTER[0]]) == code
    assert path.exists()
    said = capsys.readouterr().err
    assert "the catalogue was changed already, and is whole" in said
    assert "as it was" not in said


def test_locked_is_exit_3(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    main(["--catalog", str(path), "import", STARTER[0]])
    with changing(path) as working:
        assert main(["--catalog", str(path), "import", STARTER[1]]) == 3
        working.discard()


def test_no_catalogue_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--catalog", str(tmp_path / "none.db"), "stats"]) == 2
    err = capsys.readouterr().err
    assert err == "trials: none.db: there is no such catalogue file; trials import FILE makes one\n"


def test_wrong_usage_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["config"],
        ["config", "nope"],
        ["completion"],
        ["completion", "x"],
        ["nope"],
    ):
        assert main(arguments) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_a_defect_of_ours_is_one_line_and_a_report_without_data(
    tmp_path: Path,
    catalogue: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the patient is called Jane")

    monkeypatch.setattr("catalog.store.catalogue.Catalogue.stats", broken)
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path))
    assert main(["--catalog", catalogue, "stats"]) == 70
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    [report] = tmp_path.glob("defect-*.txt")
    assert "Jane" not in report.read_text() + err


def test_the_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "c.db")
    main(["--catalog", path, "import", *STARTER])
    capsys.readouterr()
    assert main(["--catalog", path, "duplicates", "--json"]) == 0
    [pair] = json.loads(capsys.readouterr().out)
    assert "NCT05721443" in (pair["a"], pair["b"])
    assert pair["reasons"]["for"]
    assert main(["--catalog", path, "link", pair["a"], pair["b"]]) == 0
    assert main(["--catalog", path, "unlink", "NCT05721443", "--json"]) == 0
    assert main(["--catalog", path, "reject", pair["a"], pair["b"]]) == 0
    assert main(["--catalog", path, "reindex"]) == 0
    assert main(["--catalog", path, "check"]) == 0


def test_the_version_is_said_even_where_nothing_is_installed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--version"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("trials ")
    assert "GeoNames (geonames.org), CC BY 4.0" in said.out
    assert said.err == ""


def test_a_list_of_references_tells_which_trials_are_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "c.db")
    assert main(["--catalog", path, "import", *STARTER]) == 0
    capsys.readouterr()
    ris = tmp_path / "library.ris"
    ris.write_text("TY  - JOUR\nAN  - NCT04144517\nN1  - NCT99999999\nER  - \n")
    assert main(["--catalog", path, "import", str(ris)]) == 1
    out = capsys.readouterr().out
    assert "2 registry numbers in it, 1 found here, 1 not." in out
    assert "found here: NCT04144517" in out
    assert main(["--catalog", path, "import", str(ris), "--json"]) == 1
    [cited] = json.loads(capsys.readouterr().out)["cited"]
    assert (cited["found"], cited["missing"]) == (["NCT04144517"], ["NCT99999999"])
    ris.write_text("TY  - JOUR\nAN  - NCT04144517\nER  - \n")
    assert main(["--catalog", path, "import", str(ris)]) == 0


def test_equal_refusals_are_one_line_with_a_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.xml").write_bytes(b"")
    assert main(["--catalog", str(tmp_path / "c.db"), "import", str(folder)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "trials: refused 30 times: the file is empty (00.xml; 01.xml; 02.xml and 27 more)"
    ]
