"""CTIS, the EU register since 2022: a public record as JSON, before and after June 2024.

The older form has at the top what the newer keeps in `authorizedApplication`; saved copies mix in
the row of the search, which alone has some labels. Rows of a search by themselves are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from catalog.model.codes import (
    Coded,
    DateType,
    InterventionType,
    OutcomeKind,
    Phase,
    Sex,
    StandardAge,
    Status,
    StudyType,
)
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import (
    Document,
    Eligibility,
    Enrollment,
    Identifier,
    Intervention,
    Outcome,
    Trial,
    TrialDate,
    one_line,
)
from importers.containers.marks import is_ctrdata
from importers.cutting.whole import json_items
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.registries.ctis_codes import (
    ages_of,
    code_of,
    dated,
    day,
    phases_of,
    status_word,
)
from importers.registries.ctis_people import (
    contacts_of,
    country_records_of,
    other_countries,
    sites_of,
    sponsors_of,
    states_of,
)
from importers.values.cleaning import Words, count, identifier, line_of, registry_number, sex_of
from importers.values.json_values import Json

_RECORD = re.compile(r'"ctNumber"\s*:\s*"\d{4}-\d{6}-\d\d(?:-\d\d)?"')

ROW = frozenset(
    """
    identifiers title status start_date last_updated sponsor conditions phases countries
    country_records enrollment has_results eligibility.standard_ages eligibility.sex keywords
    """.split()
)
"""What a row of the search can state."""
RECORD = ROW | frozenset(
    """
    official_title acronym completion_date collaborators detailed_description study_type
    interventions outcomes contacts sites documents eligibility.text
    eligibility.healthy_volunteers
    """.split()
)


def recognises(head: Head) -> str | None:
    """JSON with a ctNumber of the EU's form."""
    text = head.text.lstrip()
    if is_ctrdata(text):
        return None
    if text.startswith(("{", "[")) and (_RECORD.search(text) or '"publicEvaluation"' in text[:400]):
        return "JSON with a ctNumber, as the EU's CTIS writes"
    if text.startswith("{") and '"trialCountries"' in text and '"therapeuticAreas"' in text:
        return "JSON with a trial's countries and areas, as the EU's CTIS writes"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each record, or row of a search, by itself."""
    return json_items(source, "data")


def read(raw: bytes) -> Reading:
    """What one record says; raises Unreadable where it names no trial."""
    record = Json.record(raw)
    words = Words()
    notes: list[Note] = []
    trial = _trial(record, words, notes)
    updated = trial.last_updated.date if trial.last_updated else None
    published = PartialDate.parse((record.text("publishDate") or "")[:10])
    return Reading(
        trial=trial,
        data_date=updated or published,
        carries=RECORD if _part_one(record) else ROW,
        notes=(*words.notes, *notes),
    )


def _part_one(record: Json) -> Json:
    newer = record.at("authorizedApplication", "authorizedPartI")
    return newer if newer else record.at("authorizedPartI")


def _parts_two(record: Json) -> tuple[Json, ...]:
    newer = record.each("authorizedApplication", "authorizedPartsII")
    return newer or record.each("authorizedPartsII")


def _trial(record: Json, words: Words, notes: list[Note]) -> Trial:
    part = _part_one(record)
    names = part.at("trialDetails", "clinicalTrialIdentifiers")
    about = part.at("trialDetails", "trialInformation")
    number = _number(record)
    title = names.text("publicTitle") or record.text("ctTitle") or record.text("title")
    full = names.text("fullTitle") or record.text("title")
    places = _parts_two(record)
    sponsors = tuple(dict.fromkeys(sponsors_of(record, part)))
    return Trial(
        number=number,
        identifiers=tuple(_identifiers(record, names, number)),
        title=line_of(title or full),
        official_title=line_of(full),
        acronym=line_of(names.text("shortTitle") or record.text("shortTitle")),
        status=_status(record, words),
        start_date=_start(record, about, words),
        completion_date=_end(record, about, words),
        last_updated=day(record.text("lastUpdated"), words, "last updated"),
        sponsor=sponsors[0] if sponsors else None,
        collaborators=sponsors[1:],
        detailed_description=_objectives(about),
        conditions=tuple(_conditions(record, about)),
        keywords=tuple(dict.fromkeys(record.texts("therapeuticAreas"))),
        study_type=Coded("clinical trial", StudyType.INTERVENTIONAL) if part else None,
        phases=_phases(about, record, notes),
        enrollment=_enrollment(record, part, places),
        interventions=tuple(_interventions(part)),
        outcomes=tuple(_outcomes(about)),
        eligibility=_eligibility(about, record),
        contacts=tuple(dict.fromkeys(contacts_of(record, part))),
        sites=tuple(site for one in places for site in sites_of(one)),
        countries=tuple(
            dict.fromkeys((*(name for name, _ in states_of(record)), *other_countries(part)))
        ),
        country_records=tuple(country_records_of(record, places, words)),
        documents=tuple(
            Document(label=title, type=one.text("documentTypeLabel"))
            for one in record.each("documents")
            if (title := one.text("title"))
        ),
        has_results={"yes": True, "no": False}.get(
            (record.text("resultsFirstReceived") or "").lower()
        ),
    )


def _number(record: Json) -> str:
    known = registry_number(record.text("ctNumber") or "")
    if known is None or known[0] not in ("ctis", "eudract"):
        raise Unreadable("it names no trial: its ctNumber is no EU CT number")
    return known[1]


def _identifiers(record: Json, names: Json, number: str) -> Iterator[Identifier]:
    yield Identifier(value=number, kind="ctis")
    secondary = names.at("secondaryIdentifyingNumbers")
    named = [
        (record.text("authorizedApplication", "eudraCt", "eudraCtCode"), "EudraCT number"),
        (record.text("eudraCtInfo", "eudraCtCode"), "EudraCT number"),
        (secondary.text("nctNumber", "number"), "NCT number"),
        (secondary.text("isrctnNumber", "number"), "ISRCTN number"),
        (secondary.text("whoUniversalTrialNumber", "number"), "WHO UTN"),
    ]
    for path in (
        ("additionalRegistries",),
        ("secondaryIdentifyingNumbers", "additionalRegistries"),
    ):
        for one in names.each(*path):
            named.append((one.text("number"), one.text("otherRegistryName") or "other registry"))
    seen = {number}
    for value, name in named:
        if value and (found := identifier(value, name)).value not in seen:
            seen.add(found.value)
            yield found


# -- status and dates


def _status(record: Json, words: Words) -> Coded[Status] | None:
    """The public status; its number in the newer form, its words in the older."""
    said = record.text("ctPublicStatusCode") or record.text("ctStatus")
    return status_word(said, words)


def _start(record: Json, about: Json, words: Words) -> TrialDate | None:
    actual = record.text("startDateEU") or record.text("trialStartDate")
    planned = about.text("trialDuration", "estimatedRecruitmentStartDate")
    return dated(actual, planned, words, "start date")


def _end(record: Json, about: Json, words: Words) -> TrialDate | None:
    actual = record.text("endDateEU") or record.text("endDate") or record.text("trialEndDate")
    return dated(actual, about.text("trialDuration", "estimatedEndDate"), words, "end date")


# -- what it is about


def _objectives(about: Json) -> str | None:
    goal = about.at("trialObjective")
    main = goal.text("mainObjective")
    others = [
        text for one in goal.each("secondaryObjectives") if (text := one.text("secondaryObjective"))
    ]
    parts = [f"Main objective: {main}"] if main else []
    if others:
        parts.append("Secondary objectives:\n" + "\n".join(f"* {text}" for text in others))
    return "\n\n".join(parts) or None


def _conditions(record: Json, about: Json) -> Iterator[str]:
    found = [
        name
        for one in about.each("medicalCondition", "partIMedicalConditions")
        if (name := line_of(one.text("medicalCondition")))
    ]
    yield from dict.fromkeys(found or map(one_line, record.texts("conditions")))


def _phases(about: Json, record: Json, notes: list[Note]) -> tuple[Coded[Phase], ...]:
    """By the code, shown in the words of the search's row where that is at hand."""
    label = line_of(record.text("trialPhase"))
    code = about.text("trialCategory", "trialPhase")
    if (known := code_of("phase", code)) is not None:
        return tuple(Coded(label or known.label, Phase(phase)) for phase in known.means)
    if named := phases_of(label):
        return named
    said = label or code
    if said is None:
        return ()
    notes.append(Note("unknown value", f"phase: {said[:60]}"))
    return (Coded(said, None),)


