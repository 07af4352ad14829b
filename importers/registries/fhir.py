"""FHIR ResearchStudy (R4 and R5), alone or in a Bundle: what HL7's common form carries of a trial.

The registry's number is found by its shape among the identifiers. References to contained
resources are followed; nothing outside the file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model.codes import (
    Coded,
    OutcomeKind,
    Phase,
    Purpose,
    Sex,
    Status,
    StudyType,
    phases,
)
from catalog.model.trial import (
    Age,
    Arm,
    Contact,
    Eligibility,
    Guess,
    Identifier,
    Official,
    Organization,
    Outcome,
    Site,
    Trial,
)
from importers.cutting.whole import json_items
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.ages import age
from importers.values.cleaning import Words, blank, identifier, registry_number
from importers.values.json_values import Json

_STUDY = re.compile(r'"resourceType"\s*:\s*"ResearchStudy"')
_IS_STUDY = re.compile(rb'"resourceType"\s*:\s*"ResearchStudy"')
_BUNDLE = re.compile(r'"resourceType"\s*:\s*"Bundle"')


def recognises(head: Head) -> str | None:
    """JSON with the resourceType ResearchStudy, or a Bundle of such."""
    text = head.text.lstrip()
    if text.startswith(("{", "[")) and _STUDY.search(text):
        return "JSON with the resourceType ResearchStudy, as FHIR names a trial"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each study by itself; other resources of a Bundle are passed over."""
    is_bundle = _BUNDLE.search(source.head.text) is not None
    for item in json_items(source, "entry"):
        if isinstance(item, Unreadable) or not is_bundle or _IS_STUDY.search(item.raw):
            yield item


def read(raw: bytes) -> Reading:
    """What one study says; raises Unreadable where it names none."""
    study = Json.record(raw)
    if study.at("resource"):
        study = study.at("resource")
    words = Words()
    trial = _trial(study, words)
    carried = {
        name
        for name in Trial.__struct_fields__
        if name not in ("number", "editorial", "guesses", "eligibility")
        and getattr(trial, name) not in (None, ())
    }
    if trial.eligibility is not None:
        parts = Eligibility.__struct_fields__
        carried |= {f"eligibility.{p}" for p in parts if getattr(trial.eligibility, p) is not None}
    return Reading(
        trial=trial,
        data_date=words.day(study.text("date"), "date"),
        carries=frozenset(carried),
        notes=words.notes,
    )


def _trial(study: Json, words: Words) -> Trial:
    numbers = tuple(_identifiers(study))
    own = next((one.value for one in numbers if registry_number(one.value)), None)
    title = study.text("title")
    if own is None and title is None:
        raise Unreadable("it names no trial: neither a registry's number nor a title is in it")
    status, guess = _status(study, words)
    sponsors = tuple(_parties(study, "lead-sponsor", "sponsor"))
    type = _type(study)
    return Trial(
        number=own,
        identifiers=numbers,
        title=title,
        acronym=next(
            (text for one in study.each("label") if _code(one.at("type")) == "acronym"
             and (text := one.text("value"))),
            None,
        ),
        status=status,
        start_date=words.date(study.text("period", "start"), None, "start date"),
        completion_date=words.date(study.text("period", "end"), None, "completion date"),
        sponsor=sponsors[0] if sponsors else _old_sponsor(study),
        collaborators=tuple(_parties(study, "collaborator")),
        brief_summary=study.text("descriptionSummary"),
        detailed_description=study.text("description"),
        conditions=tuple(
            dict.fromkeys(
                text for one in study.each("condition") if (text := _words(one)) is not None
            )
        ),
        keywords=tuple(
            text for one in study.each("keyword") if (text := _words(one)) is not None
        ),
        study_type=type,
        phases=_phases(study),
        primary_purpose=words.code(
            Purpose, _words(study.at("primaryPurposeType")), "primary purpose"
        ),
        arms=tuple(_arms(study)),
        outcomes=tuple(_outcomes(study)),
        eligibility=_eligibility(study, words),
        officials=tuple(_officials(study)),
        contacts=tuple(dict.fromkeys(_contacts(study))),
        sites=tuple(_sites(study)),
        countries=tuple(
            text for one in (*study.each("region"), *study.each("location"))
            if (text := _words(one)) is not None
        ),
        guesses=guess,
    )  # fmt: skip


