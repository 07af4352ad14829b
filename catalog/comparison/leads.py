"""What a sentence stands under: its heading's side, and the lead-in that may turn it.

"Patients with known brain metastases may be eligible if they: have stable disease" stands in a list
of exclusions and keeps nobody out: told alone, "excluded: have stable disease" would be the reverse
of what the record says. Such a line is told with its lead-in and on no side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.eligibility.criterion import Criterion

REQUIRED, EXCLUDED, ALLOWED = "required", "excluded", "allowed"
WITH_EXCEPTIONS = "with exceptions"
SEE_THE_WORDS = "see the words"
"""Where a sentence stands under neither heading as it is written."""

_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[^a-z\s])")
_BARS = re.compile(
    r"\b(?:ineligible|exclu(?:ded?|sion\w*|des)|disqualif\w+|prohibited"
    r"|cannot (?:be (?:in|en|eligible)\w*|enter|enrol\w*|participate|have)"
    r"|not (?:be )?(?:considered )?(?:eligible|enrol\w*|allowed|permitted|included|entered)"
    r"|not (?:be )?acceptable|(?:must|should|may|can) not)\b",
    re.IGNORECASE,
)
_LETS_IN = re.compile(
    r"\b(?:is|are|be|remain|still|considered) (?:also |still |considered )?"
    r"(?:allow(?:ed|able)|permitted|eligible|acceptable)\b"
    r"|\beligible (?:for|if|provided|when)\b|\bto be eligible\b|\b(?:does|do) not apply\b"
    r"|\b(?:may|can) be (?:included|enrolled|entered|allowed|permitted|eligible)\b"
    r"|\b(?:may|can) (?:enrol\w*|enter|participate)\b"
    r"|^\W*(?:allowed|permitted|acceptable)\b",
    re.IGNORECASE,
)
_SAVE = re.compile(
    r"\b(?:except(?:ions?)?|unless|other than|apart from|excluding)\b"
    r"(?! (?:otherwise )?(?:specified|stated|noted|indicated))[^.;]{0,60}$",
    re.IGNORECASE,
)
"""At the end of a lead-in: what follows is what it does not mean."""
_EXCEPTION = re.compile(
    r"\b(?:unless|except\w*|other than|apart from)\b"
    r"|\b(?:is|are|be) (?:also |still )?(?:allowed|permitted|acceptable|eligible)\b",
    re.IGNORECASE,
)
_MAIN = re.compile(
    r"^[^.;:(,]*?\b(?:(?:is|are|may be|can be) (?:also |still )?"
    r"(?:allowed|permitted|acceptable|eligible)|(?:may|can) be (?:included|enrolled))\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"^\W*(?:[\w-]+ ){0,3}may (?:have|be|also|receive|enter)\b"
    r"|\b(?:is|are) (?:allowed|permitted)\W*$",
    re.IGNORECASE,
)
_LEADS = re.compile(r":\W*$|\bfollowing\b[^.;:]*\.?$", re.IGNORECASE)
_COLON = re.compile(r":\W*$")
_GOES_ON = re.compile(r"(?:;|,|\b(?:and|or))\W*$", re.IGNORECASE)
"""At the end of an item: another of its list follows."""
_ASIDE = re.compile(r"\([^()]*\)")
_NOBODY = re.compile(r"\b(?:no|not|none|never|neither|nor|only|must)\b", re.IGNORECASE)


def side(criterion: Criterion) -> str:
    """`required`, `excluded`, `excluded (with exceptions)` or `allowed`: under which heading a
    sentence stands. It goes with the sentence as written: "required: HPV negative".

    In a list of exclusions nothing is called allowed for what it lets in besides, and what only
    lets in is on no side.
    """
    text = criterion.text
    if criterion.kind == "inclusion":
        sentences = [each for each in _SENTENCE.split(text.strip()) if each]
        lets = all(_MAY.search(each) and not _NOBODY.search(each) for each in sentences)
        return ALLOWED if lets and not text.rstrip().endswith(":") else REQUIRED
    if _MAIN.search(text) and not _BARS.search(text):
        return SEE_THE_WORDS
    return f"{EXCLUDED} ({WITH_EXCEPTIONS})" if _EXCEPTION.search(text) else EXCLUDED


class Turned(NamedTuple):
    """The line that turns the side on which a criterion stands."""

    lead: Criterion
    sure: bool
    """Whether the criterion surely stands under it; else the list may have ended before."""


def turned(criteria: Sequence[Criterion]) -> dict[int, Turned]:
    """By place the criteria whose side a line above them turns; `criteria` are all of a text.

    Lists are often flat: the lines behind such a lead-in stand beside it, and where its list ends
    nobody can say. It surely reaches the next line, and on from a line that begins small or ends in
    "and" or a semicolon; perhaps to the next lead-in.
    """
    found: dict[int, Turned] = {}
    flat: Turned | None = None
    for place, criterion in enumerate(criteria):
        own = next((lead for lead in _leads(criteria, criterion) if _turns(lead)), None)
        is_lead = criterion.role == "group" or _COLON.search(criterion.text) is not None
        if flat is not None and (
            is_lead
            or (criterion.kind, criterion.section) != (flat.lead.kind, flat.lead.section)
            or criterion.role == "note"
        ):
            flat = None
        if own is not None:
            found[place] = Turned(own, sure=True)
        elif flat is not None:
            before = criteria[place - 1]
            goes_on = before is flat.lead or _GOES_ON.search(before.text) is not None
            small = criterion.text.lstrip()[:1].islower()
            flat = flat._replace(sure=flat.sure and (goes_on or small))
            found[place] = flat
        elif is_lead and _turns(criterion):
            has_children = any(each.parent == place for each in criteria[place + 1 : place + 2])
            flat = None if has_children else Turned(criterion, sure=True)
    return found


def _leads(criteria: Sequence[Criterion], criterion: Criterion) -> Iterator[Criterion]:
    """The lines that govern a criterion, the nearest first."""
    seen = set[int]()
    place = criterion.parent
    while place is not None and place not in seen and 0 <= place < len(criteria):
        seen.add(place)
        yield criteria[place]
        place = criteria[place].parent


def last_sentence(lead: Criterion) -> str:
    """What a lead-in says right before what it leads."""
    return _SENTENCE.split(lead.text.strip())[-1]


def _turns(lead: Criterion) -> bool:
    said = _ASIDE.sub(" ", last_sentence(lead))
    if not (lead.role == "group" or _LEADS.search(said)):
        return False  # a line that others only stand under
    if _SAVE.search(said):
        return True
    if lead.kind == "exclusion":
        return bool(_LETS_IN.search(said)) and not _BARS.search(said)
    return bool(_BARS.search(said))
