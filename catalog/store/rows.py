"""A merged trial as rows of the catalogue's tables: what any SQLite tool can read.

The rows are written, never read back into a Trial: `source_record.content` holds what each source
said, and `merge` makes the Trial from that. So a query for people cannot change what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from catalog.eligibility.criterion import Criterion
from catalog.merging.merged import MergedTrial
from catalog.model.codes import Coded
from catalog.model.trial import Contact, Eligibility, Enrollment, Trial, TrialDate

Cell = str | int | float | None
Row = tuple[Cell, ...]


class Rows(msgspec.Struct, frozen=True):
    """The row of `trial` and the rows of its child tables, all without the trial's key."""

    trial: Row
    children: dict[str, list[Row]]


def project(merged: MergedTrial, criteria: Sequence[Criterion]) -> Rows:
    """Rows for one trial, columns in the order of `schema.TABLES`."""
    trial = merged.trial
    return Rows(
        trial=_trial(merged),
        children={
            "identifier": sorted({(known.value, known.kind) for known in trial.identifiers}),
            "condition": list(enumerate(trial.conditions)),
            "keyword": list(enumerate(trial.keywords)),
            "collaborator": [
                (n, each.name, _word(each.class_)) for n, each in enumerate(trial.collaborators)
            ],
            "arm": [
                (n, arm.label, _word(arm.type), arm.description) for n, arm in enumerate(trial.arms)
            ],
            "arm_intervention": [
                (n, name)
                for n, arm in enumerate(trial.arms)
                for name in dict.fromkeys(arm.interventions)
            ],
            "intervention": [
                (n, _word(each.type), each.name, each.description)
                for n, each in enumerate(trial.interventions)
            ],
            "other_name": [
                (n, name)
                for n, each in enumerate(trial.interventions)
                for name in dict.fromkeys(each.other_names)
            ],
            "outcome": [
                (n, each.kind.value, each.measure, each.description, each.time_frame)
                for n, each in enumerate(trial.outcomes)
            ],
            "site": list(_sites(trial)),
            "contact": list(_contacts(trial)),
            "mesh_term": list(_mesh(trial)),
            "reference": [
                (n, each.pmid, _word(each.type), each.citation)
                for n, each in enumerate(trial.references)
            ],
            "document": [
                (n, each.label, each.type, str(each.date) if each.date else None, each.url)
                for n, each in enumerate(trial.documents)
            ],
            "editorial": [
                (n, each.source, each.label, each.text) for n, each in enumerate(trial.editorial)
            ],
            "criterion": list(_criteria(criteria)),
            "constraint_": list(_constraints(criteria)),
        },
    )


def _trial(merged: MergedTrial) -> Row:
    trial = merged.trial
    eligibility = trial.eligibility or Eligibility()
    minimum, maximum = eligibility.minimum_age, eligibility.maximum_age
    enrollment = trial.enrollment or Enrollment()
    return (
        merged.id,
        trial.title,
        trial.official_title,
        trial.acronym,
        _word(trial.status),
        trial.status.said if trial.status else None,
        _word(trial.last_known_status),
        trial.why_stopped,
        _word(trial.study_type),
        _words(trial.phases),
        *_date(trial.start_date),
        *_date(trial.primary_completion_date),
        *_date(trial.completion_date),
        _date(trial.first_posted)[0],
        _date(trial.last_updated)[0],
        str(trial.status_verified) if trial.status_verified else None,
        enrollment.count,
        _word(enrollment.type),
        _word(trial.allocation),
        _word(trial.intervention_model),
        _word(trial.masking),
        _word(trial.primary_purpose),
        _word(trial.observational_model),
        _word(trial.time_perspective),
        trial.sponsor.name if trial.sponsor else None,
        _word(trial.sponsor.class_) if trial.sponsor else None,
        _word(eligibility.sex),
        str(minimum) if minimum else None,
        str(maximum) if maximum else None,
        minimum.years if minimum else None,
        maximum.years if maximum else None,
        _words(eligibility.standard_ages),
        eligibility.healthy_volunteers,
        trial.has_results,
        trial.brief_summary,
        trial.detailed_description,
        eligibility.text,
        len(trial.sites),
        sum(
            bool(site.status and site.status.means and site.status.means.is_open)
            for site in trial.sites
        ),
        "|".join(countries(trial)) or None,
        str(merged.newest) if merged.newest else None,
        len(merged.sources),
        "|".join(guess.field for guess in trial.guesses) or None,
    )


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


def _sites(trial: Trial) -> Iterator[Row]:
    for n, site in enumerate(trial.sites):
        place = (site.city, site.state, site.zip, site.country, site.latitude, site.longitude)
        yield (n, site.facility, _word(site.status), *place)


def _contacts(trial: Trial) -> Iterator[Row]:
    """Central contacts (site null), then those of sites."""
    groups: list[tuple[int | None, Sequence[Contact]]] = [(None, trial.contacts)]
    groups += [(n, site.contacts) for n, site in enumerate(trial.sites) if site.contacts]
    for site_position, contacts in groups:
        for n, each in enumerate(contacts):
            role = _word(each.role)
            yield site_position, n, each.name, role, each.phone, each.email, each.affiliation


def _mesh(trial: Trial) -> Iterator[Row]:
    for about, ancestor, terms in (
        ("condition", 0, trial.condition_mesh),
        ("condition", 1, trial.condition_mesh_ancestors),
        ("intervention", 0, trial.intervention_mesh),
        ("intervention", 1, trial.intervention_mesh_ancestors),
    ):
        for term, mesh_id in {each.term: each.id for each in terms}.items():
            yield about, ancestor, term, mesh_id


def _criteria(criteria: Sequence[Criterion]) -> Iterator[Row]:
    for n, each in enumerate(criteria):
        start, end = each.span
        topics = "|".join(each.topics)
        yield n, each.kind, start, end, each.section, each.parent, each.role, topics


def _constraints(criteria: Sequence[Criterion]) -> Iterator[Row]:
    for n, criterion in enumerate(criteria):
        for m, each in enumerate(criterion.constraints):
            yield (
                n,
                m,
                each.variable,
                each.op,
                _json(each.value),
                each.unit,
                _json(each.norm_value),
                each.norm_unit,
                each.any_of,
                each.when,
                each.window.days if each.window else None,
                each.anchor,
                each.negated,
                each.implausible,
            )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
