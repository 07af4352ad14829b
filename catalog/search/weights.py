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
    """Of which kind two names are that records put side by side."""

    ABBREVIATION = 1
    """Short form, long form."""
    OTHER_NAME = 2
    """Another name, the intervention's name."""
    HEADING = 3
    """A condition or intervention as written, its MeSH term."""