def _enrollment(record: Json, part: Json, places: tuple[Json, ...]) -> Enrollment | None:
    """The planned number in all, as the search's row gives it; else the countries' sum."""
    total = count(record.text("totalNumberEnrolled"))
    if total is None and places:
        numbers = [one.text("recruitmentSubjectCount") for one in places]
        numbers.append(part.text("rowSubjectCount"))
        known = [int(number) for number in numbers if number and number.isdigit()]
        total = Enrollment(count=sum(known)) if known else None
    if total is None:
        return None
    return Enrollment(count=total.count, type=Coded("planned", DateType.ESTIMATED), said=total.said)


_ORIGINS = {"chemical": InterventionType.DRUG, "biological": InterventionType.BIOLOGICAL}


def _interventions(part: Json) -> Iterator[Intervention]:
    for one in part.each("products"):
        known = one.at("productDictionaryInfo")
        named = (
            one.text("productName") or known.text("prodName"),
            known.text("prodName"),
            known.text("activeSubstanceName"),
            one.text("jsonActiveSubstanceNames"),
        )
        names = list(dict.fromkeys(one_line(name) for name in named if _is_said(name)))
        if not names:
            continue
        origin = next(
            (
                said
                for sub in known.each("productSubstances")
                if _is_said(said := sub.text("substanceOrigin") or sub.text("actSubstOrigin"))
            ),
            None,
        )
        described = (
            known.text("pharmForm") or one.text("pharmaceuticalFormDisplay"),
            *one.texts("routes"),
            known.text("strength"),
            role.label if (role := code_of("product role", one.text("mpRoleInTrial"))) else None,
        )
        yield Intervention(
            name=names[0],
            type=Coded(origin, _ORIGINS.get(origin.lower())) if origin else None,
            description="; ".join(text for text in described if _is_said(text)) or None,
            other_names=tuple(names[1:]),
        )


