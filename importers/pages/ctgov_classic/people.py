"""Sites, officials, responsible party and numbers of a classic ClinicalTrials.gov page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.model.codes import ContactRole, IpdSharing, SamplingMethod, Sex, Status, coded
from catalog.model.record import Note
from catalog.model.trial import (
    Contact,
    Eligibility,
    Guess,
    Identifier,
    IpdStatement,
    Official,
    Organization,
    Oversight,
    ResponsibleParty,
    Site,
)
from importers.pages.ctgov_classic.rows import OFFICIAL, below_rows, rows
from importers.pages.text import age_limits, text_of, unread
from importers.values.cleaning import blank, identifier, yes_no

_US = "United States"
_FIXED = re.compile(
    r"To learn more about this study, .*|Please refer to this study by .*|Contacts?|Locations?|"
    r"Contacts and Locations|Layout table for .*|Go to|Hide .*|Show .*"
)
_CONTACT = re.compile(r"(?:Study )?(Contact|Contact Backup|Principal Investigator)\s*:\s*(.+)")


class Places(NamedTuple):
    """Where the study is and whom to ask, and what of that was inferred or not understood."""

    contacts: tuple[Contact, ...]
    sites: tuple[Site, ...]
    guesses: tuple[Guess, ...]
    notes: tuple[Note, ...]


class _Row(NamedTuple):
    text: str
    status: str | None


def places(lines: Sequence[str]) -> Places:
    """Sites under headings ("Norway", "United States, Ohio"): facility, then address.

    A contact line above the first heading is the study's, one below a site that site's.
    """
    contacts: list[Contact] = []
    sites: list[Site] = []
    heading, used, facility = "", False, _Row("", None)
    left: list[str] = []
    told = [line for line in lines if line.strip() and not _FIXED.fullmatch(line.strip())]
    for at, line in enumerate(told):
        if found := _CONTACT.fullmatch(line.strip()):
            contact = _contact(found[1], found[2])
            if sites:
                sites[-1] = _with_contact(sites[-1], contact)
            else:
                contacts.append(contact)
            continue
        row = _row(line)
        if "|" not in line:
            left.append(line)
        elif heading and _is_address(row.text, heading) and not _names(at, told, heading, facility):
            sites.append(_site(facility, row.text, heading))
            facility, used = _Row("", None), True
        elif heading and at + 1 < len(told) and _is_address(_row(told[at + 1]).text, heading):
            facility = row
        else:
            left.extend([heading] if heading and not used else [])
            heading, used = row.text, False
    left.extend([heading] if heading and not used else [])
    return Places(tuple(contacts), tuple(sites), _split_guess(sites), unread("Locations", left))


def _row(line: str) -> _Row:
    first, *rest = (cell.strip() for cell in line.strip().removesuffix("|").split("|"))
    return _Row(first, blank(" ".join(rest)))


def _country(heading: str) -> str:
    return _US if heading.startswith(f"{_US},") else heading


def _is_address(text: str, heading: str) -> bool:
    """Whether the heading's country stands in the line, behind a city or before a zip code."""
    country = _country(heading)
    if f", {country}, " in f"{text}, ":
        return True
    rest = text.removeprefix(f"{country}, ")
    return rest != text and (country != _US or rest.isdigit())


def _names(at: int, told: Sequence[str], heading: str, facility: _Row) -> bool:
    """Whether a line that could be an address is a facility: none is pending, and one follows."""
    following = told[at + 1] if at + 1 < len(told) else ""
    return not facility.text and "|" in following and _is_address(_row(following).text, heading)


def _site(facility: _Row, address: str, heading: str) -> Site:
    """`City, State, Country, zip`, cut at the country that the heading names."""
    country = _country(heading)
    before, _, after = f", {address}, ".rpartition(f", {country}, ")
    city, _, state = before.removeprefix(", ").partition(", ")
    return Site(
        facility=blank(facility.text),
        status=coded(Status, facility.status),
        city=blank(city),
        state=blank(state),
        zip=blank(after.removesuffix(", ")),
        country=country,
    )


def _split_guess(sites: Sequence[Site]) -> tuple[Guess, ...]:
    why = "city and state are cut at the first comma of the address"
    unclear = any(site.state and "," in site.state for site in sites)
    return (Guess(field="sites", why=why),) if unclear else ()


