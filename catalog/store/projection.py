"""A trial as rows of the catalogue's tables.

The rows of a trial are written, never read back into a Trial: `source_record.content` holds what
each source said, and `merge` makes the Trial from that. So a query for people cannot change what
is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from catalog.eligibility.criterion import Criterion
from catalog.merging.merged import MergedTrial
from catalog.model.codes import Coded, Status
from catalog.model.trial import Contact, Eligibility, Enrollment, Trial, TrialDate
from catalog.store.rows import (
    CHILD_TABLES,
    ArmInterventionRow,
    ArmRow,
    CollaboratorRow,
    ConstraintRow,
    ContactRow,
    CriterionRow,
    DocumentRow,
    EditorialRow,
    IdentifierRow,
    InterventionRow,
    MeshTermRow,
    NameRow,
    OtherNameRow,
    OutcomeRow,
    ReferenceRow,
    SiteRow,
    TrialRow,
)


class Rows(msgspec.Struct, frozen=True):
    """The row of `trial` and the rows of its child tables, all without the trial's key."""

    trial: TrialRow
    children: Mapping[str, Sequence[tuple[Any, ...]]]


class CriteriaRows(NamedTuple):
    """The rows of what was understood of an eligibility text, without the trial's key."""

    criteria: Sequence[CriterionRow]
    constraints: Sequence[ConstraintRow]


def criteria_rows(criteria: Sequence[Criterion]) -> CriteriaRows:
    """The rows of a trial's criteria."""
    return CriteriaRows(list(_criteria(criteria)), list(_constraints(criteria)))


def project(merged: MergedTrial, understood: CriteriaRows) -> Rows:
    """The rows of one trial."""
    trial = merged.trial
    rows: dict[str, Iterable[NamedTuple]] = {
        "identifier": _identifiers(trial),
        "condition": (NameRow(*each) for each in enumerate(trial.conditions)),
        "keyword": (NameRow(*each) for each in enumerate(trial.keywords)),
        "collaborator": (
            CollaboratorRow(n, each.name, _word(each.class_))
            for n, each in enumerate(trial.collaborators)
        ),
        "arm": (
            ArmRow(n, arm.label, _word(arm.type), arm.description)
            for n, arm in enumerate(trial.arms)
        ),
        "arm_intervention": (
            ArmInterventionRow(n, name)
            for n, arm in enumerate(trial.arms)
            for name in dict.fromkeys(arm.interventions)
        ),
        "intervention": (
            InterventionRow(n, _word(each.type), each.name, each.description)
            for n, each in enumerate(trial.interventions)
        ),
        "other_name": (
            OtherNameRow(n, name)
            for n, each in enumerate(trial.interventions)
            for name in dict.fromkeys(each.other_names)
        ),
        "outcome": (
            OutcomeRow(n, each.kind.value, each.measure, each.description, each.time_frame)
            for n, each in enumerate(trial.outcomes)
        ),
        "site": _sites(trial),
        "contact": _contacts(trial),
        "mesh_term": _mesh(trial),
        "reference": (
            ReferenceRow(n, each.pmid, _word(each.type), each.citation)
            for n, each in enumerate(trial.references)
        ),
        "document": (
            DocumentRow(n, each.label, each.type, str(each.date) if each.date else None, each.url)
            for n, each in enumerate(trial.documents)
        ),
        "editorial": (
            EditorialRow(n, each.source, each.label, each.text)
            for n, each in enumerate(trial.editorial)
        ),
        "criterion": understood.criteria,
        "constraint_": understood.constraints,
    }
    return Rows(_trial(merged), {table: list(rows[table]) for table in CHILD_TABLES})


def says_all(merged: MergedTrial, said: Trial) -> bool:
    """Whether one record says of the trial all that its rows and the index hold.

    The order of its numbers is the only thing that merging may have changed: neither asks for it.
    """
    numbers = merged.trial.identifiers
    ordered = msgspec.structs.replace(merged.trial, identifiers=said.identifiers)
    return ordered == said and set(numbers) == set(said.identifiers)


def of_sources(rows: Rows, merged: MergedTrial) -> Rows:
    """The rows of the record that `says_all`, as those of the trial with all its sources."""
    return Rows(rows.trial._replace(**_of_sources(merged)), rows.children)


def _of_sources(merged: MergedTrial) -> dict[str, Any]:
    return {
        "id": merged.id,
        "data_date": str(merged.newest) if merged.newest else None,
        "source_count": len(merged.sources),
    }


