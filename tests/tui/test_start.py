"""The beginning: what is loaded before the first rows, and what the arguments mean."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from catalog.model.text import clean
from tests.tui.driving import ROOT, STARTER
from tui.settings import folders
from tui.show.firstpaint import First
from tui.show.room import PREVIEW_CELLS, PREVIEW_LINES
from tui.start import Wanted, app_alone
from tui.terminal.styled import width


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], Wanted()),
        (["--kiosk"], Wanted(kiosk=True)),
        (["--catalog", "a.db"], Wanted("a.db")),
        (["--catalog=a.db", "--kiosk"], Wanted("a.db", kiosk=True)),
        (["--catalog"], None),
        (["--catalog="], None),
        (["--catalog", "/"], None),
        (["--help"], None),
        (["--version"], None),
        (["stats"], None),
        (["--catalog", "a.db", "stats"], None),
        (["--kios"], None),
    ],
)
def test_only_the_app_alone_is_understood_here(arguments: list[str], wanted: Wanted | None) -> None:
    assert app_alone(arguments) == wanted


@pytest.mark.parametrize("arguments", [["--catalog"], ["--catalog", "/"]])
def test_what_is_wrong_is_said_in_a_line(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("kind", ["data", "config", "state"])
@pytest.mark.parametrize("named", [None, "", "/var/tmp/elsewhere"])
def test_folders_are_where_a_desktop_looks_for_them(
    kind: str, named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = f"XDG_{kind.upper()}_HOME"
    monkeypatch.setenv("HOME", "/home/nurse")
    monkeypatch.setattr(sys, "platform", "linux")
    if named is None:
        monkeypatch.delenv(variable, raising=False)
    else:
        monkeypatch.setenv(variable, named)
    usual = {"data": ".local/share", "config": ".config", "state": ".local/state"}[kind]
    expected = f"{named or f'/home/nurse/{usual}'}/trials"
    assert str(folders.user_folder(kind)) == expected
    monkeypatch.setattr(sys, "platform", "darwin")
    expected = f"{named or '/home/nurse/Library/Application Support'}/trials"
    assert str(folders.user_folder(kind)) == expected


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
def test_the_first_rows_become_the_answer_to_the_first_search() -> None:
    from catalog.search.parser import parse
    from catalog.search.searcher import Searcher
    from catalog.store.opening import connect_read_only

    found = Searcher(connect_read_only(STARTER)).search(parse(""), 60)
    assert First(STARTER, "").found == found
    assert First(STARTER, " ").found.hits == found.hits
    assert First(STARTER, "alks").found.total == 1


@given(st.text())
def test_widths_are_those_of_the_toolkit(text: str) -> None:
    assert width(clean(text)) == cell_len(clean(text))


def test_little_is_loaded_before_the_first_rows() -> None:
    heavy = {"textual", "rich", "click", "asyncio", "msgspec", "rapidfuzz", "lxml", "dataclasses"}
    code = f"import sys, tui.show.firstpaint; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_room_of_the_preview_is_that_of_the_style_sheet() -> None:
    """The first rows are drawn before the sheet is read: both must leave the preview as much."""
    sheet = (ROOT / "tui" / "app" / "trials.tcss").read_text(encoding="utf-8")
    assert f"#preview {{ display: block; height: {PREVIEW_LINES}; }}" in sheet
    assert f"#preview {{ display: block; width: {PREVIEW_CELLS};" in sheet
