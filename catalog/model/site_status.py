"""Whether a site takes patients: four words, and never better than its trial.

A registry gives a site a status of its own, and often forgets it: a site "recruiting" of a trial
that is completed takes nobody. So a site's status is told together with its trial's.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from catalog.model.codes import Coded, Status
    from catalog.model.trial import Trial


class Recruiting(enum.StrEnum):
    """Whether somebody can enter there."""

    RECRUITING = "recruiting"
    NOT_YET = "not yet"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    """Nobody says, or the registry itself no longer knows."""


_OF_STATUS: dict[str | None, Recruiting] = {
    "RECRUITING": Recruiting.RECRUITING,
    "ENROLLING_BY_INVITATION": Recruiting.RECRUITING,
    "AVAILABLE": Recruiting.RECRUITING,
    "NOT_YET_RECRUITING": Recruiting.NOT_YET,
    "ACTIVE_NOT_RECRUITING": Recruiting.CLOSED,
    "SUSPENDED": Recruiting.CLOSED,
    "TERMINATED": Recruiting.CLOSED,
    "COMPLETED": Recruiting.CLOSED,
    "WITHDRAWN": Recruiting.CLOSED,
    "NO_LONGER_AVAILABLE": Recruiting.CLOSED,
    "TEMPORARILY_NOT_AVAILABLE": Recruiting.CLOSED,
    "APPROVED_FOR_MARKETING": Recruiting.CLOSED,
}


def of_status(status: str | None) -> Recruiting:
    """What a status, of a trial or a site, says of entering; any other word says nothing."""
    return _OF_STATUS.get(status, Recruiting.UNKNOWN)


def at_site(site: str | None, trial: str | None) -> Recruiting:
    """A site's status given its trial's.

    A closed trial has closed sites. Of one not yet recruiting no site recruits; of one whose status
    the registry calls unknown nobody knows of a site that it recruits. A trial without a status, or
    with a word that is none of ours, says nothing of its sites.
    """
    own, whole = of_status(site), of_status(trial)
    if whole is Recruiting.CLOSED or own is Recruiting.CLOSED:
        return Recruiting.CLOSED
    if whole is Recruiting.NOT_YET and own is Recruiting.RECRUITING:
        return Recruiting.NOT_YET
    if trial == "UNKNOWN":
        return Recruiting.UNKNOWN
    return own


class SiteCounts(NamedTuple):
    """Sites of a trial by whether they take patients."""

    recruiting: int = 0
    not_yet: int = 0
    closed: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


def counts(sites: Iterable[str | None], trial: str | None) -> SiteCounts:
    """The sites with these statuses, counted, given their trial's status."""
    found = Counter(at_site(site, trial) for site in sites)
    return SiteCounts(*(found[each] for each in Recruiting))


def site_counts(trial: Trial, country: str | None = None) -> SiteCounts:
    """A trial's sites, or those in a country named as the sites name it, counted."""
    sites = (site for site in trial.sites if country is None or site.country == country)
    return counts((word(site.status) for site in sites), word(trial.status))


def word(status: Coded[Status] | None) -> str | None:
    """A status as the functions here take it."""
    return status.word if status else None
