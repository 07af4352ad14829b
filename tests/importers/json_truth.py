"""What an API v2 study says, read from its JSON by plain paths: nothing of the importer is used.

`said` and `shown` give the same flat picture, of the source and of a Trial; they must be equal.
"""

from __future__ import annotations

from typing import Any

from catalog.model.codes import Coded
from catalog.model.dates import PartialDate
from catalog.model.trial import Arm, Contact, Organization, Trial, TrialDate

Picture = dict[str, object]
Json = Any

KINDS = (
    ("primary", "primaryOutcomes"),
    ("secondary", "secondaryOutcomes"),
    ("other", "otherOutcomes"),
)
TYPED_DATES = {
    "start_date": "startDateStruct",
    "primary_completion_date": "primaryCompletionDateStruct",
    "completion_date": "completionDateStruct",
    "first_posted": "studyFirstPostDateStruct",
    "results_first_posted": "resultsFirstPostDateStruct",
    "disposition_first_posted": "dispFirstPostDateStruct",
    "last_updated": "lastUpdatePostDateStruct",
}
PLAIN_DATES = {
    "first_submitted": "studyFirstSubmitDate",
    "first_submitted_qc": "studyFirstSubmitQcDate",
    "results_first_submitted": "resultsFirstSubmitDate",
    "results_first_submitted_qc": "resultsFirstSubmitQcDate",
    "disposition_first_submitted": "dispFirstSubmitDate",
    "disposition_first_submitted_qc": "dispFirstSubmitQcDate",
    "last_update_submitted": "lastUpdateSubmitDate",
}


def at(value: Json, *path: str) -> Json:
    """A member some levels down; None where any is missing."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _bare(number: str) -> str:
    """A number without the register's name before it, which its kind tells."""
    return number.removeprefix("EudraCT").strip()


def every(value: Json, *path: str) -> list[Json]:
    """A list some levels down; empty where it is missing."""
    return at(value, *path) or []


def unboxed(value: Json) -> Json:
    """R's boxes undone: a list of one scalar is the scalar, but for lists of such."""
    if isinstance(value, dict):
        return {name: unboxed(member) for name, member in value.items()}
    if isinstance(value, list):
        if len(value) == 1 and not isinstance(value[0], (dict, list)):
            return value[0]
        return [unboxed(item) for item in value]
    return value


