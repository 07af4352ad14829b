"""Dates in files of the WHO ICTRP: every registry keeps its own way of writing them.

The platform passes on what it was sent: most registries write day, month, year; a few write ISO
dates; ClinicalTrials.gov names the month. Only `Date_registration3` is the platform's own and
always YYYYMMDD.
"""

from __future__ import annotations

import datetime as dt
import re

from catalog.model.codes import DateType, coded
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import Guess, TrialDate

# Day, month and year by prefix of the number; an order is needed only where the year stands last.
_YEAR_LAST = {"CTRI": "dmy"}
_USUAL = "dmy"
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_NUMBERS = re.compile(r"(\d{4})[/.-]?(\d{1,2})[/.-]?(\d{1,2})(?:[T ].*)?$", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?:[T ].*)?", re.ASCII)
_TIME = re.compile(r"[ T]\d{1,2}:\d\d.*$")
_NO_DATE = frozenset({"01/01/1900", "1900-01-01", "jan  1 1900 12:00am", "null", "-", "n/a"})

_SOLAR = range(1300, 1500)
"""Years of the Iranian calendar in which a trial may be registered: 1921 to 2120."""
_TWICE = range(2560, 2700)
"""Years that come out when a Gregorian date is taken for an Iranian one and converted again."""
_TOO_LATE = 2200
"""No trial is planned for so late a year: the number is something else."""


class Dates:
    """Reads the dates of one record and keeps what had to be guessed or could not be read."""

    def __init__(self, prefix: str) -> None:
        """`prefix` is that of the registry's numbers: `NCT`, `ChiCTR`, `IRCT`."""
        self._order = _YEAR_LAST.get(prefix, _USUAL)
        self._iranian = prefix == "IRCT"
        self.guesses: list[Guess] = []
        self.notes: list[Note] = []

    def read(self, said: str | None, field: str, type: str | None = None) -> TrialDate | None:
        """A date of the registry at hand; `field` is its name in Trial."""
        if not said or said.lower() in _NO_DATE:
            return None
        date = self._date(said, field)
        if date is None:
            self.notes.append(Note("unread date", f"{field.replace('_', ' ')}: {said[:60]}"))
        return TrialDate(
            date=date,
            type=coded(DateType, type),
            said=None if date is not None and str(date) == said else said,
        )

    def _date(self, said: str, field: str) -> PartialDate | None:
        if self._iranian and (found := _NUMBERS.match(said)):
            year, month, day = int(found[1]), int(found[2]), int(found[3])
            if year in _SOLAR:
                date = gregorian(year, month, day)
                return self._guessed(field, "a year of the Iranian calendar", date)
            if year in _TWICE and (converted := PartialDate.of(year, month, day)):
                # Leap years so far ahead are reckoned in several ways: the day may be one off.
                twice = iranian(converted.first_day())
                date = PartialDate.of(twice[0], twice[1])
                return self._guessed(field, "a date converted twice to our calendar", date)
        date = in_order(said, self._order)
        return date if date is None or date.year < _TOO_LATE else None

    def _guessed(self, field: str, what: str, date: PartialDate | None) -> PartialDate | None:
        self.guesses.append(Guess(field=field, why=f"the source wrote {what}"))
        return date


def in_order(said: str, order: str = _USUAL) -> PartialDate | None:
    """A date in any of the platform's writings; numbers with the year last in `order`."""
    if found := _COMPACT.fullmatch(said):
        return PartialDate.of(int(found[1]), int(found[2]), int(found[3]))
    without_time = _TIME.sub("", said)
    if _YEAR_FIRST.fullmatch(said):
        return PartialDate.numeric(without_time, "ymd")
    return PartialDate.parse(said) or PartialDate.numeric(without_time, order)


# -- the Iranian (solar Hijri) calendar: six months of 31 days, five of 30, one of 29 or 30

_ANCHOR = (1399, dt.date(2020, 3, 20).toordinal())
"""A new year's day known for certain."""


def _days(year: int, month: int, day: int) -> int:
    """Days since a fixed one; leap years by the 33-year cycle, right from 1799 to 2256."""
    year += 1595
    before = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return 365 * year + year // 33 * 8 + (year % 33 + 3) // 4 + before + day


_SHIFT = _ANCHOR[1] - _days(_ANCHOR[0], 1, 1)


def gregorian(year: int, month: int, day: int) -> PartialDate | None:
    """A day of the Iranian calendar in ours; None where there is no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month < 7 else 30):
        return None
    found = dt.date.fromordinal(_days(year, month, day) + _SHIFT)
    return PartialDate(found.year, found.month, found.day)


def iranian(day: dt.date) -> tuple[int, int, int]:
    """Year, month and day of a day in the Iranian calendar."""
    ordinal = day.toordinal() - _SHIFT
    year = day.year - 621
    if ordinal < _days(year, 1, 1):
        year -= 1
    past = ordinal - _days(year, 1, 1)
    if past < 186:
        return year, past // 31 + 1, past % 31 + 1
    return year, (past - 186) // 30 + 7, (past - 186) % 30 + 1
