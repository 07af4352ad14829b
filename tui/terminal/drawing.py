"""The app's drawing: Textual's updates through the cell diff, or Textual's own way."""

from __future__ import annotations

import os
from time import monotonic

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Offset
from textual.screen import Screen

from tui.terminal import clipboard
from tui.terminal.celldiff import Changed, Painter
from tui.terminal.ending import Drawn
from tui.terminal.grid import Grid
from tui.terminal.private import CompositorUpdate, can_send, send, takes_frames, whole_update

_SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
}
_TRY_AGAIN = 3.1


def driver_class(first: Drawn | None) -> type[Driver] | None:
    """The driver that goes on with the first rows; Textual's choice where there are none."""
    if first is None:
        return None
    from tui.terminal.driver import Terminal

    return type("Continuing", (Terminal,), {"first": first})


class Drawing(App[int]):
    """An app that sends differences."""

    painter: Painter | None = None
    _later = False

    def begin_painting(self, shown: Grid | None = None) -> None:
        """Draw by differences from now on, where Textual lets us; to what is shown already."""
        system = _SYSTEMS.get(self.console.color_system or "")
        if system is not None and not self.is_headless:
            self.painter = Painter(system)
            if shown is not None:
                self.painter.take_over(shown)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        painter = self.painter
        if (
            painter is None
            or not isinstance(renderable, CompositorUpdate)
            or not takes_frames(self)
        ):
            super()._display(screen, renderable)
            return
        try:
            painter.resize(*self.size)
            painter.paint(renderable)
        except Changed:
            self.painter = None
            super()._display(screen, whole_update(screen))
            return
        self._send(painter)
        self.post_display_hook()

    def _send(self, painter: Painter) -> None:
        if not can_send(self):
            return
        now = monotonic()
        if painter.waits(now):
            if not self._later:
                self._later = True
                self.set_timer(_TRY_AGAIN, self._send_late)
            return
        cursor = self.screen.outer_size.clamp_offset(self.pointed() or self.cursor_position)
        if text := painter.difference((cursor.x, cursor.y), now):
            send(self, text)

    def _send_late(self) -> None:
        self._later = False
        if self.painter is not None:
            self._send(self.painter)

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The terminal has drawn the last frame: what has changed meanwhile follows."""
        if self.painter is not None:
            self.painter.answered()
            self._send(self.painter)

    def on_wider_letters(self) -> None:
        """The terminal has answered late how wide it draws: where everything stands is unknown."""
        self.draw_anew()

    def pointed(self) -> Offset | None:
        """Where the terminal's cursor stands, unless somebody types: a braille line goes there."""
        return None

    def not_copied(self, why: str) -> None:
        """A text could not be copied."""

    def copy_to_clipboard(self, text: str) -> None:
        """Hand a text to the terminal, in a way that shows nothing on the screen."""
        self._clipboard = text
        if (why := clipboard.refusal(text, os.environ)) is not None:
            self.call_later(self.not_copied, why)
        else:
            send(self, clipboard.sequence(text, os.environ))

    def draw_anew(self) -> None:
        """Send the whole screen: something else may have written on it."""
        if self.painter is not None:
            self.painter.forget()
        self.refresh(layout=True)

    def _set_pointer_shape(self, shape: str) -> None:
        """The mouse pointer stays as it is: no bytes for it."""
