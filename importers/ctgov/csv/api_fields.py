"""CSV with the ClinicalTrials.gov API's own field names as headers, in its forms.

API v1 `study_fields` (`NCTId`, `BriefTitle`; also `nct_id`, `brief_title`), lists joined by `|` or,
in re-written copies, by commas; and flattened API v2 JSON (`identification_nctId`), whose cells
hold JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from catalog.model.codes import (
    DateType,
    InterventionType,
    OutcomeKind,
    SamplingMethod,
    Sex,
    SponsorClass,
    StandardAge,
    Status,
    StudyType,
)
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import (
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    Organization,
    Outcome,
    Trial,
    TrialDate,
)
from importers.ctgov.csv.cells import EXCEL, Dates, enrollment, number
from importers.ctgov.csv.columns import (
    CARRIES,
    DATES,
    carrier,
    countries,
    flattened,
    is_flattened,
    sites,
)
from importers.ctgov.csv.current import unknown_columns
from importers.ctgov.csv.headers import COLUMNS, FIELDS, by_column, layout, rows
from importers.ctgov.csv.lists import Lists
from importers.ctgov.design import from_parts, phase_words
from importers.cutting.whole import csv_record
from importers.importer import Head, Importer, Reading, Unreadable
from importers.values.ages import age
from importers.values.cleaning import Words, blank, identifier, yes_no

Cells = Mapping[str, str | None]


def recognises(head: Head) -> str | None:
    """A header with the API's names of fields or paths."""
    found = layout(head)
    return found.reason if found is not None and found.name == FIELDS else None


def read(raw: bytes) -> Reading:
    """What one row says; raises Unreadable where it names no trial."""
    said = csv_record(raw)
    if is_flattened(said):
        return flattened(said)
    cells = {name: blank(cell) for name, cell in by_column(said).items()}
    aact = _AACT.keys() & cells.keys()
    cells = {**{_AACT[name]: cells[name] for name in aact}, **cells}
    words = Words()
    # The API gave dates in words: ISO ones were re-formatted, and a month may have become a day.
    dates = Dates({f: cells.get(name) for f, name in DATES.items()}, words, rounded=True)
    lists = Lists(cells)
    trial = _trial(cells, lists, words, dates)
    if aact:
        ends = tuple(_month_ends(trial))
        trial = msgspec.structs.replace(trial, guesses=(*trial.guesses, *ends))
    held = cells.get("versionholder") or (cells.get("timestamp") or "")[:10]
    updated = trial.last_updated.date if trial.last_updated else None
    return Reading(
        trial=trial,
        data_date=updated or words.day(held, "data version"),
        carries=_carries(tuple(cells)) | ({"countries"} if trial.countries else set()),
        notes=(
            *words.notes,
            *((EXCEL,) if dates.reformatted else ()),
            *_commas(lists),
            *unknown_columns(said, COLUMNS[FIELDS] | _AACT.keys()),
        ),
    )


_AACT = {
    "studyfirstsubmitteddate": "studyfirstsubmitdate",
    "studyfirstposteddate": "studyfirstpostdate",
    "resultsfirstposteddate": "resultsfirstpostdate",
    "lastupdateposteddate": "lastupdatepostdate",
    "lastupdatesubmitteddate": "lastupdatesubmitdate",
    "wereresultsreported": "hasresults",
    "interventions": "interventionname",
}
"""What queries of AACT name otherwise than the API; such exports are known by these columns."""
_STUDY_DATES = ("start_date", "primary_completion_date", "completion_date")


def _month_ends(trial: Trial) -> Iterator[Guess]:
    """Days that may stand for their month: AACT writes the last one where the day is not known."""
    for field in _STUDY_DATES:
        date = getattr(trial, field)
        day = date.date if date is not None else None
        if day is not None and day.day and PartialDate.of(day.year, day.month, day.day + 1) is None:
            yield Guess(field=field, why="AACT writes a month without a day as its last day")


