"""Errors told at the edge: one plain sentence and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from catalog.model.text import clean
from tui.settings.folders import state_folder

DONE = 0
REFUSED = 1
"""Done, but something was refused or not found."""
WRONG_USE = 2
LOCKED = 3
DEFECT = 70
INTERRUPTED = 130
HUNG_UP = 141


def say(sentence: str) -> None:
    """A sentence to stderr."""
    with suppress(OSError, ValueError, AttributeError):  # nobody to say it to: the code says it
        sys.stderr.write(f"trials: {clean(sentence)}\n")
        sys.stderr.flush()


def report_defect(error: BaseException) -> Path | None:
    """Write a report of a defect of ours to the state folder; None where it cannot be written.

    Where in the code it happened, and nothing of what was typed or read: no values of variables, no
    arguments, no registry or patient text (an exception's own message may quote some).
    """
    import datetime as dt  # nothing of this is wanted where all is well
    import traceback

    folder = state_folder()
    frames = "".join(
        f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}\n"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    at = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    path = folder / f"defect-{at}-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(f"{type(error).__name__}\n{frames}")
    except OSError:
        return None
    return path
