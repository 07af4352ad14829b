"""ClinicalTrials.gov CSV since 2023: any columns in any order, also through Excel or the beta site.

Headers may have underscores or a `#`; the number may only be in the study's address, or missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalog.model.codes import OutcomeKind, Sex, SponsorClass, StandardAge, Status, StudyType
from catalog.model.record import Note
from catalog.model.trial import Eligibility, Guess, Organization, Outcome, Trial
from importers.ctgov.csv import location_cells, outcome_cells
from importers.ctgov.csv.cells import EXCEL, Dates, enrollment, identifiers, interventions, number
from importers.ctgov.csv.columns import carrier
from importers.ctgov.csv.headers import (
    COLUMNS,
    NEW,
    NUMBER,
    by_column,
    columns,
    layout,
    rows,
)
from importers.ctgov.design import FIELDS as DESIGN
from importers.ctgov.design import design, phase_words
from importers.ctgov.documents import documents
from importers.cutting.whole import csv_record
from importers.importer import Head, Importer, Reading, Unreadable
from importers.values.cleaning import Words, blank, joined, yes_no

Cells = Mapping[str, str]

DATES = {
    "start_date": "startdate",
    "primary_completion_date": "primarycompletiondate",
    "completion_date": "completiondate",
    "first_posted": "firstposted",
    "results_first_posted": "resultsfirstposted",
    "last_updated": "lastupdateposted",
}
_ID = frozenset({"identifiers"})
_OUTCOMES = frozenset({"outcomes"})
CARRIES: dict[str, frozenset[str]] = {
    **dict.fromkeys(NUMBER, _ID),
    "otherids": _ID,
    "studytitle": frozenset({"title"}),
    "studyurl": frozenset({"url", "identifiers"}),
    "acronym": frozenset({"acronym"}),
    "studystatus": frozenset({"status"}),
    "briefsummary": frozenset({"brief_summary"}),
    "studyresults": frozenset({"has_results"}),
    "conditions": frozenset({"conditions"}),
    "interventions": frozenset({"interventions"}),
    "primaryoutcomemeasures": _OUTCOMES,
    "secondaryoutcomemeasures": _OUTCOMES,
    "otheroutcomemeasures": _OUTCOMES,
    "sponsor": frozenset({"sponsor"}),
    "collaborators": frozenset({"collaborators"}),
    "sex": frozenset({"eligibility.sex"}),
    "age": frozenset({"eligibility.standard_ages"}),
    "phases": frozenset({"phases"}),
    "enrollment": frozenset({"enrollment"}),
    "fundertype": frozenset(),  # the class of the sponsor, nothing by itself
    "studytype": frozenset({"study_type"}),
    "studydesign": DESIGN,
    **{name: frozenset({field}) for field, name in DATES.items()},
    "locations": frozenset({"sites"}),
    "studydocuments": frozenset({"documents"}),
}
"""What each column gives."""

BETA = Note(
    "layout", "the beta site's download repeats the start date as primary completion date: left out"
)
FAULTY_DESIGN = Note(
    "layout", "the design of observational studies is missing in downloads of 2023 and 2024"
)
_FAULTY = re.compile(r"Observational Model: ?\|Time Perspective: ?\w?")
_UNNAMED = re.compile(r"column \d+")
_IN_WORDS = re.compile(r"[A-Za-z]{3,9}\.? ")


def recognises(head: Head) -> str | None:
    """A header with columns as the registry has named them since 2023."""
    found = layout(head)
    return found.reason if found is not None and found.name == NEW else None


def read(raw: bytes) -> Reading:
    """What one row says; raises Unreadable where it names no trial."""
    said = csv_record(raw)
    cells = by_column(said)
    spilt = [name for name in said if _UNNAMED.fullmatch(name) and "://" in said[name]]
    if spilt:  # Excel put each document of the last column in a cell of its own
        documents_ = (cells.get("studydocuments", ""), *(said[name] for name in spilt))
        cells["studydocuments"] = "|".join(documents_)
    words = Words()
    beta = _repeats_start(cells)
    faulty = _FAULTY.fullmatch(cells.get("studydesign", "").strip()) is not None
    dates = Dates(
        {
            field: cells.get(name)
            for field, name in DATES.items()
            if not (beta and field == "primary_completion_date")
        },
        words,
    )
    trial = _trial(cells, words, dates, faulty)
    missing = DESIGN if faulty else frozenset()
    if beta:
        missing |= {"primary_completion_date"}
    odd = ((BETA,) if beta else ()) + ((FAULTY_DESIGN,) if faulty else ())
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=_carries(tuple(cells)) - missing,
        notes=(
            *words.notes,
            *odd,
            *((EXCEL,) if dates.reformatted else ()),
            *unknown_columns(
                {name: said[name] for name in said if name not in spilt}, COLUMNS[NEW]
            ),
        ),
    )


def _trial(cells: Cells, words: Words, dates: Dates, faulty: bool) -> Trial:
    code = words.code
    url = blank(cells.get("studyurl"))
    own = number(cells.get("nctnumber") or cells.get("nctid"), url)
    title = blank(cells.get("studytitle"))
    if own is None and title is None:
        raise Unreadable("it names no trial: neither a number nor a title is in it")
    plan = design(None if faulty else cells.get("studydesign"), words)
    outcomes = _outcomes(cells)
    sites = location_cells.sites(blank(cells.get("locations")))
    return Trial(
        number=own,
        identifiers=tuple(identifiers(own, cells.get("otherids"))),
        url=url,
        title=title,
        acronym=blank(cells.get("acronym")),
        status=code(Status, blank(cells.get("studystatus")), "status"),
        start_date=dates["start_date"],
        primary_completion_date=dates["primary_completion_date"],
        completion_date=dates["completion_date"],
        first_posted=dates["first_posted"],
        results_first_posted=dates["results_first_posted"],
        last_updated=dates["last_updated"],
        sponsor=_sponsor(cells, words),
        collaborators=tuple(Organization(name=name) for name in joined(cells.get("collaborators"))),
        brief_summary=blank(cells.get("briefsummary")),
        conditions=joined(cells.get("conditions")),
        study_type=code(StudyType, blank(cells.get("studytype")), "study type"),
        phases=phase_words(blank(cells.get("phases")), words),
        allocation=plan.allocation,
        intervention_model=plan.intervention_model,
        primary_purpose=plan.primary_purpose,
        observational_model=plan.observational_model,
        time_perspective=plan.time_perspective,
        masking=plan.masking,
        who_masked=plan.who_masked,
        enrollment=enrollment(cells.get("enrollment")),
        interventions=tuple(interventions(blank(cells.get("interventions")), words)),
        outcomes=outcomes,
        eligibility=_eligibility(cells, words),
        sites=sites,
        documents=documents(blank(cells.get("studydocuments"))),
        has_results=yes_no(cells.get("studyresults")),
        guesses=(*_guesses(outcomes, bool(sites)), *dates.guesses()),
    )


def _sponsor(cells: Cells, words: Words) -> Organization | None:
    name = blank(cells.get("sponsor"))
    if name is None:
        return None
    said = blank(cells.get("fundertype"))
    return Organization(name=name, class_=words.code(SponsorClass, said, "sponsor class"))


def _outcomes(cells: Cells) -> tuple[Outcome, ...]:
    kinds = (OutcomeKind.PRIMARY, OutcomeKind.SECONDARY, OutcomeKind.OTHER)
    return tuple(
        outcome_cells.outcomes(
            (kind, blank(cells.get(f"{kind.value}outcomemeasures"))) for kind in kinds
        )
    )


def _eligibility(cells: Cells, words: Words) -> Eligibility | None:
    """Sex and age groups; the limits of age are not in these files."""
    sex = words.code(Sex, blank(cells.get("sex")), "sex")
    ages = words.codes(StandardAge, joined(cells.get("age"), ","), "age group")
    return Eligibility(sex=sex, standard_ages=ages) if sex or ages else None


def _guesses(outcomes: tuple[Outcome, ...], sites: bool) -> tuple[Guess, ...]:
    return ((outcome_cells.GUESS,) if outcomes else ()) + ((location_cells.GUESS,) if sites else ())


def _repeats_start(cells: Cells) -> bool:
    """Whether the row is the beta site's of 2022: dates in words, one of them the wrong one."""
    start = cells.get("startdate", "")
    return start == cells.get("primarycompletiondate") and _IN_WORDS.match(start) is not None


_carries = carrier(CARRIES)


def unknown_columns(said: Mapping[str, str], known: frozenset[str]) -> tuple[Note, ...]:
    """Columns with a value that this layout does not know."""
    return tuple(
        Note("unknown field", name[:60])
        for name, key in zip(said, columns(tuple(said)), strict=True)
        if key not in known and said[name].strip()
    )


IMPORTER = Importer(
    name=NEW,
    title="ClinicalTrials.gov, CSV since 2023",
    recognises=recognises,
    records=rows,
    read=read,
)
