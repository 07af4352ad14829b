"""A text cut into list items and paragraphs, each with its place and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_BULLET = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>(?:[*•·▪●○◦–—‣►➢✓§#]+|-+(?=[ \t]|[A-Z≥≤<>])|\+(?= )|o(?=[ \t]+[A-Z])|"
    r"\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})(?:\\?[.)]|\\?\.\)|:(?= ))(?:\d{1,2}\\?[.)]?)*(?=[ \t]|[A-Z≥≤<>(])))"
    r"(?P<gap>[ \t]*(?:[*•-] ?)?(?:\(?\d{1,2}(?:\.\d{1,2})*\\?[.)、] ?(?=[^\d\s]))?)"
)
_DECIMAL = re.compile(r"[ \t]*\d{1,2}(?:\.\d{1,2})+\\?\.?[ \t]+(?=[A-Z])")
_WORDS_THAT_RUN_ON = re.compile(
    r"(?:\b(?:and|or|of|the|a|an|to|with|for|in|by|than|at|is|are|as|from|on|per|any|other|\d)|[,(/≥≤<>=])\s*$",
    re.IGNORECASE,
)


class Block(msgspec.Struct, frozen=True):
    """An item or paragraph."""

    start: int
    """Where its words begin, behind the bullet."""
    end: int
    depth: int
    """Columns of indentation."""
    bullet: str
    """The mark before it; "" for a paragraph."""


class _Line(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: int
    """Where the first letter stands."""
    depth: int
    bullet: str
    bullet_end: int
    after_blank: bool


def blocks(text: str) -> list[Block]:
    """Items and paragraphs in order; continuation lines belong to the block they continue."""
    found: list[Block] = []
    wrapped = _is_wrapped(text)
    for line in _lines(text):
        if found and _continues(text, found[-1], line, wrapped):
            last = found[-1]
            found[-1] = Block(last.start, line.end, last.depth, last.bullet)
        else:
            start = line.bullet_end if line.bullet else line.text
            found.append(Block(start, line.end, line.depth, line.bullet))
    return [block for block in found if text[block.start : block.end].strip()]


def _lines(text: str) -> Iterator[_Line]:
    at, blank = 0, True
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if not stripped:
            blank = True
        else:
            bullet = _BULLET.match(raw) or _DECIMAL.match(raw)
            mark = bullet[0].strip() if bullet else ""
            lead = len(raw) - len(raw.lstrip())
            depth = len(raw[:lead].expandtabs(4))
            end = at + len(raw.rstrip())
            behind = at + (bullet.end() if bullet else lead)
            yield _Line(at, end, at + lead, depth, mark, behind, blank)
            blank = False
        at += len(raw)


def _is_wrapped(text: str) -> bool:
    """Whether lines were broken at a fixed width: most are long, none much longer."""
    lengths = [len(line.rstrip()) for line in text.splitlines() if line.strip()]
    if len(lengths) < 4:
        return False
    longest = max(lengths)
    near = sum(length > longest - 22 for length in lengths)
    return 60 <= longest <= 120 and near >= 0.3 * len(lengths)


def _continues(text: str, last: Block, line: _Line, wrapped: bool) -> bool:
    if line.bullet:
        return False
    if line.after_blank:
        return bool(last.bullet) and line.depth > last.depth + 1 and text[line.text].islower()
    if last.bullet and (wrapped or line.depth > last.depth):
        return True
    first = text[line.text]
    run_on = bool(_WORDS_THAT_RUN_ON.search(text[max(last.start, last.end - 20) : last.end]))
    return wrapped or first.islower() or run_on
