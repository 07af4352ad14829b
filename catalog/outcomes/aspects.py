"""What of an endpoint a measure states: its value, who reaches a level of it, how long, how soon.

An aspect keeps rows apart that share an endpoint and not a meaning: the change of a score and the
share of patients who respond, the number of exacerbations and the time to the first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from catalog.model.text import plain
from catalog.outcomes.table import Endpoint

_UNPARTED = frozenset({"efficacy", "tumour", "pk", "surgery", "critical"})
"""Families whose endpoints are times, or are named with their aspect already."""
_SHARE = re.compile(
    r"\b(?:proportions?|percentages?|percent|number|frequency|rate|fraction|incidence|%) (?:of )?"
    r"(?:the |all |study |randomi[sz]ed |treated )*(?:patients?|subjects?|participants?|women|men|"
    r"children|infants|people|individuals|adults)\b|\bresponders?\b|\bresponder rate|"
    r"\b(?:undetectable|suppression|normali[sz]ation)\b|\bbelow (?:the )?(?:lower )?limit|"
    r"\bresponse rate",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?:(?P<sign><|≤|>|≥|less than|below|under|lower than|above|greater than|more than|at least)"
    r"\s*(?:or equal to |=\s*)?)(?P<number>\d[\d,]*(?:\.\d+)?)|(?P<least>\d{2,3})\s*(?:%|percent)",
    re.IGNORECASE,
)
_GRADED = re.compile(r"\b(?:PASI|EASI|SCORAD|SALT|HiSCR)[ -]?(50|75|90|100)\b", re.IGNORECASE)
_LETTERS = re.compile(r"\b\d+[ -](?:etdrs )?(?:letters?|lines?)\b", re.IGNORECASE)
_WORSE = re.compile(r"\b(?:los[st]|lost|loss|losing|worsen\w*|decreas\w*)\b", re.IGNORECASE)
_TIME = re.compile(r"\btime[ -](?:to|until|from)\b|\bdays? (?:to|until)\b", re.IGNORECASE)
_DURATION = re.compile(r"\bduration\b", re.IGNORECASE)
_HARM = re.compile(r"\b(?:severity|intensity)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(?:incidences?|frequency|number|rates?|occurrence|proportion|percentage|count|presence)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def aspect(measure: str, endpoint: Endpoint) -> str:
    """In words, what a measure states of an endpoint; "" for its value or that it happens."""
    if endpoint.general or endpoint.family in _UNPARTED:
        return ""
    text = plain(measure)
    if not endpoint.measured and "composite" in text.casefold():
        return "within a composite"
    if _TIME.search(text) and not endpoint.label.startswith("time"):
        return "time to event"
    if endpoint.measured:
        return _reached(text)
    if _HARM.search(text) and not _COUNT.search(text):
        return "severity"
    if _DURATION.search(text) and not _COUNT.search(text):
        return "duration"
    return ""


def _reached(text: str) -> str:
    """Who reaches a value, and which; "" for the value itself."""
    graded = _GRADED.search(text)
    if graded:
        return f"response of {graded[1]} %"
    letters = _LETTERS.search(text)
    if not _SHARE.search(text):
        return ""
    if letters:
        return f"patients who {'lose' if _WORSE.search(text) else 'gain'} {letters[0].lower()}"
    level = _LEVEL.search(text)
    if level is None:
        return "share of patients"
    if level["least"]:
        return f"share of patients, {level['least']} %"
    return f"share of patients, {level['sign'].lower()} {level['number'].replace(',', '')}"
