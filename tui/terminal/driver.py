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
from collections.abc import Iterator, Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.terminal import ending, repertoire, size
from tui.terminal.grid import ASK
from tui.terminal.keyboard import CursorAt, Endless, Focus, Key, Keyboard, Mouse, Paste, Token
from tui.terminal.private import ANSI_SEQUENCES_KEYS, XTermParser, defect_of, key_events
from tui.terminal.waking import Waking

if TYPE_CHECKING:
    from textual.app import App

KNOWN = frozenset(
    sequence
    for sequence in ANSI_SEQUENCES_KEYS
    if len(sequence) > 2 and sequence.startswith(("\x1b[", "\x1bO"))
)
"""Sequences of keys that Textual names."""
_TICK = 0.1
_AT_ONCE = 65_536
LONGEST_ANSWER = 1.2
"""Seconds that an end waits for what the terminal was asked."""


class PasteUnfinished(Message):
    """A paste has begun and its end does not come."""


class WiderLetters(Message):
    """The terminal draws letters in two cells that are counted as one."""


class Word(events.Event, bubble=False):
    """Characters that came in one read, no other keys among them: perhaps a word, perhaps keys."""

    def __init__(self, keys: Sequence[events.Key]) -> None:
        super().__init__()
        self.keys = tuple(keys)

    @property
    def text(self) -> str:
        return "".join(each.character or "" for each in self.keys)


class LineDropped(Message):
    """The terminal has gone: nothing more can be read from it."""


class Reader:
    """Bytes of the terminal as Textual's messages; what cannot be told as one is dropped."""

    def __init__(self, charset: str) -> None:
        self.keyboard = Keyboard(KNOWN, charset)
        self._parser = XTermParser()

    def read(self, data: bytes, now: float) -> Iterator[Message]:
        """What a read means."""
        found = list(self._messages(self.keyboard.feed(data, now)))
        typed = [each for each in found if isinstance(each, events.Key | events.Paste)]
        keys = [each for each in typed if isinstance(each, events.Key) and each.is_printable]
        if len(keys) > 1 and len(keys) == len(typed):
            # A reply or the mouse may come in between: it is nothing that was typed.
            yield from (each for each in found if each not in typed)
            yield Word(keys)
        else:
            yield from found

    def wait_no_longer(self, now: float) -> Iterator[Message]:
        """What is held means, when its time is up."""
        yield from self._messages(self.keyboard.wait_no_longer(now))

    def _messages(self, tokens: list[Token]) -> Iterator[Message]:
        for token in tokens:
            with suppress(Exception):  # of Textual's tables: the sequence is dropped, no more
                yield from list(self._message(token))

    def _message(self, token: Token) -> Iterator[Message]:
        if isinstance(token, Key):
            for key in key_events(self._parser, token.sequence):
                if key.key != "<ignore>":
                    yield key
        elif isinstance(token, Paste):
            yield events.Paste(token.text)
        elif isinstance(token, CursorAt):
            yield events.CursorPosition(token.column, token.row)
        elif isinstance(token, Mouse):
            if (moved := self._parser.parse_mouse_code(token.sequence)) is not None:
                yield moved
        elif isinstance(token, Focus):
            yield events.AppFocus() if token.gained else events.AppBlur()
        elif isinstance(token, Endless):
            yield PasteUnfinished()


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
