"""How endpoints are spelt: the table's spellings, expanded when a measure has their first word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from catalog.outcomes.measure_words import stem_of
from catalog.outcomes.table import ENDPOINTS, LOOK_ALIKES, ORDER


class Spelling(NamedTuple):
    """One writing of an endpoint, word by word."""

    stems: tuple[str, ...]
    exact: tuple[str, ...]
    """What must be written just so ("pCR" is no PCR), "" for a word in any case; () for none."""
    weak: bool
    beside: bool
    """Counts only where the measure names its family: CL is a clearance among pharmacokinetics."""
    endpoint: str


class Under(NamedTuple):
    """The spellings that begin with one word."""

    lengths: tuple[int, ...]
    """How many words they have, the longest first."""
    by_stems: dict[tuple[str, ...], list[Spelling]]


@cache
def written_by_first() -> dict[str, list[tuple[str, str]]]:
    """The table's rows, unexpanded, with their endpoint, by each word they can begin with.

    Expanded as a whole the table has 15,000 spellings, most of which no measure at hand begins.
    """
    table: dict[str, list[tuple[str, str]]] = {}
    rows = [(written, one.id) for one in ENDPOINTS for written in one.spellings]
    for row in (*rows, *((written, "") for written in LOOK_ALIKES)):
        for first in {_spelled(word)[1] for word in first_words(row[0].lstrip("~&"))}:
            table.setdefault(first, []).append(row)
    return table


def first_words(phrase: str) -> Iterator[str]:
    """The words that a phrase with choices can begin with."""
    whole, opened, _ = phrase.lstrip().partition("(")
    if not opened or " " in whole:
        yield whole.split()[0]
        return
    for chosen in _choices_of_first(phrase.lstrip()):
        yield from first_words(chosen)


@cache
def under(first: str) -> Under:
    """The spellings that begin with a word of `written_by_first`."""
    found: dict[tuple[str, ...], list[Spelling]] = {}
    for written, endpoint in written_by_first()[first]:
        for spelling in _expanded(written, endpoint):
            if spelling.stems[0] == first:
                same = found.setdefault(spelling.stems, [])
                if spelling not in same:
                    same.append(spelling)
    for same in found.values():
        same.sort(key=lambda spelling: ORDER.get(spelling.endpoint, -1))
    return Under(tuple(sorted({len(stems) for stems in found}, reverse=True)), found)


def _expanded(written: str, endpoint: str) -> Iterator[Spelling]:
    weak, beside = written.startswith("~"), written.startswith("&")
    for phrase in choices(written.lstrip("~&")):
        spelled = [_spelled(part) for part in phrase.split()]
        exact = tuple(exact for exact, _ in spelled)
        yield Spelling(
            tuple(stem for _, stem in spelled), exact if any(exact) else (), weak, beside, endpoint
        )


def _spelled(part: str) -> tuple[str, str]:
    """How a word of a spelling must be written, "" for anyhow, and its stem."""
    exact = part[1:] if part.startswith("!") else ""
    return exact, stem_of(part.lstrip("!").lower())


def choices(phrase: str) -> Iterator[str]:
    """Every phrase that one with choices stands for; choices may hold choices."""
    if "(" not in phrase:
        yield phrase
        return
    for chosen in _choices_of_first(phrase):
        yield from choices(chosen)


def _choices_of_first(phrase: str) -> Iterator[str]:
    """The phrases that stand for one, its first choice made."""
    opened = phrase.find("(")
    depth, cuts = 0, [opened]
    for place in range(opened, len(phrase)):
        depth += (phrase[place] == "(") - (phrase[place] == ")")
        if depth == 0:
            cuts.append(place)
            break
        if depth == 1 and phrase[place] == "|":
            cuts.append(place)
    for start, end in pairwise(cuts):
        yield phrase[:opened] + phrase[start + 1 : end] + phrase[cuts[-1] + 1 :]


@cache
def beside_families() -> frozenset[str]:
    """Families with spellings that count only beside another of the family."""
    return frozenset(
        endpoint.family
        for endpoint in ENDPOINTS
        if any(written.startswith("&") for written in endpoint.spellings)
    )
