"""What an import changed in a trial, from what to what, by which source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import msgspec

from catalog.merging.agreement import same, told
from catalog.merging.merged import MergedTrial, SourceInfo
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
    """Fields whose value is not the same any more, the most important first.

    What no source of this kind could state before is seen for the first time, and what was only
    inferred is now read better: neither is a change of the trial. `source` is the newest record; a
    change names the one whose value is shown.
    """
    fields = [name for name in FIELDS if name not in _SILENT and name != "eligibility"]
    fields += [f"eligibility.{name}" for name in Eligibility.__struct_fields__]
    found = [
        Change(after.id, at, field, _text(old), _text(new), _brought_by(after, field, source))
        for field in fields
        for old, new in [(_value(before, field), _value(after, field))]
        if field != "sites" and _differ(field, old, new) and _tells(field, before, after)
    ]
    was, now = _changed_sites(before.trial.sites, after.trial.sites)
    if (was or now) and _tells("sites", before, after):
        brought = _brought_by(after, "sites", source)
        found.append(Change(after.id, at, "sites", _listed(was), _listed(now), brought))
    return sorted(found, key=lambda change: (importance(change.field), change.field))


def _tells(field: str, before: MergedTrial, after: MergedTrial) -> bool:
    """Whether a difference is one of the trial, and not of what sources can say of it."""
    old, new = before.provenance.get(field), after.provenance.get(field)
    if old is None:
        speaker = after.sources[new.source].importer if new else None
        silent = (source for source in before.sources if _carried(source, field))
        return any(source.importer == speaker for source in silent)
    return field == "status" or new is None or not old.guessed or bool(new.guessed)


def _carried(source: SourceInfo, field: str) -> bool:
    return field in source.carries or field.partition(".")[0] in source.carries


def _brought_by(after: MergedTrial, field: str, newest: int) -> int:
    """The record whose value is shown; the newest where the value is gone."""
    origin = after.provenance.get(field)
    return after.sources[origin.source].key if origin else newest


_AROUND = 3
_BRIEF = 120


def brief(before: str | None, after: str | None) -> tuple[str, str]:
    """Both values in a line each; of long ones the words that differ, with three around them."""
    old, new = ((text or "nothing").split() for text in (before, after))
    if before and after and max(len(before), len(after)) > _BRIEF:
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
        old, new = (_part(words, start, end) for words in (old, new))
    return _short(" ".join(old)), _short(" ".join(new))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _part(words: list[str], start: int, end: int) -> list[str]:
    first, last = max(0, start - _AROUND), min(len(words), len(words) - end + _AROUND)
    opening, closing = (["…"] if first else []), (["…"] if last < len(words) else [])
    return [*opening, *words[first:last], *closing]


def _short(text: str) -> str:
    return text if len(text) <= _BRIEF else text[: _BRIEF - 1] + "…"


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
    if before == after:
        return [], []
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
