"""The keyboard's line: every mix of keys, pastes and answers, cut anywhere, is told apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from tests.soaking import often
from tui.terminal.keyboard import (
    BURST,
    ESC_DELAY,
    LONGEST_TYPED,
    STRING_DELAY,
    CursorAt,
    Endless,
    Focus,
    Key,
    Keyboard,
    Mouse,
    Paste,
    Token,
)
from tui.terminal.line_reader import KNOWN, Reader

COUNT = often(3_000, 200_000)
BEGIN, END = b"\x1b[200~", b"\x1b[201~"
NOT_KEYS = ("\x1b[I", "\x1b[O")
"""Notes of focus, which Textual lists among the keys."""
A_WHILE = 5.0
"""Seconds: longer than anything is waited for."""
REPLIES = (
    b"\x1b]4;1;rgb:ffff/0000/0000\x1b\\", b"\x1b]10;rgb:dcdc/dcdc/dcdc\x07",
    b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", b"\x1b]52;c;aGVsbG8gcSBxIHE=\x07",
    b"\x1b]l the title q\x1b\\", b"\x1bP1$r0 q\x1b\\", b"\x1bP>|XTerm(388)\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\", b"\x1bP!|00000000\x1b\\", b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b^a private message\x1b\\", b"\x1b[?65;1;9c", b"\x1b[>41;388;0c", b"\x1b[?1u",
    b"\x1b[?997;1n", b"\x1b[0n", b"\x1b[?12;40;1R", b"\x1b[8;24;80t", b"\x1b[4;600;800t",
    b"\x1b[48;24;80;0;0t", b"\x1b[?2026;2$y", b"\x1b[?2048;2$y", b"\x1b[>4;2m", b"\x1b[1;2;3;4x",
)  # fmt: skip
"""What terminals answer, or tell unasked; none of it is for us."""


class Line:
    """A keyboard with a clock."""

    def __init__(self, charset: str = "utf-8") -> None:
        self.keyboard, self.now = Keyboard(KNOWN, charset), 100.0
        self.tokens: list[Token] = []

    def read(self, data: bytes, after: float = 0.001) -> None:
        """A read so many seconds after the last one; what is due before comes first."""
        self.wait(after)
        self.tokens += self.keyboard.feed(data, self.now)

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while (due := self.keyboard.due) is not None and due <= end:
            self.now = max(self.now, due)
            self.tokens += self.keyboard.wait_no_longer(self.now)
        self.now = end

    @property
    def keys(self) -> list[str]:
        return [each.sequence for each in self.tokens if isinstance(each, Key)]

    @property
    def pasted(self) -> list[str]:
        return [each.text for each in self.tokens if isinstance(each, Paste)]


def told(*reads: bytes, after: float = 0.001) -> Line:
    line = Line()
    for data in reads:
        line.read(data, after)
    line.wait(A_WHILE)
    return line


def cuts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for place in range(1, len(data)):
        yield data[:place], data[place:]


# pastes


@pytest.mark.parametrize("after", [0.001, ESC_DELAY * 1.5, STRING_DELAY * 2, 60.0])
def test_the_marks_of_a_paste_may_be_cut_anywhere(after: float) -> None:
    for first, rest in cuts(b"melanoma" + END + b"xy"):
        line = Line()
        line.read(BEGIN + first)
        line.read(rest, after)
        line.wait(A_WHILE)
        assert line.pasted == ["melanoma"], (first, rest)
        assert "".join(line.keys) == "xy"


@given(st.binary(max_size=40), st.lists(st.integers(0, 60), max_size=4))
def test_nothing_between_the_marks_is_a_key(inside: bytes, places: list[int]) -> None:
    inside = inside.replace(END, b"")
    whole = BEGIN + inside.removesuffix(b"\x1b") + END
    line = Line()
    ends = sorted({0, len(BEGIN), *(len(BEGIN) + each for each in places), len(whole)})
    for start, end in pairwise(ends):
        piece = whole[start:end]
        if piece.strip(b"\x03\x11"):
            line.read(piece, 1.0)
    if all(whole[a:b].strip(b"\x03\x11") for a, b in pairwise(ends) if a != b):
        line.wait(A_WHILE)
        assert not line.keys
        assert len(line.pasted) == 1


@pytest.mark.parametrize("leave", [b"\x11", b"\x03", b"\x1b[113;5u", b"\x1b[99;5u", b"\x03\x03"])
def test_a_paste_that_never_ends_is_left_by_two_keys(leave: bytes) -> None:
    line = Line()
    line.read(BEGIN + b"mela\x1b[20")
    line.read(b"noma", 1.0)
    line.wait(60.0)
    assert [each for each in line.tokens if isinstance(each, Endless)] == [Endless()], "told once"
    line.read(leave, 1.0)
    assert line.pasted == ["mela[20noma"]
    assert line.keys
    line.read(b"j")
    assert line.keys[-1] == "j"


def test_the_two_keys_within_a_paste_are_text() -> None:
    for inside in (b"abc\x11def", b"\x1b[113;5u q", b"\x03\x11x"):
        line = told(BEGIN + inside + END)
        assert not line.keys
        assert len(line.pasted) == 1


def test_a_pasted_text_has_no_control_characters_and_keeps_its_letters() -> None:
    line = told(BEGIN + "a\x1bV\x00\t\u00e9\r\nb\x9b31mc".encode() + END)
    assert line.pasted == ["aV \u00e9\nb31mc"]


def test_a_letter_cut_at_the_mark_of_a_paste() -> None:
    latin = Line("latin-1")
    latin.read(b"\xe9" + BEGIN + b"\xe9" + END)
    assert latin.keys == ["é"]
    assert latin.pasted == ["é"]
    line = told(b"\xc3", b"\xa9", BEGIN + b"\xc3", b"\xa9" + END)
    assert (line.keys, line.pasted) == (["é"], ["é"])


@pytest.mark.parametrize(
    "read",
    [b"hnscc\rprior pd-1 yes\r", b"hnscc\nprior", b"\rprior", b"e\re\r", b"a\r\rb c", b"1\r22"],
)
def test_letters_after_an_enter_of_one_read_are_a_paste(read: bytes) -> None:
    line = told(read)
    assert not line.keys
    assert line.pasted == [read.decode().replace("\r", "\n")]


TYPED_AHEAD = (
    b"hnscc\r", b"\r", b"\r\r", b"NCT05721443\r4", b"\r c", b"\x10sort\r", b"d?/fold\r",
    b"hnscc\r\x1b[B\x1b[B", b"\r\x1b",
)  # fmt: skip


@pytest.mark.parametrize("read", TYPED_AHEAD)
def test_what_is_typed_ahead_is_no_paste(read: bytes) -> None:
    assert not told(read).pasted
    assert "".join(told(read).keys) == read.decode()


def test_a_paste_without_marks_goes_on_in_the_reads_behind_it() -> None:
    line = Line()
    line.read(b"hnscc\rprior pd-1 ")
    line.read(b"yes\r", BURST / 2)
    line.read(b"every\rq", BURST / 2)
    assert not line.keys
    assert line.pasted == ["hnscc\nprior pd-1 "]
    line.read(b"q", BURST * 2)
    assert line.keys == ["q"]
    again = told(b"hnscc\rprior pd-1 ", b"\x11")
    assert again.keys == ["\x11"], "the key that ends the app is never swallowed"


@given(st.integers(LONGEST_TYPED - 20, 5_000), st.lists(st.integers(1, 4_999), max_size=3))
def test_more_letters_than_anybody_types_are_a_paste(count: int, cuts: list[int]) -> None:
    """Each would be handled as a key of its own, and none after them until they all were."""
    text = ("melanoma of the skin " * 300)[:count]
    line = Line()
    for first, last in pairwise((0, *sorted({cut for cut in cuts if cut < count}), count)):
        line.read(text[first:last].encode(), BURST / 2)
    assert "".join((*line.keys, *line.pasted)) == text, "nothing of it is lost"
    assert len(line.keys) <= LONGEST_TYPED * (1 + len(cuts))
    line.read(b"\rsecond\rthird", BURST / 2)
    if line.pasted and not line.keys:
        assert "".join(line.pasted) == text, "the first line alone"
    else:
        assert line.keys[-1:] != ["d"]


# Esc


@pytest.mark.parametrize("letter", [*map(chr, range(0x20, 0x7F))])
def test_esc_and_a_letter_are_two_keys(letter: str) -> None:
    assert told(b"\x1b" + letter.encode()).keys == ["\x1b", letter]


@pytest.mark.parametrize("letter", ["é", "\u4e2d", "\x11", "\r", "\t", "\x7f"])
def test_esc_and_any_other_key(letter: str) -> None:
    assert told(b"\x1b" + letter.encode()).keys == ["\x1b", letter]


def test_esc_and_a_sequence() -> None:
    assert told(b"\x1b\x1b[B").keys == ["\x1b", "\x1b[B"]
    assert told(b"\x1b\x1bOA\x1b").keys == ["\x1b", "\x1bOA", "\x1b"]


def test_a_sequence_that_is_cut_is_the_key_all_the_same() -> None:
    for sequence in sorted(KNOWN):
        for first, rest in cuts(sequence.encode()):
            line = told(first, rest, after=ESC_DELAY / 2)
            if sequence not in NOT_KEYS and not sequence.endswith("R"):
                assert line.keys == [sequence], (first, rest)


def test_the_rest_of_a_sequence_whose_esc_came_long_before() -> None:
    for data in (b"\x1b[B", b"\x1b[6~", b"\x1b[?65;1;9c", b"\x1b]11;rgb:1/1/1\x1b\\"):
        line = told(b"\x1b", data[1:], after=ESC_DELAY * 3)
        assert line.keys[0] == "\x1b"
        assert line.keys[1:] in ([data.decode()], [])


# what the terminal says


@pytest.mark.parametrize("reply", REPLIES, ids=repr)
@pytest.mark.parametrize("after", [0.001, ESC_DELAY * 2])
def test_an_answer_is_never_a_key(reply: bytes, after: float) -> None:
    assert told(reply + b"z").keys == ["z"]
    for first, rest in cuts(reply):
        keys = told(first, rest + b"z", after=after).keys
        assert keys == ["z"] or (len(first) == 1 and keys == ["\x1b", "z"]), (first, rest)


def test_a_control_string_that_never_ends_gives_the_keyboard_back() -> None:
    for begun in (b"\x1b]11;rgb", b"\x1bP1$r", b"\x1b_Gi=1", b"\x1b[1;2", b"\x1b[" + b"1" * 400):
        line = told(begun)
        line.read(b"j", 1.0)
        assert line.keys == ["j"], begun
        stopped = told(begun, b"\x11")
        assert stopped.keys == ["\x11"], begun


def test_what_is_asked_and_what_is_used() -> None:
    line = told(b"\x1b[12;40R\x1b[I\x1b[O\x1b[<0;10;5M\x1b[<0;10;5m\x1b[M !!q")
    assert line.tokens == [
        CursorAt(39, 11), Focus(True), Focus(False), Mouse("\x1b[<0;10;5M"), Mouse("\x1b[<0;10;5m"),
        Key("q"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("\x1b[106u", "\x1b[106u"),
        ("\x1b[1081:1049:113;5u", "\x1b[113;5u"),
        ("\x1b[1081;1;1081u", "\x1b[1081;1;1081u"),
        ("\x1b[106;1:1;106u", "\x1b[106;1;106u"),
        ("\x1b[57441;2u", "\x1b[57441;2u"),
        ("\x1b[97;;55296u", "\x1b[97u"),
    ],
)
def test_numbered_keys(sent: str, key: str) -> None:
    assert told(sent.encode()).keys == [key]


@pytest.mark.parametrize(
    "sent",
    ["\x1b[99999999u", "\x1b[106;1:3u", "\x1b[55296u", "\x1b[;;;u", "\x1b[97;99999u", "\x1b[54:H"],
)
def test_numbers_that_are_no_key(sent: str) -> None:
    assert told(sent.encode()).keys == []


def test_every_sequence_that_textual_knows_is_a_key_of_it() -> None:
    reader = Reader("utf-8")
    for sequence, meant in ANSI_SEQUENCES_KEYS.items():
        if sequence in KNOWN and isinstance(meant, tuple) and len(meant) == 1:
            messages = list(reader.read(sequence.encode(), 1.0))
            messages += list(reader.wait_no_longer(1e9))
            if meant[0].value == "<ignore>" or sequence in NOT_KEYS or sequence[-1] == "R":
                continue
            assert len([each for each in messages if isinstance(each, events.Key)]) == 1, sequence


# anything at all

PIECES: Sequence[bytes] = (
    *REPLIES, BEGIN, END, b"\x1b", b"\x1b[", b"\x1b]", b"\x1bP", b"\x1b_", b"\x1bO",
    b"\x1b[M", b"\r", b"\n", b"j", b"hnscc", "é\u4e2d".encode(), b"\xff\xc3", b"\x11",
    b"\x03", b"\x00", b"\x18", b"\x1b[<0;0;0M", b"\x1b[<64;99999;1M", b"\x1b[<0;1;1M",
    b"\x1b[54:H", b"\x1b[97;;99999999999u", b"\x1b[99999999u", b"\x1b[1;1R", b"\x1b[0;0R",
    b"\x1b[[", b"\x1b[[A", b"\x1b[7$", b"\x1b\\", b"\x07", b"1;2", b":::", b"u", b"~", b"R",
    b"\x9b1A", b"\x1b[200;1~", b"\x1b[B", b"\x1b[1;5A", b"$y", b"\x80" * 9,
)  # fmt: skip


def mixed(chance: random.Random) -> bytes:
    data = b"".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 9)))
    if chance.random() < 0.2:
        place = chance.randrange(len(data))
        data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
    return data


def test_anything_at_all() -> None:
    chance = random.Random(7)
    for number in range(COUNT):
        reader, now = Reader(chance.choice(("utf-8", "latin-1", "gb18030", "euc_jp"))), 0.0
        data, sent = mixed(chance), []
        while data:
            size = chance.randrange(1, len(data) + 1)
            sent.append(data[:size])
            list(reader.read(data[:size], now))
            data = data[size:]
            now += chance.choice((0.0, 0.001, 0.05, 0.15, 0.4, 3.0))
            list(reader.wait_no_longer(now))
        # Whatever came, the key that ends the app ends it, and time alone frees the keyboard.
        ends = list(reader.read(b"\x11", now))
        assert [each.key for each in ends if isinstance(each, events.Key)][-1:] == ["ctrl+q"], (
            number,
            sent,
        )
        list(reader.wait_no_longer(now + A_WHILE))
        later = list(reader.read(b"j", now + 2 * A_WHILE))
        assert [each.key for each in later if isinstance(each, events.Key)] == ["j"], (number, sent)


@pytest.mark.parametrize("leaving", [b"\x03", b"\x11", b"\x1b[113;5u"])
@pytest.mark.parametrize("before", [b"", b"\x1b[24;80R", b"\x1b[1;1R\x1b[2;2R"])
@pytest.mark.parametrize("after", [b"", b"\x1b[24;80R"])
def test_an_answer_beside_the_key_that_leaves_a_paste_keeps_nobody_in_it(
    leaving: bytes, before: bytes, after: bytes
) -> None:
    line = Line()
    line.read(BEGIN + b"no end")
    line.read(before + leaving + after)
    kinds = [type(each) for each in line.tokens]
    assert Paste in kinds
    assert Key in kinds
    assert kinds.count(CursorAt) == (before + after).count(b"R")


def test_an_answer_that_comes_while_somebody_pastes_is_no_part_of_the_paste() -> None:
    line = Line()
    for data in (BEGIN + b"abc", b"\x1b[24;80R", b"def" + END):
        line.read(data)
    assert [each for each in line.tokens if isinstance(each, Paste)] == [Paste("abcdef")]
    assert any(isinstance(each, CursorAt) for each in line.tokens)