def _words(concept: Json) -> str | None:
    """A concept's text, else what its first coding shows."""
    shown = (one.text("display") or one.text("code") for one in concept.each("coding"))
    return concept.text("text") or next(filter(None, shown), None)


def _code(concept: Json) -> str:
    return next((code for one in concept.each("coding") if (code := one.text("code"))), "")


def _identifiers(study: Json) -> Iterator[Identifier]:
    seen: set[str] = set()
    listed = [(one.text("value"), _words(one.at("type"))) for one in study.each("identifier")]
    known = [pair for pair in listed if pair[0] and registry_number(pair[0])]
    for value, kind in dict.fromkeys((*known, *listed)):
        if value and (found := identifier(value, kind)).value not in seen:
            seen.add(found.value)
            yield found


def _status(study: Json, words: Words) -> tuple[Coded[Status] | None, tuple[Guess, ...]]:
    """R5's progress as of now; of R4, whose one status speaks of the study, that."""
    states = [
        (_words(one.at("state")), one.flag("actual"), one.at("period"))
        for one in study.each("progressStatus")
    ]
    known = [
        (said, found)
        for said, actual, period in states
        if said
        and actual is not False
        and not period.text("end")
        and (found := words.code(Status, said, "status")) is not None
        and found.means is not None
    ]
    if known:
        why = "taken from the stages of the study that have begun and not ended"
        return known[-1][1], (Guess(field="status", why=why),)
    if states or study.at("associatedParty"):
        return None, ()
    said = study.text("status")
    r4 = {
        "active": None,
        "closed-to-accrual": Status.ACTIVE_NOT_RECRUITING,
        "temporarily-closed-to-accrual": Status.SUSPENDED,
        "completed": Status.COMPLETED,
        "withdrawn": Status.WITHDRAWN,
    }
    return (Coded(said, r4[said]), ()) if said in r4 else (None, ())


_OBSERVATIONAL = ("observational", "sevco:01002")
_INTERVENTIONAL = ("interventional", "sevco:01001")


def _type(study: Json) -> Coded[StudyType] | None:
    """The one of the two that a coded design names."""
    designs = [*study.each("studyDesign"), *study.each("category")]
    for one in designs:
        said = (_words(one) or "").lower()
        code = _code(one).lower()
        if said.startswith("interventional") or code in _INTERVENTIONAL:
            return Coded(_words(one) or code, StudyType.INTERVENTIONAL)
        if said.startswith("observational") or code in _OBSERVATIONAL:
            return Coded(_words(one) or code, StudyType.OBSERVATIONAL)
    return None


def _phases(study: Json) -> tuple[Coded[Phase], ...]:
    said = _words(study.at("phase"))
    found = phases(said.replace("-", " ")) if said else ()
    return tuple(one for one in found if one.means is not Phase.NA)


def _contained(study: Json, reference: str | None) -> Json:
    """The resource of the same file that a reference names."""
    name = (reference or "").removeprefix("#")
    found = (one for one in study.each("contained") if name and one.text("id") == name)
    return next(found, Json(None))


def _party(study: Json, *roles: str) -> Iterator[tuple[Json, Json]]:
    for one in study.each("associatedParty"):
        if _code(one.at("role")) in roles:
            yield one, _contained(study, one.text("party", "reference"))


def _parties(study: Json, *roles: str) -> Iterator[Organization]:
    for one, resource in _party(study, *roles):
        name = resource.text("name") or one.text("name")
        if name:
            yield Organization(name=name)


def _old_sponsor(study: Json) -> Organization | None:
    """R4's sponsor: a reference with a name, or to a contained organisation."""
    one = study.at("sponsor")
    name = _contained(study, one.text("reference")).text("name") or one.text("display")
    return Organization(name=name) if name else None


def _person(resource: Json) -> str | None:
    contact = next(iter(resource.each("contact")), Json(None))
    name = next(iter((*contact.each("name"), *resource.each("name"))), Json(None))
    parts = (*name.texts("prefix"), *name.texts("given"), name.text("family"))
    return " ".join(filter(None, parts)) or name.text("text")


