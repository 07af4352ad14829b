"""How large the terminal is: one answer, the kernel's.

`COLUMNS` and `LINES` are what some shell once thought, and count only where there is no terminal.
A line that has no size (a serial console, a container) is taken for the usual one; a size that no
screen has is cut down, for every cell takes memory.
"""

from __future__ import annotations

import os

USUAL = (80, 24)
MOST = (1000, 500)


def of_terminal(descriptor: int) -> tuple[int, int]:
    """Columns and rows of the terminal at a descriptor; never 0, never too many."""
    try:
        told: tuple[int, int] = os.get_terminal_size(descriptor)
    except (OSError, ValueError):
        told = USUAL
    columns, rows = (
        min(each or usual, most) for each, usual, most in zip(told, USUAL, MOST, strict=True)
    )
    return columns, rows


def of_streams() -> tuple[int, int]:
    """The terminal's size at whichever standard stream is one; else what the shell exported."""
    for descriptor in (1, 2, 0):
        if _is_terminal(descriptor):
            return of_terminal(descriptor)
    return _exported("COLUMNS", USUAL[0]), _exported("LINES", USUAL[1])


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False


def _exported(name: str, usual: int) -> int:
    told = os.environ.get(name, "")
    return min(int(told), MOST[0]) if told.isascii() and told.isdigit() and int(told) else usual
