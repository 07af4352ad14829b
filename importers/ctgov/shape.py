"""The shape of a ClinicalTrials.gov API v2 study: the members we read, typed, and no others.

Decoding straight into these skips everything else at the speed of the file; `NAMES` says which
other members are known, so that a new one is noticed.
"""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, rename="camel", gc=False):
    """Base of all parts; every member may be missing (`fields=` requests)."""


class DateStruct(Part):
    date: str | None = None
    type: str | None = None


class OrgStudyId(Part):
    id: str | None = None
    type: str | None = None
    link: str | None = None


class SecondaryId(Part):
    id: str | None = None
    type: str | None = None
    domain: str | None = None
    link: str | None = None


class Organization(Part):
    full_name: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")


class Identification(Part):
    nct_id: str | None = None
    nct_id_aliases: tuple[str, ...] = ()
    org_study_id_info: OrgStudyId | None = None
    secondary_id_infos: tuple[SecondaryId, ...] = ()
    organization: Organization | None = None
    brief_title: str | None = None
    official_title: str | None = None
    acronym: str | None = None


class ExpandedAccess(Part):
    has_expanded_access: bool | None = None
    nct_id: str | None = None
    status_for_nct_id: str | None = None


class StatusModule(Part):
    overall_status: str | None = None
    last_known_status: str | None = None
    why_stopped: str | None = None
    status_verified_date: str | None = None
    delayed_posting: bool | None = None
    expanded_access_info: ExpandedAccess | None = None
    start_date_struct: DateStruct | None = None
    primary_completion_date_struct: DateStruct | None = None
    completion_date_struct: DateStruct | None = None
    study_first_submit_date: str | None = None
    study_first_submit_qc_date: str | None = None
    study_first_post_date_struct: DateStruct | None = None
    results_first_submit_date: str | None = None
    results_first_submit_qc_date: str | None = None
    results_first_post_date_struct: DateStruct | None = None
    disp_first_submit_date: str | None = None
    disp_first_submit_qc_date: str | None = None
    disp_first_post_date_struct: DateStruct | None = None
    last_update_submit_date: str | None = None
    last_update_post_date_struct: DateStruct | None = None


class Sponsor(Part):
    name: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")


class ResponsibleParty(Part):
    type: str | None = None
    investigator_full_name: str | None = None
    investigator_title: str | None = None
    investigator_affiliation: str | None = None
    old_name_title: str | None = None
    old_organization: str | None = None


class SponsorModule(Part):
    lead_sponsor: Sponsor | None = None
    collaborators: tuple[Sponsor, ...] = ()
    responsible_party: ResponsibleParty | None = None


class OversightModule(Part):
    oversight_has_dmc: bool | None = None
    is_fda_regulated_drug: bool | None = None
    is_fda_regulated_device: bool | None = None
    is_unapproved_device: bool | None = None
    is_us_export: bool | None = None


class DescriptionModule(Part):
    brief_summary: str | None = None
    detailed_description: str | None = None


class ConditionsModule(Part):
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class ExpandedAccessTypes(Part):
    individual: bool | None = None
    intermediate: bool | None = None
    treatment: bool | None = None


class MaskingInfo(Part):
    masking: str | None = None
    who_masked: tuple[str, ...] = ()
    masking_description: str | None = None


class DesignInfo(Part):
    allocation: str | None = None
    intervention_model: str | None = None
    intervention_model_description: str | None = None
    primary_purpose: str | None = None
    observational_model: str | None = None
    time_perspective: str | None = None
    masking_info: MaskingInfo | None = None


class BioSpec(Part):
    retention: str | None = None
    description: str | None = None


class EnrollmentInfo(Part):
    count: int | None = None
    type: str | None = None


class DesignModule(Part):
    study_type: str | None = None
    phases: tuple[str, ...] = ()
    patient_registry: bool | None = None
    target_duration: str | None = None
    expanded_access_types: ExpandedAccessTypes | None = None
    design_info: DesignInfo | None = None
    bio_spec: BioSpec | None = None
    enrollment_info: EnrollmentInfo | None = None


class ArmGroup(Part):
    label: str = ""
    type: str | None = None
    description: str | None = None
    intervention_names: tuple[str, ...] = ()


class Intervention(Part):
    type: str | None = None
    name: str = ""
    description: str | None = None
    other_names: tuple[str, ...] = ()
    arm_group_labels: tuple[str, ...] = ()


