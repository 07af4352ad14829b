"""A Comparison as lines to be listened to: row by row what each trial says, and no columns.

A screen reader reads from left to right and passes over signs; so what `≠` and `~` say is said in
words here, and each value is behind the number of its trial.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.comparison.compare import Comparison, Row
from catalog.comparison.result import Cell, Head
from catalog.model.text import clean
from catalog.model.trial import Presence
from handover.notice import NOTICE
from tui.exports.stamp import LETTERS, Stamp, dissent, reference, sources


def plain(comparison: Comparison, stamp: Stamp) -> str:
    """The whole comparison, a statement a line."""
    lines = [f"Comparison of {len(comparison.trials)} trials", f"Made: {stamp.made.isoformat()}"]
    newest = f", newest source {clean(stamp.newest)}" if stamp.newest else ""
    lines += [f"Catalogue: {clean(stamp.catalogue)}{newest}", f"Note: {NOTICE}", ""]
    for letter, head in zip(LETTERS, comparison.trials, strict=False):
        lines.append(f"Trial {letter}: {clean(head.id)}, {clean(head.title)}")
    for section in comparison.sections:
        differing = f"{section.differing()} of {len(section.rows)} rows differ"
        lines += ["", f"{section.name}: {differing}"]
        for row in section.rows:
            lines += _row(row, comparison.trials)
    lines += ["", "Sources"]
    lines += [f"{mark[0]}, source {mark[1:]}: {told}" for mark, told in sources(comparison)]
    return "\n".join(lines) + "\n"


def _row(row: Row, heads: tuple[Head, ...]) -> Iterator[str]:
    yield ""
    yield f"{clean(row.label)}{': differs' if row.differs else ''}"
    for one, other, text in row.gaps:
        yield f"  between {LETTERS[one]} and {LETTERS[other]}: {clean(text)}"
    for letter, cell, head in zip(LETTERS, row.cells, heads, strict=False):
        first, *more = _said(cell, head)
        yield f"  {letter} {clean(head.id)}: {first}"
        yield from (f"    {line}" for line in more)


def _said(cell: Cell, head: Head) -> list[str]:
    """The lines of a cell: what is inferred said as such, the sources in words."""
    first, *more = clean(cell.text, lines=True).split("\n")
    if cell.state is Presence.INFERRED:
        first = f"inferred: {first}"
    elif cell.uncertain:
        first = f"{first} ({clean(cell.uncertain)})"
    told = [first, *more]
    if noted := reference(cell, head).strip("[]"):
        told[-1] += f" (source {noted.replace(',', ' and ')})"
    told[-1] += dissent(cell)
    return told
