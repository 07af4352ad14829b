"""The parts of a Query: words, phrases and filters, each printing as what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from catalog.places.distance import OWN


class Text(msgspec.Struct, frozen=True):
    """Words to be found."""

    text: str
    kind: str = "word"
    """`word` (misspellings, synonyms), `phrase` (in this order), `exact` (as typed)."""
    without: bool = False

    def __str__(self) -> str:
        sign = "-" if self.without else ""
        if self.kind == "phrase":
            return f'{sign}"{self.text}"'
        return f"{sign}'{self.text}" if self.kind == "exact" else f"{sign}{self.text}"


class Filter(msgspec.Struct, frozen=True, eq=False):
    """A field and the values it may have.

    `op` is "" (equal, or holding the words), "<", "<=", ">", ">=" or ".." (two values, both
    included).
    """

    field: str
    values: tuple[str, ...]
    op: str = ""
    without: bool = False
    typed: str | None = None
    """As typed, where it was: `phase 2`, `status:rec`; another spelling is the same filter."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Filter) and self._asked == other._asked

    def __ne__(self, other: object) -> bool:  # a Struct has one of its own, by identity
        return not self == other

    def __hash__(self) -> int:
        return hash(self._asked)

    @property
    def _asked(self) -> tuple[object, ...]:
        return self.field, self.values, self.op, self.without

    @property
    def as_group(self) -> bool:
        """Whether an age is asked for by a group, and not in years."""
        return not self.values[0][:1].isdigit() and self.values != ("not-stated",)

    def __str__(self) -> str:
        if self.typed is not None:
            return self.typed
        if self.op == "..":
            value = "..".join(self.values)
        else:
            value = self.op + "|".join(map(_quoted, self.values))
        return f"{'-' if self.without else ''}{self.field}:{value}"


_AGE = (
    r"(?P<amount>\d{1,4}(?:[.,]\d{1,2})?)\s*(?P<unit>y(?:ears?|rs?|\.?o\.?)?|mo(?:nths?|s)?|m"
    r"|w(?:eeks?|ks?)?|d(?:ays?)?)?"
)


def age_typed(text: str) -> re.Match[str] | None:
    """An age as people write it: `45`, `9mo`, `0.75y`, `3 weeks`."""
    return re.fullmatch(_AGE, text, re.IGNORECASE | re.ASCII)


AGES = "45, 9mo, 60..75"
"""Ages and a range, as an example of what can be typed."""
MONTHS = {"y": 12.0, "m": 1.0, "w": 12 / 52.18, "d": 12 / 365.25}
"""Months of a unit, by its first letter."""


class Either(msgspec.Struct, frozen=True):
    """One of several texts or filters."""

    choices: tuple[Text | Filter, ...]

    def __str__(self) -> str:
        return " | ".join(map(str, self.choices))


class Ignored(msgspec.Struct, frozen=True, eq=False):
    """What was typed but cannot be used, and why."""

    typed: str
    problem: str
    empties: bool = False
    """Whether nothing is found as long as it stands: a filter that narrows in a way not known."""

    def __eq__(self, other: object) -> bool:
        """The same typing; why it cannot be used may be said in other words."""
        if not isinstance(other, Ignored):
            return False
        return (self.typed, self.empties) == (other.typed, other.empties)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.typed, self.empties))

    def __str__(self) -> str:
        return self.typed


Part = Text | Filter | Either | Ignored


class Query(msgspec.Struct, frozen=True):
    """The parts of a search, in the order they were typed.

    It prints as what could have been typed for it, and parsing that gives the same Query.
    """

    parts: tuple[Part, ...] = ()
    finished: bool = False
    """Whether a blank follows the last word, so that it is not the beginning of a longer one."""
    exact: bool = False
    """No misspellings, no beginnings, no synonyms."""
    synonyms: bool = True

    def __str__(self) -> str:
        return " ".join(map(str, self.parts)) + (" " if self.finished else "")

    def as_typed(self) -> Query:
        """Without corrections, beginnings and synonyms."""
        return replace(self, exact=True)

    def __and__(self, other: Filter) -> Query:
        """The query narrowed further; the same filter twice is one."""
        if other in self.parts:
            return self
        return replace(self, parts=(other, *self.parts))

    def __sub__(self, other: Part) -> Query:
        """The query without one of its parts."""
        return replace(self, parts=tuple(part for part in self.parts if part != other))

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The filters, typed or picked; those inside `a | b` are not among them."""
        return tuple(part for part in self.parts if isinstance(part, Filter))

    @property
    def texts(self) -> tuple[Text, ...]:
        """All texts, those inside `a | b` included."""
        found: list[Text] = []
        for part in self.parts:
            choices = part.choices if isinstance(part, Either) else (part,)
            found += [choice for choice in choices if isinstance(choice, Text)]
        return tuple(found)

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be used, one line each."""
        return tuple(part.problem for part in self.parts if isinstance(part, Ignored))

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return all(isinstance(part, Ignored) and not part.empties for part in self.parts)


def _quoted(value: str) -> str:
    return f'"{value}"' if any(letter.isspace() or letter in '|"' for letter in value) else value


def places_asked(query: Query) -> Iterator[Filter]:
    """Every `near:` of a query: distances are counted from the first."""
    for part in query.parts:
        choices = part.choices if isinstance(part, Either) else (part,)
        for choice in choices:
            if isinstance(choice, Filter) and choice.field == "near":
                yield choice


def place_asked(query: Query) -> Filter | None:
    """The first `near:` of a query."""
    return next(places_asked(query), None)


def place_said(query: Query) -> str | None:
    """What the first `near:` of a query names."""
    asked = place_asked(query)
    return asked.values[0] if asked is not None else None


def asks_for_own_sites(query: Query) -> bool:
    """Whether `site:own` stands anywhere in a query."""
    return any(
        is_own_sites(each)
        for part in query.parts
        for each in (part.choices if isinstance(part, Either) else (part,))
        if isinstance(each, Filter)
    )


def is_own_sites(wanted: Filter) -> bool:
    """Whether a filter names the user's own sites."""
    return wanted.field == "site" and OWN in map(str.casefold, wanted.values)


def with_places(query: Query, chosen: Mapping[str, str]) -> Query:
    """The query with the place that was chosen for a name, folded, that several have."""

    def meant(part: Part) -> Part:
        if isinstance(part, Either):
            return replace(part, choices=tuple(map(_meant, part.choices)))
        return _meant(part) if isinstance(part, Filter) else part

    def _meant(part: Text | Filter) -> Text | Filter:
        if not isinstance(part, Filter) or part.field != "near":
            return part
        label = chosen.get(part.values[0].casefold())
        return part if label is None else replace(part, values=(label,), typed=str(part))

    return replace(query, parts=tuple(map(meant, query.parts))) if chosen else query
