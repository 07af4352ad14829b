"""`trials pack`, `pack verify`, `import PACK`, `snapshots`, `rollback` as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog.store.catalogue import Catalogue
from personal import lists
from personal.naming import known
from tests.catalog.keeping import keep
from tests.handover.clinics import hub, study
from tui.cli.mine import own_file
from tui.cli.program import main

FEW = [study(number) for number in range(1, 5)]


@pytest.fixture
def hub_and_clinic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[Path, Path]:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIALS_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.chdir(tmp_path)
    theirs, mine = hub(tmp_path, FEW), tmp_path / "clinic.db"
    assert run(theirs, "pack", "-o", "whole.pack") == 0
    assert run(mine, "import", "whole.pack") == 0
    keep(theirs, [study(2, "TERMINATED", "2026-11-20"), study(3, "TERMINATED", "2026-11-20"),
                  study(9)])  # fmt: skip
    assert run(theirs, "pack", "-o", "more.pack", "--since", "whole.pack") == 0
    capsys.readouterr()
    return theirs, mine


def run(catalogue: Path, *command: str) -> int:
    return main(["--catalog", str(catalogue), *command])


def test_from_the_hub_to_the_clinic_and_back(
    hub_and_clinic: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, mine = hub_and_clinic
    assert main(["pack", "verify", "more.pack"]) == 0
    said = capsys.readouterr().out
    assert "more.pack is sound: changes, 3 records more and 0 less" in said
    assert "Signed: no" in said
    assert run(mine, "import", "more.pack", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "Trials: 1 would be added, 2 would be changed, 0 would be removed; 5 in" in said
    assert "recruiting -> terminated: 2" in said
    assert "NCT99990002: recruiting -> terminated" in said
    assert run(mine, "import", "more.pack") == 0
    assert "signed: no" in capsys.readouterr().out
    assert run(mine, "import", "more.pack") == 0
    assert "has all of it already" in capsys.readouterr().out
    assert run(mine, "stats") == 0
    assert "without a verified signature" in capsys.readouterr().out
    assert run(mine, "snapshots") == 0
    assert "1. before the change of" in capsys.readouterr().out
    assert run(mine, "rollback") == 0
    assert "Trials: 0 added, 2 changed, 1 removed; 4 in the catalogue." in capsys.readouterr().out


def test_what_changes_on_ones_lists_is_said(
    hub_and_clinic: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, mine = hub_and_clinic
    own = own_file()
    listed = lists.open_list(own, "17", "case")
    with Catalogue.open(mine) as catalogue:
        found = [catalogue.get(number) for number in ("NCT99990001", "NCT99990002")]
    lists.put_on(own, listed, [known(each) for each in found if each is not None])
    assert run(mine, "import", "more.pack", "--dry-run") == 0
    assert "on your lists: Case 17: 1." in capsys.readouterr().out
    assert run(mine, "import", "more.pack", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["on_lists"] == {"Case 17": 1}
    assert said["touched"] == ["NCT99990002", "NCT99990003"]
    assert said["statuses"][0] == {
        "id": "NCT99990002", "before": "RECRUITING", "after": "TERMINATED",
    }  # fmt: skip


def test_every_command_gives_json(
    hub_and_clinic: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    theirs, mine = hub_and_clinic
    for catalogue, *command in (
        (theirs, "pack", "-o", "again.pack"),
        (mine, "pack", "verify", "more.pack"),
        (mine, "import", "more.pack"),
        (mine, "snapshots"),
        (mine, "rollback", "--dry-run"),
    ):
        assert run(catalogue, *command, "--json") == 0
        json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["pack"], 2, "say where to"),
        (["pack", "-o", "x.pack", "--since", "hub.db"], 1, "no pack was written"),
        (["pack", "-o", "hub.db"], 2, "no pack"),
        (["pack", "-o", "x.pack", "--since", "none.pack"], 2, "no such catalogue"),
        (["pack", "-o", "nowhere/x.pack"], 2, "No such file"),
        (["pack", "verify", "none.pack"], 2, "No such file"),
        (["pack", "verify", "hub.db"], 2, "no pack of trials"),
        (["import", "more.pack", "hub.db"], 2, "by themselves"),
        (["import", "more.pack", "--format", "ctgov-json"], 2, "by themselves"),
        (["import", "hub.db", "--replace"], 2, "whole pack"),
        (["import", "more.pack", "--replace"], 2, "goes with a whole pack"),
        (["rollback", "7"], 2, "snapshot"),
        (["rollback", "x"], 2, "x"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    hub_and_clinic: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    code: int,
    said: str,
) -> None:
    theirs, _ = hub_and_clinic
    before = theirs.read_bytes()
    assert run(theirs, *command) == code
    shown = capsys.readouterr()
    assert said in shown.err and shown.err.count("\n") == 1
    assert shown.out == ""
    assert theirs.read_bytes() == before


def test_the_settings_say_how_many_are_kept_and_whose_packs_are_taken(
    hub_and_clinic: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, mine = hub_and_clinic
    settings = tmp_path / "settings.toml"
    settings.write_text("snapshots = 0\nsigned_only = true\n")
    assert run(mine, "import", "more.pack") == 2
    assert "take no other" in capsys.readouterr().err
    settings.write_text("snapshots = 0\n")
    assert run(mine, "import", "more.pack") == 0
    assert run(mine, "rollback") == 2
    assert "no snapshot of it is kept" in capsys.readouterr().err
