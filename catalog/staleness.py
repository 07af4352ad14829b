"""Whether what a record says of recruitment can still be believed."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from catalog.codes import Status
from catalog.dates import PartialDate
from catalog.trial import Trial

VERIFIED_WITHIN = dt.timedelta(days=2 * 365 + 1)
"""ClinicalTrials.gov itself calls an open study's status unknown after two years."""


def stale(trial: Trial, today: dt.date) -> str | None:
    """Why a trial that says it is open may not be, or None."""
    status = trial.status.means if trial.status else None
    ended = trial.completion_date.date if trial.completion_date else None
    return outdated(status, ended, _verified(trial), today)


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
    """The same for a row of a list."""
    status = next((each for each in Status if each.value == row.status), None)
    verified = PartialDate.parse(row.status_verified or row.last_updated or "")
    return outdated(status, PartialDate.parse(row.completion_date or ""), verified, today)


def outdated(
    status: Status | None,
    ended: PartialDate | None,
    verified: PartialDate | None,
    today: dt.date,
) -> str | None:
    """The rule: an open status is doubted past its completion date, or two years unverified.

    A date counts only when its last possible day has passed: `2026-01` not before February.
    """
    if status is None or not status.is_open:
        return None
    if ended is not None and ended.last_day() < today:
        return f"says open, but the completion date {ended} has passed"
    if verified is not None and verified.last_day() < today - VERIFIED_WITHIN:
        return f"says open, but was last verified {verified}"
    return None


def _verified(trial: Trial) -> PartialDate | None:
    """The month the registry says it was verified, else its last update."""
    if trial.status_verified is not None:
        return trial.status_verified
    return trial.last_updated.date if trial.last_updated else None
