"""What is sent as a difference shows what was wanted, on an emulated terminal."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem

from tui.terminal.celldiff import Painter
from tui.terminal.grid import BLANK, PLAIN, Cell, Look, change

_ATTRIBUTES = st.lists(st.sampled_from("1347"), unique=True).map(
    lambda each: ";".join(sorted(each))
)
LOOKS = st.tuples(
    _ATTRIBUTES,
    st.sampled_from(["", "31", "38;5;114", "38;2;1;2;3"]),
    st.sampled_from(["", "44", "48;5;24", "48;2;9;8;7"]),
)
COLUMNS, ROWS = 24, 4


def drawn(text: str) -> pyte.screens.Char:
    screen = pyte.Screen(10, 1)
    pyte.Stream(screen).feed(text + "x")
    return screen.buffer[0][0]


@given(LOOKS, LOOKS)
def test_a_change_of_look_ends_at_the_look(old: Look, new: Look) -> None:
    assert drawn(change(PLAIN, old) + change(old, new)) == drawn(change(PLAIN, new))
    assert len(change(old, new)) <= max(len(change(PLAIN, new)) + 1, len("\x1b[m"))


def _seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    """What of a cell is seen: of a blank its ground, and its colour where a line is drawn in it."""
    lines = cell.underscore, cell.reverse
    if cell.data == " " and not any(lines):
        return " ", cell.bg
    return cell.data, cell.fg, cell.bg, *lines, cell.bold and cell.data != " "


ROW = st.lists(st.tuples(st.sampled_from(["x", " ", "long word", " " * 9]), LOOKS), max_size=8).map(
    lambda parts: [(letter, look) for text, look in parts for letter in text][:COLUMNS]
)


def filled(row: list[Cell]) -> list[Cell]:
    return row + [BLANK] * (COLUMNS - len(row))


@given(st.lists(st.lists(ROW, min_size=ROWS, max_size=ROWS), min_size=1, max_size=3))
def test_differences_show_what_is_wanted(frames: list[list[list[Cell]]]) -> None:
    screen, painter = pyte.Screen(COLUMNS, ROWS), Painter(ColorSystem.EIGHT_BIT)
    stream = pyte.Stream(screen)
    painter.resize(COLUMNS, ROWS)
    for frame in frames:
        for y, row in enumerate(frame):
            for x, (letter, look) in enumerate(filled(row)):
                painter.put(y, x, letter, look)
        stream.feed(painter.difference((0, 0), 0.0))
        for y, row in enumerate(frame):
            for x, (letter, look) in enumerate(filled(row)):
                assert _seen(screen.buffer[y][x]) == _seen(drawn(change(PLAIN, look) + letter))
        again = painter.difference((0, 0), 0.0)
        assert again == "", "nothing is sent twice"


def test_blanks_take_no_change_of_look() -> None:
    """They are sent in the look of what stands beside them, whatever their own was."""
    painter = Painter(ColorSystem.EIGHT_BIT)
    painter.resize(80, 1)
    x = 0
    for number in range(8):
        x = painter.put(0, x, "   ", ("1", f"38;5;{number}", "48;5;233"))
        x = painter.put(0, x, "word", ("", "38;5;246", "48;5;233"))
    sent = painter.difference((0, 0), 0.0, asks=False)
    assert sent.count("m") == 2, "one look, and the plain one at the end"
    painter.put(0, 0, "   ", ("", "38;5;9", "48;5;233"))
    assert painter.difference((0, 0), 0.0) == "", "nothing that is seen has changed"


def _list(first: int, rows: int, lines: int) -> list[list[Cell]]:
    """A list of hits of some lines each, between a head and a foot that stay."""
    texts = [f"hit {n // lines} line {n % lines}" for n in range(first, first + rows - 2)]
    return [filled([(letter, PLAIN) for letter in text]) for text in ("head", *texts, "foot")]


@given(
    st.sampled_from([1, 2]),
    st.lists(st.integers(-3, 3), min_size=1, max_size=12),
    st.sampled_from(["xterm-256color", "screen"]),
)
def test_a_list_that_moves_is_fed_and_looks_the_same(
    lines: int, steps: list[int], term: str
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TERM", term)
        rows = 16
        screen, painter = pyte.Screen(COLUMNS, rows), Painter(ColorSystem.EIGHT_BIT)
        stream = pyte.Stream(screen)
        painter.resize(COLUMNS, rows)
        top = 40
        for step in (0, *steps):
            top += step * lines
            painter._wanted = _list(top, rows, lines)
            painter._stale = set(range(rows))
            sent = painter.difference((0, 0), 0.0)
            stream.feed(sent)
            wanted = ["".join(cell[0] for cell in row) for row in painter._wanted]
            assert screen.display == wanted
            assert (screen.margins or (0, rows - 1)) == (0, rows - 1)


def test_the_edge_of_a_list_costs_two_lines() -> None:
    painter = Painter(ColorSystem.EIGHT_BIT)
    painter.resize(COLUMNS, 24)
    sizes = []
    for top in (0, 2):
        painter._wanted = _list(top, 24, 2)
        painter._stale = set(range(24))
        sizes.append(len(painter.difference((0, 0), 0.0)))
    assert sizes[1] * 4 < sizes[0]