_EMAIL = re.compile(r"\S+@\S+")
_PHONE = re.compile(r"\+?[\d(][\d\s().+-]{5,24}")


def _contact(role: str, text: str) -> Contact:
    """`Name | phone | e-mail |` in cells, or the name alone."""
    cells = [cell.strip() for cell in text.split("|") if cell.strip()]
    name = next((c for c in cells if not _EMAIL.fullmatch(c) and not _PHONE.fullmatch(c)), None)
    return Contact(
        name=name,
        role=coded(ContactRole, role.removesuffix(" Backup")),
        phone=next((c for c in cells if _PHONE.fullmatch(c)), None),
        email=next((c for c in cells if _EMAIL.fullmatch(c)), None),
    )


def _with_contact(site: Site, contact: Contact) -> Site:
    return Site(
        facility=site.facility,
        status=site.status,
        city=site.city,
        state=site.state,
        zip=site.zip,
        country=site.country,
        contacts=(*site.contacts, contact),
    )


# -- officials and the responsible party


def officials(lines: Sequence[str]) -> Iterator[Official]:
    """Who leads the study: each line that is `Principal Investigator: Name, Affiliation`."""
    for line in lines:
        if found := OFFICIAL.fullmatch(line.strip()):
            role = coded(ContactRole, found[1].replace("Study Principal", "Principal"))
            yield Official(name=found[2], affiliation=blank(found[3]), role=role)


class Responsible(NamedTuple):
    """Who answers for the record, and the sponsor where the same line names it."""

    party: ResponsibleParty | None
    sponsor: Organization | None
    guesses: tuple[Guess, ...]


_DEGREE = re.compile(
    r"(?:[A-Z]\.? ?){2,3}|K?MD|PhD|Ph\. ?D\.?|Dr\.?|DrPH|MPH|MSc|MS|SM|MBBS|DDS|DMD|DVM|PharmD|RN|"
    r"ScD"
)
_LEGAL = re.compile(
    r"(?:Inc|Ltd|LLC|L\.L\.C|LP|PLC|plc|Corp|Co|GmbH|AG|SE|S\.?A|SAS|S\.?p\.?A|S\.?r\.?l|N\.?V|B\.?V|"
    r"A/S|AB|K\.?K|Limited|Incorporated|Corporation)\.?(?=\s|$)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:Universi\w+|College|School|Hospital\w*|Hospices|H[oô]pita\w+|Ospedale|Clinic\w*|"
    r"Cent(?:er|re|ro)|Institut\w*|Fo?undat?\w+|Fundaci\w+|Fondazione|Group|Network|Ministry|"
    r"Agency|Department|Division|Health|Medical|Research|Society|Association|Trust|Council|"
    r"Consortium|Compan\w+|Pharma\w*|Biopharma\w*|Biotech\w*|Therapeutics|Sciences|Nutrition|"
    r"Technologies|Oncology|Laborator\w+)\b|&"
)


def responsible(text: str | None) -> Responsible:
    """The party as the page gives it: `name, title, affiliation` of a person, or an organisation.

    An organisation that answers for its study is the sponsor; the page text says so nowhere else.
    """
    if text is None:
        return Responsible(None, None, ())
    parts = text.split(", ")
    if _is_organisation(parts):
        why = "the page names no sponsor: the responsible party is an organisation, taken as it"
        guess = Guess(field="sponsor", why=why)
        return Responsible(None, Organization(name=text), (guess,))
    degrees = next((n for n, part in enumerate(parts) if n and not _DEGREE.fullmatch(part)), 1)
    if len(parts) - degrees == 1:  # only the degrees can be the title
        degrees = 1
    name, rest = ", ".join(parts[:degrees]), parts[degrees:]
    if len(rest) < 2:
        return Responsible(ResponsibleParty(old_name_title=text), None, ())
    why = "name, title and affiliation are cut at commas"
    party = ResponsibleParty(
        investigator_name=name,
        investigator_title=", ".join(rest[:-1]),
        investigator_affiliation=rest[-1],
    )
    return Responsible(party, None, (Guess(field="responsible_party", why=why),))


def _is_organisation(parts: Sequence[str]) -> bool:
    """One word, a name with its legal form, or one that speaks of an institute or a company.

    Two or three other words may be somebody's name: what is not sure is not taken.
    """
    first, *rest = parts
    if any(map(_DEGREE.fullmatch, rest)):
        return any(map(_LEGAL.fullmatch, rest))
    if rest and _LEGAL.match(rest[0]):
        return True
    is_company = " " not in first or _LEGAL.fullmatch(first.split()[-1]) is not None
    return _ORGANISATION.search(first) is not None or (is_company and not rest)


