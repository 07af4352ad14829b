"""Names of one thing that a trial's record puts side by side.

What one record says is a Pair; how often and how exclusively the pair occurs in the catalogue
decides whether search uses it (`catalog.search.synonyms.lexicon`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from catalog.model.abbreviations import pairs as abbreviations
from catalog.model.trial import Trial
from catalog.search.weights import Kind
from catalog.search.words import words

_LONGEST = 7
"""Words of a name at most; longer ones are descriptions."""
_LETTERS = 70
_ALIAS = re.compile(r"([^()]{3,60}?) ?\(([^()]{3,40})\)")
_DOSE = re.compile(r"\b\d+([.,]\d+)? ?(mg|mcg|µg|ug|g|ml|iu|%|mg/kg)\b", re.IGNORECASE)


class Pair(msgspec.Struct, frozen=True, order=True):
    """`name` is said to mean `meaning`, both as plain words joined by blanks."""

    name: str
    meaning: str
    kind: int


def pairs_of(trial: Trial) -> tuple[Pair, ...]:
    """What this trial's record says of names, each pair once."""
    found = dict.fromkeys(_abbreviations(trial))
    found.update(dict.fromkeys(_other_names(trial)))
    found.update(dict.fromkeys(_headings(trial)))
    return tuple(found)


def _pair(name: str, meaning: str, kind: Kind) -> Pair | None:
    if len(name) > _LETTERS or len(meaning) > _LETTERS:
        return None
    left, right = words(name), words(meaning)
    if not left or not right or max(len(left), len(right)) > _LONGEST:
        return None
    if set(left) <= set(right) or set(right) <= set(left) or "".join(left) == "".join(right):
        return None  # the words themselves find it
    return Pair(" ".join(left), " ".join(right), kind)


def _abbreviations(trial: Trial) -> Iterator[Pair]:
    for text in _texts(trial):
        if text and "(" in text:
            for short, long in abbreviations(text):
                if pair := _pair(short, long, Kind.ABBREVIATION):
                    yield pair


def _texts(trial: Trial) -> Iterator[str | None]:
    yield trial.title
    yield trial.official_title
    yield from trial.conditions
    yield from trial.keywords
    yield trial.brief_summary
    yield trial.detailed_description
    for each in trial.interventions:
        yield each.name
        yield each.description
    for outcome in trial.outcomes:
        yield outcome.measure
    if trial.eligibility:
        yield trial.eligibility.text


def _other_names(trial: Trial) -> Iterator[Pair]:
    for each in trial.interventions:
        name = each.name
        aliases = list(each.other_names)
        if alias := _ALIAS.fullmatch(name):
            name = alias[1]
            aliases.append(alias[2])
        if _DOSE.search(name):
            continue
        for other in aliases:
            if not _DOSE.search(other) and (pair := _pair(other, name, Kind.OTHER_NAME)):
                yield pair


def _headings(trial: Trial) -> Iterator[Pair]:
    if len(trial.conditions) == len(trial.condition_mesh) == 1:
        pair = _pair(trial.conditions[0], trial.condition_mesh[0].term, Kind.HEADING)
        if pair:
            yield pair
    names = [each.name for each in trial.interventions]
    if len(names) == len(trial.intervention_mesh) == 1 and not _DOSE.search(names[0]):
        pair = _pair(names[0], trial.intervention_mesh[0].term, Kind.HEADING)
        if pair:
            yield pair
