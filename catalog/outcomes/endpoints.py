"""What an outcome measures, whatever its wording: measures into the endpoints of one table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from catalog.model.text import plain
from catalog.outcomes.endpoint_spellings import beside_families
from catalog.outcomes.measure_words import CLOSING, OPENING, Word, words_of
from catalog.outcomes.mentions import Mention, stated
from catalog.outcomes.table import BY_ID, FILLER, LOOSE_LABELS, STRICT, Endpoint


def recognise(measure: str) -> tuple[str, ...]:
    """Ids of the endpoints a measure states, in the order it names them; () for none known.

    Only what is measured counts: not the population ("in patients with a CR"), not a definition
    in brackets, not the two sides of a correlation.
    """
    return reading(measure).endpoints


def plainly(measure: str) -> bool:
    """Whether a measure says nothing but its endpoints: no subscale, subgroup, assessor or time.

    Only what is said plainly can be called the same without reading it.
    """
    return reading(measure).plain


class Reading(NamedTuple):
    """What `recognise` and `plainly` tell, found by reading a measure once."""

    endpoints: tuple[str, ...]
    plain: bool


@lru_cache(maxsize=8192)
def reading(measure: str) -> Reading:
    """The endpoints of a measure, and whether it says nothing else."""
    words = words_of(plain(measure))
    mentions = tuple(stated(words))
    families = frozenset(_family(mention) for mention in mentions) & beside_families()
    if families:
        mentions = tuple(stated(words, families))
    found: list[str] = []
    for mention in mentions:
        name = _refined(mention, words)
        if name not in found:
            found.append(name)
    strict = {mention.endpoint for mention in mentions if _is_strict(mention, words)}
    names = tuple(
        name
        for name in found
        if not (
            _replaced(name, found) or (name in STRICT and name not in strict and _scaled(found))
        )
    )
    return Reading(names, _covered(mentions, words))


def _family(mention: Mention) -> str:
    endpoint = BY_ID[mention.endpoint]
    return endpoint.family or endpoint.general


def _is_strict(mention: Mention, words: list[Word]) -> bool:
    """Whether a mention is the endpoint's by its own words: "objective response"."""
    said = {word.stem for word in words[mention.start : mention.end]}
    return not said.isdisjoint(STRICT.get(mention.endpoint, said))


def _scaled(found: list[str]) -> bool:
    """Whether a scale is named: "response" is then one on the scale, and no tumour's."""
    return any(BY_ID[name].instrument for name in found)


def label_of(endpoint: Endpoint, measures: Iterable[str]) -> str:
    """How a row of these measures is called: by the endpoint only where one of them names it so.

    "Response rate" in a trial of depression is a response as that trial defines it.
    """
    if endpoint.id not in STRICT or any(_says_strictly(one, endpoint.id) for one in measures):
        return endpoint.label
    return LOOSE_LABELS[endpoint.id]


def _says_strictly(measure: str, endpoint: str) -> bool:
    words = words_of(plain(measure))
    return any(word.stem in STRICT[endpoint] for word in words)


def _covered(mentions: tuple[Mention, ...], words: list[Word]) -> bool:
    covered = {place for mention in mentions for place in range(mention.start, mention.end)}
    return bool(covered) and all(
        word.mark
        or place in covered
        or (word.stem in FILLER and not word.stem.isdigit())
        or _abbreviates(words, place)
        for place, word in enumerate(words)
    )


def _abbreviates(words: list[Word], place: int) -> bool:
    """Whether a word stands alone in brackets and is written like an abbreviation."""
    before = words[place - 1].mark if place else ""
    after = words[place + 1].mark if place + 1 < len(words) else ""
    return before in OPENING and after in CLOSING and sum(map(str.isupper, words[place].exact)) > 1


_GRADE = re.compile(r"grades? (?:[≥>] )?(?:3|4|iii|iv|3 5|3 4)\b")
_STOPS = re.compile(
    r"(?:discontinu|withdraw|stopp)\w* .*\b(?:due to|because of|for|owing to)\b.*"
    r"\b(?:adverse|ae|toxicit)|(?:adverse|ae|toxicit)\w* .*\b(?:leading to|resulting in|"
    r"that lead to|causing|led to)\b.*(?:discontinu|withdraw|stopp|cessation)"
    r"|(?:adverse|ae|toxicit)\w* .*\b(?:end|ends|ended|ending|stop|stops|stopping) (?:the |study )?"
    r"(?:treatment|therapy|drug|medication)"
)


def _refined(mention: Mention, words: list[Word]) -> str:
    """Adverse events of grade 3 and above, or that end treatment, are endpoints of their own."""
    if mention.endpoint == "ae_grade3" and any(word.exact == "SAE" for word in words):
        return "sae"  # many authors write "severe" for serious: their abbreviation tells
    if mention.endpoint not in _EVENTS:
        return mention.endpoint
    text = " ".join(word.mark or word.stem for word in words)
    if _STOPS.search(text):
        return "ae_discontinuation"
    if mention.endpoint == "ae" and _GRADE.search(text):
        return "ae_grade3"
    return mention.endpoint


_EVENTS = frozenset({"ae", "trae", "teae"})


def _replaced(name: str, found: list[str]) -> bool:
    """Whether a field ("safety") is there only as the heading of an endpoint named beside it."""
    family = BY_ID[name].general
    return bool(family) and any(
        BY_ID[other].family == family and not BY_ID[other].general for other in found
    )