# -- numbers

_LONGEST_ID = 300
_OWNER = re.compile(r"(.+?)\s+\(\s(.*?)\s*\)")


def other_ids(lines: Sequence[str]) -> Iterator[Identifier]:
    """Lines below "Other Study ID Numbers:": the organisation's own number, then others."""
    told = [line.strip().removesuffix("|").strip() for line in lines]
    for at, line in enumerate(line for line in told if line):
        found = _OWNER.fullmatch(line) if len(line) <= _LONGEST_ID else None
        value, domain = (found[1], blank(found[2])) if found else (line, None)
        yield identifier(value, domain=domain, own=at == 0)


# -- foot of the page


def eligibility(lines: Sequence[str]) -> Eligibility | None:
    """Who may enter: the rows of the table of limits, and the criteria below it."""
    told = dict(rows(lines))
    ages = age_limits(told.get("Ages Eligible for Study"))
    population, criteria = _population(below_rows(lines))
    given = Eligibility(
        text=text_of(criteria),
        minimum_age=ages.minimum,
        maximum_age=ages.maximum,
        standard_ages=ages.standard,
        sex=coded(Sex, told.get("Sexes Eligible for Study")),
        gender_based=yes_no(told.get("Gender Based Eligibility")),
        gender_description=blank(told.get("Gender Eligibility Description")),
        healthy_volunteers=yes_no(told.get("Accepts Healthy Volunteers")),
        study_population=text_of(population),
        sampling_method=coded(SamplingMethod, told.get("Sampling Method")),
    )
    return given if given != Eligibility() else None


def _population(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The study population and the criteria, where the page has headings for them."""
    bare = [line.strip() for line in lines]
    start = next((at for at, line in enumerate(bare) if line), len(bare))
    if start < len(bare) and bare[start] == "Criteria":
        return (), lines[start + 1 :]
    if start < len(bare) and bare[start] == "Study Population" and "Criteria" in bare:
        end = bare.index("Criteria")
        return lines[start + 1 : end], lines[end + 1 :]
    return (), lines


# -- the foot of the page

_FIRST_POSTED = re.compile(r"First Posted\s*:\s*\|.*")


def id_lines(lines: Sequence[str]) -> Sequence[str]:
    """Lines from "Other Study ID Numbers: |" to "First Posted: |"."""
    told = [line.strip() for line in lines]
    start = next((n for n, s in enumerate(told) if s.startswith("Other Study ID Numbers")), None)
    if start is None:
        return ()
    ends = (n for n in range(start + 1, len(told)) if _FIRST_POSTED.fullmatch(told[n]))
    return (told[start].partition("|")[2], *told[start + 1 : next(ends, len(told))])


def keywords(lines: Sequence[str]) -> tuple[str, ...]:
    """What follows the last row: keywords and MeSH terms, a column a line, divided by blanks."""
    told = (line.strip() for line in below_rows(lines))
    cells = (line.removesuffix("|").strip() for line in told if line.endswith("|"))
    return tuple(cell for cell in cells if cell and not cell.endswith(":"))


def keyword_guess(keywords: Sequence[str]) -> tuple[Guess, ...]:
    why = "the page divides keywords, and MeSH terms, by a blank only: each line is kept whole"
    return (Guess(field="keywords", why=why),) if keywords else ()


def oversight(more: dict[str, str]) -> Oversight | None:
    """What the FDA regulates, by the rows of "More Information"; None where none tells."""
    given = Oversight(
        is_fda_regulated_drug=yes_no(more.get("Studies a U.S. FDA-regulated Drug Product")),
        is_fda_regulated_device=yes_no(more.get("Studies a U.S. FDA-regulated Device Product")),
        is_us_export=yes_no(more.get("Product Manufactured in and Exported from the U.S.")),
    )
    return given if given != Oversight() else None


def ipd(more: dict[str, str]) -> IpdStatement | None:
    """The plan to share data of participants, by the same rows."""
    sharing = coded(IpdSharing, more.get("Plan to Share IPD"))
    description = blank(more.get("Plan Description"))
    return IpdStatement(sharing=sharing, description=description) if sharing else None
