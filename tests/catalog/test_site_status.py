"""Whether a site takes patients is never better than its trial's status."""

import itertools

import pytest

from catalog.model.codes import Status
from catalog.model.site_status import Recruiting, SiteCounts, at_site, counts, of_status
from catalog.model.site_status import site_counts as counted
from catalog.model.trial import Site
from tests.catalog.making import status, trial

WORDS = [None, "Authorised", *(each.value for each in Status)]
BETTER = [Recruiting.RECRUITING, Recruiting.NOT_YET, Recruiting.CLOSED]


@pytest.mark.parametrize(("site", "whole"), list(itertools.product(WORDS, WORDS)))
def test_a_site_is_never_better_than_its_trial(site: str | None, whole: str | None) -> None:
    found, bound = at_site(site, whole), of_status(whole)
    if bound in BETTER and found in BETTER:
        assert BETTER.index(found) >= BETTER.index(bound)
    if whole == "UNKNOWN":
        assert found in (Recruiting.CLOSED, Recruiting.UNKNOWN)
    if found is Recruiting.RECRUITING:
        assert of_status(site) is Recruiting.RECRUITING, "nobody said so"


def test_every_status_of_ours_says_whether_one_can_enter() -> None:
    unsaid = {each.value for each in Status if of_status(each.value) is Recruiting.UNKNOWN}
    assert unsaid == {"UNKNOWN", "WITHHELD"}
    can = {each.value for each in Status if of_status(each.value) not in (Recruiting.CLOSED,)}
    assert can - unsaid == {each.value for each in Status if each.is_open}


def test_counts_by_country() -> None:
    sites = tuple(
        Site(country=country, status=status(word) if word else None)
        for country, word in [
            ("Germany", "NOT_YET_RECRUITING"),
            ("Germany", "WITHDRAWN"),
            ("France", "RECRUITING"),
            ("Austria", None),
        ]
    )
    open_ = trial("NCT99990001", status=status("RECRUITING"), sites=sites)
    assert counted(open_) == SiteCounts(recruiting=1, not_yet=1, closed=1, unknown=1)
    assert counted(open_, "Germany") == SiteCounts(not_yet=1, closed=1)
    assert counted(open_).total == 4
    closed = trial("NCT99990001", status=status("COMPLETED"), sites=sites)
    assert counted(closed) == SiteCounts(closed=4)
    assert counts(["RECRUITING", None], "NOT_YET_RECRUITING") == SiteCounts(not_yet=1, unknown=1)