def said(study: Json) -> Picture:
    """The picture by the source."""
    p = study["protocolSection"]
    ident, status = p["identificationModule"], p["statusModule"]
    design, info = at(p, "designModule"), at(p, "designModule", "designInfo")
    eligibility = at(p, "eligibilityModule")
    contacts = at(p, "contactsLocationsModule")
    picture: Picture = {
        "number": ident["nctId"],
        "ids": [ident["nctId"]]
        + [_bare(at(ident, "orgStudyIdInfo", "id"))]
        + [_bare(other["id"]) for other in every(ident, "secondaryIdInfos")]
        + every(ident, "nctIdAliases"),
        "id types": [at(ident, "orgStudyIdInfo", "type")]
        + [other.get("type") for other in every(ident, "secondaryIdInfos")],
        "id domains": [other.get("domain") for other in every(ident, "secondaryIdInfos")],
        "title": ident.get("briefTitle"),
        "official title": ident.get("officialTitle"),
        "acronym": ident.get("acronym"),
        "organization": (
            at(ident, "organization", "fullName"),
            at(ident, "organization", "class"),
        ),
        "status": status.get("overallStatus"),
        "last known status": status.get("lastKnownStatus"),
        "why stopped": status.get("whyStopped"),
        "verified": status.get("statusVerifiedDate"),
        "expanded access": (
            at(status, "expandedAccessInfo", "hasExpandedAccess"),
            at(status, "expandedAccessInfo", "nctId"),
            at(status, "expandedAccessInfo", "statusForNctId"),
        ),
        "sponsor": _organization(at(p, "sponsorCollaboratorsModule", "leadSponsor")),
        "collaborators": [
            _organization(one) for one in every(p, "sponsorCollaboratorsModule", "collaborators")
        ],
        "responsible": [
            at(p, "sponsorCollaboratorsModule", "responsibleParty", name)
            for name in (
                "type",
                "investigatorFullName",
                "investigatorTitle",
                "investigatorAffiliation",
                "oldNameTitle",
                "oldOrganization",
            )
        ],
        "oversight": [
            at(p, "oversightModule", name)
            for name in (
                "oversightHasDmc",
                "isFdaRegulatedDrug",
                "isFdaRegulatedDevice",
                "isUnapprovedDevice",
                "isUsExport",
            )
        ],
        "summary": at(p, "descriptionModule", "briefSummary"),
        "description": at(p, "descriptionModule", "detailedDescription"),
        "conditions": every(p, "conditionsModule", "conditions"),
        "keywords": every(p, "conditionsModule", "keywords"),
        "study type": at(design, "studyType"),
        "phases": every(design, "phases"),
        "registry": at(design, "patientRegistry"),
        "duration": at(design, "targetDuration"),
        "access types": sorted(
            k for k, v in (at(design, "expandedAccessTypes") or {}).items() if v
        ),
        "design": [
            at(info, name)
            for name in (
                "allocation",
                "interventionModel",
                "interventionModelDescription",
                "primaryPurpose",
                "observationalModel",
                "timePerspective",
            )
        ],
        "masking": (
            at(info, "maskingInfo", "masking"),
            every(info, "maskingInfo", "whoMasked"),
            at(info, "maskingInfo", "maskingDescription"),
        ),
        "biospecimen": (
            at(design, "bioSpec", "retention"),
            at(design, "bioSpec", "description"),
        ),
        "enrollment": (
            at(design, "enrollmentInfo", "count"),
            at(design, "enrollmentInfo", "type"),
        ),
        "arms": [
            (
                arm.get("label"),
                arm.get("type"),
                arm.get("description"),
                every(arm, "interventionNames"),
            )
            for arm in every(p, "armsInterventionsModule", "armGroups")
        ],
        "interventions": [
            (
                one.get("type"),
                one.get("name"),
                one.get("description"),
                every(one, "otherNames"),
                every(one, "armGroupLabels"),
            )
            for one in every(p, "armsInterventionsModule", "interventions")
        ],
        "outcomes": [
            (kind, one.get("measure"), one.get("description"), one.get("timeFrame"))
            for kind, name in KINDS
            for one in every(p, "outcomesModule", name)
        ],
        "criteria": at(eligibility, "eligibilityCriteria"),
        "who": [
            at(eligibility, name)
            for name in (
                "healthyVolunteers",
                "sex",
                "genderBased",
                "genderDescription",
                "minimumAge",
                "maximumAge",
                "studyPopulation",
                "samplingMethod",
            )
        ],
        "age groups": every(eligibility, "stdAges"),
        "contacts": [_contact(one) for one in every(contacts, "centralContacts")],
        "officials": [
            (one.get("name"), one.get("affiliation"), one.get("role"))
            for one in every(contacts, "overallOfficials")
        ],
        "sites": [
            (
                one.get("facility"),
                one.get("status"),
                one.get("city"),
                one.get("state"),
                one.get("zip"),
                one.get("country"),
                at(one, "geoPoint", "lat"),
                at(one, "geoPoint", "lon"),
                [_contact(contact) for contact in every(one, "contacts")],
            )
            for one in every(contacts, "locations")
        ],
        "references": [
            (
                one.get("pmid"),
                one.get("type"),
                one.get("citation"),
                [(r.get("pmid"), r.get("source")) for r in every(one, "retractions")],
            )
            for one in every(p, "referencesModule", "references")
        ],
        "links": [
            (one.get("label"), one.get("url"))
            for one in every(p, "referencesModule", "seeAlsoLinks")
        ],
        "available data": [
            (one.get("id"), one.get("type"), one.get("url"), one.get("comment"))
            for one in every(p, "referencesModule", "availIpds")
        ],
        "sharing": [
            at(p, "ipdSharingStatementModule", name)
            for name in ("ipdSharing", "description", "timeFrame", "accessCriteria", "url")
        ],
        "shared": every(p, "ipdSharingStatementModule", "infoTypes"),
        "documents": [
            (
                one.get("label"),
                one.get("typeAbbrev"),
                one.get("date"),
                one.get("uploadDate"),
                one.get("size"),
                f"https://cdn.clinicaltrials.gov/large-docs/{ident['nctId'][-2:]}"
                f"/{ident['nctId']}/{one['filename']}",
            )
            for one in every(study, "documentSection", "largeDocumentModule", "largeDocs")
        ],
        "has results": study.get("hasResults"),
        "unposted": [
            (one.get("type"), one.get("date"))
            for one in every(
                study,
                "annotationSection",
                "annotationModule",
                "unpostedAnnotation",
                "unpostedEvents",
            )
        ],
        "removed": every(study, "derivedSection", "miscInfoModule", "removedCountries"),
    }
    for field, module in (
        ("condition", "conditionBrowseModule"),
        ("intervention", "interventionBrowseModule"),
    ):
        for name in ("meshes", "ancestors"):
            picture[f"{field} {name}"] = [
                (one.get("id"), one.get("term"))
                for one in every(study, "derivedSection", module, name)
            ]
    for field, name in TYPED_DATES.items():
        picture[field] = (at(status, name, "date"), at(status, name, "type"))
    for field, name in PLAIN_DATES.items():
        picture[field] = (status.get(name), None)
    return picture


