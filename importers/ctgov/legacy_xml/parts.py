"""Parts of a legacy ClinicalTrials.gov XML record: sponsors, arms, outcomes, people, places."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from catalog.model.codes import (
    ArmType,
    Coded,
    ContactRole,
    InterventionType,
    IpdSharing,
    OutcomeKind,
    PartyType,
    ReferenceType,
    SamplingMethod,
    Sex,
    SponsorClass,
    Status,
)
from catalog.model.trial import (
    Arm,
    AvailableIpd,
    Biospecimen,
    Contact,
    Document,
    Eligibility,
    ExpandedAccess,
    Identifier,
    Intervention,
    IpdStatement,
    Link,
    Official,
    Organization,
    Outcome,
    Oversight,
    Reference,
    ResponsibleParty,
    Site,
    UnpostedEvent,
)
from importers.ctgov.documents import document
from importers.ctgov.legacy_xml.textblocks import textblock
from importers.values.ages import age
from importers.values.cleaning import Words, blank, identifier, yes_no

Element = etree._Element


def text(element: Element, path: str) -> str | None:
    """Text of the first element at a path, trimmed; None when there is none."""
    return blank(element.findtext(path))


def texts(element: Element, path: str) -> tuple[str, ...]:
    """Texts of all elements at a path, blank ones left out."""
    found = (blank(one.text) for one in element.iterfind(path))
    return tuple(one for one in found if one is not None)


def block(element: Element, path: str) -> str | None:
    """A hard-wrapped text, in a textblock or (rarely) without one."""
    said = element.findtext(f"{path}/textblock")
    return textblock(said if said is not None else element.findtext(path))


def prose(element: Element, path: str) -> str | None:
    """A text that is only wrapped and indented when it begins on a line of its own."""
    said = element.findtext(path)
    return textblock(said) if said and said[0] in "\r\n" else blank(said)


def identifiers(root: Element, number: str | None) -> Iterator[Identifier]:
    """The own number, the sponsor's, all others, and numbers the record had before."""
    if number is not None:
        yield Identifier(value=number, kind="nct")
    if own := text(root, "id_info/org_study_id"):
        yield identifier(own, own=True)
    for other in texts(root, "id_info/secondary_id"):
        yield identifier(other)
    for alias in texts(root, "id_info/nct_alias"):
        yield Identifier(value=alias.upper(), kind="nct_alias")


# -- sponsors


def organization(element: Element | None, words: Words) -> Organization | None:
    """A sponsor or collaborator."""
    name = None if element is None else text(element, "agency")
    if element is None or name is None:
        return None
    said = text(element, "agency_class")
    return Organization(name=name, class_=words.code(SponsorClass, said, "sponsor class"))


def collaborators(root: Element, words: Words) -> Iterator[Organization]:
    """Collaborators in their order."""
    for one in root.iterfind("sponsors/collaborator"):
        if found := organization(one, words):
            yield found


def responsible_party(element: Element | None, words: Words) -> ResponsibleParty | None:
    """Either form: type and investigator, or (before 2011) a name and an organisation."""
    if element is None:
        return None
    return ResponsibleParty(
        type=words.code(PartyType, text(element, "responsible_party_type"), "responsible party"),
        investigator_name=text(element, "investigator_full_name"),
        investigator_title=text(element, "investigator_title"),
        investigator_affiliation=text(element, "investigator_affiliation"),
        old_name_title=text(element, "name_title"),
        old_organization=text(element, "organization"),
    )


def oversight(element: Element | None) -> Oversight | None:
    """Who oversees the study; None where none of it is said."""
    if element is None:
        return None
    found = Oversight(
        has_dmc=yes_no(element.findtext("has_dmc")),
        is_fda_regulated_drug=yes_no(element.findtext("is_fda_regulated_drug")),
        is_fda_regulated_device=yes_no(element.findtext("is_fda_regulated_device")),
        is_unapproved_device=yes_no(element.findtext("is_unapproved_device")),
        is_us_export=yes_no(element.findtext("is_us_export")),
    )
    return None if found == Oversight() else found


