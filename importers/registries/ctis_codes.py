"""What the numbers and words of the EU's CTIS stand for, in whichever of its downloads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog.model.codes import Coded, DateType, Phase, StandardAge, Status
from catalog.model.csv_table import cell_list, table
from catalog.model.dates import PartialDate
from catalog.model.trial import TrialDate
from importers.values.cleaning import Words


class Code(NamedTuple):
    """A number of the register's, what it shows for it, and our words for that."""

    code: str
    label: str
    means: tuple[str, ...]


@cache
def codes(field: str) -> tuple[Code, ...]:
    """All numbers of a field: `phase`, `status`, `age`, `product role`."""
    path = Path(__file__).with_name("ctis_codes.csv")
    rows = table(path, ("field", "code", "label", "means"), key=("field", "code", "label"))
    return tuple(Code(row[1], row[2], cell_list(row[3])) for row in rows if row[0] == field)


def code_of(field: str, code: str | None) -> Code | None:
    """What a number stands for; None for a number that the register has not told us."""
    return next((one for one in codes(field) if code and one.code == code), None)


def labelled(field: str, label: str) -> Code | None:
    """What is shown with these words, in either case."""
    return next((one for one in codes(field) if one.label.lower() == label.lower()), None)


def status_word(said: str | None, words: Words) -> Coded[Status] | None:
    """A status by its number or words; a number is kept with the label it stands for."""
    if said is None:
        return None
    known = code_of("status", said)
    if known is None and (known := labelled("status", said)) is None:
        shown = f"not known ({said})" if said.isdecimal() else said
        return words.code(Status, shown, "status")
    label = known.label if said == known.code else said
    return Coded(label, Status(known.means[0]) if known.means else None)


def day(said: str | None, words: Words, field: str) -> TrialDate | None:
    """ISO, or day/month/year as in rows of the search."""
    date = PartialDate.numeric(said, "dmy") if said and said.count("/") == 2 else None
    if date is not None:
        return TrialDate(date=date, said=said)
    return words.date(said[:10] if said and "T" in said else said, None, field)


_ROMAN = re.compile(r"\bPhase (IV|III|II|I)\b", re.IGNORECASE)
_BY_ROMAN = {"I": Phase.PHASE1, "II": Phase.PHASE2, "III": Phase.PHASE3, "IV": Phase.PHASE4}


def phases_of(label: str | None) -> tuple[Coded[Phase], ...]:
    """The phases a label names: `Phase II and Phase III (Integrated)`; none, or several."""
    named = dict.fromkeys(match.upper() for match in _ROMAN.findall(label or ""))
    return tuple(Coded(label or "", _BY_ROMAN[name]) for name in named)


def ages_of(labels: Iterable[str]) -> Iterator[Coded[StandardAge]]:
    """The groups of age that labels of the search name, each once."""
    for label in dict.fromkeys(labels):
        for known in codes("age"):
            if known.label == label:
                yield Coded(label, StandardAge(known.means[0]))


def dated(actual: str | None, planned: str | None, words: Words, field: str) -> TrialDate | None:
    """The day that came, else the one that was planned; which of them it is stands beside it."""
    date = day(actual or planned, words, field)
    if date is None:
        return None
    type = Coded("actual", DateType.ACTUAL) if actual else Coded("estimated", DateType.ESTIMATED)
    return TrialDate(date=date.date, type=type, said=date.said)


COUNTRY = re.compile(r",\s*(?=(?:[A-Z]{2}|[A-Z][^:,]*):)")
"""Where the next country begins in `Spain:Ongoing, recruiting, Bulgaria:Ended`: statuses have
commas too."""
