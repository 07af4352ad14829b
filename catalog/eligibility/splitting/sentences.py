"""Where sentences end in running text, and where a run-in list goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATIONS = re.compile(
    r"(?:\b(?:e\.g|i\.e|eg|ie|vs|etc|cf|no|nr|dr|st|approx|incl|resp|max|min|fig|al|inc|ltd|u\.s|a\.m|p\.m|"
    r"v|spp|sp|subsp|wk|mo|yr|hr|hrs|pts|pt|mg|ml|kg|cm|mm|ref|sec|vol|ver|dept|prof|med)|\b[A-Z]|\d)\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?](?:[\"')\]]+)?(?=\s+[A-Z\"'(≥≤<>\d]|[A-Z][a-z]{2})")
_NUMBERED = re.compile(
    r"(?:(?<=[\s.;:,)])|^)\(?(\d{1,2}|[a-h](?=\\?[.)] [A-Z\d]))(?:\\?[.)]|、)(?!\d)\s?(?=\S)"
)
# A mark behind one letter or a figure, without which nothing is numbered; it stands before what it follows, so that the search skips to a mark.
_MARK = re.compile(r"[.)、](?:(?<=[\s.;:,)(\d][\da-h].)|(?<=\\.)|(?<=^[\da-h].))(?!\d)")
_LABEL = re.compile(r"\b(\d{1,2}|[a-h])\\?[.)]")


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a piece of running text."""
    at = start
    inside = text[start : end - 1]
    if "." not in inside and "!" not in inside and "?" not in inside:
        if at < end:
            yield at, end
        return
    for found in _END.finditer(text, start, end):
        stop = found.end()
        before = text[max(at, stop - 9) : found.start() + 1]
        follows = text[stop : stop + 3].strip()
        if _ABBREVIATIONS.search(before) and not _ends_anyway(text, found.start(), follows):
            continue
        if stop > at:
            yield at, stop
            at = stop
    if at < end:
        yield at, end


def _ends_anyway(text: str, dot: int, follows: str) -> bool:
    """`0 or 1. Life`: a number ends a sentence when a capital and a small letter follow."""
    digit = text[dot - 1].isdigit()
    return (
        digit and follows[:1].isupper() and follows[1:2].islower() and not text[dot + 1].isdigit()
    )


def run_in_list(text: str, start: int, end: int, bullet: str = "") -> list[tuple[int, int, int]]:
    """Items of `1. ... 2. ... 3. ...` in one line: start of words, end, start of number.

    Numbers or letters must follow one another; the list may begin at any, and with the `bullet` that
    stands before the line. Empty where there is none.
    """
    marks: list[tuple[int, int, int]] = []
    own = _LABEL.search(bullet)
    if own is not None:
        marks.append((_rank(own[1]), start, start))
    if _MARK.search(text, start, end) is None:
        return []
    for found in _NUMBERED.finditer(text, start, end):
        rank = _rank(found[1])
        if rank == marks[-1][0] + 1 if marks else not found[1].isalpha():
            marks.append((rank, found.start(), found.end()))
    if len(marks) < 2:
        return []
    ends = [mark[1] for mark in marks[1:]] + [end]
    return [(mark[2], stop, mark[1]) for mark, stop in zip(marks, ends, strict=True)]


# The mark stands before what must not precede it, so that the search skips to a mark.
_DASH = re.compile(r"[-*•](?<!\S.) (?=[A-Z≥≤<>(])")
_FEWEST_DASHES = 3


def dashed_list(
    text: str, start: int, end: int, fewest: int = _FEWEST_DASHES
) -> list[tuple[int, int]]:
    """Items of a list that lost its line breaks: `- First - Second - Third`; what stands before them first.

    Empty where there is none: a dash or two between words is no list.
    """
    line = text[start:end]
    if "- " not in line and "* " not in line and "• " not in line:
        return []
    marks = list(_DASH.finditer(text, start, end))
    if not marks:
        return []
    if marks[0].start() == start:
        fewest = 1  # behind a heading in the middle of a line
    elif text[start : marks[0].start()].rstrip().endswith(":"):
        fewest = min(2, fewest)
    if len(marks) < fewest:
        return []
    stops = [mark.start() for mark in marks[1:]] + [end]
    lead = [(start, marks[0].start())] if marks[0].start() > start else []
    return lead + [(mark.end(), stop) for mark, stop in zip(marks, stops, strict=True)]


def _rank(label: str) -> int:
    """Numbers from 1, letters from 1001: the two do not follow one another."""
    return int(label) if label.isdigit() else 1000 + ord(label.lower()) - ord("a") + 1
