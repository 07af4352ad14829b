"""A kiosk writes nothing outside its export folder, and decides nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tui.driving import STARTER, Terminal
from tui.screens.exporting import write

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


def test_a_kiosk_leaves_only_exports(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    path = folder / "catalog.db"
    shutil.copy(STARTER, path)
    before = path.read_bytes()
    terminal = Terminal(["--catalog", str(path), "--kiosk"], tmp_path)
    try:
        terminal.ready("NCT04144517")
        terminal.press("<esc>", " ", "<down>", "<enter>", "8", "a", "r")
        terminal.press("u")
        terminal.wait_for("for reading only")
        terminal.press("e", "<enter>")
        terminal.wait_for("saved:")
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert path.read_bytes() == before
    files = {each.relative_to(tmp_path) for each in tmp_path.rglob("*") if each.is_file()}
    assert {each.parts[0] for each in files} == {"catalogue", "exports"}
    assert [each.name for each in folder.iterdir()] == ["catalog.db"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..", "a/b", "x\0y", "~"])
def test_no_name_leads_out_of_the_export_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "exports"
    written = write(folder, name, ".txt", "text")
    assert written.resolve().parent == folder.resolve()


def test_an_export_follows_no_link_and_replaces_nothing(tmp_path: Path) -> None:
    folder, target = tmp_path / "exports", tmp_path / "precious"
    folder.mkdir()
    target.write_text("mine")
    (folder / "name.txt").symlink_to(target)
    written = write(folder, "name", ".txt", "text")
    assert written.name == "name-2.txt"
    assert target.read_text() == "mine"
