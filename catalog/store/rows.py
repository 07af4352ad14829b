"""The rows of the catalogue's tables: a value for each, whose field names make its INSERT.

A field is a column of schema.sql by its name (`class_` is the column `class`); what it holds, and
in which form, is told by docs/schema.md, which a test holds against both.
"""

from __future__ import annotations

from typing import NamedTuple


class TrialRow(NamedTuple):
    id: str
    title: str | None
    official_title: str | None
    acronym: str | None
    status: str | None
    status_said: str | None
    last_known_status: str | None
    why_stopped: str | None
    study_type: str | None
    phases: str | None
    start_date: str | None
    start_date_type: str | None
    primary_completion_date: str | None
    primary_completion_type: str | None
    completion_date: str | None
    completion_type: str | None
    first_posted: str | None
    last_updated: str | None
    status_verified: str | None
    enrollment: int | None
    enrollment_type: str | None
    allocation: str | None
    intervention_model: str | None
    masking: str | None
    primary_purpose: str | None
    observational_model: str | None
    time_perspective: str | None
    sponsor: str | None
    sponsor_class: str | None
    sex: str | None
    minimum_age: str | None
    maximum_age: str | None
    minimum_age_years: float | None
    maximum_age_years: float | None
    standard_ages: str | None
    healthy_volunteers: int | None
    has_results: int | None
    brief_summary: str | None
    detailed_description: str | None
    eligibility_text: str | None
    site_count: int
    open_site_count: int
    countries: str | None
    data_date: str | None
    source_count: int
    guessed: str | None


class IdentifierRow(NamedTuple):
    value: str
    kind: str


class NameRow(NamedTuple):
    """A condition or keyword."""

    position: int
    name: str


class CollaboratorRow(NamedTuple):
    position: int
    name: str
    class_: str | None


class ArmRow(NamedTuple):
    position: int
    label: str
    type: str | None
    description: str | None


class ArmInterventionRow(NamedTuple):
    arm: int
    intervention: str


class InterventionRow(NamedTuple):
    position: int
    type: str | None
    name: str
    description: str | None


class OtherNameRow(NamedTuple):
    intervention: int
    name: str


class OutcomeRow(NamedTuple):
    position: int
    kind: str
    measure: str
    description: str | None
    time_frame: str | None


class SiteRow(NamedTuple):
    position: int
    facility: str | None
    status: str | None
    city: str | None
    state: str | None
    zip: str | None
    country: str | None
    latitude: float | None
    longitude: float | None


class ContactRow(NamedTuple):
    site: int | None
    position: int
    name: str | None
    role: str | None
    phone: str | None
    email: str | None
    affiliation: str | None


class MeshTermRow(NamedTuple):
    about: str
    ancestor: int
    term: str
    mesh_id: str | None


class ReferenceRow(NamedTuple):
    position: int
    pmid: str | None
    type: str | None
    citation: str | None


class DocumentRow(NamedTuple):
    position: int
    label: str | None
    type: str | None
    date: str | None
    url: str | None


class EditorialRow(NamedTuple):
    position: int
    source: str
    label: str
    text: str


class CriterionRow(NamedTuple):
    position: int
    kind: str
    start: int
    end: int
    section: str
    parent: int | None
    role: str
    topics: str
    left_over: int | None
    narrowing: str | None


class ConstraintRow(NamedTuple):
    criterion: int
    position: int
    variable: str
    op: str
    value: str
    unit: str | None
    norm_value: str | None
    norm_unit: str | None
    any_of: int | None
    when: str | None
    window_days: float | None
    anchor: str | None
    negated: int
    implausible: str | None
    all_of: int | None
    decides: int


CHILD_TABLES: dict[str, type[NamedTuple]] = {
    "identifier": IdentifierRow,
    "condition": NameRow,
    "keyword": NameRow,
    "collaborator": CollaboratorRow,
    "arm": ArmRow,
    "arm_intervention": ArmInterventionRow,
    "intervention": InterventionRow,
    "other_name": OtherNameRow,
    "outcome": OutcomeRow,
    "site": SiteRow,
    "contact": ContactRow,
    "mesh_term": MeshTermRow,
    "reference": ReferenceRow,
    "document": DocumentRow,
    "editorial": EditorialRow,
    "criterion": CriterionRow,
    "constraint_": ConstraintRow,
}
"""Tables whose rows belong to a trial, without its key, in the order in which they are written."""


class SourceRecordRow(NamedTuple):
    key: int
    trial: int
    sha256: bytes
    importer: str
    file: str
    place: str
    number: str | None
    token: str
    imported_at: str
    data_date: str | None
    carries: int
    content: bytes
    raw: bytes


class CarriedRow(NamedTuple):
    key: int
    fields: str


class SourceNumberRow(NamedTuple):
    number: str
    source: int
    own: int


class BlockingKeyRow(NamedTuple):
    hash: int
    source: int


class ChangeRow(NamedTuple):
    trial: int
    at: str
    source: int | None
    field: str
    before: str | None
    after: str | None


class DecisionRow(NamedTuple):
    a: str
    b: str
    verdict: str
    made_by: str
    at: str
    reasons: str | None


class PossibleDuplicateRow(NamedTuple):
    a: str
    b: str
    score: float
    reasons: str


class LearntPlaceRow(NamedTuple):
    kind: str
    name: str
    country: str
    latitude: int
    longitude: int
    sites: int


class MetaRow(NamedTuple):
    name: str
    value: str


TABLES: dict[str, type[NamedTuple]] = {
    "trial": TrialRow,
    **CHILD_TABLES,
    "source_record": SourceRecordRow,
    "carried": CarriedRow,
    "source_number": SourceNumberRow,
    "blocking_key": BlockingKeyRow,
    "decision": DecisionRow,
    "possible_duplicate": PossibleDuplicateRow,
    "learnt_place": LearntPlaceRow,
    "change": ChangeRow,
    "meta": MetaRow,
}
"""Every table of schema.sql and its row; of those of `coding.CODED` the view that is read."""
KEYS = {"trial": "key", **dict.fromkeys(CHILD_TABLES, "trial")}
"""Tables whose rows come without the trial's key, and the column it goes into."""


def columns(table: str) -> tuple[str, ...]:
    """Columns of a table in the order of its rows, the trial's key first where it is apart."""
    key = (KEYS[table],) if table in KEYS else ()
    return *key, *(name.rstrip("_") for name in TABLES[table]._fields)


def insert(table: str, or_: str = "", names: tuple[str, ...] | None = None) -> str:
    """The INSERT of a table's rows; `or_` is what becomes of a row that is there: `OR IGNORE`.

    `names`: the columns of a table that is not of TABLES.
    """
    names = columns(table) if names is None else names
    quoted = ",".join(f'"{name}"' for name in names)
    return f"INSERT {or_} INTO {table} ({quoted}) VALUES ({','.join('?' * len(names))})"
