"""What can go wrong with an update, each with one plain sentence and an exit code."""

from __future__ import annotations

from tui import failures


class UpdateError(Exception):
    """The update ends here; what was fetched before is kept. `reason` is one sentence."""

    code = failures.REFUSED

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WrongQuestion(UpdateError):
    """What was asked cannot be: it has to be asked otherwise."""

    code = failures.WRONG_USE


class Rejected(WrongQuestion):
    """The registry answered 400: it does not understand the question, or an old page token."""


class UnusableFolder(UpdateError):
    """Pages cannot be kept."""

    code = failures.WRONG_USE


class Busy(UpdateError):
    """Another update is writing to the same folder."""

    code = failures.LOCKED


class TooMuch(UpdateError):
    """A page is too large, or came too slowly: fewer studies at a time may do."""


class Passing(UpdateError):
    """Something that may be over when asked again, after `wait` seconds where that was said."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait
