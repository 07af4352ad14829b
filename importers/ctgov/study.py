"""A ClinicalTrials.gov study, as its API describes it, as a Trial."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.model.codes import (
    Allocation,
    ArmType,
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
from catalog.model.record import Note
from catalog.model.trial import (
    Arm,
    AvailableIpd,
    Biospecimen,
    Contact,
    Document,
    Eligibility,
    Enrollment,
    ExpandedAccess,
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
    Trial,
    TrialDate,
    UnpostedEvent,
)
from importers.ctgov import shape
from importers.ctgov.carries import carries
from importers.ctgov.results import results
from importers.importer import Reading, Unreadable
from importers.values.ages import age
from importers.values.cleaning import Words, coordinates, identifier, registry_number

_DOCUMENTS = "https://cdn.clinicaltrials.gov/large-docs"


def reading(study: shape.Study, notes: tuple[Note, ...] = ()) -> Reading:
    """What a study says and as of when; raises Unreadable where it names no trial."""
    words = Words()
    said = _trial(study, words)
    updated = said.last_updated.date if said.last_updated else None
    held = words.day(study.derived_section.misc_info_module.version_holder, "version holder")
    return Reading(
        trial=said,
        data_date=updated or held,
        carries=carries(said),
        notes=(*notes, *words.notes),
    )


def _trial(study: shape.Study, words: Words) -> Trial:
    protocol = study.protocol_section
    identification = protocol.identification_module
    status = protocol.status_module
    sponsors = protocol.sponsor_collaborators_module
    design = protocol.design_module
    plan = design.design_info or shape.DesignInfo()
    masking = plan.masking_info or shape.MaskingInfo()
    contacts = protocol.contacts_locations_module
    references = protocol.references_module
    derived = study.derived_section
    number = _number(identification)
    date = _Dates(words)
    code = words.code
    return Trial(
        number=number,
        identifiers=tuple(_identifiers(identification, number)),
        title=identification.brief_title,
        official_title=identification.official_title,
        acronym=identification.acronym,
        organization=_organization(identification.organization, words),
        status=code(Status, status.overall_status, "status"),
        last_known_status=code(Status, status.last_known_status, "last known status"),
        why_stopped=status.why_stopped,
        status_verified=words.day(status.status_verified_date, "status verified"),
        delayed_posting=status.delayed_posting,
        expanded_access=_expanded_access(status.expanded_access_info, words),
        start_date=date.struct(status.start_date_struct, "start date"),
        primary_completion_date=date.struct(
            status.primary_completion_date_struct, "primary completion date"
        ),
        completion_date=date.struct(status.completion_date_struct, "completion date"),
        first_submitted=date.plain(status.study_first_submit_date, "first submitted"),
        first_submitted_qc=date.plain(status.study_first_submit_qc_date, "first submitted"),
        first_posted=date.struct(status.study_first_post_date_struct, "first posted"),
        results_first_submitted=date.plain(status.results_first_submit_date, "results submitted"),
        results_first_submitted_qc=date.plain(
            status.results_first_submit_qc_date, "results submitted"
        ),
        results_first_posted=date.struct(status.results_first_post_date_struct, "results posted"),
        disposition_first_submitted=date.plain(
            status.disp_first_submit_date, "disposition submitted"
        ),
        disposition_first_submitted_qc=date.plain(
            status.disp_first_submit_qc_date, "disposition submitted"
        ),
        disposition_first_posted=date.struct(
            status.disp_first_post_date_struct, "disposition posted"
        ),
        last_update_submitted=date.plain(status.last_update_submit_date, "last update"),
        last_updated=date.struct(status.last_update_post_date_struct, "last update posted"),
        sponsor=_sponsor(sponsors.lead_sponsor, words),
        collaborators=tuple(
            known for one in sponsors.collaborators if (known := _sponsor(one, words))
        ),
        responsible_party=_party(sponsors.responsible_party, words),
        oversight=_oversight(protocol.oversight_module),
        brief_summary=protocol.description_module.brief_summary,
        detailed_description=protocol.description_module.detailed_description,
        conditions=protocol.conditions_module.conditions,
        keywords=protocol.conditions_module.keywords,
        study_type=code(StudyType, design.study_type, "study type"),
        phases=words.codes(Phase, design.phases, "phase"),
        patient_registry=design.patient_registry,
        target_duration=design.target_duration,
        expanded_access_types=_access_types(design.expanded_access_types),
        allocation=code(Allocation, plan.allocation, "allocation"),
        intervention_model=code(InterventionModel, plan.intervention_model, "intervention model"),
        intervention_model_description=plan.intervention_model_description,
        primary_purpose=code(Purpose, plan.primary_purpose, "primary purpose"),
        observational_model=code(
            ObservationalModel, plan.observational_model, "observational model"
        ),
        time_perspective=code(TimePerspective, plan.time_perspective, "time perspective"),
        masking=code(Masking, masking.masking, "masking"),
        who_masked=words.codes(WhoMasked, masking.who_masked, "who is masked"),
        masking_description=masking.masking_description,
        biospecimen=_biospecimen(design.bio_spec),
        enrollment=_enrollment(design.enrollment_info, words),
        arms=tuple(_arm(one, words) for one in protocol.arms_interventions_module.arm_groups),
        interventions=tuple(
            _intervention(one, words) for one in protocol.arms_interventions_module.interventions
        ),
        outcomes=tuple(_outcomes(protocol.outcomes_module)),
        eligibility=_eligibility(protocol.eligibility_module, words),
        contacts=tuple(_contact(one, words) for one in contacts.central_contacts),
        officials=tuple(_official(one, words) for one in contacts.overall_officials),
        sites=tuple(_site(one, words) for one in contacts.locations),
        removed_countries=derived.misc_info_module.removed_countries,
        references=tuple(_reference(one, words) for one in references.references),
        see_also=tuple(Link(url=one.url, label=one.label) for one in references.see_also_links),
        available_ipd=tuple(
            AvailableIpd(id=one.id, type=one.type, url=one.url, comment=one.comment)
            for one in references.avail_ipds
        ),
        ipd_statement=_ipd(protocol.ipd_sharing_statement_module, words),
        documents=tuple(_documents(study.document_section, number, words)),
        has_results=study.has_results,
        results=results(study.results_section) if study.results_section else None,
        unposted_events=tuple(_unposted(study.annotation_section, words)),
        condition_mesh=_mesh(derived.condition_browse_module.meshes),
        condition_mesh_ancestors=_mesh(derived.condition_browse_module.ancestors),
        intervention_mesh=_mesh(derived.intervention_browse_module.meshes),
        intervention_mesh_ancestors=_mesh(derived.intervention_browse_module.ancestors),
    )


class _Dates:
    """Dates with a type and dates without."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def struct(self, said: shape.DateStruct | None, field: str) -> TrialDate | None:
        return None if said is None else self._words.date(said.date, said.type, field)

    def plain(self, said: str | None, field: str) -> TrialDate | None:
        return self._words.date(said, None, field)


