"""Marks, query and place of the last session, in the user's own file.

Only numbers of trials and what was typed; nothing else of a person. A file that cannot be read or
written is as if there were none: losing it must never keep anybody from reading.

Until 0.2.0 they stood in `last.json` beside that file. It is read as long as the user's own file
has no session, and never written again.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import msgspec

from personal.errors import MineError
from personal.store import Mine

KEPT = "last_session"
"""Its name in the table of small things."""
NAME = "last.json"
_LONGEST = 1 << 20


class Place(msgspec.Struct, frozen=True):
    """Where somebody was: in a trial, in a comparison, or (both empty) in the list."""

    trial: str = ""
    tab: str = ""
    """Its name."""
    line: int = 0
    """First line in sight of the tab, or row of the comparison."""
    compared: tuple[str, ...] = ()
    list: str = ""
    """The id of the list or case that was open, itself or below the trial; never its name."""

    @property
    def told(self) -> str:
        """The place in a word or two; empty for the list."""
        compared = f"{len(self.compared)} compared" if self.compared else ""
        return self.trial or compared or ("a list of yours" if self.list else "")


class Last(msgspec.Struct, frozen=True):
    """What the last session left."""

    query: str = ""
    sort: str = "relevance"
    result: str = ""
    """The trial under the cursor of the list."""
    marks: tuple[str, ...] = ()
    place: Place = Place()
    topics: tuple[str, ...] = ()
    theme: str = ""
    """The theme that was chosen in the app, and the settings' at that time: those may be newer."""
    theme_of_settings: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take up."""
        return not (self.query.strip() or self.marks or self.place.told)

    @property
    def is_untouched(self) -> bool:
        """Whether it says no more than that the app was opened as the settings have it."""
        is_theme_theirs = self.theme == self.theme_of_settings
        return self.is_empty and is_theme_theirs and not self.topics

    @property
    def trials(self) -> tuple[str, ...]:
        """Every trial that it names."""
        named = (*self.marks, self.place.trial, *self.place.compared)
        return tuple(dict.fromkeys(filter(None, named)))


def load(mine: Mine) -> Last:
    """The last session; an empty one where there is none."""
    try:
        kept = mine.kept(KEPT)
        if kept is not None:
            return msgspec.json.decode(kept, type=Last)
        if mine.path is not None:
            return msgspec.json.decode(_read(mine.path.with_name(NAME)), type=Last)
    except (MineError, OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    return Last()


def _read(path: Path) -> bytes:
    """The file's bytes; no pipe or device that lies there keeps anybody waiting."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("no file")
        return file.read(_LONGEST)


def save(mine: Mine, last: Last) -> None:
    """Keep the session, readable by its user alone."""
    with suppress(MineError):
        mine.keep(KEPT, msgspec.json.encode(last).decode())
