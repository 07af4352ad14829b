"""How likely two records without a shared number are one trial: the match score, with reasons.

Each kind of evidence is one function and one weight. Nothing here joins records: `Evidence.joins`
says whether the strict rule for joining by itself holds (near-exact title, and a sponsor, site or
drug that agrees, and nothing that speaks against it).
"""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Callable, Iterator

import msgspec

from catalog.identity.features import Features
from catalog.model.code_words import phases_told, told
from catalog.model.fuzzy import fuzz
from catalog.model.text import folded
from catalog.model.trial import Trial, TrialDate

WEIGHTS: dict[str, float] = {
    "title": 0.55,
    "acronym": 0.15,
    "own id": 0.30,
    "drugs": 0.20,
    "organisation": 0.20,
    "condition": 0.12,
    "biomarkers": 0.10,
    "dates": 0.12,
    "texts": 0.30,
}
AGAINST: dict[str, float] = {
    "numbers": 1.0,
    "dates": 0.25,
    "phase": 0.15,
    "enrollment": 0.05,
    "study type": 0.40,
    "allocation": 0.20,
    "telling words": 0.30,
}
POSSIBLE = 0.45
"""From this score on a pair is listed as a possible duplicate."""

_ROUNDING = 0.001
_NEAR_EXACT = 97.0
_SHORT_TITLE = 25


class Evidence(msgspec.Struct, frozen=True):
    """What speaks for and against two records being one trial."""

    score: float
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    joins: bool


def weigh(a: Trial, b: Trial) -> Evidence:
    """The evidence about two records; the same whichever comes first."""
    return compared(Features(a), Features(b))


def compared(one: Features, other: Features) -> Evidence:
    """The same for records whose features are at hand."""
    pros = list(_pros(one, other))
    cons = list(_cons(one, other))
    score = sum(WEIGHTS[kind] * strength for kind, strength, _ in pros)
    score -= sum(AGAINST[kind] for kind, _ in cons)
    return Evidence(
        score=round(max(0.0, min(1.0, score)), 3),
        reasons_for=tuple(reason for _, _, reason in pros),
        reasons_against=tuple(reason for _, reason in cons),
        joins=_title_is_one(one, other) and _confirmed(one, other) and not cons,
    )


def can_be_one(one: Features, other: Features) -> bool:
    """Whether the whole evidence can reach POSSIBLE, or the rule hold.

    What is quick to see, and what speaks against it, comes first: for most pairs no more is needed.
    """
    left = sum(WEIGHTS.values()) - sum(AGAINST[kind] for kind, _ in _cons(one, other))
    for kind, evidence in _QUICKEST_FIRST:
        left -= WEIGHTS[kind] * (1 - sum(strength for _, strength, _ in evidence(one, other)))
        if left < POSSIBLE - _ROUNDING:
            return False
    return True


def _confirmed(one: Features, other: Features) -> bool:
    """Whether a field besides the title agrees: a drug that both list, or a sponsor or site."""
    return bool(one.listed_drugs & other.listed_drugs) or bool(one.same_organisation(other))


_COMMON_MARKERS = frozenset({"ER", "PR", "MET", "RET"})


_Pro = tuple[str, float, str]


def _pros(one: Features, other: Features) -> Iterator[_Pro]:
    yield from _titles(one, other)
    yield from _acronym(one, other)
    yield from _own_id(one, other)
    yield from _shared_drugs(one, other)
    yield from _shared_organisation(one, other)
    yield from _shared_condition(one, other)
    yield from _shared_biomarkers(one, other)
    yield from _close_dates(one, other)
    yield from _shared_text(one, other)


def _title_pairs(one: Features, other: Features) -> Iterator[tuple[str, str]]:
    yield from itertools.product(one.titles, other.titles)


def _title_is_one(one: Features, other: Features) -> bool:
    return any(_near_exact(mine, theirs) for mine, theirs in _title_pairs(one, other))


def _near_exact(mine: str, theirs: str) -> bool:
    """Equal but for a slip: the same numbers, and no telling word that only one has."""
    if mine == theirs:
        return len(mine) >= _SHORT_TITLE
    if min(len(mine), len(theirs)) < 2 * _SHORT_TITLE or fuzz.ratio(mine, theirs) < _NEAR_EXACT:
        return False
    words, others = mine.split(), theirs.split()
    numbers_agree = [w for w in words if _HAS_DIGIT(w)] == [w for w in others if _HAS_DIGIT(w)]
    return numbers_agree and len(words) == len(others) and not _TELLING & (set(words) ^ set(others))


_HAS_DIGIT = re.compile(r"\d|^[ivx]+$").search
_TELLING = frozenset(
    "not without non versus vs alone plus extension rollover follow up naive resistant positive "
    "negative children adults adult pediatric first second third".split()
)


def _titles(one: Features, other: Features) -> Iterator[_Pro]:
    best = max((fuzz.ratio(mine, theirs) for mine, theirs in _title_pairs(one, other)), default=0.0)
    if _title_is_one(one, other):
        yield "title", 1.0, _same_titles(one.trial, other.trial)
    elif best >= 80:
        yield "title", (best - 60) / 60, f"the titles are {best:.0f} % alike"


def _same_titles(a: Trial, b: Trial) -> str:
    """Says which titles, where those that are shown first are not the same."""
    if a.title and b.title and not _near_exact(folded(a.title), folded(b.title)):
        return "the official titles are the same"
    return "the titles are the same"


