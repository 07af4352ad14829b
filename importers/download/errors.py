"""What can go wrong with a download, each with one plain sentence."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path


class UpdateError(Exception):
    """The update ends here; what was fetched before is kept. `reason` is one sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WrongQuestion(UpdateError):
    """What was asked cannot be: it has to be asked otherwise."""


class Rejected(WrongQuestion):
    """The registry answered 400: it does not understand the question, or an old page token."""


class UnusableFolder(UpdateError):
    """Pages cannot be kept."""


class Busy(UpdateError):
    """Another update is writing to the same folder."""


class TooMuch(UpdateError):
    """A page is too large, or came too slowly: fewer studies at a time may do."""


class Passing(UpdateError):
    """Something that may be over when asked again, after `wait` seconds where that was said."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@contextlib.contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Errors of the disk as UnusableFolder, a sentence each."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UnusableFolder(f"the disk is full: {folder} holds what was finished") from None
        raise UnusableFolder(f"{folder} cannot be used ({error.strerror})") from None
