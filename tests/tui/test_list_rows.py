"""Rows of the list: what decides in line 1, the title in line 2, columns that stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model import site_states
from catalog.model.codes import Status
from catalog.search.decisive import Decisive, SiteCount
from catalog.search.results import Hit, Match
from tui.show.hits import View, columns, doubted, head, rows, who
from tui.show.where import short_country, where
from tui.show.words import STATUS, short_phases, short_status, status_style
from tui.terminal.styled import Line, plain_text, width

TODAY = dt.date(2026, 5, 15)
VIEW = View(TODAY)


def hit(
    number: str = "NCT00000001",
    matched: tuple[Match, ...] = (),
    *sites: SiteCount,
    status: str | None = "RECRUITING",
    title: str | None = "A title 試験",
    **fields: Any,
) -> Hit:
    decides = Decisive(sites=sites)
    return Hit(
        1, number, title, None, status, ("EARLY_PHASE1",), (), (), 0, matched,
        site_count=sum(each.sites for each in sites), decides=decides, **fields,
    )  # fmt: skip


def drawn(one: Hit, cells: int, *, marked: bool = False, view: View = VIEW) -> tuple[Line, ...]:
    return rows(one, one.matched, view, marked=marked, cells=cells)


def text(one: Hit, cells: int, view: View = VIEW) -> list[str]:
    return [plain_text(line) for line in drawn(one, cells, view=view)]


@pytest.mark.parametrize("cells", [60, 80, 120, 160])
def test_a_number_of_another_registry_is_not_cut(cells: int) -> None:
    for number in ("NCT00000001", "2006-002792-41", "ISRCTN12949496", "EUCTR2014-001957-17-DE"):
        assert f" {number} " in text(hit(number), cells)[0]


@pytest.mark.parametrize(("cells", "letters"), [(80, 70), (120, 100)])
def test_a_title_has_the_second_line(cells: int, letters: int) -> None:
    title = "x" * 200
    assert text(hit(title=title), cells)[1].count("x") >= letters


def test_columns_depend_on_the_width_alone() -> None:
    for cells in range(60, 200):
        known = columns(cells, VIEW)
        assert sum(known) + 3 == cells
        assert columns(cells, VIEW._replace(near=("Germany",))) == known


@pytest.mark.parametrize("sort", ["updated", "start", "enrollment"])
def test_the_value_by_which_a_list_is_sorted_stands_in_the_row(sort: str) -> None:
    one = hit(last_updated="2026-03-02", start_date="2026-03-02", enrollment=1234)
    for cells in (80, 120):
        shown = text(one, cells, View(TODAY, f"-{sort}"))[0]
        assert ("1,234" if sort == "enrollment" else "2026-03-02") in shown
        assert "↑" in plain_text(head(cells, View(TODAY, f"-{sort}")))
        assert "↓" in plain_text(head(cells, View(TODAY, sort)))


def test_every_status_is_a_word_that_fits() -> None:
    assert STATUS.keys() == {status.value for status in Status}
    assert all(len(word) <= 12 for word in STATUS.values())
    assert short_status(None) == "NO STATUS"
    green = {code for code in STATUS if status_style(code) == "open"}
    assert green == {"RECRUITING", "AVAILABLE"}


def test_a_doubtful_status_says_so_in_the_word() -> None:
    old = hit(completion_date="2026-01-01")
    assert "RECRUITING? " in text(old, 80)[0]
    assert drawn(old, 80)[0][1].style == "warn"
    nobody = hit("NCT00000001", (), SiteCount("France", "NOT_YET_RECRUITING", 3))
    assert "none of its sites" in doubted(nobody, TODAY)
    assert not doubted(hit("NCT00000001", (), SiteCount("France", None, 3)), TODAY)


FR, DE, NOWHERE = (
    (SiteCount("France", "RECRUITING", 13), SiteCount("Germany", "NOT_YET_RECRUITING", 11)),
    (SiteCount("Germany", "RECRUITING", 2), SiteCount("Germany", "NOT_YET_RECRUITING", 9)),
    (SiteCount(None, None, 249),),
)


@pytest.mark.parametrize(
    ("status", "sites", "near", "told"),
    [
        ("RECRUITING", FR, (), "13 of 24 recruiting, 11 not yet, 2 countries"),
        ("RECRUITING", FR, ("Germany",), "DE none of 11, 11 not yet"),
        ("RECRUITING", DE, ("Germany",), "DE 2 of 11 recruiting, 9 not yet"),
        ("RECRUITING", DE, ("France",), "none in FR: 11 sites, DE"),
        ("NOT_YET_RECRUITING", FR, (), "none of 24, 24 not yet, 2 countries"),
        ("COMPLETED", FR, (), "24 sites, 2 countries"),
        ("COMPLETED", DE, ("Germany",), "DE 11 sites, closed"),
        ("RECRUITING", NOWHERE, ("Germany",), "249 sites, country not stated, status not stated"),
        ("RECRUITING", (), ("Germany",), "sites not stated"),
    ],
)
def test_where_one_can_enter(
    status: str, sites: tuple[SiteCount, ...], near: tuple[str, ...], told: str
) -> None:
    assert where(hit("NCT00000001", (), *sites, status=status), near) == told


CODES = st.sampled_from([None, "what a registry says", *STATUS])


@given(CODES, CODES)
def test_a_site_is_never_better_than_its_trial(trial: str | None, site: str | None) -> None:
    rank = [site_states.CLOSED, site_states.NOT_YET, site_states.UNKNOWN, site_states.RECRUITING]
    alone = site_states.site_state(None, site)
    state = site_states.site_state(trial, site)
    assert rank.index(state) <= rank.index(alone) or state == site_states.NOT_YET
    if trial in STATUS and trial not in ("RECRUITING", "AVAILABLE"):
        assert state != site_states.RECRUITING
    if site_states.site_state(None, trial) == site_states.CLOSED:
        assert state == site_states.CLOSED


@given(st.lists(st.tuples(CODES, st.integers(1, 50)), max_size=6), CODES)
def test_every_site_is_counted_once(sites: list[tuple[str | None, int]], trial: str | None) -> None:
    found = site_states.counted(trial, sites)
    assert found.total == sum(count for _, count in sites)
    assert "open" not in str(found)


def test_who_may_enter_is_short() -> None:
    assert who(Decisive("18 Years", None, "ALL")) == "18+"
    assert who(Decisive("18 Years", "75 Years", "FEMALE")) == "18–75 women"
    assert who(Decisive("18 Years", "75 Years", "FEMALE"), narrow=True) == "18–75 w"
    assert who(Decisive("6 Months", "17 Years", None)) == "6 mo–17"
    assert who(Decisive("18 Years", "130 Years", None)) == "18+"
    assert who(Decisive()) == "not stated"
    assert who(Decisive(), narrow=True) == "?"


def test_phases_are_short() -> None:
    told = [short_phases(each) for each in (("PHASE1", "PHASE2"), ("EARLY_PHASE1",), ("NA",), ())]
    assert told == ["1/2", "early", "none", "?"]


def test_a_mark_stands_apart_and_an_ended_trial_is_dim() -> None:
    assert plain_text(drawn(hit(), 80, marked=True)[0]).startswith(" * RECRUITING")
    assert drawn(hit(status="COMPLETED"), 80)[1][1].style == "dim"


def test_a_word_that_excludes_is_said_behind_the_title() -> None:
    match = Match("eligibility", "No prior PD-1", "typed", "pd-1", "must not")
    line = drawn(hit("NCT00000001", (match,)), 80)[1]
    assert ("  exclusions: pd-1", "warn") in line
    inside = Match("eligibility", "Prior PD-1", "typed", "pd-1", "must")
    assert "only in criteria" in plain_text(drawn(hit("NCT00000001", (inside,)), 80)[1])


def test_a_country_is_its_code() -> None:
    assert short_country("Turkey (Türkiye)") == "TR"
    assert short_country("Costa Rica") == "CR"


SITES = st.builds(
    SiteCount, st.sampled_from([None, "France", "Nowhereland", "試験"]), CODES, st.integers(1, 9999)
)


@given(
    st.text(max_size=30), st.integers(60, 200), st.booleans(), st.lists(SITES, max_size=3),
    CODES, st.sampled_from(["relevance", "-updated", "start", "enrollment", "id"]),
    st.sampled_from([1, 2]),
)  # fmt: skip
def test_every_line_is_as_wide_as_the_screen(
    number: str,
    cells: int,
    matched: bool,
    sites: list[SiteCount],
    status: str | None,
    sort: str,
    lines: int,
) -> None:
    match = (Match("title", "t", "typed", "word", "must not"),) if matched else ()
    one = hit(number, match, *sites, status=status)
    view = View(TODAY, sort, ("France",), lines)
    shown = drawn(one, cells, view=view)
    assert len(shown) == lines
    assert {width(plain_text(line)) for line in shown} == {cells}
    assert width(plain_text(head(cells, view))) == cells


def test_a_status_that_only_dates_tell_is_doubted_where_it_lets_people_in() -> None:
    assert text(hit(status_inferred=True), 80)[0].strip().startswith("RECRUITING?")
    assert "no status in its registry" in doubted(hit(status_inferred=True), TODAY)
    assert not doubted(hit(), TODAY)
    assert not doubted(hit(status="ACTIVE_NOT_RECRUITING", status_inferred=True), TODAY)
