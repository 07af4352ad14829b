"""What is known of earlier downloads: how far one came, until when a question is answered.

Kept beside the pages, hidden from an import, readable by its owner alone. The words of a question
are not in it: only a hash to know the question again by.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from catalog.durable import write_whole
from importers.download.errors import UnusableFolder
from importers.download.plan import PAGE_SIZE, Window

NAME = ".trials-update.json"


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """The pages of one question at one time, finished or not."""

    name: str
    """Of its folder: when it began."""
    day: dt.date
    """The day it began, by whichever clock was behind: ours or the registry's."""
    window: Window
    pages: int = 0
    studies: int = 0
    total: int | None = None
    """Studies that the registry counted on all pages."""
    token: str | None = None
    """Of the next page."""
    size: int = PAGE_SIZE
    """Studies asked for on a page."""

    @property
    def missing(self) -> int:
        """Studies that the registry counted and did not send."""
        return max(0, (self.total or 0) - self.studies)


class State(msgspec.Struct, kw_only=True):
    """All that is known; questions are named by their keys."""

    covered: dict[str, dt.date] = msgspec.field(default_factory=dict)
    """The day of the last complete download of a question: nothing before it is missing."""
    unfinished: dict[str, Download] = msgspec.field(default_factory=dict)
    imported: dict[str, list[str]] = msgspec.field(default_factory=dict)
    """Catalogue file -> names of the downloads that were imported into it."""


def load(folder: Path) -> State:
    """What is known; raises UnusableFolder where it cannot be read, OSError."""
    path = folder / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=State)
    except FileNotFoundError:
        return State()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # Taken for a first time it could end in a catalogue that misses changes without a word.
        raise UnusableFolder(f"{path} is damaged: remove it to begin anew") from None


def save(folder: Path, state: State) -> None:
    """Keep it; raises OSError."""
    write_whole(folder / NAME, msgspec.json.encode(state), mode=0o600)
