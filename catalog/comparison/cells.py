"""How cells and rows are made, each value with its source and each missing one with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from catalog.comparison.result import Cell, Quote, Row
from catalog.merging.merged import MergedTrial
from catalog.model.text import plain
from catalog.model.trial import Presence, one_line

Key = TypeVar("Key")


def missing(trial: MergedTrial, field: str, uncertain: str = "") -> Cell:
    """A cell without a value, saying why."""
    presence = trial.presence(field)
    state = presence if presence is Presence.NOT_IN_SOURCE else Presence.NOT_STATED
    return Cell(state.value, state, uncertain=uncertain)


def absent(trial: MergedTrial, field: str, text: str = "not listed") -> Cell:
    """A cell for what a list does not hold: none where the registry gives the whole list."""
    if trial.presence(field) is Presence.VALUE:
        return Cell(text, Presence.NONE, sources=sources(trial, field))
    return missing(trial, field)


def stated(
    trial: MergedTrial,
    field: str,
    text: str,
    said: Iterable[str],
    *,
    inferred: bool = False,
) -> Cell:
    """A cell with a value of `field`; `said` are the source's own words."""
    origin = trial.provenance.get(field)
    source = origin.source if origin else 0
    guessed = inferred or trial.presence(field) is Presence.INFERRED
    return Cell(
        text,
        Presence.INFERRED if guessed else Presence.VALUE,
        sources=sources(trial, field),
        quotes=tuple(Quote(field, words, source) for words in said),
        dissent=tuple(Quote(field, other.text, other.source) for other in origin.others)
        if origin
        else (),
    )


def sources(trial: MergedTrial, *fields: str) -> tuple[int, ...]:
    """Indices of the source records that state any of the fields."""
    found: set[int] = set()
    for field in fields:
        if origin := trial.provenance.get(field):
            found.update((origin.source, *origin.agree))
    return tuple(sorted(found))


def line(text: str) -> str:
    """A source's words in one line, escapes and entities undone."""
    return one_line(plain(text))


def differing(
    cells: Sequence[Cell], keys: Sequence[Key | None], differ: Callable[[Key, Key], bool]
) -> tuple[tuple[int, int], ...]:
    """Pairs whose keys differ. A key of None compares with nothing."""
    found: list[tuple[int, int]] = []
    for one, other in combinations(range(len(cells)), 2):
        mine, theirs = keys[one], keys[other]
        if mine is not None and theirs is not None and differ(mine, theirs):
            found.append((one, other))
    return tuple(found)


def row(
    label: str,
    topic: str,
    cells: Sequence[Cell],
    keys: Sequence[Key | None],
    differ: Callable[[Key, Key], bool],
    gap: Callable[[Key, Key], str] | None = None,
) -> Row:
    """A row whose cells are compared by their keys."""
    gaps: list[tuple[int, int, str]] = []
    if gap is not None:
        for one, other in combinations(range(len(cells)), 2):
            mine, theirs = keys[one], keys[other]
            if mine is not None and theirs is not None and (text := gap(mine, theirs)):
                gaps.append((one, other, text))
    return Row(
        label,
        topic,
        tuple(cells),
        differing(cells, keys, differ),
        tuple(gaps),
        compared=all(key is not None for key in keys),
    )


def unequal(one: object, other: object) -> bool:
    return one != other
