"""The catalogue's own words: how many trials hold one, how it goes on, what was meant by it."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from math import log10
from typing import NamedTuple

from catalog.search.index.reader import count_of
from catalog.search.index.spellings import LEAST_LETTERS

_MOST_COMPLETIONS = 24
_MOST_CORRECTIONS = 3
_LONGER_BY = 9


class Correction(NamedTuple):
    """A word of the catalogue that a typed one is a slip away from."""

    term: str
    slips: int


class Lexicon:
    """Looks words up in the vocabulary of one catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.count = lru_cache(maxsize=2_000)(self._count)
        self.completions = lru_cache(maxsize=500)(self._completions)
        self.corrections = lru_cache(maxsize=500)(self._corrections)
        self.beginnings = lru_cache(maxsize=500)(self._beginnings)

    def _count(self, term: str) -> tuple[int, int]:
        """About how many trials hold the word: anywhere, and outside texts."""
        return count_of(self._connection, term)

    def _completions(self, prefix: str) -> tuple[str, ...]:
        """The most frequent words that begin so, the word itself left out."""
        row = self._connection.execute(
            "SELECT terms FROM search_completion WHERE prefix = ?", (prefix,)
        ).fetchone()
        if row is not None:
            found: Iterable[str] = row[0].split(" ")
        else:
            rows = self._connection.execute(
                "SELECT term, count, subject FROM search_term WHERE term >= ? AND term < ?",
                (prefix, prefix + "\U0010ffff"),
            )
            best = heapq.nlargest(_MOST_COMPLETIONS + 1, rows, key=lambda row: row[2] * 4 + row[1])
            found = (term for term, _, _ in best)
        return tuple(term for term in found if term != prefix)[:_MOST_COMPLETIONS]

    def _corrections(self, word: str) -> tuple[Correction, ...]:
        """Words that may be meant by a finished word, best first."""
        slips = _slips(word)
        if not slips:
            return ()
        length = len(word)
        shapes = [f"1{word[0]}{n}" for n in range(length - slips, length + slips + 1)]
        shapes += [f"1{word[1]}{n}" for n in range(length - 1, length + slips)]
        shapes += [f"2{word[1:3]}{n}" for n in range(length - 1, length + slips)]
        shapes += [f"2{word[:2]}{n}" for n in range(length, length + slips + 1)]
        near: set[tuple[str, int]] = set()
        for terms in self._bucketed(shapes):
            near.update(_near(word, terms, slips, 40))
        return self._best(word, near)

    def _beginnings(self, prefix: str) -> tuple[Correction, ...]:
        """Beginnings of words that may be meant by the beginning of one."""
        slips = 1 if len(prefix) < 7 else _slips(prefix)
        length = len(prefix)
        if length < LEAST_LETTERS + 1 or not slips:
            return ()
        shapes = [f"1{prefix[0]}{n}" for n in range(length, length + _LONGER_BY)]
        shapes += [f"2{prefix[1:3]}{n}" for n in range(length, length + _LONGER_BY)]
        near: set[tuple[str, int]] = set()
        for terms in self._bucketed(shapes):
            for end in (length - 1, length, length + 1):
                near.update(_near(prefix, {term[:end] for term in terms}, slips, 12))
        best = sorted(near, key=lambda each: (each[1], each[0]))[:12]
        return tuple(Correction(term, found) for term, found in best)

    def _bucketed(self, shapes: list[str]) -> Iterator[list[str]]:
        """Words of these shapes, bucket by bucket: all at once would take megabytes."""
        marks = ",".join("?" * len(shapes))
        rows = self._connection.execute(
            f"SELECT terms FROM search_bucket WHERE shape IN ({marks})", shapes
        )
        for (terms,) in rows:
            yield terms.split(" ")

    def _best(self, word: str, near: Iterable[tuple[str, int]]) -> tuple[Correction, ...]:
        closest = sorted((slip, term) for term, slip in near if term != word)[:40]
        if not closest:
            return ()
        ranked = sorted(
            (slip + _unlike(word, term) - 0.25 * log10(1 + sum(self.count(term))), term, slip)
            for slip, term in closest
        )
        fewest = min(slip for _, _, slip in ranked)
        best = ranked[0][0]
        return tuple(
            Correction(term, slip)
            for cost, term, slip in ranked[:_MOST_CORRECTIONS]
            if slip == fewest or cost <= best + 0.5
        )


def _near(word: str, terms: Collection[str], slips: int, most: int) -> Iterator[tuple[str, int]]:
    """The words at most so many slips away, and how many slips."""
    from catalog.model.fuzzy import (
        OSA,
        process,  # 3 MB that a reader who types no slip never needs
    )

    found = process.extract(
        word, terms, scorer=OSA.distance, score_cutoff=slips, limit=most, processor=None
    )
    return ((str(term), int(slip)) for term, slip, _ in found)


def _slips(word: str) -> int:
    """How many slips a word of this length is forgiven."""
    letters = sum(letter.isalpha() for letter in word)
    if letters < LEAST_LETTERS or letters * 2 <= len(word):
        return 0
    return 1 if len(word) < 6 else 2


def _unlike(word: str, term: str) -> float:
    """A slip in the first letter is rarer than one inside; letters that sound alike are likely."""
    cost = 0.3 if word[0] != term[0] else 0.0
    return cost - (0.3 if _sound(word) == _sound(term) else 0.0)


_SOUNDS = str.maketrans({"z": "s", "k": "c", "q": "c", "y": "i", "w": "v", "j": "g"})


def _sound(word: str) -> str:
    """What is left of a word when letters that sound alike and doubled ones are made one."""
    plain = word.replace("ph", "f").replace("th", "t").replace("ae", "e").replace("oe", "e")
    plain = plain.translate(_SOUNDS)
    kept = [letter for n, letter in enumerate(plain) if n == 0 or letter != plain[n - 1]]
    return "".join(kept)
