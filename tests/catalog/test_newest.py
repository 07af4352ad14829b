"""The first rows are those that a search for nothing lists, and doubt the same statuses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import Status
from catalog.model.dates import PartialDate
from catalog.model.staleness import OPEN, last_day
from catalog.search.parser import parse
from catalog.search.searcher import Searcher
from catalog.store.first_rows import Row, newest
from catalog.store.opening import connect_read_only

ROOT = Path(__file__).resolve().parent.parent.parent
STARTER = ROOT / "catalog.db"


@pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_first_rows_are_those_of_a_search_for_nothing(count: int) -> None:
    first = newest(connect_read_only(STARTER), count)
    found = Searcher(connect_read_only(STARTER)).search(parse(""), count)
    assert first.total == found.total
    assert len(first.rows) == len(found.hits) == min(count, found.total)
    for row, hit in zip(first.rows, found.hits, strict=True):
        assert row == tuple(getattr(hit, name) for name in Row._fields)
        assert not hit.matched
        assert not hit.score


def test_open_is_said_once() -> None:
    assert {status.value for status in Status if status.is_open} == OPEN
    assert set(Status.__members__) >= OPEN


@given(st.integers(1, 9999), st.integers(0, 12), st.integers(0, 31))
def test_a_date_as_text_ends_on_the_day_that_the_date_does(year: int, month: int, day: int) -> None:
    date = PartialDate.of(year, month, day)
    if date is not None:
        assert last_day(str(date)) == date.last_day()


@pytest.mark.parametrize("text", ["", "2020-13", "2021-02-29", "soon", "0000", "2020-01-01\x1b[m"])
def test_what_is_no_date_has_no_last_day(text: str) -> None:
    assert last_day(text) is None
    assert last_day("2020-02") == dt.date(2020, 2, 29)
