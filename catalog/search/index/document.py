"""What the index keeps of one trial: words by field, coded values, numbers, ids, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from catalog.model.numbers import numbers_in
from catalog.model.recruitment import days_of, is_dated
from catalog.model.trial import Age, Trial, TrialDate
from catalog.search.fields import FIELDS_IN_ORDER, countries
from catalog.search.index.entering import entered_terms, places
from catalog.search.index.given import role_terms
from catalog.search.index.sides import SaysSide, between, said_on, side_terms
from catalog.search.index.terms import NOT_STATED, brevity, date_code, facet_term
from catalog.search.synonyms.learnt import Pair, pairs_of
from catalog.search.weights import SUBJECT, Field
from catalog.search.words import identifier, indexed

_OLDEST = 1500
"""Months; an upper age limit above it is none."""


class Document(msgspec.Struct, frozen=True):
    """A trial ready to be added to the index; made in any process, cheap to send."""

    words: tuple[str, ...]
    """For each Field, its distinct words joined by blanks."""
    facets: tuple[str, ...]
    """Pseudo-words of the coded values."""
    numbers: tuple[int, ...]
    """In the order of `terms.COLUMNS`; 0 for no value."""
    ids: tuple[str, ...]
    pairs: tuple[Pair, ...]


def document(trial: Trial, criteria: Sequence[SaysSide] = ()) -> Document:
    """Everything that search will ever ask of the trial.

    All words of the eligibility text are indexed, whether or not it could be split; those of its
    criteria also with the side on which they stand.
    """
    found = [set[str]() for _ in Field]
    found[Field.TITLE] = indexed((trial.title, trial.acronym), names=True)
    found[Field.CONDITION] = indexed(trial.conditions, names=True)
    found[Field.DRUG] = indexed(_drugs(trial), names=True)
    found[Field.NAME] = indexed(_names(trial), names=True) | _spelt_parts(trial)
    found[Field.SPONSOR] = indexed(_sponsors(trial), names=False)
    found[Field.CITY] = indexed({site.city for site in trial.sites}, names=False)
    found[Field.SITE] = indexed(_places(trial), names=False)
    must, must_not = said_on(criteria, "inclusion"), said_on(criteria, "exclusion")
    texts = indexed(_texts(trial, criteria), names=False) | must
    about = [found[field] for field in SUBJECT]
    found[Field.TEXT] = (texts | must_not).difference(*about)
    for field, words in side_terms(must, must_not, (texts, *about)).items():
        found[field] |= words
    for field, words in role_terms(trial).items():
        found[field] |= words
    entered_in, entered_words = entered_terms(places(trial))
    for field, words in entered_words.items():
        found[field] |= words
    return Document(
        words=tuple(" ".join(words) for words in found),
        facets=tuple(dict.fromkeys((*_facets(trial), *sorted(entered_in)))),
        numbers=_numbers(trial),
        ids=tuple(dict.fromkeys(filter(None, map(identifier, _ids(trial))))),
        pairs=pairs_of(trial),
    )


def _ids(trial: Trial) -> Iterator[str]:
    if trial.number:
        yield trial.number
    for known in trial.identifiers:
        yield known.value
        yield from (number for _, number in numbers_in(known.value))


def _spelt_parts(trial: Trial) -> set[str]:
    """The words in ids (`ACTG 040`, `CAN-NCIC-IND116`): a study group's name finds its trials."""
    spelt = indexed((known.value for known in trial.identifiers), names=False)
    return {word for word in spelt if word.isalpha() and len(word) > 2}


def _drugs(trial: Trial) -> Iterator[str]:
    for each in trial.interventions:
        yield each.name
        yield from each.other_names


def _names(trial: Trial) -> Iterator[str | None]:
    yield trial.official_title
    yield from trial.keywords
    yield from (mesh.term for mesh in trial.condition_mesh)
    yield from (mesh.term for mesh in trial.intervention_mesh)


def _sponsors(trial: Trial) -> Iterator[str]:
    for organization in (trial.sponsor, *trial.collaborators):
        if organization:
            yield organization.name


def _places(trial: Trial) -> set[str]:
    places = set(countries(trial))
    for site in trial.sites:
        places.update(filter(None, (site.facility, site.state, site.country)))
    return places | set(trial.countries)


def _texts(trial: Trial, criteria: Sequence[SaysSide]) -> Iterator[str | None]:
    """All texts but the criteria, which stand on a side."""
    yield trial.brief_summary
    yield trial.detailed_description
    for arm in trial.arms:
        yield arm.label
        yield arm.description
    for each in trial.interventions:
        yield each.description
    for outcome in trial.outcomes:
        yield outcome.measure
        yield outcome.description
    if trial.eligibility and trial.eligibility.text:
        yield from between(trial.eligibility.text, criteria)
    yield from (mesh.term for mesh in trial.condition_mesh_ancestors)
    yield from (mesh.term for mesh in trial.intervention_mesh_ancestors)
    for text in trial.editorial:
        yield text.text


def _facets(trial: Trial) -> Iterator[str]:
    for row in FIELDS_IN_ORDER:
        if row.values is not None:
            values = list(row.values(trial))
            if not values and row.name not in _NEVER_MISSING:
                values = [NOT_STATED]
            yield from (facet_term(row.name, value) for value in values)


_NEVER_MISSING = ("source", "has")


def _numbers(trial: Trial) -> tuple[int, ...]:
    eligibility = trial.eligibility
    enrollment = trial.enrollment.count if trial.enrollment else None
    updated = _date(trial.last_updated) or _date(trial.last_update_submitted)
    return (
        updated,
        _date(trial.start_date),
        _date(trial.completion_date),
        _date(trial.first_posted) or _date(trial.first_submitted),
        0 if enrollment is None or enrollment < 0 else min(enrollment + 1, (1 << 20) - 1),
        _months(eligibility.minimum_age if eligibility else None),
        _months(eligibility.maximum_age if eligibility else None),
        brevity(trial.title),
        *_recruitment(trial),
    )


def _recruitment(trial: Trial) -> tuple[int, int, int]:
    """When recruitment begins and ends and the trial is over, where its status follows from it."""
    status = trial.status
    if status is None or status.means is not None or not is_dated(status.said):
        return 0, 0, 0
    ended = trial.completion_date.date if trial.completion_date else None
    days = (*days_of(status.said), ended.last_day() if ended else None)
    opens, closes, ends = (date_code(d.year, d.month, d.day) if d else 0 for d in days)
    return opens, closes, ends


def _date(date: TrialDate | None) -> int:
    if date is None or date.date is None:
        return 0
    return date_code(date.date.year, date.date.month, date.date.day)


def _months(age: Age | None) -> int:
    """An age limit in months and one: 0 stays free for "no limit"."""
    if age is None or age.years is None:
        return 0
    return min(round(age.years * 12), _OLDEST) + 1
