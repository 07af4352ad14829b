"""How the terminal is given back, and the deadline that gives it back whatever hangs.

The app's own end goes through its queue of messages, a thread that reads and a thread that writes:
any of them may be busy for ever (a terminal that reads nothing, one that answers nonsense). So
every end, by a key or by a signal, starts a clock beside it; when that has run down the terminal
is reset with the few bytes below and the process ends.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui.terminal.probe import Probe

SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGXCPU",
                 "SIGALRM", "SIGVTALRM", "SIGPROF")
    if hasattr(signal, name)
)  # fmt: skip
"""Signals that would end the process with the terminal left as the app has it."""
BY_SIGNAL = 0.9
"""Seconds until a signal has ended the process."""
BY_KEY = 10.0
"""Seconds until a key has: longer, for what was kept is still written."""

MODES_OFF = (
    # Mouse in every form, sizes and focus by report, marks of pastes; the keyboard protocol.
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    "\x1b[?2048l\x1b[?1004l\x1b[?2004l\x1b[<u"
)
ENTER = "\x1b[?1049h"
"""Take the other screen, as Textual writes it."""
LEAVE = "\x1b[m\x1b[r\x1b[?7h\x1b[H\x1b[2J\x1b[?1049l\x1b[?25h"
"""Cleared before the first screen comes back: where there is no second one, the picture and what
was typed would stay, and the prompt would stand in the middle of it."""

Handler = Callable[[int], None]


class Drawn(Protocol):
    """First rows that stand on the screen already."""

    taken_over: bool
    """Whether Textual rules the terminal."""
    ready: threading.Event
    """Set when there is a field to type into."""
    probe: Probe
    """What was asked of the terminal with them."""
    typed: bytes
    """What was typed before anybody read keys."""


class Ending:
    """The one way out."""

    def __init__(self) -> None:
        self.before: list[object] | None = None
        """What `termios` said of the terminal before it was taken."""
        self.keep: Callable[[], None] = lambda: None
        """What is still to be written when the time is up."""
        self.leave: Callable[[int], object] = os._exit
        """Ends the process with an exit code."""
        self._armed = False

    def on_signals(self, handler: Handler) -> None:
        """Have every signal that ends the process handled so, and a clock started by it."""

        def ended(number: int, _: FrameType | None) -> None:
            self.arm(BY_SIGNAL, 128 + number)
            handler(number)

        for number in SIGNALS:
            signal.signal(number, ended)

    def arm(self, seconds: float, code: int) -> None:
        """End the process with `code` in so many seconds, if it has not ended by then."""
        if self._armed and seconds >= BY_KEY:
            return
        self._armed = True
        clock = threading.Timer(seconds, self._end, (code,))
        clock.daemon = True
        clock.start()

    def _end(self, code: int) -> None:
        with suppress(Exception):
            self.keep()
        reset(self.before)
        self.leave(code)


WAY_OUT = Ending()
"""The process has one terminal, so there is one."""


def reset(before: list[object] | None) -> None:
    """Give the terminal back with no thread's and no buffer's help; what cannot be sent is not."""
    descriptor = 2
    with suppress(termios.error, OSError):
        termios.tcflush(descriptor, termios.TCIOFLUSH)  # a full line takes nothing more
    with suppress(termios.error, OSError):
        if before is not None:
            termios.tcsetattr(descriptor, termios.TCSANOW, before)  # type: ignore[arg-type]
    sender = threading.Thread(target=_send, args=(descriptor,), daemon=True)
    sender.start()
    sender.join(0.3)


def _send(descriptor: int) -> None:
    with suppress(OSError, ValueError):
        if select.select([], [descriptor], [], 0.2)[1]:
            os.write(descriptor, (MODES_OFF + LEAVE).encode("ascii"))


def say_nothing_of_threads() -> None:
    """No traceback of a thread, a task or a destructor is ever drawn over the screen."""
    threading.excepthook = lambda _: None
    sys.unraisablehook = lambda _: None
