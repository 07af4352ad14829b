"""ANZCTR, the Australian and New Zealand register: XML of its download and of its search service.

Both name the same things, at other places and in other words; blanks and line ends within a text
are the service's pretty-printer's. In the service's form everything after the outcomes stands
within them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from catalog.model.codes import (
    Allocation,
    ArmType,
    Coded,
    DateType,
    InterventionModel,
    InterventionType,
    Masking,
    OutcomeKind,
    Purpose,
    Sex,
    SponsorClass,
    Status,
    StudyType,
)
from catalog.model.dates import PartialDate
from catalog.model.trial import (
    Age,
    Arm,
    Contact,
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    Link,
    Organization,
    Outcome,
    Trial,
    TrialDate,
    one_line,
)
from importers.cutting.whole import xml_elements, xml_root
from importers.ictrp import coded_values as values
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.ages import age
from importers.values.cleaning import Words, count, identifier, registry_number, yes_no

Element = etree._Element

_DOWNLOAD = re.compile(r"<ANZCTR_Trial[\s>]")
_SERVICE = re.compile(r"<SearchResult[\s>]")
_NOTHING = frozenset({"", "-", "n/a", "none", "nil", "nil known", "not applicable"})

CARRIES = frozenset(
    """
    identifiers title official_title acronym status start_date first_submitted first_posted
    last_updated sponsor collaborators brief_summary conditions keywords study_type phases
    allocation intervention_model primary_purpose masking enrollment arms interventions outcomes
    contacts countries see_also eligibility.text eligibility.minimum_age eligibility.maximum_age
    eligibility.sex eligibility.healthy_volunteers
    """.split()
)


def recognises(head: Head) -> str | None:
    """`<ANZCTR_Trial>`, or a `<SearchResult>` with an actrn."""
    text = head.text
    if _DOWNLOAD.search(text[:4000]):
        return "XML with ANZCTR_Trial, the register's download"
    if _SERVICE.search(text[:4000]) and "<actrn" in text:
        return "XML with SearchResult and actrn, the register's search service"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial by itself."""
    is_download = _DOWNLOAD.search(source.head.text[:4000]) is not None
    return xml_elements(source, "ANZCTR_Trial" if is_download else "trial")


def read(raw: bytes) -> Reading:
    """What one trial says; raises Unreadable where it names none."""
    root = xml_root(raw)
    known = registry_number(_said(root, "actrnumber", "actrn", "nctid") or "")
    if known is None:
        raise Unreadable("it names no trial: its ACTRN is no number of a registry")
    words = Words()
    trial = _trial(root, known[1], words)
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=CARRIES,
        notes=words.notes,
    )


def _trial(root: Element, number: str, words: Words) -> Trial:
    given = _said(root, "interventions/interventions", "InterventionExposure")
    type = words.code(StudyType, _said(root, "studytype"), "study type")
    sponsor = _said(root, "primarysponsorname")
    website = _said(root, "trialwebsite") or ""
    return Trial(
        number=number,
        identifiers=tuple(_identifiers(root, number)),
        title=_said(root, "studytitle", "publictitle"),
        official_title=_said(root, "scientifictitle"),
        acronym=_said(root, "trialacronym"),
        status=words.code(Status, _said(root, "recruitmentstatus"), "status"),
        start_date=_start(root, words),
        first_submitted=_day(_said(root, "submitdate"), words, "submitted"),
        first_posted=_day(_said(root, "approvaldate"), words, "registered"),
        last_updated=_day(_said(root, "lastupdatedon"), words, "last updated"),
        sponsor=Organization(name=sponsor, class_=_class(_said(root, "primarysponsortype")))
        if sponsor
        else None,
        collaborators=tuple(
            Organization(name=name)
            for one in root.iter("secondarysponsor")
            if (name := _said(one, "sponsorname", "name"))
        ),
        brief_summary=_said(root, "briefsummary", "summary"),
        conditions=tuple(dict.fromkeys(_every(root, "healthcondition"))),
        keywords=tuple(dict.fromkeys(_every(root, "conditioncode2"))),
        study_type=type,
        phases=values.phase(_said(root, "phase", "Phase"), type, words),
        allocation=words.code(Allocation, _said(root, "allocation"), "allocation"),
        intervention_model=_model(_said(root, "assignment"), words),
        primary_purpose=words.code(Purpose, _said(root, "purpose", "Purpose"), "primary purpose"),
        masking=_masking(_said(root, "masking"), words),
        enrollment=_enrollment(root),
        arms=tuple(_arms(root, given)),
        interventions=tuple(_interventions(root, given)),
        outcomes=tuple(_outcomes(root)),
        eligibility=_eligibility(root, words),
        contacts=tuple(dict.fromkeys(_contacts(root))),
        countries=tuple(
            dict.fromkeys(
                (
                    *_every(root, "recruitmentcountry"),
                    *_every(root, "countryoutsideaustralia/country"),
                )
            )
        ),
        see_also=(Link(url=website, label="Trial website"),)
        if website.startswith(("http://", "https://"))
        else (),
        guesses=(Guess(field="interventions", why="treatments in words of the registry"),)
        if given
        else (),
    )


