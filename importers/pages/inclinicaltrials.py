"""Page texts of the inclinicaltrials.com kind: number, status, dates, contact, but no title.

Two variants: the short page ("Clinical Trial Summary" … "NCT number NCT…") and the details page
("Clinical Trial Details — Status: …", "Administrative data").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.model.codes import (
    Allocation,
    Coded,
    ContactRole,
    InterventionModel,
    Phase,
    Purpose,
    Sex,
    Status,
    StudyType,
    coded,
    phases,
)
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import (
    Contact,
    Eligibility,
    Guess,
    Identifier,
    Organization,
    Trial,
    TrialDate,
)
from importers.cutting.whole import whole
from importers.importer import Importer, Reading, Unreadable
from importers.pages.layouts import recognises
from importers.pages.text import (
    NCT,
    Section,
    age_limits,
    body,
    masked,
    not_understood,
    page,
    sections,
    text_of,
    unread,
)
from importers.values.cleaning import blank, count, identifier, joined, stated, yes_no

NAME = "page-inclinicaltrials"
_SUMMARY = "Clinical Trial Summary"
_DESCRIPTIONS = ("Clinical Trial Description", "Description:")
_DESIGN = "Study Design"
_UNPLACED = ("Intervention", "Locations", "Sponsors", "Outcome", "External Links", "Publications")
TERMS = "Related Conditions & MeSH terms"
BLOCKS = ("Administrative data", "Study information", "Recruitment information / eligibility")
_SHORT = (_SUMMARY, _DESCRIPTIONS[0], _DESIGN, TERMS)
_DETAILS = (_SUMMARY, *_DESCRIPTIONS, _DESIGN, TERMS, *BLOCKS, *_UNPLACED)
"""Headings of the details page; on the short page some of them may be lines of a text."""

_ELIGIBILITY = ("eligibility.minimum_age", "eligibility.maximum_age", "eligibility.standard_ages")
_FIELDS_OF: dict[str, tuple[str, ...]] = {
    "number": ("identifiers",),
    "other_ids": ("identifiers",),
    "secondary_ids": ("identifiers",),
    "contact": ("contacts",),
    "phone": ("contacts",),
    "email": ("contacts",),
    "healthy_volunteers": ("eligibility.healthy_volunteers",),
    "sex": ("eligibility.sex",),
    "ages": _ELIGIBILITY,
    "criteria": ("eligibility.text",),
}
"""Fields of the trial that a part gives, where it does not bear the field's own name."""


def read(raw: bytes) -> Reading:
    """The trial of one page."""
    given = page(raw)
    details = any(line.strip() in BLOCKS for line in given.lines)
    cut = sections(given.lines, _DETAILS if details else _SHORT)
    said, told = labelled(cut)
    number = NCT.search(said.get("number", ""))
    if number is None:
        raise Unreadable('there is no line "NCT number" with a number')
    study_type = coded(StudyType, said.get("study_type"))
    design = _design(text_of(body(cut, _DESIGN)) or "")
    masking, who_masked = masked(design.get("Masking"))
    terms = _terms(body(cut, TERMS))
    description = next((text for name in _DESCRIPTIONS if (text := _text(body(cut, name)))), None)
    last_updated = stated(said.get("last_updated"))
    trial = Trial(
        number=number[0],
        identifiers=(identifier(number[0]), *_other_ids(said)),
        sponsor=_sponsor(said),
        status=coded(Status, said.get("status")),
        status_verified=PartialDate.parse(said.get("status_verified", "")),
        study_type=study_type,
        phases=_phases(said.get("phases"), study_type),
        start_date=stated(said.get("start_date")),
        primary_completion_date=_date(said, told, "primary_completion_date"),
        completion_date=_date(said, told, "completion_date"),
        first_submitted=stated(said.get("first_submitted")),
        last_updated=last_updated,
        brief_summary=_text(body(cut, _SUMMARY)),
        detailed_description=description,
        conditions=terms,
        allocation=coded(Allocation, design.get("Allocation")),
        intervention_model=coded(InterventionModel, design.get("Intervention Model")),
        masking=masking,
        who_masked=who_masked,
        primary_purpose=coded(Purpose, design.get("Primary Purpose")),
        enrollment=count(said.get("enrollment")),
        eligibility=_eligibility(said),
        contacts=_contacts(said),
        guesses=_guesses(terms, description),
    )
    return Reading(
        trial=trial,
        data_date=last_updated.date if last_updated else None,
        carries=_carries(told, design, bool(terms)),
        notes=given.notes + _notes(trial, cut),
    )


