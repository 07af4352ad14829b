"""A status that a registry does not state but its dates say: worked out when it is read.

ISRCTN names when recruitment begins and ends, and no status. What is kept is that saying
(`recruitment from 2025-01-01 to 2026-03-31`), never a status: that is made of it, as of today,
wherever a trial is read, found or listed.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING

from catalog.model.staleness import last_day

if TYPE_CHECKING:
    from catalog.model.trial import Trial

_SAID = re.compile(r"recruitment from (\d{4}(?:-\d\d){0,2})(?: to (\d{4}(?:-\d\d){0,2}))?")


def current_day() -> dt.date:
    """The day on which things are read; `TRIALS_TODAY` (ISO) sets it for tests."""
    said = os.environ.get("TRIALS_TODAY")
    try:
        return dt.date.fromisoformat(said) if said else dt.date.today()
    except ValueError:
        return dt.date.today()


def dates_said(start: object, end: object) -> str:
    """The saying of a status that follows from dates, ISO and as precise as they are known."""
    return f"recruitment from {start}" + (f" to {end}" if end else "")


def is_dated(status: str | None) -> bool:
    """Whether a status is such a saying."""
    return status is not None and status.startswith("recruitment from ")


def days_of(status: str) -> tuple[dt.date | None, dt.date | None]:
    """The day on which recruitment begins and the last on which it may still go on."""
    found = _SAID.fullmatch(status)
    if found is None:
        return None, None
    begins = last_day(found[1])
    return begins, last_day(found[2]) if found[2] else None


def status_on(status: str | None, ended: str, day: dt.date) -> str | None:
    """Our word for a status that follows from dates; any other as it is.

    `ended` is when the whole trial is over, ISO or "". A date as rough as a month counts from its
    last day on.
    """
    if status is None or not is_dated(status):
        return status
    begins, closes = days_of(status)
    if begins is None:
        return status
    over = last_day(ended)
    if day < begins:
        return "NOT_YET_RECRUITING"
    if over is not None and over < day:
        return "COMPLETED"
    if closes is not None and closes < day:
        return "ACTIVE_NOT_RECRUITING"
    return "RECRUITING"


def as_of(trial: Trial, day: dt.date) -> Trial:
    """The trial with the status that its dates say on a day, marked as inferred; else itself."""
    status = trial.status
    if status is None or status.means is not None or not is_dated(status.said):
        return trial
    import msgspec

    from catalog.model.codes import Coded, Status
    from catalog.model.trial import Guess

    ended = str(trial.completion_date.date or "") if trial.completion_date else ""
    word = status_on(status.said, ended, day)
    if word is None or word == status.said:
        return trial
    others = tuple(guess for guess in trial.guesses if guess.field != "status")
    why = f"the registry has no status: it follows from its dates as of {day}"
    return msgspec.structs.replace(
        trial,
        status=Coded(status.said, Status(word)),
        guesses=(Guess(field="status", why=why), *others),
    )
