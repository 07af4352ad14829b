"""Posted results as a registry reports them: flow of participants, measures, adverse events.

Values stay as the registry writes them: text, with its own signs and decimals. Names follow the
results section of ClinicalTrials.gov (API v2).
"""

from __future__ import annotations

from catalog.model.parts import Value


class ResultGroup(Value, frozen=True):
    """A column of a results table; ids are local to the table."""

    id: str
    title: str | None = None
    description: str | None = None


class Measurement(Value, frozen=True):
    """One reported value; numbers stay as the registry writes them."""

    group: str
    value: str | None = None
    spread: str | None = None
    lower: str | None = None
    upper: str | None = None
    row: str | None = None
    """Class and category titles of the row, joined by " / "."""
    comment: str | None = None


class Analysis(Value, frozen=True):
    """A statistical comparison of groups, as reported: numbers stay as the registry writes them."""

    groups: tuple[str, ...] = ()
    description: str | None = None
    method: str | None = None
    p_value: str | None = None
    p_value_comment: str | None = None
    estimate: str | None = None
    """What was estimated: `Hazard Ratio (HR)`, `Mean Difference (Final Values)`."""
    value: str | None = None
    ci_percent: str | None = None
    ci_sides: str | None = None
    lower: str | None = None
    upper: str | None = None
    dispersion_type: str | None = None
    dispersion: str | None = None
    hypothesis: str | None = None
    """Superiority, non-inferiority or equivalence."""
    comment: str | None = None


class ResultMeasure(Value, frozen=True):
    """A reported outcome measure (or, as `kind` "baseline", a baseline characteristic)."""

    title: str
    kind: str | None = None
    description: str | None = None
    time_frame: str | None = None
    population: str | None = None
    reporting_status: str | None = None
    param_type: str | None = None
    dispersion_type: str | None = None
    unit: str | None = None
    groups: tuple[ResultGroup, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    analyses: tuple[Analysis, ...] = ()


class EventCount(Value, frozen=True):
    """How many of a group had an event."""

    group: str
    affected: int | None = None
    at_risk: int | None = None
    events: int | None = None


class AdverseEvent(Value, frozen=True):
    """A serious adverse event by its term, with counts by group of adverse events."""

    term: str
    organ_system: str | None = None
    counts: tuple[EventCount, ...] = ()


class AdverseEventGroup(Value, frozen=True):
    """A group of the tables of adverse events, with how many died or had any, and of how many."""

    id: str | None = None
    title: str | None = None
    description: str | None = None
    deaths_affected: int | None = None
    deaths_at_risk: int | None = None
    serious_affected: int | None = None
    serious_at_risk: int | None = None
    other_affected: int | None = None
    other_at_risk: int | None = None


class FlowMilestone(Value, frozen=True):
    """How many participants of a group reached a milestone (STARTED, COMPLETED, ...)."""

    period: str | None = None
    milestone: str | None = None
    group: str | None = None
    participants: str | None = None


class Results(Value, frozen=True):
    """Posted results: flow, measures with values and analyses, adverse events.

    Adverse events are the totals of each group, and the serious ones by term.
    """

    flow_groups: tuple[ResultGroup, ...] = ()
    flow: tuple[FlowMilestone, ...] = ()
    measures: tuple[ResultMeasure, ...] = ()
    adverse_events_time_frame: str | None = None
    adverse_events_description: str | None = None
    adverse_events: tuple[AdverseEventGroup, ...] = ()
    serious_events: tuple[AdverseEvent, ...] = ()
