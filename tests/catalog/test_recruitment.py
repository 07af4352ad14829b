"""A status that follows from dates: the same in the list, the filters and the record, each day."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import Status
from catalog.model.record import SourceRecord
from catalog.model.recruitment import current_day, dates_said, days_of, is_dated, status_on
from catalog.search.parser import parse
from catalog.search.searcher import Searcher
from catalog.store.catalogue import Catalogue
from catalog.store.opening import connect_read_only
from importers.pipeline import read
from importers.registries import isrctn
from tests.catalog.keeping import keep

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))


@given(DAYS, DAYS, DAYS, DAYS)
def test_a_trial_passes_through_its_statuses_in_order(
    a: dt.date, b: dt.date, c: dt.date, day: dt.date
) -> None:
    start, close, over = sorted((a, b, c))
    said = dates_said(start, close)
    assert is_dated(said) and days_of(said) == (start, close)
    order = ("NOT_YET_RECRUITING", "RECRUITING", "ACTIVE_NOT_RECRUITING", "COMPLETED")
    today, later = (status_on(said, str(over), when) for when in (day, day + dt.timedelta(400)))
    assert today in order and later in order
    assert order.index(str(today)) <= order.index(str(later))


@given(st.text(max_size=40), DAYS)
def test_any_other_status_stays(said: str, day: dt.date) -> None:
    assert is_dated(said) or status_on(said, "", day) == said


def test_the_day_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIALS_TODAY", "2026-04-02")
    assert current_day() == dt.date(2026, 4, 2)
    monkeypatch.setenv("TRIALS_TODAY", "someday")
    assert current_day() == dt.date.today()


def _record(number: int, start: str, close: str, over: str) -> str:
    return (
        f'<fullTrial><trial lastUpdated="2024-02-03T00:00:00Z"><isrctn>{number}</isrctn>'
        f"<trialDescription><title>Trial {number}</title></trialDescription>"
        f"<trialDesign><overallEndDate>{over}</overallEndDate></trialDesign><participants>"
        f"<recruitmentStart>{start}</recruitmentStart><recruitmentEnd>{close}</recruitmentEnd>"
        "</participants></trial></fullTrial>"
    )


@pytest.mark.parametrize(
    "day", ["2024-01-01", "2025-01-01", "2025-06-30", "2025-07-01", "2026-01-02", "2031-01-01"]
)
def test_list_filters_facets_and_record_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv("TRIALS_TODAY", day)
    years = [(y, y + length, y + length + 2) for y in range(2022, 2028) for length in (1, 2)]
    body = "".join(
        _record(93500000 + at, f"{start}-07-01", f"{close}-06-30", f"{over}-01-01")
        for at, (start, close, over) in enumerate(years)
    )
    source = tmp_path / "all.xml"
    source.write_text(f'<allTrials xmlns="http://www.67bricks.com/isrctn">{body}</allTrials>')
    path = tmp_path / "catalog.db"
    keep(path, (item for item in read([source], workers=0) if isinstance(item, SourceRecord)))
    with Catalogue.open(path) as catalogue, closing(connect_read_only(path)) as connection:
        searcher = Searcher(connection)
        listed = {hit.id: hit.status for hit in searcher.search(parse(""), limit=50).hits}
        assert len(listed) == len(years)
        merged = [catalogue.get(name) for name in listed]
        shown = {one.id: one.trial.status for one in merged if one}
        assert {name: word.means for name, word in shown.items() if word} == listed
        counted = {facet.value: facet.count for facet in searcher.facets(parse(""))["status"]}
        for status in Status:
            found = searcher.search(parse(f"status:{status.value}"), limit=50)
            wanted = {name for name, word in listed.items() if word == status}
            assert {hit.id for hit in found.hits} == wanted
            assert counted.get(status.value, 0) == len(wanted)
        assert "by-dates" not in counted
        opened = {hit.id for hit in searcher.search(parse("has:open"), limit=50).hits}
        assert opened == {n for n, word in listed.items() if word and Status(word).is_open}


def test_what_is_stored_is_the_dates(tmp_path: Path) -> None:
    raw = _record(93500001, "2022-07-01", "2023-06-30", "2024-01-01").replace(
        "<fullTrial>", '<fullTrial xmlns="http://www.67bricks.com/isrctn">'
    )
    status = isrctn.read(raw.encode()).trial.status
    assert status and (status.said, status.means) == (
        "recruitment from 2022-07-01 to 2023-06-30",
        None,
    )
