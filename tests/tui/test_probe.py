"""Terminals that draw letters in two cells that are counted as one: asked once, then spelt."""

from __future__ import annotations

import os
import select
import shutil
import signal
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from tests.tui.driving import STARTER, Terminal
from tui.terminal import repertoire
from tui.terminal.grid import is_doubtful
from tui.terminal.probe import Probe

ODD = "NCT04144517"


class WideScreen(pyte.Screen):
    """Draws letters of ambiguous width in two cells."""

    def draw(self, data: str) -> None:
        for letter in data:
            super().draw(letter)
            if unicodedata.east_asian_width(letter) == "A":
                super().draw(" ")


class Asked(Terminal):
    """A terminal that says where its cursor is; `late`: only after so many questions more."""

    late = 0

    def begin(self, screen: pyte.Screen, late: int = 0) -> Asked:
        self.screen, self.late = screen, late
        self._stream = pyte.Stream(screen)
        self._answers: list[bytes] = []
        return self

    def read(self, wait: float) -> bool:
        if not select.select([self._master], [], [], wait)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.sent += data
        before, *rest = data.split(b"\x1b[6n")
        self._stream.feed(self._decode(before))
        for each in rest:
            cursor = self.screen.cursor
            self._answers.append(b"\x1b[%d;%dR" % (cursor.y + 1, cursor.x + 1))
            self._stream.feed(self._decode(each))
        if len(self._answers) > self.late:
            self.late = 0
            os.write(self._master, b"".join(self._answers))
            self._answers.clear()
        return bool(data)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "odd.db"
    shutil.copy(STARTER, path)
    title = "Étude ≥ 18 ± 2 · α-fetoprotein — Жа"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE trial SET title = ? WHERE id = ?", (title, ODD))
    return path


@pytest.fixture
def opened(tmp_path: Path, catalogue: Path) -> Iterator[Asked]:
    terminal = Asked(["--catalog", str(catalogue)], tmp_path)
    yield terminal
    terminal.close()


def rows(terminal: Terminal) -> list[str]:
    terminal.settle()
    return terminal.text.splitlines()


@pytest.mark.parametrize("late", [0, 1])
def test_no_digit_of_a_number_is_lost(opened: Asked, late: int) -> None:
    opened.begin(WideScreen(80, 24), late)
    opened.ready(ODD)
    opened.press("<down>", "<down>", "<up>")
    before = rows(opened)
    _are_whole(before)
    opened.press("<c-l>")
    _are_whole(rows(opened))
    if not late:
        assert rows(opened) == before, "what is drawn anew is the same"
        assert not any(unicodedata.east_asian_width(each) == "A" for each in "".join(before))
        assert "tude >= 18 +/- 2" in opened.text
    opened.press("<c-q>")
    assert opened.end() == 0


def _are_whole(lines: list[str]) -> None:
    for line in lines:
        assert len(line) <= 80
        for word in line.split():
            assert not word.startswith("NCT") or len(word.rstrip("…")) == len(ODD), line


def test_where_letters_are_narrow_they_stay(opened: Asked) -> None:
    opened.begin(pyte.Screen(80, 24))
    opened.ready(ODD)
    assert "Étude ≥ 18 ± 2 · α" in opened.text
    assert opened.sent.count("±".encode()) == 1 + opened.text.count("±"), "drawn once"
    opened.press("<c-q>")
    assert opened.end() == 0
    assert opened.text.strip() == ""


def test_what_is_typed_with_the_answer_is_typed(opened: Asked) -> None:
    opened.begin(WideScreen(80, 24))
    opened.write(b"al")
    opened.wait_for(ODD)
    opened.write(b"ks")
    opened.wait_for("/ alks")


def test_an_end_before_the_answer_leaves_none_behind(opened: Asked) -> None:
    opened.begin(pyte.Screen(80, 24), late=9)
    opened.wait_for(ODD)
    opened.process.send_signal(signal.SIGTERM)
    os.write(opened._master, b"\x1b[1;2R")
    assert opened.end() == 128 + signal.SIGTERM
    assert "R" not in opened.text.split("\n")[-1]
    assert not opened.text.strip()


@pytest.fixture
def letters() -> Iterator[None]:
    before = repertoire._now
    repertoire.use(repertoire.Repertoire())
    yield
    repertoire.use(before)


@pytest.mark.parametrize(
    ("column", "row", "wide"), [(1, 0, False), (2, 0, True), (0, 0, False), (2, 5, False)]
)
def test_what_an_answer_says(letters: None, column: int, row: int, wide: bool) -> None:
    probe = Probe()
    assert probe.question(80)
    assert probe.answered(column, row) is wide
    assert not probe.waits
    assert is_doubtful("é") is is_doubtful("≥") is is_doubtful("Ж") is wide
    assert repertoire.shown("Ué ≥ Ж") == ("Ue >= ?" if wide else "Ué ≥ Ж")
    assert probe.question(80) == ("" if wide else "±\x1b[6n"), "what is spelt is not asked"


def test_a_pipe_that_holds_answer_and_keys(letters: None) -> None:
    ends = os.pipe()
    try:
        probe = Probe()
        assert probe.look(ends[0]) == b"", "nothing was asked"
        probe.question(80)
        assert probe.look(ends[0]) == b""
        os.write(ends[1], b"hn\x1b[1;")
        assert probe.look(ends[0]) == b"hn\x1b[1;"
        assert probe.waits, "cut: whoever reads on will find it"
        os.write(ends[1], b"a\x1b[1;3Rb")
        assert probe.look(ends[0]) == b"ab"
        assert probe.are_wide
        assert Probe().question(3) == ""
    finally:
        for each in ends:
            os.close(each)
