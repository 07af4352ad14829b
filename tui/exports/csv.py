"""A Comparison as CSV: a line for each row, three columns for each trial, no formulas."""

from __future__ import annotations

import csv as writer
import io

from catalog.comparison.compare import Comparison
from handover.spreadsheet import safe
from tui.exports.stamp import Stamp, about, source_of, sources


def csv(comparison: Comparison, stamp: Stamp) -> str:
    """RFC 4180 with CRLF; the stamp and the sources follow the rows."""
    out = io.StringIO(newline="")
    lines = writer.writer(out, lineterminator="\r\n")
    heads = [
        f"{trial.id}{part}" for trial in comparison.trials for part in ("", " state", " source")
    ]
    lines.writerow(["section", "row", "topic", "differs", *(_safe(head) for head in heads)])
    for section in comparison.sections:
        for row in section.rows:
            cells = [
                told
                for cell, head in zip(row.cells, comparison.trials, strict=True)
                for told in (cell.shown, cell.state.value, source_of(cell, head))
            ]
            differs = "yes" if row.differs else "no"
            lines.writerow(
                [_safe(told) for told in (section.name, row.label, row.topic, differs, *cells)]
            )
    for label, told in (*about(comparison, stamp), *sources(comparison)):
        lines.writerow(["about", _safe(label), "", "", _safe(told)])
    return out.getvalue()


def _safe(told: str) -> str:
    return safe(told, ";")
