"""ChiCTR, the Chinese register: a saved page of a trial, and of a result list.

Labels and values stand in Chinese and English, in rows of their own or one below the other in a
cell. English is taken, else Chinese; nested tables hold arms, places and outcomes row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.model.codes import Coded, OutcomeKind, Sex, Status, StudyType
from catalog.model.dates import PartialDate
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
from importers.cutting.html_rows import html_rows
from importers.cutting.whole import whole
from importers.ictrp import coded_values as values
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.ages import age
from importers.values.cleaning import Words, identifier, line_of, registry_number

_NUMBER = re.compile(r"ChiCTR(?:-[A-Za-z0-9]+-|-)?\d{8,10}", re.ASCII)
_PAGE = re.compile(r"Registration number\s*[:：]")
_LIST = re.compile(r"<th[^>]*>\s*注册号|<td[^>]*>\s*注册号")
_CHINESE = re.compile("[\u3400-\u9fff]")
_NOTHING = frozenset({"", "-", "na", "n/a", "none", "nil", "/"})

CARRIES = frozenset(
    """
    identifiers title official_title status first_posted last_updated start_date completion_date
    sponsor conditions study_type phases enrollment arms interventions outcomes sites contacts
    detailed_description eligibility.text eligibility.minimum_age eligibility.maximum_age
    eligibility.sex masking
    """.split()
)
LISTED = frozenset({"identifiers", "title", "study_type", "first_posted"})
"""What a row of a result list states."""


def recognises(head: Head) -> str | None:
    """A page with ChiCTR numbers and the register's own labels."""
    text = head.text
    if not text.lstrip("\ufeff \t\r\n").startswith("<") or "中国临床试验注册中心" not in text:
        return None
    return "a saved page of the Chinese register ChiCTR"


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """The page; of a result list each row by itself."""
    for piece in whole(source):
        if isinstance(piece, Unreadable) or b"Registration number" in piece.raw:
            yield piece
            continue
        rows = [row for row in html_rows(piece.raw) if any(map(_NUMBER.fullmatch, row))]
        if not rows:
            raise Unreadable("it shows no trial: no ChiCTR number stands in a table of it")
        for number, row in enumerate(rows, 1):
            yield Piece(f"row {number}", "\t".join(map(one_line, row)).encode())


def read(raw: bytes) -> Reading:
    """What a page, or a row of a list, says; raises Unreadable where it names no trial."""
    words = Words()
    if not raw.lstrip().startswith(b"<"):
        return Reading(trial=_listed(raw.decode().split("\t"), words), carries=LISTED)
    page = _Page(raw)
    trial = _trial(page, words)
    return Reading(
        trial=trial,
        data_date=trial.last_updated.date if trial.last_updated else None,
        carries=CARRIES,
        notes=words.notes,
    )


_TYPES = {"干预性研究": StudyType.INTERVENTIONAL, "观察性研究": StudyType.OBSERVATIONAL}
"""Interventional and observational study, as the list has them in Chinese alone."""


def _listed(row: Sequence[str], words: Words) -> Trial:
    """Number, title with the institution behind it, type, day of registration."""
    at = next(n for n, cell in enumerate(row) if _NUMBER.fullmatch(cell))
    number = identifier(row[at])
    title, type, day = (*row[at + 1 :], "", "", "")[:3]
    return Trial(
        number=number.value,
        identifiers=(number,),
        title=title or None,
        study_type=Coded(type, _TYPES.get(type)) if type else None,
        first_posted=_day(day, words, "registration"),
        guesses=(Guess(field="title", why="the list writes the institution behind the title"),),
    )


