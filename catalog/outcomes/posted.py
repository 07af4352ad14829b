"""Posted results in words: primary results with their analyses, flow, serious adverse events.

Numbers stand as the registry writes them; nothing is computed. Every view shows these lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from catalog.model.trial import (
    AdverseEvent,
    AdverseEventGroup,
    Analysis,
    Measurement,
    ResultMeasure,
    Results,
    one_line,
)

_SHORT_VALUES = 8
"""Rows of values of a measure that the short form shows."""
_KINDS = (
    ("primary", "Primary results"),
    ("secondary", "Secondary results"),
    ("otherprespecified", "Other results, planned"),
    ("posthoc", "Results of later analyses"),
)


class Told(NamedTuple):
    """A line: how far in it stands, and whether it is a heading."""

    text: str
    depth: int = 0
    is_heading: bool = False


def told(results: Results, *, whole: bool) -> Iterator[Told]:
    """The results; in short only the primary ones, totals and who began and completed."""
    for kind, title in _KINDS if whole else _KINDS[:1]:
        measures = [one for one in results.measures if _kind(one) == kind]
        if not measures:
            continue
        yield Told(f"{title} ({len(measures)})", is_heading=True)
        for number, one in enumerate(measures, 1):
            yield from _measure(number, one, whole)
    yield from _flow(results, whole)
    yield from _events(results, whole)


def primary_titles(results: Results) -> tuple[str, ...]:
    """The titles of the primary measures, as the registry writes them."""
    return tuple(one.title for one in results.measures if _kind(one) == "primary")


def event_groups(results: Results) -> tuple[str, ...]:
    """The titles of the groups of adverse events, as the registry writes them."""
    return tuple(one.title for one in results.adverse_events if one.title)


def primary_results(results: Results) -> tuple[str, ...]:
    """Each analysis of a primary outcome in one line; of one without, its values."""
    found: list[str] = []
    for one in results.measures:
        if _kind(one) == "primary":
            names = _names(one)
            said = [analysis(each, names) for each in one.analyses] or list(_values(one, names))[:1]
            found.extend(f"{one_line(one.title)}: {each}" for each in said)
    return tuple(found)


def serious_totals(results: Results) -> tuple[str, ...]:
    """How many of each group had a serious adverse event."""
    return tuple(
        f"{_title(one)}: {one.serious_affected} of {one.serious_at_risk}"
        for one in results.adverse_events
        if one.serious_affected is not None and one.serious_at_risk
    )


def _kind(measure: ResultMeasure) -> str:
    return "".join(letter for letter in (measure.kind or "").lower() if letter.isalpha())


def _names(measure: ResultMeasure) -> dict[str, str]:
    return {group.id: one_line(group.title or group.id) for group in measure.groups}


def analysis(said: Analysis, names: dict[str, str]) -> str:
    """`Hazard Ratio (HR) 0.71 (95 % CI 0.55 to 0.92), p 0.003 (Log Rank), A vs B, superiority`."""
    parts = [_estimate(said)]
    if said.p_value:
        method = f" ({one_line(said.method)})" if said.method else ""
        parts.append(f"p {said.p_value.strip()}{method}")
    elif said.method:
        parts.append(one_line(said.method))
    if said.groups:
        parts.append(" vs ".join(names.get(group, group) for group in said.groups))
    if said.hypothesis:
        parts.append(one_line(said.hypothesis).replace("_", " ").lower())
    return ", ".join(filter(None, parts))


def _estimate(said: Analysis) -> str:
    name = one_line(said.estimate or "").replace("_", " ")
    value = " ".join(filter(None, (name, said.value)))
    if said.lower is None and said.upper is None:
        return value
    level = f"{said.ci_percent} % CI" if said.ci_percent else "CI"
    sides = ", one-sided" if (said.ci_sides or "").replace("_", " ").lower() == "one sided" else ""
    interval = f"({level} {said.lower or '…'} to {said.upper or '…'}{sides})"
    return f"{value} {interval}".strip()


def _measure(number: int, one: ResultMeasure, whole: bool) -> Iterator[Told]:
    yield Told(f"{number}. {one_line(one.title)}", 1)
    about = [one.time_frame, " of ".join(filter(None, (_words(one.param_type), one.unit)))]
    if any(about):
        yield Told("; ".join(one_line(part) for part in about if part), 2)
    names = _names(one)
    if _is_table(one):  # each group's name once, then its letter
        letters = dict(zip(names, map(chr, range(ord("A"), ord("Z") + 1)), strict=False))
        for group, letter in letters.items():
            yield Told(f"{letter} = {names[group]}", 2)
        names = letters
    values = list(_values(one, names))
    shown = values if whole else values[:_SHORT_VALUES]
    for text in shown:
        yield Told(text, 2)
    if len(values) > len(shown):
        yield Told(f"… {len(values) - len(shown)} more rows of values", 2)
    if not values:
        status = _words(one.reporting_status)
        yield Told(f"no values{f' ({status})' if status else ''}", 2)
    for each in one.analyses:
        yield Told(f"analysis: {analysis(each, names)}", 2)
        if whole and each.description:
            yield Told(one_line(each.description), 3)


def _words(code: str | None) -> str:
    return (code or "").replace("_", " ").lower()


_LETTERS = 26


def _is_table(measure: ResultMeasure) -> bool:
    """Whether its groups' names would be said again and again."""
    rows = {one.row for one in measure.measurements}
    return 1 < len(measure.groups) <= _LETTERS and (len(rows) > 1 or len(measure.analyses) > 1)


