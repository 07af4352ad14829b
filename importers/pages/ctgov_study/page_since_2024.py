"""ClinicalTrials.gov's study page since June 2024, copied or saved, as a Trial.

No complete copy of the page was at hand when this was written: what is sure is taken by the page's
own headings, what is doubtful stays one text and is marked. A part of the page is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.model.codes import (
    Allocation,
    Coded,
    ContactRole,
    InterventionModel,
    IpdSharing,
    ObservationalModel,
    PartyType,
    Phase,
    Purpose,
    SamplingMethod,
    Sex,
    Status,
    StudyType,
    TimePerspective,
    coded,
)
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import (
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    IpdStatement,
    Official,
    Organization,
    Oversight,
    Reference,
    ResponsibleParty,
    Trial,
    TrialDate,
    one_line,
)
from importers.cutting.line_blocks import line_blocks
from importers.cutting.whole import whole
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.pages.ctgov_study.arms_and_outcomes import outcomes, treated
from importers.pages.ctgov_study.page_parts import Part, Parts
from importers.pages.ctgov_study.places import places
from importers.pages.ctgov_study.saved import Saved, is_mhtml, saved
from importers.pages.text import STATUSES, age_limits, masked, not_understood, text_of, unread
from importers.values.cleaning import blank, count, identifier, stated, yes_no

_TELLING = frozenset(
    (
        "Study Overview",
        "Intervention / Treatment",
        "Other Study ID Numbers",
        "How is the study designed?",
        "What is the study measuring?",
        "Participation Criteria",
        "Sexes Eligible for Study",
        "Ages Eligible for Study",
        "Study Record Dates",
        "First Submitted that Met QC Criteria",
        "Collaborators and Investigators",
    )
)
"""Lines of the page that no other page has all of."""
_ENOUGH = 3
_ARMS = re.compile(r"\|?\s*Participant Group/Arm\s*[\t|]\s*Intervention/Treatment\b", re.ASCII)
_MARKUP = re.compile(r"<ctg-root|<ctg-study-|<title>Study Details\s*\|\s*NCT")
_ADDRESS = re.compile(
    rb"Snapshot-Content-Location:\s*https?://(?:www\.)?clinicaltrials\.gov/study/"
)
_ID = re.compile(r"ClinicalTrials\.gov ID:?\s*(NCT\d{8})?", re.ASCII)
_BARE = re.compile(r"NCT\d{8}", re.ASCII)
_BARE_LINE = re.compile(rb"\s*(?:\xef\xbb\xbf)?NCT\d{8}\s*")


def recognises(head: Head) -> str | None:
    """Headings of the page in a text; its own elements in HTML; its address in an MHTML."""
    text = head.text.lstrip("\ufeff \t\r\n")
    if is_mhtml(head.data):
        return "a saved page (MHTML) of a study" if _ADDRESS.search(head.data[:4096]) else None
    if text.startswith("<"):
        return "a saved page with ClinicalTrials.gov's elements" if _MARKUP.search(text) else None
    lines = {line.strip().strip("*#: ").strip() for line in text.splitlines()}
    if len(_TELLING & lines) >= _ENOUGH or any(_ARMS.match(line) for line in lines):
        return "headings of ClinicalTrials.gov's study page as it is since 2024"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """The file; of notes in which each study's number stands above its part, each part."""
    if _BARE_LINE.match(source.head.data.partition(b"\n")[0] or b"-"):
        return line_blocks(source, lambda line: _BARE_LINE.fullmatch(line) is not None)
    return whole(source)


