"""Cutting CSV into rows, strictly, each with its header; a broken row does not take the others."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from catalog.model.record import Note
from importers.bytes.encoding import WINDOWS, lines, windows
from importers.bytes.limits import CELLS, COLUMNS, FIELD, NO_ROWS, ROW_LINES
from importers.importer import Piece, Source, Unreadable

csv.field_size_limit(FIELD)

Row = tuple[str, ...]
_ENDLESS = "a quotation mark is opened and never closed"
_WIDE = f"it has more than {CELLS:,} cells"


def csv_rows(
    source: Source,
    delimiter: str = ",",
    *,
    quoted: bool = True,
    header: Sequence[str] | None = None,
    repair: Callable[[str], str] | None = None,
) -> Iterator[Piece | Unreadable]:
    """Each row with the header as canonical CSV in UTF-8: comma, CRLF, quoted where needed.

    Names in the header are stripped; a column without one is called `column 7` by its position.

    `quoted=False` takes quotation marks for letters (the classic TSV). `header` names the columns
    of a file without a header row. `repair` mends lines whose quotation marks the source is known
    to damage. A first line `sep=;` is a spreadsheet's, no row. Rows with too many or too few cells
    are Unreadable, blank rows are no rows.
    """
    with source.open() as stream:
        rows = iter(_Rows(lines(stream), delimiter, quoted, repair))
        names = tuple(header) if header is not None else _names(rows)
        first = written(names)
        for row in _together(rows, len(names)):
            if isinstance(row, _Broken):
                yield Unreadable(row.reason, row.place)
            elif row.cells:
                yield Piece(row.place, first + written(row.cells), row.notes)


def _together(rows: Iterator[_Row | _Broken], width: int) -> Iterator[_Row | _Broken]:
    """Rows of the right width; of one broken in its quotation marks, what is left is told once."""
    broken: _Broken | None = None
    last = 0
    for row in rows:
        found = _checked(row, width)
        if isinstance(found, _Row) and found.cells:
            last = found.line
        elif found.line - last > NO_ROWS:
            if broken is not None:
                yield broken
            raise Unreadable(
                f"more than {NO_ROWS:,} lines one after another are no rows; the rest is not read",
                found.place,
            )
        if isinstance(found, _Row):
            if broken is not None:
                yield broken
            broken = None
            yield found
        elif broken is not None and not isinstance(row, _Row):
            yield broken
            broken = found
        elif broken is not None:
            broken.to = found.line
        elif isinstance(row, _Row):
            yield found
        else:
            broken = found
    if broken is not None:
        yield broken


def _checked(row: _Row | _Broken, width: int) -> _Row | _Broken:
    """The row with as many cells as the header, or with none where it is blank."""
    if isinstance(row, _Broken):
        return row
    if not any(cell.strip() for cell in row.cells):
        row.cells.clear()
        return row
    if len(row.cells) < width or any(cell.strip() for cell in row.cells[width:]):
        return _Broken(f"it has {len(row.cells)} cells where the header has {width}", row.line)
    del row.cells[width:]
    return row


def csv_record(raw: bytes) -> dict[str, str]:
    """Header to cell, of a row that `csv_rows` cut out."""
    names, cells = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True)
    return dict(zip(names, cells, strict=True))


def _names(rows: Iterator[_Row | _Broken]) -> Row:
    for row in rows:
        if isinstance(row, _Broken):
            raise Unreadable(row.reason, row.place)
        if len(row.cells) > COLUMNS:
            raise Unreadable(f"it has more than {COLUMNS:,} columns")
        names = [name.strip() for name in row.cells]
        if names and names[0].startswith("sep=") and len(names) <= 2:
            continue
        if any(names):
            return distinct(names)
    raise Unreadable("the file is empty")


def distinct(names: Sequence[str]) -> Row:
    """Names made different where a header repeats or lacks one, so that no cell is lost."""
    seen: dict[str, int] = {}
    distinct = []
    for position, name in enumerate(names, 1):
        name = name or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(distinct)


def written(cells: Sequence[str]) -> bytes:
    """Cells as one canonical row."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue().encode("utf-8", errors="replace")


@dataclass(slots=True)
class _Row:
    """Cells, the line they begin on, and what was odd about their encoding."""

    cells: list[str]
    line: int
    notes: tuple[Note, ...]

    @property
    def place(self) -> str:
        return f"line {self.line}"


@dataclass(slots=True)
class _Broken:
    """Lines that are no row, and why."""

    reason: str
    line: int
    to: int = 0

    @property
    def place(self) -> str:
        return f"lines {self.line}-{self.to}" if self.to else f"line {self.line}"


class _Rows:
    """Rows of a text; where one is broken, reading begins again on the line after its first."""

    def __init__(
        self,
        raw_lines: Iterator[bytes],
        delimiter: str,
        quoted: bool,
        repair: Callable[[str], str] | None,
    ) -> None:
        self._raw_lines = raw_lines
        self._again: deque[bytes] = deque()
        self._taken: list[bytes] = []
        self._notes: tuple[Note, ...] = ()
        self._line = 1
        self._delimiter = delimiter
        self._quoted = quoted
        self._repair = repair

    def __iter__(self) -> Iterator[_Row | _Broken]:
        rows = self._reader()
        while True:
            self._line += len(self._taken)
            self._taken.clear()
            self._notes = ()
            try:
                cells = next(rows, None)
            except csv.Error as error:
                yield _Broken(_plainly(error), self._line)
                self._again.extendleft(reversed(self._taken[1:]))
                del self._taken[1:]
                rows = self._reader()
                continue
            if cells is None:
                return
            yield _Row(cells, self._line, self._notes)

    def _reader(self) -> Iterator[list[str]]:
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if self._quoted else csv.QUOTE_NONE
        return csv.reader(self._text(), delimiter=self._delimiter, quoting=quoting, strict=True)

    def _text(self) -> Iterator[str]:
        while (line := self._next()) is not None:
            self._taken.append(line)
            if len(self._taken) > ROW_LINES:
                raise csv.Error(_ENDLESS)
            if len(line) > CELLS and line.count(self._delimiter.encode()) > CELLS:
                raise csv.Error(_WIDE)
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                self._notes = (WINDOWS,)
                text = windows(line)
            yield text if self._repair is None else self._repair(text)

    def _next(self) -> bytes | None:
        return self._again.popleft() if self._again else next(self._raw_lines, None)


def _plainly(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end of data" in said or "field larger" in said or said == _ENDLESS:
        return _ENDLESS
    if said == _WIDE:
        return _WIDE
    return f"its quotation marks are damaged ({said})"
