"""Styled text without a toolkit: a line is a tuple of spans, a style is a word.

What the words look like is for the themes to say. Widths are terminal cells, so that Chinese names
and combining marks stay aligned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tui.terminal.repertoire import shown


class Span(NamedTuple):
    """A piece of a line; `text` has been cleaned."""

    text: str
    style: str = ""
    """One of themes.STYLES."""


Line = tuple[Span, ...]
EMPTY: Line = ()
# Latin letters, dashes, quotation marks, the ellipsis; nothing invisible, nothing combining.
_ONE_CELL_EACH = re.compile("[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027]*")
_BREAKABLE = re.compile(r"\s*\S+")


def width(text: str) -> int:
    """Cells that a text takes."""
    if text.isascii() or _ONE_CELL_EACH.fullmatch(text):
        return len(text)
    from rich.cells import cell_len  # the first rows are drawn before rich is there

    return cell_len(text)


def fit(text: str, cells: int) -> str:
    """The text in exactly so many cells: cut with `…`, or padded."""
    cells = max(cells, 0)
    text = shown(text)
    taken = width(text)
    if taken <= cells:
        return text + " " * (cells - taken)
    mark = shown("…")[:cells]
    kept = _head(text, cells - len(mark))
    return kept + mark + " " * (cells - len(mark) - width(kept))


def _head(text: str, cells: int) -> str:
    """As many letters as fit."""
    if text.isascii():
        return text[: max(cells, 0)]
    taken = 0
    for place, letter in enumerate(text):
        taken += width(letter)
        if taken > cells:
            return text[:place]
    return text


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most so many cells; line feeds are kept, longer words are cut. Never empty."""
    cells = max(cells, 1)
    text = shown(text)
    found: list[str] = []
    for paragraph in text.split("\n"):
        found += _wrapped(paragraph.rstrip(), cells)
    return found or [""]


def _wrapped(paragraph: str, cells: int) -> list[str]:
    if width(paragraph) <= cells:
        return [paragraph]
    lines, taken, current = [], 0, ""
    for word in _BREAKABLE.findall(paragraph):
        if current and taken + width(word) > cells:
            lines.append(current)
            current, taken, word = "", 0, word.lstrip()
        while width(word) > cells:
            # A wide letter in a single column takes its line all the same.
            part = _head(word, cells - taken) or word[0]
            lines.append(current + part)
            current, taken, word = "", 0, word[len(part) :]
        current, taken = current + word, taken + width(word)
    return [*lines, current] if current else lines


def block(
    text: str, cells: int, style: str = "", first: str = "", rest: str = ""
) -> Iterator[Line]:
    """Wrapped text behind a lead; `first` and `rest` have the same width."""
    for number, part in enumerate(wrap(text, cells - width(first))):
        yield (Span(first if number == 0 else rest), Span(part, style))


def sentence(text: str, cells: int, style: str, most: int = 3) -> list[Line]:
    """A message in as many lines as it takes, and at most so many: then the last ends in `…`."""
    lines = wrap(text, cells - 2)
    if len(lines) > most:
        lines[most - 1 :] = [fit(" ".join(lines[most - 1 :]), cells - 2).rstrip()]
    return [(Span(f" {line}", style),) for line in lines]


def plain_text(line: Line) -> str:
    """The line without its styles."""
    return "".join(span.text for span in line)


def pointed(line: Line) -> Line:
    """The line with `>` in its first cell: where the cursor is can be seen without colour."""
    if not line or not line[0].text.startswith(" "):
        return line
    return (line[0]._replace(text=">" + line[0].text[1:]), *line[1:])


def crop(line: Line, cells: int) -> Line:
    """The line cut to so many cells."""
    kept: list[Span] = []
    for span in line:
        taken = width(span.text)
        if taken > cells:
            kept.append(Span(fit(span.text, cells).rstrip(), span.style))
            break
        kept.append(span)
        cells -= taken
    return tuple(kept)


def pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of these words, whatever their case; None where there are none."""
    known = sorted({word for word in words if len(word) > 1}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)), re.IGNORECASE) if known else None


def highlighted(line: Line, wanted: re.Pattern[str] | None) -> Line:
    """The line with every find in the style `match`."""
    if wanted is None or not wanted.search(plain_text(line)):
        return line
    return tuple(_highlighted(line, wanted))


def _highlighted(line: Line, wanted: re.Pattern[str]) -> Iterator[Span]:
    for span in line:
        place = 0
        for found in wanted.finditer(span.text):
            if found.start() > place:
                yield Span(span.text[place : found.start()], span.style)
            yield Span(found[0], "match")
            place = found.end()
        if place < len(span.text):
            yield Span(span.text[place:], span.style)


def text_of(lines: Iterable[Line]) -> str:
    """Lines as plain text."""
    return "\n".join(plain_text(line).rstrip() for line in lines) + "\n"
