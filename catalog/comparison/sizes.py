"""Rows of size and dates, with how far apart trials are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import line, missing, row, stated, unequal
from catalog.comparison.result import Cell, Row, Section
from catalog.model.dates import PartialDate
from catalog.model.trial import TrialDate


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """One section: participants, then each date."""
    dates = [_date_row(label, field, trials, counted) for label, field, counted in _DATES]
    return [Section("Size and dates", (_enrollment(trials), *filter(None, dates)))]


_DATES = (
    ("start", "start_date", True),
    ("primary completion", "primary_completion_date", True),
    ("completion", "completion_date", True),
    ("first posted", "first_posted", False),
    ("last updated", "last_updated", False),
)


def _enrollment(trials: Sequence[Analysis]) -> Row:
    cells: list[Cell] = []
    counts: list[int | None] = []
    for analysis in trials:
        size = analysis.trial.enrollment
        if size is None or (size.count is None and not size.said):
            cells.append(missing(analysis.merged, "enrollment"))
            counts.append(None)
            continue
        count = str(size.count) if size.count is not None else line(size.said or "")
        text = f"{count} ({size.type.word.lower()})" if size.type else count
        said = (size.said or count, *((size.type.said,) if size.type else ()))
        cells.append(stated(analysis.merged, "enrollment", text, said))
        counts.append(size.count)
    return row(
        "participants", "enrollment", cells, counts, unequal, lambda one, two: _apart(two - one)
    )


def _apart(difference: int) -> str:
    return f"{abs(difference)} participants" if difference else ""


def _date_row(label: str, field: str, trials: Sequence[Analysis], counted: bool) -> Row | None:
    cells: list[Cell] = []
    dates: list[PartialDate | None] = []
    for analysis in trials:
        value: TrialDate | None = getattr(analysis.trial, field)
        if value is None:
            cells.append(missing(analysis.merged, field))
            dates.append(None)
            continue
        kind = f" ({value.type.word.lower()})" if value.type else ""
        said = (value.said or str(value.date), *((value.type.said,) if value.type else ()))
        cells.append(stated(analysis.merged, field, f"{line(str(value))}{kind}", said))
        dates.append(value.date)
    if not any(cell.stated for cell in cells) and not counted:
        return None
    made = row(label, field, cells, dates, _disagree, _months_apart)
    return made if counted else Row(label, field, made.cells)


def _disagree(one: PartialDate, other: PartialDate) -> bool:
    return not one.agrees(other)


def _months_apart(one: PartialDate, other: PartialDate) -> str:
    if one.agrees(other):
        return ""
    months = months_between(one.first_day(), other.first_day())
    return duration(months) if months else "less than a month"


def months_between(one: dt.date, other: dt.date) -> int:
    """Whole months between two days, never negative."""
    first, last = sorted((one, other))
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def duration(months: int) -> str:
    """`1 month`, `26 months`, `4 years`."""
    if months >= 36 and months % 12 == 0:
        return f"{months // 12} years"
    return "1 month" if months == 1 else f"{months} months"
