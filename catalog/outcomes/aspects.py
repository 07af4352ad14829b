"""What of an endpoint a measure states: its value, who reaches a level of it, how long, how soon.

An aspect keeps rows apart that share an endpoint and not a meaning: the change of a score and the
share of patients who respond, the number of exacerbations and the time to the first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from catalog.model.csv_table import table
from catalog.model.text import plain
from catalog.outcomes.table import Endpoint

_OF_TUMOURS = frozenset({"efficacy", "tumour"})
"""Families whose endpoints may be those of one part of the body: of the brain, the liver."""
_UNPARTED = frozenset({"pk", "surgery", "critical"})
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
    text = plain(measure)
    if endpoint.family in _OF_TUMOURS:
        return ", ".join(filter(None, (_body_part(text, endpoint), _lasts(text, endpoint))))
    if endpoint.general or endpoint.family in _UNPARTED:
        return ""
    told = _stated(text, endpoint)
    if endpoint.id in _IMMUNE:
        return ", ".join(filter(None, (_against(text), told)))
    return told


def _stated(text: str, endpoint: Endpoint) -> str:
    """What is stated of what no tumour and no body fluid has."""
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


_PARTS = {
    "intracranial": r"intra-?cranial|cns|central nervous system|brain|cerebral|leptomeningeal",
    "extracranial": r"extra-?cranial|non-?cns",
    "in the liver": r"intra-?hepatic|hepatic|liver",
    "outside the liver": r"extra-?hepatic",
    "in the lung": r"lung|pulmonary|intrathoracic",
    "in bone": r"bone|osseous|skeletal",
    "in lymph nodes": r"nodal|lymph node",
    "in the peritoneum": r"peritoneal",
    "of the skin": r"skin|cutaneous",
}
_SOME_PART = "|".join(f"(?P<p{n}>{said})" for n, said in enumerate(_PARTS.values()))
_WHAT = (
    r"(?:pfs|orr|dcr|dor|ttp|cr|response|responses|progression|remission|recurrence|relapse|"
    r"(?:disease |tumou?r )?control)\b"
)
_OF_A_PART = re.compile(
    rf"\b(?:{_SOME_PART})[\s-]+(?:(?:metasta\w+|tumou?r|lesions?|disease|objective|overall|best|"
    rf"complete|partial|time|to|duration|of)[\s-]+){{0,3}}{_WHAT}",
    re.IGNORECASE,
)
_IN_A_PART = re.compile(
    rf"\b{_WHAT}(?: rate)?(?: \([^)]*\))? (?:in|of|for) (?:the )?(?:{_SOME_PART})\b", re.IGNORECASE
)


def _body_part(text: str, endpoint: Endpoint) -> str:
    """The part of the body whose tumour is judged; "" for the whole patient."""
    found = _OF_A_PART.search(text) or _IN_A_PART.search(text)
    if found is None:
        return ""
    names = list(_PARTS)
    part = next(names[int(name[1:])] for name, said in found.groupdict().items() if said)
    return "" if part in endpoint.label.casefold() else part


_IMMUNE = frozenset({"gmt", "nab", "seroconversion", "seroprotection", "cell_immunity"})
"""Answers to a vaccine, each of which is one to an antigen."""


@cache
def _antigens() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table(Path(__file__).with_name("antigens.csv"), ("against", "words"), key=("against",))
    return tuple((name, re.compile(rf"\b(?:anti-?)?(?:{words})\b", re.I)) for name, words in rows)


def _against(text: str) -> str:
    """What an answer of the immune system is against; "" where a measure does not say."""
    found = [name for name, words in _antigens() if words.search(text)]
    return f"against {', '.join(found)}" if found else ""


_LASTS = re.compile(
    r"\b(?P<how>duration|length|time)(?: (?:of|to|until))(?: \w+){0,2}? "
    r"(?:complete|partial|cr|pr)\b",
    re.IGNORECASE,
)
_HAPPENS = frozenset({"cr", "pr"})
"""Responses that a measure may count, time, or follow for how long they last."""


def _lasts(text: str, endpoint: Endpoint) -> str:
    """Whether it is how soon a response comes or how long it lasts: `time to complete response`."""
    found = _LASTS.search(text) if endpoint.id in _HAPPENS else None
    if found is None or _COUNT.search(text):
        return ""
    return "time to event" if found["how"].casefold() == "time" else "duration"


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
