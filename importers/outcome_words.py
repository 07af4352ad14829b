"""What time frames and descriptions of outcomes look like: the words `outcome_cells` goes by."""

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

UNIT = re.compile(
    rf"\b(?:{_UNITS})s?(?:\b|(?=\d))|\d ?(?:{_UNITS}|h|d|w|m|y)s?\b|\b[dwmty]\d|"
    r"\b(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d\b|^(?:before|after|pre|post)$|"
    r"\b(?:baseline|base line|screening|randomi[sz]ation|enrol+ment|inclusion|admission|discharge|"
    r"surgery|operation|operative|preoperative|postoperative|intraoperative|perioperative|"
    r"pre-?dose|post-?dose|dosing|dose|treatment|therapy|intervention|study|trial|follow-?up|"
    r"completion|delivery|birth|labou?r|death|progression|procedure|hospitali[sz]ation|"
    r"hospital stay|time ?points?|date|daily|weekly|monthly|yearly|annually|immediately|"
    r"throughout|duration|period|end|start|stay|timeframe|time|years?|age)\b",
    re.IGNORECASE,
)
"""A length of time or an event that time is counted from."""

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

ENDS_IN_NUMBER = re.compile(r"\d\w?\.?$")

JOINS = re.compile(r"(?:and|or|&|and/or|but|nor|etc)\b|&", re.IGNORECASE)
"""Joins on what came before."""

SHORTENED = re.compile(
    r"\b(?:i\.e|e\.g|approx|vs|resp|incl|max|min|no|wks?|mos?|yrs?|hrs?)\.$", re.I
)
"""A full stop that ends no sentence."""

LONGEST_ITEM = 5
"""Words of an item in a list that stands within a measure."""
PAIRED = re.compile(r"(?:\S+ ){1,5}(?:and|or) ")
"""The last item but one and the last of such a list: "Concordance and study prevalence"."""

CLINGS = re.compile(
    r"(?:by|as|including|such|compared|with|after|before|during|among|e\.g|i\.e|which|where|at|in|"
    r"on|of|for|from|due|not|measured|assessed|defined|according|based|using)\b"
)
"""In small letters these say more about what came before."""

SENTENCE_WITHIN = re.compile(r"[.!?]\)?\s+[A-Z(\"*]|\n|:\s*\n")
"""A new sentence or line."""

OPENS_DESCRIPTION = re.compile(
    r"(?:the|this|these|to|a|an|defined|is|are|it|number|percent|percentage|proportion|rate|"
    r"change|changes|mean|median|measured|measurement|measure|measures|assess|assessed|"
    r"assessment|evaluat\w+|determin\w+|will|we|time|score|scores|scale|using|use|patients?|"
    r"participants?|subjects?|incidence|how|whether|based|calculated|comparison|compare|"
    r"questionnaire|each|all|in|for|from|as|by|with|via|per|according)\b",
    re.IGNORECASE,
)
"""How a description begins."""

_SHORT = frozenset({"the", "of", "in", "and", "a", "an", "to", "for", "with", "on", "at", "by"})
_WORD = re.compile(r"\w+")


def first_words(text: str) -> frozenset[str]:
    """The telling ones of the first five words: descriptions tend to repeat the measure's."""
    found = _WORD.findall(text[:80].lower())[:5]
    return frozenset(found) - _SHORT
