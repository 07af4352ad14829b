"""What a patient's verdict needs of stored trials: their limits, without reading a text again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from catalog.eligibility.criterion import Constraint, Criterion, NormValue
from catalog.eligibility.extraction import RULES_VERSION, criteria_of
from catalog.eligibility.screening.standing import Entry, entry_of
from catalog.merging.merge import merge
from catalog.model.damage import guarded
from catalog.model.errors import CatalogueError
from catalog.store.opening import check_version, connect_read_only
from catalog.store.source_records import load_sources

_AT_ONCE = 250
_SINCE = 3
"""The layout from which on criteria carry what a verdict needs."""


class Limits(msgspec.Struct, frozen=True):
    """The criteria of a trial that a value can say something of, and its record's own limits.

    A criterion is without its text (`sentence` reads that) and topics; of what was left over of it
    only how many words is known, so that each of them is `UNTOLD`.
    """

    criteria: dict[int, Criterion] = {}
    """By their position."""
    others: int = 0
    """Criteria of which nothing was read: a person judges them."""
    entry: Entry = Entry()


UNTOLD = "a word that is not kept"

_TRIALS = "SELECT key, minimum_age, maximum_age, sex, guessed FROM trial WHERE key IN ({})"
_CRITERIA = (
    "SELECT trial, position, kind, left_over, narrowing FROM criterion"
    " WHERE trial IN ({}) AND role = 'criterion' AND left_over IS NOT NULL"
)
_OTHERS = (
    "SELECT trial, count(*) FROM criterion"
    " WHERE trial IN ({}) AND role = 'criterion' AND left_over IS NULL GROUP BY trial"
)
_CONSTRAINTS = (
    "SELECT trial, criterion, variable, op, value, unit, norm_value, norm_unit, any_of, all_of,"
    ' "when", decides, implausible FROM constraint_'
    " WHERE trial IN ({}) ORDER BY trial, criterion, position"
)
_SENTENCE = (
    'SELECT substr(t.eligibility_text, c.start + 1, c."end" - c.start) FROM criterion c'
    " JOIN trial t ON t.key = c.trial WHERE c.trial = ? AND c.position = ?"
)


@guarded(lambda reader: reader.path.name)
class LimitsReader:
    """The limits of the trials of one catalogue; for one thread."""

    def __init__(self, path: Path) -> None:
        """Open the catalogue at `path`; raises CatalogueError."""
        self.path = path
        self._connection = connect_read_only(path)
        layout = check_version(self._connection, path)
        told = self._connection.execute("SELECT value FROM meta WHERE name = 'rules_version'")
        self.is_stored = layout >= _SINCE and told.fetchone() == (RULES_VERSION,)
        """Whether the catalogue's own rows can be used; else every text is read anew, which takes
        some milliseconds a trial, until the catalogue is renewed."""

    def of(self, keys: Sequence[int]) -> dict[int, Limits]:
        """The limits of these trials, by their key; those that are not there are left out."""
        if self.is_stored:
            return _stored(self._connection, keys)
        return {key: made for key in keys if (made := self._read(key)) is not None}

    def _read(self, key: int) -> Limits | None:
        rows = self._connection.execute("SELECT key FROM source_record WHERE trial = ?", (key,))
        try:
            sources = list(load_sources(self._connection, [row[0] for row in rows]))
            if not sources:
                return None
            trial = merge("", sources).trial
        except ValueError as error:
            raise CatalogueError(f"a record is damaged ({error})") from None
        own = next(self._entries([key]), (key, Entry()))[1]
        criteria = dict(enumerate(criteria_of(trial)))
        tests = {place: one for place, one in criteria.items() if one.role == "criterion"}
        told = {place: one for place, one in tests.items() if one.left_over is not None}
        return Limits(told, len(tests) - len(told), own)

    def _entries(self, keys: Sequence[int]) -> Iterator[tuple[int, Entry]]:
        return _entries(self._connection, keys)

    def sentence(self, key: int, place: int) -> str:
        """The words of a criterion as the source has them; "" where there is none there."""
        if not self.is_stored:
            made = self._read(key)
            one = made.criteria.get(place) if made else None
            return one.text if one else ""
        row = self._connection.execute(_SENTENCE, (key, place)).fetchone()
        return str(row[0]) if row and row[0] else ""

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _stored(connection: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Limits]:
    found: dict[int, Limits] = {}
    for start in range(0, len(keys), _AT_ONCE):
        found.update(_limits(connection, keys[start : start + _AT_ONCE]))
    return found


def _limits(connection: sqlite3.Connection, keys: Sequence[int]) -> Iterator[tuple[int, Limits]]:
    marks = ",".join("?" * len(keys))
    read: dict[tuple[int, int], list[Constraint]] = {}
    for trial, criterion, *limit in connection.execute(_CONSTRAINTS.format(marks), keys):
        read.setdefault((trial, criterion), []).append(_constraint(*limit))
    criteria: dict[int, dict[int, Criterion]] = {}
    for trial, place, kind, left, narrowing in connection.execute(_CRITERIA.format(marks), keys):
        criteria.setdefault(trial, {})[place] = Criterion(
            kind,
            "",
            (0, 0),
            constraints=tuple(read.get((trial, place), ())),
            left_over=(UNTOLD,) * left,
            narrowing=tuple(narrowing.split("|")) if narrowing else (),
        )
    others = dict(connection.execute(_OTHERS.format(marks), keys).fetchall())
    for key, entry in _entries(connection, keys):
        yield key, Limits(criteria.get(key, {}), others.get(key, 0), entry)


def _entries(connection: sqlite3.Connection, keys: Sequence[int]) -> Iterator[tuple[int, Entry]]:
    """What the records' own fields say of who may enter."""
    marks = ",".join("?" * len(keys))
    for key, lowest, highest, sex, guessed in connection.execute(_TRIALS.format(marks), keys):
        is_sure = not guessed or not _OF_ENTRY.intersection(guessed.split("|"))
        yield key, entry_of(lowest, highest, sex, is_sure=is_sure)


_OF_ENTRY = frozenset(
    {"eligibility", "eligibility.minimum_age", "eligibility.maximum_age", "eligibility.sex"}
)


def _constraint(
    variable: str,
    op: str,
    value: str,
    unit: str | None,
    norm_value: str,
    norm_unit: str | None,
    any_of: int | None,
    all_of: int | None,
    when: str | None,
    decides: int,
    implausible: str | None,
) -> Constraint:
    return Constraint(
        variable,
        op,
        _value(value),
        unit,
        _value(norm_value),
        norm_unit,
        any_of,
        all_of,
        when,
        decides=bool(decides),
        implausible=implausible,
    )


@lru_cache(maxsize=4096)
def _value(written: str) -> NormValue:
    value = msgspec.json.decode(written)
    return tuple(value) if isinstance(value, list) else value
