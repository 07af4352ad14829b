"""What the page-text importers share: clean lines, sections, addresses, ages, glued lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalog.model.codes import Coded, Masking, StandardAge, Status, WhoMasked, coded
from catalog.model.record import Note
from catalog.model.trial import Age, Guess, Identifier, Trial, TrialDate
from importers.bytes.encoding import decoded
from importers.importer import Unreadable
from importers.values.ages import age
from importers.values.cleaning import blank, identifier, joined

NCT = re.compile(r"\bNCT\d{8}\b", re.ASCII)
_BLANKS = re.compile("[\u00a0\u2007\u202f]")
_GAP = re.compile(r"(?<=\S)[ \t]{3,}")
_LARGEST = 4 * 1024 * 1024
_LONGEST_AGES = 200
_INVISIBLE = re.compile("[\x00\ufeff\u200b]")


class Page(NamedTuple):
    """A page as lines without trailing blanks, menus above and footers below it left out."""

    lines: tuple[str, ...]
    notes: tuple[Note, ...]


def page_lines(text: str) -> tuple[str, ...]:
    """Lines of a saved page, whatever its line ends.

    Non-breaking blanks become blanks, and a wide gap within a line two of them: no pattern has to
    try a million ways to divide it.
    """
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_GAP.sub("  ", line.rstrip()) for line in _BLANKS.sub(" ", text).split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    start = next((at for at, line in enumerate(lines) if line), 0)
    return tuple(lines[start:])


# What browsers save around a page. Only such whole lines, only at its ends: within the page any of
# them may be the trial's.
_CHROME = re.compile(
    r"(?:skip to (?:main )?content|menu|home|search|log ?in|sign ?(?:in|up)|toggle navigation|"
    r"back to (?:results|search|top|list)|to top|print(?: this page)?|share(?: this.{0,20})?|"
    r"(?:accept|cookie)s?(?: all| settings| policy| cookies)*|©.*|\(c\) \d{4}.*|copyright\b.*|"
    r"all rights reserved.*|privacy(?: policy| notice)?|terms(?: (?:of|and|&) \w+)?|"
    r"contact(?: us)?|about(?: us)?|disclaimer|accessibility|site ?map|facebook|twitter|linkedin|"
    r"instagram|youtube|page \d+ of \d+|\d{1,3}/\d{1,3}|https?://\S+ +\d{1,3}/\d{1,3})",
    re.IGNORECASE,
)


def page(raw: bytes) -> Page:
    """The page of these bytes; raises Unreadable for an empty one, and for one far too large."""
    if len(raw) > _LARGEST:
        raise Unreadable("the text of one page is larger than 4 MiB")
    text, notes = decoded(raw)
    lines = list(page_lines(text))
    while lines and _is_chrome(lines[-1]):
        lines.pop()
    start = next((at for at, line in enumerate(lines) if not _is_chrome(line)), len(lines))
    if start == len(lines):
        raise Unreadable("the page is empty")
    return Page(tuple(lines[start:]), notes)


def _is_chrome(line: str) -> bool:
    bare = line.strip()
    return not bare or _CHROME.fullmatch(bare) is not None


def text_of(lines: Iterable[str]) -> str | None:
    """Lines as one text, blank ones around it left out; None when nothing is left."""
    return blank("\n".join(lines))


class Section(NamedTuple):
    """A part of a page, from its heading to the next one."""

    heading: str
    """As in the list of headings; "" for what stands before the first."""
    lines: tuple[str, ...]


def sections(lines: Sequence[str], headings: Sequence[str]) -> dict[str, Section]:
    """The page cut at lines that are one of the headings; each heading counts once, the first time.

    Headings may stand in any order; what follows a heading runs to the next.
    """
    found: dict[str, list[str]] = {"": []}
    current = found[""]
    for line in lines:
        bare = line.strip()
        if bare in headings and bare not in found:
            current = found.setdefault(bare, [])
        else:
            current.append(line)
    return {heading: Section(heading, tuple(body)) for heading, body in found.items()}


def body(cut: dict[str, Section], heading: str) -> tuple[str, ...]:
    """Lines under a heading; none where the page lacks it."""
    return cut[heading].lines if heading in cut else ()


# -- numbers and addresses

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.|classic\.|beta\.)?"
    r"(?:clinicaltrials\.gov/(?:ct2/)?(?:study|show)|trials\.co/clinical-trials-details/-|"
    r"inclinicaltrials\.com/\S*|findatrial\.com/\S*)/(NCT\d{8})/?(?:[?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)
_HEAD_LINES = 3


class Address(NamedTuple):
    """A page's address as written, and the NCT number in it."""

    url: str
    number: str


def own_address(lines: Sequence[str]) -> Address | None:
    """The page's own address: alone on one of its first three lines that are not empty.

    Anywhere else, or within a sentence, an address may be that of another trial.
    """
    top = [line.strip() for line in lines if line.strip()][:_HEAD_LINES]
    found = [(line, match[1].upper()) for line in top if (match := _ADDRESS.fullmatch(line))]
    return Address(*found[0]) if len({number for _, number in found}) == 1 else None