def _trial(cells: Cells, lists: Lists, words: Words, dates: Dates) -> Trial:
    code = words.code
    own = number(cells.get("nctid") or cells.get("nctnumber"), None)
    title = cells.get("brieftitle")
    if own is None and title is None and cells.get("officialtitle") is None:
        raise Unreadable("it names no trial: neither a number nor a title is in it")
    plan = from_parts(_design(cells), words)
    places = sites(lists, words)
    known_as = "lastknownstatus" if cells.get("lastknownstatus") else "laststatus"
    return Trial(
        number=own,
        identifiers=tuple(_identifiers(own, cells, lists)),
        title=title,
        official_title=cells.get("officialtitle"),
        acronym=cells.get("acronym"),
        organization=_organization(cells, "orgfullname", "orgclass", words),
        status=code(Status, cells.get("overallstatus"), "status"),
        last_known_status=code(Status, cells.get(known_as), "last known status"),
        why_stopped=cells.get("whystopped"),
        status_verified=words.day(cells.get("statusverifieddate"), "status verified"),
        start_date=_typed(dates["start_date"], cells.get("startdatetype"), words),
        primary_completion_date=_typed(
            dates["primary_completion_date"], cells.get("primarycompletiondatetype"), words
        ),
        completion_date=_typed(dates["completion_date"], cells.get("completiondatetype"), words),
        first_submitted=dates["first_submitted"],
        first_posted=dates["first_posted"],
        results_first_posted=dates["results_first_posted"],
        last_update_submitted=dates["last_update_submitted"],
        last_updated=dates["last_updated"],
        sponsor=_organization(cells, "leadsponsorname", "leadsponsorclass", words),
        collaborators=tuple(_collaborators(lists, words)),
        brief_summary=cells.get("briefsummary"),
        detailed_description=cells.get("detaileddescription"),
        conditions=lists.texts("condition", "conditions")
        or lists.texts("conditions", "conditions"),
        keywords=lists.texts("keyword", "keywords") or lists.texts("keywords", "keywords"),
        study_type=code(StudyType, cells.get("studytype"), "study type"),
        phases=phase_words(cells.get("phase") or cells.get("phases"), words),
        allocation=plan.allocation,
        intervention_model=plan.intervention_model,
        primary_purpose=plan.primary_purpose,
        observational_model=plan.observational_model,
        time_perspective=plan.time_perspective,
        masking=plan.masking,
        who_masked=plan.who_masked,
        enrollment=_enrollment(cells, words),
        interventions=tuple(_interventions(lists, words)),
        outcomes=tuple(_outcomes(lists)),
        eligibility=_eligibility(cells, lists, words),
        sites=places,
        countries=() if places else countries(lists),
        has_results=yes_no(cells.get("hasresults")),
        guesses=(*lists.guesses.values(), *dates.guesses()),
    )


def _identifiers(own: str | None, cells: Cells, lists: Lists) -> Iterator[Identifier]:
    if own is not None:
        yield Identifier(value=own, kind="nct")
    if sponsors := cells.get("orgstudyid"):
        yield identifier(sponsors, own=True)
    for other in lists.texts("secondaryid", "identifiers"):
        yield identifier(other)
    for alias in lists.words("nctidalias"):
        yield Identifier(value=alias.upper(), kind="nct_alias")


def _typed(date: TrialDate | None, said: str | None, words: Words) -> TrialDate | None:
    if date is None or said is None:
        return date
    return msgspec.structs.replace(date, type=words.code(DateType, said, "date type"))


def _organization(cells: Cells, name: str, class_: str, words: Words) -> Organization | None:
    said = cells.get(name)
    if said is None:
        return None
    return Organization(
        name=said, class_=words.code(SponsorClass, cells.get(class_), "sponsor class")
    )


