"""The parts of a trial, as frozen values: its numbers, dates, arms, people, places and documents.

Names follow ClinicalTrials.gov's data elements (API v2); `catalog.model.trial` is where they are
imported from, and says what an absent part means.
"""

from __future__ import annotations

import unicodedata

import msgspec

from catalog.model.codes import (
    ArmType,
    Coded,
    ContactRole,
    DateType,
    InterventionType,
    IpdSharing,
    OutcomeKind,
    PartyType,
    ReferenceType,
    SamplingMethod,
    Sex,
    SponsorClass,
    StandardAge,
    Status,
)
from catalog.model.dates import PartialDate


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
    """Who answers for the record; the `old_` fields as records had it before it had a type."""

    type: Coded[PartyType] | None = None
    investigator_name: str | None = None
    investigator_title: str | None = None
    investigator_affiliation: str | None = None
    old_name_title: str | None = None
    old_organization: str | None = None


class Oversight(Value, frozen=True):
    """Who watches over the study: a data monitoring committee (DMC), the FDA."""

    has_dmc: bool | None = None
    is_fda_regulated_drug: bool | None = None
    is_fda_regulated_device: bool | None = None
    is_unapproved_device: bool | None = None
    is_us_export: bool | None = None


class ExpandedAccess(Value, frozen=True):
    """Whether what is tested is given outside the trial too, and the record of that."""

    has_expanded_access: bool | None = None
    nct_id: str | None = None
    status: Coded[Status] | None = None


class Biospecimen(Value, frozen=True):
    """Which samples of participants are kept."""

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
    """What is given or done, as the trial names it."""

    name: str
    type: Coded[InterventionType] | None = None
    description: str | None = None
    other_names: tuple[str, ...] = ()
    """Brands, codes, synonyms."""
    arm_labels: tuple[str, ...] = ()
    """The arms in which it is given, by `Arm.label`."""


class Outcome(Value, frozen=True):
    """What is measured, and when: texts as written (`catalog.outcomes` reads them)."""

    measure: str
    kind: OutcomeKind = OutcomeKind.UNSPECIFIED
    description: str | None = None
    time_frame: str | None = None


class Eligibility(Value, frozen=True):
    """Who may enter: the criteria as one text, and what the registry has apart from it."""

    text: str | None = None
    """The criteria as written, line by line; `catalog.eligibility` understands it."""
    minimum_age: Age | None = None
    maximum_age: Age | None = None
    standard_ages: tuple[Coded[StandardAge], ...] = ()
    """The groups that the age limits touch."""
    sex: Coded[Sex] | None = None
    gender_based: bool | None = None
    """Whether who may enter goes by gender, beside or in place of sex."""
    gender_description: str | None = None
    healthy_volunteers: bool | None = None
    study_population: str | None = None
    """Of an observational study: from whom its participants are drawn."""
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
    """Who leads the study."""

    name: str
    affiliation: str | None = None
    role: Coded[ContactRole] | None = None


class Site(Value, frozen=True):
    """Where patients are seen, as stated; which status holds, `site_states` says."""

    facility: str | None = None
    status: Coded[Status] | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    """The postal code, of any country."""
    country: str | None = None
    latitude: float | None = None
    """Degrees north; the registry looks towns up by name, so it may be another town of it."""
    longitude: float | None = None
    """Degrees east."""
    contacts: tuple[Contact, ...] = ()


class CountryRecord(Value, frozen=True):
    """What a registry says of one country of the trial (EU CTR, CTIS): status and numbers."""

    country: str
    status: Coded[Status] | None = None
    enrollment: Enrollment | None = None
    start_date: TrialDate | None = None
    completion_date: TrialDate | None = None


class Retraction(Value, frozen=True):
    """A notice that a publication was withdrawn."""

    pmid: str | None = None
    source: str | None = None


class Reference(Value, frozen=True):
    """A publication that the record names, or that names the record."""

    citation: str | None = None
    pmid: str | None = None
    """PubMed's number, digits alone."""
    type: Coded[ReferenceType] | None = None
    retractions: tuple[Retraction, ...] = ()


class Link(Value, frozen=True):
    """A page elsewhere."""

    url: str
    label: str | None = None


class AvailableIpd(Value, frozen=True):
    """Data of single participants, or a document about them, that can be had already."""

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
    """A file of the study: protocol, analysis plan, consent form."""

    label: str | None = None
    type: str | None = None
    """`Prot`, `SAP`, `ICF` and combinations (`Prot_SAP`)."""
    date: PartialDate | None = None
    upload_date: str | None = None
    filename: str | None = None
    size: int | None = None
    """Bytes."""
    url: str | None = None


class MeshTerm(Value, frozen=True):
    """A heading of the National Library of Medicine's Medical Subject Headings."""

    term: str
    id: str | None = None
    """`D006258`: letter and digits."""


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
