"""Cutting XML into records, hardened: no DOCTYPE, no entities of the file's own, no network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypedDict, cast

from lxml import etree

from importers.bytes.limits import CHUNK, RECORD, TAGS, mib
from importers.importer import Piece, Source, Unreadable


class _Hardening(TypedDict):
    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    dtd_validation: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


_HARDENED = _Hardening(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=False,  # libxml2's own limits: depth 256, texts of 10 MB
    remove_comments=True,
    remove_pis=True,
)


_OF_CHUNK = CHUNK // 3
"""Tags that one read can hold: those of small records between which a read ends."""


def xml_root(raw: bytes) -> etree._Element:
    """The root element of a record's bytes; raises Unreadable for anything but plain XML."""
    if raw.count(b"<") + raw.count(b"=") > TAGS:
        raise Unreadable(f"it has more than {TAGS:,} tags")
    try:
        root = etree.fromstring(raw, etree.XMLParser(**_HARDENED))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_plainly(error)) from None
    _refuse_doctype(root)
    return root


def xml_elements(source: Source, tag: str) -> Iterator[Piece | Unreadable]:
    """Each element of that local name, serialised by itself in UTF-8, with its namespaces.

    Elements of that name inside such an element belong to it. What came before a damaged place is
    delivered.
    """
    cutter = _Cutter(tag)
    since = tags = 0
    with source.open() as stream:
        while True:
            chunk = stream.read(CHUNK)
            tags += chunk.count(b"<") + chunk.count(b"=")
            if tags > TAGS + _OF_CHUNK:
                raise Unreadable(f"more than {TAGS:,} tags without the end of a <{tag}>")
            damage = cutter.feed(chunk)
            since += len(chunk)
            for piece in cutter.ready():
                since = tags = 0
                yield piece
            if damage is not None:
                raise damage
            if since > RECORD:
                raise Unreadable(f"{mib(RECORD)} without the end of a <{tag}>; not read further")
            if not chunk:
                break
    if cutter.count == 0:
        raise Unreadable(f"there is no <{tag}> in it")


class _Cutter:
    """A parser that gives elements of one name and forgets them."""

    def __init__(self, tag: str) -> None:
        self.count = 0
        self._parser = etree.XMLPullParser(("start", "end"), tag=f"{{*}}{tag}", **_HARDENED)
        self._depth = 0

    def feed(self, chunk: bytes) -> Unreadable | None:
        """Take the next bytes, b"" being the end; what is wrong with them, told after `ready`."""
        try:
            if chunk:
                self._parser.feed(chunk)
            else:
                self._parser.close()
        except etree.XMLSyntaxError as error:
            return Unreadable(_plainly(error), f"record {self.count + 1}" if self.count else "")
        return None

    def ready(self) -> Iterator[Piece]:
        """Elements that have ended since."""
        for event, element in cast(
            Iterable[tuple[str, etree._Element]], self._parser.read_events()
        ):
            if self._depth == 0:
                _refuse_doctype(element)
            self._depth += 1 if event == "start" else -1
            if self._depth == 0:
                self.count += 1
                yield Piece(f"record {self.count}", _serialised(element))
                _forget(element)


def _serialised(element: etree._Element) -> bytes:
    return etree.tostring(element, encoding="utf-8", with_tail=False)


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _refuse_doctype(element: etree._Element) -> None:
    # Without this an external entity becomes empty text, without an error.
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("a DOCTYPE is not allowed: it can name other files and unfold without end")


_POSITION = re.compile(r"\s*\(<string>, line \d+\)$")


def _plainly(error: Exception) -> str:
    said = _POSITION.sub("", str(error).removesuffix(", line 1, column 1")).strip()
    if said.startswith("Document is empty") or not said:
        return "the file is empty"
    return f"it is no well-formed XML ({said})"
