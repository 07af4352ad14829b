"""Posted results in legacy ClinicalTrials.gov XML: flow, measures, totals of adverse events."""

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
from importers.ctgov.legacy_xml.parts import Element, prose, text
from importers.values.cleaning import blank


def results(element: Element | None) -> Results | None:
    """The tables of `<clinical_results>`; group ids (`P1`, `O1`) are local to each."""
    if element is None:
        return None
    return Results(
        flow_groups=tuple(_groups(element, "participant_flow/group_list/group")),
        flow=tuple(_flow(element)),
        measures=(*_outcomes(element), *_baseline(element)),
        adverse_events_time_frame=prose(element, "reported_events/time_frame"),
        adverse_events_description=prose(element, "reported_events/desc"),
        adverse_events=tuple(_adverse_events(element)),
        serious_events=tuple(_serious_events(element)),
    )


def _groups(element: Element, path: str) -> Iterator[ResultGroup]:
    for one in element.iterfind(path):
        yield ResultGroup(
            id=one.get("group_id", ""),
            title=text(one, "title"),
            description=prose(one, "description"),
        )


def _flow(element: Element) -> Iterator[FlowMilestone]:
    for period in element.iterfind("participant_flow/period_list/period"):
        title = text(period, "title")
        for path in (
            "milestone_list/milestone",
            "drop_withdraw_reason_list/drop_withdraw_reason",
        ):
            for step in period.iterfind(path):
                for reached in step.iterfind("participants_list/participants"):
                    yield FlowMilestone(
                        period=title,
                        milestone=text(step, "title"),
                        group=reached.get("group_id"),
                        participants=blank(reached.get("count")),
                    )


# -- measures


def _outcomes(element: Element) -> Iterator[ResultMeasure]:
    for one in element.iterfind("outcome_list/outcome"):
        yield ResultMeasure(
            title=text(one, "title") or "",
            kind=text(one, "type"),
            description=prose(one, "description"),
            time_frame=prose(one, "time_frame"),
            population=prose(one, "population") or prose(one, "measure/population"),
            reporting_status="NOT_POSTED" if text(one, "posting_date") else None,
            param_type=text(one, "measure/param"),
            dispersion_type=text(one, "measure/dispersion"),
            unit=text(one, "measure/units"),
            groups=tuple(_groups(one, "group_list/group")),
            measurements=tuple(_measurements(one.find("measure"))),
            analyses=tuple(_analyses(one)),
        )


def _analyses(outcome: Element) -> Iterator[Analysis]:
    for one in outcome.iterfind("analysis_list/analysis"):
        yield Analysis(
            groups=tuple(
                group.text.strip() for group in one.iterfind("group_id_list/group_id") if group.text
            ),
            description=prose(one, "groups_desc"),
            method=text(one, "method"),
            p_value=text(one, "p_value"),
            p_value_comment=prose(one, "p_value_desc"),
            estimate=text(one, "param_type"),
            value=text(one, "param_value"),
            ci_percent=text(one, "ci_percent"),
            ci_sides=text(one, "ci_n_sides"),
            lower=text(one, "ci_lower_limit"),
            upper=text(one, "ci_upper_limit"),
            dispersion_type=text(one, "dispersion_type"),
            dispersion=text(one, "dispersion_value"),
            hypothesis=text(one, "non_inferiority_type"),
            comment=prose(one, "estimate_desc"),
        )


def _baseline(element: Element) -> Iterator[ResultMeasure]:
    groups = tuple(_groups(element, "baseline/group_list/group"))
    for one in element.iterfind("baseline/measure_list/measure"):
        yield ResultMeasure(
            title=text(one, "title") or "",
            kind="baseline",
            description=prose(one, "description"),
            population=prose(one, "population"),
            param_type=text(one, "param"),
            dispersion_type=text(one, "dispersion"),
            unit=text(one, "units"),
            groups=groups,
            measurements=tuple(_measurements(one)),
        )


def _measurements(measure: Element | None) -> Iterator[Measurement]:
    if measure is None:
        return
    for class_ in measure.iterfind("class_list/class"):
        for category in class_.iterfind("category_list/category"):
            titles = (text(class_, "title"), text(category, "title"))
            row = " / ".join(title for title in titles if title) or None
            for one in category.iterfind("measurement_list/measurement"):
                yield Measurement(
                    group=one.get("group_id", ""),
                    value=blank(one.get("value")),
                    spread=blank(one.get("spread")),
                    lower=blank(one.get("lower_limit")),
                    upper=blank(one.get("upper_limit")),
                    row=row,
                    comment=blank(one.text),
                )


# -- adverse events

_Totals = dict[str, tuple[int | None, int | None]]
"""By group: participants affected, participants at risk."""


def _adverse_events(element: Element) -> Iterator[AdverseEventGroup]:
    deaths = _totals(element, "Total, all-cause mortality")
    serious = _totals(element, "Total, serious adverse events")
    other = _totals(element, "Total, other adverse events")
    nothing = (None, None)
    for one in element.iterfind("reported_events/group_list/group"):
        group = one.get("group_id", "")
        deaths_affected, deaths_at_risk = deaths.get(group, nothing)
        serious_affected, serious_at_risk = serious.get(group, nothing)
        other_affected, other_at_risk = other.get(group, nothing)
        yield AdverseEventGroup(
            id=group or None,
            title=text(one, "title"),
            description=prose(one, "description"),
            deaths_affected=deaths_affected,
            deaths_at_risk=deaths_at_risk,
            serious_affected=serious_affected,
            serious_at_risk=serious_at_risk,
            other_affected=other_affected,
            other_at_risk=other_at_risk,
        )


def _serious_events(element: Element) -> Iterator[AdverseEvent]:
    """Serious events by term; those of the category "Total" are totals."""
    for category in element.iterfind("reported_events/serious_events/category_list/category"):
        system = text(category, "title")
        for event in category.iterfind("event_list/event") if system != "Total" else ():
            yield AdverseEvent(
                term=text(event, "sub_title") or "",
                organ_system=system,
                counts=tuple(
                    EventCount(
                        group=one.get("group_id", ""),
                        affected=_number(one.get("subjects_affected")),
                        at_risk=_number(one.get("subjects_at_risk")),
                        events=_number(one.get("events")),
                    )
                    for one in event.iterfind("counts")
                ),
            )


def _totals(element: Element, title: str) -> _Totals:
    """The counts of an event that is a total, deaths standing among the serious ones."""
    for kind in ("serious_events", "other_events"):
        for event in element.iterfind(f"reported_events/{kind}/category_list/category/*/event"):
            if text(event, "sub_title") == title:
                return {
                    one.get("group_id", ""): (
                        _number(one.get("subjects_affected")),
                        _number(one.get("subjects_at_risk")),
                    )
                    for one in event.iterfind("counts")
                }
    return {}


def _number(said: str | None) -> int | None:
    return int(said) if said is not None and said.isascii() and said.isdigit() else None
