"""The lines of the tables of what criteria speak of: their cells by column, and what is wrong with one."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from pathlib import Path


class BadTable(ValueError):
    """A table cannot be used; the message names the file and the line."""


class Row:
    """A line of a table: its cells by column, none of them unknown."""

    __slots__ = ("cells", "columns", "file", "line")

    def __init__(self, file: str, line: int, columns: dict[str, int], cells: list[str]) -> None:
        self.file, self.line, self.columns, self.cells = file, line, columns, cells

    def bad(self, why: str) -> BadTable:
        """What is wrong with it, and where."""
        return BadTable(f"{self.file}, line {self.line}: {why}")

    def text(self, column: str) -> str:
        """A cell without blanks around it."""
        return self.cells[self.columns[column]].strip()

    def needed(self, column: str) -> str:
        """A cell that may not be empty."""
        return self._or_bad(self.text(column), f"{column} is empty")

    def _or_bad(self, value: str, why: str) -> str:
        if not value:
            raise self.bad(why)
        return value

    def words(self, column: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """The words of a cell, each of which must be known."""
        found = tuple(self.cells[self.columns[column]].split())
        if known is not None:
            for word in found:
                self.one_of(column, word, known)
        return found

    def one_of(self, column: str, word: str, known: Collection[str]) -> str:
        """A word that must be one of others."""
        if word not in known:
            raise self.bad(f"{column}: {word!r} is not known")
        return word

    def number(self, column: str) -> float | None:
        """A number, `1/12` too; None where the cell is empty."""
        return self.amount(column, text) if (text := self.text(column)) else None

    def amount(self, column: str, text: str) -> float:
        """A number that must be there."""
        try:
            above, _, below = text.partition("/")
            return float(above) / float(below or 1)
        except (ValueError, ZeroDivisionError):
            raise self.bad(f"{column}: {text!r} is no number") from None


def rows(path: Path) -> Iterator[Row]:
    """The lines of a table behind its head; blank lines are passed over."""
    name = path.name
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = csv.reader(file)
        head = next(read, [])
        if not head or len(set(head)) != len(head):
            raise BadTable(f"{name}, line 1: column names are missing or twice there")
        columns = {column: place for place, column in enumerate(head)}
        for cells in read:
            if not any(cells):
                continue
            if len(cells) != len(head):
                raise BadTable(f"{name}, line {read.line_num}: {len(cells)} cells, not {len(head)}")
            yield Row(name, read.line_num, columns, cells)
