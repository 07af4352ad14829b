"""Whether what a record says of recruitment can still be believed."""

from __future__ import annotations

import datetime as dt

from catalog.dates import PartialDate
from catalog.trial import Trial

VERIFIED_WITHIN = dt.timedelta(days=2 * 365 + 1)
"""ClinicalTrials.gov itself calls an open study's status unknown after two years."""


def stale(trial: Trial, today: dt.date) -> str | None:
    """Why a trial that says it is open may not be, or None.

    A date counts only when its last possible day has passed: `2026-01` not before February.
    """
    status = trial.status.means if trial.status else None
    if status is None or not status.is_open:
        return None
    ended = trial.completion_date.date if trial.completion_date else None
    if ended is not None and ended.last_day() < today:
        return f"says open, but the completion date {ended} has passed"
    verified = _verified(trial)
    if verified is not None and verified.last_day() < today - VERIFIED_WITHIN:
        return f"says open, but was last verified {verified}"
    return None


def _verified(trial: Trial) -> PartialDate | None:
    """The month the registry says it was verified, else its last update."""
    if trial.status_verified is not None:
        return trial.status_verified
    return trial.last_updated.date if trial.last_updated else None
