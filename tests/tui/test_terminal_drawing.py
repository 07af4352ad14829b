"""What is drawn on terminals that count letters otherwise, without colour, inside another."""

from __future__ import annotations

import base64
import encodings.aliases
import re
import time
from pathlib import Path

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem

from tests.tui.driving import STARTER, Terminal
from tui.terminal import clipboard, repertoire
from tui.terminal.celldiff import Painter
from tui.terminal.grid import BLANK, PLAIN, Cell, is_doubtful
from tui.terminal.shell import is_gnu_screen

COLUMNS, ROWS = 30, 3
DOUBTFUL = (
    "👩\u200d⚕\ufe0f", "👍🏽", "🇩🇪", "1\ufe0f\u20e3", "हि", "क्ष", "❤\ufe0f", "☎",
    "⌚", "\u0e01\u0e33",
)  # fmt: skip


class Counting(pyte.Screen):
    """A terminal that counts some letters otherwise than the app does."""

    odd = 1

    def draw(self, data: str) -> None:
        for letter in data:
            if is_doubtful(letter):
                for _ in range(self.odd):
                    super().draw("#")
            elif letter in "\u200d\ufe0f\u20e3" or "\u0900" <= letter <= "\u097f":
                super().draw("#")
            else:
                super().draw(letter)


def row_of(parts: list[str]) -> list[Cell]:
    row: list[Cell] = []
    for part in parts:
        if is_doubtful(part):
            row += [(part, PLAIN), ("", PLAIN)]
        else:
            row += [(letter, PLAIN) for letter in part]
    return (row + [BLANK] * COLUMNS)[:COLUMNS]


PARTS = st.lists(st.sampled_from(["2014-04-23", "ab", "PHASE 3", *DOUBTFUL]), max_size=5)


@given(
    st.lists(st.lists(PARTS, min_size=ROWS, max_size=ROWS), min_size=1, max_size=4),
    st.integers(0, 3),
)
def test_no_piece_of_another_frame_stays(frames: list[list[list[str]]], odd: int) -> None:
    """After any frames the screen is what drawing the last one anew makes of it."""
    moved, anew = Counting(COLUMNS, ROWS), Counting(COLUMNS, ROWS)
    moved.odd = anew.odd = odd
    for screen in (moved, anew):
        screen.reset_mode(pyte.modes.DECAWM)
    painter = Painter(ColorSystem.EIGHT_BIT)
    painter.resize(COLUMNS, ROWS)
    stream = pyte.Stream(moved)
    for frame in frames:
        painter._wanted = [row_of(parts) for parts in frame]
        painter._stale = set(range(ROWS))
        stream.feed(painter.difference((0, 0), 0.0))
    painter.forget()
    pyte.Stream(anew).feed("\x1b[2J" + painter.difference((0, 0), 0.0))
    for y, row in enumerate(painter._wanted):
        for x, (letter, _) in enumerate(row):
            if len(letter) == 1 and not is_doubtful(letter) and letter != " ":
                assert moved.buffer[y][x].data == letter, "no digit of another value"
    assert moved.display == anew.display


def test_letters_that_all_count_alike_cost_nothing_more() -> None:
    for text in (
        "abc",
        "éßøœ",
        "αβγ",
        "Ждать",
        "臨床試験",
        "임상",
        "≥≤±×–—…·│─",
        "שלום",
        "e\u0301",
    ):
        assert not any(map(is_doubtful, re.findall(".\u0301?", text))), text
    assert all(map(is_doubtful, DOUBTFUL))


# the locale


def test_of_codecs_only_those_of_terminals_are_taken() -> None:
    for name in (*encodings.aliases.aliases.values(), "hex", "rot13", "undefined", "idna", "utf_7",
                 "punycode", "utf-16", "unicode_escape", "nonsense", "mbcs"):  # fmt: skip
        known = repertoire.of_terminal({"LC_ALL": f"x.{name}"}).charset
        assert "a~+\x1b[1m".encode(known) == b"a~+\x1b[1m", name
        assert b"\x1b" not in "é日Ж".encode(known, "replace"), name


