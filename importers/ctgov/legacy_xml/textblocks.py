"""Hard-wrapped `<textblock>` bodies of the legacy XML back into the text the registry keeps.

The registry's program wrote every paragraph and list item as a block between empty lines, wrapped
to 99 columns: items hang behind `-  ` or a right-aligned `1. ` and each level stands five columns
further in. Within a block a new line is only a wrap, whatever it begins with. The result is what
the API v2 gives: `* ` for `-  `, nested items below the text of their item, no empty lines within
a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARK = re.compile(r"(-  |\d{1,3}\. )(?=\S)")
_FIRST_IN = 2
"""How much further in than a paragraph the items of an outermost list stand."""


class _Block(NamedTuple):
    """A paragraph or item: its text, the columns of its mark and of its text, its mark."""

    text: str
    at: int
    body: int
    mark: str


def textblock(text: str | None) -> str | None:
    """The paragraphs and lists of a textblock; None when it is blank."""
    if text is None:
        return None
    lines: list[str] = []
    open_items: list[_Block] = []
    marks: dict[int, str] = {}
    for block in _blocks(text):
        while open_items and block.at < open_items[-1].body:
            open_items.pop()
        depth = len(open_items)
        kind = block.mark[-2:]
        follows = block.mark != "" and marks.get(depth) == kind
        if lines and not follows:
            lines.append("")
        marks = {level: mark for level, mark in marks.items() if level < depth}
        if block.mark:
            marks[depth] = kind
        lines.append(" " * sum(len(item.mark) for item in open_items) + block.mark + block.text)
        if block.mark:
            open_items.append(block)
    return "\n".join(lines) or None


def _blocks(text: str) -> Iterator[_Block]:
    words: list[str] = []
    at = 0
    is_first = True
    for line in (*text.replace("\0", "").expandtabs().splitlines(), ""):
        body = line.strip()
        if body and not words:
            at = len(line) - len(line.lstrip())
        if body:
            words.append(body)
        elif words:
            yield _block(words, at, is_first)
            is_first = False
            words = []


def _block(lines: list[str], at: int, is_first: bool) -> _Block:
    found = _MARK.match(lines[0])
    if found is None:
        return _Block(" ".join(lines), at, at, "")
    if is_first:  # the text's leading blanks were lost, its first item's with them
        at += _FIRST_IN
    text = " ".join((lines[0][found.end() :], *lines[1:]))
    mark = "* " if found[1] == "-  " else found[1]
    return _Block(text, at, at + len(found[1]), mark)
