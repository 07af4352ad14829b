"""An eligibility text split into its criteria, whatever its shape; no word is lost.

What is not a heading, a bullet or a number ends up in exactly one item, in the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.splitting.blocks import Block, blocks
from catalog.eligibility.splitting.headings import (
    EXCLUSION,
    INCLUSION,
    Heading,
    inner_headings,
    section_heading,
    side_heading,
)
from catalog.eligibility.splitting.keeping_out import keeps_out
from catalog.eligibility.splitting.odd_headings import EITHER_SIDE
from catalog.eligibility.splitting.pdq import is_pdq, pdq_pieces
from catalog.eligibility.splitting.plain_spans import own_words, trimmed
from catalog.eligibility.splitting.sentences import dashed_list, run_in_list, sentence_spans

_RUN_ON_SENTENCES = 3


class Item(msgspec.Struct, frozen=True):
    """A criterion as it stands in the text, not yet understood."""

    kind: str
    text: str
    span: tuple[int, int]
    section: str
    parent: int | None
    role: str


class _Piece(msgspec.Struct, frozen=True):
    """A stretch of text with the heading in force and its depth in the list."""

    start: int
    end: int
    kind: str
    section: str
    depth: int
    in_list: bool
    child: bool = False
    """Whether the nearest lead-in before it governs it."""


_BULLET = re.compile(r"^\s*[*-] ", re.M)


def split(text: str) -> tuple[Item, ...]:
    """All items of a text in order."""
    looked = text.replace("：", ":")  # in which headings and lists are looked for, sign by sign
    if text.count("\n\n") < 12 and not _BULLET.search(text) and is_pdq(text, 0, len(text)):
        pieces = list(_pdq(looked))
    else:
        pieces = list(_pieces(looked))
    return tuple(_items(text, pieces))


def _pdq(text: str) -> Iterator[_Piece]:
    kind, at = INCLUSION, 0
    for begins, heading in inner_headings(text, 0, len(text)):
        for piece in pdq_pieces(text, at, begins):
            yield _Piece(piece.start, piece.end, kind, piece.section, 0, in_list=False)
        kind, at = heading.kind or kind, heading.end
    for piece in pdq_pieces(text, at, len(text)):
        yield _Piece(piece.start, piece.end, kind, piece.section, 0, in_list=False)


def _pieces(text: str) -> Iterator[_Piece]:
    kind, section, side_section = INCLUSION, "", ""
    found = blocks(text)
    said = False
    for n, block in enumerate(found):
        at = block.start
        line = text[at : block.end]
        follows = found[n + 1] if n + 1 < len(found) else None
        heading = side_heading(line)
        if heading is not None:
            said = True
            kind = heading.kind or kind
            section = side_section = heading.section
            at += heading.end
        elif (part := _section(text, block, follows)) is not None:
            section = " - ".join(each for each in (side_section, part.section) if each)
            continue
        for inside, told in inner_headings(text, at, block.end):
            if told.section == EITHER_SIDE and not said:
                continue
            yield from _parts(text, block, at, inside, kind, section, len(found))
            kind, section, at = told.kind or kind, told.section, told.end
            side_section = section
        yield from _parts(text, block, at, block.end, kind, section, len(found))


def _section(text: str, block: Block, follows: Block | None) -> Heading | None:
    heading = section_heading(text[block.start : block.end])
    if heading is None or follows is None:
        return None
    governs = bool(follows.bullet) and bool(block.bullet) and follows.depth > block.depth
    return None if governs else heading


def _parts(
    text: str, block: Block, start: int, end: int, kind: str, section: str, count: int
) -> Iterator[_Piece]:
    """One piece, or the items of a list or of running text that has no line breaks."""
    start, end = trimmed(text, start, end)
    if start >= end:
        return
    listed = run_in_list(text, start, end, block.bullet)
    if listed and (len(listed) > 2 or listed[0][2] == start or not block.bullet):
        if listed[0][2] > start:
            yield _Piece(start, listed[0][2], kind, section, block.depth, bool(block.bullet))
        for begin, stop, _ in listed:
            yield _Piece(begin, stop, kind, section, block.depth, in_list=True)
        return
    dashes = dashed_list(text, start, end)
    if dashes:
        for begin, stop in dashes:
            yield _Piece(begin, stop, kind, section, block.depth, in_list=True)
        return
    sentences = list(sentence_spans(text, start, end))
    if block.bullet or not _runs_on(len(sentences), end - start, count):
        yield _Piece(start, end, kind, section, block.depth, bool(block.bullet))
        return
    for begin, stop in _with_conditions(text, sentences):
        yield from _sentence(text, begin, stop, kind, section, block.depth)


def _with_conditions(text: str, sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences, those that begin with "If" together with what they qualify."""
    whole: tuple[int, int] | None = None
    for start, end in sentences:
        if whole is not None and text[start:end].lstrip().startswith(("If ", "This ", "These ")):
            whole = whole[0], end
            continue
        if whole is not None:
            yield whole
        whole = start, end
    if whole is not None:
        yield whole