def _values(measure: ResultMeasure, names: dict[str, str]) -> Iterator[str]:
    """A line for each row of the table: the groups and their values."""
    rows: dict[str, list[Measurement]] = {}
    for one in measure.measurements:
        rows.setdefault(one.row or "", []).append(one)
    for row, cells in rows.items():
        label = f"{one_line(row)}: " if row else ""
        yield label + "; ".join(f"{names.get(one.group, one.group)} {_value(one)}" for one in cells)


def _value(one: Measurement) -> str:
    value = one.value or "no value"
    if one.lower is not None or one.upper is not None:
        return f"{value} ({one.lower or '…'} to {one.upper or '…'})"
    return f"{value} (± {one.spread})" if one.spread else value


# -- flow and adverse events

_ENDS = ("STARTED", "COMPLETED")


def _flow(results: Results, whole: bool) -> Iterator[Told]:
    names = {group.id: one_line(group.title or group.id) for group in results.flow_groups}
    steps: dict[tuple[str, str], list[str]] = {}
    for one in results.flow:
        milestone = (one.milestone or "").strip()
        if whole or milestone.upper() in _ENDS:
            group = names.get(one.group or "", one.group or "")
            said = f"{group} {one.participants or 'not stated'}"
            steps.setdefault((one.period or "", milestone), []).append(said)
    if not steps:
        return
    yield Told("Participant flow", is_heading=True)
    for (period, milestone), groups in steps.items():
        where = f"{one_line(period)}, " if period and len({p for p, _ in steps}) > 1 else ""
        yield Told(f"{where}{milestone.lower()}: {'; '.join(groups)}", 1)


def _events(results: Results, whole: bool) -> Iterator[Told]:
    if not results.adverse_events:
        return
    yield Told("Serious adverse events", is_heading=True)
    if whole and results.adverse_events_time_frame:
        yield Told(f"time frame: {one_line(results.adverse_events_time_frame)}", 1)
    for one in results.adverse_events:
        parts = [f"{_count(one.serious_affected, one.serious_at_risk)} with a serious event"]
        if one.deaths_affected is not None:
            parts.append(f"{_count(one.deaths_affected, one.deaths_at_risk)} died")
        yield Told(f"{_title(one)}: {', '.join(parts)}", 1)
    terms = len(results.serious_events)
    if not whole and terms:
        yield Told(f"{terms} terms of serious events", 1)
    names = {one.id: _title(one) for one in results.adverse_events if one.id}
    for event in results.serious_events if whole else ():
        yield Told(_event(event, names), 1)


def _event(event: AdverseEvent, names: dict[str, str]) -> str:
    counts = "; ".join(
        f"{names.get(one.group, one.group)} {_count(one.affected, one.at_risk)}"
        for one in event.counts
    )
    system = f" ({one_line(event.organ_system)})" if event.organ_system else ""
    return f"{one_line(event.term)}{system}: {counts}"


def _title(group: AdverseEventGroup) -> str:
    return one_line(group.title or group.id or "group")


def _count(affected: int | None, at_risk: int | None) -> str:
    """`3 of 99`; what the registry does not say is said to be so."""
    said = "not stated" if affected is None else str(affected)
    return f"{said} of {at_risk}" if at_risk is not None else said