def expanded_access(root: Element, words: Words) -> ExpandedAccess | None:
    """Whether the drug can be had outside the study, and under which number."""
    found = ExpandedAccess(
        has_expanded_access=yes_no(root.findtext("has_expanded_access")),
        nct_id=text(root, "expanded_access_info/expanded_access_nctid"),
        status=words.code(
            Status,
            text(root, "expanded_access_info/expanded_access_status_for_nctid"),
            "expanded access status",
        ),
    )
    return None if found == ExpandedAccess() else found


def expanded_access_types(root: Element) -> Iterator[str]:
    """`individual`, `intermediate`, `treatment`, in the API's order."""
    for name in ("individual", "intermediate", "treatment"):
        if yes_no(root.findtext(f"expanded_access_info/expanded_access_type_{name}")):
            yield name


def biospecimen(root: Element) -> Biospecimen | None:
    """Which samples are kept."""
    found = Biospecimen(
        retention=text(root, "biospec_retention"), description=block(root, "biospec_descr")
    )
    return None if found == Biospecimen() else found


# -- arms, interventions, outcomes, eligibility


def interventions(root: Element, words: Words) -> tuple[Intervention, ...]:
    """Interventions with the labels of their arms."""
    return tuple(
        Intervention(
            name=text(one, "intervention_name") or "",
            type=words.code(InterventionType, text(one, "intervention_type"), "intervention type"),
            description=prose(one, "description"),
            other_names=texts(one, "other_name"),
            arm_labels=texts(one, "arm_group_label"),
        )
        for one in root.iterfind("intervention")
    )


def arms(root: Element, given: tuple[Intervention, ...], words: Words) -> Iterator[Arm]:
    """Arms or groups; what is given in them is said by the interventions only."""
    for one in root.iterfind("arm_group"):
        label = text(one, "arm_group_label") or ""
        yield Arm(
            label=label,
            type=words.code(ArmType, text(one, "arm_group_type"), "arm type"),
            description=prose(one, "description"),
            interventions=tuple(each.name for each in given if label in each.arm_labels),
        )


def outcomes(root: Element) -> Iterator[Outcome]:
    """Primary, secondary and other outcomes."""
    for tag, kind in (
        ("primary_outcome", OutcomeKind.PRIMARY),
        ("secondary_outcome", OutcomeKind.SECONDARY),
        ("other_outcome", OutcomeKind.OTHER),
    ):
        for one in root.iterfind(tag):
            yield Outcome(
                measure=prose(one, "measure") or "",
                kind=kind,
                description=prose(one, "description"),
                time_frame=prose(one, "time_frame"),
            )


def eligibility(element: Element | None, words: Words) -> Eligibility | None:
    """Who can take part; the XML does not name the standard age groups."""
    if element is None:
        return None
    return Eligibility(
        text=block(element, "criteria"),
        minimum_age=age(element.findtext("minimum_age")),
        maximum_age=age(element.findtext("maximum_age"), upper=True),
        sex=words.code(Sex, text(element, "gender"), "sex"),
        gender_based=yes_no(element.findtext("gender_based")),
        gender_description=prose(element, "gender_description"),
        healthy_volunteers=yes_no(element.findtext("healthy_volunteers")),
        study_population=block(element, "study_pop"),
        sampling_method=words.code(
            SamplingMethod, text(element, "sampling_method"), "sampling method"
        ),
    )


# -- people and places


def _name(element: Element) -> str | None:
    """`John Smith, MD`; since about 2012 all of it stands in `last_name`."""
    parts = (text(element, tag) for tag in ("first_name", "middle_name", "last_name"))
    name = " ".join(part for part in parts if part)
    degrees = text(element, "degrees")
    return f"{name}, {degrees}" if name and degrees else name or None