class _Page:
    """Label and value pairs in English, and rows of the nested tables in their order."""

    def __init__(self, raw: bytes) -> None:
        self.rows = tuple(html_rows(raw))
        self.said: dict[str, str] = {}
        for row in self.rows:
            for label, value in zip(row[::2], row[1::2], strict=False):
                if key := _label(label):
                    self.said.setdefault(key, value)

    def get(self, label: str) -> str | None:
        """The value of a label; English lines of it where it has both."""
        return _english(self.said.get(label))

    def pairs(self, first: str) -> Iterator[dict[str, str]]:
        """Each group of rows that begins with a label, as label and value."""
        group: dict[str, str] = {}
        for row in self.rows:
            found = {
                _label(label): value for label, value in zip(row[::2], row[1::2], strict=False)
            }
            if first in found and group:
                yield group
                group = {}
            if first in found or group:
                group.update({name: value for name, value in found.items() if name})
        if group:
            yield group


def _label(text: str) -> str:
    """The English words of a label."""
    return one_line(_CHINESE.sub("", text).split("(")[0]).strip("：:（） 、，/") if text else ""


def _english(value: str | None) -> str | None:
    """The lines without Chinese letters; all of them where each has some."""
    if value is None or value.strip().lower() in _NOTHING:
        return None
    lines = [line for line in value.split("\n") if not _CHINESE.search(line)]
    return "\n".join(lines).strip() or value.strip()


def _trial(page: _Page, words: Words) -> Trial:
    said = page.get("Registration number") or ""
    found = _NUMBER.search(said)
    known = registry_number(found[0]) if found else None
    if known is None:
        raise Unreadable("it names no trial: its registration number is none of ChiCTR's")
    begun, ended = _period(page.said.get("Study execute time"))
    arms = tuple(_arms(page))
    type = words.code(StudyType, page.get("Study type"), "study type")
    sponsor = page.get("Primary sponsor")
    condition = page.get("Target disease")
    sizes = [size for _, size in arms if size is not None]
    return Trial(
        number=known[1],
        identifiers=tuple(_identifiers(page, known[1])),
        title=line_of(page.get("Public title")),
        official_title=line_of(page.get("Scientific title")),
        status=_status(page.said.get("Recruiting status"), words),
        first_posted=_day(page.get("Date of Registration"), words, "registration"),
        last_updated=_day(page.get("Date of Last Refreshed on"), words, "last updated"),
        start_date=_day(begun, words, "start date"),
        completion_date=_day(ended, words, "completion date"),
        sponsor=Organization(name=one_line(sponsor)) if sponsor else None,
        conditions=(one_line(condition),) if condition else (),
        study_type=type,
        phases=values.phase(page.get("Study phase"), type, words, "ChiCTR"),
        masking=values.study_design(f"Blinding: {page.get('Blinding')}", words)[0].masking
        if page.get("Blinding")
        else None,
        enrollment=Enrollment(count=sum(sizes)) if sizes and len(sizes) == len(arms) else None,
        arms=tuple(arm for arm, _ in arms),
        interventions=tuple(
            Intervention(name=name, arm_labels=labels) for name, labels in _given(arms)
        ),
        outcomes=tuple(_outcomes(page)),
        eligibility=_eligibility(page, words),
        sites=tuple(dict.fromkeys(_sites(page))),
        contacts=tuple(_contacts(page)),
        detailed_description=page.get("Objectives of Study"),
    )


def _identifiers(page: _Page, number: str) -> Iterator[Identifier]:
    yield identifier(number)
    for label, own in (
        ("Study subject ID", True),
        ("The registration number of the Partner Registry or other register", False),
    ):
        if value := page.get(label):
            yield identifier(one_line(value), own=own)


_PERIOD = re.compile(r"From\s*(\d{4}-\d\d-\d\d)?[\d: ]*至?\s*To\s*(\d{4}-\d\d-\d\d)?")


def _period(said: str | None) -> tuple[str | None, str | None]:
    found = _PERIOD.search(one_line(said or ""))
    return (found[1], found[2]) if found else (None, None)


def _day(said: str | None, words: Words, field: str) -> TrialDate | None:
    """ISO, with a time behind it on pages; with slashes in lists."""
    if said is None or not said.strip():
        return None
    day = said.strip().split(" ")[0]
    date = PartialDate.numeric(day, "ymd") if "/" in day else PartialDate.parse(day)
    return TrialDate(date=date) if date else words.date(said.strip(), None, field)


