"""Words about drugs that are no drug's name, and names that look alike and are not.

`drug_words.csv` has a row a word or name. Of use `generic`: a name made of these only says what
kind of thing is given, not which. `class`: makes a name a description or a class, wherever it
stands in it. `trailing`: may follow a name without making it another drug (salts, forms, routes and
doses). `each its own`: what each trial's protocol fills in its own way, by the name it is shown
under: two trials that say "usual care" say nothing of what they have in common. `not the same`: two
names one letter apart, or nearly, and different drugs (after the look-alike lists of FDA and ISMP).

`inn_stems.csv` has the stems of international non-proprietary names, and which of them tell two
names that are spelled differently apart.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from catalog.model.csv_table import table

_HERE = Path(__file__).parent


@cache
def _rows() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    columns = ("use", "of", "words")
    for use, of, words in table(_HERE / "drug_words.csv", columns, key=columns):
        found.setdefault(use, []).append((of, words))
    return found


def _words(use: str) -> frozenset[str]:
    return frozenset(words for _, words in _rows()[use])


@cache
def generic() -> frozenset[str]:
    """Words that only say what kind of thing is given: `dose`, `inhibitor`, `arm`."""
    return _words("generic")


@cache
def class_words() -> frozenset[str]:
    """Words that make a name a description or a class."""
    return _words("class")


@cache
def trailing() -> frozenset[str]:
    """Words that may follow a name without making it another drug: salts, forms, doses."""
    return _words("trailing")


@cache
def each_its_own() -> dict[str, str]:
    """Names of what each protocol fills in its own way, and the kind they are shown under."""
    return {words: kind for kind, words in _rows()["each its own"]}


@cache
def not_the_same() -> frozenset[frozenset[str]]:
    """Pairs of names that look alike and are different drugs."""
    return frozenset(map(frozenset, _rows()["not the same"]))


@cache
def stems() -> tuple[str, ...]:
    """Ends of international non-proprietary names.

    Two names with such an end that are spelled differently are two substances, whatever "other
    name" they share ("PD-1 inhibitor").
    """
    return tuple(stem for stem, _, tells_apart in _stem_rows() if tells_apart == "yes")


@cache
def inn_stems() -> tuple[str, ...]:
    """Every stem of the table: a word with such an end looks like a medicine."""
    return tuple(stem for stem, _, _ in _stem_rows())


@cache
def _stem_rows() -> tuple[tuple[str, ...], ...]:
    return tuple(table(_HERE / "inn_stems.csv", ("stem", "names", "tells_apart"), key=("stem",)))
