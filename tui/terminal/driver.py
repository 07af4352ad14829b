"""Textual's driver of the terminal, with our own reading, size and ending.

Only what Textual's widgets need of a terminal is left to it. What it would ask the terminal (does
it know synchronised output, resizing by report) is not asked: nothing uses the answers, and an
answer that comes late is typed into whatever runs next.
"""

from __future__ import annotations

import os
import signal
import termios
import threading
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.terminal import ending, repertoire, size
from tui.terminal.grid import ASK
from tui.terminal.private import defect_of
from tui.terminal.told import LineDropped, WiderLetters
from tui.terminal.waking import Waking

if TYPE_CHECKING:
    from textual.app import App

    from tui.terminal.line_reader import Reader

_TICK = 0.1
_AT_ONCE = 65_536
LONGEST_ANSWER = 1.2
"""Seconds that an end waits for what the terminal was asked."""


class Terminal(LinuxDriver):
    """Takes over a terminal that shows the first rows, and gives it back as it was."""

    first: ending.Drawn

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._size = self._size or size.of_terminal(self.fileno)
        self._waking: Waking | None = None
        self._asked = 0
        self._answered = threading.Event()

    # what is sent

    def write(self, data: str) -> None:
        if data == ending.ENTER and not self.first.taken_over:
            self.first.taken_over = True  # the first rows are drawn on that screen already
            return
        if ASK in data:
            self._asked += 1
            self._answered.clear()
        super().write(data)

    def _enable_mouse_support(self) -> None:
        """Clicks and the wheel alone: a report for every move would go up a slow line."""
        if self._mouse:
            super().write("\x1b[?1000h\x1b[?1006h")

    def _get_terminal_size(self) -> tuple[int, int]:
        return size.of_terminal(self.fileno)

    def _request_terminal_sync_mode_support(self) -> None:
        """Not asked."""

    def _query_in_band_window_resize(self) -> None:
        """Not asked: the kernel tells the size, and two answers to that never end."""

    def stop_application_mode(self) -> None:
        """Give the terminal back: nothing more is reported, nothing asked is left unanswered."""
        super().write(ending.MODES_OFF)
        self._wait_for_answers()
        self.disable_input()
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        super().write(ending.LEAVE)

    def start_application_mode(self) -> None:
        self._asked = int(self.first.probe.waits)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def _wait_for_answers(self) -> None:
        """An answer that is still under way would be typed into the shell."""
        if self._asked and self._key_thread is not None and self._key_thread.is_alive():
            self._answered.wait(LONGEST_ANSWER)

    # what is read

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except BaseException as error:  # told as any other defect, never drawn
            defect_of(self._app, error)

    def run_input_thread(self) -> None:
        # A key that came before there is a field to type into would be lost.
        while not self.first.ready.wait(_TICK):
            if self.exit_event.is_set():
                return
        from tui.terminal.line_reader import Reader  # the list is drawn: nobody waits for this

        self._waking = waking = Waking(self.fileno)
        reader = Reader(repertoire.charset())
        try:
            self._hand_over(reader.read(self.first.typed, monotonic()))
            self.first.typed = b""
            while not self.exit_event.is_set():
                due = reader.keyboard.due
                if waking.wait(None if due is None else due - monotonic()):
                    if not self._take(reader):
                        return
                else:
                    self._hand_over(reader.wait_no_longer(monotonic()))
        finally:
            self._waking = None
            waking.close()

    def _take(self, reader: Reader) -> bool:
        """Read what is there; False where the terminal has gone."""
        try:
            data = os.read(self.fileno, _AT_ONCE)
        except BlockingIOError:
            return True
        except OSError:
            data = b""
        if not data:
            self.process_message(LineDropped())
            return False
        self._hand_over(reader.read(data, monotonic()))
        return True

    def _hand_over(self, messages: Iterator[Message]) -> None:
        for message in messages:
            if isinstance(message, events.CursorPosition):
                self._asked = max(self._asked - 1, 0)
                if not self._asked:
                    self._answered.set()
                if self._probed(message):
                    continue
            self.process_message(message)

    def _probed(self, told: events.CursorPosition) -> bool:
        """Whether this is what the terminal was asked before the app was there."""
        probe = self.first.probe
        if not probe.waits:
            return False
        if probe.answered(told.x, told.y):
            self.process_message(WiderLetters())
        return told.y == 0

    def disable_input(self) -> None:
        """Read nothing more."""
        if self.exit_event.is_set():
            return
        with suppress(ValueError):
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self.exit_event.set()
        if self._waking is not None:
            self._waking.wake()
        if self._key_thread is not None and self._key_thread is not threading.current_thread():
            self._key_thread.join()
        self.exit_event.clear()
        with suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)
