"""What time frames and descriptions of outcomes look like: the words `outcome_signs` asks for."""

from __future__ import annotations

import re

LONGEST_TIME = 260
"""Letters; the registry allows 254 for a time frame."""

_UNITS = (
    "minute|min|hour|hr|day|week|wk|month|mth|mo|year|yr|visit|cycle|trimester|session|night|"
    "semester"
)
_COUNT_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty|thirty|"
    "first|second|third|fourth|last"
)
_EVENTS = frozenset(
    """
    baseline screening randomization randomisation enrollment enrolment inclusion admission
    discharge surgery operation operative preoperative postoperative intraoperative perioperative
    predose postdose dosing dose treatment therapy intervention study trial followup completion
    delivery birth labor labour death progression procedure hospitalization hospitalisation stay
    timepoint timepoints date daily weekly monthly yearly annually immediately throughout duration
    period end start timeframe time age
    """.split()
)
"""What time is counted from, and how often."""
_TIME_WORDS = _EVENTS | {word + s for word in _UNITS.split("|") for s in ("", "s")}
_TOKEN = re.compile(r"[a-z]+")
_SHORT_UNIT = re.compile(
    r"\d ?(?:h|d|w|m|y)s?\b|\b[dwmty]\d|\b(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d\b|"
    r"^(?:before|after|pre|post)$|\b(?:follow|base|pre|post)[- ](?:up|line|dose)\b"
)
"""`24h`, `d1`, `2017-2022`, and a lone "Before"."""


def speaks_of_time(piece: str) -> bool:
    """Whether it has a length of time or an event that time is counted from."""
    low = piece.lower()
    # Sets of words rather than one pattern of all: a CSV has ten of these in every row.
    return not _TIME_WORDS.isdisjoint(_TOKEN.findall(low)) or _SHORT_UNIT.search(low) is not None


OPENS_TIME = re.compile(
    rf"(?:~|>|<|≤|≥|\\|\d|t\d|(?:{_UNITS})s?(?:\b|\d)|(?:{_COUNT_WORDS})\b|"
    r"(?:up ?to|from|at|within|through(?:out)?|until|till|during|before|after|prior|pre|post|"
    r"baseline|base line|screening|every|each|between|an? average|average|over|for|"
    r"immediately|intra-?operative(?:ly)?|peri-?operative(?:ly)?|pre-?operative(?:ly)?|"
    r"post-?operative(?:ly)?|randomi[sz]ation|enrol+ment|inclusion|admission|discharge|surgery|"
    r"end|start|on|in|whole|entire|date|time|initial|approximately|approx|about|around|assessed|"
    r"measured|beginning|since|while|study|completion|duration|daily|weekly|monthly|annually|"
    r"pre-?dose|post-?dose|follow-?up|delivery|birth|hospital|max(?:imum)?|minimum|"
    r"the (?:day|week|month|year|time|first|last|end|whole|entire|duration|study|period|date))\b)",
    re.IGNORECASE,
)
"""How a time frame begins."""

GOES_ON = re.compile(
    r"(?:whichever|which ?ever|assessed|an average|on average|average|approximately|approx|about|"
    r"up to|max|maximum|then|thereafter|followed by|followed up|with follow|provided|until|"
    r"through study completion|respectively|expected|estimated|as well as|depending|total)\b",
    re.IGNORECASE,
)
"""How a time frame goes on behind a comma rather than begins."""

NUMBERS = re.compile(r"(?:and |or |& |to )?[\d.\-–+/ ]+(?:(?:and|to|or|&) [\d.\-–+/ ]+)*\.?")
"""Nothing but numbers: part of a list such as "Week 1, 5, 9"."""

JOINS = frozenset("and or & and/or but nor etc".split())
"""Joins on what came before."""

LONGEST_ITEM = 5
"""Words of an item in a list that stands within a measure."""

_SENTENCE = re.compile(r"[.!?]\)?\s+[A-Z(\"*]")


def has_sentences(piece: str) -> bool:
    """Whether a new sentence or line begins within."""
    if "\n" in piece:
        return True
    # Most pieces hold none of these marks: looking for them is ten times as fast as the pattern.
    if ". " in piece or "? " in piece or "! " in piece or ".) " in piece:
        return _SENTENCE.search(piece) is not None
    return False


SHORT = frozenset({"the", "of", "in", "and", "a", "an", "to", "for", "with", "on", "at", "by"})


def first_word(text: str) -> str:
    """In small letters, without the punctuation behind it; "" where there is none."""
    word = text.split(None, 1)[:1]
    return word[0].rstrip(".,:;)").lower() if word else ""
