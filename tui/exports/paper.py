"""Plain text for terminals and pipes: labelled lines, wrapped where there is a width.

Linear and without boxes, so that a screen reader reads it well. Everything written passes
`catalog.model.text.clean`; colour is only bold headings, and only on a terminal that wants it.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterable
from typing import TextIO

from catalog.model.text import clean, plain
from tui.terminal import size

_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_LABEL = 22


class Paper:
    """Collects lines for one stream."""

    def __init__(
        self, stream: TextIO | None = None, width: int | None = None, *, as_plain: bool = False
    ) -> None:
        self._stream = stream or sys.stdout
        terminal = self._stream.isatty() and not as_plain
        self._styled = terminal and not os.environ.get("NO_COLOR")
        self.is_linear = not terminal and width is None
        """Whether each line says by itself what it is about: nothing is told by its place."""
        self._began = False
        self._width = width or (size.of_streams()[0] if terminal else None)

    def heading(self, text: str) -> None:
        """A title on a line of its own, an empty line before it."""
        if self._began:
            self._write("")
        self._write(self._style(clean(text), _BOLD))

    def line(self, text: str, indent: int = 0) -> None:
        """One line of data or of ours, wrapped."""
        for part in clean(plain(text), lines=True).split("\n"):
            self._wrapped(part, " " * indent, " " * indent)

    def field(self, label: str, value: str | None, missing: str = "not stated") -> None:
        """`label: value`; what is missing is said."""
        lead = f"{label}:".ljust(_LABEL) + " " if self._width else f"{label}: "
        said = clean(plain(value), lines=True) if value else missing
        first, *rest = said.split("\n")
        self._wrapped(lead + first, "", " " * (_LABEL + 1 if self._width else 2))
        for part in rest:
            self._wrapped(part, "  ", "  ")

    def items(self, texts: Iterable[str], numbered: bool = False, depth: int = 0) -> None:
        """A list, a line an item; `depth` moves it in."""
        lead = "  " * (depth + 1)
        for number, text in enumerate(texts, 1):
            mark = f"{number}. " if numbered else "- "
            first, *rest = clean(plain(text), lines=True).split("\n")
            self._wrapped(f"{lead}{mark}{first}", "", " " * (len(lead) + len(mark)))
            for part in rest:
                self._wrapped(part, " " * (len(lead) + len(mark)), " " * (len(lead) + len(mark)))

    def faint(self, text: str) -> None:
        """A remark: dimmed where there is colour, the same words where there is none."""
        self._write(self._style(clean(text), _DIM))

    def _wrapped(self, text: str, first: str, rest: str) -> None:
        if self._width is None or len(first) + len(text) <= self._width:
            self._write(first + text.rstrip())
            return
        wrapped = textwrap.wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        )
        for part in wrapped or [""]:
            self._write(part)

    def _style(self, text: str, code: str) -> str:
        return f"{code}{text}{_END}" if self._styled and text else text

    def _write(self, text: str) -> None:
        self._began = True
        self._stream.write(text + "\n")