def without_address(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines but the one that `own_address` took."""
    address = own_address(lines)
    if address is None:
        return tuple(lines)
    at = next(at for at, line in enumerate(lines) if line.strip() == address.url)
    return page_lines("\n".join((*lines[:at], *lines[at + 1 :])))


def own_number(number: str | None) -> tuple[Identifier, ...]:
    """The registry number as the first identifier; none where there is none."""
    return (identifier(number),) if number else ()


# -- words glued or run together

# As listing pages print them; longer ones first, since "Recruiting" ends some of them.
STATUSES = tuple(
    sorted(
        (
            "Not yet recruiting",
            "Recruiting",
            "Enrolling by invitation",
            "Active, not recruiting",
            "Suspended",
            "Terminated",
            "Completed",
            "Withdrawn",
            "Unknown status",
            "Available",
            "No longer available",
            "Temporarily not available",
            "Approved for marketing",
            "Withheld",
        ),
        key=len,
        reverse=True,
    )
)


def glued_status(text: str) -> tuple[str | None, Coded[Status] | None]:
    """A site's name and the status glued to its end: `…School of MedicineRecruiting`.

    A status word behind a blank is part of the name.
    """
    for word in STATUSES:
        if text == word:
            return None, coded(Status, word)
        if text.endswith(word) and not text[: -len(word)].endswith((" ", "-")):
            return blank(text[: -len(word)]), coded(Status, word)
    return blank(text), None


_QUALIFIER = re.compile(
    r"[A-Z][A-Za-z-]+(?:ic|al|ous|ary|ory|ar|oid|iform|cell)|Type \w+|Stage \w+"
)


def comma_list(text: str | None, field: str) -> tuple[tuple[str, ...], tuple[Guess, ...]]:
    """Names joined by ", " taken apart, and the guess that this is.

    Commas within brackets divide nothing; nor, among conditions, does one before a lone adjective,
    since vocabularies write "Dermatitis, Atopic". One name needs no guess.
    """
    inverted = field == "conditions"
    parts: list[list[str]] = []
    depth = 0
    for part in (blank(text) or "").split(", "):
        if parts and (depth > 0 or (inverted and _QUALIFIER.fullmatch(part))):
            parts[-1].append(part)
        else:
            parts.append([part])
            depth = 0
        depth += part.count("(") - part.count(")")
    names = tuple(name for part in parts if (name := blank(", ".join(part))) is not None)
    if len(names) == 1 and ", " not in names[0]:
        return names, ()
    why = "the page joins the names by commas, which names may contain too"
    return names, (Guess(field=field, why=why),) if names else ()


# -- ages


class AgeLimits(NamedTuple):
    """From which age to which, and the age groups that stand behind in brackets."""

    minimum: Age | None = None
    maximum: Age | None = None
    standard: tuple[Coded[StandardAge], ...] = ()


_BRACKET = re.compile(r"(.*?)\s*\(([^()]*)\)")
_FROM = re.compile(r"(.+?)\s+(?:and|&)\s+(?:older|up|over|above)", re.IGNORECASE)
_UP_TO = re.compile(r"(?:up to|to|under|≤)\s+(.+)", re.IGNORECASE)
_BETWEEN = re.compile(r"(.+?)\s*(?:\bto\b|-|–|—)\s*(.+)", re.IGNORECASE)


def age_limits(text: str | None) -> AgeLimits:
    """`18 Years to 75 Years (Adult, Older Adult)`, `18 Years and older`, `18 Years - undefined`."""
    said = blank(text) or ""
    groups: tuple[Coded[StandardAge], ...] = ()
    if found := _BRACKET.fullmatch(said):
        said, groups = found[1], _standard(found[2])
    if not said or said.lower() == "all ages":
        return AgeLimits(standard=groups)
    if len(said) > _LONGEST_AGES:
        return AgeLimits(Age(said=said), None, groups)
    if found := _FROM.fullmatch(said):
        return AgeLimits(age(found[1]), None, groups)
    if found := _UP_TO.fullmatch(said):
        return AgeLimits(None, age(found[1], upper=True), groups)
    if found := _BETWEEN.fullmatch(said):
        return AgeLimits(age(found[1]), age(found[2], upper=True), groups)
    alone = _standard(said)
    if alone and all(group.means for group in alone):
        return AgeLimits(standard=alone)
    return AgeLimits(age(said), None, groups)


def _standard(text: str) -> tuple[Coded[StandardAge], ...]:
    words = (coded(StandardAge, word) for word in joined(text, ","))
    return tuple(word for word in words if word is not None)


# -- design


def masked(text: str | None) -> tuple[Coded[Masking] | None, tuple[Coded[WhoMasked], ...]]:
    """`Double (Participant, Investigator)`, `None (Open Label)`: how blinded, and who is."""
    said = blank(text)
    if said is None:
        return None, ()
    found = _BRACKET.fullmatch(said)
    if found is None:
        return coded(Masking, said), ()
    how = coded(Masking, found[1])
    named = (coded(WhoMasked, who) for who in joined(found[2], ","))
    who = tuple(one for one in named if one is not None and one.said != "Open Label")
    return Coded(said, how.means if how else None), who


# -- what is reported


def unread(heading: str, lines: Iterable[str]) -> tuple[Note, ...]:
    """A note for text that the layout does not place; nothing is dropped without a word."""
    count = sum(1 for line in lines if line.strip())
    lines_of = "1 line" if count == 1 else f"{count} lines"
    return (Note("unread text", f"{lines_of} under {heading!r}"),) if count else ()


def unknown_values(**fields: object) -> tuple[Note, ...]:
    """A note for each coded value that is outside its enumeration."""
    said: list[Note] = []
    for field, value in fields.items():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Coded) and one.means is None:
                said.append(Note("unknown value", f"{field}: {one.said[:80]}"))
    return tuple(said)


def not_understood(trial: Trial, **more: object) -> tuple[Note, ...]:
    """A note for each coded value of a trial outside its enumeration, and for each unread date.

    `more` has values of its parts that are looked at too.
    """
    fields = {name: getattr(trial, name) for name in Trial.__struct_fields__}
    dates = tuple(
        Note("unread date", f"{field}: {(value.said or '')[:40]}")
        for field, value in fields.items()
        if isinstance(value, TrialDate) and value.date is None
    )
    return unknown_values(**fields, **more) + dates
