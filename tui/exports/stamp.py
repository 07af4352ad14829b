"""What every export says about itself, and how its cells name their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from catalog.comparison.compare import Cell, Comparison, Head, Row, Section
from catalog.model.text import clean
from handover.notice import NOTICE

LEGEND = (
    "≠ the row differs; ~ inferred from the record's text, or may be stated where we cannot see it;"
    " not in this source: the files at hand carry no such field."
)
LETTERS = "ABCD"


class Stamp(msgspec.Struct, frozen=True):
    """When, from which catalogue and by which query an export was made."""

    made: dt.date
    catalogue: str
    """Base name of the catalogue file."""
    newest: str = ""
    """Date of the catalogue's newest source."""
    query: str = ""
    left_out: int = 0
    """Rows that the reader folded or hid."""


def about(comparison: Comparison, stamp: Stamp) -> Iterator[tuple[str, str]]:
    """Labels and texts of the stamp, cleaned."""
    ids = ", ".join(clean(trial.id) for trial in comparison.trials)
    yield "Comparison of", ids
    yield "Made", stamp.made.isoformat()
    newest = f", newest source {clean(stamp.newest)}" if stamp.newest else ""
    yield "Catalogue", f"{clean(stamp.catalogue)}{newest}"
    if stamp.query:
        yield "Query", clean(stamp.query)
    if stamp.left_out:
        rows = "1 row" if stamp.left_out == 1 else f"{stamp.left_out} rows"
        yield "Left out", f"{rows}, folded or hidden by the reader"
    yield "Note", NOTICE
    yield "Marks", LEGEND


def sources(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """`A1` and the source record it stands for, for every source of every trial."""
    for letter, trial in zip(LETTERS, comparison.trials, strict=False):
        for number, source in enumerate(trial.sources, 1):
            yield f"{letter}{number}", f"{clean(trial.id)}: {clean(source)}"


def reference(cell: Cell, head: Head) -> str:
    """`[1]`, `[1,2]`: the sources of a value; "" where the trial has only one."""
    if len(head.sources) < 2 or not cell.sources:
        return ""
    return f"[{','.join(str(source + 1) for source in cell.sources)}]"


def shown(cell: Cell, head: Head) -> str:
    """A cell's text with its mark, sources and what others say, cleaned, line feeds kept."""
    told = clean(cell.shown, lines=True)
    noted = reference(cell, head)
    return f"{told} {noted}{dissent(cell)}" if noted else f"{told}{dissent(cell)}"


_BRIEF = 60


def dissent(cell: Cell) -> str:
    """What other sources say instead, where it is brief; the full cell has the rest."""
    said = [quote for quote in cell.dissent if len(quote.text) <= _BRIEF]
    return "".join(f" (source {quote.source + 1} says: {clean(quote.text)})" for quote in said)


def source_of(cell: Cell, head: Head) -> str:
    """The source records of a value in full."""
    return "; ".join(clean(head.sources[source]) for source in cell.sources)


def title(section: Section) -> str:
    """`For whom · 18 of 31 rows differ`."""
    rows = "1 row differs" if len(section.rows) == 1 else f"{len(section.rows)} rows differ"
    return f"{section.name} · {section.differing()} of {rows}"


def label(row: Row) -> str:
    """A row's label and, on lines of their own, how far apart its trials are."""
    apart = (f"{LETTERS[one]}-{LETTERS[other]}: {text}" for one, other, text in row.gaps)
    return "\n".join((row.label, *apart))
