"""What a trial is: the registries' common data set as frozen values.

Names follow ClinicalTrials.gov's data elements (API v2). Every part may be absent: None or an
empty tuple says that this source gave no such value; `record.SourceRecord.carries` tells whether it
could have. Texts are as the source wrote them, Markdown escapes included (`model.text.plain`
undoes those for showing and comparing); only what a format does to carry text is undone: line ends
are "\\n", XML entities and hard-wrapped lines are resolved.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

from catalog.model.codes import (
    Allocation,
    ArmType,
    Coded,
    ContactRole,
    DateType,
    InterventionModel,
    InterventionType,
    IpdSharing,
    Masking,
    ObservationalModel,
    OutcomeKind,
    PartyType,
    Phase,
    Purpose,
    ReferenceType,
    SamplingMethod,
    Sex,
    SponsorClass,
    StandardAge,
    Status,
    StudyType,
    TimePerspective,
    WhoMasked,
)
from catalog.model.dates import PartialDate
from catalog.model.presence import Presence as Presence


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all parts: immutable, compared by content, absent parts left out of JSON."""


class Identifier(Value, frozen=True):
    """A number some registry, sponsor or funder gave the trial."""

    value: str
    kind: str
    """`nct`, `nct_alias`, `eudract`, `ctis`, `isrctn`, `utn`, `drks`, `chictr`, ... for registries
    (see `identity.REGISTRIES`), `org_study_id`, `secondary_id`, `nih`, `other_grant` for others."""
    said_type: str | None = None
    """The source's own word for the kind: `EUDRACT_NUMBER`, `Other Identifier`."""
    domain: str | None = None
    """Who gave it: `ULCM`, `European Medicines Agency`."""
    link: str | None = None


class TrialDate(Value, frozen=True):
    """A date of the study and whether it has happened; `said` when it could not be read."""

    date: PartialDate | None = None
    type: Coded[DateType] | None = None
    said: str | None = None
    """The source's own writing where it is not the ISO form of `date`."""

    def __str__(self) -> str:
        return str(self.date) if self.date else self.said or ""


class Age(Value, frozen=True):
    """An age limit: `18 Years`. `years` is None where the words could not be read."""

    said: str
    amount: float | None = None
    unit: str | None = None
    """`Years`, `Months`, `Weeks`, `Days`, `Hours` or `Minutes`."""

    @property
    def years(self) -> float | None:
        """The limit in years."""
        if self.amount is None or self.unit is None:
            return None
        return self.amount / _PER_YEAR[self.unit]

    def __str__(self) -> str:
        if self.amount is None or self.unit is None:
            return self.said
        amount = int(self.amount) if self.amount == int(self.amount) else self.amount
        if str(amount) not in unicodedata.normalize("NFKC", self.said).replace(",", "."):
            return self.said  # worked out of several parts
        return f"{amount} {self.unit[:-1] if amount == 1 else self.unit}"


_PER_YEAR = {
    "Years": 1.0,
    "Months": 12.0,
    "Weeks": 52.18,
    "Days": 365.25,
    "Hours": 8766.0,
    "Minutes": 525960.0,
}


class Enrollment(Value, frozen=True):
    """Number of participants. `said` where the source wrote more than a number."""

    count: int | None = None
    type: Coded[DateType] | None = None
    said: str | None = None


class Organization(Value, frozen=True):
    """A sponsor, collaborator or organisation."""

    name: str
    class_: Coded[SponsorClass] | None = msgspec.field(default=None, name="class")


class ResponsibleParty(Value, frozen=True):
    type: Coded[PartyType] | None = None
    investigator_name: str | None = None
    investigator_title: str | None = None
    investigator_affiliation: str | None = None
    old_name_title: str | None = None
    old_organization: str | None = None


class Oversight(Value, frozen=True):
    has_dmc: bool | None = None
    is_fda_regulated_drug: bool | None = None
    is_fda_regulated_device: bool | None = None
    is_unapproved_device: bool | None = None
    is_us_export: bool | None = None


class ExpandedAccess(Value, frozen=True):
    has_expanded_access: bool | None = None
    nct_id: str | None = None
    status: Coded[Status] | None = None


