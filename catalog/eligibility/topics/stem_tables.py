"""The words that give topics, from `words.csv`: one row one stem.

A stem is a pattern that begins at a word's beginning; `$` at its end stands for a word's end.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from catalog.eligibility.vocabulary.entries import topics
from catalog.eligibility.vocabulary.table_rows import rows

ROOM = Path(__file__).resolve().parent
KINDS = ("strong", "named", "weak", "illness", "rowless", "general")
"""`strong` gives its topic wherever it stands, `weak` only where nothing else is found; `illness` names
what is the trial's own where an inclusion criterion asks for it, `rowless` an illness without a row;
`named` is the name of an illness that has a row (`aniridia`): an `illness`, and `strong` where nobody asks for it;
`general` is a word of conditions that names no disease by itself."""


@cache
def stems(kind: str) -> tuple[tuple[str, str], ...]:
    """Topics with their stems, in the order of the table; what is `named` is an illness as well."""
    kinds = (kind, "named") if kind == "illness" else (kind,)
    return tuple(each for found, each in _stems() if found in kinds)


@cache
def _stems() -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, tuple[str, str]]]:
    known = topics()
    for row in rows(ROOM / "words.csv"):
        topic = row.one_of("topic", row.needed("topic"), known)
        yield row.one_of("kind", row.needed("kind"), KINDS), (topic, row.cells[row.columns["stem"]])
