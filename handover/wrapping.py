"""Text for a page of so many columns; wide letters count twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence


def wrap(told: str, width: int) -> list[str]:
    """Lines of at most `width` columns; words longer than a line are cut."""
    return [line for said in told.split("\n") for line in _wrapped(said, width)] or [""]


def _wrapped(said: str, width: int) -> Iterator[str]:
    line, used = "", 0
    for word in said.split():
        blank = " "
        for piece in _pieces(word, width):
            size = columns(piece)
            if line and used + len(blank) + size > width:
                yield line
                line, used = "", 0
            line, used = (
                (f"{line}{blank}{piece}", used + len(blank) + size) if line else (piece, size)
            )
            blank = ""
    yield line


_PARTS = re.compile(r"[^-/]+[-/]*|[-/]+")
"""Where a word too long for its line is broken first."""


def _pieces(word: str, width: int) -> Sequence[str]:
    if columns(word) <= width:
        return (word,)
    if (parts := _PARTS.findall(word)) and len(parts) > 1:
        return [piece for part in parts for piece in _pieces(part, width)]
    pieces, piece = [], ""
    for letter in word:
        if columns(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return (*pieces, piece)


def pad(told: str, width: int) -> str:
    """The text with blanks up to a width."""
    return told + " " * (width - columns(told))


def columns(told: str) -> int:
    """How many columns of a terminal a text takes."""
    if told.isascii():
        return len(told)
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in told
    )


def cut(told: str, width: int) -> str:
    """The text in at most so many columns: whole words, and `…` where some are missing."""
    if columns(told) <= width:
        return told
    line = next(_wrapped(told, width - 2))
    return f"{line.rstrip(' ,;:')} …"


def hanging(mark: str, told: str, width: int) -> Iterator[str]:
    """The lines of a text behind a mark, those that follow below its beginning."""
    for place, line in enumerate(wrap(told, width - columns(mark))):
        yield f"{mark if place == 0 else ' ' * columns(mark)}{line}"
