"""Bytes of the terminal's line as messages; loaded when the first rows can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from textual import events
from textual.message import Message

from tui.terminal.keyboard import CursorAt, Endless, Focus, Key, Keyboard, Mouse, Paste, Token
from tui.terminal.private import ANSI_SEQUENCES_KEYS, XTermParser, key_events
from tui.terminal.told import PasteUnfinished, Word

KNOWN = frozenset(
    sequence
    for sequence in ANSI_SEQUENCES_KEYS
    if len(sequence) > 2 and sequence.startswith(("\x1b[", "\x1bO"))
)
"""Sequences of keys that Textual names."""


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