def _officials(study: Json) -> Iterator[Official]:
    for one, resource in _party(study, "primary-investigator"):
        name = _person(resource)
        if name:
            yield Official(
                name=name,
                affiliation=resource.text("name"),
                role=Coded(_words(one.at("role")) or "primary-investigator", None),
            )


def _contacts(study: Json) -> Iterator[Contact]:
    for _, resource in _party(study, "general-contact", "scientific-contact", "public-contact"):
        telecom = [one for each in resource.each("contact") for one in each.each("telecom")]
        said = {one.text("system"): one.text("value") for one in telecom}
        contact = Contact(
            name=_person(resource),
            phone=said.get("phone"),
            email=said.get("email"),
            affiliation=resource.text("name"),
        )
        if contact.name or contact.phone or contact.email:
            yield contact


def _arms(study: Json) -> Iterator[Arm]:
    for one in (*study.each("comparisonGroup"), *study.each("arm")):
        if label := one.text("name"):
            yield Arm(label=label, description=one.text("description"))


def _outcomes(study: Json) -> Iterator[Outcome]:
    """Outcome measures; without any, objectives that are called primary and secondary."""
    measures = study.each("outcomeMeasure")
    for one in measures or study.each("objective"):
        kind = " ".join([_code(t) for t in one.each("type")] + [one.text("name") or ""]).lower()
        text = one.text("description") or one.text("name")
        if text is None:
            continue
        yield Outcome(
            measure=(one.text("name") or text) if measures else text,
            description=one.text("description") if measures and one.text("name") else None,
            kind=OutcomeKind.PRIMARY if "primary" in kind
            else OutcomeKind.SECONDARY if "secondary" in kind
            else OutcomeKind.UNSPECIFIED,
        )  # fmt: skip


def _eligibility(study: Json, words: Words) -> Eligibility | None:
    """Free text, sex and ages of the group that the study recruits."""
    group = _contained(study, study.text("recruitment", "eligibility", "reference"))
    inclusion: list[str] = []
    exclusion: list[str] = []
    sex, low, high, healthy = None, None, None, None
    for one in group.each("characteristic"):
        said = _words(one.at("valueCodeableConcept"))
        name = " ".join(filter(None, (_words(one.at("code")), _code(one.at("code"))))).lower()
        if "gender" in name or "sex" in name or "76689-9" in name or "46098-0" in name:
            sex = words.code(Sex, said, "sex") or sex
        elif name.startswith("age") or "30525-0" in name:
            low, high = _limit(one.at("valueRange", "low")), _limit(one.at("valueRange", "high"))
        elif "healthy" in name:
            healthy = one.flag("valueBoolean")
        elif said and (text := blank(said)):
            (exclusion if one.flag("exclude") else inclusion).append(text)
    parts = (("Inclusion criteria", inclusion), ("Exclusion criteria", exclusion))
    body = "\n\n".join(f"{label}:\n" + "\n".join(texts) for label, texts in parts if texts)
    found = Eligibility(
        text=body or None,
        minimum_age=low,
        maximum_age=high,
        sex=sex,
        healthy_volunteers=healthy,
    )
    return None if found == Eligibility() else found


_UNITS = {"a": "Years", "mo": "Months", "wk": "Weeks", "d": "Days", "h": "Hours", "min": "Minutes"}


def _limit(quantity: Json) -> Age | None:
    """A quantity in UCUM's units of time."""
    amount = quantity.text("value")
    unit = _UNITS.get(quantity.text("code") or quantity.text("unit") or "")
    return age(f"{amount} {unit}") if amount and unit else None


def _sites(study: Json) -> Iterator[Site]:
    for one in study.each("site"):
        place = _contained(study, one.text("reference"))
        site = Site(
            facility=place.text("name"),
            city=place.text("address", "city"),
            state=place.text("address", "state"),
            zip=place.text("address", "postalCode"),
            country=place.text("address", "country"),
        )
        if site != Site():
            yield site


IMPORTER = Importer(
    name="fhir-json",
    title="FHIR ResearchStudy, JSON",
    recognises=recognises,
    records=records,
    read=read,
)
