"""Rows as CSV, as CSV for Excel and as NDJSON, one at a time: memory does not grow with the list.

Plain CSV is RFC 4180. A German Excel takes `;` between cells, a byte order mark for UTF-8 and a
comma in numbers; a text longer than its cells hold is cut, and said to be.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from catalog.model.text import plain, visible
from handover.columns import Column, Kind
from handover.spreadsheet import safe

if TYPE_CHECKING:
    from handover.source import Value

_CELL = 32_767
"""Letters that a cell of Excel holds; of more it makes rows of their own."""
_CUT = " … [cut: the whole text is in CSV and NDJSON]"


class Out(Protocol):
    """Where text goes."""

    def write(self, text: str, /) -> object: ...


class Written(NamedTuple):
    """What a file holds."""

    rows: int
    cut: int = 0
    """Cells that Excel cannot hold whole."""


Write = Callable[[Out, Sequence[Column], Iterable[Sequence["Value"]]], Written]


def write_csv(out: Out, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Written:
    """RFC 4180: commas, quotes where they are needed, CRLF."""
    return _table(out, columns, rows, excel=False)


def write_excel(out: Out, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Written:
    """As a German Excel opens it right."""
    out.write("\ufeff")
    return _table(out, columns, rows, excel=True)


def _table(
    out: Out, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, excel: bool
) -> Written:
    lines = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    lines.writerow([each.name for each in columns])
    written = cut = 0
    for row in rows:
        cells = [_cell(*each, excel=excel) for each in zip(row, columns, strict=True)]
        cut += sum(len(each) > _CELL for each in cells) if excel else 0
        if excel:
            cells = [_fitting(each) for each in cells]
        lines.writerow(cells)
        written += 1
    return Written(written, cut)


def _cell(value: Value, column: Column, *, excel: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value).replace(".", ",") if excel else str(value)
    text = "|".join(value) if isinstance(value, list) else value
    if column.kind is Kind.DATE:
        return safe(text)
    return safe(plain(text) if excel else text, "," if excel else ";")


def _fitting(cell: str) -> str:
    return cell if len(cell) <= _CELL else cell[: _CELL - len(_CUT)] + _CUT


def write_ndjson(out: Out, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Written:
    """An object a line; lists as arrays, JSON as it is."""
    written = 0
    json = [each.kind is Kind.JSON for each in columns]
    names = [each.name for each in columns]
    for row in rows:
        cells = [
            msgspec.Raw(value.encode()) if is_json and isinstance(value, str) else value
            for value, is_json in zip(row, json, strict=True)
        ]
        line = msgspec.json.encode(dict(zip(names, cells, strict=True)))
        out.write(visible(line.decode()) + "\n")
        written += 1
    return Written(written)


FORMS: dict[str, tuple[Write, str]] = {
    "csv": (write_csv, ".csv"),
    "excel": (write_excel, ".csv"),
    "ndjson": (write_ndjson, ".ndjson"),
}
"""Every form by its name: what writes it, and how its files end."""
