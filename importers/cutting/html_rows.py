"""A saved web page as the rows of its tables, innermost first: how registries lay out a record."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from importers.importer import Unreadable

Row = tuple[str, ...]

_CELLS = ("td", "th")


def html_root(raw: bytes) -> etree._Element:
    """The page's root element; raises Unreadable where it is no page."""
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise Unreadable("it is no readable web page")
    return root


def html_rows(raw: bytes) -> Iterator[Row]:
    """Each row's cells; a cell that holds a table has only the text beside it."""
    for row in html_root(raw).iter("tr"):
        cells = tuple(_text(cell) for cell in row if cell.tag in _CELLS)
        if any(cells):
            yield cells


def _text(cell: etree._Element) -> str:
    """Lines of a cell: a break or a block begins one, blanks are one blank."""
    lines = [""]
    _collect(cell, lines)
    return "\n".join(line for raw in lines if (line := " ".join(raw.split()))).strip()


def _collect(one: etree._Element, lines: list[str]) -> None:
    lines[-1] += one.text or ""
    for child in one:
        if child.tag in ("br", "p", "div", "li"):
            lines.append("")
        if child.tag not in ("table", "script", "style"):
            _collect(child, lines)
        lines[-1] += child.tail or ""