# -- parts


def _text(lines: Sequence[str]) -> str | None:
    """A text without the " ;" that closes it on these pages; None for "n/a"."""
    text = blank((text_of(lines) or "").removesuffix(" ;"))
    return None if text in ("n/a", "N/A") else text


def _terms(lines: Sequence[str]) -> tuple[str, ...]:
    bare = (re.sub(r"^[-*•]\s+", "", line.strip()) for line in above_labels(lines))
    return tuple(line for line in bare if line)


def _phases(text: str | None, study_type: Coded[StudyType] | None) -> tuple[Coded[Phase], ...]:
    """Phases; "N/A" is no phase where the study is not interventional."""
    interventional = study_type is not None and study_type.means is StudyType.INTERVENTIONAL
    return () if text == "N/A" and not interventional else phases(text)


def _date(said: dict[str, str], told: Sequence[str], part: str) -> TrialDate | None:
    """A date; estimated where its label says so."""
    estimated = any(label in ESTIMATED for label in told if LABELS[label] == part)
    return stated(said.get(part), "Estimated" if estimated else None)


def _sponsor(said: dict[str, str]) -> Organization | None:
    return Organization(name=said["sponsor"]) if "sponsor" in said else None


def _other_ids(said: dict[str, str]) -> tuple[Identifier, ...]:
    own = joined(said.get("other_ids"), ",")
    others = joined(said.get("secondary_ids"), ",")
    return (
        *(identifier(value, own=True) for value in own),
        *(identifier(value) for value in others),
    )


def _contacts(said: dict[str, str]) -> tuple[Contact, ...]:
    name = said.get("contact")
    contact = Contact(
        name=None if name in ("n/a", "N/A") else name,
        role=coded(ContactRole, "Contact" if name else None),
        phone=said.get("phone"),
        email=said.get("email"),
    )
    return (contact,) if contact.name or contact.phone or contact.email else ()


def _eligibility(said: dict[str, str]) -> Eligibility | None:
    ages = age_limits(said.get("ages"))
    given = Eligibility(
        text=said.get("criteria"),
        minimum_age=ages.minimum,
        maximum_age=ages.maximum,
        standard_ages=ages.standard,
        sex=coded(Sex, said.get("sex")),
        healthy_volunteers=yes_no(said.get("healthy_volunteers")),
    )
    return given if given != Eligibility() else None


_DESIGN_KEY = re.compile(r"(Allocation|Intervention Model|Masking|Primary Purpose)\s*:\s*")


def _design(text: str) -> dict[str, str]:
    """`Allocation: Randomized, Intervention Model: …` by key."""
    parts = _DESIGN_KEY.split(text)
    return {key: value.strip(" ,;\n") for key, value in zip(parts[1::2], parts[2::2], strict=True)}


# -- what the page could state, and what is reported

CARRIES = frozenset(
    "identifiers study_type sponsor contacts status phases start_date completion_date "
    "brief_summary detailed_description".split()
)
_DESIGN_FIELDS = {
    "Allocation": ("allocation",),
    "Intervention Model": ("intervention_model",),
    "Masking": ("masking", "who_masked"),
    "Primary Purpose": ("primary_purpose",),
}


