"""ISRCTN registry XML: `<fullTrial>` records, alone or in `<allTrials>`.

The registry has no status element: unless it overrides it, a status follows from the dates of
recruitment whenever the record is read (`catalog.model.recruitment`). Since 2025 the design is an
element of its own parts, and each outcome has its time points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from catalog.model.codes import (
    Coded,
    DateType,
    InterventionModel,
    InterventionType,
    IpdSharing,
    Masking,
    OutcomeKind,
    Purpose,
    Sex,
    Status,
    StudyType,
)
from catalog.model.dates import PartialDate
from catalog.model.recruitment import dates_said
from catalog.model.trial import (
    Contact,
    Document,
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    IpdStatement,
    Link,
    Organization,
    Outcome,
    Site,
    Trial,
    TrialDate,
    one_line,
)
from importers.cutting.whole import xml_elements, xml_root
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.registries.isrctn_values import NOTHING, STATUSES, ages, allocation, phase_words
from importers.values.ages import age
from importers.values.cleaning import Words, blank, count, identifier, joined, yes_no
from importers.values.markup import unmarked

Element = etree._Element

_NAMESPACE = "http://www.67bricks.com/isrctn"
CARRIES = frozenset(
    """
    identifiers url title official_title acronym status start_date completion_date first_posted
    last_updated sponsor collaborators brief_summary detailed_description conditions study_type
    phases allocation intervention_model intervention_model_description primary_purpose masking
    enrollment interventions
    outcomes contacts sites countries
    see_also ipd_statement documents why_stopped eligibility.text eligibility.minimum_age
    eligibility.maximum_age eligibility.sex eligibility.standard_ages
    eligibility.healthy_volunteers intervention_model masking
    """.split()
)


def recognises(head: Head) -> str | None:
    """XML in the registry's namespace."""
    text = head.text.lstrip("\ufeff \t\r\n")
    if text.startswith("<") and _NAMESPACE in text and "fullTrial" in text:
        return "XML with fullTrial in ISRCTN's namespace"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial by itself."""
    return xml_elements(source, "fullTrial")


def read(raw: bytes) -> Reading:
    """What one record says; raises Unreadable where it is none."""
    root = xml_root(raw)
    trial = root.find(_path("trial"))
    if trial is None:
        raise Unreadable("it is no trial: there is no <trial> in it")
    words = Words()
    said = _trial(root, trial, words)
    updated = said.last_updated.date if said.last_updated else None
    return Reading(trial=said, data_date=updated, carries=CARRIES, notes=words.notes)


def _path(path: str) -> str:
    """The path with the wildcard namespace on every step."""
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


def _said(element: Element | None, path: str = "") -> str | None:
    """Text, lines kept; None for the words that stand for none."""
    found = element.find(_path(path)) if element is not None and path else element
    text = blank(unmarked(found.text or "")) if found is not None else None
    return None if text is None or text.lower().rstrip(".") in NOTHING else text


def _line(element: Element | None, path: str = "") -> str | None:
    text = _said(element, path)
    return one_line(text) if text else None


def _every(element: Element, path: str) -> Iterator[str]:
    for found in element.findall(_path(path)):
        if text := _line(found):
            yield text


def _trial(root: Element, trial: Element, words: Words) -> Trial:
    number = _number(trial)
    description = trial.find(_path("trialDescription"))
    people = trial.find(_path("participants"))
    updated = words.date(trial.get("lastUpdated"), None, "last updated")
    start = _date(_line(people, "recruitmentStart"), words, "start date")
    end = _date(_line(trial, "trialDesign/overallEndDate"), words, "completion date")
    status, guess = _status(trial, people, start)
    sponsors = tuple(_organizations(root, "sponsor", "organisation"))
    sites = tuple(_sites(people))
    return Trial(
        number=number,
        identifiers=tuple(_identifiers(trial, number)),
        url=f"https://www.isrctn.com/{number}",
        title=_line(description, "title"),
        official_title=_line(description, "scientificTitle"),
        acronym=_line(description, "acronym"),
        status=status,
        why_stopped=_line(people, "reasonAbandoned") or _line(trial, "trialDesign/reasonAbandoned"),
        start_date=start,
        completion_date=end,
        first_posted=_assigned(trial, words),
        last_updated=updated,
        sponsor=next(iter(sponsors), None),
        collaborators=tuple(
            dict.fromkeys((*sponsors[1:], *_organizations(root, "funder", "name")))
        ),
        brief_summary=_said(description, "plainEnglishSummary"),
        detailed_description=_said(description, "studyHypothesis"),
        conditions=tuple(dict.fromkeys(_conditions(trial))),
        study_type=words.code(
            StudyType, _line(trial, "trialDesign/primaryStudyDesign"), "study type"
        ),
        phases=tuple(
            phase_words(_every(trial, "interventions/intervention/phase"), words)
        ),
        allocation=allocation(
            _line(trial, f"{_DESIGN}/allocation")
            or _line(trial, "trialDesign/secondaryStudyDesign")
        ),
        intervention_model=_model(trial, words),
        masking=_masking(trial, words),
        intervention_model_description=_design_words(trial),
        primary_purpose=_purpose(trial, words),
        enrollment=_enrollment(people, status),
        interventions=tuple(_interventions(trial, words)),
        outcomes=(
            *_outcomes(description, "primary", OutcomeKind.PRIMARY),
            *_outcomes(description, "secondary", OutcomeKind.SECONDARY),
        ),
        eligibility=_eligibility(people, words),
        contacts=tuple(_contacts(root)),
        sites=sites,
        countries=() if people is None else tuple(
            dict.fromkeys(_every(people, "recruitmentCountries/country"))
        ),
        see_also=tuple(_links(trial)),
        ipd_statement=_ipd(trial, words),
        documents=tuple(_documents(trial)),
        guesses=(Guess(field="status", why=guess),) if guess and status else (),
    )  # fmt: skip


def _number(trial: Element) -> str:
    said = _line(trial, "isrctn") or trial.get("publicIdentifierCanonical") or ""
    digits = said.upper().removeprefix("ISRCTN")
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise Unreadable("it names no trial: its isrctn is not a number of eight digits")
    return f"ISRCTN{digits}"


def _identifiers(trial: Element, number: str) -> Iterator[Identifier]:
    yield Identifier(value=number, kind="isrctn")
    seen = {number}
    for path, name, own in (
        ("eudraCTNumber", "EudraCT number", False),
        ("irasNumber", "IRAS number", False),
        ("clinicalTrialsGovNumber", "ClinicalTrials.gov number", False),
        ("protocolSerialNumber", "Protocol serial number", True),
        ("secondaryNumbers/secondaryNumber", "Secondary number", False),
    ):
        for cell in _every(trial, f"externalRefs/{path}"):
            for value in joined(cell, ","):
                found = identifier(value, name, own=own)
                if found.value not in seen:
                    seen.add(found.value)
                    yield found


# -- dates and the status that follows from them

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _date(said: str | None, words: Words, field: str) -> TrialDate | None:
    """The day of a date-time; all of them are at midnight."""
    found = _DAY.match(said) if said else None
    return words.date(found[0] if found else said, None, field)


def _assigned(trial: Element, words: Words) -> TrialDate | None:
    element = trial.find(_path("isrctn"))
    return _date(element.get("dateAssigned") if element is not None else None, words, "assigned")


def _status(
    trial: Element, people: Element | None, start: TrialDate | None
) -> tuple[Coded[Status] | None, str | None]:
    """The registry's override, else what its dates say, and why that is a guess."""
    overrides = (
        _line(trial, "trialDesign/overallStatusOverride"),
        _line(people, "overallStatusOverride"),
        _line(people, "recruitmentStartStatusOverride"),
        _line(people, "recruitmentStatusOverride"),
    )
    for said in overrides:
        if said:
            return Coded(said, STATUSES.get(said.lower())), None
    first = start.date if start else None
    if first is None:
        return None, None
    closed = PartialDate.parse((_line(people, "recruitmentEnd") or "")[:10])
    why = "the registry has no status: it follows from its dates"
    return Coded(dates_said(first, closed), None), why


