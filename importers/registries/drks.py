"""DRKS, the German register: JSON of one trial; texts once in English and once in German."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model.codes import (
    Allocation,
    Coded,
    DateType,
    InterventionModel,
    IpdSharing,
    Masking,
    OutcomeKind,
    Phase,
    Purpose,
    Sex,
    Status,
    StudyType,
    TimePerspective,
    WhoMasked,
)
from catalog.model.trial import (
    Age,
    Arm,
    Contact,
    Eligibility,
    Enrollment,
    Identifier,
    IpdStatement,
    Link,
    Official,
    Organization,
    Outcome,
    Site,
    Trial,
    TrialDate,
    one_line,
)
from importers.cutting.whole import json_items
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.cleaning import Words, count, identifier, line_of, registry_number
from importers.values.countries import country
from importers.values.json_values import Json

_ID = re.compile(r'"drksId"\s*:\s*"DRKS\d{8}"')
_PUBLIC = frozenset({"PUBLIC_QUERIES", "OTHER_PUBLIC_QUERIES", "SCIENTIFIC_QUERIES"})
_SECONDARY = frozenset({"SECONDARY_SPONSOR", "OTHER_SECONDARY_SPONSOR"})

CARRIES = frozenset(
    """
    identifiers url title official_title acronym status why_stopped start_date completion_date
    first_posted last_updated sponsor collaborators brief_summary detailed_description conditions
    study_type phases allocation intervention_model primary_purpose time_perspective masking
    who_masked enrollment arms outcomes contacts officials sites countries
    has_results see_also ipd_statement
    eligibility.text eligibility.minimum_age eligibility.maximum_age eligibility.sex
    eligibility.healthy_volunteers
    """.split()
)


def recognises(head: Head) -> str | None:
    """JSON with a drksId."""
    text = head.text.lstrip()
    if text.startswith(("{", "[")) and _ID.search(text):
        return "JSON with a drksId, as the German register writes"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial by itself."""
    return json_items(source, "trials", "data")


def read(raw: bytes) -> Reading:
    """What one trial says; raises Unreadable where it names none."""
    record = Json.record(raw)
    words = Words()
    trial = _trial(record, words)
    updated = trial.last_updated.date if trial.last_updated else None
    return Reading(trial=trial, data_date=updated, carries=CARRIES, notes=words.notes)


def _english(items: tuple[Json, ...]) -> Json:
    """The English one of texts in several languages, else the first."""
    english = (one for one in items if one.text("idLocale", "locale") == "en")
    return next(english, items[0] if items else Json(None))


def _trial(record: Json, words: Words) -> Trial:
    number = _number(record)
    texts = _english(record.each("trialDescriptions"))
    recruitment = record.at("recruitment")
    plan = record.at("studyCharacteristic")
    reasons = _english(recruitment.each("recruitmentDescriptions"))
    title = line_of(texts.text("title"))
    code = words.code
    return Trial(
        number=number,
        identifiers=tuple(_identifiers(record, number)),
        url=record.text("url"),
        title=title,
        official_title=title,
        acronym=line_of(texts.text("acronym")),
        status=code(Status, recruitment.text("status"), "status"),
        why_stopped=reasons.text("reasonDescription"),
        start_date=_date(recruitment, "StartDate", words),
        completion_date=_date(recruitment, "CompletionDate", words),
        first_posted=words.date(record.text("registrationDrks"), None, "registration"),
        last_updated=words.date(record.text("lastUpdate"), None, "last update"),
        sponsor=next(iter(_organizations(record, frozenset({"PRIMARY_SPONSOR"}))), None),
        collaborators=tuple(_organizations(record, _SECONDARY)),
        brief_summary=texts.text("summary"),
        detailed_description=texts.text("scientificSummary"),
        conditions=tuple(_conditions(record)),
        study_type=code(StudyType, plan.text("type"), "study type"),
        phases=_phases(plan.text("phase")),
        allocation=_allocation(plan.text("allocation"), words),
        intervention_model=_model(plan, words),
        primary_purpose=code(Purpose, plan.text("purpose"), "primary purpose"),
        time_perspective=code(TimePerspective, plan.text("timing"), "time perspective"),
        masking=_masking(plan),
        who_masked=words.codes(
            WhoMasked,
            [
                who
                for one in plan.each("blindingWhoList")
                if (who := one.text("idBlindingWho", "blindingWho"))
            ],
            "who is masked",
        ),
        enrollment=_enrollment(recruitment),
        arms=tuple(_arms(record)),
        outcomes=tuple(_outcomes(plan)),
        eligibility=_eligibility(recruitment, reasons, words),
        contacts=tuple(dict.fromkeys(_contacts(record))),
        officials=tuple(_officials(record)),
        sites=tuple(_sites(recruitment)),
        countries=tuple(
            country(code_)
            for one in recruitment.each("countries")
            if (code_ := one.text("idCountry", "code"))
        ),
        see_also=tuple(_publications(record)),
        ipd_statement=_ipd(record.at("trialResults")),
        has_results=_has_results(record.at("trialResults")),
    )


