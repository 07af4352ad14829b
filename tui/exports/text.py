"""A Comparison as plain text for a given width."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from catalog.comparison.compare import Comparison, Row
from catalog.model.text import clean
from handover.wrapping import hanging, pad, wrap
from tui.exports.stamp import LETTERS, Stamp, about, label, shown, sources, title

NARROWEST = 60
_COLUMN = 20
"""Narrower columns than this are put one below the other."""


def text(comparison: Comparison, stamp: Stamp, width: int = 80) -> str:
    """The whole comparison; no line is wider than `width` (at least 60)."""
    width = max(width, NARROWEST)
    lines = [*_stamped(comparison, stamp, width), ""]
    count = len(comparison.trials)
    labels = min(28, max(16, width // 5))
    column = (width - labels - 2) // count - 3
    for section in comparison.sections:
        lines.extend(("", *wrap(title(section).upper(), width), "-" * width))
        for row in section.rows:
            if column >= _COLUMN:
                lines.extend(_columns(row, comparison, labels, column))
            else:
                lines.extend(_stacked(row, comparison, width))
    lines.extend(("", *_legend(comparison, width)))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _stamped(comparison: Comparison, stamp: Stamp, width: int) -> Iterator[str]:
    for name, told in about(comparison, stamp):
        yield from hanging(f"{name}: ", told, width)
    yield ""
    for letter, trial in zip(LETTERS, comparison.trials, strict=False):
        yield from hanging(f"{letter}  ", f"{clean(trial.id)}  {clean(trial.title)}", width)


def _legend(comparison: Comparison, width: int) -> Iterator[str]:
    yield "Sources"
    for mark, told in sources(comparison):
        yield from hanging(f"{mark}  ", told, width)


def _columns(row: Row, comparison: Comparison, width: int, column: int) -> Iterator[str]:
    cells = [
        wrap(shown(cell, head), column)
        for cell, head in zip(row.cells, comparison.trials, strict=True)
    ]
    mark = "≠" if row.differs else " "
    for place, parts in enumerate(
        zip_longest(wrap(clean(label(row), lines=True), width), *cells, fillvalue="")
    ):
        name, *values = parts
        yield f"{pad(name, width)} {mark if place == 0 else ' '}" + "".join(
            f" | {pad(value, column)}" for value in values
        )


def _stacked(row: Row, comparison: Comparison, width: int) -> Iterator[str]:
    name, *apart = clean(label(row), lines=True).split("\n")
    yield from wrap(" · ".join((f"{name} ≠" if row.differs else name, *apart)), width)
    for letter, cell, head in zip(LETTERS, row.cells, comparison.trials, strict=False):
        yield from hanging(f"  {letter} | ", shown(cell, head), width)
