"""A saved page of the EU Clinical Trials Register that shows one country's protocol."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from importers.cutting.html_rows import html_root
from importers.euctr.entries import Entry, entry
from importers.values.cleaning import blank


def page_entries(raw: bytes) -> Iterator[Entry]:
    """The coded rows of the page's tables, and its summary."""
    for row in html_root(raw).iter("tr"):
        cells = [one for one in row if one.tag == "td"]
        kinds = [one.get("class", "") for one in cells]
        if kinds == ["cellGrey", "cellLighterGrey"]:
            yield Entry("", _text(cells[0]).rstrip(":"), _text(cells[1]))
        elif kinds == ["first", "second", "third"]:
            code = _text(cells[0]).partition(" ")[0]
            yield entry(code, _text(cells[1]), _value(cells[2]))
        elif kinds == ["cellBlue"] and _text(cells[0]).startswith(("D.IMP", "D.8 Placebo")):
            code, _, number = _text(cells[0]).partition(":")
            yield Entry(code.removesuffix(" Placebo"), "Placebo" * ("Placebo" in code), number)


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _value(cell: etree._Element) -> str:
    """The text of a cell; where it has a table of languages, that of the first row."""
    first = next(cell.iter("td", "tr"), None)
    inner = next((one for one in cell.iter("td") if one is not cell), None)
    element = cell if inner is None or first is None else inner
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines = "".join(map(str, element.itertext())).replace("\r", "").split("\n")
    return blank("\n".join(line.strip() for line in lines)) or ""