# -- design, interventions, outcomes


_DESIGN = "trialDesign/interventionalTrialDesign"
"""Where records since 2025 have what the secondary study design said before."""


def _conditions(trial: Element) -> Iterator[str]:
    """One a line since 2025."""
    for element in trial.findall(_path("conditions/condition/description")):
        for line in (_said(element) or "").split("\n"):
            if name := one_line(line):
                yield name


def _design_words(trial: Element) -> str | None:
    """The design in the registry's words; of the parts, what has no field of its own."""
    control = _line(trial, f"{_DESIGN}/control")
    told = (_line(trial, "trialDesign/studyDesign"), f"Control: {control}" if control else None)
    return "; ".join(filter(None, told)) or None


def _model(trial: Element, words: Words) -> Coded[InterventionModel] | None:
    said = _line(trial, f"{_DESIGN}/assignment")
    if said == "Single":
        return Coded(said, InterventionModel.SINGLE_GROUP)
    return words.code(InterventionModel, said, "intervention model")


def _masking(trial: Element, words: Words) -> Coded[Masking] | None:
    """Open or not; how many are masked is not said, so that a blinded design means no level."""
    said = _line(trial, f"{_DESIGN}/masking")
    if said and said.lower().startswith("blinded"):
        return Coded(said, None)
    return words.code(Masking, said, "masking")


def _purpose(trial: Element, words: Words) -> Coded[Purpose] | None:
    """The purpose, or type of trial, where there is one alone."""
    said = list(_every(trial, f"{_DESIGN}/purposes/purpose")) or list(
        _every(trial, "trialDesign/trialTypes/trialType")
    )
    told = [one for one in said if one.lower() != "not specified"]
    return words.code(Purpose, told[0], "primary purpose") if len(told) == 1 else None


_ENDED = frozenset({Status.COMPLETED, Status.TERMINATED, Status.WITHDRAWN})


