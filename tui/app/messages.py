"""What a widget may tell its screen, in the user's terms."""

from __future__ import annotations

from collections.abc import Callable

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


class Answered(Message):
    """A thread has an answer; `deliver` hands it to whom it is for, in the app's thread."""

    def __init__(self, deliver: Callable[[], None]) -> None:
        super().__init__()
        self.deliver = deliver


class Broken(Message):
    """A thread met a defect of ours."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error