def read(raw: bytes) -> Reading:
    """The trial of one page, or of a part of one."""
    kept = saved(raw)
    page = Parts(kept.lines)
    head = _head(page, kept)
    words = _Design(page["Design Details"])
    where = places(page)
    given = treated(page)
    measured, unsure = outcomes(page)
    people = tuple(_officials(page["Investigators"]))
    party, party_guess = _party(head)
    sponsor = page["Sponsor"].value or head.sponsor
    trial = Trial(
        number=head.number,
        identifiers=tuple(_identifiers(head.number, page["Other Study ID Numbers"])),
        url=f"https://clinicaltrials.gov/study/{head.number}" if head.number else None,
        title=head.title,
        official_title=page["Official Title"].value,
        status=coded(Status, head.status),
        status_verified=PartialDate.parse(page["Last Verified"].value or ""),
        start_date=_dated(page["Study Start"]),
        primary_completion_date=_dated(page["Primary Completion"]),
        completion_date=_dated(page["Study Completion"]),
        first_submitted=_dated(page["First Submitted"]),
        first_submitted_qc=_dated(page["First Submitted that Met QC Criteria"]),
        first_posted=_dated(page["First Posted"]),
        results_first_submitted=_dated(page["Results First Submitted"]),
        results_first_submitted_qc=_dated(page["Results First Submitted that Met QC Criteria"]),
        results_first_posted=_dated(page["Results First Posted"]),
        last_update_submitted=_dated(page["Last Update Submitted that Met QC Criteria"]),
        last_updated=_dated(page["Last Update Posted"]) or head.last_updated,
        sponsor=Organization(name=sponsor) if sponsor else None,
        collaborators=tuple(Organization(name=name) for name in page["Collaborators"].items),
        responsible_party=party,
        oversight=_oversight(page),
        brief_summary=text_of(page["Brief Summary"].lines),
        detailed_description=text_of(page["Detailed Description"].lines),
        conditions=page["Conditions"].items,
        keywords=page.starting("Keywords Provided by ").items,
        study_type=coded(StudyType, page["Study Type"].value),
        phases=tuple(filter(None, (coded(Phase, one) for one in page["Phase"].items))),
        allocation=coded(Allocation, words.of("Allocation")),
        intervention_model=coded(
            InterventionModel, words.of("Interventional Model") or words.of("Intervention Model")
        ),
        primary_purpose=coded(Purpose, words.of("Primary Purpose")),
        observational_model=coded(ObservationalModel, words.of("Observational Model")),
        time_perspective=coded(TimePerspective, words.of("Time Perspective")),
        masking=masked(words.of("Masking"))[0],
        who_masked=masked(words.of("Masking"))[1],
        enrollment=_enrollment(page["Enrollment"]),
        arms=given.arms,
        interventions=given.interventions,
        outcomes=measured,
        eligibility=_eligibility(page),
        contacts=where.contacts,
        officials=people,
        sites=where.sites,
        references=tuple(Reference(citation=one) for one in page["General Publications"].items),
        ipd_statement=_ipd(page),
        has_results=head.has_results,
        guesses=(
            *head.guesses,
            *party_guess,
            *given.guesses,
            *unsure,
            *where.guesses,
            *((Guess(field="officials", why=_NAMES),) if people else ()),
        ),
    )
    if not (trial.number or trial.title or trial.official_title or trial.brief_summary):
        raise Unreadable("it names no trial: no number, title or summary of a study is in it")
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=_carries(trial),
        notes=(*kept.notes, *where.notes, *_notes(trial, page)),
    )


_NAMES = "name, title and affiliation stand in one line, divided by commas"


# -- the head


class _Head:
    """What stands above the first section, behind a glossary that may be there."""

    def __init__(self) -> None:
        self.number: str | None = None
        self.title: str | None = None
        self.status: str | None = None
        self.sponsor: str | None = None
        self.informant: str | None = None
        self.last_updated: TrialDate | None = None
        self.has_results: bool | None = None
        self.guesses: tuple[Guess, ...] = ()


def _head(page: Parts, kept: Saved) -> _Head:
    """Number, title and status: the line above the number is the title, that above the status."""
    head = _Head()
    lines = [line.strip() for line in page.head if line.strip()]
    marks = [at for at, line in enumerate(lines) if _ID.match(line)]
    numbers = {found for at in marks if (found := _number_at(lines, at))}
    if len(numbers) > 1:
        raise Unreadable("several studies' pages are in it: save each in a file of its own")
    bare = lines[0] if lines and _BARE.fullmatch(lines[0]) else None
    head.number = next(iter(numbers), None) or kept.number or bare
    head.title = kept.title
    if marks:
        _above(head, lines[: marks[0]])
        _below(head, lines[marks[0] + 1 :])
    return head


