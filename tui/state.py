"""Marks, query and place of the last session, in the user's state folder.

Only numbers of trials and what was typed; nothing else of a person. A file that cannot be read or
written is as if there were none: losing it must never keep anybody from reading.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

NAME = "last.json"


class Last(msgspec.Struct, frozen=True):
    """What the last session left."""

    query: str = ""
    marks: tuple[str, ...] = ()
    trial: str = ""
    tab: int = 0
    topics: tuple[str, ...] = ()
    theme: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.query.strip() or self.marks)


def load(folder: Path) -> Last:
    """The last session; an empty one where there is none."""
    try:
        return msgspec.json.decode((folder / NAME).read_bytes(), type=Last)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Last()


def save(folder: Path, last: Last) -> None:
    """Keep the session, readable by its user alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = folder / f"{NAME}.{os.getpid()}"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(last))
        part.replace(folder / NAME)
    except OSError:
        return
