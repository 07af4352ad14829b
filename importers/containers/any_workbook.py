"""An Excel workbook: each sheet whose header is a known list's is read as that list.

What Excel made of the cells is undone where it is certain (letters of UTF-8 read as Windows-1252)
and passed on where it is not: a day that may have been a month keeps the midnight that spreadsheet
programs add, which the lists' own readers know.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from catalog.model.record import Note
from importers.bytes.encoding import unmistaken
from importers.containers.known_tables import NEEDED, row, table_of
from importers.cutting.workbooks import Cell, Row, Workbook
from importers.ictrp import workbook as ictrp
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable

_PARTS = frozenset({"[Content_Types].xml", "workbook.xml"})
_HEADER_WITHIN = 10
"""Rows looked at for the header: titles and remarks may stand above it."""
_REPAIRED = Note("encoding", "a spreadsheet program read UTF-8 as Windows-1252: undone")


def recognises(head: Head) -> str | None:
    """A zip with the parts of a workbook; what its sheets list shows each sheet's header."""
    return "the parts of an Excel workbook" if set(head.members) >= _PARTS else None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each row of every sheet that is a known list; a workbook without one is refused."""
    book = Workbook(source)
    found = False
    seen: list[str] = []
    for sheet in book.sheets:
        for piece in _sheet(book, sheet, seen):
            found = True
            yield piece
    if not found:
        raise Unreadable(_refusal(seen))


def _sheet(book: Workbook, sheet: str, seen: list[str]) -> Iterator[Piece]:
    place = "" if len(book.sheets) == 1 else f"sheet {sheet}, "
    rows = book.rows(sheet)
    for above, (_, header) in enumerate(itertools.islice(rows, _HEADER_WITHIN)):
        names = {at: cell.text.strip() for at, cell in header.items()}
        if ictrp.is_header(names.values()):
            yield from ictrp.pieces(rows, names, place)
            return
        if (table := table_of(tuple(names.values()))) is not None:
            for number, cells in rows:
                yield _piece(table.name, f"{place}row {number}", names, cells)
            return
        if not above:
            seen.append(f"{sheet}: {', '.join(itertools.islice(names.values(), 6))}")


def _piece(format: str, place: str, names: dict[str, str], cells: Row) -> Piece:
    columns = {at: names.get(at, "") for at in dict.fromkeys((*names, *cells))}
    texts = {at: _text(cell) for at, cell in cells.items()}
    odd = (_REPAIRED,) if any(texts[at] != _said(cell) for at, cell in cells.items()) else ()
    raw = row(tuple(columns.values()), [texts.get(at, "") for at in columns])
    return Piece(place, raw, odd, format)


def _said(cell: Cell) -> str:
    return f"{cell.text} 00:00:00" if cell.style == "day" else cell.text


def _text(cell: Cell) -> str:
    """A cell as text; a date shown as a day with the midnight that says who wrote it."""
    return unmistaken(_said(cell))


def _refusal(seen: list[str]) -> str:
    if not seen:
        return "it is an Excel workbook whose sheets are empty"
    return f"it is an Excel workbook, but of no known list of trials (seen: {seen[0]}); {NEEDED}"


def read(raw: bytes) -> Reading:
    """A row without its list's format, as `--format workbook` never gives one."""
    raise Unreadable("it is no row of a known list")


IMPORTER = Importer(
    name="workbook",
    title="Excel workbook of a known list",
    recognises=recognises,
    records=records,
    read=read,
    bundle=True,
)