def _number_at(lines: list[str], at: int) -> str | None:
    found = _ID.match(lines[at])
    if found and found[1]:
        return found[1]
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return below if _BARE.fullmatch(below) else None


def _above(head: _Head, lines: list[str]) -> None:
    if not lines:
        return
    status = lines[-2] if len(lines) > 1 and lines[-2] in STATUSES else None
    head.status = status
    if head.title is None or _cut_title(head.title, lines[-1]):
        head.title = lines[-1]
    elif head.title != lines[-1]:
        return
    if status is None and len(lines) > 1:
        why = "the line above the number: no status stands above it"
        head.guesses = (Guess(field="title", why=why),)


def _cut_title(window: str, line: str) -> bool:
    """Whether the window's title is the line with its last part cut off."""
    return line.startswith(window.rstrip(" .…"))


_LABELS = re.compile(r"(Sponsor|Information provided by|Last Update Posted)\s*(?:\(\w+\))?\s*(.*)")


def _below(head: _Head, lines: list[str]) -> None:
    for at, line in enumerate(lines):
        if line in ("No Results Posted", "Results Posted"):
            head.has_results = line == "Results Posted"
        found = _LABELS.match(line)
        if found is None:
            continue
        said = found[2] or (lines[at + 1] if at + 1 < len(lines) else "")
        if found[1] == "Sponsor":
            head.sponsor = head.sponsor or blank(said)
        elif found[1] == "Last Update Posted":
            date = stated(said)
            head.last_updated = date if date and date.date else None
        else:
            head.informant = blank(said.removesuffix("(Responsible Party)"))


def _party(head: _Head) -> tuple[ResponsibleParty | None, tuple[Guess, ...]]:
    """The sponsor, or a person of the sponsor, who gave the information."""
    said = head.informant
    if said is None:
        return None, ()
    if said == head.sponsor:
        return ResponsibleParty(type=Coded("Sponsor", PartyType.SPONSOR)), ()
    name, _, affiliation = said.partition(", ")
    party = ResponsibleParty(investigator_name=name, investigator_affiliation=blank(affiliation))
    why = "name and affiliation stand in one line"
    return party, (Guess(field="responsible_party", why=why),)


# -- values


_TYPED = re.compile(r"(.+?)\s+\(([A-Z][^()]*)\)(?:\s+\(.*\))?")


def _identifiers(number: str | None, part: Part) -> Iterator[Identifier]:
    """The own number, the sponsor's, then others with their type in brackets."""
    if number:
        yield identifier(number)
    for at, item in enumerate(part.items):
        found = _TYPED.fullmatch(item) if at else None
        yield identifier(found[1] if found else item, found[2] if found else None, own=at == 0)


def _dated(part: Part) -> TrialDate | None:
    return stated(part.value, part.typed)


def _enrollment(part: Part) -> Enrollment | None:
    return count(part.value, part.typed)


def _oversight(page: Parts) -> Oversight | None:
    drug = yes_no(page["Studies a U.S. FDA-Regulated Drug Product"].value)
    device = yes_no(page["Studies a U.S. FDA-Regulated Device Product"].value)
    if drug is None and device is None:
        return None
    return Oversight(is_fda_regulated_drug=drug, is_fda_regulated_device=device)


def _ipd(page: Parts) -> IpdStatement | None:
    sharing = coded(IpdSharing, page["Plan to Share Individual Participant Data (IPD)?"].value)
    description = text_of(page["IPD Plan Description"].lines)
    if sharing is None and description is None:
        return None
    return IpdStatement(sharing=sharing, description=description)


class _Design:
    """`Primary Purpose: Treatment`, with or without a blank before the colon."""

    def __init__(self, part: Part) -> None:
        pairs = (item.partition(":") for item in part.items)
        self._said = {label.strip(): blank(value) for label, _, value in pairs}

    def of(self, label: str) -> str | None:
        """The value of a label."""
        return self._said.get(label)


