"""What a widget may tell its screen, in the user's terms."""

from __future__ import annotations

from textual.message import Message


class Moved(Message):
    """The cursor of a list stands on another item."""

    def __init__(self, item: int) -> None:
        super().__init__()
        self.item = item


class Opened(Message):
    """An item was chosen with Enter or the mouse."""

    def __init__(self, item: int) -> None:
        super().__init__()
        self.item = item
