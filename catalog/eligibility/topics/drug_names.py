"""A line that only names a drug: it is about that medicine, by the shipped tables of drug names."""

from __future__ import annotations

import re
from functools import lru_cache

from catalog.drugs.medicines import is_known_medicine, is_medicine
from catalog.eligibility.topics.stems import Words

_HAD = re.compile(
    r"\b(?:prior(?! to)|previous\w*|earlier|received|exposure|exposed|history|naive|treated|been on|has taken|have taken)\b"
)
_AGO = re.compile(
    r"\b(?:within|in|during|for|over) (?:the |at least )*(?:past |last |previous |prior |preceding )*"
    r"(?:\d+|an?|one|two|three|four|five|six|eight|ten|twelve) ?(?:hours?|days?|weeks?|months?|years?|half)\b"
)
_OF_BODY = re.compile(r"\b(?:level|concentration|serum|plasma|deficien\w+|antibod\w+|mutation)s?\b")
"""Beside such words a name ending like a drug's may be measured."""

is_medicine_name = lru_cache(maxsize=20_000)(is_medicine)
"""Of a lower-case word: `antihistamine`, `methotrexate`; not `topical`, `treatment`."""


def by_drug_name(form: str, words: Words) -> dict[str, int]:
    """The topic of a line that names a medicine and nothing else that is known, with its place.

    A time limit makes it a washout, what was had is prior therapy, anything else is taken now.
    """
    measured = _OF_BODY.search(form) is not None
    known = is_known_medicine if measured else is_medicine_name
    place = next((words.places[n] for n, word in enumerate(words.words) if known(word)), None)
    return {} if place is None else {of_medicine(form): place}


_STABLE = re.compile(r"\b(?:stable|stably|constant|unchanged|steady)\b")


def of_medicine(form: str) -> str:
    """The topic of a line about a medicine: of one given lately, earlier, or now."""
    if _STABLE.search(form):  # "at a constant dose for 4 weeks": it is taken still
        return "concurrent_therapy"
    if _AGO.search(form):
        return "washout"
    return "prior_therapy" if _HAD.search(form) else "concurrent_therapy"
