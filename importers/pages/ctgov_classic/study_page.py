"""A classic ClinicalTrials.gov study page (clinicaltrials.gov/show/…) as text with pipes.

Nearly everything of the record is there, blurred in places: conditions and keywords stand in one
cell divided by blanks, and the outcome lists run together without saying which are primary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from catalog.model.codes import (
    Allocation,
    Coded,
    InterventionModel,
    ObservationalModel,
    Purpose,
    Status,
    StudyType,
    TimePerspective,
    coded,
)
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import Enrollment, Organization, Trial, TrialDate
from importers.cutting.whole import whole
from importers.importer import Importer, Reading, Unreadable
from importers.pages.ctgov_classic.people import (
    eligibility,
    id_lines,
    ipd,
    keyword_guess,
    keywords,
    officials,
    other_ids,
    oversight,
    places,
    responsible,
)
from importers.pages.ctgov_classic.rows import Cut, below_rows, cut_page, rows
from importers.pages.ctgov_classic.treatments import outcomes, treatments
from importers.pages.layouts import recognises
from importers.pages.text import masked, not_understood, page, text_of, unread
from importers.values.cleaning import blank, count, identifier, stated

NAME = "ctgov-page"
CARRIES = frozenset(
    "identifiers title official_title status why_stopped status_verified start_date "
    "primary_completion_date completion_date first_posted results_first_posted last_updated "
    "responsible_party oversight conditions keywords study_type phases patient_registry "
    "allocation intervention_model primary_purpose observational_model time_perspective masking "
    "who_masked enrollment arms interventions outcomes eligibility.text eligibility.minimum_age "
    "eligibility.maximum_age eligibility.standard_ages eligibility.sex "
    "eligibility.healthy_volunteers officials sites has_results".split()
)


def read(raw: bytes) -> Reading:
    """The trial of one page."""
    given = page(raw)
    cut = cut_page(given.lines)
    head = page_head(cut.lines("head"))
    design, more = dict(rows(cut.lines("design"))), dict(rows(cut.lines("more")))
    treated = treatments(cut.lines("conditions"), cut.lines("arms"))
    measured, unsure = outcomes(cut.lines("outcomes"))
    where = places(cut.lines("places"))
    answers = responsible(blank(more.get("Responsible Party")))
    masking, who_masked = masked(design.get("Masking"))
    words = keywords(cut.lines("more"))
    dates = _Dates(design, head, more)
    trial = Trial(
        number=head.number,
        identifiers=(identifier(head.number), *other_ids(id_lines(cut.lines("more")))),
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
        oversight=oversight(more),
        brief_summary=cut.text("summary"),
        detailed_description=cut.text("description"),
        conditions=treated.conditions,
        keywords=words,
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
        eligibility=eligibility(cut.lines("eligibility")),
        contacts=where.contacts,
        officials=tuple(officials(cut.lines("officials"))),
        sites=where.sites,
        ipd_statement=ipd(more),
        has_results=head.has_results,
        guesses=(
            *treated.guesses,
            *unsure,
            *where.guesses,
            *(() if head.sponsor else answers.guesses),
            *keyword_guess(words),
        ),
    )
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=CARRIES | _also_carried(trial),
        notes=(*given.notes, *where.notes, *_notes(trial, design, more, cut)),
    )


# -- dates, enrollment, study type


class _Dates:
    """Dates of the design rows, typed by their label, and those of the head and the foot."""

    def __init__(self, design: dict[str, str], head: PageHead, more: dict[str, str]) -> None:
        self._design, self._head, self._more = design, head.dates, more

    def of(self, label: str) -> TrialDate | None:
        """`Actual Study Start Date`, `Estimated …`, or without a word."""
        for word in ("Actual", "Estimated", None):
            if (said := self._design.get(f"{word} {label}" if word else label)) is not None:
                return stated(said, word)
        return None

    def posted(self, label: str) -> TrialDate | None:
        """`October 30, 2019`, perhaps with "(Estimate)" behind it."""
        below = self._more.get(label, "").removesuffix("Key Record Dates")
        said = blank(self._head.get(label) or below)
        if said is None:
            return None
        day, _, kind = said.partition(" (")
        return stated(day, kind.removesuffix(")") or None)


_PEOPLE = re.compile(r"([\d,]+) participants?")


def _enrollment(design: dict[str, str]) -> Enrollment | None:
    for word in ("Actual", "Estimated", None):
        if said := blank(design.get(f"{word} Enrollment" if word else "Enrollment")):
            found = _PEOPLE.fullmatch(said)
            return count(found[1] if found else said, word)
    return None


def _study_type(said: str | None) -> Coded[StudyType] | None:
    """`Interventional (Clinical Trial)`, `Observational [Patient Registry]`."""
    word = coded(StudyType, re.split(r"\s+[(\[]", said)[0]) if said else None
    return Coded(said, word.means) if said and word else None


# -- what the page could state, and what is reported

_KNOWN = re.compile(
    r"(?:Actual |Estimated )?(?:Enrollment|Study Start Date|Primary Completion Date|"
    r"Study Completion Date)|Study Type|Allocation|Intervention Model(?: Description)?|"
    r"Masking(?: Description)?|Primary Purpose|Official Title|Observational Model|"
    r"Time Perspective|Responsible Party|ClinicalTrials\.gov Identifier|Other Study ID Numbers|"
    r"(?:Results )?First Posted|Last Update Posted|Last Verified|"
    r"Studies a U\.S\. FDA-regulated (?:Drug|Device) Product|"
    r"Product Manufactured in and Exported from the U\.S\.|Plan to Share IPD|Plan Description|"
    r"Individual Participant Data \(IPD\) Sharing Statement"
)
_WHEN_STATED = (
    "collaborators brief_summary detailed_description intervention_model_description "
    "masking_description contacts ipd_statement last_known_status sponsor"
).split()


def _also_carried(trial: Trial) -> frozenset[str]:
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
    values = not_understood(trial)
    strange = (
        Note("unknown field", label[:60])
        for label in (*design, *more)
        if not _KNOWN.fullmatch(label) and not label.endswith("Investigator")
    )
    publications = next(
        (n for n, line in enumerate(cut.lines("more")) if line.startswith("Responsible Party")), 0
    )
    left = unread("Publications", cut.lines("more")[:publications])
    below = (line for line in below_rows(cut.lines("more")) if not line.endswith(("|", ":")))
    return (*values, *strange, *left, *unread("the last row", below))


# -- top of the page


class PageHead(NamedTuple):
    """What stands above the description: title, number, status, sponsor and dates."""

    title: str | None
    number: str
    status: str | None
    last_known_status: str | None
    why_stopped: str | None
    has_results: bool | None
    sponsor: Organization | None
    collaborators: tuple[Organization, ...]
    dates: dict[str, str]
    """What stands behind "First Posted", "Results First Posted", "Last Update Posted"."""


_IDENTIFIER = re.compile(r"ClinicalTrials\.gov Identifier:[\s|]*(NCT\d{8})\b.*")
_DATED = re.compile(r"((?:Results )?First Posted|Last Update Posted)\s*:\s*(.+?)\s*\|?")
_WAS = re.compile(r"Recruitment status was\s*:\s*(.+)")
_FIXED = re.compile(
    r"!\[.*|The safety and scientific validity .*|ClinicalTrials\.gov Identifier:.*"
)
_BELOW_STATUS = ("|", "- ", "Condition or disease")


def page_head(lines: Sequence[str]) -> PageHead:
    """What the lines above the summary say; raises Unreadable where they give no number."""
    told = [line.strip() for line in lines]
    number = next((found[1] for line in told if (found := _IDENTIFIER.fullmatch(line))), None)
    if number is None:
        raise Unreadable('there is no line "ClinicalTrials.gov Identifier:" with a number')
    status, known, why = _status(told)
    return PageHead(
        title=blank(told[0]) if not _FIXED.match(told[0]) else None,
        number=number,
        status=status,
        last_known_status=known,
        why_stopped=why,
        has_results=_has_results(told),
        sponsor=next(iter(_organizations(told, "Sponsor:")), None),
        collaborators=_organizations(told, "Collaborator:", "Collaborators:"),
        dates={found[1]: found[2] for line in told if (found := _DATED.fullmatch(line))},
    )


def _status(told: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Status, last known status and why stopped: `Terminated ( why )`, on the line or below."""
    start = next((n for n, line in enumerate(told) if line.startswith("Recruitment Status")), None)
    if start is None:
        return None, None, None
    lines = [told[start].partition(":")[2].strip()]
    for line in told[start + 1 :]:
        if _DATED.fullmatch(line) or line.startswith(_BELOW_STATUS):
            break
        lines.append(line)
    known = next((found[1] for line in lines if (found := _WAS.fullmatch(line))), None)
    plain = (line for line in lines if not _WAS.fullmatch(line) and not _is_verification(line))
    word, bracket, why = (text_of(plain) or "").partition(" (")
    reason = why.rstrip(" |").removesuffix(")") if bracket else None
    return blank(word.rstrip("|")), known, blank(reason)


def _is_verification(line: str) -> bool:
    return re.match(r"Verified .* by ", line) is not None


def _has_results(told: Sequence[str]) -> bool | None:
    """What the tabs say: "No Results Posted", or "Study Results"."""
    tabs = {line.removeprefix("- ") for line in told}
    if "No Results Posted" in tabs:
        return False
    return True if tabs & {"Study Results", "Has Results"} else None


def _organizations(told: Sequence[str], *labels: str) -> tuple[Organization, ...]:
    """Names below a label, one a line, up to the next label or an empty line."""
    start = next((n for n, line in enumerate(told) if line in labels), None)
    if start is None:
        return ()
    names: list[str] = []
    for line in told[start + 1 :]:
        if not line or line.endswith((":", "|")):
            break
        names.append(line)
    return tuple(Organization(name=name) for name in names)


IMPORTER = Importer(
    name=NAME,
    title="ClinicalTrials.gov, classic study page as text",
    recognises=recognises(NAME),
    records=whole,
    read=read,
)