_SUSPENDED = ("suspending", "suspended")


def _status(said: str | None, words: Words) -> Coded[Status] | None:
    word = _english(said)
    letters = re.sub("[\u3400-\u9fff]", "", word or "").strip()
    if letters.lower() in _SUSPENDED:
        return Coded(letters, Status.SUSPENDED)
    return words.code(Status, one_line(letters) or None, "status")


def _arms(page: _Page) -> Iterator[tuple[Arm, int | None]]:
    """Each group with its treatment; the English rows lack the size, which the Chinese have."""
    sizes = [
        row[3]
        for row in page.rows
        if len(row) > _SIZE and row[0] == "组别：" and "样本量" in row[2]
    ]
    for at, one in enumerate(page.pairs("Group")):
        label = one_line(one.get("Group", ""))
        given = line_of(_english(one.get("Intervention")))
        size = sizes[at] if at < len(sizes) else ""
        if label:
            arm = Arm(label=label, interventions=(given,) if given else ())
            yield arm, int(size) if size.isdecimal() and len(size) < _LONG else None


_SIZE, _LONG = 3, 8


def _given(arms: Sequence[tuple[Arm, int | None]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = dict.fromkeys(name for arm, _ in arms for name in arm.interventions)
    for name in names:
        yield name, tuple(arm.label for arm, _ in arms if name in arm.interventions)


_KINDS = {
    "primary indicator": OutcomeKind.PRIMARY,
    "secondary indicator": OutcomeKind.SECONDARY,
    "additional indicator": OutcomeKind.OTHER,
}


def _outcomes(page: _Page) -> Iterator[Outcome]:
    for one in page.pairs("Outcome"):
        measure = line_of(_english(one.get("Outcome")))
        if measure:
            kind = one.get("Type", "").strip().lower()
            yield Outcome(
                measure=measure,
                kind=_KINDS.get(kind, OutcomeKind.UNSPECIFIED),
                description=_english(one.get("Measure method")),
                time_frame=line_of(_english(one.get("Measure time point of outcome"))),
            )


def _eligibility(page: _Page, words: Words) -> Eligibility | None:
    parts = (
        ("Inclusion criteria", page.get("Inclusion criteria")),
        ("Exclusion criteria", page.get("Exclusion criteria")),
    )
    found = Eligibility(
        text="\n\n".join(f"{label}:\n{text}" for label, text in parts if text) or None,
        minimum_age=_age(page, "Min age"),
        maximum_age=_age(page, "Max age"),
        sex=words.code(Sex, page.get("Gender"), "sex"),
    )
    return None if found == Eligibility() else found


def _age(page: _Page, label: str) -> Age | None:
    row = next((row for row in page.rows if len(row) > 1 and _label(row[0]) == label), ())
    amount = row[1] if row else ""
    unit = _label(row[2]) if len(row) > _UNIT else ""
    return age(f"{amount} {unit}") if amount.isdecimal() else None


_UNIT = 2


def _sites(page: _Page) -> Iterator[Site]:
    """Institutions with country and province; those of the sponsor are none."""
    for one in page.pairs("Country"):
        facility = line_of(_english(one.get("Institution hospital")))
        if facility and "Level of the institution" in one:
            yield Site(
                facility=facility,
                city=line_of(one.get("City")),
                state=line_of(one.get("Province")),
                country=line_of(one.get("Country")),
            )


def _contacts(page: _Page) -> Iterator[Contact]:
    for who, name in (("Applicant", "Applicant"), ("Study leader's", "Study leader")):
        contact = Contact(
            name=line_of(page.get(name)),
            phone=page.get(f"{who} telephone"),
            email=page.get(f"{who} E-mail"),
        )
        if contact.name or contact.email:
            yield contact


IMPORTER = Importer(
    name="chictr-html",
    title="ChiCTR (Chinese register), saved page",
    recognises=recognises,
    records=records,
    read=read,
)
