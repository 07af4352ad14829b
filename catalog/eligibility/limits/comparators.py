"""Comparators right before a number, found by the word or sign that they end in.

What a table of expressions would find by trying each of them everywhere in the words before a number.
"""

from __future__ import annotations

from collections import defaultdict

from catalog.eligibility.vocabulary.patterns import spelt

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
Table = tuple[tuple[str, str], ...]
"""Comparators, each with an expression of the words that say it, in the order in which they are tried."""


class Comparators:
    """The comparators of a table; `ages` are words that may stand between a comparator and its number."""

    def __init__(self, table: Table, ages: str) -> None:
        self._ages = sorted(
            (each for each in spelt(ages) if each.strip(" ") == each[1:] != ""), key=len
        )
        self._age_ends = tuple(
            each for n, each in enumerate(self._ages) if not each.endswith(tuple(self._ages[:n]))
        )
        by_end: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for op, words in table:
            for phrase in spelt(words):
                by_end[_last(phrase)][op].add(phrase)
        # The longest first, which begins the farthest to the left.
        self._by_end = {
            end: tuple(
                (op, tuple(sorted(ops[op], key=len, reverse=True))) for op, _ in table if op in ops
            )
            for end, ops in by_end.items()
        }
        self._order = {op: n for n, (op, _) in enumerate(table)}

    def at_end(self, lead: str) -> tuple[str, int] | None:
        """The comparator that a lower-case text without blanks at its end ends in, and where it begins.

        Of several the first of the table, and of its ways to be said the longest.
        """
        found = self._before(lead, len(lead))
        ways = [] if found is None else [found]
        if lead.endswith(self._age_ends):
            for ages in self._ages:
                if lead.endswith(ages) and (other := self._before(lead, len(lead) - len(ages))):
                    ways.append(other)
        return min(ways, key=lambda way: (self._order[way[0]], way[1]), default=None)

    def _before(self, lead: str, end: int) -> tuple[str, int] | None:
        said = lead if end == len(lead) else lead[:end]
        for op, phrases in self._by_end.get(_last(said), ()):
            for phrase in phrases:
                if said.endswith(phrase):
                    start = end - len(phrase)
                    if start and phrase[0] in _LETTERS and lead[start - 1] in _LETTERS:
                        continue  # the end of a longer word
                    return op, start
        return None


def _last(text: str) -> str:
    """The word that a text ends in, or its last sign."""
    return text[len(text.rstrip(_LETTERS)) :] or text[-1:]