def _said(root: Element, *paths: str) -> str | None:
    """The first text of these elements, wherever in the record they stand."""
    for path in paths:
        for found in root.iterfind(f".//{path}"):
            text = one_line(found.text or "")
            if text.lower() not in _NOTHING:
                return text
    return None


def _every(root: Element, path: str) -> Iterator[str]:
    for found in root.iterfind(f".//{path}"):
        text = one_line(found.text or "")
        if text.lower() not in _NOTHING:
            yield text


def _identifiers(root: Element, number: str) -> Iterator[Identifier]:
    yield identifier(number)
    seen = {number}
    others = (*_every(root, "utrn"), *_every(root, "utn"), *_every(root, "secondaryid"))
    for value in others:
        if (found := identifier(value)).value not in seen:
            seen.add(found.value)
            yield found


def _day(said: str | None, words: Words, field: str) -> TrialDate | None:
    """Day, month, year; a day below ten has one digit."""
    date = PartialDate.numeric(said, "dmy") if said else None
    if date is not None:
        return TrialDate(date=date, said=said)
    return words.date(said, None, field)


def _start(root: Element, words: Words) -> TrialDate | None:
    """When the first participant entered, or was to."""
    for name, type in (
        ("actualstartdate", DateType.ACTUAL),
        ("anticipatedstartdate", DateType.ESTIMATED),
    ):
        if (date := _day(_said(root, name), words, "start date")) is not None:
            return TrialDate(date=date.date, type=Coded(name, type), said=date.said)
    return None


_CLASSES = {
    "commercial sector/industry": SponsorClass.INDUSTRY,
    "government body": SponsorClass.OTHER_GOV,
    "individual": SponsorClass.INDIV,
    "university": SponsorClass.OTHER,
    "hospital": SponsorClass.OTHER,
    "charities/societies/foundations": SponsorClass.OTHER,
}


def _class(said: str | None) -> Coded[SponsorClass] | None:
    return Coded(said, _CLASSES.get(said.lower())) if said else None


def _model(said: str | None, words: Words) -> Coded[InterventionModel] | None:
    if said and said.lower() in ("single group", "single"):
        return Coded(said, InterventionModel.SINGLE_GROUP)
    return words.code(InterventionModel, said, "intervention model")


def _masking(said: str | None, words: Words) -> Coded[Masking] | None:
    """Open or not: how many are masked is not said."""
    if said and said.lower().startswith("blinded"):
        return Coded(said, None)
    return words.code(Masking, said, "masking")


def _enrollment(root: Element) -> Enrollment | None:
    """The actual number where there is one, else the planned."""
    for name, type in (
        ("actualsamplesize", DateType.ACTUAL),
        ("samplesize", DateType.ESTIMATED),
    ):
        if (found := count(_said(root, name))) is not None:
            return Enrollment(count=found.count, type=Coded(name, type), said=found.said)
    return None


