"""A study page as lines, however it was kept: text copied from a browser, saved HTML, MHTML.

HTML is written out as a browser copies it: a block a line, an item of a list further in, a cell
behind a tab. So there is one layout to read.
"""

from __future__ import annotations

import email
import email.policy
import re
from typing import NamedTuple

from lxml import etree

from catalog.model.record import Note
from importers.bytes.encoding import decoded
from importers.cutting.html_rows import html_root
from importers.importer import Unreadable

_LARGEST = 16 * 1024 * 1024
_SAVED_FROM = re.compile(rb"(?:saved from url=\(\d+\)|Snapshot-Content-Location:\s*)\s*(\S+)")
_NUMBER = re.compile(r"NCT\d{8}", re.ASCII)
_WINDOW = re.compile(
    r"Study Details\s*[|_]\s*(NCT\d{8})\s*[|_]\s*(.+?)\s*[|_]\s*ClinicalTrials\.gov", re.ASCII
)
_SHELL = (
    "the page had not been drawn when it was saved: it is only a shell without the study. Open it, "
    "select all, copy the text into a file and import that, or download the study's JSON there"
)


class Saved(NamedTuple):
    """The lines of a page, and what its frame says beside them."""

    lines: tuple[str, ...]
    number: str | None
    """From the address it was saved from, or the window's title."""
    title: str | None
    notes: tuple[Note, ...]


def saved(raw: bytes) -> Saved:
    """The page of these bytes; raises Unreadable for a shell without a study."""
    if len(raw) > _LARGEST:
        raise Unreadable("the page is larger than 16 MiB")
    address = _SAVED_FROM.search(raw[:4096])
    number = _NUMBER.search(address[1].decode("ascii", "replace")) if address else None
    if is_mhtml(raw):
        raw = _html_of(raw)
    text, notes = decoded(raw)
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return _framed(_lines(text), number, notes)
    return _framed(_drawn(raw), number, notes)


def is_mhtml(raw: bytes) -> bool:
    """Whether a browser saved the page as one file with its pictures."""
    return b"Snapshot-Content-Location:" in raw[:2048] or (
        raw[:5] == b"From:" and b"multipart/related" in raw[:2048]
    )


def _html_of(raw: bytes) -> bytes:
    """The page in an MHTML: its first part of HTML."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    raise Unreadable("there is no web page in it")


def _framed(lines: tuple[str, ...], number: re.Match[str] | None, notes: tuple[Note, ...]) -> Saved:
    window = next((found for line in lines[:5] if (found := _WINDOW.search(line))), None)
    said = number[0] if number else window[1] if window else None
    return Saved(lines, said, window[2] if window else None, notes)


def _lines(text: str) -> tuple[str, ...]:
    """Lines with their indents and tabs; blanks of any kind are blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return tuple(re.sub("[\u00a0\u2007\u202f]", " ", line) for line in text.split("\n"))


# -- HTML written out

_INLINE = frozenset(
    "a abbr b bdi code em font i img label mark s small span strong sub sup time u".split()
) | {"ctg-enum-value", "ctg-phone-with-extension", "ctg-study-contact-email", "ctg-boolean-value"}
_LEFT_OUT = frozenset(
    "script style noscript template svg head button input select ctg-glossary nav".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table section".split())


def _drawn(raw: bytes) -> tuple[str, ...]:
    root = html_root(raw)
    if root.find(".//ctg-study-info") is None and root.find(".//*[@id='study-overview']") is None:
        raise Unreadable(_SHELL)
    title = root.findtext(".//title") or ""
    body = root.find("body")
    writer = _Writer()
    writer.element(root if body is None else body, 0)
    return (" ".join(title.split()), "", *writer.lines())


class _Writer:
    """Writes elements out as a browser copies them."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line = ""
        self._indent = 0

    def lines(self) -> tuple[str, ...]:
        """All of it, empty lines at most one after another."""
        self._break()
        found: list[str] = []
        for line in self._done:
            if line.strip(" ") or (found and found[-1].strip(" ")):
                found.append(line)
        return tuple(found)

    def _break(self, blank: bool = False) -> None:
        if self._line.strip(" "):
            self._done.append(" " * self._indent + self._line.strip(" "))
        self._line = ""
        if blank:
            self._done.append("")

    def _text(self, text: str | None) -> None:
        for at, part in enumerate((text or "").split("\n")):
            if at and part.strip() and self._line.strip():
                self._break()  # a line end that stands in a text is the registry's
            self._line += re.sub(r"\s+", " ", part)

    def element(self, one: etree._Element, depth: int) -> None:
        """An element and what is in it."""
        tag = str(one.tag).lower()
        if tag in _LEFT_OUT or one.get("id") == "glossary" or depth > 200:
            return
        if tag == "br":
            self._break()
        elif tag == "tr":
            self._row(one, depth)
        elif tag == "li":
            self._item(one, depth)
        elif tag in _INLINE:
            if tag == "ctg-enum-value" and _follows_its_like(one):
                self._break()
            self._inside(one, depth)
        else:
            self._break(blank=tag in _PARAGRAPHS)
            self._inside(one, depth)
            self._break(blank=tag in _PARAGRAPHS)

    def _inside(self, one: etree._Element, depth: int) -> None:
        self._text(one.text)
        for child in one:
            self.element(child, depth + 1)
            self._text(child.tail)

    def _item(self, one: etree._Element, depth: int) -> None:
        self._break()
        self._indent += 4
        self._inside(one, depth)
        self._break()
        self._indent -= 4

    def _row(self, one: etree._Element, depth: int) -> None:
        """Cells of one line behind tabs; of several lines one below the other, a tab between."""
        self._break()
        cells = []
        for cell in one:
            if str(cell.tag) in ("td", "th"):
                writer = _Writer()
                writer._inside(cell, depth + 1)
                cells.append([line for line in writer.lines() if line.strip()])
        is_head = all(str(cell.tag) == "th" for cell in one)
        if all(len(cell) <= 1 for cell in cells) and (is_head or len(cells) != _ARM_CELLS):
            self._done.append("\t".join(cell[0].strip() if cell else "" for cell in cells))
        elif len(cells) > _ARM_CELLS:  # a description of several lines stays within its row
            self._done.extend("\t".join("\n".join(cell) for cell in cells).split("\n"))
        else:
            for at, lines in enumerate(cells):
                self._done.extend(["\t", ""] if at else [])
                self._done.extend(lines)
            self._done.append("")


_ARM_CELLS = 2
"""Cells of a row of the table of arms."""


def _follows_its_like(one: etree._Element) -> bool:
    before = one.getprevious()
    return before is not None and before.tag == one.tag and not (before.tail or "").strip()
