"""The sheets of an Excel workbook as rows of typed cells; nothing but the standard's own XML.

A workbook is a zip of XML files: it comes as a bundle, whose members are these files. Dates are
numbers that only their style tells from others; the style also says whether a day was shown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from importers.bytes.limits import AT_ONCE, RECORD, mib
from importers.cutting.whole import xml_elements, xml_root
from importers.importer import Piece, Source, Unreadable

_DATE_STYLES = {
    **dict.fromkeys((14, 15, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "day"),
    16: "day of month",
    17: "month",
}
"""Number formats that come with Excel: d-mmm says a day and a month, mmm-yy a month and a year."""
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_COLUMN = re.compile(r"([A-Z]{1,3})\d*")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAC_EPOCH, _EPOCH = dt.date(1904, 1, 1), dt.date(1899, 12, 30)
_MOST_TEXTS = 300_000
_LAST_DAY = 2_958_465
"""31 December 9999, counted in days."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as text; `style` says how Excel shows it where it is a date."""

    text: str
    style: str = ""
    """`day`, `month` or `day of month` for a date; "" for anything else."""


Row = Mapping[str, Cell]


class Workbook:
    """Its sheets; raises Unreadable where it is damaged, protected or has none."""

    def __init__(self, book: Source) -> None:
        self._members = book.members
        self.sheets: dict[str, str] = dict(_sheets(self._members))
        """The file of each sheet by the sheet's name, in the workbook's order."""
        if not self.sheets:
            raise Unreadable("it is a workbook without a sheet")
        self._reader = _Cells(_texts(self._members), _styles(self._members), _epoch(self._members))

    def rows(self, sheet: str) -> Iterator[tuple[int, Row]]:
        """Number and cells, by column letter, of each row of a sheet; empty ones left out."""
        for number, piece in enumerate(xml_elements(self._members[self.sheets[sheet]], "row"), 1):
            if isinstance(piece, Unreadable):
                raise piece
            root = xml_root(piece.raw)
            at = int(said) if (said := root.get("r", "")).isdigit() else number
            if cells := dict(self._reader.cells(root)):
                yield at, cells


def _sheets(members: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    """Name and file of each sheet; of a workbook that names none, its first file of a sheet."""
    book = _root(members, "workbook.xml")
    relations = _root(members, "workbook.xml.rels")
    named = False
    if book is not None and relations is not None:
        targets = {one.get("Id"): one.get("Target", "") for one in relations}
        for sheet in book.iter("{*}sheet"):
            ids = (str(one) for name, one in sheet.attrib.items() if str(name).endswith("}id"))
            file = targets.get(next(ids, ""), "").rpartition("/")[2]
            if file in members:
                named = True
                yield sheet.get("name", file), file
    if not named and "sheet1.xml" in members:
        yield "sheet1", "sheet1.xml"


def _root(members: Mapping[str, Source], name: str) -> etree._Element | None:
    member = members.get(name)
    if member is None:
        return None
    with member.open() as stream:
        data = stream.read(RECORD + 1)
        if len(data) > RECORD:
            raise Unreadable(f"{name} in it is larger than {mib(RECORD)}")
    return xml_root(data)


def _texts(members: Mapping[str, Source]) -> list[str]:
    """Texts that cells share, by their position."""
    member = members.get("sharedStrings.xml")
    texts: list[str] = []
    length = 0
    for piece in xml_elements(member, "si") if member is not None else ():
        if isinstance(piece, Unreadable):
            raise piece
        length += len(piece.raw)
        if length > AT_ONCE or len(texts) >= _MOST_TEXTS:
            raise Unreadable(f"its texts are more than {_MOST_TEXTS:,}, or {mib(AT_ONCE)}")
        texts.append(_runs(piece))
    return texts


def _runs(piece: Piece) -> str:
    """A text, of all its differently formatted runs, without the pronunciation of Asian ones."""
    root = xml_root(piece.raw)
    parts = (
        one.text or ""
        for one in root.iter("{*}t")
        if not any(etree.QName(above).localname == "rPh" for above in one.iterancestors())
    )
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """`_x000D_` as the letter it stands for."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _styles(members: Mapping[str, Source]) -> list[str]:
    """For each style of cells, how it shows a date; "" where it shows none."""
    root = _root(members, "styles.xml")
    if root is None:
        return []
    own = {
        one.get("numFmtId", ""): _style(one.get("formatCode", "")) for one in root.iter("{*}numFmt")
    }
    formats = root.find("{*}cellXfs")
    ids = [one.get("numFmtId", "0") for one in formats] if formats is not None else []
    return [
        own.get(id_, _DATE_STYLES.get(int(id_), "") if id_.isdigit() and len(id_) < 6 else "")
        for id_ in ids
    ]


def _style(code: str) -> str:
    """What a format made by a user shows of a date."""
    letters = _QUOTED.sub("", code.lower())
    day, month, year = ("d" in letters, "m" in letters, "y" in letters)
    if day and month:
        return "day" if year else "day of month"
    return "month" if month and year else ""


def _epoch(members: Mapping[str, Source]) -> dt.date:
    book = _root(members, "workbook.xml")
    properties = book.find("{*}workbookPr") if book is not None else None
    is_mac = properties is not None and properties.get("date1904") in ("1", "true")
    return _MAC_EPOCH if is_mac else _EPOCH


class _Cells:
    """Reads the cells of rows by what the workbook says of texts and styles."""

    def __init__(self, texts: list[str], styles: list[str], epoch: dt.date) -> None:
        self._texts = texts
        self._styles = styles
        self._epoch = epoch

    def cells(self, row: etree._Element) -> Iterator[tuple[str, Cell]]:
        """Column letter and cell; blank ones left out."""
        for position, one in enumerate(row):
            found = _COLUMN.match(one.get("r", ""))
            cell = self._cell(one)
            if cell is not None and cell.text.strip():
                yield (found[1] if found else letters(position)), cell

    def _cell(self, one: etree._Element) -> Cell | None:
        type = one.get("t", "n")
        if type == "inlineStr":
            return Cell(_unescaped("".join(part.text or "" for part in one.iter("{*}t"))))
        value = one.findtext("{*}v")
        if value is None or type == "e":  # an error such as #REF! is no value
            return None
        if type == "s":
            known = value.isdigit() and len(value) < 9 and int(value) < len(self._texts)
            return Cell(self._texts[int(value)]) if known else None
        if type == "b":
            return Cell("True" if value == "1" else "False")
        return Cell(_unescaped(value)) if type in ("str", "d") else self._number(one, value)

    def _number(self, one: etree._Element, value: str) -> Cell:
        position = one.get("s", "")
        known = position.isdigit() and len(position) < 9 and int(position) < len(self._styles)
        style = self._styles[int(position)] if known else ""
        try:
            number = float(value)
        except ValueError:
            return Cell(value)
        if style and 1 <= number <= _LAST_DAY:
            day = self._epoch + dt.timedelta(days=int(number))
            return Cell(f"{day:%Y-%m}" if style == "month" else day.isoformat(), style)
        return Cell(f"{int(number)}" if number.is_integer() and abs(number) < 1e15 else value)


def letters(position: int) -> str:
    """A column by its position from 0: `A`, `Z`, `AA`."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
