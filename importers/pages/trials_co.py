"""Page texts of the trials.co kind: title, conditions, criteria, sites and arms, mostly no number.

A second variant starts "search", "Back to results" and has a block of labels (status, phase,
sponsor) before "About this trial", and age, sex and healthy volunteers glued together above the
criteria.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.model.codes import ArmType, Purpose, Sex, Status, StudyType, coded, phases
from catalog.model.record import Note
from catalog.model.trial import (
    Arm,
    Editorial,
    Eligibility,
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
    Section,
    age_limits,
    body,
    comma_list,
    glued_status,
    not_understood,
    own_address,
    own_number,
    page,
    sections,
    text_of,
    unread,
    without_address,
)
from importers.values.cleaning import blank

NAME = "page-trials-co"
_SITE = "listing page (trials.co layout)"
_ABOUT, _CRITERIA, _SITES, _ARMS = (
    "About this trial",
    "Eligibility Criteria",
    "Sites / Locations",
    "Arms of the Study",
)
_UNPLACED = ("Outcomes", "Full Information", "Learn more about this trial")

CARRIES = frozenset(
    "title conditions keywords study_type primary_purpose eligibility.text sites arms".split()
)


def read(raw: bytes) -> Reading:
    """The trial of one listing page."""
    given = page(raw)
    address = own_address(given.lines)
    cut = sections(without_address(given.lines), (_ABOUT, _CRITERIA, _SITES, _ARMS, *_UNPLACED))
    top = _top(body(cut, ""))
    about = _about(body(cut, _ABOUT), top.conditions)
    if about is None:
        raise Unreadable('there is no sentence "This is an … trial for …"')
    if top.title is None:
        raise Unreadable('there is no title above "About this trial"')
    limits, criteria = listed_criteria(body(cut, _CRITERIA))
    conditions, guessed = comma_list(top.conditions or about.conditions, "conditions")
    keywords, guessed_too = comma_list(about.keywords, "keywords")
    treatments, guessed_treatments = comma_list(top.labels.get("Intervention"), "interventions")
    sites = tuple(listed_sites(body(cut, _SITES)))
    trial = Trial(
        number=address.number if address else None,
        identifiers=own_number(address.number if address else None),
        url=address.url if address else None,
        title=top.title,
        status=coded(Status, top.labels.get("Status")),
        phases=phases(top.labels.get("Phase")),
        sponsor=_organization(top.labels.get("Sponsored by")),
        conditions=conditions,
        countries=_countries(top.labels.get("Locations")),
        keywords=keywords,
        interventions=tuple(Intervention(name=name) for name in treatments),
        study_type=coded(StudyType, about.kind),
        primary_purpose=coded(Purpose, about.purpose),
        eligibility=listed_eligibility(limits, criteria),
        sites=sites,
        arms=tuple(listed_arms(body(cut, _ARMS))),
        editorial=about.editorial,
        guesses=(*guessed, *guessed_too, *guessed_treatments, *listed_site_guess(sites)),
    )
    return Reading(
        trial=trial,
        carries=_carries(top, limits, address is not None),
        notes=given.notes + unread("the title", top.left) + _notes(trial, cut),
    )


# -- the top of the page

_LABELS = {
    "Primary Purpose": "conditions",
    "Status": "status",
    "Phase": "phases",
    "Locations": "countries",
    "Study Type": "study_type",
    "Intervention": "interventions",
    "Sponsored by": "sponsor",
}
"""Labels of the longer variant and the field each gives. What stands under "Primary Purpose" there
is the condition, under "Locations" a country or "International"."""


class _Top(NamedTuple):
    title: str | None
    conditions: str | None
    labels: dict[str, str]
    left: tuple[str, ...]
    """Lines that are neither."""


def _top(lines: Sequence[str]) -> _Top:
    """Title and conditions: the first lines, or the first line and what the labels say."""
    told = [line.strip() for line in lines if line.strip()]
    labels: dict[str, list[str]] = {}
    current: list[str] | None = None
    plain: list[str] = []
    for line in told[1:]:
        if line in _LABELS and line not in labels:
            current = labels.setdefault(line, [])
        else:
            (plain if current is None else current).append(line)
    values = {label: " ".join(words) for label, words in labels.items() if words}
    return _Top(
        title=told[0] if told else None,
        conditions=plain[0] if plain else values.get("Primary Purpose"),
        labels=values,
        left=tuple(plain[1:]),
    )


def _countries(text: str | None) -> tuple[str, ...]:
    """Countries by name; the page writes "International" where there are several."""
    return () if text in (None, "International") else comma_list(text, "countries")[0]


def _organization(name: str | None) -> Organization | None:
    return Organization(name=name) if name else None


# -- "About this trial"

_KINDS = ("interventional", "observational", "expanded access")
_SENTENCE = re.compile(r"This is an? (?P<what>\S.{2,60}?) trial for (?P<rest>.+)", re.DOTALL)
_MEASURING = " focused on measuring "


class _About(NamedTuple):
    kind: str
    purpose: str | None
    conditions: str
    keywords: str | None
    editorial: tuple[Editorial, ...]


def _about(lines: Sequence[str], conditions: str | None) -> _About | None:
    """The generated sentence taken apart; anything else in the section is the site's own."""
    told = [line.strip() for line in lines]
    at = next((at for at, line in enumerate(told) if _SENTENCE.fullmatch(line)), None)
    found = _SENTENCE.fullmatch(told[at]) if at is not None else None
    if at is None or found is None:
        return None
    kind = next((kind for kind in _KINDS if found["what"].startswith(kind)), found["what"])
    rest = found["rest"]
    if conditions and rest.startswith(conditions):
        keywords = rest[len(conditions) :].removeprefix(_MEASURING)
        rest = conditions
    else:
        rest, _, keywords = rest.partition(_MEASURING)
    added = text_of(told[:at] + told[at + 1 :])
    return _About(
        kind=kind,
        purpose=blank(found["what"][len(kind) :]),
        conditions=rest,
        keywords=blank(keywords),
        editorial=(Editorial(source=_SITE, label=_ABOUT, text=added),) if added else (),
    )