def shown(trial: Trial) -> Picture:
    """The picture by the Trial."""
    numbers = trial.identifiers
    inner = [one for one in numbers[1:] if one.kind != "nct_alias"]
    access, eligibility = trial.expanded_access, trial.eligibility
    party, oversight, ipd = trial.responsible_party, trial.oversight, trial.ipd_statement
    masks = (
        word(trial.masking),
        [word(one) for one in trial.who_masked],
        trial.masking_description,
    )
    picture: Picture = {
        "number": trial.number,
        "ids": [one.value for one in numbers],
        "id types": [one.said_type for one in inner],
        "id domains": [one.domain for one in inner[1:]],
        "title": trial.title,
        "official title": trial.official_title,
        "acronym": trial.acronym,
        "organization": _shown_organization(trial.organization),
        "status": word(trial.status),
        "last known status": word(trial.last_known_status),
        "why stopped": trial.why_stopped,
        "verified": day(trial.status_verified),
        "expanded access": (
            access and access.has_expanded_access,
            access and access.nct_id,
            access and word(access.status),
        ),
        "sponsor": _shown_organization(trial.sponsor),
        "collaborators": [_shown_organization(one) for one in trial.collaborators],
        "responsible": [
            party and word(party.type),
            party and party.investigator_name,
            party and party.investigator_title,
            party and party.investigator_affiliation,
            party and party.old_name_title,
            party and party.old_organization,
        ],
        "oversight": [
            oversight and oversight.has_dmc,
            oversight and oversight.is_fda_regulated_drug,
            oversight and oversight.is_fda_regulated_device,
            oversight and oversight.is_unapproved_device,
            oversight and oversight.is_us_export,
        ],
        "summary": trial.brief_summary,
        "description": trial.detailed_description,
        "conditions": list(trial.conditions),
        "keywords": list(trial.keywords),
        "study type": word(trial.study_type),
        "phases": [word(one) for one in trial.phases],
        "registry": trial.patient_registry,
        "duration": trial.target_duration,
        "access types": sorted(trial.expanded_access_types),
        "design": [
            word(trial.allocation),
            word(trial.intervention_model),
            trial.intervention_model_description,
            word(trial.primary_purpose),
            word(trial.observational_model),
            word(trial.time_perspective),
        ],
        "masking": masks,
        "biospecimen": (
            trial.biospecimen and trial.biospecimen.retention,
            trial.biospecimen and trial.biospecimen.description,
        ),
        "enrollment": (
            trial.enrollment and trial.enrollment.count,
            trial.enrollment and word(trial.enrollment.type),
        ),
        "arms": [
            (arm.label, word(arm.type), arm.description, _typed_names(trial, arm))
            for arm in trial.arms
        ],
        "interventions": [
            (
                word(one.type),
                one.name,
                one.description,
                list(one.other_names),
                list(one.arm_labels),
            )
            for one in trial.interventions
        ],
        "outcomes": [
            (one.kind.value, one.measure, one.description, one.time_frame) for one in trial.outcomes
        ],
        "criteria": eligibility and eligibility.text,
        "who": [
            eligibility and eligibility.healthy_volunteers,
            eligibility and word(eligibility.sex),
            eligibility and eligibility.gender_based,
            eligibility and eligibility.gender_description,
            eligibility and eligibility.minimum_age and str(eligibility.minimum_age),
            eligibility and eligibility.maximum_age and str(eligibility.maximum_age),
            eligibility and eligibility.study_population,
            eligibility and word(eligibility.sampling_method),
        ],
        "age groups": [word(one) for one in eligibility.standard_ages] if eligibility else [],
        "contacts": [_shown_contact(one) for one in trial.contacts],
        "officials": [(one.name, one.affiliation, word(one.role)) for one in trial.officials],
        "sites": [
            (
                site.facility,
                word(site.status),
                site.city,
                site.state,
                site.zip,
                site.country,
                site.latitude,
                site.longitude,
                [_shown_contact(one) for one in site.contacts],
            )
            for site in trial.sites
        ],
        "references": [
            (one.pmid, word(one.type), one.citation, [(r.pmid, r.source) for r in one.retractions])
            for one in trial.references
        ],
        "links": [(one.label, one.url) for one in trial.see_also],
        "available data": [(one.id, one.type, one.url, one.comment) for one in trial.available_ipd],
        "sharing": [
            ipd and word(ipd.sharing),
            ipd and ipd.description,
            ipd and ipd.time_frame,
            ipd and ipd.access_criteria,
            ipd and ipd.url,
        ],
        "shared": list(ipd.info_types) if ipd else [],
        "documents": [
            (one.label, one.type, day(one.date), one.upload_date, one.size, one.url)
            for one in trial.documents
        ],
        "has results": trial.has_results,
        "unposted": [(one.type, day(one.date)) for one in trial.unposted_events],
        "removed": list(trial.removed_countries),
    }
    for name, terms in (
        ("condition meshes", trial.condition_mesh),
        ("condition ancestors", trial.condition_mesh_ancestors),
        ("intervention meshes", trial.intervention_mesh),
        ("intervention ancestors", trial.intervention_mesh_ancestors),
    ):
        picture[name] = [(one.id, one.term) for one in terms]
    for name in (*TYPED_DATES, *PLAIN_DATES):
        picture[name] = _shown_date(getattr(trial, name))
    return picture


