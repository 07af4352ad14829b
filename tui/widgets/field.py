"""A field to type into: one line, no blinking, and arrows that it leaves to the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input


class Field(Input, inherit_bindings=False):
    """Textual's input without a border, and with the few keys that a field needs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("home,ctrl+a", "home", show=False),
        Binding("end,ctrl+e", "end", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete,ctrl+d", "delete_right", show=False),
        Binding("ctrl+w", "delete_left_word", show=False),
        Binding("ctrl+u", "delete_left_all", show=False),
    ]

    def __init__(self, id: str, value: str = "", placeholder: str = "") -> None:
        super().__init__(value, placeholder, id=id, select_on_focus=False)
        self.cursor_blink = False
        self.while_empty: Mapping[str, str] = {}
        """Actions of characters with which no text begins, for as long as the field is empty."""

    async def on_key(self, event: events.Key) -> None:
        action = self.while_empty.get(event.character or "")
        if action and not self.value:
            event.prevent_default()
            event.stop()
            await self.screen.run_action(action)

    class Shortened(Message):
        """Of a paste of several lines the first was taken."""

        def __init__(self, lines: int) -> None:
            super().__init__()
            self.lines = lines

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        line, *others = event.text.split("\n")
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)
        if left := sum(bool(other.strip()) for other in others):
            self.post_message(self.Shortened(left + 1))

    def put(self, text: str) -> None:
        """Hold another text, to be typed on at its end."""
        self.value = text
        self.cursor_position = len(text)


_KEYS = frozenset(
    key
    for binding in Field.BINDINGS
    if isinstance(binding, Binding)
    for key in binding.key.split(",")
)


def typed_into(focused: Widget | None, key: events.Key) -> bool:
    """Whether a key goes into a field."""
    return isinstance(focused, Field) and (key.is_printable or key.key in _KEYS)
