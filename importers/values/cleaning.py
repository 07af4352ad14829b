"""Words into values: blanks, yes and no, ages, dates, counts, numbers of registries, texts."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar, cast

from catalog.model.codes import Coded, DateType, Sex, coded, is_listed
from catalog.model.dates import PartialDate
from catalog.model.numbers import registry_number as registry_number
from catalog.model.record import Note
from catalog.model.trial import Enrollment, Identifier, TrialDate, one_line

# -- texts


def blank(text: str | None) -> str | None:
    """Text without blanks at both ends and NUL, line ends "\\n"; None when nothing is left."""
    if text is None:
        return None
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip() or None


def line_of(text: str | None) -> str | None:
    """Text in one line, runs of blanks as one; None when there is none."""
    return one_line(text) if text else None


def joined(cell: str | None, separator: str = "|") -> tuple[str, ...]:
    """Parts of a cell that holds several values, blank ones left out."""
    if not cell:
        return ()
    return tuple(part for raw in cell.split(separator) if (part := blank(raw)) is not None)


# -- yes and no, numbers, places

_YES = frozenset({"yes", "y", "true", "t", "1", "accepts healthy volunteers", "has results"})
_NO = frozenset({"no", "n", "false", "f", "0", "no results available"})


def yes_no(text: str | None) -> bool | None:
    """True or False for the words registries use for them; None for anything else."""
    word = (text or "").strip().lower()
    if word in _YES:
        return True
    return False if word in _NO else None


def sex_of(female: bool | None, male: bool | None) -> Coded[Sex] | None:
    """Who may enter, by the two answers of a European form; None where neither is yes."""
    if female and male:
        return Coded("Female, Male", Sex.ALL)
    return Coded("Female", Sex.FEMALE) if female else Coded("Male", Sex.MALE) if male else None


_COUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)


def count(text: str | None, type: str | None = None) -> Enrollment | None:
    """Number of participants; what is more than a number is kept as said, without a count."""
    said = blank(text)
    if said is None:
        return None
    if _COUNT.fullmatch(said) and len(said) <= 12:
        return Enrollment(count=int(said.replace(",", "")), type=coded(DateType, type))
    return Enrollment(said=said, type=coded(DateType, type))


def coordinates(
    latitude: float | str | None, longitude: float | str | None
) -> tuple[float | None, float | None]:
    """Degrees north and east; (None, None) where they are no place on earth."""
    try:
        north = float("nan" if latitude is None else latitude)
        east = float("nan" if longitude is None else longitude)
    except ValueError:
        return None, None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else (None, None)


# -- dates


def stated(text: str | None, type: str | None = None) -> TrialDate | None:
    """A date as precise as it was said; its wording kept where that is not ISO or not readable."""
    said = blank(text)
    if said is None:
        return None
    date = PartialDate.parse(said)
    return TrialDate(
        date=date,
        type=coded(DateType, type),
        said=None if date is not None and str(date) == said else said,
    )


# -- numbers of registries

# What sources call the other numbers, folded to letters.
_TYPES = {
    "nih": "nih",
    "nihgrant": "nih",
    "usnihgrantcontract": "nih",
    "usnihgrantcontractawardnumber": "nih",
    "othergrant": "grant",
    "othergrantfundingnumber": "grant",
    "fda": "secondary_id",
}


def identifier(
    value: str,
    said_type: str | None = None,
    domain: str | None = None,
    link: str | None = None,
    own: bool = False,
) -> Identifier:
    """A number with its kind: the registry whose shape it has, else what the source calls it.

    `own` says that it is the sponsor's number for the trial (`org_study_id`); it is that whatever
    its shape, unless it is a registry's.
    """
    known = registry_number(value)
    if known is not None:
        kind, canonical = known
    else:
        kind = (
            "org_study_id"
            if own
            else _TYPES.get(re.sub(r"\W|_", "", said_type or "").lower(), "secondary_id")
        )
        canonical = value.strip()
    return Identifier(value=canonical, kind=kind, said_type=said_type, domain=domain, link=link)


Word = TypeVar("Word", bound=enum.StrEnum)
_SHOWN = 60

# A register says the same few thousand words and dates in all of its records.
_read_date = lru_cache(maxsize=32768)(PartialDate.parse)


@lru_cache(maxsize=4096)
def _code(kind: type[enum.StrEnum], said: str) -> Coded[enum.StrEnum] | None:
    return coded(kind, said)


@lru_cache(maxsize=32768)
def _date(said: str, type: str | None) -> TrialDate:
    date = _read_date(said)
    return TrialDate(
        date=date,
        type=coded(DateType, type),
        said=None if date is not None and str(date) == said else said,
    )


class Words:
    """Reads the coded values and dates of one record and keeps what to report of them."""

    def __init__(self) -> None:
        self._notes: list[Note] = []

    @property
    def notes(self) -> tuple[Note, ...]:
        """Unknown values and unread dates so far, each once."""
        return tuple(dict.fromkeys(self._notes))

    def code(self, kind: type[Word], said: str | None, field: str) -> Coded[Word] | None:
        """A coded value; None where nothing was said."""
        if not said:
            return None
        word = _code(kind, said)
        if word is not None and word.means is None and not is_listed(kind, said):
            self._notes.append(Note("unknown value", f"{field}: {said[:_SHOWN]}"))
        return cast("Coded[Word] | None", word)

    def codes(self, kind: type[Word], said: Iterable[str], field: str) -> tuple[Coded[Word], ...]:
        """Coded values of a list."""
        found = [self.code(kind, one, field) for one in said]
        return tuple(word for word in found if word is not None)

    def date(self, said: str | None, type: str | None, field: str) -> TrialDate | None:
        """A date with its precision; kept as said where that is not ISO or not readable."""
        if not said:
            return None
        date = _date(said, type)
        if date.date is None:
            self._notes.append(Note("unread date", f"{field}: {said[:_SHOWN]}"))
        if date.type is not None and date.type.means is None:
            self._notes.append(Note("unknown value", f"{field}: {date.type.said[:_SHOWN]}"))
        return date

    def day(self, said: str | None, field: str) -> PartialDate | None:
        """A date that carries nothing else; None, with a note, where it cannot be read."""
        if not said:
            return None
        date = _read_date(said)
        if date is None:
            self._notes.append(Note("unread date", f"{field}: {said[:_SHOWN]}"))
        return date