def _contact(element: Element, words: Words) -> Contact:
    return Contact(
        name=_name(element),
        role=words.code(ContactRole, text(element, "role") or "Contact", "contact role"),
        phone=text(element, "phone"),
        phone_ext=text(element, "phone_ext"),
        email=text(element, "email"),
    )


def contacts(root: Element, words: Words) -> Iterator[Contact]:
    """Whom to ask about the whole study."""
    for tag in ("overall_contact", "overall_contact_backup"):
        for one in root.iterfind(tag):
            yield _contact(one, words)


def officials(root: Element, words: Words) -> Iterator[Official]:
    """Who is responsible for the study."""
    for one in root.iterfind("overall_official"):
        yield Official(
            name=_name(one) or "",
            affiliation=text(one, "affiliation"),
            role=words.code(ContactRole, text(one, "role"), "official's role"),
        )


_PEOPLE = frozenset({"contact", "contact_backup", "investigator"})


def sites(root: Element, words: Words) -> Iterator[Site]:
    """Every location, also one without a facility; the XML has no coordinates."""
    for one in root.iterchildren("location"):
        # A record has up to 1,400 of them: one walk each is four times as fast as a path a field.
        facility = one.find("facility")
        said = {} if facility is None else {leaf.tag: blank(leaf.text) for leaf in facility.iter()}
        people = [each for each in one if each.tag in _PEOPLE]
        yield Site(
            facility=said.get("name"),
            status=words.code(Status, blank(one.findtext("status")), "site status"),
            city=said.get("city"),
            state=said.get("state"),
            zip=said.get("zip"),
            country=said.get("country"),
            contacts=tuple(_contact(person, words) for person in people),
        )


# -- references and documents

_RESULTS = Coded("results_reference", ReferenceType.RESULT)


def references(root: Element) -> Iterator[Reference]:
    """Citations; `reference` does not tell background from derived."""
    for tag, type in (("reference", None), ("results_reference", _RESULTS)):
        for one in root.iterfind(tag):
            yield Reference(citation=prose(one, "citation"), pmid=text(one, "PMID"), type=type)


def links(root: Element) -> Iterator[Link]:
    """Pages the registry links to."""
    for one in root.iterfind("link"):
        if url := text(one, "url"):
            yield Link(url=url, label=prose(one, "description"))


def available_ipd(root: Element) -> Iterator[AvailableIpd]:
    """Data sets and papers that can be had."""
    for one in root.iterfind("study_docs/study_doc"):
        yield AvailableIpd(
            id=text(one, "doc_id"),
            type=text(one, "doc_type"),
            url=text(one, "doc_url"),
            comment=prose(one, "doc_comment"),
        )


def ipd_statement(element: Element | None, words: Words) -> IpdStatement | None:
    """The plan to share individual participant data."""
    if element is None:
        return None
    return IpdStatement(
        sharing=words.code(IpdSharing, text(element, "sharing_ipd"), "IPD sharing"),
        description=prose(element, "ipd_description"),
        info_types=texts(element, "ipd_info_type"),
        time_frame=prose(element, "ipd_time_frame"),
        access_criteria=prose(element, "ipd_access_criteria"),
        url=text(element, "ipd_url"),
    )


def documents(root: Element, words: Words) -> Iterator[Document]:
    """Protocols, analysis plans and consent forms."""
    for one in root.iterfind("provided_document_section/provided_document"):
        given = document(text(one, "document_type"), text(one, "document_url"))
        yield Document(
            label=given.label,
            type=given.type,
            date=words.day(text(one, "document_date"), "document date"),
            filename=given.filename,
            url=given.url,
        )


_EVENTS = {"submitted": "RELEASE", "returned": "RESET", "submission_canceled": "UNRELEASE"}


def unposted_events(root: Element, words: Words) -> Iterator[UnpostedEvent]:
    """What became of results that are not public yet, in the API's words."""
    for one in root.iterfind("pending_results/*"):
        if isinstance(one.tag, str):
            day = words.day(blank(one.text), "pending results")
            yield UnpostedEvent(type=_EVENTS.get(one.tag, one.tag), date=day)
