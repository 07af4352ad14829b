"""Legacy ClinicalTrials.gov XML: one `<clinical_study>` a file, retired in June 2024."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model.codes import Status, StudyType
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import FIELDS, Enrollment, MeshTerm, Organization, Trial, TrialDate
from importers.ctgov.design import Design, design, from_parts, phase_words
from importers.ctgov.legacy_xml import parts
from importers.ctgov.legacy_xml.parts import Element, text
from importers.ctgov.legacy_xml.posted_results import results
from importers.cutting.whole import whole, xml_elements, xml_root
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.cleaning import Words, count, registry_number

_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*", re.DOTALL
)
_STUDY = re.compile(r"<clinical_study[\s/>]")

NOT_CARRIED = frozenset(
    {
        "countries",
        "country_records",
        "delayed_posting",
        "condition_mesh_ancestors",
        "intervention_mesh_ancestors",
        "eligibility",
    }
)
_ELIGIBILITY = frozenset(
    f"eligibility.{part}"
    for part in (
        "text",
        "minimum_age",
        "maximum_age",
        "sex",
        "gender_based",
        "gender_description",
        "healthy_volunteers",
        "study_population",
        "sampling_method",
    )
)
CARRIES = (frozenset(FIELDS) - NOT_CARRIED) | _ELIGIBILITY
"""What a record could state: no standard age groups, no coordinates of sites."""

KNOWN = frozenset(
    """
    required_header id_info brief_title acronym official_title sponsors source oversight_info
    brief_summary detailed_description overall_status last_known_status why_stopped start_date
    completion_date primary_completion_date phase study_type has_expanded_access
    expanded_access_info study_design study_design_info target_duration primary_outcome
    secondary_outcome other_outcome number_of_arms number_of_groups enrollment condition arm_group
    intervention biospec_retention biospec_descr eligibility overall_official overall_contact
    overall_contact_backup location location_countries removed_countries link reference
    results_reference verification_date lastchanged_date firstreceived_date
    firstreceived_results_date firstreceived_results_disposition_date study_first_submitted
    study_first_submitted_qc study_first_posted results_first_submitted results_first_submitted_qc
    results_first_posted disposition_first_submitted disposition_first_submitted_qc
    disposition_first_posted last_update_submitted last_update_submitted_qc last_update_posted
    responsible_party keyword condition_browse intervention_browse patient_data study_docs
    provided_document_section pending_results clinical_results is_fda_regulated is_section_801
    """.split()
)
"""Elements that are read, and three that say nothing we keep."""


def recognises(head: Head) -> str | None:
    """A document whose root, or whose root's children, are `<clinical_study>`."""
    start = head.text
    if not start.lstrip("\ufeff \t\r\n").startswith("<"):
        return None
    if _is_study(start):
        return "XML whose root is <clinical_study>, as ClinicalTrials.gov wrote until 2024"
    return "XML with <clinical_study> elements" if _STUDY.search(start) else None


def _is_study(start: str) -> bool:
    prologue = _ROOT.match(start.lstrip("\ufeff"))
    at = prologue.end() if prologue else 0
    return _STUDY.match(start.lstrip("\ufeff"), at) is not None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """The file itself, or each study of a file that holds several."""
    return whole(source) if _is_study(source.head.text) else xml_elements(source, "clinical_study")


def read(raw: bytes) -> Reading:
    """What one study says; raises Unreadable where it is none."""
    root = xml_root(raw)
    if root.tag != "clinical_study":
        raise Unreadable(f"it is no <clinical_study> but a <{str(root.tag)[:40]}>")
    words = Words()
    trial = _trial(root, words)
    unknown = sorted({str(one.tag) for one in root if isinstance(one.tag, str)} - KNOWN)
    notes = tuple(Note("unknown field", name[:60]) for name in unknown)
    return Reading(
        trial=trial,
        data_date=_data_date(root, trial, words),
        carries=_carries(trial),
        notes=(*words.notes, *notes),
    )


def _carries(trial: Trial) -> frozenset[str]:
    """All fields; of a withheld record those it has: the others are withheld, not absent."""
    if trial.status is not None and trial.status.means is Status.WITHHELD:
        return frozenset(name for name in CARRIES if getattr(trial, name, None) not in (None, ()))
    return CARRIES | {"countries"} if trial.countries else CARRIES


