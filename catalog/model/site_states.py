"""Whether a site takes patients: never better than its trial, never guessed.

Four states are told apart everywhere, exports included: *recruiting*, *not yet*, *closed*,
*unknown*. "Open" is no word for a site: it would count those that have not begun. Codes are read as
text, so that the first rows of the app need no more than this.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from catalog.model.codes import Coded, Status
    from catalog.model.trial import Site, Trial

RECRUITING, NOT_YET, CLOSED, UNKNOWN = "recruiting", "not yet", "closed", "unknown"
_STATES = {
    "RECRUITING": RECRUITING,
    "AVAILABLE": RECRUITING,
    "NOT_YET_RECRUITING": NOT_YET,
    # Who is not invited cannot enter.
    "ENROLLING_BY_INVITATION": CLOSED,
    "ACTIVE_NOT_RECRUITING": CLOSED,
    "SUSPENDED": CLOSED,
    "TERMINATED": CLOSED,
    "COMPLETED": CLOSED,
    "WITHDRAWN": CLOSED,
    "NO_LONGER_AVAILABLE": CLOSED,
    "TEMPORARILY_NOT_AVAILABLE": CLOSED,
    "APPROVED_FOR_MARKETING": CLOSED,
    "WITHHELD": CLOSED,
    "UNKNOWN": UNKNOWN,
}


class Sites(NamedTuple):
    """How many sites are in each state."""

    recruiting: int = 0
    not_yet: int = 0
    closed: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        return sum(self)

    def __str__(self) -> str:
        """`161 recruiting, 61 not yet, 2 closed`: what there is none of is not said."""
        told = zip(self, (RECRUITING, NOT_YET, CLOSED, UNKNOWN), strict=True)
        return ", ".join(f"{count} {state}" for count, state in told if count)


def site_state(trial: str | None, site: str | None) -> str:
    """The state of a site, by the status codes of its trial and its own (None: not stated).

    In a trial that is closed, ended or stopped no site is recruiting, nor may one be; in a trial
    that has not begun none has; of a trial whose status the registry does not know nothing better
    is known of its sites.
    """
    own = _STATES.get(site or "", UNKNOWN)
    of_trial = _STATES.get(trial or "")
    if of_trial == CLOSED:
        return CLOSED
    if of_trial == NOT_YET and own != CLOSED:
        return NOT_YET
    if of_trial == UNKNOWN and own == RECRUITING:
        return UNKNOWN
    return own


def _code(status: Coded[Status] | None) -> str | None:
    return status.means.value if status and status.means else None


def state_of(trial: Trial, site: Site) -> str:
    """The state of a site of a trial."""
    return site_state(_code(trial.status), _code(site.status))


def sites_of(trial: Trial, sites: Iterable[Site] | None = None) -> Sites:
    """How many of these sites of a trial (of all, where none are named) are in each state."""
    each = trial.sites if sites is None else sites
    return counted(_code(trial.status), ((_code(site.status), 1) for site in each))


def counted(trial: str | None, sites: Iterable[tuple[str | None, int]]) -> Sites:
    """How many sites are in each state; `sites` are status codes with how often each stands."""
    found = dict.fromkeys((RECRUITING, NOT_YET, CLOSED, UNKNOWN), 0)
    for status, count in sites:
        found[site_state(trial, status)] += count
    return Sites(*found.values())


def belied(status: str | None, sites: Sites) -> str | None:
    """Why a trial that says it recruits may not: none of its sites does or may. Else None."""
    if status != "RECRUITING" or not sites.total or sites.recruiting or sites.unknown:
        return None
    return "says recruiting, but none of its sites is"