def _number(said: shape.Identification) -> str | None:
    if said.nct_id is None:
        if said.brief_title is None and said.official_title is None:
            raise Unreadable("it names no trial: neither a number nor a title is in it")
        return None
    known = registry_number(said.nct_id)
    if known is None or known[0] != "nct":
        raise Unreadable(f"{said.nct_id[:40]!r} is not an NCT number")
    return known[1]


def _identifiers(said: shape.Identification, number: str | None) -> Iterator[Identifier]:
    if number is not None:
        yield Identifier(value=number, kind="nct")
    if said.org_study_id_info is not None and said.org_study_id_info.id:
        own = said.org_study_id_info
        yield identifier(own.id or "", own.type, link=own.link, own=True)
    for other in said.secondary_id_infos:
        if other.id:
            yield identifier(other.id, other.type, other.domain, other.link)
    for alias in said.nct_id_aliases:
        yield Identifier(value=alias.strip().upper(), kind="nct_alias")


def _organization(said: shape.Organization | None, words: Words) -> Organization | None:
    if said is None or said.full_name is None:
        return None
    return Organization(
        name=said.full_name, class_=words.code(SponsorClass, said.class_, "organization class")
    )


def _sponsor(said: shape.Sponsor | None, words: Words) -> Organization | None:
    if said is None or said.name is None:
        return None
    return Organization(
        name=said.name, class_=words.code(SponsorClass, said.class_, "sponsor class")
    )


def _party(said: shape.ResponsibleParty | None, words: Words) -> ResponsibleParty | None:
    if said is None:
        return None
    return ResponsibleParty(
        type=words.code(PartyType, said.type, "responsible party"),
        investigator_name=said.investigator_full_name,
        investigator_title=said.investigator_title,
        investigator_affiliation=said.investigator_affiliation,
        old_name_title=said.old_name_title,
        old_organization=said.old_organization,
    )


def _oversight(said: shape.OversightModule | None) -> Oversight | None:
    if said is None:
        return None
    return Oversight(
        has_dmc=said.oversight_has_dmc,
        is_fda_regulated_drug=said.is_fda_regulated_drug,
        is_fda_regulated_device=said.is_fda_regulated_device,
        is_unapproved_device=said.is_unapproved_device,
        is_us_export=said.is_us_export,
    )


def _expanded_access(said: shape.ExpandedAccess | None, words: Words) -> ExpandedAccess | None:
    if said is None:
        return None
    return ExpandedAccess(
        has_expanded_access=said.has_expanded_access,
        nct_id=said.nct_id,
        status=words.code(Status, said.status_for_nct_id, "expanded access status"),
    )


def _access_types(said: shape.ExpandedAccessTypes | None) -> tuple[str, ...]:
    if said is None:
        return ()
    return tuple(name for name in said.__struct_fields__ if getattr(said, name))


def _biospecimen(said: shape.BioSpec | None) -> Biospecimen | None:
    if said is None:
        return None
    return Biospecimen(retention=said.retention, description=said.description)


