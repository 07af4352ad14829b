"""What is made from the vocabulary after every import: completions and buckets of like words."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from catalog.search.index.terms import LAST

SHORT_PREFIX = 3
"""Beginnings up to this length have their completions kept; longer ones are looked up."""
COMPLETIONS = 24
LEAST_LETTERS = 4
"""Shorter words are not corrected: too many others are one slip away."""
_RARE_IN_TEXT = 3
"""A word that no title or name has must occur in as many texts before it can be a correction."""


def shapes(word: str) -> tuple[str, ...]:
    """The buckets a word lies in: by first letter, and by the letters after it, and its length.

    The second finds words whose slip is in the first letter.
    """
    return f"1{word[0]}{len(word)}", f"2{word[1:3]}{len(word)}"


def rebuild(connection: sqlite3.Connection) -> None:
    """Write both tables anew from `search_term`: one pass over the words in order."""
    connection.execute("DELETE FROM search_completion")
    connection.execute("DELETE FROM search_bucket")
    buckets: defaultdict[str, list[str]] = defaultdict(list)
    connection.executemany("INSERT INTO search_completion VALUES (?,?)", _scan(connection, buckets))
    connection.executemany(
        "INSERT INTO search_bucket VALUES (?,?)",
        ((shape, " ".join(words)) for shape, words in sorted(buckets.items())),
    )


def _scan(
    connection: sqlite3.Connection, buckets: defaultdict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    best: dict[str, list[tuple[int, str]]] = {}
    rows = connection.execute(
        "SELECT term, count, subject FROM search_term WHERE term > ? ORDER BY term",
        (LAST,),
    )
    for term, count, subject in rows:
        weight = subject * 4 + count
        for length in range(1, min(SHORT_PREFIX, len(term)) + 1):
            prefix = term[:length]
            if prefix not in best:
                for done in [each for each in best if not prefix.startswith(each)]:
                    yield done, _line(best.pop(done))
                best[prefix] = []
            kept = best[prefix]
            kept.append((-weight, term))
            if len(kept) > 40 * COMPLETIONS:
                kept.sort()
                del kept[COMPLETIONS:]
        if len(term) >= LEAST_LETTERS and (subject or count >= _RARE_IN_TEXT) and _spelt(term):
            for shape in shapes(term):
                buckets[shape].append(term)
    for done, kept in best.items():
        yield done, _line(kept)


def _spelt(term: str) -> bool:
    """Whether a word is more letters than digits: only such are corrected to."""
    return term.isalpha() or sum(map(str.isalpha, term)) * 2 > len(term)


def _line(kept: list[tuple[int, str]]) -> str:
    return " ".join(term for _, term in sorted(kept)[:COMPLETIONS])
