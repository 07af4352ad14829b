"""Phrases of illnesses, treatments, subgroups and anchors as the reader of limits takes them, from `phrases.csv`."""

from __future__ import annotations

from catalog.eligibility.vocabulary.entries import phrases

Table = tuple[tuple[str, str], ...]
"""Phrases with what they mean: "" for nothing, `a+b` for two things, `a-` for the absence of one."""


def _table(kind: str) -> Table:
    return tuple(
        (phrase.words, "+".join(phrase.means) + ("-" if phrase.absent else ""))
        for phrase in phrases(kind)
    )


FLAGS: Table = _table("condition")
PRIOR: Table = _table("prior")
SINCE: Table = _table("interval")
WHEN: Table = _table("subgroup")
ANCHORS: Table = _table("anchor")


def expanded(variable: str) -> tuple[tuple[str, bool], ...]:
    """What a flag of the table stands for: variables, and whether the phrase says it is absent."""
    if variable.endswith("-"):
        return ((variable[:-1], True),)
    return tuple((part, False) for part in variable.split("+"))
