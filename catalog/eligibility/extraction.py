"""Eligibility text understood: criteria, their topics, and thresholds in one unit.

Deterministic: word lists, a unit table and a small grammar; the same text gives the same result. How it
works, how to extend it and what it does not see is in docs/eligibility.md.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from catalog.eligibility.criterion import Constraint, Criterion
from catalog.eligibility.limits.constraints import constraints
from catalog.eligibility.limits.reading import Reading
from catalog.eligibility.splitting.portions import LONGEST, portions
from catalog.eligibility.splitting.splitter import split
from catalog.eligibility.topics.classifier import MOST_TOPICS, topics
from catalog.eligibility.vocabulary.vocabulary import version

CODE = 5
"""Raised with every change of the reader's code that changes results; a changed table tells by itself."""
RULES_VERSION = f"{CODE}-{version()}"
"""By which rules criteria were read: this code, and what the tables hold."""


def extract(text: str) -> tuple[Criterion, ...]:
    """All criteria of a text, in order, with topics and constraints. Never raises."""
    items = split(text)
    found = []
    for item in items:
        parent = items[item.parent].text if item.parent is not None else None
        about, limits = understand(item.kind, item.text, item.section, parent)
        if item.role == "note":
            limits = ()
        found.append(
            Criterion(
                item.kind, item.text, item.span, item.section, item.parent, item.role, about, limits
            )
        )
    return tuple(found)


def understand(
    kind: str, text: str, section: str = "", parent_text: str | None = None
) -> tuple[tuple[str, ...], tuple[Constraint, ...]]:
    """Topics and constraints of one criterion that is already split."""
    if len(text) <= LONGEST:
        return _read(kind, text, section, parent_text)
    about: dict[str, None] = {}
    limits: list[Constraint] = []
    for start, portion in portions(text):
        named, found = _read(kind, portion, section, parent_text)
        about.update(dict.fromkeys(named))
        limits += (_moved(limit, start, len(limits)) for limit in found)
    told = [topic for topic in about if topic != "other"] or ["other"]
    return tuple(told[:MOST_TOPICS]), tuple(limits)


@lru_cache(maxsize=4096)  # cohorts and trials repeat each other's lines
def _read(
    kind: str, text: str, section: str, parent_text: str | None
) -> tuple[tuple[str, ...], tuple[Constraint, ...]]:
    reading = Reading(kind, text, section, parent_text)
    limits = constraints(reading)
    return topics(reading, limits), limits


def _moved(limit: Constraint, start: int, before: int) -> Constraint:
    """A constraint of a portion, as one of the whole text."""
    span = (limit.span[0] + start, limit.span[1] + start) if limit.span else None
    any_of = limit.any_of + before if limit.any_of else None
    return msgspec.structs.replace(limit, span=span, any_of=any_of)
