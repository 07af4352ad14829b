"""ISRCTN search download (`ISRCTN search results.csv`): columns of the user's choice, some 40.

The registry's two statuses are told: recruitment decides, the overall status says whether a trial
that no longer recruits is completed. Some cells glue two values together; they are taken apart
where another column says what the second is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalog.model.codes import (
    Coded,
    DateType,
    InterventionType,
    Purpose,
    Sex,
    Status,
    StudyType,
    fold,
)
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import (
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    IpdStatement,
    Organization,
    Trial,
    TrialDate,
    one_line,
)
from importers.cutting.csv_headers import header
from importers.cutting.whole import csv_record, csv_rows
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.registries.isrctn_values import NOTHING, STATUSES, ages, allocation, phase_words
from importers.values.cleaning import (
    Words,
    blank,
    count,
    identifier,
    joined,
    line_of,
    registry_number,
)
from importers.values.markup import unmarked_cells

Cells = Mapping[str, str | None]

_GIVES: dict[str, tuple[str, ...]] = {
    "isrctn": ("identifiers", "url"),
    "title": ("title",),
    "publictitle": ("title",),
    "scientifictitle": ("official_title",),
    "acronym": ("acronym",),
    "protocolserialnumber": ("identifiers",),
    "eudractnumber": ("identifiers",),
    "clinicaltrialsgovnumber": ("identifiers",),
    "countryofrecruitment": ("countries",),
    "funder": ("collaborators",),
    "sponsor": ("sponsor",),
    "overalltrialstart": ("start_date",),
    "recruitmentstart": ("start_date",),
    "overalltrialend": ("completion_date",),
    "recordlastupdated": ("last_updated",),
    "registeredwithisrctn": ("first_posted",),
    "overalltrialstatus": ("status",),
    "recruitmentstatus": ("status",),
    "reasonabandoned": ("why_stopped",),
    "primarystudydesign": ("study_type", "intervention_model_description"),
    "secondarystudydesign": ("allocation",),
    "condition": ("conditions",),
    "trialtype": ("primary_purpose",),
    "drug": ("interventions",),
    "phase": ("phases",),
    "agegroup": ("eligibility.standard_ages",),
    "gender": ("eligibility.sex",),
    "targetnumberofparticipants": ("enrollment",),
    "totalfinalenrolment": ("enrollment",),
    "participantleveldata": ("ipd_statement",),
}
"""Each column and the fields of Trial it gives."""
_OTHERS = frozenset(
    """
    ethicsapproval studystopped publicationplan basicresults peerreviewedpublications gridid
    fundrefid intentiontopublishdate recruitmentend prospectiveretrospective conditioncategory
    fundingbodytype sponsorbodytype trialsetting interventiontype participanttype
    """.split()
)
"""Columns that say what no field of a Trial holds, or what another column says better."""
_ENOUGH = 2
_HYPHENS = re.compile("[\u2010\u2011\u2012\u2013]")


def recognises(head: Head) -> str | None:
    """A header with a column ISRCTN and others of the download's."""
    _, names, _ = header(head)
    known = (set(names) - {"isrctn", "title", "phase", "sponsor", "gender"}) & (
        _GIVES.keys() | _OTHERS
    )
    if "isrctn" in names and len(known) >= _ENOUGH:
        return f"a header with ISRCTN and {len(known)} columns as that registry names them"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each row with its header."""
    return csv_rows(source, header(source.head)[0])


def read(raw: bytes) -> Reading:
    """What one row says; raises Unreadable where it names no trial."""
    said = unmarked_cells(csv_record(raw))
    cells = {fold(name): _stated(cell) for name, cell in said.items()}
    words = Words()
    trial = _trial(cells, words)
    unknown = (
        name
        for name in said
        if fold(name) not in _GIVES.keys() | _OTHERS
        and said[name].strip()
        and not name.startswith(("column ", "Unnamed: "))
    )
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=frozenset[str]().union(*(_GIVES.get(name, ()) for name in cells)),
        notes=(*words.notes, *(Note("unknown field", name[:60]) for name in unknown)),
    )


def _stated(cell: str) -> str | None:
    text = blank(cell)
    return None if text is None or text.lower().rstrip(".") in NOTHING else text


def _trial(cells: Cells, words: Words) -> Trial:
    get = cells.get
    known = registry_number(get("isrctn") or "")
    if known is None or known[0] != "isrctn":
        raise Unreadable("it names no trial: its ISRCTN is no number of that registry")
    number = known[1]
    begun, guesses = _start(cells, words)
    conditions, glued = _conditions(cells)
    design = get("primarystudydesign")
    return Trial(
        number=number,
        identifiers=tuple(_identifiers(cells, number)),
        url=f"https://www.isrctn.com/{number}",
        title=line_of(get("title") or get("publictitle")),
        official_title=line_of(get("scientifictitle")),
        acronym=line_of(get("acronym")),
        status=_status(get("overalltrialstatus"), get("recruitmentstatus"), words),
        why_stopped=get("reasonabandoned"),
        start_date=begun,
        completion_date=_day(get("overalltrialend"), words, "completion date"),
        first_posted=_day(get("registeredwithisrctn"), words, "registration"),
        last_updated=_day(get("recordlastupdated"), words, "last updated"),
        sponsor=Organization(name=one_line(name)) if (name := get("sponsor")) else None,
        collaborators=tuple(Organization(name=name) for name in joined(get("funder"), ";")),
        conditions=conditions,
        study_type=_type(design, words),
        phases=tuple(phase_words(filter(None, [get("phase")]), words)),
        allocation=allocation(_once(get("secondarystudydesign"))),
        intervention_model_description=design if design and " " in design else None,
        primary_purpose=words.code(Purpose, get("trialtype"), "primary purpose"),
        enrollment=_enrollment(cells),
        interventions=tuple(_interventions(cells, words)),
        eligibility=_eligibility(cells, words),
        countries=tuple(dict.fromkeys(joined(get("countryofrecruitment"), ";"))),
        ipd_statement=IpdStatement(description=plan) if (plan := get("participantleveldata"))
        else None,
        guesses=(*guesses, *glued),
    )  # fmt: skip


def _identifiers(cells: Cells, number: str) -> Iterator[Identifier]:
    yield Identifier(value=number, kind="isrctn")
    seen = {number}
    for column, name, own in (
        ("eudractnumber", "EudraCT number", False),
        ("clinicaltrialsgovnumber", "ClinicalTrials.gov number", False),
        ("protocolserialnumber", "Protocol serial number", True),
    ):
        for value in joined(_HYPHENS.sub("-", cells.get(column) or ""), ","):
            found = identifier(value, name, own=own)
            if found.value not in seen and value.lower() not in NOTHING:
                seen.add(found.value)
                yield found


def _day(said: str | None, words: Words, field: str) -> TrialDate | None:
    """Day, month, year; as a spreadsheet program or pandas re-wrote it, ISO."""
    date = PartialDate.numeric(said, "dmy") if said and said.count("/") == 2 else None
    if date is not None:
        return TrialDate(date=date, said=said)
    return words.date(said, None, field)


def _start(cells: Cells, words: Words) -> tuple[TrialDate | None, tuple[Guess, ...]]:
    """When recruitment began; else, as a guess, when the trial did."""
    if (begun := _day(cells.get("recruitmentstart"), words, "recruitment start")) is not None:
        return begun, ()
    overall = _day(cells.get("overalltrialstart"), words, "trial start")
    why = "the start of the trial as a whole: recruitment may have begun later"
    return overall, (Guess(field="start_date", why=why),) if overall else ()


_ENDS = frozenset({"stopped", "suspended"})


def _status(overall: str | None, recruitment: str | None, words: Words) -> Coded[Status] | None:
    """What recruitment says; where it has ended, whether the trial has too.

    "Deferred" is about publication, and "Ongoing" alone may or may not recruit.
    """
    for said in (overall, recruitment):
        if said and said.lower() in _ENDS:
            return Coded(said, STATUSES[said.lower()])
    if recruitment and recruitment.lower() == "no longer recruiting":
        means = {
            "completed": Status.COMPLETED,
            "ongoing": Status.ACTIVE_NOT_RECRUITING,
        }.get((overall or "").lower())
        return Coded("; ".join(filter(None, [recruitment, overall])), means)
    if recruitment:
        return words.code(Status, recruitment, "status")
    if overall and overall.lower() in ("ongoing", "deferred"):
        return Coded(overall, None)
    return words.code(Status, overall, "status")


def _type(design: str | None, words: Words) -> Coded[StudyType] | None:
    """A word, or the one of the two that a sentence of the design names."""
    if design is None:
        return None
    named = {word for word in ("interventional", "observational") if word in design.lower()}
    if " " in design:
        return Coded(design, StudyType(named.pop().upper())) if len(named) == 1 else None
    return words.code(StudyType, design, "study type")


def _once(cell: str | None) -> str | None:
    """A text that the download wrote twice without a blank between, once."""
    if cell is None:
        return None
    half = len(cell) // 2
    return cell[:half] if cell[:half] == cell[half:] else cell


def _conditions(cells: Cells) -> tuple[tuple[str, ...], tuple[Guess, ...]]:
    """The condition without its category, which the download glues to its end."""
    text, category = line_of(cells.get("condition")), line_of(cells.get("conditioncategory"))
    if text is None:
        return (), ()
    if category and text.endswith(category) and text != category:
        return (text.removesuffix(category).rstrip(" ,;"),), ()
    why = "the download glues the condition's category to its end"
    return (text,), (Guess(field="conditions", why=why),)


def _enrollment(cells: Cells) -> Enrollment | None:
    """The final number where there is one, else the planned; pandas writes `3881.0`."""
    for name, type in (
        ("Total final enrolment", DateType.ACTUAL),
        ("Target number of participants", DateType.ESTIMATED),
    ):
        cell = (cells.get(fold(name)) or "").removesuffix(".0")
        if (found := count(cell)) is not None and (found.count or type is DateType.ESTIMATED):
            return Enrollment(count=found.count, type=Coded(name, type), said=found.said)
    return None


def _interventions(cells: Cells, words: Words) -> Iterator[Intervention]:
    """Drugs by their names; their kind where the column of it says one alone."""
    kind = words.code(InterventionType, cells.get("interventiontype"), "intervention type")
    for name in joined(cells.get("drug"), ","):
        yield Intervention(name=one_line(name), type=kind)


def _eligibility(cells: Cells, words: Words) -> Eligibility | None:
    found = Eligibility(
        standard_ages=ages(cells.get("agegroup")),
        sex=words.code(Sex, cells.get("gender"), "sex"),
    )
    return None if found == Eligibility() else found


IMPORTER = Importer(
    name="isrctn-csv",
    title="ISRCTN registry, CSV of a search",
    recognises=recognises,
    records=records,
    read=read,
)