def _number(record: Json) -> str:
    known = registry_number(record.text("drksId") or "")
    if known is None or known[0] != "drks":
        raise Unreadable("it names no trial: its drksId is no DRKS number")
    return known[1]


def _identifiers(record: Json, number: str) -> Iterator[Identifier]:
    yield Identifier(value=number, kind="drks")
    ids = record.at("secondaryIds")
    named = [
        (ids.text("eudraCtNumber"), "EudraCT number"),
        (ids.text("universalTrialNumber"), "Universal Trial Number"),
        (ids.text("otherPrimaryRegisterId"), ids.text("otherPrimaryRegisterName")),
        (ids.text("eudamedNumber"), "EUDAMED number"),
    ]
    for one in record.each("otherSecondaryIds"):
        named.append((one.text("value"), one.text("description")))
    seen = {number}
    for value, name in named:
        if value and (found := identifier(value, name)).value not in seen:
            seen.add(found.value)
            yield found


def _date(recruitment: Json, name: str, words: Words) -> TrialDate | None:
    """The actual date where there is one, else the scheduled."""
    for prefix, type in (("actual", DateType.ACTUAL), ("scheduled", DateType.ESTIMATED)):
        if said := recruitment.text(f"{prefix}{name}"):
            date = words.date(said, None, name)
            return date and TrialDate(date=date.date, type=Coded(prefix, type), said=date.said)
    return None


_PHASES = {
    "N_A": (Phase.NA,),
    "PHASE_0": (Phase.EARLY_PHASE1,),
    "PHASE_I": (Phase.PHASE1,),
    "PHASE_I_II": (Phase.PHASE1, Phase.PHASE2),
    "PHASE_II": (Phase.PHASE2,),
    "PHASE_II_III": (Phase.PHASE2, Phase.PHASE3),
    "PHASE_III": (Phase.PHASE3,),
    "PHASE_IV": (Phase.PHASE4,),
}


def _phases(said: str | None) -> tuple[Coded[Phase], ...]:
    if said is None:
        return ()
    return tuple(Coded(said, phase) for phase in _PHASES.get(said, ())) or (Coded(said, None),)


def _allocation(said: str | None, words: Words) -> Coded[Allocation] | None:
    """A study with one arm allocates nobody."""
    if said == "SINGLE_ARM_STUDY":
        return Coded(said, Allocation.NA)
    return words.code(Allocation, said, "allocation")


def _model(plan: Json, words: Words) -> Coded[InterventionModel] | None:
    said = plan.text("assignment")
    if said == "SINGLE":
        return Coded(said, InterventionModel.SINGLE_GROUP)
    return words.code(InterventionModel, said, "intervention model")


_LEVELS = (None, Masking.SINGLE, Masking.DOUBLE, Masking.TRIPLE, Masking.QUADRUPLE)


def _masking(plan: Json) -> Coded[Masking] | None:
    """Open or blinded; how often blinded is how many are listed."""
    said = plan.text("blindingType")
    if said is None:
        return None
    if said == "OPEN":
        return Coded(said, Masking.NONE)
    return Coded(said, _LEVELS[min(len(plan.each("blindingWhoList")), 4)])


def _enrollment(recruitment: Json) -> Enrollment | None:
    for name, type in (
        ("totalParticipants", DateType.ACTUAL),
        ("plannedParticipants", DateType.ESTIMATED),
    ):
        if (found := count(recruitment.text(name))) is not None:
            return Enrollment(count=found.count, type=Coded(name, type), said=found.said)
    return None


def _conditions(record: Json) -> Iterator[str]:
    for one in record.each("studiedHealthConditions"):
        comment = _english(one.each("studiedHealthConditionDescriptions")).text("comment")
        if name := comment or one.text("code"):
            yield one_line(name)


def _arms(record: Json) -> Iterator[Arm]:
    """Each arm in English where it is there, else in German."""
    texts: dict[str, dict[str, str]] = {}
    for one in record.each("observationalGroups"):
        comment = one.text("comment")
        if comment:
            arm = texts.setdefault(one.text("idArm", "arm") or "1", {})
            arm[one.text("idArm", "locale") or ""] = comment
    for number, languages in texts.items():
        text = languages.get("en") or next(iter(languages.values()))
        yield Arm(label=f"Arm {number}", description=text)


