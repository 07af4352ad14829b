"""PartialDate: never more exact than its source."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.dates import PartialDate


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2020", "2020"),
        ("2020-02", "2020-02"),
        ("2020-2-5", "2020-02-05"),
        ("2020-02-05", "2020-02-05"),
        ("2020-02-05T10:11:12Z", "2020-02-05"),
        ("February 2020", "2020-02"),
        ("February 5, 2020", "2020-02-05"),
        ("Feb 5 2020", "2020-02-05"),
        ("5 February 2020", "2020-02-05"),
        ("17 Feb. 2020", "2020-02-17"),
    ],
)
def test_reads_what_registries_write(said: str, meant: str) -> None:
    assert str(PartialDate.parse(said)) == meant


@pytest.mark.parametrize(
    "said", ["", "soon", "2020-13", "2020-02-30", "05/02/2020", "0000", "20200205", "Febtober 2020"]
)
def test_refuses_to_guess(said: str) -> None:
    assert PartialDate.parse(said) is None


def test_a_known_order_of_numbers() -> None:
    assert str(PartialDate.numeric("05/02/2020", "dmy")) == "2020-02-05"
    assert str(PartialDate.numeric("05/02/2020", "mdy")) == "2020-05-02"
    assert PartialDate.numeric("13/13/2020", "dmy") is None
    assert PartialDate.numeric("5/2/20", "dmy") is None


@given(st.dates(dt.date(1, 1, 1)))
def test_what_is_written_reads_back(day: dt.date) -> None:
    date = PartialDate(day.year, day.month, day.day)
    assert PartialDate.parse(str(date)) == date
    assert date.first_day() == date.last_day() == day
    assert PartialDate(day.year, day.month).agrees(date)
    assert PartialDate(day.year) < PartialDate(day.year, day.month) < date


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    date = PartialDate.parse(text)
    assert date is None or PartialDate.parse(str(date)) == date