_MARKED = re.compile(r"(?:[*•·-]|\\?-|\d{1,3}\\?[.)]|\w\\?[.)])\s")


def _eligibility(page: Parts) -> Eligibility | None:
    limits = age_limits(page["Ages Eligible for Study"].value)
    found = Eligibility(
        text=_criteria(page["Description"].lines or page["Eligibility Criteria"].lines)
        or _bare_criteria(page),
        minimum_age=limits.minimum,
        maximum_age=limits.maximum,
        standard_ages=limits.standard,
        sex=coded(Sex, page["Sexes Eligible for Study"].value),
        healthy_volunteers=yes_no(page["Accepts Healthy Volunteers"].value),
        study_population=text_of(page["Study Population"].lines),
        sampling_method=coded(SamplingMethod, page["Sampling Method"].value),
    )
    return None if found == Eligibility() else found


_CRITERIA = re.compile(r"(?:Key )?(?:Inclusion|Exclusion) Criteria\s*:?\s*", re.IGNORECASE)


def _bare_criteria(page: Parts) -> str | None:
    """Criteria copied without the heading above them: from the first of their own headings."""
    for name in ("Arms and Interventions", ""):
        lines = page[name].lines
        start = next((n for n, line in enumerate(lines) if _CRITERIA.fullmatch(line.strip())), None)
        if start is not None:
            rest = lines[start:]
            end = next((n for n, line in enumerate(rest) if line.startswith("|")), len(rest))
            return _criteria(rest[:end])
    return None


def _criteria(lines: tuple[str, ...]) -> str | None:
    """Items with a bullet again, which a browser copies as blanks."""
    found = []
    for line in lines:
        depth = (len(line) - len(line.lstrip(" "))) // _STEP
        said = line.strip()
        if depth and said and not _MARKED.match(said):
            found.append("  " * (depth - 1) + "* " + said)
        else:
            found.append("  " * max(0, depth - 1) + said)
    return text_of(found)


_STEP = 4
"""Blanks a browser puts before an item for each list it is in."""
_ROLES = re.compile(
    r"(Principal Investigator|Study Director|Study Chair|Sub-Investigator)\s*:\s*(.+)"
)
_DEGREE = re.compile(
    r"(?:[A-Z][\w.-]{0,6}\.?(?:[ /-][A-Z][\w.]{0,5})*|Prof\.?|Professor|Director|Dr\.?)"
)


def _officials(part: Part) -> Iterator[Official]:
    """`Principal Investigator:Name, MD, Affiliation`: degrees belong to the name."""
    for item in part.items:
        found = _ROLES.fullmatch(item)
        if found is None:
            continue
        pieces = found[2].split(", ")
        size = next(
            (n for n in range(1, len(pieces)) if not _DEGREE.fullmatch(pieces[n])), len(pieces)
        )
        yield Official(
            name=one_line(", ".join(pieces[:size])),
            affiliation=blank(", ".join(pieces[size:])),
            role=coded(ContactRole, found[1]),
        )


# -- what the page could state, and what is reported


def _carries(trial: Trial) -> frozenset[str]:
    """What this copy states: a part of the page blanks nothing of another source's."""
    found = {
        name
        for name in Trial.__struct_fields__
        if name not in ("number", "editorial", "guesses", "eligibility")
        and getattr(trial, name) not in (None, ())
    }
    if trial.eligibility is not None:
        found |= {
            f"eligibility.{name}"
            for name in Eligibility.__struct_fields__
            if getattr(trial.eligibility, name) not in (None, ())
        }
    return frozenset(found)


def _notes(trial: Trial, page: Parts) -> Iterator[Note]:
    yield from not_understood(trial)
    yield from unread(
        "Additional Relevant MeSH Terms", page["Additional Relevant MeSH Terms"].items
    )


IMPORTER = Importer(
    name="ctgov-study-page",
    title="ClinicalTrials.gov, study page since 2024",
    recognises=recognises,
    records=records,
    read=read,
)
