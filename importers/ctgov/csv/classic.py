"""Classic ClinicalTrials.gov CSV and TSV (`SearchResults.csv`, until 2023), whole or in part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalog.model.codes import (
    Coded,
    OutcomeKind,
    Sex,
    SponsorClass,
    StandardAge,
    Status,
    StudyType,
)
from catalog.model.trial import Age, Eligibility, Guess, Organization, Outcome, Trial
from importers.ctgov.csv import location_cells
from importers.ctgov.csv.cells import EXCEL, Dates, enrollment, identifiers, interventions, number
from importers.ctgov.csv.columns import carrier
from importers.ctgov.csv.current import CARRIES as NEW_CARRIES
from importers.ctgov.csv.current import DATES, unknown_columns
from importers.ctgov.csv.headers import (
    CLASSIC,
    COLUMNS,
    NUMBER,
    by_column,
    layout,
    rows,
)
from importers.ctgov.design import FIELDS as DESIGN
from importers.ctgov.design import design, phase_words
from importers.ctgov.documents import documents
from importers.cutting.whole import csv_record
from importers.importer import Head, Importer, Reading, Unreadable
from importers.values.ages import age
from importers.values.cleaning import Words, blank, joined, yes_no

Cells = Mapping[str, str | None]

TITLES_ONLY = Guess(field="outcomes", why="titles only, primary and secondary outcomes in one list")
_SAME = (
    *NUMBER,
    *DATES.values(),
    *"otherids acronym studyresults conditions interventions phases enrollment studytype".split(),
    *"locations studydocuments".split(),
)
CARRIES: dict[str, frozenset[str]] = {
    **{name: NEW_CARRIES[name] for name in _SAME},
    "title": frozenset({"title"}),
    "status": frozenset({"status"}),
    "outcomemeasures": frozenset({"outcomes"}),
    "sponsorcollaborators": frozenset({"sponsor", "collaborators"}),
    "studytype": frozenset({"study_type", "expanded_access_types"}),
    "fundedbys": frozenset(),  # classes of the sponsors, nothing by themselves
    "gender": frozenset({"eligibility.sex"}),
    "age": frozenset(
        {"eligibility.standard_ages", "eligibility.minimum_age", "eligibility.maximum_age"}
    ),
    "studydesigns": DESIGN,
    "url": frozenset({"url", "identifiers"}),
}
"""What each column gives; the rank is a position in a search, not a number of the trial."""


def recognises(head: Head) -> str | None:
    """A header with columns as the registry's classic site named them."""
    found = layout(head)
    return found.reason if found is not None and found.name == CLASSIC else None


def read(raw: bytes) -> Reading:
    """What one row says; raises Unreadable where it names no trial."""
    said = csv_record(raw)
    cells = {name: blank(cell) for name, cell in by_column(said).items()}
    words = Words()
    dates = Dates({field: cells.get(name) for field, name in DATES.items()}, words)
    trial = _trial(cells, words, dates)
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=_carries(tuple(cells)),
        notes=(
            *words.notes,
            *((EXCEL,) if dates.reformatted else ()),
            *unknown_columns(said, COLUMNS[CLASSIC]),
        ),
    )


def _trial(cells: Cells, words: Words, dates: Dates) -> Trial:
    code = words.code
    type, access = _study_type(cells.get("studytype"), words)
    own = number(cells.get("nctnumber") or cells.get("nctid"), cells.get("url"))
    title = cells.get("title")
    if own is None and title is None:
        raise Unreadable("it names no trial: neither a number nor a title is in it")
    plan = design(cells.get("studydesigns"), words)
    sponsors = tuple(_sponsors(cells, words))
    outcomes = tuple(_outcomes(cells))
    sites = location_cells.sites(cells.get("locations"))
    return Trial(
        number=own,
        identifiers=tuple(identifiers(own, cells.get("otherids"))),
        url=cells.get("url"),
        title=title,
        acronym=cells.get("acronym"),
        status=code(Status, cells.get("status"), "status"),
        start_date=dates["start_date"],
        primary_completion_date=dates["primary_completion_date"],
        completion_date=dates["completion_date"],
        first_posted=dates["first_posted"],
        results_first_posted=dates["results_first_posted"],
        last_updated=dates["last_updated"],
        sponsor=sponsors[0] if sponsors else None,
        collaborators=sponsors[1:],
        conditions=joined(cells.get("conditions")),
        study_type=type,
        expanded_access_types=access,
        phases=phase_words(cells.get("phases"), words),
        patient_registry=True if "Patient Registry" in (cells.get("studytype") or "") else None,
        allocation=plan.allocation,
        intervention_model=plan.intervention_model,
        primary_purpose=plan.primary_purpose,
        observational_model=plan.observational_model,
        time_perspective=plan.time_perspective,
        masking=plan.masking,
        who_masked=plan.who_masked,
        enrollment=enrollment(cells.get("enrollment")),
        interventions=tuple(interventions(cells.get("interventions"), words)),
        outcomes=outcomes,
        eligibility=_eligibility(cells, words),
        sites=sites,
        documents=documents(cells.get("studydocuments")),
        has_results=yes_no(cells.get("studyresults")),
        guesses=(
            *((TITLES_ONLY,) if outcomes else ()),
            *((location_cells.GUESS,) if sites else ()),
            *dates.guesses(),
        ),
    )


