"""The rows of Filters: values with their counts, in groups, narrowed by what is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from catalog.merging.source_names import source_words
from catalog.model.code_words import code_told, phases_told
from catalog.model.codes import Status
from catalog.model.site_states import CLOSED, NOT_YET, RECRUITING, UNKNOWN, site_state
from catalog.model.text import folded
from catalog.search.facets import Facet
from catalog.search.fields import COMBINED, FIELDS
from catalog.search.index.terms import NOT_STATED
from tui.show.words import said, short_status

MOST = 14
"""Values of a field that are listed until it is opened; the unknown is always there."""
_ENDED = "ended"
_GROUPS = {
    RECRUITING: "Recruiting",
    NOT_YET: "Not yet",
    CLOSED: "Closed to new patients",
    _ENDED: "Ended or stopped",
    UNKNOWN: "Not known, or in the registry's own word",
}
_OVER = frozenset({"COMPLETED", "TERMINATED", "WITHDRAWN"})


class Row(NamedTuple):
    """A line: a heading (no value), a value, or what opens the rest of a field."""

    field: str
    value: str = ""
    label: str = ""
    trials: int = 0
    state: str = ""
    """`chosen`, `without` or nothing."""
    is_more: bool = False

    @property
    def is_heading(self) -> bool:
        return not self.value and not self.is_more


def rows(
    field: str,
    facets: Sequence[Facet],
    chosen: Mapping[str, str],
    *,
    narrowed: str = "",
    is_open: bool = False,
) -> list[Row]:
    """The rows of one field; `chosen` are its values in the query, in sight whatever they count."""
    counts = {each.value: each.count for each in facets}
    labels = _labels(field, [*counts, *(value for value in chosen if value not in counts)])
    wanted = folded(narrowed).split()
    every = [
        Row(field, value, label, counts.get(value, 0), chosen.get(value, ""))
        for value, label in labels.items()
        if value in chosen or all(word in folded(f"{label} {value}") for word in wanted)
    ]
    kept, left = (every, 0) if is_open or wanted else _first(every)
    if left:
        last = [row for row in kept if row.value == NOT_STATED]
        kept = [row for row in kept if row.value != NOT_STATED]
        kept += [Row(field, "", f"… {left} more", is_more=True), *last]
    return list(_in_groups(kept)) if field == "status" else kept


def _first(every: Sequence[Row]) -> tuple[list[Row], int]:
    """The first values, those that are chosen and the unknown; and how many are left."""
    kept = [
        row
        for place, row in enumerate(every)
        if place < MOST or row.state or row.value == NOT_STATED or row.field == "status"
    ]
    return kept, len(every) - len(kept)


def _in_groups(of_status: Sequence[Row]) -> Iterator[Row]:
    """Statuses by what they mean for a patient, each group with its count."""
    groups: dict[str, list[Row]] = {name: [] for name in _GROUPS}
    for row in of_status:
        state = _ENDED if row.value in _OVER else site_state(None, row.value)
        groups[state].append(row)
    for name, found in groups.items():
        if found:
            yield Row("status", label=_GROUPS[name], trials=sum(row.trials for row in found))
            yield from found


def _labels(field: str, values: Sequence[str]) -> dict[str, str]:
    """What each value is called; two that would be called the same are told apart."""
    found = {value: _label(field, value) for value in values}
    names = list(found.values())
    return {
        value: f"{label} ({code_told(Status, value)})"
        if field == "status" and names.count(label) > 1
        else label
        for value, label in found.items()
    }


def _label(field: str, value: str) -> str:
    if value == NOT_STATED:
        return "not stated"
    if field == "source":
        return source_words(value)
    if field == "status":
        told = short_status(value)
    elif field == "phase" and COMBINED in value:
        told = phases_told(value.split(COMBINED))
    else:
        row = FIELDS.get(field)
        told = code_told(row.codes if row else None, value)
    return told if value.isupper() else said(value)
