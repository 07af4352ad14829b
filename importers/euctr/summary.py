"""EU Clinical Trials Register, the summary download as text: one block a trial, texts cut short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from catalog.model.codes import Coded, Sex, StandardAge, Status
from catalog.model.trial import CountryRecord, Eligibility, Guess, Identifier, Organization, Trial
from importers.cutting.line_blocks import line_blocks
from importers.cutting.whole import decoded
from importers.euctr.entries import said
from importers.euctr.full_details import status_of
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.cleaning import Words, blank, identifier, registry_number, sex_of
from importers.values.countries import country

CARRIES = frozenset(
    """
    identifiers url title official_title status start_date sponsor conditions keywords
    country_records
    eligibility.standard_ages eligibility.sex
    """.split()
)
_START = re.compile(
    r"^\s*EudraCT Number:[ \t]+\d{4}-\d{6}-\d\d\s*\n(?:.*\n)?Sponsor (?:Protocol|Name)"
)
_LABEL = re.compile(
    r"(EudraCT Number|Sponsor Protocol Number|Sponsor Name|Full Title|Start Date|Medical condition|"
    r"Disease|Population Age|Gender|Trial protocol|Trial results|Link):[ \t]*(.*)"
)
_PROTOCOL = re.compile(
    r"(Outside EU/EEA|3rd|[A-Z]{2})(?:\s*\(((?:[^()]|\([^()]*\))*)\))?", re.IGNORECASE
)
_FIRST = b"EudraCT Number:"
_AGES = {
    "adults": StandardAge.ADULT,
    "elderly": StandardAge.OLDER_ADULT,
}
_CUT = "..."


def recognises(head: Head) -> str | None:
    """Blocks that begin with EudraCT Number, wide after the label, and the sponsor's line."""
    text = head.text.lstrip("\ufeff").replace("\r\n", "\n")
    if _START.match(text) or (
        _START.search("\n".join(text.split("\n")[:40])) and "\nTrial protocol:" in text
    ):
        return "blocks of EudraCT Number and Trial protocol, as in the EU register's summary"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each trial's block by itself."""
    return line_blocks(source, lambda line: line.lstrip(b"\xef\xbb\xbf").startswith(_FIRST))


def read(raw: bytes) -> Reading:
    """What one block says; raises Unreadable where it names no trial."""
    text, notes = decoded(raw)
    entries = _entries(text.replace("\r\n", "\n").replace("\0", ""))
    words = Words()
    trial = trial_of(entries, words)
    return Reading(trial=trial, carries=CARRIES, notes=(*notes, *words.notes))


def _entries(text: str) -> dict[str, list[str]]:
    """Values by label: a disease comes as often as there are some."""
    entries: dict[str, list[str]] = {}
    label = ""
    for line in text.split("\n"):
        if found := _LABEL.match(line):
            label = found[1]
            entries.setdefault(label, []).append(found[2])
        elif label and line.strip():
            entries[label][-1] += " " + line.strip()
    return entries


def trial_of(entries: Mapping[str, list[str]], words: Words) -> Trial:
    """What the values by label say; raises Unreadable where no number is among them."""

    def get(label: str) -> str | None:
        value = " ".join((entries.get(label) or [""])[0].split())
        return said(value)

    known = registry_number(get("EudraCT Number") or "")
    if known is None or known[0] != "eudract":
        raise Unreadable("it names no trial: there is no EudraCT number in it")
    title = get("Full Title")
    own = get("Sponsor Protocol Number")
    sponsor = get("Sponsor Name")
    condition = get("Medical condition")
    countries = tuple(_countries(get("Trial protocol"), words))
    cut = [
        field
        for field, value in (("official_title", title), ("title", title), ("conditions", condition))
        if value and value.endswith(_CUT)
    ]
    return Trial(
        number=known[1],
        identifiers=(
            Identifier(value=known[1], kind="eudract"),
            *((identifier(own, own=True),) if own else ()),
        ),
        url=get("Link"),
        title=title,
        official_title=title,
        start_date=words.date(get("Start Date"), None, "start date"),
        sponsor=Organization(name=sponsor) if sponsor else None,
        conditions=(condition,) if condition else (),
        keywords=tuple(_terms(entries.get("Disease", []))),
        eligibility=Eligibility(
            standard_ages=tuple(_ages(get("Population Age"))), sex=_sex(get("Gender"))
        ),
        status=_status(countries),
        country_records=countries,
        guesses=tuple(
            Guess(field=field, why="the register cuts it after 200 letters") for field in cut
        ),
    )


def _status(countries: tuple[CountryRecord, ...]) -> Coded[Status] | None:
    """The countries' status where all have the same: the summary has none of the whole trial."""
    said = {one.status for one in countries}
    return said.pop() if len(said) == 1 else None


_TERM = re.compile(r", Term: (.+?)(?:, Level: \w+)?$")


def _terms(diseases: list[str]) -> Iterator[str]:
    found = (_TERM.search(disease.strip()) for disease in diseases)
    yield from dict.fromkeys(match[1] for match in found if match)


def _ages(groups: str | None) -> Iterator[Coded[StandardAge]]:
    """Adults, elderly; every other group is of minors. "Under 18" repeats finer groups."""
    seen = set()
    for group in filter(None, map(blank, (groups or "").split(","))):
        age = _AGES.get(group.lower(), StandardAge.CHILD)
        if age not in seen:
            seen.add(age)
            yield Coded(group, age)


def _sex(said: str | None) -> Coded[Sex] | None:
    words = {word.strip().lower() for word in (said or "").split(",")}
    return sex_of("female" in words, "male" in words)


def _countries(protocol: str | None, words: Words) -> Iterator[CountryRecord]:
    """`GB(Prematurely Ended) DE(Completed)`: each country and its status."""
    for found in _PROTOCOL.finditer(protocol or ""):
        yield CountryRecord(country=country(found[1]), status=status_of(blank(found[2]), words))


IMPORTER = Importer(
    name="euctr-summary",
    title="EU Clinical Trials Register, summary",
    recognises=recognises,
    records=records,
    read=read,
)
