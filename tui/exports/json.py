"""A Comparison as JSON: the contract of `trials compare --json`."""

from __future__ import annotations

import msgspec

from catalog.comparison.compare import Cell, Comparison, Head, Row
from catalog.model.text import visible
from handover.notice import NOTICE
from tui.exports.stamp import Stamp, source_of


def json(comparison: Comparison, stamp: Stamp) -> str:
    """One object, indented, ending in a line feed. Texts are as the sources wrote them."""
    heads = comparison.trials
    told = {
        "trials": [_head(head) for head in heads],
        "sections": [
            {"name": section.name, "rows": [_row(row, heads) for row in section.rows]}
            for section in comparison.sections
        ],
        "stamp": {
            "made": stamp.made.isoformat(),
            "catalogue": stamp.catalogue,
            "newest": stamp.newest,
            "query": stamp.query,
            "note": NOTICE,
        },
    }
    return visible(msgspec.json.format(msgspec.json.encode(told), indent=2).decode()) + "\n"


def _head(head: Head) -> dict[str, object]:
    newest = {"newest": str(head.newest)} if head.newest else {}
    return {"id": head.id, "title": head.title, "sources": list(head.sources), **newest}


def _row(row: Row, heads: tuple[Head, ...]) -> dict[str, object]:
    return {
        "label": row.label,
        "topic": row.topic,
        "cells": [_cell(cell, head) for cell, head in zip(row.cells, heads, strict=True)],
        "differs": row.differs,
    }


def _cell(cell: Cell, head: Head) -> dict[str, str]:
    text = cell.shown if cell.uncertain else cell.text  # inferred is a state, doubt is none
    return {"text": text, "state": cell.state.value, "source": source_of(cell, head)}
