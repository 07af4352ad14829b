"""Word tables: a CSV file beside the code that loads it, one row one thing, checked when loaded.

The first line names the columns. A table that is not sound is a defect of the program and says
which line of which file to mend.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path


def table(
    path: Path, columns: Sequence[str], *, key: Sequence[str] = ()
) -> Iterator[tuple[str, ...]]:
    """The rows of a table in order, their cells in the order of `columns`.

    No two rows have the same cells in the columns of `key`. Checked as a whole first: a table has
    thousands of rows, and a person waits for what is read from it.
    """
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file, strict=True) if path.stat().st_size else [[]]
    if head != list(columns):
        raise ValueError(f"{path.name}, line 1: the columns are {', '.join(columns)}")
    places = [columns.index(name) for name in key]
    whole = all(len(row) == len(columns) for row in rows)
    if not whole or (places and len(set(map(itemgetter(*places), rows))) < len(rows)):
        raise ValueError(f"{path.name}, {_fault(path, len(columns), places)}")
    return map(tuple, rows)


def _fault(path: Path, width: int, places: Sequence[int]) -> str:
    """The first line of a table that is not sound, and why."""
    seen: dict[tuple[str, ...], int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        for row in rows:
            if len(row) != width:
                return f"line {rows.line_num}: {len(row)} cells"
            first = seen.setdefault(tuple(row[place] for place in places), rows.line_num)
            if first != rows.line_num:
                return f"line {rows.line_num}: the same as line {first}"
    return "changed while it was read"


def cell_list(cell: str) -> tuple[str, ...]:
    """The entries of a cell that holds several: `Deutschland; Allemagne`."""
    if ";" not in cell:
        return (cell,) if cell else ()
    return tuple(filter(None, map(str.strip, cell.split(";"))))
