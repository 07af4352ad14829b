"""From filters to sets of trials."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import structs
from msgspec.structs import replace

from catalog.model.dates import PartialDate
from catalog.places.distance import OWN
from catalog.search.by_number import Numbers
from catalog.search.fields import FIELDS, Apart, FieldKind, QueryField
from catalog.search.index.bits import from_positions, greater, without
from catalog.search.index.entering import OPEN_STATUSES, SINCE
from catalog.search.index.reader import Reader
from catalog.search.index.terms import LIMIT_NOT_READ, NOT_STATED, date_code, entered
from catalog.search.match import Matcher
from catalog.search.must_not import Sided, is_loose
from catalog.search.needs import Need
from catalog.search.plan import Planner
from catalog.search.query import MONTHS, Filter, Query, Text, age_typed, is_own_sites
from catalog.search.values import Values
from catalog.search.whereabouts import Whereabouts

_LATEST_MONTH, _LATEST_DAY = 15, 31
NO_SITES = f'site:{OWN} needs your sites in the settings: sites = ["Freiburg", "Basel"]'
_PLACES = frozenset({"country", "city", "site"})


class Filters:
    """Finds the trials that pass a filter of one catalogue."""

    def __init__(
        self,
        reader: Reader,
        matcher: Matcher,
        planner: Planner,
        numbers: Numbers,
        places: Whereabouts,
        own_sites: Sequence[str],
    ) -> None:
        self.values = Values(reader)
        self._reader = reader
        self._matcher = matcher
        self._planner = planner
        self._numbers = numbers
        self._places = places
        self._own_sites = own_sites

    def passing(
        self, wanted: Filter, query: Query, check: Callable[[], None]
    ) -> tuple[int, str | None]:
        """The trials that pass, and a line where there is something to say of it."""
        if wanted.without and self.sided(wanted, query) is not None:
            return self._reader.live, None  # its words may stand apart: the texts are read
        found, told = self._having(wanted, query, check)
        found &= self._reader.live
        if wanted.without:
            found = without(self._reader.live, found)
        return found, told

    def _having(
        self, wanted: Filter, query: Query, check: Callable[[], None]
    ) -> tuple[int, str | None]:
        if is_own_sites(wanted):
            return self._at_own_sites(wanted, query, check)
        row = FIELDS[wanted.field]
        if row.since > self._reader.version:
            return 0, f"this catalogue's index has no {row.name}: yet: run trials reindex"
        if row.kind in (FieldKind.CODED, FieldKind.NAME):
            return self._coded(wanted, query)
        if row.kind in (FieldKind.PLACE, FieldKind.DISTANCE):
            return self._places.passing(wanted, query)
        if row.kind is FieldKind.ID:
            return self._numbered(wanted), None
        if row.kind is FieldKind.WORDS:
            return self._worded(wanted, query, check)
        if row.kind is FieldKind.AGE and wanted.as_group:
            return self._coded(wanted, query)
        if wanted.values == (NOT_STATED,):
            return self._not_stated(row), None
        if row.kind is FieldKind.AGE:
            return self._aged(wanted), None
        if row.kind is FieldKind.DATE:
            return self._between(row.column, *_dates(wanted)), None
        return self._between(row.column, *_amounts(wanted)), None

    def _coded(self, wanted: Filter, query: Query) -> tuple[int, str | None]:
        """Trials with one of the values; for a country together with a status, there."""
        groups, told = self._entering(wanted, query)
        lines = [told] if told else []
        found = 0
        for said in wanted.values:
            values, line = self.values.meant(wanted.field, said)
            lines += [line] if line else []
            for value in values:
                if not groups or value == NOT_STATED:
                    found |= self.values.having(wanted.field, value)
                for group in groups:
                    found |= self._reader.facet(group, value)
        return found, "; ".join(lines) or None

    def _entering(self, wanted: Filter, query: Query) -> tuple[tuple[str, ...], str | None]:
        """Where a place is asked for with open statuses: which of them its sites must have."""
        if wanted.field not in _PLACES or wanted.without:
            return (), None
        groups = self._open_statuses(query)
        if groups and self._reader.version < SINCE:
            return (), "its sites' statuses are not in this catalogue's index: run trials reindex"
        return groups, None

    def _open_statuses(self, query: Query) -> tuple[str, ...]:
        groups: set[str] = set()
        for part in query.filters:
            if part.field == "status" and not part.without:
                values = [v for said in part.values for v in self.values.meant("status", said)[0]]
                if not values or not OPEN_STATUSES.keys() >= set(values):
                    return ()
                asked = {OPEN_STATUSES[value] for value in values}
                groups = groups & asked or asked
        return tuple(sorted(groups))

    def _not_stated(self, row: QueryField) -> int:
        if row.is_facet:
            return self._reader.facet(row.name, NOT_STATED)
        return without(self._reader.live, self._stated(row.column))

    def _numbered(self, wanted: Filter) -> int:
        found = 0
        for said in wanted.values:
            found |= from_positions(self._numbers.begins(said), self._reader.size)
        return found

    def _worded(
        self, wanted: Filter, query: Query, check: Callable[[], None]
    ) -> tuple[int, str | None]:
        """Trials that hold all words of one of the values in the field."""
        groups, told = self._entering(wanted, query)
        kept = FIELDS[wanted.field].kept_apart
        found = 0
        lines = [told] if told else []
        for needs in self._words(wanted, query):
            for each in needs:
                lines += each.taken_for if each.ways else filter(None, [each.asks])
                lines += self._matcher.asked_after(each, check)
            for group in groups or ("",):
                here = self._reader.live if needs else 0
                for need in needs:
                    asked = _entered(need, group) if group else _apart(need, kept) if kept else need
                    here &= self._matcher.group((asked,), check).everyone
                found |= here
        return found, "; ".join(dict.fromkeys(lines)) or None

    def _at_own_sites(
        self, wanted: Filter, query: Query, check: Callable[[], None]
    ) -> tuple[int, str | None]:
        """Trials at one of the user's own sites, by the names that the settings give them."""
        others = [value for value in wanted.values if value.casefold() != OWN]
        if not self._own_sites and not others:
            return 0, NO_SITES
        named = replace(wanted, values=(*others, *self._own_sites))
        found, told = self._worded(named, query, check)
        if not self._own_sites:
            told = NO_SITES
        elif not found and not told:
            told = f"{wanted}: no trial here has a site named {' or '.join(named.values)}"
        return found, told

    def _words(self, wanted: Filter, query: Query) -> tuple[tuple[Need, ...], ...]:
        """For each value the words of which all must be met."""
        fields = sum(1 << place for place in FIELDS[wanted.field].places)
        return tuple(
            tuple(self._planner.needs([Text(word) for word in value.split()], query, fields))
            for value in wanted.values
        )

    def sided(self, wanted: Filter, query: Query) -> Sided | None:
        """What of a filter by side only the texts can tell: that its words stand together."""
        row = FIELDS[wanted.field]
        if not row.side or row.since > self._reader.version:
            return None
        choices = self._words(wanted, query)
        if wanted.without and not is_loose(choices):
            return None
        return Sided(" | ".join(wanted.values), row.side, choices, wanted.without)

    def _aged(self, wanted: Filter) -> int:
        """Trials that take somebody of this age; a missing limit excludes nobody.

        Nor does one that was not read: `unread_ages` counts these.
        """
        low, high = _ages(wanted)
        live = self._reader.live
        too_old = greater(self._reader.column("youngest"), high, live)[0]
        enough, equal = greater(self._reader.column("oldest"), low, live)
        unlimited = without(live, self._stated("oldest"))
        return without(enough | equal | unlimited, too_old)

    def unread_ages(self, query: Query, found: int) -> int:
        """How many of the found trials may not take somebody of the age asked for, by a limit
        that was not read.
        """
        asked = any(
            part.field == "age" and not (part.without or part.as_group)
            for part in query.filters
            if part.values != (NOT_STATED,)
        )
        return (self._reader.facet("age", LIMIT_NOT_READ) & found).bit_count() if asked else 0

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
    lows, highs = zip(*(_months(value) for value in wanted.values), strict=True)
    return _bounded(wanted.op, list(lows), list(highs))


def _months(value: str) -> tuple[int, int]:
    """First and last month, and one, of an age as the parser writes it: `45y`, `9mo`, `3wk`."""
    found = age_typed(value)
    assert found is not None
    amount, unit = float(found["amount"]), found["unit"] or "y"
    first = int(amount * MONTHS[unit[0]])
    last = first + 11 if unit[0] == "y" and amount == int(amount) else first
    return first + 1, last + 1


def _apart(need: Need, kept: Apart) -> Need:
    """The same words where the index keeps them apart."""
    ways = tuple(
        structs.replace(way, terms=tuple(map(kept.word, way.terms)), fields=kept.fields)
        for way in need.ways
    )
    return structs.replace(need, ways=ways, fields=kept.fields, docs=())


def _entered(need: Need, group: str) -> Need:
    """The same words at places where the trial can be entered."""
    ways = tuple(
        structs.replace(way, terms=tuple(entered(group, term) for term in way.terms))
        for way in need.ways
    )
    return structs.replace(need, ways=ways, docs=())
