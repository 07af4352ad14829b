"""Whether what a record says of recruitment can still be believed.

The rule reads dates as text, so that the first rows of the app need no more than this.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Protocol

OPEN = frozenset({"NOT_YET_RECRUITING", "RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE"})
"""Statuses of studies that a patient may be able to enter now or soon."""
_SAYS = {
    "NOT_YET_RECRUITING": "says that it will recruit",
    "ENROLLING_BY_INVITATION": "says that it recruits by invitation",
    "RECRUITING": "says recruiting",
    "AVAILABLE": "says available",
}
ONLY_DATED = "has no status in its registry, only dates"
"""Of an open status that nobody states."""
VERIFIED_WITHIN = dt.timedelta(days=2 * 365 + 1)
"""ClinicalTrials.gov itself calls an open study's status unknown after two years."""
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


class Dated(Protocol):
    """A row of a list: its status and dates as text."""

    @property
    def status(self) -> str | None: ...
    @property
    def completion_date(self) -> str | None: ...
    @property
    def status_verified(self) -> str | None: ...
    @property
    def last_updated(self) -> str | None: ...


def stale_row(row: Dated, today: dt.date) -> str | None:
    """Why a trial of a list that says it is open may not be, or None."""
    verified = row.status_verified or row.last_updated or ""
    return outdated(row.status, row.completion_date or "", verified, today)


def outdated(status: str | None, ended: str, verified: str, today: dt.date) -> str | None:
    """The rule: an open status is doubted past its completion date, or two years unverified.

    A date, ISO and as precise as it was said, counts only when its last possible day has passed:
    `2026-01` not before February. What is no date does not count.
    """
    if status is None or status not in OPEN:
        return None
    last = last_day(ended)
    if last is not None and last < today:
        return f"{_SAYS[status]}, but the completion date {ended} has passed"
    last = last_day(verified)
    if last is not None and last < today - VERIFIED_WITHIN:
        return f"{_SAYS[status]}, but was last confirmed {verified}"
    return None


def last_day(text: str) -> dt.date | None:
    """The latest day that an ISO day, month or year can mean; None where it is no date."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    for day in (int(found[3]),) if found[3] else (31, 30, 29, 28):
        try:
            return dt.date(year, month, day)
        except ValueError:
            continue
    return None