# -- what the page could state, and what is reported


def _carries(top: _Top, limits: re.Match[str] | None, has_number: bool) -> frozenset[str]:
    carried = set(CARRIES) | {_LABELS[label] for label in top.labels}
    if limits is not None:
        carried |= {
            f"eligibility.{part}"
            for part in "minimum_age maximum_age standard_ages sex healthy_volunteers".split()
        }
    return frozenset(carried | {"identifiers", "url"} if has_number else carried)


def _notes(trial: Trial, cut: dict[str, Section]) -> tuple[Note, ...]:
    values = not_understood(trial)
    arms = body(cut, _ARMS)
    first = next((at for at, line in enumerate(arms) if ARM.fullmatch(line.strip())), len(arms))
    left = unread(_ARMS, arms[:first])
    return (
        values + left + tuple(note for name in _UNPLACED for note in unread(name, body(cut, name)))
    )


# -- criteria, sites and arms

_LIMITS = re.compile(
    r"(?P<ages>.{0,80}?\))?\s*(?P<sex>All Sexes|Both Sexes|Females?|Males?)(?: Only)?\s*"
    r"(?P<healthy>(?:Does not accept|Accepts?) healthy volunteers)?",
    re.IGNORECASE,
)


def listed_criteria(lines: Sequence[str]) -> tuple[re.Match[str] | None, str | None]:
    """Age, sex and healthy volunteers, glued into the first line of one variant; and the text."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is not None and (found := _LIMITS.fullmatch(lines[first].strip())):
        return found, text_of(lines[first + 1 :])
    return None, text_of(lines)


def listed_eligibility(limits: re.Match[str] | None, text: str | None) -> Eligibility | None:
    """Who may enter: the line of limits above the criteria, and the criteria."""
    if limits is None:
        return Eligibility(text=text) if text else None
    ages = age_limits(limits["ages"])
    healthy = limits["healthy"]
    return Eligibility(
        text=text,
        minimum_age=ages.minimum,
        maximum_age=ages.maximum,
        standard_ages=ages.standard,
        sex=coded(Sex, limits["sex"]),
        healthy_volunteers=healthy.lower().startswith("accept") if healthy else None,
    )


# -- sites and arms


def listed_sites(lines: Sequence[str]) -> Iterator[Site]:
    """A site a line: its facility, and its status where the page glued one to it."""
    for line in lines:
        if bare := re.sub(r"^\s*[-*•](?:\s+|$)", "", line).strip():
            name, status = glued_status(bare)
            yield Site(facility=blank(name), status=status)


def listed_site_guess(sites: Sequence[Site]) -> tuple[Guess, ...]:
    why = "the page glues a site's status to the end of its name"
    return (Guess(field="sites", why=why),) if any(site.status for site in sites) else ()


_ARM_TYPES = frozenset(
    {
        "Experimental",
        "Active Comparator",
        "Placebo Comparator",
        "Sham Comparator",
        "No Intervention",
        "Other",
    }
)
ARM = re.compile(r"Arm (\d{1,3})")


def listed_arms(lines: Sequence[str]) -> Iterator[Arm]:
    """Blocks that begin "Arm 1": type (interventional trials only), label, description.

    The blocks are numbered: a label may be called "Arm 1" too. Where the page gives none, the
    block's own number stands for it.
    """
    starts: list[int] = []
    for at, line in enumerate(lines):
        found = ARM.fullmatch(line.strip())
        if found and int(found[1]) == len(starts) + 1:
            starts.append(at)
    for start, end in itertools.pairwise((*starts, len(lines))):
        told = list(lines[start + 1 : end])
        while told and not told[0].strip():
            told.pop(0)
        typed = bool(told) and told[0].strip() in _ARM_TYPES
        type_ = coded(ArmType, told.pop(0).strip()) if typed else None
        named = text_of(told) is not None
        if named or typed:
            label = told[0].strip() if named else lines[start].strip()
            yield Arm(label=label, type=type_, description=text_of(told[1:]))


IMPORTER = Importer(
    name=NAME,
    title="Listing page text (trials.co), without number",
    recognises=recognises(NAME),
    records=whole,
    read=read,
)