class Biospecimen(Value, frozen=True):
    retention: str | None = None
    description: str | None = None


class Arm(Value, frozen=True):
    """An arm or, in an observational study, a group."""

    label: str
    type: Coded[ArmType] | None = None
    description: str | None = None
    interventions: tuple[str, ...] = ()
    """Names of interventions given in this arm, as in `Trial.interventions`."""


class Intervention(Value, frozen=True):
    name: str
    type: Coded[InterventionType] | None = None
    description: str | None = None
    other_names: tuple[str, ...] = ()
    arm_labels: tuple[str, ...] = ()


class Outcome(Value, frozen=True):
    measure: str
    kind: OutcomeKind = OutcomeKind.UNSPECIFIED
    description: str | None = None
    time_frame: str | None = None


class Eligibility(Value, frozen=True):
    text: str | None = None
    """The criteria as written, line by line; `catalog.eligibility` understands it."""
    minimum_age: Age | None = None
    maximum_age: Age | None = None
    standard_ages: tuple[Coded[StandardAge], ...] = ()
    sex: Coded[Sex] | None = None
    gender_based: bool | None = None
    gender_description: str | None = None
    healthy_volunteers: bool | None = None
    study_population: str | None = None
    sampling_method: Coded[SamplingMethod] | None = None


def gender(known: Eligibility) -> str:
    """What has to stand behind the sex: that who may enter goes by gender."""
    if not known.gender_based:
        return ""
    by = f": {known.gender_description}" if known.gender_description else ""
    return f", by gender{by}"


class Contact(Value, frozen=True):
    """Somebody the registry publishes for patients to reach; never a patient."""

    name: str | None = None
    role: Coded[ContactRole] | None = None
    phone: str | None = None
    phone_ext: str | None = None
    email: str | None = None
    affiliation: str | None = None


class Official(Value, frozen=True):
    name: str
    affiliation: str | None = None
    role: Coded[ContactRole] | None = None


class Site(Value, frozen=True):
    facility: str | None = None
    status: Coded[Status] | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    contacts: tuple[Contact, ...] = ()


class CountryRecord(Value, frozen=True):
    """What a registry says of one country of the trial (EU CTR, CTIS): status and numbers."""

    country: str
    status: Coded[Status] | None = None
    enrollment: Enrollment | None = None
    start_date: TrialDate | None = None
    completion_date: TrialDate | None = None


class Retraction(Value, frozen=True):
    pmid: str | None = None
    source: str | None = None


class Reference(Value, frozen=True):
    citation: str | None = None
    pmid: str | None = None
    type: Coded[ReferenceType] | None = None
    retractions: tuple[Retraction, ...] = ()


class Link(Value, frozen=True):
    url: str
    label: str | None = None


class AvailableIpd(Value, frozen=True):
    id: str | None = None
    type: str | None = None
    url: str | None = None
    comment: str | None = None


class IpdStatement(Value, frozen=True):
    """The plan to share individual participant data."""

    sharing: Coded[IpdSharing] | None = None
    description: str | None = None
    info_types: tuple[str, ...] = ()
    time_frame: str | None = None
    access_criteria: str | None = None
    url: str | None = None


class Document(Value, frozen=True):
    label: str | None = None
    type: str | None = None
    """`Prot`, `SAP`, `ICF` and combinations (`Prot_SAP`)."""
    date: PartialDate | None = None
    upload_date: str | None = None
    filename: str | None = None
    size: int | None = None
    url: str | None = None


class MeshTerm(Value, frozen=True):
    term: str
    id: str | None = None


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


class UnpostedEvent(Value, frozen=True):
    """A step of results that are submitted but not yet public: RELEASE, UNRELEASE or RESET."""

    type: str
    date: PartialDate | None = None


class Editorial(Value, frozen=True):
    """What a listing site added in its own words: never registry data."""

    source: str
    label: str
    text: str


class Guess(Value, frozen=True):
    """A field whose value the importer had to infer from the layout, and how."""

    field: str
    """A field name of Trial: `outcomes`, `sites`, `interventions`."""
    why: str


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
