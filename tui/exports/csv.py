"""A Comparison as CSV: a line for each row, three columns for each trial, no formulas."""

from __future__ import annotations

import csv as writer
import io

from catalog.comparison.compare import Comparison
from catalog.model.text import clean
from tui.exports.stamp import Stamp, about, source_of, sources

_FORMULA = frozenset("=+-@\t\r|%\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet may read as the start of a formula, full-width forms included."""


def csv(comparison: Comparison, stamp: Stamp) -> str:
    """RFC 4180 with CRLF; the stamp and the sources follow the rows."""
    out = io.StringIO(newline="")
    lines = writer.writer(out, lineterminator="\r\n")
    heads = [
        f"{trial.id}{part}" for trial in comparison.trials for part in ("", " state", " source")
    ]
    lines.writerow(["section", "row", "topic", "differs", *map(safe, heads)])
    for section in comparison.sections:
        for row in section.rows:
            cells = [
                told
                for cell, head in zip(row.cells, comparison.trials, strict=True)
                for told in (cell.shown, cell.state.value, source_of(cell, head))
            ]
            differs = "yes" if row.differs else "no"
            lines.writerow(
                [safe(told) for told in (section.name, row.label, row.topic, differs, *cells)]
            )
    for label, told in (*about(comparison, stamp), *sources(comparison)):
        lines.writerow(["about", safe(label), "", "", safe(told)])
    return out.getvalue()


def safe(told: str) -> str:
    """Text that a spreadsheet shows and does not calculate: an apostrophe keeps formulas text."""
    text = clean(told, lines=True)
    return f"'{text}" if text.lstrip()[:1] in _FORMULA and text.strip() else text
