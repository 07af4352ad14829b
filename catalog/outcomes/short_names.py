"""What a measure's abbreviation in brackets stands for: "Insomnia Severity Index (ISI)".

Two measures that no table knows are one where each says nothing but such a name and how it
counts. "Uptake by positron emission tomography (PET)" says more: PET names its method.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from catalog.model.text import folded, plain
from catalog.outcomes.table import FILLER

_BRACKETED = re.compile(r"\(([A-Z][A-Za-z0-9]*(?:[-/][A-Z0-9][A-Za-z0-9]*)*)\)")
_BARE = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)*(?![\w-])")
_LEAST = 3
"""Letters of an abbreviation that names something: two stand for too many things."""
_SMALL = frozenset("of the and for in to a on with by".split())


class Named(NamedTuple):
    """An abbreviation and the words before its bracket that it stands for; () where it is bare."""

    short: str
    long: tuple[str, ...]


@lru_cache(maxsize=8192)
def named(measure: str) -> tuple[Named, ...]:
    """The abbreviated names of a measure that says nothing else: those in brackets, bare ones."""
    text = plain(measure)
    found: dict[str, Named] = {}
    for match in _BRACKETED.finditer(text):
        short = match[1]
        if sum(letter.isupper() for letter in short) >= _LEAST:
            long = _long_form(short, text[: match.start()])
            if long and _says_no_more(text, (*long, *folded(short).split())):
                found[short] = Named(short, long)
    for match in _BARE.finditer(_BRACKETED.sub(" ", text)):
        if _says_no_more(text, folded(match[0]).split()):
            found.setdefault(match[0], Named(match[0], ()))
    return tuple(found.values())


_SCALE_WORDS = frozenset(
    "scale questionnaire inventory index scores scale total sum overall value values response "
    "responses result results from using assessed self report reported patient".split()
)


def _says_no_more(text: str, name: Sequence[str]) -> bool:
    return all(
        word in name or word in FILLER or word in _SCALE_WORDS or word.isdigit()
        for word in folded(text).split()
    )


def _long_form(short: str, before: str) -> tuple[str, ...]:
    """The words right before a bracket whose first letters spell its abbreviation; () for none.

    What stands behind a dash may be left out: "Working Alliance Inventory (WAI-SR)".
    """
    words = folded(before).split()
    return _spelling(short, words) or _spelling(short.partition("-")[0], words)


def _spelling(short: str, words: Sequence[str]) -> tuple[str, ...]:
    letters = [letter.lower() for letter in short if letter.isupper()]
    place, left = len(words), len(letters)
    while place and left and len(words) - place < len(letters) + 4:
        place -= 1
        left -= words[place].startswith(letters[left - 1])
    return () if left else tuple(word for word in words[place:] if word not in _SMALL)


def same_name(one: Named, other: Named) -> bool:
    """Whether two abbreviations are one name: the same letters, and the same words where both say.

    The physical component summary and the pain catastrophizing scale are both PCS.
    """
    if one.short != other.short or not (one.long or other.long):
        return False
    if not (one.long and other.long):
        return True
    shared = {word[:5] for word in one.long} & {word[:5] for word in other.long}
    return len(shared) * 2 > max(len(one.long), len(other.long))


def share_a_name(one: tuple[Named, ...], other: tuple[Named, ...]) -> bool:
    """Whether two measures have an abbreviation in common, spelt out in one of them."""
    return any(same_name(a, b) for a in one for b in other)
