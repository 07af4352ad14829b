"""A classic ClinicalTrials.gov study page (clinicaltrials.gov/show/…) as text with pipes.

Nearly everything of the record is there, blurred in places: conditions and keywords stand in one
cell divided by blanks, and the outcome lists run together without saying which are primary.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from catalog.codes import (
    Allocation,
    InterventionModel,
    ObservationalModel,
    Purpose,
    Status,
    TimePerspective,
    coded,
)
from catalog.dates import PartialDate
from catalog.record import Note
from catalog.trial import (
    Organization,
    Trial,
)
from importers.cleaning import blank, identifier
from importers.importer import Importer, Reading
from importers.page_ctgov_people import officials, other_ids, places, responsible
from importers.page_ctgov_rows import Cut, cut_page, rows
from importers.page_ctgov_treatments import outcomes, treatments
from importers.page_layouts import recognises
from importers.page_text import (
    masked,
    page,
    unknown_values,
    unread,
    unread_dates,
)
from importers.reading import whole

NAME = "ctgov-page"
CARRIES = frozenset(
    "identifiers title official_title status why_stopped status_verified start_date "
    "primary_completion_date completion_date first_posted results_first_posted last_updated "
    "responsible_party sponsor oversight conditions keywords study_type phases patient_registry "
    "allocation intervention_model primary_purpose observational_model time_perspective masking "
    "who_masked enrollment arms interventions outcomes eligibility.text eligibility.minimum_age "
    "eligibility.maximum_age eligibility.standard_ages eligibility.sex "
    "eligibility.healthy_volunteers officials sites has_results".split()
)


def read(raw: bytes) -> Reading:
    """The trial of one page."""
    given = page(raw)
    cut = cut_page(given.lines)
    head = _head(cut.lines("head"))
    design, more = dict(rows(cut.lines("design"))), dict(rows(cut.lines("more")))
    treated = treatments(cut.lines("conditions"), cut.lines("arms"))
    measured, unsure = outcomes(cut.lines("outcomes"))
    where = places(cut.lines("places"))
    answers = responsible(blank(more.get("Responsible Party")))
    masking, who_masked = masked(design.get("Masking"))
    keywords = _keywords(cut.lines("more"))
    dates = _Dates(design, head, more)
    trial = Trial(
        number=head.number,
        identifiers=(identifier(head.number), *other_ids(_id_lines(cut.lines("more")))),
        title=head.title,
        official_title=blank(design.get("Official Title")),
        status=coded(Status, head.status),
        last_known_status=coded(Status, head.last_known_status),
        why_stopped=head.why_stopped,
        status_verified=PartialDate.parse(more.get("Last Verified", "")),
        start_date=dates.of("Study Start Date"),
        primary_completion_date=dates.of("Primary Completion Date"),
        completion_date=dates.of("Study Completion Date"),
        first_posted=dates.posted("First Posted"),
        results_first_posted=dates.posted("Results First Posted"),
        last_updated=dates.posted("Last Update Posted"),
        sponsor=head.sponsor or answers.sponsor,
        collaborators=head.collaborators,
        responsible_party=answers.party,
        oversight=_oversight(more),
        brief_summary=cut.text("summary"),
        detailed_description=cut.text("description"),
        conditions=treated.conditions,
        keywords=keywords,
        study_type=_study_type(design.get("Study Type")),
        patient_registry="[Patient Registry]" in design.get("Study Type", "") or None,
        phases=treated.phases,
        allocation=coded(Allocation, design.get("Allocation")),
        intervention_model=coded(InterventionModel, design.get("Intervention Model")),
        intervention_model_description=blank(design.get("Intervention Model Description")),
        primary_purpose=coded(Purpose, design.get("Primary Purpose")),
        observational_model=coded(ObservationalModel, design.get("Observational Model")),
        time_perspective=coded(TimePerspective, design.get("Time Perspective")),
        masking=masking,
        who_masked=who_masked,
        masking_description=blank(design.get("Masking Description")),
        enrollment=_enrollment(design),
        arms=treated.arms,
        interventions=treated.interventions,
        outcomes=measured,
        eligibility=_eligibility(cut.lines("eligibility")),
        contacts=where.contacts,
        officials=tuple(officials(cut.lines("officials"))),
        sites=where.sites,
        ipd_statement=_ipd(more),
        has_results=head.has_results,
        guesses=(
            *treated.guesses,
            *unsure,
            *where.guesses,
            *(() if head.sponsor else answers.guesses),
            *_keyword_guess(keywords),
        ),
    )
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=CARRIES | _also_carried(trial, cut),
        notes=(*given.notes, *where.notes, *_notes(trial, design, more, cut)),
    )


# -- the head of the page


class _Head(NamedTuple):
    title: str | None
    number: str
    status: str | None
    last_known_status: str | None
    why_stopped: str | None
    has_results: bool | None
    sponsor: Organization | None
    collaborators: tuple[Organization, ...]
    dates: dict[str, str]


_IDENTIFIER = re.compile(r"ClinicalTrials\.gov Identifier:[\s|]*(NCT\d{8})\b.*")
_DATED = re.compile(r"((?:Results )?First Posted|Last Update Posted)\s*:\s*(.+?)\s*\|?")
_LAST_KNOWN = re.compile(
    r"(?:Actual |Estimated )?(?:Enrollment|Study Start Date|Primary Completion Date|"
    r"Study Completion Date)|Study Type|Allocation|Intervention Model(?: Description)?|"
    r"Masking(?: Description)?|Primary Purpose|Official Title|Observational Model|"
    r"Time Perspective|Responsible Party|ClinicalTrials\.gov Identifier|Other Study ID Numbers|"
    r"(?:Results )?First Posted|Last Update Posted|Last Verified|"
    r"Studies a U\.S\. FDA-regulated (?:Drug|Device) Product|"
    r"Product Manufactured in and Exported from the U\.S\.|Plan to Share IPD|Plan Description"
)
_WHEN_STATED = (
    "collaborators brief_summary detailed_description intervention_model_description "
    "masking_description contacts ipd_statement last_known_status"
).split()


def _also_carried(trial: Trial, cut: Cut) -> frozenset[str]:
    """Fields that only some saved pages show: carried where they are stated."""
    stated_here = {name for name in _WHEN_STATED if getattr(trial, name)}
    eligible = trial.eligibility
    if eligible is not None:
        parts = "gender_based gender_description study_population sampling_method".split()
        stated_here |= {
            f"eligibility.{part}" for part in parts if getattr(eligible, part) is not None
        }
    return frozenset(stated_here)


def _notes(
    trial: Trial, design: dict[str, str], more: dict[str, str], cut: Cut
) -> tuple[Note, ...]:
    values = unknown_values(
        status=trial.status,
        study_type=trial.study_type,
        phases=trial.phases,
        allocation=trial.allocation,
        intervention_model=trial.intervention_model,
        primary_purpose=trial.primary_purpose,
        observational_model=trial.observational_model,
        time_perspective=trial.time_perspective,
        masking=trial.masking,
    )
    dates = unread_dates(
        start_date=trial.start_date,
        primary_completion_date=trial.primary_completion_date,
        completion_date=trial.completion_date,
        first_posted=trial.first_posted,
        last_updated=trial.last_updated,
    )
    strange = (
        Note("unknown field", label[:60])
        for label in (*design, *more)
        if not _KNOWN.fullmatch(label) and not label.endswith("Investigator")
    )
    publications = next(
        (n for n, line in enumerate(cut.lines("more")) if line.startswith("Responsible Party")), 0
    )
    left = unread("Publications", cut.lines("more")[:publications])
    return (*values, *dates, *strange, *left)


IMPORTER = Importer(
    name=NAME,
    title="ClinicalTrials.gov, classic study page as text",
    recognises=recognises(NAME),
    records=whole,
    read=read,
)
