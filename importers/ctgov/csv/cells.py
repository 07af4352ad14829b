"""Cells that ClinicalTrials.gov's spreadsheets have in common: interventions, ids, dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from catalog.model.codes import InterventionType
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import Enrollment, Guess, Identifier, Intervention, TrialDate
from importers.importer import Unreadable
from importers.values.cleaning import Words, blank, count, identifier, joined, registry_number

# -- numbers

_IN_ADDRESS = re.compile(r"NCT\d{8}", re.IGNORECASE)


def number(said: str | None, url: str | None) -> str | None:
    """The NCT number of a cell, else of the study's address; raises Unreadable for another."""
    if said := blank(said):
        known = registry_number(said)
        if known is None or known[0] != "nct":
            raise Unreadable(f"{said[:40]!r} is not an NCT number")
        return known[1]
    found = _IN_ADDRESS.search(url or "")
    return found[0].upper() if found else None


def identifiers(own: str | None, others: str | None) -> Iterator[Identifier]:
    """The own number, the sponsor's (always first of the others), then all secondary ones."""
    if own is not None:
        yield Identifier(value=own, kind="nct")
    for position, one in enumerate(joined(others)):
        yield identifier(one, own=position == 0)


def enrollment(cell: str | None) -> Enrollment | None:
    """Participants; pandas writes `30.0`."""
    return count(cell.strip().removesuffix(".0") if cell else None)


# -- interventions

_TYPES = "|".join(word.value.replace("_", "[_ ]") for word in InterventionType)
_NEXT = re.compile(rf"\|\s*(?=(?:{_TYPES}): )", re.IGNORECASE)
_TYPED = re.compile(rf"({_TYPES}): (.*)", re.IGNORECASE | re.DOTALL)


def interventions(cell: str | None, words: Words) -> Iterator[Intervention]:
    """`DRUG: name` joined by `|`, which a name may hold too."""
    for part in _NEXT.split(cell) if cell else ():
        found = _TYPED.fullmatch(part.strip())
        if found is None:
            if name := blank(part):
                yield Intervention(name=name)
        else:
            yield Intervention(
                name=found[2].strip(),
                type=words.code(InterventionType, found[1], "intervention type"),
            )


# -- dates

_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4})(?: \d{1,2}:\d\d.*)?", re.ASCII)
_MONTH = re.compile(r"([A-Za-z]{3})-(\d\d)", re.ASCII)
_STUDY_DATES = frozenset({"start_date", "primary_completion_date", "completion_date"})
"""Those that may be as rough as a month; dates of posting are always days."""

EXCEL = Note("layout", "dates re-formatted by a spreadsheet program")
_COUNTED = (
    "a spreadsheet program wrote the date as a number of days, which it may count in two ways"
)
_FIRST_DAY = "a spreadsheet program wrote the date: the first of a month may have been a month"
_ORDER = "a spreadsheet program wrote the date: day and month may be the other way round"


class Dates:
    """The dates of one row: ISO, in words, or as Excel re-formatted them.

    Whether Excel wrote month or day first is told by a date of the row that has no month 13; where
    none tells, it is the month, as in the United States, and each such date is a guess.
    """

    def __init__(
        self, cells: Mapping[str, str | None], words: Words, rounded: bool = False
    ) -> None:
        """`cells` by field of Trial; `rounded` where ISO dates may be months made days."""
        self._words = words
        self._cells = {field: said for field, cell in cells.items() if (said := blank(cell))}
        self._rounded = rounded
        found = {
            field: match
            for field, cell in self._cells.items()
            if cell[4:5] != "-" and (match := _NUMERIC.fullmatch(cell))
        }
        self._order = _order(found.values())
        self._numeric = {field: _read(match, self._order) for field, match in found.items()}
        self._midnight = any(map(_MIDNIGHT.fullmatch, self._cells.values()))
        self._counted = {
            field: _EPOCH + dt.timedelta(int(float(cell)))
            for field, cell in self._cells.items()
            if _SERIAL.fullmatch(cell)
        }

    @property
    def reformatted(self) -> bool:
        """Whether a spreadsheet program wrote dates of the row."""
        return bool(self._numeric or self._counted or self._midnight)

    def __getitem__(self, field: str) -> TrialDate | None:
        """The date of a field of Trial."""
        said = self._cells.get(field)
        if said is None:
            return None
        date = self._numeric.get(field) or _shown_month(said)
        if (counted := self._counted.get(field)) is not None:
            date = PartialDate(counted.year, counted.month, counted.day)
        if date is None:
            return self._words.date(said, None, field.replace("_", " "))
        return TrialDate(date=date, said=said)

    def guesses(self) -> Iterator[Guess]:
        """Which dates the spreadsheet program may have changed."""
        for field, date in self._numeric.items():
            if date is None:
                continue
            if self._order is None and date.day <= 12 and date.day != date.month:
                yield Guess(field=field, why=_ORDER)
            elif date.day == 1 and field in _STUDY_DATES:
                yield Guess(field=field, why=_FIRST_DAY)
        for field in self._counted:
            yield Guess(field=field, why=_COUNTED)
        for field, said in self._cells.items() if not self._rounded else ():
            if field in _STUDY_DATES and self._may_be_month(said):
                yield Guess(field=field, why=_FIRST_DAY)
        for field, said in self._cells.items() if self._rounded else ():
            if field in _STUDY_DATES and _FIRST_OF_MONTH.match(said):
                yield Guess(field=field, why=_FIRST_DAY)

    def _may_be_month(self, said: str) -> bool:
        """Whether a first of a month stands where a program writes days only."""
        if self._midnight and _FIRST_OF_MONTH.match(said):
            return True
        return said.startswith(("1-", "01-")) and _DAY_MONTH.fullmatch(said) is not None


_MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\d[ T]00:00(?::00(?:\.0+)?)?Z?", re.ASCII)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0)?", re.ASCII)
"""A day's number: 20,000 is in 1954, 69,999 in 2091."""
_EPOCH = dt.date(1899, 12, 30)
_FIRST_OF_MONTH = re.compile(r"\d{4}-\d\d-01", re.ASCII)


def _order(found: Iterable[re.Match[str]]) -> str | None:
    """`dmy` or `mdy`; None where every date can be read both ways."""
    for one in found:
        if int(one[1]) > 12 or one[2] == ".":
            return "dmy"
        if int(one[3]) > 12:
            return "mdy"
    return None


def _read(found: re.Match[str], order: str | None) -> PartialDate | None:
    day, month = (found[1], found[3]) if order == "dmy" else (found[3], found[1])
    return PartialDate.of(int(found[4]), int(month), int(day))


_DAY_MONTH = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d\d|\d{4})", re.ASCII)


def _shown_month(said: str) -> PartialDate | None:
    """`Jan-19`: 2019-01 as Excel shows it; `4-Mar-24`: 2024-03-04."""
    if found := _DAY_MONTH.fullmatch(said):
        year = found[3] if len(found[3]) == 4 else f"{_century(found[3])}{found[3]}"
        return PartialDate.parse(f"{found[1]} {found[2]} {year}")
    if len(said) != _MONTH_SHOWN or (found := _MONTH.fullmatch(said)) is None:
        return None
    return PartialDate.parse(f"{found[1]} {_century(found[2])}{found[2]}")


def _century(year: str) -> str:
    return "19" if int(year) >= _OLDEST else "20"


_MONTH_SHOWN = len("Jan-19")
_OLDEST = 60
"""Two-digit years from here on are of the last century."""
