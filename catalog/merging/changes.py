"""What an import changed in a trial, from what to what, by which source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from catalog.merging.agreement import same
from catalog.merging.merged import MergedTrial, SourceInfo
from catalog.merging.net import changed_sites, net
from catalog.model.presence import is_stated
from catalog.model.trial import FIELDS, Eligibility

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
# Fields that change with every update, or with a vocabulary, and say nothing by themselves.
_SILENT = frozenset(
    {
        "last_updated", "last_update_submitted", "status_verified", "identifiers", "url",
        "condition_mesh_ancestors", "intervention_mesh_ancestors",
    }
)  # fmt: skip


class Change(msgspec.Struct, frozen=True):
    """One field of one trial that an import changed."""

    trial: str
    at: str
    """When it was imported, UTC."""
    field: str
    """`status`, `eligibility.sex`, `oversight.has_dmc`."""
    before: str | None
    """None: there was no value."""
    after: str | None
    source: int | None = None
    """Row of `source_record` that brought it."""


def importance(field: str) -> int:
    """Position in the order of listing, smaller first."""
    whole = field.partition(".")[0]
    return IMPORTANCE.index(whole) if whole in IMPORTANCE else len(IMPORTANCE)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """The most important first, those of one field together, the newest of them first.

    Of changes at one moment the given order holds.
    """
    newest = sorted(changes, key=lambda change: change.at, reverse=True)
    return sorted(newest, key=lambda change: (importance(change.field), change.field))


def differences(before: MergedTrial, after: MergedTrial, at: str, source: int) -> list[Change]:
    """Fields whose value is not the same any more, the most important first.

    What no source of this kind could state before is seen for the first time, and what was only
    inferred is now read better: neither is a change of the trial. `source` is the newest record; a
    change names the one whose value is shown.
    """
    fields = [name for name in FIELDS if name not in _SILENT and name != "eligibility"]
    fields += [f"eligibility.{name}" for name in Eligibility.__struct_fields__]
    found = [
        Change(after.id, at, name, was, now, _brought_by(after, field, source))
        for field in fields
        for old, new in [(_value(before, field), _value(after, field))]
        if field != "sites" and _differ(field, old, new) and _tells(field, before, after)
        for name, was, now in net(field, old, new, is_one_kind=_is_one_kind(field, before, after))
    ]
    was, now = changed_sites(before.trial.sites, after.trial.sites)
    if (was or now) and _tells("sites", before, after):
        found.append(Change(after.id, at, "sites", was, now, _brought_by(after, "sites", source)))
    return in_order(found)


def _tells(field: str, before: MergedTrial, after: MergedTrial) -> bool:
    """Whether a difference is one of the trial, and not of what sources can say of it."""
    old, new = before.provenance.get(field), after.provenance.get(field)
    if old is None:
        speaker = after.sources[new.source].importer if new else None
        silent = (source for source in before.sources if _carried(source, field))
        return any(source.importer == speaker for source in silent)
    if field == "status":
        return True
    if new is None:
        return True
    was, now = before.sources[old.source], after.sources[new.source]
    if was.importer != now.importer and was.data_date and now.data_date:
        # Of one time two kinds of source say it each in its way: the trial is as it was.
        return now.data_date > was.data_date
    return not old.guessed or bool(new.guessed)


def _is_one_kind(field: str, before: MergedTrial, after: MergedTrial) -> bool:
    """Whether both values are of one kind of source, which can state the same parts of them."""
    old, new = before.provenance.get(field), after.provenance.get(field)
    if old is None or new is None:
        return True
    return before.sources[old.source].importer == after.sources[new.source].importer


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
    if is_stated(old) and is_stated(new):
        return old != new and not same(field, old, new)
    return is_stated(old) or is_stated(new)


def _value(merged: MergedTrial, field: str) -> object:
    whole, _, part = field.partition(".")
    value = getattr(merged.trial, whole)
    return getattr(value, part) if part and value is not None else None if part else value