def _trial(root: Element, words: Words) -> Trial:
    number = _number(root)
    code = words.code
    plan = _design(root, words)
    type = text(root, "study_type")
    given = parts.interventions(root, words)
    sites = tuple(parts.sites(root, words))
    return Trial(
        number=number,
        identifiers=tuple(parts.identifiers(root, number)),
        url=text(root, "required_header/url"),
        title=text(root, "brief_title"),
        official_title=text(root, "official_title"),
        acronym=text(root, "acronym"),
        organization=_source(root),
        status=code(Status, text(root, "overall_status"), "status"),
        last_known_status=code(Status, text(root, "last_known_status"), "last known status"),
        why_stopped=parts.prose(root, "why_stopped"),
        status_verified=words.day(text(root, "verification_date"), "status verified"),
        expanded_access=parts.expanded_access(root, words),
        start_date=_date(root, words, "start_date"),
        primary_completion_date=_date(root, words, "primary_completion_date"),
        completion_date=_date(root, words, "completion_date"),
        first_submitted=_date(root, words, "study_first_submitted", "firstreceived_date"),
        first_submitted_qc=_date(root, words, "study_first_submitted_qc"),
        first_posted=_date(root, words, "study_first_posted"),
        results_first_submitted=_date(
            root, words, "results_first_submitted", "firstreceived_results_date"
        ),
        results_first_submitted_qc=_date(root, words, "results_first_submitted_qc"),
        results_first_posted=_date(root, words, "results_first_posted"),
        disposition_first_submitted=_date(
            root, words, "disposition_first_submitted", "firstreceived_results_disposition_date"
        ),
        disposition_first_submitted_qc=_date(root, words, "disposition_first_submitted_qc"),
        disposition_first_posted=_date(root, words, "disposition_first_posted"),
        last_update_submitted=_date(root, words, "last_update_submitted", "lastchanged_date"),
        last_updated=_date(root, words, "last_update_posted"),
        sponsor=parts.organization(root.find("sponsors/lead_sponsor"), words),
        collaborators=tuple(parts.collaborators(root, words)),
        responsible_party=parts.responsible_party(root.find("responsible_party"), words),
        oversight=parts.oversight(root.find("oversight_info")),
        brief_summary=parts.block(root, "brief_summary"),
        detailed_description=parts.block(root, "detailed_description"),
        conditions=parts.texts(root, "condition"),
        keywords=parts.texts(root, "keyword"),
        study_type=None if type == "N/A" else code(StudyType, type, "study type"),
        phases=phase_words(_phase(text(root, "phase"), type), words),
        patient_registry=True if type and "Patient Registry" in type else None,
        target_duration=text(root, "target_duration"),
        expanded_access_types=tuple(parts.expanded_access_types(root)),
        allocation=plan.allocation,
        intervention_model=plan.intervention_model,
        intervention_model_description=parts.prose(
            root, "study_design_info/intervention_model_description"
        ),
        primary_purpose=plan.primary_purpose,
        observational_model=plan.observational_model,
        time_perspective=plan.time_perspective,
        masking=plan.masking,
        who_masked=plan.who_masked,
        masking_description=parts.prose(root, "study_design_info/masking_description"),
        biospecimen=parts.biospecimen(root),
        enrollment=_enrollment(root),
        number_of_arms=_whole_number(root, "number_of_arms", "number_of_groups"),
        arms=tuple(parts.arms(root, given, words)),
        interventions=given,
        outcomes=tuple(parts.outcomes(root)),
        eligibility=parts.eligibility(root.find("eligibility"), words),
        contacts=tuple(parts.contacts(root, words)),
        officials=tuple(parts.officials(root, words)),
        sites=sites,
        countries=() if sites else parts.texts(root, "location_countries/country"),
        removed_countries=parts.texts(root, "removed_countries/country"),
        references=tuple(parts.references(root)),
        see_also=tuple(parts.links(root)),
        available_ipd=tuple(parts.available_ipd(root)),
        ipd_statement=parts.ipd_statement(root.find("patient_data"), words),
        documents=tuple(parts.documents(root, words)),
        has_results=root.find("clinical_results") is not None,
        results=results(root.find("clinical_results")),
        unposted_events=tuple(parts.unposted_events(root, words)),
        condition_mesh=_mesh(root, "condition_browse/mesh_term"),
        intervention_mesh=_mesh(root, "intervention_browse/mesh_term"),
    )


def _number(root: Element) -> str | None:
    said = text(root, "id_info/nct_id")
    if said is None:
        if text(root, "brief_title") is None and text(root, "official_title") is None:
            raise Unreadable("it names no trial: neither a number nor a title is in it")
        return None
    known = registry_number(said)
    if known is None or known[0] != "nct":
        raise Unreadable(f"{said[:40]!r} is not an NCT number")
    return known[1]


def _source(root: Element) -> Organization | None:
    """`source` is the organisation that registered the study, which need not be its sponsor."""
    name = text(root, "source")
    return Organization(name=name) if name else None


# -- dates, numbers, terms


def _date(root: Element, words: Words, *tags: str) -> TrialDate | None:
    """The date at the first tag that is there; older files have other tags."""
    for tag in tags:
        element = root.find(tag)
        if element is not None and element.text and element.text.strip():
            return words.date(element.text.strip(), element.get("type"), tag.replace("_", " "))
    return None


_PROCESSED = re.compile(r"on\s+(\S.*?)\s*$")


def _data_date(root: Element, trial: Trial, words: Words) -> PartialDate | None:
    """Last update posted, else last changed, else the day the file was made."""
    for said in (trial.last_updated, trial.last_update_submitted):
        if said is not None and said.date is not None:
            return said.date
    found = _PROCESSED.search(text(root, "required_header/download_date") or "")
    return words.day(found[1], "download date") if found else None


def _phase(said: str | None, type: str | None) -> str | None:
    """N/A of an interventional study is "not applicable"; of any other there is no phase."""
    return None if said == "N/A" and type != "Interventional" else said


def _design(root: Element, words: Words) -> Design:
    info = root.find("study_design_info")
    if info is None:
        return design(text(root, "study_design"), words)
    said = {
        str(one.tag).replace("_", ""): one.text.strip()
        for one in info
        if isinstance(one.tag, str) and one.text
    }
    return from_parts(said, words)


def _enrollment(root: Element) -> Enrollment | None:
    element = root.find("enrollment")
    return None if element is None else count(element.text, element.get("type"))


def _whole_number(root: Element, *tags: str) -> int | None:
    for tag in tags:
        said = text(root, tag)
        if said is not None and said.isascii() and said.isdigit() and len(said) < 10:
            return int(said)
    return None


def _mesh(root: Element, path: str) -> tuple[MeshTerm, ...]:
    return tuple(MeshTerm(term=term) for term in parts.texts(root, path))


IMPORTER = Importer(
    name="ctgov-xml",
    title="ClinicalTrials.gov, legacy XML",
    recognises=recognises,
    records=records,
    read=read,
)
