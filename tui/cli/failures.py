"""Errors told at the edge: one plain sentence and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
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
    sys.stderr.write(f"trials: {clean(sentence)}\n")


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
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{type(error).__name__}\n{frames}", encoding="utf-8")
    except OSError:
        return None
    return path