class ArmsModule(Part):
    arm_groups: tuple[ArmGroup, ...] = ()
    interventions: tuple[Intervention, ...] = ()


class Outcome(Part):
    measure: str = ""
    description: str | None = None
    time_frame: str | None = None


class OutcomesModule(Part):
    primary_outcomes: tuple[Outcome, ...] = ()
    secondary_outcomes: tuple[Outcome, ...] = ()
    other_outcomes: tuple[Outcome, ...] = ()


class EligibilityModule(Part):
    eligibility_criteria: str | None = None
    healthy_volunteers: bool | None = None
    sex: str | None = None
    gender_based: bool | None = None
    gender_description: str | None = None
    minimum_age: str | None = None
    maximum_age: str | None = None
    std_ages: tuple[str, ...] = ()
    study_population: str | None = None
    sampling_method: str | None = None


class Contact(Part):
    name: str | None = None
    role: str | None = None
    phone: str | None = None
    phone_ext: str | None = None
    email: str | None = None


class Official(Part):
    name: str | None = None
    affiliation: str | None = None
    role: str | None = None


class GeoPoint(Part):
    lat: float | None = None
    lon: float | None = None


class Location(Part):
    facility: str | None = None
    status: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    contacts: tuple[Contact, ...] = ()
    geo_point: GeoPoint | None = None


class ContactsModule(Part):
    central_contacts: tuple[Contact, ...] = ()
    overall_officials: tuple[Official, ...] = ()
    locations: tuple[Location, ...] = ()


class Retraction(Part):
    pmid: str | None = None
    source: str | None = None


class Reference(Part):
    pmid: str | None = None
    type: str | None = None
    citation: str | None = None
    retractions: tuple[Retraction, ...] = ()


class SeeAlsoLink(Part):
    label: str | None = None
    url: str = ""


class AvailIpd(Part):
    id: str | None = None
    type: str | None = None
    url: str | None = None
    comment: str | None = None


class ReferencesModule(Part):
    references: tuple[Reference, ...] = ()
    see_also_links: tuple[SeeAlsoLink, ...] = ()
    avail_ipds: tuple[AvailIpd, ...] = ()


class IpdModule(Part):
    ipd_sharing: str | None = None
    description: str | None = None
    info_types: tuple[str, ...] = ()
    time_frame: str | None = None
    access_criteria: str | None = None
    url: str | None = None


class Protocol(Part):
    identification_module: Identification = msgspec.field(default_factory=Identification)
    status_module: StatusModule = msgspec.field(default_factory=StatusModule)
    sponsor_collaborators_module: SponsorModule = msgspec.field(default_factory=SponsorModule)
    oversight_module: OversightModule | None = None
    description_module: DescriptionModule = msgspec.field(default_factory=DescriptionModule)
    conditions_module: ConditionsModule = msgspec.field(default_factory=ConditionsModule)
    design_module: DesignModule = msgspec.field(default_factory=DesignModule)
    arms_interventions_module: ArmsModule = msgspec.field(default_factory=ArmsModule)
    outcomes_module: OutcomesModule = msgspec.field(default_factory=OutcomesModule)
    eligibility_module: EligibilityModule | None = None
    contacts_locations_module: ContactsModule = msgspec.field(default_factory=ContactsModule)
    references_module: ReferencesModule = msgspec.field(default_factory=ReferencesModule)
    ipd_sharing_statement_module: IpdModule | None = None


class LargeDoc(Part):
    type_abbrev: str | None = None
    label: str | None = None
    date: str | None = None
    upload_date: str | None = None
    filename: str | None = None
    size: int | None = None


class LargeDocumentModule(Part):
    large_docs: tuple[LargeDoc, ...] = ()


class DocumentSection(Part):
    large_document_module: LargeDocumentModule | None = None


class Mesh(Part):
    term: str = ""
    id: str | None = None


class BrowseModule(Part):
    meshes: tuple[Mesh, ...] = ()
    ancestors: tuple[Mesh, ...] = ()


class MiscInfo(Part):
    version_holder: str | None = None
    removed_countries: tuple[str, ...] = ()


