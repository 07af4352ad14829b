"""Whether the process was asked to end: what a statement that takes long looks at.

A handler of a signal runs between two steps of Python. SQLite may take hours for one of its own,
and what is raised while it asks whether to go on is lost: so the handler leaves a mark here.
"""

from __future__ import annotations

_asked = 0


def ask(number: int) -> None:
    """The signal with this number has come."""
    global _asked
    _asked = number


def asked() -> int:
    """The signal that has come; 0 where none has."""
    return _asked
