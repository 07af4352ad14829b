"""Two values of a field told against each other: of lists and of values with parts what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import msgspec

from catalog.merging.agreement import NAMED, kept_apart, same, told
from catalog.model.presence import is_stated
from catalog.model.text import folded
from catalog.model.trial import (
    Biospecimen,
    ExpandedAccess,
    IpdStatement,
    Oversight,
    ResponsibleParty,
    Results,
    Site,
)

_BY_PART = Biospecimen | ExpandedAccess | IpdStatement | Oversight | ResponsibleParty
_SITES_NAMED = 6
_NAMED = 4
_WHOLE = 120
"""Letters up to which both lists are told whole."""
_ITEM = 90
_OF_SEVERAL = 40
"""Letters of what came or went alone, and of each of several: a citation is longer."""

Difference = tuple[str, str | None, str | None]
"""The field, or `field.part`; what was said of it; what is said now. None: there is no value."""


def net(field: str, old: object, new: object, *, is_one_kind: bool = True) -> Iterator[Difference]:
    """What differs between two values that are not the same; a text is told whole.

    Values of two kinds of source (not `is_one_kind`) differ only in parts that both have.
    """
    if isinstance(old, _BY_PART) or isinstance(new, _BY_PART):
        for name, was, now in _parts(field, old, new):
            if is_one_kind or (was is not None and now is not None):
                yield name, was, now
    elif isinstance(old, Results) or isinstance(new, Results):
        yield field, _posted(old), _posted(new)
    elif isinstance(old, tuple) and isinstance(new, tuple) and old and new:
        yield field, *_lists(old, new)
    else:
        yield field, _text(old), _text(new)


def _parts(field: str, old: object, new: object) -> Iterator[Difference]:
    kind = type(old if old is not None else new)
    assert issubclass(kind, msgspec.Struct)
    for name in kind.__struct_fields__:
        was, now = getattr(old, name, None), getattr(new, name, None)
        if is_stated(was) or is_stated(now):
            if is_stated(was) and is_stated(now) and same(f"{field}.{name}", was, now):
                continue
            yield from net(f"{field}.{name}", was, now)


def _lists(old: Sequence[object], new: Sequence[object]) -> tuple[str, str]:
    """Both lists whole where they are short, else their lengths, and what went and what came."""
    whole = told(tuple(old)), told(tuple(new))
    if max(len(old), len(new)) <= NAMED and max(map(len, whole)) <= _WHOLE and whole[0] != whole[1]:
        return whole
    gone, come = kept_apart(old, new)
    if len(gone) == len(come) == 1:  # a reader is shown the words that differ
        return _item(gone[0], come[0], _ITEM), _item(come[0], gone[0], _ITEM)
    return _counted(len(old), "gone", gone, come), _counted(len(new), "new", come, gone)


def _counted(count: int, lead: str, items: Sequence[object], others: Sequence[object]) -> str:
    """`12 in all, new: A; B`: what another of the same name stands for comes last."""
    if not items:
        return f"{count} in all"
    twins = {told(other): other for other in others}
    length = _ITEM if len(items) == 1 else _OF_SEVERAL
    ordered = sorted(items, key=lambda item: told(item) in twins)
    named = [_item(item, twins.get(told(item)), length) for item in ordered[:_NAMED]]
    if len(items) > _NAMED:
        named.append(f"… ({len(items)} {lead})")
    return f"{count} in all, {lead}: {'; '.join(named)}"


def _item(item: object, twin: object, length: int) -> str:
    """An item; where another of the same name stands in its place, also what is not the same."""
    name = told(item)
    if not isinstance(item, msgspec.Struct) or name != told(twin):
        return name if twin else _short(name, length)
    apart = [
        f"{part.replace('_', ' ')} {told(value) if is_stated(value) else 'none'}"
        for part in item.__struct_fields__
        for value in [getattr(item, part)]
        if value != getattr(twin, part)
    ]
    return f"{_short(name, min(length, 50))} ({_short(', '.join(apart), length)})"


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _posted(value: object) -> str | None:
    if not isinstance(value, Results):
        return None
    counted = (
        (len(value.measures), "outcome"),
        (sum(len(each.analyses) for each in value.measures), "analysis"),
        (len(value.serious_events), "serious event"),
    )
    return ", ".join(f"{name}: {count}" for count, name in counted)


def _text(value: object) -> str | None:
    """Texts in full, for differences by word; anything else in one line."""
    if not is_stated(value):
        return None
    return value if isinstance(value, str) else told(value)


# -- sites


def changed_sites(before: Sequence[Site], after: Sequence[Site]) -> tuple[str | None, str | None]:
    """The sites that came, went or have another status; without a status nothing is said of it."""
    if before == after:
        return None, None
    was, now = _by_place(before), _by_place(after)
    changed = [
        pair
        for place in {**was, **now}
        for pair in zip_longest(was.get(place, ()), now.get(place, ()))
        if _site_differs(*pair)
    ]
    return (
        _listed([_site(old) for old, _ in changed if old]),
        _listed([_site(new) for _, new in changed if new]),
    )


def _by_place(sites: Sequence[Site]) -> dict[tuple[str, ...], list[Site]]:
    """By name and city; of several "Research Site" in a city all, ordered by their status."""
    found: dict[tuple[str, ...], list[Site]] = {}
    for site in sites:
        place = tuple(folded(part or "") for part in (site.facility, site.city, site.country))
        found.setdefault(place, []).append(site)
    for alike in found.values():
        alike.sort(key=lambda site: site.status.word if site.status else "")
    return found


def _site_differs(old: Site | None, new: Site | None) -> bool:
    if old is None or new is None:
        return True
    return bool(old.status and new.status) and not same("status", old.status, new.status)


def _site(site: Site) -> str:
    return f"{told(site)}: {site.status.word}" if site.status else told(site)


def _listed(sites: Sequence[str]) -> str | None:
    if not sites:
        return None
    more = f"; … ({len(sites)} in all)" if len(sites) > _SITES_NAMED else ""
    return "; ".join(sites[:_SITES_NAMED]) + more