def _acronym(one: Features, other: Features) -> Iterator[_Pro]:
    if one.acronym is not None and one.acronym == other.acronym:
        yield "acronym", 1.0, f"both are called {one.trial.acronym}"


def _own_id(one: Features, other: Features) -> Iterator[_Pro]:
    mine, theirs = one.organisation_ids, other.organisation_ids
    if shared := mine.keys() & theirs.keys():
        written = min(min(mine[key], theirs[key]) for key in shared)
        yield "own id", 1.0, f"both carry the organisation's own id {written}"


def _shared_drugs(one: Features, other: Features) -> Iterator[_Pro]:
    found = {drug for drug in one.drugs if _names_drug(drug, other)}
    found |= {drug for drug in other.drugs if _names_drug(drug, one)}
    if found:
        strength = 1.0 if len(found) > 1 else 0.6
        yield "drugs", strength, f"both name {', '.join(sorted(found))}"


def _names_drug(drug: str, features: Features) -> bool:
    return drug in features.drugs or f" {drug} " in features.text


def _shared_organisation(one: Features, other: Features) -> Iterator[_Pro]:
    if (pair := one.same_organisation(other)) is not None:
        mine, theirs = pair
        name = one.organisations[mine]
        if mine == theirs:
            yield "organisation", 1.0, f"both name {name}"
        else:
            written = other.organisations[theirs]
            yield "organisation", 1.0, f"{name} and {written} are one organisation"


def _shared_condition(one: Features, other: Features) -> Iterator[_Pro]:
    for mine, theirs in ((one, other), (other, one)):
        for condition, words in mine.conditions:
            if all(f" {word}" in theirs.text for word in words):
                yield "condition", 1.0, f"both are about {_short(condition)}"
                return


def _short(text: str) -> str:
    return textwrap.shorten(text, 100, placeholder=" …")


def _shared_biomarkers(one: Features, other: Features) -> Iterator[_Pro]:
    shared = (one.biomarkers & other.biomarkers) - _COMMON_MARKERS
    if len(shared) >= 2:
        yield "biomarkers", min(1.0, len(shared) / 3), f"both speak of {', '.join(sorted(shared))}"


def _close_dates(one: Features, other: Features) -> Iterator[_Pro]:
    if _dates_agree(one.trial.start_date, other.trial.start_date):
        yield "dates", 1.0, f"both start {one.trial.start_date}"


def _dates_agree(mine: TrialDate | None, theirs: TrialDate | None) -> bool:
    return bool(mine and theirs and mine.date and theirs.date and mine.date.agrees(theirs.date))


def _shared_text(one: Features, other: Features) -> Iterator[_Pro]:
    mine, theirs = one.sentences, other.sentences
    shared = mine & theirs
    if shared and len(shared) >= 0.2 * min(len(mine), len(theirs)):
        share = len(shared) / min(len(mine), len(theirs))
        yield "texts", min(1.0, 2 * share), f"{len(shared)} sentences are the same word for word"


_QUICKEST_FIRST: tuple[tuple[str, Callable[[Features, Features], Iterator[_Pro]]], ...] = (
    ("texts", _shared_text),
    ("dates", _close_dates),
    ("acronym", _acronym),
    ("own id", _own_id),
    ("title", _titles),
    ("biomarkers", _shared_biomarkers),
    ("drugs", _shared_drugs),
    ("condition", _shared_condition),
    ("organisation", _shared_organisation),
)


def _cons(one: Features, other: Features) -> Iterator[tuple[str, str]]:
    a, b = one.trial, other.trial
    yield from _contradicting_numbers(one, other)
    if a.start_date and b.start_date and a.start_date.date and b.start_date.date:
        apart = abs((a.start_date.date.first_day() - b.start_date.date.first_day()).days)
        if apart > 366 and not _dates_agree(a.start_date, b.start_date):
            yield "dates", f"one starts {a.start_date}, the other {b.start_date}"
    mine, theirs = {p.word for p in a.phases}, {p.word for p in b.phases}
    if mine and theirs and not mine & theirs:
        yield "phase", f"{phases_told(sorted(mine))} and {phases_told(sorted(theirs))}"
    for kind, left, right in (
        ("study type", a.study_type, b.study_type),
        ("allocation", a.allocation, b.allocation),
    ):
        if left and right and left.means and right.means and left.means != right.means:
            yield kind, f"{kind} {told(left)} and {told(right)}"
    yield from _telling_words(one, other)
    if a.enrollment and b.enrollment and a.enrollment.count and b.enrollment.count:
        low, high = sorted((a.enrollment.count, b.enrollment.count))
        if high > 3 * low:
            yield "enrollment", f"{low} and {high} participants"


def _telling_words(one: Features, other: Features) -> Iterator[tuple[str, str]]:
    """A word that tells sister studies apart, in a title of one and in no text of the other.

    Where a title is the same in both the longer one says nothing: records are cut short.
    """
    if _title_is_one(one, other):
        return
    for mine, theirs in ((one, other), (other, one)):
        if not theirs.titles:
            continue
        if only := sorted(mine.titles_compare - theirs.compares):
            yield "telling words", f"only {_named(mine)} speaks of {', '.join(only)}"
            return


def _named(features: Features) -> str:
    return features.trial.number or "the record without a number"


def _contradicting_numbers(one: Features, other: Features) -> Iterator[tuple[str, str]]:
    for mine in one.own_numbers:
        for theirs in other.own_numbers:
            if mine.kind == theirs.kind and mine.value != theirs.value:
                yield "numbers", f"{mine.value} and {theirs.value} are two numbers of one registry"
                return
