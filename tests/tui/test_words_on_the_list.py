"""What is typed on the list as a word is no chain of commands: it goes to the search field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.driving import STARTER, Terminal
from tui.screens.searching import is_word
from tui.terminal.line_reader import Reader
from tui.terminal.told import Word

MOVING = frozenset("jkgG")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(["--catalog", str(STARTER)], tmp_path)
    opened.ready("NCT04144517")
    opened.press("<esc>")
    opened.wait_for("space mark")
    yield opened
    opened.close()


@pytest.mark.parametrize("word", ["hnscc", "cetuximab", "NCT05721443", "5721443", "qf"])
def test_a_word_goes_to_the_field_which_says_so(terminal: Terminal, word: str) -> None:
    terminal.write(word.encode())
    terminal.wait_for(f"/ {word}")
    terminal.wait_for("found")
    terminal.settle()
    assert f"typed into the search field: {word}" in terminal.text


def test_a_second_word_stands_beside_the_first(terminal: Terminal) -> None:
    terminal.write(b"hnscc")
    terminal.wait_for("/ hnscc")
    terminal.press("<esc>")
    terminal.write(b"alks")
    terminal.wait_for("/ hnscc alks")


@pytest.mark.parametrize("keys", [b"jjj", b"jkj", b"jG", b"  ", b" j j"])
def test_keys_that_move_or_repeat_stay_keys(terminal: Terminal, keys: bytes) -> None:
    terminal.write(keys)
    terminal.settle()
    assert "/ disease, drug" in terminal.text
    assert "typed into" not in terminal.text


def test_in_the_field_and_in_other_views_nothing_changes(terminal: Terminal) -> None:
    terminal.write(b"/")
    terminal.wait_for("type to search")
    terminal.write(b"alks")
    terminal.wait_for("/ alks")
    terminal.press("<enter>")
    terminal.write(b"45")
    terminal.wait_for("[5 ")


BESIDE = (b"\x1b[1;1R", b"\x1b[?1;2c", b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1b[I")


@given(st.lists(st.sampled_from([b"h", b"n", b"s", *BESIDE]), max_size=9))
def test_replies_of_the_terminal_are_no_part_of_what_is_typed(pieces: list[bytes]) -> None:
    typed = b"".join(each for each in pieces if each not in BESIDE).decode()
    told = list(Reader("utf-8").read(b"".join(pieces), 1.0))
    assert [each.text for each in told if isinstance(each, Word)] == [typed] * (len(typed) > 1)


@given(st.text("jkgG ", max_size=8))
def test_what_only_moves_is_no_word(text: str) -> None:
    assert not is_word(text, MOVING)


@given(st.characters(), st.integers(1, 9))
def test_a_key_held_down_is_no_word(key: str, times: int) -> None:
    assert not is_word(key * times, MOVING)


@given(st.from_regex(r"[A-Za-z0-9][a-z]{2,8}", fullmatch=True))
def test_two_letters_that_do_something_else_are_one(text: str) -> None:
    assert is_word(text, MOVING) == (len(set(text) - MOVING) > 1)
