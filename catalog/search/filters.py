"""From filters to sets of trials."""

from __future__ import annotations

from collections.abc import Callable

from catalog.model.dates import PartialDate
from catalog.search.by_number import Numbers
from catalog.search.fields import PLACES, date_code, facet_term
from catalog.search.index.bits import from_positions, greater, without
from catalog.search.index.reader import Reader
from catalog.search.match import Matcher
from catalog.search.plan import Planner
from catalog.search.query import Filter, Query, Text
from catalog.search.query_fields import FIELDS, FieldKind
from catalog.search.words import words

_LATEST_MONTH, _LATEST_DAY = 15, 31


class Filters:
    """Finds the trials that pass a filter of one catalogue."""

    def __init__(
        self, reader: Reader, matcher: Matcher, planner: Planner, numbers: Numbers
    ) -> None:
        self._reader = reader
        self._matcher = matcher
        self._planner = planner
        self._numbers = numbers

    def passing(
        self, wanted: Filter, query: Query, check: Callable[[], None]
    ) -> tuple[int, str | None]:
        """The trials that pass, and a line where the catalogue has no such value."""
        found, problem = self._having(wanted, query, check)
        found &= self._reader.live
        if wanted.without:
            found = without(self._reader.live, found)
        return found, problem

    def _having(
        self, wanted: Filter, query: Query, check: Callable[[], None]
    ) -> tuple[int, str | None]:
        kind = FIELDS[wanted.field]
        if kind is FieldKind.CODED:
            return self._coded(wanted.field, wanted.values), None
        if kind is FieldKind.NAME:
            return self._named(wanted)
        if kind is FieldKind.ID:
            return self._numbered(wanted), None
        if kind is FieldKind.WORDS:
            return self._worded(wanted, query, check), None
        if kind is FieldKind.AGE:
            return self._aged(wanted), None
        if kind is FieldKind.DATE:
            return self._between(wanted.field, *_dates(wanted)), None
        return self._between(wanted.field, *_amounts(wanted)), None

    def _coded(self, field: str, values: tuple[str, ...]) -> int:
        found = 0
        for value in values:
            found |= self._reader.bits(facet_term(field, value), 1)
        return found

    def _named(self, wanted: Filter) -> tuple[int, str | None]:
        """Countries and sources: only what some trial has, and a beginning will do."""
        known = {value: " ".join(words(value)) for value in self._reader.values(wanted.field)}
        found = 0
        missing: list[str] = []
        for said in wanted.values:
            spelt = " ".join(words(said))
            meant = [value for value, folded in known.items() if folded == spelt]
            meant = meant or [value for value, each in known.items() if each.startswith(spelt)]
            if not meant:
                missing.append(said)
            found |= self._coded(wanted.field, tuple(meant))
        if missing:
            return found, f"no trial has {wanted.field}:{'|'.join(missing)}"
        return found, None

    def _numbered(self, wanted: Filter) -> int:
        found = 0
        for said in wanted.values:
            found |= from_positions(self._numbers.begins(said), self._reader.size)
        return found

    def _worded(self, wanted: Filter, query: Query, check: Callable[[], None]) -> int:
        """Trials that hold all words of one of the values in the field."""
        fields = sum(1 << place for place in PLACES[wanted.field])
        found = 0
        for value in wanted.values:
            here = self._reader.live
            texts = [Text(word) for word in value.split()]
            for need in self._planner.needs(texts, query, fields):
                here &= self._matcher.group((need,), check).everyone
            found |= here
        return found

    def _aged(self, wanted: Filter) -> int:
        """Trials that take somebody of this age; a missing limit excludes nobody."""
        if not wanted.values[0][:1].isdigit():
            return self._coded("age", wanted.values)
        low, high = _ages(wanted)
        live = self._reader.live
        too_old = greater(self._reader.column("youngest"), high, live)[0]
        enough, equal = greater(self._reader.column("oldest"), low, live)
        unlimited = without(live, self._stated("oldest"))
        return without(enough | equal | unlimited, too_old)

    def _stated(self, column: str) -> int:
        found = 0
        for bits in self._reader.column(column):
            found |= bits
        return found

    def _between(self, column: str, low: int, high: int) -> int:
        """Trials with a number from `low` to `high`."""
        slices = self._reader.column(column)
        above, equal = greater(slices, max(low, 1), self._reader.live)
        return without(above | equal, greater(slices, high, self._reader.live)[0])


_TOP = 1 << 40


def _bounded(op: str, lows: list[int], highs: list[int]) -> tuple[int, int]:
    """Lowest and highest number that an operator allows; a value may span several numbers."""
    if op == ">":
        return highs[0] + 1, _TOP
    if op == ">=":
        return lows[0], _TOP
    if op == "<":
        return 1, lows[0] - 1
    if op == "<=":
        return 1, highs[0]
    return min(lows), max(highs)  # `500..100` can only mean one thing


def _dates(wanted: Filter) -> tuple[int, int]:
    dates = [date for value in wanted.values if (date := PartialDate.parse(value))]
    lows = [date_code(date.year, date.month, date.day) for date in dates]
    highs = [
        date_code(date.year, date.month or _LATEST_MONTH, date.day or _LATEST_DAY) for date in dates
    ]
    return _bounded(wanted.op, lows, highs)


def _amounts(wanted: Filter) -> tuple[int, int]:
    amounts = [int(value) + 1 for value in wanted.values]
    return _bounded(wanted.op, amounts, amounts)


def _ages(wanted: Filter) -> tuple[int, int]:
    """Months and one, as the columns have them: a person of 45 is 45 until the next birthday."""
    years = [int(value) for value in wanted.values]
    lows = [12 * year + 1 for year in years]
    highs = [12 * year + 12 for year in years]
    return _bounded(wanted.op, lows, highs)