def word(coded: Coded[Any] | None) -> str | None:
    """Our word, which must be the API's own."""
    if coded is None:
        return None
    assert coded.means is not None, f"{coded.said!r} was not understood"
    assert coded.means.value == coded.said
    return coded.said


def day(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _shown_date(date: TrialDate | None) -> tuple[str | None, str | None]:
    if date is None:
        return None, None
    assert date.said is None
    return day(date.date), word(date.type)


def _organization(one: Json) -> tuple[Json, Json]:
    return at(one, "name"), at(one, "class")


def _shown_organization(one: Organization | None) -> tuple[str | None, str | None]:
    return (one.name, word(one.class_)) if one else (None, None)


def _contact(one: Json) -> tuple[Json, ...]:
    return tuple(one.get(name) for name in ("name", "role", "phone", "phoneExt", "email"))


def _shown_contact(one: Contact) -> tuple[str | None, ...]:
    return one.name, word(one.role), one.phone, one.phone_ext, one.email


def _typed_names(trial: Trial, arm: Arm) -> list[str]:
    """Names of interventions as an arm lists them in the source, their types before them."""
    types = {
        one.name: (word(one.type) or "").replace("_", " ").title()
        for one in trial.interventions
        if arm.label in one.arm_labels
    }
    return [f"{types[name]}: {name}" for name in arm.interventions]
