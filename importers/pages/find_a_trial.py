"""Page texts of the findatrial.com kind: registry facts under an editorial layer.

The first title, the introduction, "What this trial studies", "Who should consider this trial" and
"Why it matters" are the site's own writing: they are kept, labelled, and never mixed into the
registry's fields. So are the "Drugs / interventions", which are the site's tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.model.codes import Coded, Phase, Sex, SponsorClass, Status, StudyType, coded, phases
from catalog.model.countries import country_of_state, registry_names
from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import (
    Contact,
    Editorial,
    Eligibility,
    Enrollment,
    Guess,
    Intervention,
    Organization,
    Site,
    Trial,
)
from importers.cutting.whole import whole
from importers.importer import Importer, Reading, Unreadable
from importers.pages.layouts import recognises
from importers.pages.text import (
    NCT,
    Section,
    age_limits,
    body,
    comma_list,
    not_understood,
    own_number,
    page,
    sections,
    text_of,
    unread,
)
from importers.values.cleaning import blank, count, stated, yes_no

NAME = "page-find-a-trial"
_SITE = "Find a Trial"
_FACTS, _CRITERIA, _PLACES, _CONTACTS, _HOW = (
    "Quick facts",
    "Eligibility criteria",
    "Where this trial is running",
    "Study contacts",
    "How to participate",
)
_EDITORIAL = ("What this trial studies", "Who should consider this trial", "Why it matters")
_HEADINGS = (_FACTS, *_EDITORIAL, _CRITERIA, _PLACES, _CONTACTS, _HOW)
_UNFOLD = "Show full inclusion / exclusion criteria"
_FOOT = "View on ClinicalTrials.gov →"
_CONDITIONS = "Conditions:"

# Labels are glued to their values: "PhasePHASE2".
LABELS: dict[str, str] = {
    "Phase": "phases",
    "Study type": "study_type",
    "Enrollment": "enrollment",
    "Ages": "ages",
    "Sex": "sex",
    "Sponsor": "sponsor",
    "Collaborators": "collaborators",
    "Status": "status",
    "Start date": "start_date",
    "Completion date": "completion_date",
    "Healthy volunteers": "healthy_volunteers",
    "Drugs / interventions": "tags",
    "Locations": "places",
    "Trial ID": "number",
}
_LABEL = re.compile(
    rf"({'|'.join(sorted(map(re.escape, LABELS), key=len, reverse=True))}):?\s*(.*)"
)

CARRIES = frozenset(
    "identifiers official_title phases study_type enrollment sponsor conditions sites "
    "eligibility.text eligibility.minimum_age eligibility.maximum_age eligibility.sex".split()
)
_WHEN_TOLD = {
    "collaborators": "collaborators",
    "status": "status",
    "start_date": "start_date",
    "completion_date": "completion_date",
    "healthy_volunteers": "eligibility.healthy_volunteers",
    "tags": "interventions",
}
_TAGS = Guess(
    field="interventions", why="the page's own tags, without kinds, descriptions and arms"
)


def read(raw: bytes) -> Reading:
    """The trial of one page."""
    given = page(raw)
    end = _foot_at(given.lines)
    cut, foot = sections(given.lines[:end], _HEADINGS), _foot(given.lines[end:])
    facts, strange = _facts(body(cut, _FACTS))
    number = NCT.search(facts.get("number", ""))
    if number is None:
        raise Unreadable('there is no line "Trial ID" with a number')
    top = _top(body(cut, ""))
    study_type = coded(StudyType, facts.get("study_type"))
    conditions, guessed = comma_list(foot.conditions, "conditions")
    tags, _ = comma_list(facts.get("tags"), "interventions")
    collaborators, _ = comma_list(facts.get("collaborators"), "collaborators")
    sites, split = page_sites(body(cut, _PLACES))
    contacts, strangers = page_contacts(body(cut, _CONTACTS))
    trial = Trial(
        number=number[0],
        identifiers=own_number(number[0]),
        official_title=top.official_title,
        status=coded(Status, facts.get("status")),
        study_type=study_type,
        phases=_phases(facts.get("phases"), study_type),
        enrollment=_enrollment(facts.get("enrollment")),
        start_date=stated(facts.get("start_date")),
        completion_date=stated(facts.get("completion_date")),
        sponsor=_sponsor(facts.get("sponsor")),
        collaborators=tuple(Organization(name=name) for name in collaborators),
        conditions=conditions,
        interventions=tuple(Intervention(name=name) for name in tags),
        eligibility=_eligibility(facts, _criteria(body(cut, _CRITERIA))),
        sites=sites,
        contacts=contacts,
        editorial=tuple(_editorial(top, facts, cut)),
        guesses=(*guessed, *split, *((_TAGS,) if tags else ())),
    )
    told = {field for part, field in _WHEN_TOLD.items() if part in facts}
    return Reading(
        trial=trial,
        data_date=foot.reviewed,
        carries=CARRIES | told | ({"contacts"} if contacts else set()),
        notes=(*given.notes, *strange, *strangers, *_notes(trial)),
    )


# -- above the facts


class _Top(NamedTuple):
    title: str | None
    official_title: str | None
    introduction: str | None


def _top(lines: Sequence[str]) -> _Top:
    """Editorial title, official title, a line "PHASE · sponsor · number", an introduction."""
    told = [line.strip() for line in lines]
    at = next((at for at, line in enumerate(told) if _is_byline(line)), len(told))
    titles = [line for line in told[:at] if line]
    return _Top(
        title=titles[0] if titles else None,
        official_title=blank(" ".join(titles[1:])),
        introduction=text_of(told[at + 1 :]),
    )


def _is_byline(line: str) -> bool:
    parts = line.split(" · ")
    return len(parts) >= 3 and NCT.fullmatch(parts[-1]) is not None


# -- quick facts


def _facts(lines: Sequence[str]) -> tuple[dict[str, str], tuple[Note, ...]]:
    """Values by part; a note for each line whose label is not known."""
    facts: dict[str, str] = {}
    strange: list[Note] = []
    for line in lines:
        bare = line.strip()
        if found := _LABEL.fullmatch(bare):
            if found[2]:
                facts.setdefault(LABELS[found[1]], found[2].strip())
        elif bare:
            strange.append(Note("unknown field", bare[:60]))
    return facts, tuple(strange)


def _phases(text: str | None, study_type: Coded[StudyType] | None) -> tuple[Coded[Phase], ...]:
    """Phases; "NA" is no phase where the study is not interventional."""
    interventional = study_type is not None and study_type.means is StudyType.INTERVENTIONAL
    return () if text == "NA" and not interventional else phases(text)


_COUNT = re.compile(r"([\d,]+)\s*\((\w+)\)")


def _enrollment(text: str | None) -> Enrollment | None:
    """`100 (estimated)`."""
    if text is not None and (found := _COUNT.fullmatch(text)):
        return count(found[1], found[2])
    return count(text)


_CLASS = re.compile(r"(.+?)\s*\((\w+(?: \w+)?)\)")


def _sponsor(text: str | None) -> Organization | None:
    """`Beijing Tongren Hospital (other)`: name and, last, the class in brackets."""
    if text is None:
        return None
    found = _CLASS.fullmatch(text)
    kind = coded(SponsorClass, found[2]) if found else None
    if found is None or kind is None or kind.means is None:
        return Organization(name=text)
    return Organization(name=found[1], class_=kind)


def _eligibility(facts: dict[str, str], criteria: Sequence[str]) -> Eligibility | None:
    ages = age_limits(facts.get("ages"))
    given = Eligibility(
        text=text_of(criteria),
        minimum_age=ages.minimum,
        maximum_age=ages.maximum,
        standard_ages=ages.standard,
        sex=coded(Sex, facts.get("sex")),
        healthy_volunteers=yes_no(facts.get("healthy_volunteers")),
    )
    return given if given != Eligibility() else None


def _criteria(lines: Sequence[str]) -> tuple[str, ...]:
    """The criteria without the button that unfolds them."""
    return tuple(line for line in lines if line.strip() != _UNFOLD)


# -- the foot of the page


class _Foot(NamedTuple):
    conditions: str | None
    reviewed: PartialDate | None


_REVIEWED = re.compile(r"Last reviewed (\d{4}-\d\d-\d\d)\b.*")


def _foot_at(lines: Sequence[str]) -> int:
    """Where the foot begins: at the link to the registry, else at the line of conditions."""
    for mark in (_FOOT, _CONDITIONS):
        at = [at for at, line in enumerate(lines) if line.startswith(mark)]
        if at:
            return at[-1]
    return len(lines)


def _foot(lines: Sequence[str]) -> _Foot:
    """The conditions, and the day on which the site last reviewed the page: its own date."""
    conditions = [line for line in lines if line.startswith(_CONDITIONS)]
    reviewed = [found[1] for line in lines if (found := _REVIEWED.fullmatch(line.strip()))]
    return _Foot(
        conditions=conditions[-1][len(_CONDITIONS) :].strip() if conditions else None,
        reviewed=PartialDate.parse(reviewed[-1]) if reviewed else None,
    )


# -- what is not the registry's


def _editorial(top: _Top, facts: dict[str, str], cut: dict[str, Section]) -> Iterator[Editorial]:
    own = (
        ("Title", top.title),
        ("Introduction", top.introduction),
        *((label, text_of(body(cut, label))) for label in _EDITORIAL),
    )
    for label, text in own:
        if text:
            yield Editorial(source=_SITE, label=label, text=text)


def _notes(trial: Trial) -> tuple[Note, ...]:
    sex = trial.eligibility.sex if trial.eligibility else None
    return not_understood(trial, sex=sex)


# -- places

_NAMED = re.compile(r"(.+?)\s+[—–]\s+(.+)")


def page_sites(lines: Sequence[str]) -> tuple[tuple[Site, ...], tuple[Guess, ...]]:
    """One site a line: `City, Country`, `City, State`, or `Facility — City, State, Country`."""
    bare = [re.sub(r"^\s*[-*•]\s+", "", line).strip() for line in lines]
    found = tuple(_site(line) for line in bare if line)
    why = (
        "places are cut at commas; a name that is no country's is taken as the state,"
        " and the state of a federal country tells its country"
    )
    return found, (Guess(field="sites", why=why),) if found else ()


def _site(line: str) -> Site:
    named = _NAMED.fullmatch(line)
    facility, place = (named[1], named[2]) if named else (None, line)
    parts = place.split(", ")
    implied = country_of_state(parts[-1], parts[0]) if len(parts) > 1 else None
    if implied:
        return Site(facility=facility, city=parts[0], state=", ".join(parts[1:]), country=implied)
    country = next((name for name in _tails(parts) if name in registry_names()), None)
    rest = parts[: len(parts) - len(country.split(", "))] if country else parts
    return Site(
        facility=facility,
        city=rest[0] if rest else None,
        state=", ".join(rest[1:]) or None,
        country=country,
    )


def _tails(parts: Sequence[str]) -> Iterator[str]:
    """What may be the country: the last part, or the last two ("Korea, Republic of")."""
    yield from (", ".join(parts[-size:]) for size in (2, 1) if len(parts) >= size)


_PHONE = re.compile(r"\+?[\d][\d\s().-]{5,20}")
_PERSON = re.compile(r"(?:Contact|Study coordinator|Principal investigator|Name):\s*(.+)", re.I)
_REACH = re.compile(r"(Email|Phone):\s*(\S.*)", re.I)


def page_contacts(lines: Sequence[str]) -> tuple[tuple[Contact, ...], tuple[Note, ...]]:
    """Name, e-mail and phone lines as one contact; a note for other lines."""
    said: dict[str, str] = {}
    strange: list[str] = []
    for line in lines:
        bare = re.sub(r"^\s*[-*•]\s+", "", line).strip()
        if found := _PERSON.fullmatch(bare):
            said.setdefault("name", found[1])
        elif found := _REACH.fullmatch(bare):
            said.setdefault(found[1].lower(), found[2])
        elif bare:
            strange.append(bare)
    notes = unread("Study contacts", strange)
    if not said:
        return (), notes
    return (
        Contact(name=said.get("name"), phone=said.get("phone"), email=said.get("email")),
    ), notes


IMPORTER = Importer(
    name=NAME,
    title="Find a Trial page text, with an editorial layer",
    recognises=recognises(NAME),
    records=whole,
    read=read,
)
