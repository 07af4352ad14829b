"""Posted results of a ClinicalTrials.gov study: flow, measures, totals of adverse events."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.model.trial import (
    AdverseEvent,
    AdverseEventGroup,
    Analysis,
    EventCount,
    FlowMilestone,
    Measurement,
    ResultGroup,
    ResultMeasure,
    Results,
)
from importers.ctgov import shape


def results(said: shape.ResultsSection) -> Results:
    """The tables of a results section; group ids are local to each."""
    flow = said.participant_flow_module
    baseline = said.baseline_characteristics_module
    events = said.adverse_events_module
    return Results(
        flow_groups=_groups(flow.groups),
        flow=tuple(_flow(flow.periods)),
        measures=(
            *(_measure(one, one.type, one.groups) for one in _outcome_measures(said)),
            *(_measure(one, "baseline", baseline.groups) for one in baseline.measures),
        ),
        adverse_events_time_frame=events.time_frame,
        adverse_events_description=events.description,
        adverse_events=tuple(_event_group(one) for one in events.event_groups),
        serious_events=tuple(_serious(one) for one in events.serious_events),
    )


def _outcome_measures(said: shape.ResultsSection) -> tuple[shape.Measure, ...]:
    return said.outcome_measures_module.outcome_measures


def _groups(said: tuple[shape.Group, ...]) -> tuple[ResultGroup, ...]:
    return tuple(
        ResultGroup(id=one.id, title=one.title, description=one.description) for one in said
    )


def _flow(periods: tuple[shape.Period, ...]) -> Iterator[FlowMilestone]:
    for period in periods:
        for milestone in period.milestones:
            for reached in milestone.achievements:
                yield _milestone(period, milestone.type, reached)
        for withdrawal in period.drop_withdraws:
            for left in withdrawal.reasons:
                yield _milestone(period, withdrawal.type, left)


def _milestone(period: shape.Period, type: str | None, said: shape.Achievement) -> FlowMilestone:
    return FlowMilestone(
        period=period.title, milestone=type, group=said.group_id, participants=said.num_subjects
    )


def _measure(
    said: shape.Measure, kind: str | None, groups: tuple[shape.Group, ...]
) -> ResultMeasure:
    return ResultMeasure(
        title=said.title,
        kind=kind,
        description=said.description,
        time_frame=said.time_frame,
        population=said.population_description,
        reporting_status=said.reporting_status,
        param_type=said.param_type,
        dispersion_type=said.dispersion_type,
        unit=said.unit_of_measure,
        groups=_groups(groups),
        measurements=tuple(_measurements(said)),
        analyses=tuple(_analysis(one) for one in said.analyses),
    )


def _analysis(said: shape.Analysis) -> Analysis:
    return Analysis(
        groups=said.group_ids,
        description=said.group_description,
        method=said.statistical_method,
        p_value=said.p_value,
        p_value_comment=said.p_value_comment,
        estimate=said.param_type,
        value=said.param_value,
        ci_percent=said.ci_pct_value,
        ci_sides=said.ci_num_sides,
        lower=said.ci_lower_limit,
        upper=said.ci_upper_limit,
        dispersion_type=said.dispersion_type,
        dispersion=said.dispersion_value,
        hypothesis=said.non_inferiority_type,
        comment=said.estimate_comment,
    )


def _serious(said: shape.SeriousEvent) -> AdverseEvent:
    return AdverseEvent(
        term=said.term,
        organ_system=said.organ_system,
        counts=tuple(
            EventCount(
                group=one.group_id,
                affected=one.num_affected,
                at_risk=one.num_at_risk,
                events=one.num_events,
            )
            for one in said.stats
        ),
    )


def _measurements(said: shape.Measure) -> Iterator[Measurement]:
    for class_ in said.classes:
        for category in class_.categories:
            row = " / ".join(title for title in (class_.title, category.title) if title) or None
            for one in category.measurements:
                yield Measurement(
                    group=one.group_id,
                    value=one.value,
                    spread=one.spread,
                    lower=one.lower_limit,
                    upper=one.upper_limit,
                    row=row,
                    comment=one.comment,
                )


def _event_group(said: shape.EventGroup) -> AdverseEventGroup:
    return AdverseEventGroup(
        id=said.id,
        title=said.title,
        description=said.description,
        deaths_affected=said.deaths_num_affected,
        deaths_at_risk=said.deaths_num_at_risk,
        serious_affected=said.serious_num_affected,
        serious_at_risk=said.serious_num_at_risk,
        other_affected=said.other_num_affected,
        other_at_risk=said.other_num_at_risk,
    )
