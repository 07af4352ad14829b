"""CRiS, the Korean register: a saved page of a trial, or a scraper's JSON of that page.

The page is tables of labels and values, the JSON the same labels in snake case; both become pairs
of a label and a value below a heading.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from catalog.model.codes import (
    Allocation,
    ArmType,
    Coded,
    DateType,
    InterventionModel,
    InterventionType,
    Masking,
    OutcomeKind,
    Purpose,
    Sex,
    Status,
    StudyType,
    fold,
)
from catalog.model.trial import (
    Age,
    Arm,
    Contact,
    Eligibility,
    Enrollment,
    Guess,
    Identifier,
    Intervention,
    Organization,
    Outcome,
    Site,
    Trial,
    TrialDate,
    one_line,
)
from importers.ctgov.decoding import any_json
from importers.cutting.html_rows import html_rows
from importers.cutting.whole import whole
from importers.ictrp import coded_values as values
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.ages import age
from importers.values.cleaning import Words, count, identifier, registry_number, yes_no

Pair = tuple[str, str, str]
"""Heading, label and value; heading and label folded to letters."""

_JSON = re.compile(r'"cris_registration_number"\s*:')
_ESCAPED = re.compile(r"(?:\\+[nrt]|\s)+")
"""Line ends and tabs, also as the scraper left them: a backslash and a letter."""
_LETTER = re.compile(r"\\+u([0-9a-fA-F]{4})")
_NOTHING = frozenset({"", "-", "n/a", "not provided at time of registration"})

CARRIES = frozenset(
    """
    identifiers title official_title acronym status start_date primary_completion_date
    completion_date enrollment sponsor collaborators brief_summary conditions study_type phases
    primary_purpose intervention_model masking allocation arms interventions outcomes contacts
    sites eligibility.text eligibility.minimum_age eligibility.maximum_age eligibility.sex
    eligibility.healthy_volunteers number_of_arms
    """.split()
)


def recognises(head: Head) -> str | None:
    """A page with the register's number and labels, or JSON with cris_registration_number."""
    text = head.text.lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        found = _JSON.search(text[:2000])
        return "JSON with cris_registration_number, made of a page of CRiS" if found else None
    if text.startswith("<") and "CRIS Registration Number" in text:
        return "a saved page of the Korean register CRiS"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """The page."""
    return whole(source)


def read(raw: bytes) -> Reading:
    """What the page says; raises Unreadable where it names no trial."""
    is_json = raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    pairs = _Pairs(tuple(_of_json(any_json(raw), "")) if is_json else tuple(_of_page(raw)))
    words = Words()
    return Reading(trial=_trial(pairs, words), carries=CARRIES, notes=words.notes)


# -- both forms as pairs


def _of_page(raw: bytes) -> Iterator[Pair]:
    """Labels below headings; `Arm 1 | Arm Label | …` begins a group."""
    heading = ""
    for row in html_rows(raw):
        cells = [cell for cell in row if cell]
        if len(row) == 1 or (
            len(cells) == 1 and not row[0].startswith("-") and row[0][-1:].isdigit()
        ):
            heading = cells[0] if cells else heading
        elif len(row) > _GROUPED:
            heading = row[0]
            yield fold(heading), fold(row[1]), row[2]
        elif len(row) > 1:
            if not row[0].startswith("-") and fold(row[0]) in _ALONE:
                heading = ""
            yield fold(heading), fold(row[0].lstrip("- ")), row[1]


_GROUPED = 2
_ALONE = frozenset(
    "studysite laysummary studytype conditionsproblems raredisease exclusioncriteria "
    "healthyvolunteers typeofprimaryoutcome resultregisterd sharingstatement "
    "overallrecruitmentstatus".split()
)
"""Labels that belong to no heading above them."""
_SAME = {
    "publicorbrieftitle": "publicbrieftitle",
    "targetnumberofparticipants": "targetnumberofparticipant",
    "conditionsproblems": "conditionsproblems",
    "blindingormasking": "blindingmasking",
}
"""Labels that the scraper names otherwise than the page."""
_GROUPS = {
    "sites": "recruitmentstatusbyparticipatingstudysite",
    "sponsororganisation": "sponsororganization",
    "inclusioncriteria": "inclusioncriteria",
}


