"""Text from outside becomes text that is safe to draw, each kind of letter in its way."""

from __future__ import annotations

import pytest

from catalog.model.text import clean


@pytest.mark.parametrize(
    ("letters", "drawn"),
    [
        ("\t", "    "),
        ("\n\r\x0b\x0c\x85\u2028\u2029", "\n"),
        ("\u00ad\u061c\u200b\u200e\u202e\ufeff\u2060\u206f\U000e0041", ""),
        ("\x00\x07\x1b\x7f\x9b\ud800\ufff9", "\ufffd"),
        ("\u200c\u200déж試", None),
    ],
)
def test_each_kind_of_letter_is_drawn_in_its_way(letters: str, drawn: str | None) -> None:
    for letter in letters:
        said = letter if drawn is None else drawn
        assert clean(f"a{letter}b", lines=True) == f"a{said}b", ascii(letter)
        assert clean(f"a{letter}b") == f"a{said.replace(chr(10), ' ')}b", ascii(letter)


def test_a_line_end_of_two_letters_is_one() -> None:
    assert clean("a\r\nb", lines=True) == "a\nb"
    assert clean("a\r\nb") == "a b"