def _enrollment(people: Element | None, status: Coded[Status] | None) -> Enrollment | None:
    """The final number where there is one, else the planned.

    A final number of 0 is how the registry writes that it is not known yet, while a trial goes on.
    """
    ended = status is not None and status.means in _ENDED
    for name, type in (
        ("totalFinalEnrolment", DateType.ACTUAL),
        ("targetEnrolment", DateType.ESTIMATED),
    ):
        found = count(_line(people, name))
        if found is None or (found.count == 0 and type is DateType.ACTUAL and not ended):
            continue
        return Enrollment(count=found.count, type=Coded(name, type), said=found.said)
    return None


def _interventions(trial: Element, words: Words) -> Iterator[Intervention]:
    """Drugs by their names; else the description, named by its kind."""
    for one in trial.findall(_path("interventions/intervention")):
        kind = _line(one, "interventionType")
        type = words.code(InterventionType, kind, "intervention type") if kind else None
        text = _said(one, "description")
        names = joined((_said(one, "drugNames") or "").replace("\n", ","), ",")
        for name in names or (kind,):
            if name:
                yield Intervention(name=one_line(name), type=type, description=text)


def _outcomes(description: Element | None, word: str, kind: OutcomeKind) -> Iterator[Outcome]:
    """Structured since 2025, one text before."""
    if description is None:
        return
    structured = False
    for one in description.findall(_path(f"{word}Outcomes/outcomeMeasure")):
        if measure := _line(one, "variable"):
            structured = True
            yield Outcome(
                measure=measure,
                kind=kind,
                description=_said(one, "method"),
                time_frame=_line(one, "timepoints"),
            )
    if not structured and (text := _said(description, f"{word}Outcome")):
        yield Outcome(measure=text, kind=kind)


def _eligibility(people: Element | None, words: Words) -> Eligibility | None:
    if people is None:
        return None
    parts = (
        ("Inclusion criteria", _said(people, "inclusion")),
        ("Exclusion criteria", _said(people, "exclusion")),
    )
    found = Eligibility(
        text="\n\n".join(f"{label}:\n{text}" for label, text in parts if text) or None,
        minimum_age=age(_limit(people, "lowerAgeLimit")),
        maximum_age=age(_limit(people, "upperAgeLimit"), upper=True),
        standard_ages=ages(_line(people, "ageRange")),
        sex=words.code(Sex, _line(people, "gender"), "sex"),
        healthy_volunteers=yes_no(_line(people, "healthyVolunteersAllowed")),
    )
    return None if found == Eligibility() else found


def _limit(people: Element, name: str) -> str | None:
    """`<lowerAgeLimit value="18" unit="Years">`; some copies have only its text."""
    element = people.find(_path(name))
    if element is None:
        return None
    value, unit = element.get("value"), element.get("unit")
    return f"{value} {unit}" if value and unit else _line(element)


# -- people, places, papers


def _organizations(root: Element, tag: str, name: str) -> Iterator[Organization]:
    for said in dict.fromkeys(_every(root, f"{tag}/{name}")):
        yield Organization(name=said)


def _contacts(root: Element) -> Iterator[Contact]:
    """Those the registry shows to the public."""
    for one in root.findall(_path("contact")):
        if (_line(one, "privacy") or "Public").lower() != "public":
            continue
        names = (_line(one, part) for part in ("title", "forename", "surname"))
        contact = Contact(
            name=" ".join(filter(None, names)) or None,
            phone=_line(one, "contactDetails/telephone"),
            email=_line(one, "contactDetails/email"),
        )
        if contact != Contact():
            yield contact


def _sites(people: Element | None) -> Iterator[Site]:
    for one in people.findall(_path("trialCentres/trialCentre")) if people is not None else ():
        site = Site(
            facility=_line(one, "name"),
            city=_line(one, "city"),
            state=_line(one, "state"),
            zip=_line(one, "zip"),
            country=_line(one, "country"),
        )
        if site != Site():
            yield site


def _links(trial: Element) -> Iterator[Link]:
    for url in _every(trial, "trialDescription/trialWebsite"):
        if url.startswith(("http://", "https://")):
            yield Link(url=url, label="Trial website")


def _documents(trial: Element) -> Iterator[Document]:
    for one in trial.findall(_path("attachedFiles/attachedFile")):
        if _line(one, "public") == "true" and (name := _line(one, "name")):
            size = _line(one, "length") or ""
            yield Document(
                label=_line(one, "description"),
                filename=name,
                size=int(size) if size.isdigit() and len(size) < 15 else None,
            )


def _ipd(trial: Element, words: Words) -> IpdStatement | None:
    plan = _line(trial, "miscellaneous/ipdSharingPlan")
    text = _said(trial, "results/ipdSharingStatement")
    if plan is None and text is None:
        return None
    return IpdStatement(sharing=words.code(IpdSharing, plan, "IPD sharing"), description=text)


IMPORTER = Importer(
    name="isrctn-xml",
    title="ISRCTN registry, XML",
    recognises=recognises,
    records=records,
    read=read,
)
