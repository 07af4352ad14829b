"""`trials list` and `trials mine` as scripts call them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tui.driving import STARTER
from tui.cli.program import main

A, B = "NCT05721443", "NCT06100497"

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIALS_CATALOG", str(STARTER))
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert main(["list", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_case_by_commands(capsys: pytest.CaptureFixture[str]) -> None:
    added = asked(capsys, "add", "case 17", A, B, "NCT00000000", "--by", "km", code=1)
    assert (added["list"], added["added"], added["missing"]) == ("Case 17", 2, ["NCT00000000"])
    assert asked(capsys, "add", "17", A.lower())["there"] == 1
    told = asked(capsys, "state", "17", A, "rejected", "--criterion", "2")
    assert told["state"] == "rejected" and told["reason"]
    asked(capsys, "state", "17", B, "to-call", "--reason", "lines of PD-1")
    asked(capsys, "note", A, "site never answers")
    asked(capsys, "verified", A, "called 3 Nov: full")
    shown = asked(capsys, "show", "17")
    first, second = shown["entries"]
    assert first["reason"]["sentence"] == "stands"
    assert first["verified"]["text"] == "called 3 Nov: full"
    assert (second["state"], second["by"]) == ("to call", "KM")
    assert [each["label"] for each in asked(capsys)] == ["17"]
    assert asked(capsys, "undo", "17")["undone"][0]["what"] == "verify"
    assert asked(capsys, "log")[0]["what"] == "undo"
    assert asked(capsys, "remove", "17", B)["removed"] == 1
    assert main(["list", "show", "17"]) == 0
    plain = capsys.readouterr().out
    assert f"rejected: {A}" in plain and "note: site never answers" in plain


def test_a_list_goes_to_a_colleague_and_back(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    asked(capsys, "add", "board", A, "--plain-list")
    file = own / "board.json"
    assert main(["list", "export", "board", str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert main(["list", "export", "board", str(file)]) == 2
    assert asked(capsys, "import", str(file)) == {
        "list": "board",
        "events": 0,
        "trials": 0,
        "conflicts": [],
    }
    assert asked(capsys, "forget", "board", "--confirm", "board")["forgotten"] == "board"
    assert asked(capsys, "import", str(file))["trials"] == 1


def test_a_name_that_may_be_a_persons_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "add", "Frau Meier", A]) == 2
    assert "person's name" in capsys.readouterr().err
    assert asked(capsys, "add", "Frau Meier", A, "--anyway")["added"] == 1


def test_forgetting_asks_for_the_name_once_more(capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, "add", "17", A)
    asked(capsys, "add", "18", A)
    assert main(["list", "forget", "17", "--confirm", "18"]) == 2
    assert main(["list", "forget", "17"]) == 2
    assert len(asked(capsys)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ["show", "99"],
        ["state", "17", A, "excluded"],
        ["state", "17", B, "called"],
        ["state", "17", A, "called", "--criterion", "9999"],
        ["state", "17", A, "called", "--criterion", "1", "--reason", "x"],
        ["add", "17", A, "--by", "Karl Meier"],
    ],
)
def test_what_is_not_there_is_said(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, "add", "17", A)
    assert main(["list", *wrong]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_own_file_by_commands(capsys: pytest.CaptureFixture[str], own: Path) -> None:
    assert main(["mine", "path"]) == 0
    assert "no such file yet" in capsys.readouterr().err
    assert main(["mine", "backup"]) == 1
    asked(capsys, "add", "17", A)
    assert main(["mine", "check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sound"]
    assert main(["mine", "backup", str(own / "copy.db")]) == 0
    assert main(["mine", "backup", str(own / "copy.db")]) == 2
    assert main(["mine", "backup"]) == 0
    (own / "state" / "mine.db").write_bytes(b"damaged" * 999)
    capsys.readouterr()
    assert main(["mine", "check"]) == 1
    assert "newest copy" in capsys.readouterr().err
    assert main(["list"]) == 2
    assert main(["mine", "restore", "--json"]) == 0
    assert main(["list"]) == 0
    assert main(["mine", "forget", "--confirm", "yes"]) == 2
    assert main(["mine", "forget", "--confirm", "everything"]) == 0
    assert list((own / "state").iterdir()) == []
    assert main(["mine", "restore"]) == 1