def _trial(merged: MergedTrial) -> TrialRow:
    trial = merged.trial
    eligibility = trial.eligibility or Eligibility()
    minimum, maximum = eligibility.minimum_age, eligibility.maximum_age
    enrollment = trial.enrollment or Enrollment()
    start, start_type = _date(trial.start_date)
    primary, primary_type = _date(trial.primary_completion_date)
    completion, completion_type = _date(trial.completion_date)
    return TrialRow(
        **_of_sources(merged),
        title=trial.title,
        official_title=trial.official_title,
        acronym=trial.acronym,
        status=_word(trial.status),
        status_said=trial.status.said if trial.status else None,
        last_known_status=_word(trial.last_known_status),
        why_stopped=trial.why_stopped,
        study_type=_word(trial.study_type),
        phases=_words(trial.phases),
        start_date=start,
        start_date_type=start_type,
        primary_completion_date=primary,
        primary_completion_type=primary_type,
        completion_date=completion,
        completion_type=completion_type,
        first_posted=_date(trial.first_posted)[0],
        last_updated=_date(trial.last_updated)[0],
        status_verified=str(trial.status_verified) if trial.status_verified else None,
        enrollment=enrollment.count,
        enrollment_type=_word(enrollment.type),
        allocation=_word(trial.allocation),
        intervention_model=_word(trial.intervention_model),
        masking=_word(trial.masking),
        primary_purpose=_word(trial.primary_purpose),
        observational_model=_word(trial.observational_model),
        time_perspective=_word(trial.time_perspective),
        sponsor=trial.sponsor.name if trial.sponsor else None,
        sponsor_class=_word(trial.sponsor.class_) if trial.sponsor else None,
        sex=_word(eligibility.sex),
        minimum_age=str(minimum) if minimum else None,
        maximum_age=str(maximum) if maximum else None,
        minimum_age_years=minimum.years if minimum else None,
        maximum_age_years=maximum.years if maximum else None,
        standard_ages=_words(eligibility.standard_ages),
        healthy_volunteers=eligibility.healthy_volunteers,
        has_results=trial.has_results,
        brief_summary=trial.brief_summary,
        detailed_description=trial.detailed_description,
        eligibility_text=eligibility.text,
        site_count=len(trial.sites),
        open_site_count=sum(_is_open(site.status) for site in trial.sites),
        countries="|".join(countries(trial)) or None,
        guessed="|".join(guess.field for guess in trial.guesses) or None,
    )


def _is_open(status: Coded[Status] | None) -> bool:
    return bool(status and status.means and status.means.is_open)


def _identifiers(trial: Trial) -> Iterator[IdentifierRow]:
    known = {(each.value, each.kind) for each in trial.identifiers}
    yield from (IdentifierRow(*each) for each in sorted(known))


def countries(trial: Trial) -> tuple[str, ...]:
    """Countries of sites, else those listed, each once, in the order of the source."""
    named = [site.country for site in trial.sites if site.country]
    named += trial.countries
    named += [record.country for record in trial.country_records]
    return tuple(dict.fromkeys(named))


def _word(code: Coded | None) -> str | None:  # type: ignore[type-arg]
    return code.word if code else None


def _words(codes: Sequence[Coded]) -> str | None:  # type: ignore[type-arg]
    return "|".join(code.word for code in codes) or None


def _date(date: TrialDate | None) -> tuple[str | None, str | None]:
    return (str(date) or None, _word(date.type)) if date else (None, None)


def _sites(trial: Trial) -> Iterator[SiteRow]:
    for n, site in enumerate(trial.sites):
        yield SiteRow(
            position=n,
            facility=site.facility,
            status=_word(site.status),
            city=site.city,
            state=site.state,
            zip=site.zip,
            country=site.country,
            latitude=site.latitude,
            longitude=site.longitude,
        )


def _contacts(trial: Trial) -> Iterator[ContactRow]:
    """Central contacts (site null), then those of sites."""
    groups: list[tuple[int | None, Sequence[Contact]]] = [(None, trial.contacts)]
    groups += [(n, site.contacts) for n, site in enumerate(trial.sites) if site.contacts]
    for site_position, contacts in groups:
        for n, each in enumerate(contacts):
            yield ContactRow(
                site=site_position,
                position=n,
                name=each.name,
                role=_word(each.role),
                phone=each.phone,
                email=each.email,
                affiliation=each.affiliation,
            )


def _mesh(trial: Trial) -> Iterator[MeshTermRow]:
    for about, ancestor, terms in (
        ("condition", 0, trial.condition_mesh),
        ("condition", 1, trial.condition_mesh_ancestors),
        ("intervention", 0, trial.intervention_mesh),
        ("intervention", 1, trial.intervention_mesh_ancestors),
    ):
        for term, mesh_id in {each.term: each.id for each in terms}.items():
            yield MeshTermRow(about, ancestor, term, mesh_id)


def _criteria(criteria: Sequence[Criterion]) -> Iterator[CriterionRow]:
    for n, each in enumerate(criteria):
        start, end = each.span
        yield CriterionRow(
            position=n,
            kind=each.kind,
            start=start,
            end=end,
            section=each.section,
            parent=each.parent,
            role=each.role,
            topics="|".join(each.topics),
            left_over=None if each.left_over is None else len(each.left_over),
            narrowing="|".join(each.narrowing) or None,
        )


def _constraints(criteria: Sequence[Criterion]) -> Iterator[ConstraintRow]:
    for n, criterion in enumerate(criteria):
        for m, each in enumerate(criterion.constraints):
            yield ConstraintRow(
                criterion=n,
                position=m,
                variable=each.variable,
                op=each.op,
                value=_json(each.value),
                unit=each.unit,
                norm_value=_json(each.norm_value),
                norm_unit=each.norm_unit,
                any_of=each.any_of,
                when=each.when,
                window_days=each.window.days if each.window else None,
                anchor=each.anchor,
                negated=each.negated,
                implausible=each.implausible,
                all_of=each.all_of,
                decides=each.decides,
            )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