_CONTROLS = {
    "active": ArmType.ACTIVE_COMPARATOR,
    "placebo": ArmType.PLACEBO_COMPARATOR,
}


def _arms(root: Element, given: str | None) -> Iterator[Arm]:
    """What is given and what it is compared with, under the register's own names for them."""
    if given:
        yield Arm(label="Intervention/exposure", description=given)
    if comparator := _said(root, "comparator", "Comparison"):
        control = _said(root, "control", "ControlGroup")
        type = Coded(control, _CONTROLS.get(control.lower())) if control else None
        yield Arm(label="Comparator/control treatment", type=type, description=comparator)


_TYPES = {
    "treatment: drugs": InterventionType.DRUG,
    "treatment: devices": InterventionType.DEVICE,
    "treatment: surgery": InterventionType.PROCEDURE,
    "behaviour": InterventionType.BEHAVIORAL,
}
_LONGEST_NAME = 200


def _interventions(root: Element, given: str | None) -> Iterator[Intervention]:
    """The register's text, named by its first sentence; typed where it codes one kind alone."""
    if not given:
        return
    codes = list(_every(root, "interventioncode"))
    type = Coded(codes[0], _TYPES.get(codes[0].lower())) if len(codes) == 1 else None
    if len(given) <= _LONGEST_NAME:
        yield Intervention(name=given, type=type)
        return
    first = re.split(r"(?<=[.;])\s", given, maxsplit=1)[0]
    name = first if len(first) <= _LONGEST_NAME else given[: _LONGEST_NAME - 2].rsplit(" ", 1)[0]
    yield Intervention(name=name.rstrip(".;") + " …", type=type, description=given)


def _outcomes(root: Element) -> Iterator[Outcome]:
    """The download's elements name their kind; the service's only where the child does."""
    for one in root.iter("primaryOutcome", "secondaryOutcome", "OutcomeMeasure"):
        for child in one:
            tag = str(child.tag)
            text = one_line(child.text or "")
            if "utcome" not in tag or text.lower() in _NOTHING:
                continue
            named = (tag + str(one.tag)).lower()
            kind = (
                OutcomeKind.SECONDARY
                if "secondary" in named
                else OutcomeKind.PRIMARY
                if "primary" in named
                else OutcomeKind.UNSPECIFIED
            )
            yield Outcome(measure=text, kind=kind, time_frame=_said(one, "timepoint", "Timepoint"))


def _eligibility(root: Element, words: Words) -> Eligibility | None:
    parts = (
        ("Inclusion criteria", _said(root, "inclusivecriteria")),
        ("Exclusion criteria", _said(root, "exclusivecriteria")),
    )
    found = Eligibility(
        text="\n\n".join(f"{label}:\n{text}" for label, text in parts if text) or None,
        minimum_age=_limit(root, "inclusiveminage"),
        maximum_age=_limit(root, "inclusivemaxage"),
        sex=words.code(Sex, _said(root, "inclusivegender"), "sex"),
        healthy_volunteers=yes_no(_said(root, "healthyvolunteer")),
    )
    return None if found == Eligibility() else found


def _limit(root: Element, name: str) -> Age | None:
    """`18` `Years`; `0` `No limit` is none."""
    amount, unit = _said(root, name), _said(root, f"{name}type")
    if amount is None or unit is None or unit.lower() == "no limit":
        return None
    return age(f"{amount} {unit}")


def _contacts(root: Element) -> Iterator[Contact]:
    """People for questions of the public and of scientists; those of the ethics are none."""
    for one in root.iter("contact", "Enquiry", "Scientific"):
        names = (_said(one, "title"), _said(one, "name"))
        contact = Contact(
            name=" ".join(filter(None, names)) or None,
            phone=_said(one, "phone"),
            email=_said(one, "email"),
        )
        if contact.name or contact.phone or contact.email:
            yield contact


IMPORTER = Importer(
    name="anzctr-xml",
    title="ANZCTR (Australia and New Zealand), XML",
    recognises=recognises,
    records=records,
    read=read,
)
