"""Where a measure states an endpoint: not its population, its definition or a reason."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import NamedTuple

from catalog.outcomes.endpoint_spellings import Spelling, under, written_by_first
from catalog.outcomes.measure_words import CLOSING, OPENING, Word
from catalog.outcomes.table import BY_ID, FILLER, NOT_AFTER, NOT_BEFORE, NOT_DRUGS


class Mention(NamedTuple):
    """Where a measure names an endpoint: `[start, end)` in its words."""

    endpoint: str
    start: int
    end: int


def stated(words: list[Word], families: frozenset[str] = frozenset()) -> Iterator[Mention]:
    """Mentions that say what is measured, from left to right; `families` are those it names."""
    depth, main, aside, skipping, defined = 0, False, False, False, False
    denied: set[str] = set()
    place = 0
    while place < len(words):
        word = words[place]
        if word.mark:
            depth = max(0, depth + (word.mark in OPENING) - (word.mark in CLOSING))
            if depth == 0 and word.mark in ",;.":
                skipping = False
                aside = aside and word.mark == ","
            if word.mark == ":" and main:
                aside = True
            place += 1
            continue
        if _correlates(words, place):
            return
        if depth == 0:
            skipping = skipping or (main and _opens(_POPULATION, words, place))
            aside = aside or (main and _opens(_DEFINITION, words, place))
            defined = defined or (place > 0 and _opens(_MEANING, words, place))
        longest = _longest(words, place, families)
        if longest and not longest[0].endpoint:
            place = longest[0].end
            continue
        # What was dismissed is not let in by the abbreviation that stands in brackets behind it.
        denied.update(found.endpoint for found in longest if _dismissed(words, found))
        mentions = [found for found in longest if found.endpoint not in denied]
        if mentions and not depth:
            denied.clear()
        for mention in mentions:
            endpoint = BY_ID[mention.endpoint]
            if not (skipping or defined or (main and (depth or aside))) or endpoint.instrument:
                yield mention
        main = main or any(not BY_ID[mention.endpoint].general for mention in mentions)
        place = mentions[0].end if mentions else place + 1


_MEANING = frozenset({("defined", "as"), ("defined", "by")})
_POPULATION = frozenset(
    {
        *product(
            ("in", "among", "for", "of", "between"),
            ("subject", "patient", "participant", "those", "individual", "people", "men", "women",
             "children", "adult", "all"),
        ),
        ("prior", "to"), ("according", "to"), ("based", "on"), ("with", "respect"), ("from",),
    }
)  # fmt: skip
_DEFINITION = frozenset(
    {
        ("measured", "by"), ("measured", "as"), ("assessed", "by"), ("i", "e"), ("per",),
        ("using",), ("evaluated", "by"), ("as", "assessed"), ("as", "measured"),
        ("determined", "by"), ("ie",),
    }
)  # fmt: skip


def _opens(openers: frozenset[tuple[str, ...]], words: list[Word], place: int) -> bool:
    """Whether one of the openers, of one word or two, begins here."""
    first = words[place].stem
    after = words[place + 1].stem if place + 1 < len(words) else ""
    return (first, after) in openers or (first,) in openers


def _longest(words: list[Word], place: int, families: frozenset[str]) -> list[Mention]:
    """What the longest fitting spelling means; one writing may stand for two endpoints."""
    if words[place].stem not in written_by_first():
        return []
    spelt = under(words[place].stem)
    for length in spelt.lengths:
        end = place + length
        stems = tuple(word.stem for word in words[place:end])
        found = [
            Mention(spelling.endpoint, place, end)
            for spelling in spelt.by_stems.get(stems, ())
            if _written_so(spelling, words, place)
            and (not spelling.weak or _alone(words, place, end))
            and (not spelling.beside or BY_ID[spelling.endpoint].family in families)
        ]
        if found:
            return list(dict.fromkeys(found))
    return []


def _written_so(spelling: Spelling, words: list[Word], place: int) -> bool:
    return not spelling.exact or all(
        exact in ("", words[place + step].exact) for step, exact in enumerate(spelling.exact)
    )


def _alone(words: list[Word], start: int, end: int) -> bool:
    """Whether a measure says nothing else, brackets aside, but how it counts."""
    depth = 0
    for place, word in enumerate(words):
        depth += (word.mark in OPENING) - (word.mark in CLOSING) if word.mark else 0
        counts = word.mark or depth > 0 or start <= place < end
        if not (counts or word.stem in FILLER or word.stem.isdigit()):
            return False
    return True


def _correlates(words: list[Word], place: int) -> bool:
    """Whether from here on a measure tells what goes together with, or predicts, what."""
    after = words[place + 1].stem if place + 1 < len(words) else ""
    if words[place].stem == "association":
        return after in _LINKS
    return words[place].stem in _CORRELATES


_LINKS = frozenset({"between", "of", "with"})
_CORRELATES = frozenset(
    "correlation correlate correlated correlating associated relationship odd predictor predict "
    "predictive predicting prediction".split()
)
_REASONS = {("due", "to"), ("caused", "by"), ("because", "of")}
_BEFOREHAND = {("prior", "to"), ("history", "of"), ("with", "prior"), ("manifestation", "of")}


def _dismissed(words: list[Word], mention: Mention) -> bool:
    """Whether the words around say that the endpoint is not what is measured."""
    before = tuple(word.stem for word in words[max(0, mention.start - 4) : mention.start])
    after = words[mention.end].stem if mention.end < len(words) else ""
    name = mention.endpoint
    pairs = set(pairwise(before))
    if pairs & _REASONS and BY_ID[name].family != "safety":
        return True
    if pairs & _BEFOREHAND or (before and before[-1] == "at"):
        return True
    if name == "pk_concentration":
        return any(word.stem in NOT_DRUGS for word in words[mention.end : mention.end + 4])
    return not _right_before(words, mention.start).isdisjoint(NOT_AFTER.get(name, ())) or (
        after in NOT_BEFORE.get(name, ())
    )


_LONGEST_NAME = 3
"""Words of an abbreviation in brackets: `(CA-125)` has two."""


def _right_before(words: list[Word], start: int) -> set[str]:
    """The word before; of an abbreviation in brackets it and the word that it stands behind.

    `Prostate specific antigen (PSA) response`: a response of the antigen.
    """
    if start == 0:
        return set()
    if words[start - 1].mark in CLOSING:
        opens = range(start - 2, max(0, start - 2 - _LONGEST_NAME), -1)
        opened = next((at for at in opens if words[at].mark in OPENING), None)
        if opened:
            return {word.stem for word in words[opened - 1 : start - 1] if word.stem}
    return {words[start - 1].stem}
