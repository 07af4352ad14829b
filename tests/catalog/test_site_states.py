"""Whether a site takes patients is never better than its trial's status."""

import itertools

import pytest

from catalog.model.codes import Status
from catalog.model.site_states import (
    CLOSED,
    NOT_YET,
    RECRUITING,
    UNKNOWN,
    Sites,
    site_state,
    sites_of,
)
from catalog.model.trial import Site
from tests.catalog.making import status, trial

WORDS = [None, "Authorised", *(each.value for each in Status)]
BETTER = [RECRUITING, NOT_YET, CLOSED]


@pytest.mark.parametrize(("site", "whole"), list(itertools.product(WORDS, WORDS)))
def test_a_site_is_never_better_than_its_trial(site: str | None, whole: str | None) -> None:
    found, bound = site_state(whole, site), site_state(whole, whole)
    if bound in BETTER and found in BETTER and whole != "ENROLLING_BY_INVITATION":
        assert BETTER.index(found) >= BETTER.index(bound)
    if whole == "UNKNOWN":
        assert found != RECRUITING
    if found == RECRUITING:
        assert site in ("RECRUITING", "AVAILABLE"), "nobody said so"


def test_counts() -> None:
    words = ("NOT_YET_RECRUITING", "WITHDRAWN", "RECRUITING", None)
    sites = tuple(Site(status=status(word) if word else None) for word in words)
    open_ = trial("NCT99990001", status=status("RECRUITING"), sites=sites)
    assert sites_of(open_) == Sites(recruiting=1, not_yet=1, closed=1, unknown=1)
    closed = trial("NCT99990001", status=status("COMPLETED"), sites=sites)
    assert sites_of(closed) == Sites(closed=4) and UNKNOWN not in str(sites_of(closed))
