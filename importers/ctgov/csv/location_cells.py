"""Sites of a cell, `facility, city, state, zip, country` with absent parts left out: a guess.

Facilities hold commas ("University of California, Davis"), so a site is read from the right: the
country by its name, the zip by its shape, the state by the country's own list, then the city; what
is left is the facility.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from catalog.model.countries import registry_names, states
from catalog.model.trial import Guess, Site

GUESS = Guess(
    field="sites",
    why="facility, city, state, zip and country stand in one cell and were split from the right",
)

_COMMAS_IN_COUNTRY = 2
_ALWAYS_A_STATE = frozenset({"United States"})
"""Countries whose addresses always name the state."""


def sites(cell: str | None) -> tuple[Site, ...]:
    """Every site of a cell, joined by `|`."""
    if not cell:
        return ()
    return tuple(site(part) for raw in cell.split("|") if (part := raw.strip()))


@lru_cache(maxsize=8192)
def site(text: str) -> Site:
    """One site. Hospitals recur: the last few thousand are remembered."""
    parts = [part for raw in text.split(", ") if (part := raw.strip(" ,\n"))]
    country = _country(parts)
    if country is None:
        return Site(facility=text)
    zip_ = parts.pop() if len(parts) > 1 and _ZIP.fullmatch(parts[-1]) else None
    state = parts.pop() if _ends_in_state(parts, country) else None
    city = parts.pop() if parts else None
    return Site(
        facility=", ".join(parts) or None, city=city, state=state, zip=zip_, country=country
    )


def _country(parts: list[str]) -> str | None:
    """The country, taken off the end; it may hold commas itself ("Iran, Islamic Republic of")."""
    for length in range(_COMMAS_IN_COUNTRY + 1, 0, -1):
        name = ", ".join(parts[-length:])
        if len(parts) >= length and name in registry_names():
            del parts[-length:]
            return name
    # A country we have no name for is still the last part of an address.
    return parts.pop() if len(parts) > 1 else None


_ZIP = re.compile(
    r"(?=.*\d)(?:[A-Z]{1,4}[ -]{0,3})?[A-Z0-9]{1,8}(?:[ -]{1,3}[A-Z0-9]{1,6})?(?: CEDEX(?: \d+)?)?",
    re.IGNORECASE,
)

_INSTITUTION = re.compile(
    r"hospital|universit|clini|cent(?:er|re|ro)\b|institut|department|dept|division|research|"
    r"medic(?:al|ine)|school|college|faculty|facility|site|group|associates|health|care|"
    r"foundation|laborator|\b(?:inc|llc|ltd|pc|pa|llp|md|gmbh|chu|ospedale|azienda|irccs|unit|"
    r"service|oncology|cancer|building|floor|suite|campus|pharma|therapeutics|local|"
    r"investigational|trial|study|hôpital|hopital|klinik\w*|spital|krankenhaus|szpital|"
    r"policlinic\w*|nhs|trust)\b",
    re.IGNORECASE,
)


def _ends_in_state(parts: Sequence[str], country: str) -> bool:
    """Whether the last part is a state, that is: a city stands before it."""
    if len(parts) < 2:
        return False
    if country in _ALWAYS_A_STATE:
        return True
    # "Hospital, Madrid": the city. "Hospital, Madrid, Madrid": the state.
    if len(parts) == 2 or _INSTITUTION.search(parts[-2]) is not None:
        return False
    if parts[-1] in states(country) or parts[-1].lower().endswith(_STATE_ENDINGS):
        return True
    # "Clinic, Town, Somewhere": a name between an institution and the end is a city's.
    return len(parts) == 3 and _INSTITUTION.search(parts[0]) is not None


_STATE_ENDINGS = (
    " province",
    " region",
    " oblast",
    " district",
    " county",
    " department",
    " governorate",
    " municipality",
    " voivodeship",
    "-ken",
    "-gu",
    "-do",
)
