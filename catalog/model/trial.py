"""What a trial is: the registries' common data set as frozen values.

Names follow ClinicalTrials.gov's data elements (API v2). Every part may be absent: None or an
empty tuple says that this source gave no such value; `record.SourceRecord.carries` tells whether it
could have. Texts are as the source wrote them, Markdown escapes included (`model.text.plain`
undoes those for showing and comparing); only what a format does to carry text is undone: line ends
are "\\n", XML entities and hard-wrapped lines are resolved.

All of it is imported from here; its parts are written down in `parts` and `posted_results`.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from catalog.model.codes import (
    Allocation,
    Coded,
    InterventionModel,
    Masking,
    ObservationalModel,
    Phase,
    Purpose,
    Status,
    StudyType,
    TimePerspective,
    WhoMasked,
)
from catalog.model.dates import PartialDate
from catalog.model.parts import (
    Age,
    Arm,
    AvailableIpd,
    Biospecimen,
    Contact,
    CountryRecord,
    Document,
    Editorial,
    Eligibility,
    Enrollment,
    ExpandedAccess,
    Guess,
    Identifier,
    Intervention,
    IpdStatement,
    Link,
    MeshTerm,
    Official,
    Organization,
    Outcome,
    Oversight,
    Reference,
    ResponsibleParty,
    Retraction,
    Site,
    TrialDate,
    UnpostedEvent,
    Value,
    gender,
)
from catalog.model.posted_results import (
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
from catalog.model.presence import Presence

__all__ = [
    "FIELDS",
    "AdverseEvent",
    "AdverseEventGroup",
    "Age",
    "Analysis",
    "Arm",
    "AvailableIpd",
    "Biospecimen",
    "Contact",
    "CountryRecord",
    "Document",
    "Editorial",
    "Eligibility",
    "Enrollment",
    "EventCount",
    "ExpandedAccess",
    "FlowMilestone",
    "Guess",
    "Identifier",
    "Intervention",
    "IpdStatement",
    "Link",
    "Measurement",
    "MeshTerm",
    "Official",
    "Organization",
    "Outcome",
    "Oversight",
    "Presence",
    "Reference",
    "ResponsibleParty",
    "ResultGroup",
    "ResultMeasure",
    "Results",
    "Retraction",
    "Site",
    "Trial",
    "TrialDate",
    "UnpostedEvent",
    "Value",
    "decode",
    "encode",
    "gender",
    "one_line",
]


class Trial(Value, frozen=True):
    """One study as one source, or several merged, describe it."""

    # identification
    number: str | None = None
    """The registry number this record is known by; None where the source gives none."""
    identifiers: tuple[Identifier, ...] = ()
    """Every number, the own one first."""
    url: str | None = None
    title: str | None = None
    official_title: str | None = None
    acronym: str | None = None
    organization: Organization | None = None
    # status
    status: Coded[Status] | None = None
    last_known_status: Coded[Status] | None = None
    why_stopped: str | None = None
    status_verified: PartialDate | None = None
    delayed_posting: bool | None = None
    expanded_access: ExpandedAccess | None = None
    # dates
    start_date: TrialDate | None = None
    primary_completion_date: TrialDate | None = None
    completion_date: TrialDate | None = None
    first_submitted: TrialDate | None = None
    first_submitted_qc: TrialDate | None = None
    first_posted: TrialDate | None = None
    results_first_submitted: TrialDate | None = None
    results_first_submitted_qc: TrialDate | None = None
    results_first_posted: TrialDate | None = None
    disposition_first_submitted: TrialDate | None = None
    disposition_first_submitted_qc: TrialDate | None = None
    disposition_first_posted: TrialDate | None = None
    last_update_submitted: TrialDate | None = None
    last_updated: TrialDate | None = None
    """The last update posted."""
    # sponsor
    sponsor: Organization | None = None
    collaborators: tuple[Organization, ...] = ()
    responsible_party: ResponsibleParty | None = None
    oversight: Oversight | None = None
    # description
    brief_summary: str | None = None
    detailed_description: str | None = None
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    # design
    study_type: Coded[StudyType] | None = None
    phases: tuple[Coded[Phase], ...] = ()
    patient_registry: bool | None = None
    target_duration: str | None = None
    expanded_access_types: tuple[str, ...] = ()
    allocation: Coded[Allocation] | None = None
    intervention_model: Coded[InterventionModel] | None = None
    intervention_model_description: str | None = None
    primary_purpose: Coded[Purpose] | None = None
    observational_model: Coded[ObservationalModel] | None = None
    time_perspective: Coded[TimePerspective] | None = None
    masking: Coded[Masking] | None = None
    who_masked: tuple[Coded[WhoMasked], ...] = ()
    masking_description: str | None = None
    biospecimen: Biospecimen | None = None
    enrollment: Enrollment | None = None
    number_of_arms: int | None = None
    # arms, interventions, outcomes, eligibility
    arms: tuple[Arm, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    eligibility: Eligibility | None = None
    # people and places
    contacts: tuple[Contact, ...] = ()
    officials: tuple[Official, ...] = ()
    sites: tuple[Site, ...] = ()
    countries: tuple[str, ...] = ()
    """Countries of recruitment where the source lists countries without sites."""
    removed_countries: tuple[str, ...] = ()
    country_records: tuple[CountryRecord, ...] = ()
    # references, documents, results
    references: tuple[Reference, ...] = ()
    see_also: tuple[Link, ...] = ()
    available_ipd: tuple[AvailableIpd, ...] = ()
    ipd_statement: IpdStatement | None = None
    documents: tuple[Document, ...] = ()
    has_results: bool | None = None
    results: Results | None = None
    unposted_events: tuple[UnpostedEvent, ...] = ()
    # terms the registry derived
    condition_mesh: tuple[MeshTerm, ...] = ()
    condition_mesh_ancestors: tuple[MeshTerm, ...] = ()
    intervention_mesh: tuple[MeshTerm, ...] = ()
    intervention_mesh_ancestors: tuple[MeshTerm, ...] = ()
    # what is not the registry's
    editorial: tuple[Editorial, ...] = ()
    guesses: tuple[Guess, ...] = ()


FIELDS: tuple[str, ...] = tuple(
    name for name in Trial.__struct_fields__ if name not in ("number", "editorial", "guesses")
)
"""The fields a registry can state, in the order of Trial."""


_encoder = msgspec.json.Encoder()


@lru_cache(maxsize=1)
def _decoder() -> msgspec.json.Decoder[Trial]:
    # Made when a trial is first read: learning all types takes a third of this module's time, and
    # whoever only lists trials reads none.
    return msgspec.json.Decoder(Trial)


def encode(trial: Trial) -> bytes:
    """The Trial as JSON, absent parts left out; `decode` gives it back unchanged."""
    return _encoder.encode(trial)


def decode(data: bytes) -> Trial:
    """A Trial from `encode`'s bytes; raises msgspec.DecodeError for anything else."""
    return _decoder().decode(data)


_SPACES = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Runs of white space as one blank: how names and titles are compared and listed."""
    return _SPACES.sub(" ", text).strip()
