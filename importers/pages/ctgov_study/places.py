"""Sites and contacts of the study page: a country, a state, then each place before its facility."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.model.codes import Coded, Status, coded
from catalog.model.countries import known
from catalog.model.record import Note
from catalog.model.trial import Contact, Guess, Site
from importers.pages.ctgov_study.page_parts import Parts
from importers.pages.text import STATUSES, unread
from importers.values.cleaning import blank

_LABEL = re.compile(r"(Name|Phone Number|Email)\s*:\s*(.*)")
_COUNT = re.compile(r"This study has ([\d,]+) locations?", re.IGNORECASE)
_SENTENCE = re.compile(r"This section provides contact details")
_STATE = re.compile(r".+ Locations")


class Places(NamedTuple):
    """Where the study is and whom to ask."""

    contacts: tuple[Contact, ...]
    sites: tuple[Site, ...]
    guesses: tuple[Guess, ...]
    notes: tuple[Note, ...]


def places(page: Parts) -> Places:
    """Contacts, sites, and whether the copy has all of the sites."""
    contacts: list[Contact] = []
    left: list[str] = []
    for name in ("Study Contact", "Study Contact Backup"):
        contact, others = _contact(page[name].lines)
        contacts.extend([contact] if contact else [])
        left.extend(others)
    where = page.starting("This study has ")
    lines = [*page["Contacts and Locations"].lines, *left, *where.lines]
    reader = _Sites()
    for line in lines:
        reader.take(line)
    sites = tuple(reader.sites())
    return Places(
        tuple(contacts), sites, tuple(_missing(where.name, len(sites))), tuple(reader.notes())
    )


def _missing(said: str, found: int) -> Iterator[Guess]:
    count = _COUNT.match(said)
    if count and (all_ := int(count[1].replace(",", ""))) > found:
        why = f"the page names {all_} locations, of which {found} are in this copy: unfold them all"
        yield Guess(field="sites", why=why)


def _contact(lines: Sequence[str]) -> tuple[Contact | None, list[str]]:
    """The person of labelled lines, and the lines that are no such label."""
    said: dict[str, str] = {}
    others: list[str] = []
    for line in lines:
        found = _LABEL.fullmatch(line.strip())
        if found and found[1] not in said and not others:
            said[found[1]] = found[2]
        elif line.strip():
            others.append(line)
    contact = Contact(
        name=blank(said.get("Name")),
        phone=blank(said.get("Phone Number")),
        email=blank(said.get("Email")),
    )
    return (contact if contact != Contact() else None), others


class _Sites:
    """Reads lines of places: `City, State, Country, Zip`, a status, the facility."""

    def __init__(self) -> None:
        self._country = ""
        self._found: list[Site] = []
        self._status: Coded[Status] | None = None
        self._place: Site | None = None
        self._left: list[str] = []

    def take(self, line: str) -> None:
        """The next line."""
        said = line.strip()
        if not said or _SENTENCE.match(said) or _COUNT.match(said):
            return
        if "," not in said and known(said) is not None and not self._is_facility(line):
            self._close()
            self._country = said
        elif _STATE.fullmatch(said) and not line.startswith(" " * 8):
            self._close()
        elif (place := self._placed(said)) is not None and not self._is_facility(line):
            self._close()
            self._place = place
        elif self._place is None:
            self._left.append(said)
        elif said in STATUSES and self._status is None and self._place.facility is None:
            self._status = coded(Status, said)
        elif self._place.facility is None:
            self._place = Site(
                facility=said,
                city=self._place.city,
                state=self._place.state,
                zip=self._place.zip,
                country=self._place.country,
            )
        else:
            self._left.append(said)

    def _is_facility(self, line: str) -> bool:
        """Whether a line stands further in, as the facility below its place does."""
        return self._place is not None and self._place.facility is None and line[:8].isspace()

    def _placed(self, said: str) -> Site | None:
        """A place in the country at hand; without one, in any that is known."""
        parts = said.split(", ")
        at = next((n for n in (len(parts) - 1, len(parts) - 2) if self._is_country(parts, n)), 0)
        if at < 1:
            return None
        return Site(
            city=parts[0],
            state=", ".join(parts[1:at]) or None,
            country=parts[at],
            zip=parts[at + 1] if at + 1 < len(parts) else None,
        )

    def _is_country(self, parts: Sequence[str], at: int) -> bool:
        if not 0 < at < len(parts):
            return False
        return parts[at] == self._country if self._country else known(parts[at]) is not None

    def _close(self) -> None:
        if self._place is not None:
            self._found.append(
                Site(
                    facility=self._place.facility,
                    status=self._status,
                    city=self._place.city,
                    state=self._place.state,
                    zip=self._place.zip,
                    country=self._place.country,
                )
            )
        self._place = self._status = None

    def sites(self) -> Iterator[Site]:
        """All of them."""
        self._close()
        yield from self._found

    def notes(self) -> Iterator[Note]:
        """Lines that are neither place nor facility: people at the sites."""
        yield from unread("Contacts and Locations", self._left)