def _outcomes(plan: Json) -> Iterator[Outcome]:
    texts = _english(plan.each("characteristicDescriptions"))
    for name, kind in (
        ("primaryOutcome", OutcomeKind.PRIMARY),
        ("secondaryOutcome", OutcomeKind.SECONDARY),
    ):
        if text := texts.text(name):
            yield Outcome(measure=text, kind=kind)


def _eligibility(recruitment: Json, texts: Json, words: Words) -> Eligibility:
    parts = (
        ("Inclusion criteria", texts.text("inclusionCriteria")),
        ("Exclusion criteria", texts.text("exclusionCriteria")),
    )
    return Eligibility(
        text="\n\n".join(f"{label}:\n{text}" for label, text in parts if text) or None,
        minimum_age=_age(recruitment.at("minimumAge")),
        maximum_age=_age(recruitment.at("maximumAge")),
        sex=words.code(Sex, recruitment.text("gender"), "sex"),
        healthy_volunteers=recruitment.flag("healthyVolunteers"),
    )


_UNITS = {"DAYS": "Days", "WEEKS": "Weeks", "MONTHS": "Months", "YEARS": "Years"}


def _age(limit: Json) -> Age | None:
    """None where there is no limit; a week of pregnancy is no age in a unit of ours."""
    amount, unit = limit.text("amount"), limit.text("unit")
    if amount is None or unit in (None, "NO_MIN_AGE", "NO_MAX_AGE"):
        return None
    if unit not in _UNITS:
        return Age(said=f"{amount} {unit.replace('_', ' ').capitalize()}")
    return Age(said=f"{amount} {_UNITS[unit]}", amount=float(amount), unit=_UNITS[unit])


# -- people and places


def _type(contact: Json) -> str:
    return contact.text("otherType") or contact.text("idContactIdType", "type") or ""


def _organizations(record: Json, types: frozenset[str]) -> Iterator[Organization]:
    for one in record.each("trialContacts"):
        if _type(one) in types and (name := line_of(one.text("contact", "affiliation"))):
            yield Organization(name=name)


def _name(contact: Json) -> str | None:
    parts = (contact.text(part) for part in ("title", "firstName", "lastName"))
    return " ".join(filter(None, parts)) or None


def _contacts(record: Json) -> Iterator[Contact]:
    for one in record.each("trialContacts"):
        at = one.at("contact")
        if _type(one) in _PUBLIC:
            yield Contact(
                name=_name(at),
                phone=at.text("phone"),
                email=at.text("email"),
                affiliation=line_of(at.text("affiliation")),
            )


def _officials(record: Json) -> Iterator[Official]:
    """The principal or coordinating investigator: the register does not say which of the two."""
    for one in record.each("trialContacts"):
        name = _name(one.at("contact"))
        if "INVESTIGATOR" in _type(one) and name:
            yield Official(
                name=name,
                affiliation=line_of(one.text("contact", "affiliation")),
                role=Coded(_type(one), None),
            )


def _sites(recruitment: Json) -> Iterator[Site]:
    for one in recruitment.each("institutes"):
        site = Site(facility=line_of(one.text("name")), city=line_of(one.text("city")))
        if site != Site():
            yield site


def _publications(record: Json) -> Iterator[Link]:
    for one in record.each("trialResults", "publications"):
        url = one.text("link") or ""
        if url.startswith(("http://", "https://")):
            yield Link(url=url, label=one.text("type"))


_REPORTS = frozenset({"RESULT", "ABSTRACT", "BASICREPORTING"})


def _has_results(results: Json) -> bool:
    """Whether results were published with the entry; a protocol is none."""
    published = any(one.text("type") in _REPORTS for one in results.each("publications"))
    return published or results.text("firstResultPublication") is not None


def _ipd(results: Json) -> IpdStatement | None:
    plan = results.flag("ipdSharingPlan")
    text = _english(results.each("trialResultsDescriptions")).text("ipdSharingPlanDescription")
    if plan is None and text is None:
        return None
    sharing = None if plan is None else IpdSharing.YES if plan else IpdSharing.NO
    said = Coded(str(plan).lower(), sharing) if sharing else None
    return IpdStatement(sharing=said, description=text)


IMPORTER = Importer(
    name="drks-json",
    title="DRKS (German register), JSON",
    recognises=recognises,
    records=records,
    read=read,
)
