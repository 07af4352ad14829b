"""Coded values and dates of one record, with notes of those that are not understood."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar, cast

from catalog.model.codes import Coded, DateType, coded
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import TrialDate

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
        if word is not None and word.means is None:
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