def _enrollment(said: shape.EnrollmentInfo | None, words: Words) -> Enrollment | None:
    if said is None:
        return None
    return Enrollment(count=said.count, type=words.code(DateType, said.type, "enrollment type"))


# -- arms, interventions, outcomes, eligibility

# How the API writes the type of an intervention before its name in an arm.
_SHOWN_TYPES = frozenset(word.value.replace("_", " ").lower() for word in InterventionType)


def _arm(said: shape.ArmGroup, words: Words) -> Arm:
    return Arm(
        label=said.label,
        type=words.code(ArmType, said.type, "arm type"),
        description=said.description,
        interventions=tuple(map(_without_type, said.intervention_names)),
    )


def _without_type(name: str) -> str:
    """`Placebo` of `Drug: Placebo`."""
    type, colon, rest = name.partition(": ")
    return rest if colon and type.lower() in _SHOWN_TYPES else name


def _intervention(said: shape.Intervention, words: Words) -> Intervention:
    return Intervention(
        name=said.name,
        type=words.code(InterventionType, said.type, "intervention type"),
        description=said.description,
        other_names=said.other_names,
        arm_labels=said.arm_group_labels,
    )


def _outcomes(said: shape.OutcomesModule) -> Iterator[Outcome]:
    for kind, listed in (
        (OutcomeKind.PRIMARY, said.primary_outcomes),
        (OutcomeKind.SECONDARY, said.secondary_outcomes),
        (OutcomeKind.OTHER, said.other_outcomes),
    ):
        for one in listed:
            yield Outcome(
                measure=one.measure,
                kind=kind,
                description=one.description,
                time_frame=one.time_frame,
            )


def _eligibility(said: shape.EligibilityModule | None, words: Words) -> Eligibility | None:
    if said is None:
        return None
    return Eligibility(
        text=said.eligibility_criteria,
        minimum_age=age(said.minimum_age),
        maximum_age=age(said.maximum_age, upper=True),
        standard_ages=words.codes(StandardAge, said.std_ages, "age group"),
        sex=words.code(Sex, said.sex, "sex"),
        gender_based=said.gender_based,
        gender_description=said.gender_description,
        healthy_volunteers=said.healthy_volunteers,
        study_population=said.study_population,
        sampling_method=words.code(SamplingMethod, said.sampling_method, "sampling method"),
    )


# -- people, places, references


def _contact(said: shape.Contact, words: Words) -> Contact:
    return Contact(
        name=said.name,
        role=words.code(ContactRole, said.role, "contact role"),
        phone=said.phone,
        phone_ext=said.phone_ext,
        email=said.email,
    )


def _official(said: shape.Official, words: Words) -> Official:
    return Official(
        name=said.name or "",
        affiliation=said.affiliation,
        role=words.code(ContactRole, said.role, "official's role"),
    )


def _site(said: shape.Location, words: Words) -> Site:
    point = said.geo_point
    latitude, longitude = coordinates(point.lat, point.lon) if point else (None, None)
    return Site(
        facility=said.facility,
        status=words.code(Status, said.status, "site status"),
        city=said.city,
        state=said.state,
        zip=said.zip,
        country=said.country,
        latitude=latitude,
        longitude=longitude,
        contacts=tuple(_contact(one, words) for one in said.contacts),
    )


def _reference(said: shape.Reference, words: Words) -> Reference:
    return Reference(
        citation=said.citation,
        pmid=said.pmid,
        type=words.code(ReferenceType, said.type, "reference type"),
        retractions=tuple(Retraction(pmid=one.pmid, source=one.source) for one in said.retractions),
    )


def _ipd(said: shape.IpdModule | None, words: Words) -> IpdStatement | None:
    if said is None:
        return None
    return IpdStatement(
        sharing=words.code(IpdSharing, said.ipd_sharing, "IPD sharing"),
        description=said.description,
        info_types=said.info_types,
        time_frame=said.time_frame,
        access_criteria=said.access_criteria,
        url=said.url,
    )


def _documents(
    said: shape.DocumentSection | None, number: str | None, words: Words
) -> Iterator[Document]:
    if said is None or said.large_document_module is None:
        return
    for one in said.large_document_module.large_docs:
        yield Document(
            label=one.label,
            type=one.type_abbrev,
            date=words.day(one.date, "document date"),
            upload_date=one.upload_date,
            filename=one.filename,
            size=one.size,
            url=_address(number, one.filename),
        )


def _address(number: str | None, filename: str | None) -> str | None:
    if number is None or filename is None:
        return None
    return f"{_DOCUMENTS}/{number[-2:]}/{number}/{filename}"


def _unposted(said: shape.AnnotationSection | None, words: Words) -> Iterator[UnpostedEvent]:
    module = said.annotation_module if said else None
    if module is None or module.unposted_annotation is None:
        return
    for one in module.unposted_annotation.unposted_events:
        yield UnpostedEvent(type=one.type, date=words.day(one.date, "unposted event"))


def _mesh(said: tuple[shape.Mesh, ...]) -> tuple[MeshTerm, ...]:
    return tuple(MeshTerm(term=one.term, id=one.id) for one in said)