def _carries(told: Sequence[str], design: dict[str, str], terms: bool) -> frozenset[str]:
    carried = set(CARRIES)
    for label in told:
        carried.update(_FIELDS_OF.get(LABELS[label], (LABELS[label],)))
    for key in design:
        carried.update(_DESIGN_FIELDS[key])
    return frozenset(carried | {"conditions"} if terms else carried)


def _guesses(terms: Sequence[str], description: str | None) -> tuple[Guess, ...]:
    mixed = Guess(field="conditions", why="the page lists conditions and MeSH terms together")
    flat = Guess(
        field="detailed_description", why="the page runs the paragraphs of the text together"
    )
    return (*((mixed,) if terms else ()), *((flat,) if description else ()))


def _notes(trial: Trial, cut: dict[str, Section]) -> tuple[Note, ...]:
    values = not_understood(trial)
    left = (note for name in _UNPLACED for note in unread(name, body(cut, name)))
    terms = body(cut, TERMS)
    below = terms[len(above_labels(terms)) + len(facts(terms)) :]
    return (*values, *left, *unread("the facts", below))


# -- labelled lines

# Label as the page prints it and the part of the trial it gives; longer labels come first where
# one begins another.
LABELS: dict[str, str] = {
    "NCT number": "number",
    "Other study ID #": "other_ids",
    "Secondary ID": "secondary_ids",
    "Study type": "study_type",
    "Source": "sponsor",
    "Contact": "contact",
    "Phone": "phone",
    "Email": "email",
    "Status": "status",
    "Phase": "phases",
    "First received": "first_submitted",
    "Last updated": "last_updated",
    "Verified date": "status_verified",
    "Start date": "start_date",
    "Est. primary completion date": "primary_completion_date",
    "Primary completion date": "primary_completion_date",
    "Est. completion date": "completion_date",
    "Completion date": "completion_date",
    "Enrollment": "enrollment",
    "Accepts healthy volunteers": "healthy_volunteers",
    "Gender": "sex",
    "Age group": "ages",
    "Eligibility": "criteria",
}
ESTIMATED = frozenset({"Est. primary completion date", "Est. completion date"})
_LABEL = re.compile(
    rf"({'|'.join(re.escape(label) for label in sorted(LABELS, key=len, reverse=True))})"
    r"(?:[ \t]*[|:\t]|[ \t]|$)(.*)"
)


def labelled(cut: dict[str, Section]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Values by part (the first that is not empty) and the labels found.

    On the short page the labels follow the terms, from "NCT number" on: a condition such as
    "Contact Dermatitis" is none.
    """
    said: dict[str, str] = {}
    told: list[str] = []
    for lines in (facts(body(cut, TERMS)), *(body(cut, block) for block in BLOCKS)):
        for label, value in _pairs(lines):
            told.append(label)
            if value:
                said.setdefault(LABELS[label], value)
    return said, tuple(told)


def facts(lines: Sequence[str]) -> tuple[str, ...]:
    """The labelled lines below the terms, up to one that is not about this trial any more."""
    seen: set[str] = set()
    below = lines[len(above_labels(lines)) :]
    for at, line in enumerate(below):
        found = _LABEL.fullmatch(line.strip())
        if line.strip() and (found is None or found[1] in seen):
            return tuple(below[:at])
        if found is not None:
            seen.add(found[1])
    return tuple(below)


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Label and value of each labelled line; the criteria run to the end of their block."""
    for at, line in enumerate(lines):
        found = _LABEL.fullmatch(line.strip())
        if found is None:
            continue
        if LABELS[found[1]] == "criteria":
            yield found[1], text_of((found[2], *lines[at + 1 :])) or ""
            return
        yield found[1], found[2].strip(" \t|")


def above_labels(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines before the label "NCT number"."""
    at = next((at for at, line in enumerate(lines) if line.startswith("NCT number")), len(lines))
    return tuple(lines[:at])


IMPORTER = Importer(
    name=NAME,
    title="Aggregator page text (inclinicaltrials.com), without title",
    recognises=recognises(NAME),
    records=whole,
    read=read,
)
