"""The header row of a CSV file: its names, and what they are divided by."""

from __future__ import annotations

import csv
import io
from functools import lru_cache

from catalog.model.codes import fold
from importers.importer import Head

DELIMITERS = (",", ";", "\t")


@lru_cache(maxsize=16)
def header(head: Head) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The delimiter, the names folded to letters and digits, and the first row's cells.

    The delimiter is the one that makes most cells of the first line that is not blank.
    """
    if head.text.lstrip().startswith(("{", "[", "<")):
        return ",", (), ()
    found = max((_rows(head.text, delimiter) for delimiter in DELIMITERS), key=lambda one: one[0])
    _, delimiter, names, cells = found
    return delimiter, tuple(fold(name) for name in names), tuple(cells)


def _rows(text: str, delimiter: str) -> tuple[int, str, list[str], list[str]]:
    rows = csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter)
    try:
        names = next(rows, [])
    except csv.Error:
        return 0, delimiter, [], []
    try:
        cells = next(rows, [])
    except csv.Error:  # the beginning may end in the middle of a cell
        cells = []
    return len(names), delimiter, names, cells
