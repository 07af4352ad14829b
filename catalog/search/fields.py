"""What search reads of a trial, and how much a word found there weighs."""

from __future__ import annotations

import enum


class Field(enum.IntEnum):
    """Where a word was found; the number is its place in a posting."""

    TITLE = 0
    """Title and acronym."""
    CONDITION = 1
    DRUG = 2
    """Interventions and their other names."""
    NAME = 3
    """Official title, keywords, MeSH terms, the words in ids."""
    SPONSOR = 4
    """Sponsor and collaborators."""
    CITY = 5
    SITE = 6
    """Facility, state and country."""
    TEXT = 7
    """Summary, description, arms, outcomes, criteria, MeSH ancestors."""


FIELDS = tuple(Field)
SUBJECT = (Field.TITLE, Field.CONDITION, Field.DRUG, Field.NAME)
"""What a trial is about: synonyms are looked for here and in the text, not in names of places."""

ANYWHERE = sum(1 << place for place in FIELDS)
"""Masks of fields: a bit for each."""
NAMED = sum(1 << place for place in SUBJECT)
ABOUT = NAMED | 1 << Field.TEXT
LOCATED = 1 << Field.CITY | 1 << Field.SITE

PLACES: dict[str, tuple[Field, ...]] = {
    "condition": (Field.CONDITION,),
    "drug": (Field.DRUG,),
    "sponsor": (Field.SPONSOR,),
    "city": (Field.CITY,),
    "site": (Field.SITE, Field.CITY),
    "title": (Field.TITLE,),
}
"""Where the words of a filter (`city:paris`) must stand."""

WEIGHTS: dict[Field, int] = {
    Field.TITLE: 20,
    Field.CONDITION: 17,
    Field.DRUG: 17,
    Field.NAME: 13,
    Field.SPONSOR: 9,
    Field.CITY: 9,
    Field.SITE: 8,
    Field.TEXT: 5,
}
"""Points of a word typed exactly as it stands there."""


AGAIN = 3
"""Points of a word that a second field of SUBJECT holds too, and again of a third: what a trial is
about stands in its title and among its conditions or interventions."""


class Quality(enum.IntEnum):
    """How a typed word met the record's; a lower number is better."""

    EXACT = 0
    VARIANT = 1
    """Plural, singular, British, American, joined."""
    PREFIX = 2
    CORRECTED = 3
    SYNONYM = 4
    LONGER = 5
    """A longer word, where the typed one is a word of the catalogue by itself."""
    FAR = 6
    """Two slips, or a synonym of which the catalogue is less sure."""
    DOUBTED = 7
    """A frequent word one slip away from a rare one that was typed."""


SHARES: dict[Quality, float] = {
    Quality.EXACT: 1.0,
    Quality.VARIANT: 0.95,
    Quality.PREFIX: 0.85,
    Quality.CORRECTED: 0.7,
    Quality.SYNONYM: 0.6,
    Quality.LONGER: 0.5,
    Quality.FAR: 0.45,
    Quality.DOUBTED: 0.3,
}
"""What is left of a word's points where it was not typed exactly."""


def points(field: Field, quality: Quality) -> int:
    """Points of one word: 1 to 20."""
    return max(1, round(WEIGHTS[field] * SHARES[quality]))


class Kind(enum.IntEnum):
    ABBREVIATION = 1
    """Short form, long form."""
    OTHER_NAME = 2
    """Another name, the intervention's name."""
    HEADING = 3
    """A condition or intervention as written, its MeSH term."""


# Pseudo-words of the index that no text can hold: they begin with a control character.
FACET = "\x01"
COLUMN = "\x02"

FACETS = ("status", "phase", "type", "country", "class", "age", "sex", "source", "has", "purpose")
"""Coded values with a set of trials each. `not-stated` stands for no value."""
NOT_STATED = "not-stated"
BY_DATES = "by-dates"
"""The value of `status` in the index where the status follows from dates."""

COLUMNS: dict[str, int] = {
    "updated": 17,
    "start": 17,
    "completion": 17,
    "posted": 17,
    "enrollment": 20,
    "youngest": 11,
    "oldest": 11,
    "brevity": 3,
    "opens": 17,
    "closes": 17,
    "ends": 17,
}
"""Numbers kept as bit slices, with their width in bits; 0 stands for no value. The last three are
the dates of trials whose status follows from them (`catalog.model.recruitment`)."""


def brevity(title: str | None) -> int:
    """How short a title is, 7 to 0: among equals a word in a short title says more."""
    return 7 - min(7, title.count(" ") // 3) if title else 0


def facet_term(field: str, value: str) -> str:
    """The pseudo-word of a coded value."""
    return f"{FACET}{field}{FACET}{value}"


def column_term(column: str, bit: int) -> str:
    """The pseudo-word of one bit of a number."""
    return f"{COLUMN}{column}{COLUMN}{bit:02}"


def date_code(year: int, month: int, day: int) -> int:
    """A date as a number that sorts; 0 for a month or day that is not known."""
    return min(max(year - 1925, 1), 255) << 9 | month << 5 | day
