"""Eligibility text understood: criteria, their topics, and thresholds in one unit.

Deterministic: word lists, a unit table and a small grammar; the same text gives the same result. How it
works, how to extend it and what it does not see is in docs/eligibility.md.
"""

from __future__ import annotations

from catalog.eligibility.constraints import constraints
from catalog.eligibility.context import Reading
from catalog.eligibility.display import checklist, display
from catalog.eligibility.ranges import Range, effective_range
from catalog.eligibility.splitting import split
from catalog.eligibility.topics import TOPICS, topics
from catalog.eligibility.values import Constraint, Criterion, Window
from catalog.eligibility.variables import VARIABLES

RULES_VERSION = 1
"""Raised with every change of rules that changes results."""


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
    reading = Reading(kind, text, section, parent_text)
    limits = constraints(reading)
    return topics(reading, limits), limits


__all__ = [
    "RULES_VERSION",
    "TOPICS",
    "VARIABLES",
    "Constraint",
    "Criterion",
    "Range",
    "Window",
    "checklist",
    "display",
    "effective_range",
    "extract",
    "understand",
]