def _collaborators(lists: Lists, words: Words) -> Iterator[Organization]:
    names = lists.texts("collaboratorname", "collaborators")
    classes = lists.words("collaboratorclass")
    for position, name in enumerate(names):
        said = classes[position] if len(classes) == len(names) else None
        yield Organization(name=name, class_=words.code(SponsorClass, said, "sponsor class"))


def _design(cells: Cells) -> dict[str, str]:
    said = {
        "allocation": cells.get("designallocation"),
        "interventionmodel": cells.get("designinterventionmodel"),
        "primarypurpose": cells.get("designprimarypurpose"),
        "observationalmodel": cells.get("designobservationalmodel"),
        "timeperspective": cells.get("designtimeperspective"),
        "masking": cells.get("designmasking"),
    }
    who = cells.get("designwhomasked")
    if said["masking"] and who and "(" not in said["masking"]:
        said["masking"] = f"{said['masking']} ({who})"
    return {name: value for name, value in said.items() if value}


def _enrollment(cells: Cells, words: Words) -> Enrollment | None:
    found = enrollment(cells.get("enrollmentcount") or cells.get("enrollment"))
    said = cells.get("enrollmenttype")
    if found is None or said is None:
        return found
    return msgspec.structs.replace(found, type=words.code(DateType, said, "enrollment type"))


# -- lists


def _interventions(lists: Lists, words: Words) -> Iterator[Intervention]:
    """Names with their types, where there are as many of both; else what is said in one piece."""
    types = lists.words("interventiontype")
    if not types:
        for name in lists.texts("interventionname", "interventions"):
            yield Intervention(name=name)
        return
    names = lists.as_many("interventionname", len(types), "interventions")
    if names is None:
        names = (lists.cells.get("interventionname") or "",)
        types = types[:1] if len(set(types)) == 1 else ()
        why = "names and types of the interventions differ in number: kept in one piece"
        lists.guesses["interventions"] = Guess(field="interventions", why=why)
    for position, name in enumerate(names):
        said = types[position] if types else None
        if name:
            kind = words.code(InterventionType, said, "intervention type")
            yield Intervention(name=name, type=kind)


def _outcomes(lists: Lists) -> Iterator[Outcome]:
    for kind in (OutcomeKind.PRIMARY, OutcomeKind.SECONDARY, OutcomeKind.OTHER):
        prefix = f"{kind.value}outcome"
        measures = lists.texts(f"{prefix}measure", "outcomes")
        frames = lists.texts(f"{prefix}timeframe", "outcomes")
        texts = lists.texts(f"{prefix}description", "outcomes")
        for position, measure in enumerate(measures):
            yield Outcome(
                measure=measure,
                kind=kind,
                # A missing one leaves no gap: only full lists can be put beside each other.
                description=texts[position] if len(texts) == len(measures) else None,
                time_frame=frames[position] if len(frames) == len(measures) else None,
            )


def _eligibility(cells: Cells, lists: Lists, words: Words) -> Eligibility | None:
    found = Eligibility(
        text=cells.get("eligibilitycriteria"),
        minimum_age=age(cells.get("minimumage")),
        maximum_age=age(cells.get("maximumage"), upper=True),
        standard_ages=words.codes(StandardAge, lists.words("stdage"), "age group"),
        sex=words.code(Sex, cells.get("sex") or cells.get("gender"), "sex"),
        healthy_volunteers=yes_no(cells.get("healthyvolunteers")),
        study_population=cells.get("studypopulation"),
        sampling_method=words.code(SamplingMethod, cells.get("samplingmethod"), "sampling method"),
    )
    return None if found == Eligibility() else found


def _commas(lists: Lists) -> tuple[Note, ...]:
    return (Note("layout", "lists joined by commas"),) if lists.cut else ()


_carries = carrier(CARRIES)


IMPORTER = Importer(
    name=FIELDS,
    title="ClinicalTrials.gov, CSV with the API's field names",
    recognises=recognises,
    records=rows,
    read=read,
)
