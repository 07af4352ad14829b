"""Dates that are only as precise as their source."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import msgspec

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
_WORDS = re.compile(r"([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)


class PartialDate(msgspec.Struct, frozen=True, order=True):
    """A day, a month or a year, never more exact than what was said.

    `month` and `day` are 0 where the source did not give them, so that dates sort and a month
    stands before its days.
    """

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> PartialDate | None:
        """Read `2020`, `2020-02`, `2020-02-05`, `February 2020`, `February 5, 2020`, `5 Feb 2020`.

        Returns None for anything else: a wrong date is worse than none. Orders that depend on the
        registry (05/02/2020) are for the importer that knows the registry: see `numeric`.
        """
        text = text.strip()
        if found := _ISO.fullmatch(text):
            return cls.of(int(found[1]), int(found[2] or 0), int(found[3] or 0))
        if found := _WORDS.fullmatch(text):
            return cls.of(int(found[3]), _MONTHS.get(found[1].lower(), 13), int(found[2] or 0))
        if found := _DAY_FIRST.fullmatch(text):
            return cls.of(int(found[3]), _MONTHS.get(found[2].lower(), 13), int(found[1]))
        return None

    @classmethod
    def numeric(cls, text: str, order: str) -> PartialDate | None:
        """Read numbers in a known order, `order` being a permutation of the letters `dmy`.

        Separators may be `/`, `-` or `.`; the year has four digits.
        """
        parts = re.split(r"[/.\-]", text.strip())
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        said = dict(zip(order, parts, strict=True))
        if len(said["y"]) != 4:
            return None
        return cls.of(int(said["y"]), int(said["m"]), int(said["d"]))

    @classmethod
    def of(cls, year: int, month: int = 0, day: int = 0) -> PartialDate | None:
        """The date, or None where the calendar has no such date."""
        if not 1 <= year <= 9999 or not 0 <= month <= 12 or day < 0 or (day and not month):
            return None
        if day and day > calendar.monthrange(year, month)[1]:
            return None
        return cls(year, month, day)

    def __str__(self) -> str:
        """ISO 8601, as precise as the source: `2020`, `2020-02`, `2020-02-05`."""
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        if self.month:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}"

    def first_day(self) -> dt.date:
        """The earliest day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> dt.date:
        """The latest day it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def agrees(self, other: PartialDate) -> bool:
        """Whether both can mean the same day, each being as precise as it is."""
        return self.first_day() <= other.last_day() and other.first_day() <= self.last_day()
