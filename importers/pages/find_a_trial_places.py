"""Places and people of a Find a Trial page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.model.record import Note
from catalog.model.trial import Contact, Guess, Site
from importers.pages.text import unread
from importers.values.countries import COUNTRIES

_NAMED = re.compile(r"(.+?)\s+[—–]\s+(.+)")


def page_sites(lines: Sequence[str]) -> tuple[tuple[Site, ...], tuple[Guess, ...]]:
    """One site a line: `City, Country`, `City, State`, or `Facility — City, State, Country`."""
    bare = [re.sub(r"^\s*[-*•]\s+", "", line).strip() for line in lines]
    found = tuple(_site(line) for line in bare if line)
    why = "places are cut at commas; a name that is no country's is taken as the state"
    return found, (Guess(field="sites", why=why),) if found else ()


def _site(line: str) -> Site:
    named = _NAMED.fullmatch(line)
    facility, place = (named[1], named[2]) if named else (None, line)
    parts = place.split(", ")
    country = next((name for name in _tails(parts) if name in COUNTRIES), None)
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