def _of_json(value: object, heading: str) -> Iterator[Pair]:
    if not isinstance(value, dict):
        return
    for name, one in value.items():
        label = _SAME.get(fold(name), fold(name))
        if isinstance(one, dict):
            yield from _of_json(one, label)
        elif isinstance(one, list):
            for number, item in enumerate(one, 1):
                yield from _of_json(item, f"{_GROUPS.get(label, label)}{number}")
        elif one is not None:
            yield heading, label, _clean(str(one))


def _clean(text: str) -> str:
    """A scraped value: its escapes undone, the comma that a template left at its end taken off."""
    letters = _LETTER.sub(lambda found: chr(int(found[1], 16)), text)
    return one_line(_ESCAPED.sub(" ", html.unescape(letters))).rstrip(",").strip()


class _Pairs:
    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        self._pairs = pairs

    def get(self, label: str, heading: str | None = None) -> str | None:
        """The first value of a label, below a heading that begins so."""
        for above, name, value in self._pairs:
            if name == label and (heading is None or above.startswith(heading)):
                line = one_line(value)
                return None if line.lower() in _NOTHING else line
        return None

    def text(self, label: str, heading: str | None = None) -> str | None:
        """As `get`, its lines kept."""
        for above, name, value in self._pairs:
            if name == label and (heading is None or above.startswith(heading)):
                return None if value.strip().lower() in _NOTHING else value.strip()
        return None

    def groups(self, heading: str) -> Iterator[dict[str, str]]:
        """Labels and values below each heading that is this one with a number."""
        found: dict[str, dict[str, str]] = {}
        for above, name, value in self._pairs:
            if re.fullmatch(heading + r"\d*", above):
                found.setdefault(above, {})[name] = one_line(value)
        yield from found.values()


# -- what they say


def _trial(page: _Pairs, words: Words) -> Trial:
    known = registry_number(page.get("crisregistrationnumber") or "")
    if known is None or known[0] != "kct":
        raise Unreadable("it names no trial: its registration number is none of CRiS's")
    code = words.code
    type = code(StudyType, page.get("studytype"), "study type")
    sponsors = tuple(
        Organization(name=one["organizationname"])
        for one in page.groups("sponsororganization")
        if one.get("organizationname")
    )
    condition = (page.get("conditionsproblems") or "").removeprefix("* ")
    own = page.get("uniqueprotocolid")
    given = page.get("interventiondescription")
    arms = tuple(_arms(page, words))
    return Trial(
        number=known[1],
        identifiers=(
            Identifier(value=known[1], kind="kct"),
            *((identifier(own, own=True),) if own else ()),
        ),
        title=page.get("publicbrieftitle"),
        official_title=page.get("scientifictitle"),
        acronym=page.get("acronym"),
        status=code(Status, page.get("overallrecruitmentstatus"), "status"),
        start_date=_dated(page.get("dateoffirstenrollment"), words, "start date"),
        primary_completion_date=_dated(
            page.get("primarycompletiondate"), words, "primary completion"
        ),
        completion_date=_dated(page.get("studycompletiondate"), words, "completion date"),
        enrollment=_planned(page.get("targetnumberofparticipant")),
        number_of_arms=int(number)
        if (number := page.get("numberofarms") or "").isdecimal() and len(number) < _LONG
        else None,
        sponsor=sponsors[0] if sponsors else None,
        collaborators=sponsors[1:],
        brief_summary=page.text("laysummary"),
        conditions=(condition,) if condition else (),
        study_type=type,
        phases=values.phase(page.get("phase"), type, words),
        primary_purpose=code(Purpose, page.get("studypurpose"), "primary purpose"),
        intervention_model=code(
            InterventionModel, page.get("interventionmodel"), "intervention model"
        ),
        masking=code(Masking, page.get("blindingmasking"), "masking"),
        allocation=_allocation(page.get("allocation"), words),
        arms=arms,
        interventions=(
            Intervention(
                name=given,
                type=code(InterventionType, page.get("interventiontype"), "intervention type"),
            ),
        )
        if given
        else (),
        outcomes=tuple(_outcomes(page)),
        eligibility=_eligibility(page, words),
        contacts=tuple(_contacts(page)),
        sites=tuple(_sites(page, words)),
        guesses=(Guess(field="interventions", why="treatments in words of the registry"),)
        if given
        else (),
    )