def _runs_on(sentences: int, length: int, count: int) -> bool:
    """Whether a paragraph holds a whole list of requirements: few blocks, many sentences."""
    return sentences >= _RUN_ON_SENTENCES and (count <= 4 or length > 1200)


_LEAD_IN = re.compile(
    r"(?:following(?: criteria| conditions)?|as follows|not limited to|defined (?:as|by)|criteria|include|includes|including)\s*:"
)


def _sentence(
    text: str, start: int, end: int, kind: str, section: str, depth: int
) -> Iterator[_Piece]:
    """A sentence; behind a lead-in that ends in a colon its parts at `;` are items of their own."""
    lead = _LEAD_IN.search(text, start, end)
    if lead is None or text.count(";", lead.end(), end) < 2:
        yield _Piece(start, end, kind, section, depth, in_list=True)
        return
    yield _Piece(start, lead.end(), kind, section, depth, in_list=True)
    for at, stop in _labelled(text, list(_at_semicolons(text, lead.end(), end))):
        yield _Piece(at, stop, kind, section, depth + 1, in_list=True, child=True)


def _at_semicolons(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        mark = text.find(";", start, end)
        stop = mark + 1 if mark >= 0 else end
        yield start, stop
        start = stop


_LABEL = re.compile(r"\s*[A-Z][\w /-]{2,40}:")


def _labelled(text: str, parts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Parts of a list; where they carry labels (`Liver: ...`), one without goes with the last."""
    labels = [bool(_LABEL.match(text, *part)) for part in parts]
    if sum(labels) < 2:
        yield from parts
        return
    whole: tuple[int, int] | None = None
    for (start, stop), label in zip(parts, labels, strict=True):
        small = text[start:stop].lstrip()[:1].islower()
        if whole is not None and small and not label:
            whole = whole[0], stop
            continue
        if whole is not None:
            yield whole
        whole = start, stop
    if whole is not None:
        yield whole


_NOTE = re.compile(
    r"^(?:\W*(?:note\b|nb\b|n\.b\.|see (?:also )?(?:disease|patient|prior|protocol|appendix|section|below|above)|"
    r"(?:additional|other|further)[\w ,/-]{0,40}(?:criteria|protocol[- ]defined)[\w ,/-]*(?:apply|applies|applied|may apply)?\.?$|"
    r"other protocol[- ]defined|further criteria|(?:the )?(?:following )?definitions?\b|abbreviations?\b|"
    r"for (?:additional|more|further) (?:criteria|information|details)|not specified|none specified|"
    r"\*+ ?[A-Z]))",
    re.IGNORECASE,
)
_ALLOWED_NOTE = Gated(r"\b(?:are|is) (?:also )?eligible for treatment but not\b", re.IGNORECASE)
_GROUP = re.compile(
    r":\s*$|(?:following|as follows|as defined below|defined below|criteria below|below)\W*$",
    re.IGNORECASE,
)


def _items(text: str, pieces: list[_Piece]) -> Iterator[Item]:
    given: list[tuple[_Piece, tuple[int, int], str]] = []
    for piece in pieces:
        span = trimmed(text, piece.start, piece.end)
        words = own_words(text, *span)
        if words.strip("•*-–.;:,()[] \\"):
            given.append((piece, span, words))
    stack: list[int] = []
    for n, (piece, span, words) in enumerate(given):
        while stack and not _governs(given[stack[-1]], given[n]):
            stack.pop()
        parent = stack[-1] if stack else None
        follows = given[n + 1][0] if n + 1 < len(given) else None
        role = _role(words, piece, follows)
        yield Item(_kind(piece, words), words, span, piece.section, parent, role)
        stack.append(n)


def _governs(
    upper: tuple[_Piece, tuple[int, int], str], lower: tuple[_Piece, tuple[int, int], str]
) -> bool:
    piece, _, words = upper
    below = lower[0]
    if (piece.kind, piece.section) != (below.kind, below.section):
        return False
    if below.depth > piece.depth and below.in_list:
        return piece.in_list or bool(_GROUP.search(words))
    return (
        not piece.in_list and below.in_list and words.endswith(":") and below.depth >= piece.depth
    )


def _kind(piece: _Piece, words: str) -> str:
    return EXCLUSION if piece.kind == INCLUSION and keeps_out(words) else piece.kind


def _role(words: str, piece: _Piece, follows: _Piece | None) -> str:
    if _NOTE.match(words) or _ALLOWED_NOTE.search(words):
        return "note"
    has_children = follows is not None and (
        follows.child or (follows.in_list and follows.depth > piece.depth)
    )
    if has_children and _GROUP.search(words):
        return "group"
    return "group" if words.endswith(":") else "criterion"
