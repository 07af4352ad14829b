"""Every private part of Textual that this program relies on, here alone.

Textual promises nothing of them: `PRIVATE` names each, a test looks for each in the Textual that is
installed, and another that none is used anywhere else. The version is pinned for the same reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from rich.console import RenderableType
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS as ANSI_SEQUENCES_KEYS
from textual._compositor import ChopsUpdate as ChopsUpdate
from textual._compositor import CompositorUpdate as CompositorUpdate
from textual._compositor import LayoutUpdate as LayoutUpdate
from textual._xterm_parser import XTermParser as XTermParser
from textual.app import App
from textual.events import Key
from textual.keys import _character_to_key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

PRIVATE: tuple[tuple[str, str], ...] = (
    ("textual._compositor", "ChopsUpdate"),
    ("textual._compositor", "CompositorUpdate"),
    ("textual._compositor", "LayoutUpdate"),
    ("textual.keys", "_character_to_key"),
    ("textual._ansi_sequences", "ANSI_SEQUENCES_KEYS"),
    ("textual._xterm_parser", "XTermParser"),
    ("textual._xterm_parser.XTermParser", "_sequence_to_key_events"),
    ("textual.drivers.linux_driver.LinuxDriver", "_enable_mouse_support"),
    ("textual.drivers.linux_driver.LinuxDriver", "_get_terminal_size"),
    ("textual.drivers.linux_driver.LinuxDriver", "_request_terminal_sync_mode_support"),
    ("textual.drivers.linux_driver.LinuxDriver", "_query_in_band_window_resize"),
    ("textual.drivers.linux_driver.LinuxDriver", "_run_input_thread"),
    ("textual.app.App", "_print_error_renderables"),
    ("textual.screen.Screen", "_compositor"),
    ("textual.app.App", "_message_queue"),
    ("textual.app.App", "_pending_message"),
    ("textual.app.App", "_next_callbacks"),
    ("textual.app.App", "_screen_stack"),
    ("textual.app.App", "_exception"),
    ("textual.app.App", "_exception_event"),
    ("textual.app.App", "_return_code"),
    ("textual.app.App", "_close_messages_no_wait"),
    ("textual.app.App", "_batch_count"),
    ("textual.app.App", "_running"),
    ("textual.app.App", "_closed"),
    ("textual.app.App", "_driver"),
    ("textual.app.App", "_display"),
    ("textual.app.App", "_handle_exception"),
    ("textual.app.App", "_set_pointer_shape"),
)
"""Where each stands: a module or a class, and its name there."""
OVERRIDDEN = frozenset(
    {
        "_display",
        "_handle_exception",
        "_print_error_renderables",
        "_set_pointer_shape",
        "_enable_mouse_support",
        "_get_terminal_size",
        "_request_terminal_sync_mode_support",
        "_query_in_band_window_resize",
        "_run_input_thread",
    }
)
"""Methods that our own classes stand in for."""


def key_name(character: str) -> str:
    """The name that Textual gives the key of a character."""
    return _character_to_key(character)


def is_idle(pump: MessagePump) -> bool:
    """Whether a widget, screen or app has dealt with every message it was sent."""
    queue: asyncio.Queue[Message | None] | None = pump._message_queue
    waits = pump._pending_message is not None or bool(pump._next_callbacks)
    return not waits and (queue is None or queue.empty())


def has_screen(app: App[Any]) -> bool:
    """Whether there is a screen already."""
    return bool(app._screen_stack)


def takes_frames(app: App[Any]) -> bool:
    """Whether what is drawn now may be sent."""
    return app._running and not app._closed and not app._batch_count


def send(app: App[Any], text: str) -> None:
    """Write to the terminal, where there is one."""
    if app._driver is not None and app._running:
        app._driver.write(text)
        app._driver.flush()


def can_send(app: App[Any]) -> bool:
    """Whether there is a terminal to write to."""
    return app._driver is not None and app._running


def whole_update(screen: Screen[Any]) -> RenderableType | None:
    """The whole screen, as Textual would draw it."""
    return screen._compositor.render_update(full=True)


def end_at_once(app: App[Any], error: Exception, code: int) -> None:
    """End the app with an error, without drawing every frame's values on the screen."""
    app._exception = error
    app._return_code = code
    app._exception_event.set()
    app._close_messages_no_wait()


def key_events(parser: XTermParser, sequence: str) -> Iterable[Key]:
    """The keys that a sequence of the terminal means."""
    return parser._sequence_to_key_events(sequence)


def defect_of(app: App[Any], error: BaseException) -> None:
    """Have a defect of another thread told by the app, in its own thread."""
    app.call_later(app._handle_exception, error)