@pytest.mark.parametrize(
    ("language", "charset"),
    [("de_DE.ISO-8859-15", "iso8859-15"), ("zh_CN.GB18030", "gb18030"), ("ja_JP.eucJP", "euc_jp"),
     ("ru_RU.KOI8-R", "koi8-r"), ("C", "ascii"), ("", "utf-8")],
)  # fmt: skip
def test_what_python_wrote_counts_for_nothing(language: str, charset: str) -> None:
    environment = {"LC_CTYPE": "C.UTF-8", "LANG": language}
    assert repertoire.of_terminal(environment, coerced=True).charset == charset
    if language not in ("", "C"):
        assert repertoire.of_terminal(environment).charset == "utf-8", "the user's own word"


# copying, GNU screen


@given(st.text(max_size=3_000))
def test_what_screen_passes_on_is_the_whole_in_short_frames(text: str) -> None:
    sent = clipboard.sequence(text, {"STY": "1.pts"})
    frames = re.findall("\x1bP(.*?)\x1b\\\\", sent, re.DOTALL)
    assert "".join(f"\x1bP{each}\x1b\\" for each in frames) == sent
    assert all(len(each) < 768 for each in frames)
    whole = "".join(frames)
    assert whole == clipboard.sequence(text, {"TERM": "xterm"})
    packed = whole.removeprefix("\x1b]52;c;").removesuffix("\x07")
    assert base64.b64decode(packed).decode() == text


@given(st.text(max_size=600))
def test_where_screen_may_be_tmux_both_are_served(text: str) -> None:
    for environment in ({"TERM": "screen"}, {"STY": "1.pts", "TMUX": "/tmp/x", "TERM": "screen"}):
        sent = clipboard.sequence(text, environment)
        plain = clipboard.sequence(text, {"TERM": "xterm"})
        framed = clipboard.sequence(text, {"STY": "1.pts"})
        assert sent in (plain + framed, framed)
        assert sent != framed or len(plain) > 512, "screen would show the rest of it"
        assert len(plain) <= 512 or sent == framed


def test_what_cannot_be_copied_is_said() -> None:
    assert clipboard.refusal("x", {"TERM": "linux"})
    assert clipboard.refusal("x" * 80_000, {"TERM": "xterm"})
    assert clipboard.refusal("x" * 70_000, {"TERM": "xterm"}) is None


def test_what_is_gnu_screen() -> None:
    assert is_gnu_screen({"STY": "1.pts-0", "TERM": "xterm"})
    assert is_gnu_screen({"TERM": "screen.xterm-256color"})
    assert is_gnu_screen({"STY": "1.pts-0", "TERM": "screen", "TMUX": "/tmp/x"}), "in one of them"
    assert not is_gnu_screen({"TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default"})
    assert not is_gnu_screen({"TERM": "xterm-256color"})


# colour, the cursor


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
def test_no_colour_is_no_colour(tmp_path: Path) -> None:
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path, environment={"NO_COLOR": "1"})
    try:
        terminal.ready("NCT04144517")
        terminal.press("hnscc", "<enter>", "4", "<esc>")
        looks = set(re.findall(rb"\x1b\[([\d;]*)m", terminal.sent))
        numbers = {int(each) for look in looks for each in look.split(b";") if each}
        assert numbers <= {0, 1, 2, 3, 4, 7, 22, 23, 24, 27}, numbers
        assert "\n>" in terminal.text, "the chosen row is told without colour"
    finally:
        terminal.close()
    coloured = Terminal(["--catalog", str(STARTER)], tmp_path, environment={"NO_COLOR": ""})
    try:
        coloured.ready("NCT04144517")
        assert b"38;5;" in coloured.sent, "empty, it says nothing"
    finally:
        coloured.close()


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
def test_the_cursor_stands_on_what_is_chosen(tmp_path: Path) -> None:
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        terminal.ready("NCT04144517")
        terminal.press("hn")
        terminal.wait_for("/ hn")
        assert terminal.screen.cursor.y == 1, "while typing"
        terminal.press("<esc>", "<down>", "<down>")
        _at_the_mark(terminal)
        terminal.press("<enter>")
        terminal.wait_for("[1 ")
        terminal.settle()
        assert terminal.screen.cursor.y >= 2
        terminal.press("<esc>", "s")
        terminal.wait_for("Sort by")
    finally:
        terminal.close()


def _at_the_mark(terminal: Terminal) -> None:
    end = time.monotonic() + 20
    while terminal.text.splitlines()[terminal.screen.cursor.y][:1] != ">":
        assert time.monotonic() < end, (terminal.screen.cursor.y, terminal.text)
        terminal.read(0.1)
    assert terminal.screen.cursor.x == 0