class Derived(Part):
    condition_browse_module: BrowseModule = msgspec.field(default_factory=BrowseModule)
    intervention_browse_module: BrowseModule = msgspec.field(default_factory=BrowseModule)
    misc_info_module: MiscInfo = msgspec.field(default_factory=MiscInfo)


class UnpostedEvent(Part):
    type: str = ""
    date: str | None = None


class UnpostedAnnotation(Part):
    unposted_events: tuple[UnpostedEvent, ...] = ()


class AnnotationModule(Part):
    unposted_annotation: UnpostedAnnotation | None = None


class AnnotationSection(Part):
    annotation_module: AnnotationModule | None = None


class Group(Part):
    id: str = ""
    title: str | None = None
    description: str | None = None


class Achievement(Part):
    group_id: str | None = None
    num_subjects: str | None = None


class Milestone(Part):
    type: str | None = None
    achievements: tuple[Achievement, ...] = ()


class Withdrawal(Part):
    type: str | None = None
    reasons: tuple[Achievement, ...] = ()


class Period(Part):
    title: str | None = None
    milestones: tuple[Milestone, ...] = ()
    drop_withdraws: tuple[Withdrawal, ...] = ()


class FlowModule(Part):
    groups: tuple[Group, ...] = ()
    periods: tuple[Period, ...] = ()


class Measurement(Part):
    group_id: str = ""
    value: str | None = None
    spread: str | None = None
    lower_limit: str | None = None
    upper_limit: str | None = None
    comment: str | None = None


class Category(Part):
    title: str | None = None
    measurements: tuple[Measurement, ...] = ()


class MeasureClass(Part):
    title: str | None = None
    categories: tuple[Category, ...] = ()


class Analysis(Part):
    group_ids: tuple[str, ...] = ()
    group_description: str | None = None
    statistical_method: str | None = None
    p_value: str | None = None
    p_value_comment: str | None = None
    param_type: str | None = None
    param_value: str | None = None
    ci_pct_value: str | None = None
    ci_num_sides: str | None = None
    ci_lower_limit: str | None = None
    ci_upper_limit: str | None = None
    dispersion_type: str | None = None
    dispersion_value: str | None = None
    non_inferiority_type: str | None = None
    estimate_comment: str | None = None


class Measure(Part):
    type: str | None = None
    title: str = ""
    description: str | None = None
    population_description: str | None = None
    reporting_status: str | None = None
    time_frame: str | None = None
    param_type: str | None = None
    dispersion_type: str | None = None
    unit_of_measure: str | None = None
    groups: tuple[Group, ...] = ()
    classes: tuple[MeasureClass, ...] = ()
    analyses: tuple[Analysis, ...] = ()


class BaselineModule(Part):
    groups: tuple[Group, ...] = ()
    measures: tuple[Measure, ...] = ()


class OutcomeMeasuresModule(Part):
    outcome_measures: tuple[Measure, ...] = ()


class EventStats(Part):
    group_id: str = ""
    num_affected: int | None = None
    num_at_risk: int | None = None
    num_events: int | None = None


class SeriousEvent(Part):
    term: str = ""
    organ_system: str | None = None
    stats: tuple[EventStats, ...] = ()


class EventGroup(Part):
    id: str | None = None
    title: str | None = None
    description: str | None = None
    deaths_num_affected: int | None = None
    deaths_num_at_risk: int | None = None
    serious_num_affected: int | None = None
    serious_num_at_risk: int | None = None
    other_num_affected: int | None = None
    other_num_at_risk: int | None = None


class AdverseEventsModule(Part):
    time_frame: str | None = None
    description: str | None = None
    event_groups: tuple[EventGroup, ...] = ()
    serious_events: tuple[SeriousEvent, ...] = ()


class ResultsSection(Part):
    participant_flow_module: FlowModule = msgspec.field(default_factory=FlowModule)
    baseline_characteristics_module: BaselineModule = msgspec.field(default_factory=BaselineModule)
    outcome_measures_module: OutcomeMeasuresModule = msgspec.field(
        default_factory=OutcomeMeasuresModule
    )
    adverse_events_module: AdverseEventsModule = msgspec.field(default_factory=AdverseEventsModule)


class Study(Part):
    protocol_section: Protocol
    results_section: ResultsSection | None = None
    document_section: DocumentSection | None = None
    annotation_section: AnnotationSection | None = None
    derived_section: Derived = msgspec.field(default_factory=Derived)
    has_results: bool | None = None
