"""Errors told at the edge: one plain sentence and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
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


_watched: dict[Path, tuple[int, ...]] = {}


def watch(catalogue: Path) -> None:
    """What is said of the catalogue at the end is said by how it is now."""
    _watched[catalogue] = _state(catalogue)


def of_the_catalogue() -> str:
    """Whether the catalogue that a command was given is as it was, in words."""
    if all(_state(path) == known for path, known in _watched.items()):
        return "the catalogue is as it was"
    return "the catalogue was changed already, and is whole"


def _state(path: Path) -> tuple[int, ...]:
    """What a change of the catalogue changes: it is another file then."""
    try:
        known = path.stat()
    except OSError:
        return ()
    return known.st_ino, known.st_size, known.st_mtime_ns


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


def told(error: Exception, *, kiosk: bool = False) -> int:
    """Say what went wrong, in one sentence; returns the exit code. In a kiosk no report is kept."""
    from catalog.model.errors import CatalogueError, CatalogueLocked, NoCatalogue, UnknownTrial

    if isinstance(error, CatalogueError):
        is_first = isinstance(error, NoCatalogue)
        say(f"{error.reason}; trials import FILE makes one" if is_first else error.reason)
        if isinstance(error, CatalogueLocked):
            return LOCKED
        return REFUSED if isinstance(error, UnknownTrial) else WRONG_USE
    if isinstance(error, OSError):
        return _told_of_system(error)
    report = None if kiosk else report_defect(error)
    where = f"; a report was written to {report}" if report else ""
    say(f"something went wrong that should not have; {of_the_catalogue()}{where}")
    return DEFECT


def _told_of_system(error: OSError) -> int:
    """The system refused something: a stream, a file, a folder; no defect of ours."""
    reason = error.strerror or str(error)
    if error.filename is None:
        say(f"cannot write the output: {reason}")
        forget_stdout()
    else:
        say(f"{os.fsdecode(error.filename)}: {reason}")
    return WRONG_USE


def forget_stdout() -> None:
    """Keep Python from writing to a closed pipe again while it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def code_of(run: Callable[[], int], *, kiosk: bool) -> int:
    """The exit code of what runs; what goes wrong is told."""
    try:
        return run()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else DEFECT
    except Exception as error:
        return told(error, kiosk=kiosk)
