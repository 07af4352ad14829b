"""What a typed value means in one catalogue: our words, registries' own, beginnings and slips.

A value is never dropped: what is not understood finds nothing and says what would be understood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from catalog.model.codes import coded, fold, is_listed
from catalog.model.countries import countries, known, of_code
from catalog.model.text import folded
from catalog.search.fields import (
    AS_WRITTEN,
    COMBINED,
    FIELDS,
    FieldKind,
    coded_values,
    known_values,
    spelt_values,
)
from catalog.search.index.reader import Reader
from catalog.search.index.terms import NOT_STATED
from catalog.search.query import AGES, Filter

_MOST_OFFERED = 14
_SHORTEST_NAME = 3
_NEAR, _FAR = 4, 8
"""Letters from which one slip, two slips, are forgiven."""


class Values:
    """The values of one catalogue's coded fields."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.groups = lru_cache(maxsize=None)(self._groups)
        self._names = lru_cache(maxsize=None)(self._named)

    def _groups(self, field: str) -> dict[str, tuple[str, ...]]:
        """The values of a field as they are offered, and the index's values that each stands for.

        Several writings of one word are one value; a registry's own word that is one of ours too
        is that.
        """
        groups: dict[str, list[str]] = defaultdict(list)
        written: dict[str, str] = {}
        for value in self._reader.values(field):
            name = value if value == NOT_STATED else _offered(field, value)
            groups[written.setdefault(_fold(field, name), name)].append(value)
        return {name: tuple(values) for name, values in groups.items()}

    def having(self, field: str, value: str) -> int:
        """The trials with a value as it is offered, or as the parser writes it."""
        row = FIELDS[field]
        if field == "phase" and COMBINED in value:
            found = self._reader.live
            for part in value.split(COMBINED):
                found &= self.having(field, part)
            return found
        found = 0
        for one in row.means.get(value, (value,)):
            for each in self._group(field, one):
                found |= self._reader.facet(field, each)
        return found

    def _group(self, field: str, value: str) -> tuple[str, ...]:
        """The index's values of one: no word of it where no trial has it."""
        if value == NOT_STATED:
            return (NOT_STATED,)
        groups = self.groups(field)
        if value in groups:
            return groups[value]
        if FIELDS[field].means:
            return (value,)
        return next(
            (v for name, v in groups.items() if _fold(field, name) == _fold(field, value)), ()
        )

    def meant(self, field: str, said: str) -> tuple[tuple[str, ...], str | None]:
        """The values that a text means, and what to say of it: how it was taken, or what could be.

        No values where it was not understood.
        """
        if exactly := self._exactly(field, said):
            return exactly, None
        names = self._names(field)
        begun = _begun(field, said, names)
        if begun:
            is_plain = len(begun) == 1 and FIELDS[field].kind is not FieldKind.NAME
            return begun, None if is_plain else _taken(field, said, begun)
        near = _near(said, names)
        if near:
            return near, _taken(field, said, near)
        return (), self._not_understood(field, said)

    def _exactly(self, field: str, said: str) -> tuple[str, ...]:
        groups = self.groups(field)
        if said in groups and said not in known_values(field):
            return (said,)
        if field == "phase" and COMBINED in said:
            parts = [coded_values(field, part) for part in said.split(COMBINED)]
            return (COMBINED.join(part[0] for part in parts),) if all(parts) else ()
        if FIELDS[field].kind is not FieldKind.NAME and (ours := coded_values(field, said)):
            return ours
        if coded_values(field, said) == (NOT_STATED,):
            return (NOT_STATED,)
        if field == "country" and (one := known(said) or of_code(said)) is not None:
            return (one.name,)
        return tuple(name for name in groups if _fold(field, name) == _fold(field, said))

    def _named(self, field: str) -> Mapping[str, tuple[str, ...]]:
        """Every word that means values, folded: a country's names are those of its table."""
        groups = self.groups(field)
        offered = {_fold(field, name): (name,) for name in groups if name != NOT_STATED}
        if field == "country":
            there = (one for one in countries() if one.name in groups)
            return {**{folded(name): (one.name,) for one in there for name in one.names}, **offered}
        ours = {} if FIELDS[field].kind is FieldKind.NAME else spelt_values(field)
        return {**offered, **ours}

    def _not_understood(self, field: str, said: str) -> str:
        groups = self.groups(field)
        if FIELDS[field].kind is FieldKind.NAME:
            return f"no trial has {field}:{said}"
        offered = [*known_values(field), *(g for g in groups if g not in known_values(field))]
        told = [name.lower() for name in offered if name != NOT_STATED][:_MOST_OFFERED]
        if field == "age":
            told.insert(0, f"an age or range ({AGES})")
        return f"{field}:{said} is no value, so nothing is found; the values are {', '.join(told)}"


def _offered(field: str, value: str) -> str:
    """A value of the index as it is offered, so that choosing it means just that.

    A registry's word that our tables do not take for one of ours is none, whatever it is short for
    where it is typed: `Active` is not `status:active`.
    """
    for name, means in FIELDS[field].means.items():
        if means == (value,):
            return name
    if FIELDS[field].kind is FieldKind.NAME:
        return value
    ours = coded_values(field, value)
    if len(ours) == 1 and ours != (NOT_STATED,) and _is_ours(field, value):
        return ours[0]
    return AS_WRITTEN + value if ours else value


def _is_ours(field: str, value: str) -> bool:
    """Whether the word means one of ours in a record, and not only in a query."""
    codes = FIELDS[field].codes
    if codes is None or not is_listed(codes, value):
        return True
    known = coded(codes, value)
    return known is None or known.means is not None


def _fold(field: str, value: str) -> str:
    if FIELDS[field].kind is FieldKind.NAME:
        return folded(value) or value
    return (AS_WRITTEN if value.startswith(AS_WRITTEN) else "") + (fold(value) or value)


def _begun(field: str, said: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Values of the words that begin so."""
    beginning = _fold(field, said)
    if not beginning or (FIELDS[field].kind is FieldKind.NAME and len(beginning) < _SHORTEST_NAME):
        return ()
    return _together(values for name, values in names.items() if name.startswith(beginning))


def _near(said: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Values of the one word that is a slip or two away."""
    from catalog.model.fuzzy import OSA  # 3 MB that a reader who types no slip never needs

    typed = fold(said)
    most = 0 if len(typed) < _NEAR else 1 if len(typed) < _FAR else 2
    for slips in range(1, most + 1):
        found = _together(
            values
            for name, values in names.items()
            if OSA.distance(typed, fold(name), score_cutoff=slips) <= slips
        )
        if found:
            return found if len(found) == 1 else ()
    return ()


def _together(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for values in found for value in values))


def _taken(field: str, said: str, values: tuple[str, ...]) -> str | None:
    shown = [value if FIELDS[field].kind is FieldKind.NAME else value.lower() for value in values]
    return f"{field}:{said} is taken for {', '.join(shown[:_MOST_OFFERED])}"


def not_known(wanted: Filter) -> str | None:
    """A value of a coded filter that is none of ours: only a catalogue can know it."""
    kind = FIELDS[wanted.field].kind
    if kind is FieldKind.CODED or (kind is FieldKind.AGE and wanted.as_group):
        ours = {value for values in spelt_values(wanted.field).values() for value in values}
        for value in wanted.values:
            if value != NOT_STATED and not ours.issuperset(value.split(COMBINED)):
                return value
    return None
