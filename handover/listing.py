"""A list of trials written: which rows, which columns, in which form, and how many they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from catalog.model.text import clean, plain
from handover.columns import ROWS, Column, chosen, stamp_columns
from handover.notice import NOTICE
from handover.source import Source, Stamp, Value, until
from handover.writing import FORMS, Out, Written

TEXT = "text"
_OF_TEXT = ("id", "status", "phases", "title")


class Wanted(msgspec.Struct, frozen=True):
    """What is to be written of the trials that were found."""

    form: str = "csv"
    """One of `writing.FORMS`, or TEXT: a few columns for reading."""
    rows: str = "trials"
    """One of `columns.ROWS`."""
    columns: tuple[str, ...] = ()
    """Names; the usual ones where none is named."""
    contacts: bool = False
    with_query: bool = False

    def chosen(self) -> tuple[Column, ...]:
        """The columns of the view; raises UnknownColumn."""
        names = _OF_TEXT if self.form == TEXT else self.columns
        return chosen(ROWS[self.rows], names, contacts=self.contacts)

    @property
    def suffix(self) -> str:
        """How a file of this form ends."""
        return ".txt" if self.form == TEXT else FORMS[self.form][1]


def write(
    out: Out,
    source: Source,
    ids: Iterable[str],
    wanted: Wanted,
    stamp: Stamp,
    stop: Callable[[], bool] | None = None,
) -> Written:
    """Write the rows of these trials, each with the stamp; how many there were.

    Raises UnknownColumn before anything is written, Superseded when `stop` says so.
    """
    columns = wanted.chosen()
    rows = source.rows(ROWS[wanted.rows], columns, until(stop, ids), stamp.exported)
    if wanted.form == TEXT:
        return _write_text(out, rows, stamp, with_query=wanted.with_query)
    stamped = stamp_columns(with_query=wanted.with_query)
    cells = stamp.cells(stamped)
    return FORMS[wanted.form][0](out, (*columns, *stamped), (row + cells for row in rows))


def _write_text(
    out: Out, rows: Iterable[Sequence[Value]], stamp: Stamp, *, with_query: bool
) -> Written:
    """For reading: what the stamp says, then a line a trial."""
    newest = f", newest source {clean(stamp.newest_source)}" if stamp.newest_source else ""
    out.write(f"Made: {stamp.exported}\nCatalogue: {clean(stamp.catalogue)}{newest}\n")
    out.write(f"Note: {NOTICE}\n")
    if with_query:
        out.write(f"Query: {clean(stamp.query or '') or 'none'}\n")
    out.write("\n")
    written = 0
    for row in rows:
        told = ("/".join(cell) if isinstance(cell, list) else str(cell or "") for cell in row)
        out.write("  ".join(clean(plain(cell)) or "not stated" for cell in told) + "\n")
        written += 1
    return Written(written)


def counted(count: int, rows: str = "trials") -> str:
    """`1,882 trials`, `1 site`: what is said of a file's rows."""
    of_one = {"trials": "trial", "sites": "site", "criteria": "criterion", "sources": "source"}
    return f"{count:,} {of_one[rows] if count == 1 else rows}"
