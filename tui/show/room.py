"""How much room the list has beside the preview of the trial under its cursor."""

from __future__ import annotations

from typing import NamedTuple

BELOW, SIDE = 34, 140
"""Rows from which the preview stands below the list, and columns from which at its side."""
PREVIEW_LINES, PREVIEW_CELLS = 14, 58
"""As the style sheet has them."""
_FRAME = 4
"""Lines above and below the list: header, search field, names of the columns, footer."""


class Room(NamedTuple):
    """Of the list."""

    cells: int
    lines: int


def list_room(columns: int, rows: int) -> Room:
    """What the list has of a screen, as it is when the app opens."""
    lines = max(rows - _FRAME, 0)
    if columns >= SIDE:
        return Room(columns - PREVIEW_CELLS, lines)
    return Room(columns, max(lines - PREVIEW_LINES, 0) if rows >= BELOW else lines)
