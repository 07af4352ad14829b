"""What an import changed in a trial, from what to what, by which source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import msgspec

from catalog.merging.agreement import same, told
from catalog.merging.merged import MergedTrial
from catalog.model.text import folded
from catalog.model.trial import FIELDS, Eligibility, Site

# The order in which changes are listed: what may change a patient's plans comes first.
IMPORTANCE: tuple[str, ...] = (
    "status",
    "why_stopped",
    "eligibility",
    "sites",
    "outcomes",
    "arms",
    "interventions",
    "start_date",
    "primary_completion_date",
    "completion_date",
    "enrollment",
    "title",
)
_SITES_NAMED = 6
# Fields that change with every update and say nothing by themselves.
_SILENT = frozenset(
    {"last_updated", "last_update_submitted", "status_verified", "identifiers", "url"}
)


class Change(msgspec.Struct, frozen=True):
    """One field of one trial that an import changed."""

    trial: str
    at: str
    """When it was imported, UTC."""
    field: str
    before: str | None
    """None: there was no value."""
    after: str | None
    source: int | None = None
    """Row of `source_record` that brought it."""


def importance(field: str) -> int:
    """Position in the order of listing, smaller first."""
    whole = field.partition(".")[0]
    return IMPORTANCE.index(whole) if whole in IMPORTANCE else len(IMPORTANCE)


def differences(before: MergedTrial, after: MergedTrial, at: str, source: int) -> list[Change]:
    """Fields whose value is not the same any more, the most important first."""
    fields = [name for name in FIELDS if name not in _SILENT and name != "eligibility"]
    fields += [f"eligibility.{name}" for name in Eligibility.__struct_fields__]
    found = [
        Change(after.id, at, field, _text(old), _text(new), source)
        for field in fields
        for old, new in [(_value(before, field), _value(after, field))]
        if field != "sites" and _differ(field, old, new)
    ]
    was, now = _changed_sites(before.trial.sites, after.trial.sites)
    if was or now:
        found.append(Change(after.id, at, "sites", _listed(was), _listed(now), source))
    return sorted(found, key=lambda change: (importance(change.field), change.field))


def _differ(field: str, old: object, new: object) -> bool:
    if _stated(old) and _stated(new):
        return old != new and not same(field, old, new)
    return _stated(old) or _stated(new)


def _value(merged: MergedTrial, field: str) -> object:
    whole, _, part = field.partition(".")
    value = getattr(merged.trial, whole)
    return getattr(value, part) if part and value is not None else None if part else value


def _stated(value: object) -> bool:
    return value is not None and value != ()


def _changed_sites(before: Sequence[Site], after: Sequence[Site]) -> tuple[list[str], list[str]]:
    """The sites that came, went or have another status; without a status nothing is said of it."""
    was, now = _by_place(before), _by_place(after)
    changed = [
        pair
        for place in {**was, **now}
        for pair in zip_longest(was.get(place, ()), now.get(place, ()))
        if _site_differs(*pair)
    ]
    return [_site(old) for old, _ in changed if old], [_site(new) for _, new in changed if new]


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


def _text(value: object) -> str | None:
    """Texts in full, for differences by word; anything else in one line."""
    if not _stated(value):
        return None
    return value if isinstance(value, str) else told(value)