def _is_said(text: str | None) -> TypeGuard[str]:
    """Whether a value is one: the register writes `N/A` and `-` in the place of a missing one."""
    return text is not None and text.strip().upper() not in ("", "N/A", "-")


def _outcomes(about: Json) -> Iterator[Outcome]:
    for name, kind in (
        ("primaryEndPoints", OutcomeKind.PRIMARY),
        ("secondaryEndPoints", OutcomeKind.SECONDARY),
    ):
        for one in about.each("endPoint", name):
            if measure := one.text("endPoint"):
                yield Outcome(measure=measure, kind=kind)


def _eligibility(about: Json, record: Json) -> Eligibility | None:
    subjects = about.at("populationOfTrialSubjects")
    groups = [name for one in subjects.each("clinicalTrialGroups") if (name := one.text("name"))]
    found = Eligibility(
        text=_criteria(about.at("eligibilityCriteria")),
        standard_ages=tuple(_ages(subjects, record)),
        sex=_sex(subjects, record),
        healthy_volunteers=any("healthy" in name.lower() for name in groups) if groups else None,
    )
    return None if found == Eligibility() else found


def _criteria(said: Json) -> str | None:
    """Each list under its heading, its items numbered as the register numbers them."""
    parts = []
    for kind in ("Inclusion", "Exclusion"):
        name = f"principal{kind}Criteria"
        numbered = [
            (at if (number := one.whole("number")) is None else number, text)
            for at, one in enumerate(said.each(name), 1)
            if (text := one.text(name))
        ]
        if numbered:
            # The register lists them as 1, 10, 11, 2.
            items = (f"{number}. {text}" for number, text in sorted(numbered))
            parts.append(f"{kind} criteria:\n" + "\n".join(items))
    return "\n\n".join(parts) or None


def _ages(subjects: Json, record: Json) -> Iterator[Coded[StandardAge]]:
    codes = [one.text("ageRangeCategoryCode") for one in subjects.each("ageRanges")]
    labels = [part.strip() for part in (record.text("ageGroup") or "").split(",")]
    known = [
        Coded(one.label, StandardAge(one.means[0]))
        for code in codes
        if (one := code_of("age", code)) is not None
    ]
    yield from dict.fromkeys(known or ages_of(labels))


def _sex(subjects: Json, record: Json) -> Coded[Sex] | None:
    female, male = subjects.flag("isFemaleSubjects"), subjects.flag("isMaleSubjects")
    if female is None and male is None:
        words = {word.strip().lower() for word in (record.text("gender") or "").split(",")}
        female, male = "female" in words, "male" in words
    return sex_of(female, male)


IMPORTER = Importer(
    name="ctis-json",
    title="EU CTIS, JSON",
    recognises=recognises,
    records=records,
    read=read,
)