_LONG = 4
_TYPED = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)\s*,?\s*(Actual|Anticipated)?", re.IGNORECASE)


def _planned(said: str | None) -> Enrollment | None:
    found = count(said)
    if found is None:
        return None
    type = Coded("Target Number of Participant", DateType.ESTIMATED)
    return Enrollment(count=found.count, type=type, said=found.said)


def _dated(said: str | None, words: Words, field: str) -> TrialDate | None:
    """`2009-05-14 , Actual`."""
    found = _TYPED.fullmatch(said) if said else None
    return words.date(found[1], found[2], field) if found else words.date(said, None, field)


def _allocation(said: str | None, words: Words) -> Coded[Allocation] | None:
    if said and said.upper() == "RCT":
        return Coded(said, Allocation.RANDOMIZED)
    return words.code(Allocation, said, "allocation")


def _arms(page: _Pairs, words: Words) -> Iterator[Arm]:
    for one in page.groups("arm"):
        if label := one.get("armlabel"):
            yield Arm(
                label=label,
                type=words.code(ArmType, one.get("armtype"), "arm type"),
                description=one.get("armdescription") or None,
            )


def _outcomes(page: _Pairs) -> Iterator[Outcome]:
    for heading, kind in (
        ("primaryoutcomes", OutcomeKind.PRIMARY),
        ("secondaryoutcomes", OutcomeKind.SECONDARY),
    ):
        for one in page.groups(heading):
            if measure := one.get("outcome"):
                yield Outcome(measure=measure, kind=kind, time_frame=one.get("timepoint") or None)


def _eligibility(page: _Pairs, words: Words) -> Eligibility | None:
    parts = (
        ("Inclusion criteria", page.text("description", "inclusioncriteria")),
        ("Exclusion criteria", page.text("exclusioncriteria")),
    )
    low, _, high = (page.get("age", "inclusioncriteria") or "").partition("~")
    found = Eligibility(
        text="\n\n".join(f"{label}:\n{text}" for label, text in parts if text) or None,
        minimum_age=_age(low),
        maximum_age=_age(high),
        sex=words.code(Sex, page.get("gender", "inclusioncriteria"), "sex"),
        healthy_volunteers=yes_no(page.get("healthyvolunteers")),
    )
    return None if found == Eligibility() else found


def _age(said: str) -> Age | None:
    """`45 Year`; "No Limit" is none."""
    return age(said.strip()) if said.strip() else None


def _contacts(page: _Pairs) -> Iterator[Contact]:
    """People for queries of scientists and of the public."""
    for heading in ("contact\\w*scientificqueries", "contact\\w*publicqueries"):
        for one in page.groups(heading):
            if name := one.get("name"):
                yield Contact(
                    name=name,
                    phone=one.get("telephone") or None,
                    affiliation=one.get("affiliation") or None,
                )


def _sites(page: _Pairs, words: Words) -> Iterator[Site]:
    for one in page.groups("recruitmentstatusbyparticipatingstudysite"):
        if facility := one.get("nameofstudysite"):
            yield Site(
                facility=facility,
                status=words.code(Status, one.get("recruitmentstatus"), "site status"),
            )


IMPORTER = Importer(
    name="cris-page",
    title="CRiS (Korean register), saved page or its JSON",
    recognises=recognises,
    records=records,
    read=read,
)
