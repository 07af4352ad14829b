"""Whether two sources say the same, and how to tell it in a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from catalog.model.codes import Coded
from catalog.model.dates import PartialDate
from catalog.model.text import comparisons, folded, plain
from catalog.model.trial import (
    Age,
    Arm,
    Enrollment,
    Intervention,
    MeshTerm,
    Organization,
    Outcome,
    Site,
    TrialDate,
    one_line,
)

_LONGEST = 300
NAMED = 6
"""Items of a list that are told by name."""


def same(field: str, one: object, other: object) -> bool:
    """Whether both values mean the same, spelling, escapes and missing details aside."""
    if one == other:
        return True  # as most are: folding them letter by letter would say so, slowly
    if isinstance(one, TrialDate) and isinstance(other, TrialDate):
        return _same_date(one, other)
    if isinstance(one, Enrollment) and isinstance(other, Enrollment):
        return one.count == other.count and _same_word(one.type, other.type)
    if isinstance(one, tuple) and isinstance(other, tuple):
        if len(one) != len(other):
            return _key(one) == _key(other)
        unlike = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
        one, other = (tuple(values) for values in zip(*unlike, strict=True))
    return _key(one) == _key(other)


def kept_apart(old: Sequence[object], new: Sequence[object]) -> tuple[list[object], list[object]]:
    """Items of two lists that the other has not, spelling and order aside."""
    left = Counter(repr(_key(item)) for item in new)
    gone = []
    for item in old:
        key = repr(_key(item))
        if left[key] > 0:
            left[key] -= 1
        else:
            gone.append(item)
    come = []
    for item in reversed(new):  # the last of what is there once more is what came
        key = repr(_key(item))
        if left[key] > 0:
            left[key] -= 1
            come.append(item)
    return gone, come[::-1]


def _same_date(one: TrialDate, other: TrialDate) -> bool:
    if one.date is None or other.date is None:
        return str(one) == str(other)
    return one.date.agrees(other.date) and _same_word(one.type, other.type)


def _same_word(one: Coded | None, other: Coded | None) -> bool:  # type: ignore[type-arg]
    return one is None or other is None or one.word == other.word


def _key(value: object) -> object:
    """What is compared: names without spelling, lists without order."""
    if isinstance(value, str):
        return folded(value), comparisons(value)
    if isinstance(value, Coded):
        return folded(value.word)
    if isinstance(value, tuple):
        keys = [repr(_key(item)) for item in value]
        # Some forms name a treatment once for each arm.
        once = all(isinstance(item, Intervention) for item in value)
        return tuple(sorted(set(keys) if once else keys))
    if isinstance(value, Site):
        return tuple(folded(part or "") for part in (value.facility, value.city, value.country))
    if isinstance(value, Arm):
        return folded(value.label)
    if isinstance(value, Outcome):
        return folded(value.measure)
    if isinstance(value, Intervention | Organization):
        return folded(value.name)
    if isinstance(value, MeshTerm):
        return folded(value.term)
    if isinstance(value, Age):
        return str(value)
    if isinstance(value, msgspec.Struct):
        return tuple(_key(getattr(value, name)) for name in value.__struct_fields__)
    return value


def told(value: object) -> str:
    """A value in one line of at most 300 characters; lists by their first names and their count."""
    text = one_line(plain(_told(value)))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _told(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Coded):
        return value.word if value.word == value.said else f"{value.word} ({value.said})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return _told_list(value)
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, TrialDate):
        return f"{value} ({value.type.word.lower()})" if value.type else str(value)
    if isinstance(value, Enrollment):
        count = str(value.count) if value.count is not None else value.said or ""
        return f"{count} ({value.type.word.lower()})" if value.type else count
    if isinstance(value, Site):
        return ", ".join(part for part in (value.facility, value.city, value.country) if part)
    for name in ("label", "measure", "name", "citation", "url", "term", "value"):
        if isinstance(named := getattr(value, name, None), str):
            return named
    if isinstance(value, msgspec.Struct) and not isinstance(value, Age):
        parts = (getattr(value, name) for name in value.__struct_fields__)
        return ", ".join(_told(part) for part in parts if part is not None and part != ())
    return str(value)


def _told_list(values: Sequence[object]) -> str:
    named = "; ".join(_told(value) for value in values[:NAMED])
    return f"{named}; … ({len(values)} in all)" if len(values) > NAMED else named
