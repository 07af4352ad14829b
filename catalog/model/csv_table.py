"""Word tables: a CSV file beside the code that loads it, one row one thing, checked when loaded.

The first line names the columns. A table that is not sound is a defect of the program and says
which line of which file to mend.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path


def table(
    path: Path, columns: Sequence[str], *, key: Sequence[str] = ()
) -> Iterator[tuple[str, ...]]:
    """The rows of a table in order, their cells in the order of `columns`.

    No two rows have the same cells in the columns of `key`.
    """
    places = tuple(columns.index(name) for name in key)
    seen: dict[tuple[str, ...], int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        _expect(next(rows, []) == list(columns), path, 1, f"the columns are {', '.join(columns)}")
        for row in rows:
            line = rows.line_num
            _expect(len(row) == len(columns), path, line, f"{len(row)} cells")
            _expect(row == [cell.strip() for cell in row], path, line, "blanks around a cell")
            first = seen.setdefault(tuple(row[place] for place in places), line)
            _expect(not places or first == line, path, line, f"the same as line {first}")
            yield tuple(row)


def _expect(sound: bool, path: Path, line: int, fault: str) -> None:
    if not sound:
        raise ValueError(f"{path.name}, line {line}: {fault}")


def cell_list(cell: str) -> tuple[str, ...]:
    """The entries of a cell that holds several: `Deutschland; Allemagne`."""
    if ";" not in cell:
        return (cell,) if cell else ()
    return tuple(filter(None, map(str.strip, cell.split(";"))))
