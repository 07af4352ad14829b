"""Which topic gives way to which: words of one topic that only serve another's meaning.

A new rule is one row of `rules.csv`. They are tried in order, each on what the ones before have left.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import permutations, product
from pathlib import Path

import msgspec

from catalog.eligibility.vocabulary.entries import topics
from catalog.eligibility.vocabulary.table_rows import Row, rows

ROOM = Path(__file__).resolve().parent

Found = dict[str, int]
"""Topics with the place of their first word."""


class Rule(msgspec.Struct, frozen=True):
    """Topics that give way (`yields`) where one of others (`to`) was found as well."""

    yields: tuple[str, ...]
    to: tuple[str, ...]
    """Empty for: wherever the words say so."""
    when: re.Pattern[str] | None
    """What the text must say."""
    unless: re.Pattern[str] | None
    """What it must not say."""
    kind: str | None
    """Only under this side."""
    later: bool
    """Only where the words that give way come behind the other's."""
    without: tuple[str, ...]
    """Only where no constraint on these variables was read (or on one that begins so)."""

    @property
    def tells_sense(self) -> bool:
        """Whether it asks what words say, not only which topics meet and in which order."""
        return not self.later and self.when is not None


def _rules() -> Iterator[Rule]:
    for row in rows(ROOM / "rules.csv"):
        side = row.text("side")
        yield Rule(
            row.words("yields", topics()),
            row.words("to", topics()),
            _pattern(row, "when"),
            _pattern(row, "unless"),
            row.one_of("side", side, ("inclusion", "exclusion")) if side else None,
            row.text("later") == "yes",
            row.words("without"),
        )


def _pattern(row: Row, column: str) -> re.Pattern[str] | None:
    """An expression of the table; blanks at its ends count. Raises BadTable."""
    text = row.cells[row.columns[column]]
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise row.bad(f"{column}: {text!r} is no pattern: {error}") from None


RULES: tuple[Rule, ...] = tuple(_rules())

LIST = 6
"""So many topics are a list of conditions, each of which stands alone."""
_PIECE = re.compile(r"[;•*\n]|[.,:] | - ")
_ITEM = re.compile(r"; |^\W*- | - |\* ")
_OF_ONE_THING = re.compile(r"contraindicat|\bmetal|\bsuch as|including|consist|:")
_FEWEST = 2


def is_list(form: str) -> bool:
    """Whether a lower-case line names one thing after the other, each set apart by a sign that joins nothing."""
    return len(_ITEM.findall(form)) >= _FEWEST and not _OF_ONE_THING.search(form)


def corrected_list(
    found: Found, places: Mapping[str, list[int]], form: str, kind: str, variables: frozenset[str]
) -> Found:
    """The topics of a list: one gives way only in each piece that it stands in, and of many only by its word's sense."""
    only_sense = len(found) >= LIST
    ends = [stop.start() for stop in _PIECE.finditer(form)] + [len(form)]
    pieces: dict[int, Found] = defaultdict(dict)
    for topic in found:
        for place in places.get(topic, ()):
            pieces[bisect_left(ends, place)].setdefault(topic, place)
    left: Found = {topic: place for topic, place in found.items() if not places.get(topic)}
    for piece, here in pieces.items():
        said = form[ends[piece - 1] + 1 if piece else 0 : ends[piece]].lstrip()
        for topic, place in _corrected(here, said, kind, variables, only_sense=only_sense).items():
            left[topic] = min(place, left.get(topic, place))
    return left


def corrected(found: Found, form: str, kind: str, variables: frozenset[str]) -> Found:
    """The topics that are left when each has given way to what it only serves."""
    return dict(found) if len(found) >= LIST else _corrected(found, form, kind, variables)


def _corrected(
    found: Found, form: str, kind: str, variables: frozenset[str], *, only_sense: bool = False
) -> Found:
    kept = dict(found)
    if len(kept) < 2:
        return kept
    for rule in _among(frozenset(kept)):
        if only_sense and not rule.tells_sense:
            continue
        giving = [topic for topic in rule.yields if topic in kept and _gives_way(rule, topic, kept)]
        if giving and rule.kind in (None, kind) and _holds(rule, form, variables):
            for topic in giving:
                if _gives_way(rule, topic, kept):
                    del kept[topic]
    return kept


@lru_cache(maxsize=4096)  # the same few topics stand side by side everywhere
def _among(topics: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that can apply where these topics were found, in order."""
    numbers = {n for pair in permutations(topics, 2) for n in _OF_TWO.get(pair, ())}
    return tuple(RULES[n] for n in sorted(numbers))


def _of_two() -> dict[tuple[str, str], list[int]]:
    """The rules by which one topic gives way to another, by the two."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, rule in enumerate(RULES):
        for pair in product(rule.yields, rule.to):
            found[pair].append(n)
    return dict(found)


_OF_TWO = _of_two()


def _holds(rule: Rule, form: str, variables: frozenset[str]) -> bool:
    if rule.without and any(variable.startswith(rule.without) for variable in variables):
        return False
    if rule.when is not None and not rule.when.search(form):
        return False
    return rule.unless is None or not rule.unless.search(form)


def _gives_way(rule: Rule, topic: str, kept: Found) -> bool:
    others = [other for other in rule.to if other in kept and other != topic]
    return any(not rule.later or kept[other] <= kept[topic] for other in others)
