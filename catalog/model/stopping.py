"""Whether the process was asked to end: what a statement that takes long looks at.

A handler of a signal runs between two steps of Python. SQLite may take hours for one of its own,
and what is raised while it asks whether to go on is lost, as is what is raised where Python itself
calls back (a fork's hooks, what is done when an object goes): so the handler leaves a mark here.
"""

from __future__ import annotations

import signal

_asked = 0


def ask(number: int) -> None:
    """The signal with this number has come."""
    global _asked
    _asked = number


def asked() -> int:
    """The signal that has come; 0 where none has."""
    return _asked


def obey() -> None:
    """Raise once more what the handler raised, where that was lost."""
    if _asked:
        raise ended_by(_asked)


def ended_by(number: int) -> BaseException:
    """What ends a process that this signal asks to end."""
    return KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number)