def _outcomes(cells: Cells) -> Iterator[Outcome]:
    for measure in joined(cells.get("outcomemeasures")):
        yield Outcome(measure=measure, kind=OutcomeKind.UNSPECIFIED)


def _sponsors(cells: Cells, words: Words) -> Iterator[Organization]:
    """Lead sponsor first. Classes are listed once each in the order they come up: the first is
    the lead's; the others' are known where all are one, or every sponsor has its own."""
    names = joined(cells.get("sponsorcollaborators"))
    classes = joined(cells.get("fundedbys"))
    for position, name in enumerate(names):
        known: str | None = None
        if classes and (position == 0 or len(classes) == 1):
            known = classes[0]
        elif len(classes) == len(names):
            known = classes[position]
        yield Organization(name=name, class_=words.code(SponsorClass, known, "sponsor class"))


# -- eligibility

_GROUP = re.compile(r"(?:Child|Adult|Older Adult)(?:, (?:Child|Adult|Older Adult))*")
_RANGE = re.compile(
    r"(?:(?P<from>\d+ \w+) to (?P<to>\d+ \w+)|(?P<least>\d+ \w+) and older|"
    r"up to (?P<most>\d+ \w+))"
)


_ACCESS = (
    ("individual", "individual patients"),
    ("intermediate", "intermediate-size population"),
    ("treatment", "treatment ind/protocol"),
)


def _study_type(said: str | None, words: Words) -> tuple[Coded[StudyType] | None, tuple[str, ...]]:
    """The type; of `Expanded Access:Individual Patients|Treatment IND/Protocol` its kinds too."""
    name, colon, kinds = (said or "").partition(":")
    if not colon or name.strip().lower() != "expanded access":
        return words.code(StudyType, said, "study type"), ()
    told = kinds.lower()
    return Coded(said or "", StudyType.EXPANDED_ACCESS), tuple(
        kind for kind, shown in _ACCESS if shown in told
    )


def _eligibility(cells: Cells, words: Words) -> Eligibility | None:
    sex = words.code(Sex, cells.get("gender"), "sex")
    least, most, groups = ages(cells.get("age"))
    standard = words.codes(StandardAge, joined(groups, ","), "age group")
    if not (sex or least or most or standard):
        return None
    return Eligibility(sex=sex, minimum_age=least, maximum_age=most, standard_ages=standard)


def ages(cell: str | None) -> tuple[Age | None, Age | None, str | None]:
    """Limits and groups of `18 Years to 75 Years (Adult, Older Adult)`; a part may be missing."""
    text = " ".join((cell or "").replace("\xa0", " ").split())
    if not text or _GROUP.fullmatch(text):
        return None, None, text or None
    limits, _, groups = text.partition("(")
    found = _RANGE.fullmatch(limits.strip())
    if found is None:
        return age(limits), None, groups.rstrip(") ") or None
    return (
        age(found["from"] or found["least"]),
        age(found["to"] or found["most"], upper=True),
        groups.rstrip(") ") or None,
    )


_carries = carrier(CARRIES)


IMPORTER = Importer(
    name=CLASSIC,
    title="ClinicalTrials.gov, classic CSV and TSV",
    recognises=recognises,
    records=rows,
    read=read,
)
