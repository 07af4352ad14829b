"""Thousands of random and adversarial strings: search never fails on one and never takes long.

`HOSTILE_STRINGS=50000 pytest tests/catalog/search/test_search_hostile.py` tries as many.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

from catalog.search.parser import parse
from catalog.search.searcher import Searcher
from tests.catalog.search.shelf import TRIALS

_COUNT = int(os.environ.get("HOSTILE_STRINGS", "3000"))
_SIGNS = (
    "\" ' '' \"\" * ^ ( ) NEAR(a AND OR NOT {a}: col:x - -- /* ; DROP \x00 \x1b[2J \u202e % _ \\ "
    "status: : id:% | || country:\x01 \x01status\x01RECRUITING \x02updated\x0201 age:99999999999 "
    'updated:>9999-12-31 enrollment:<0 🧬 .. phase: phase:2..3 -phase:1 title:" \'x -"a b" ! !x '
    "[link=x] [/b] <b> &amp; %s {} $( ` \ud7ff \uffff \u0345 İ ẞ ﬁ ½ ² ١٢٣ 乳癌 ᾳ"
).split(" ")
_WORDS = "pembrolizumab hnscc pd-1 il-2 head neck nct00461266 00461266 cancer the of aktg".split()


def _signs(chance: random.Random) -> str:
    return " ".join(chance.choice(_SIGNS + _WORDS) for _ in range(chance.randrange(12)))


def _glued(chance: random.Random) -> str:
    return "".join(chance.choice(_SIGNS + _WORDS) for _ in range(chance.randrange(9)))


def _any_letters(chance: random.Random) -> str:
    points = (chance.randrange(0x2FFF) for _ in range(chance.randrange(60)))
    return "".join(map(chr, points))


def _bytes(chance: random.Random) -> str:
    return chance.randbytes(chance.randrange(80)).decode("latin-1")


def _misspelt(chance: random.Random) -> str:
    letters = list(chance.choice(_WORDS) + " " + chance.choice(_WORDS))
    for _ in range(chance.randrange(1, 4)):
        letters[chance.randrange(len(letters))] = chance.choice("abcxyz0123 -'\"|:")
    return "".join(letters)


def _repeated(chance: random.Random) -> str:
    return chance.choice(_SIGNS + _WORDS) * chance.randrange(1, 400)


_KINDS: tuple[Callable[[random.Random], str], ...] = (
    _signs,
    _glued,
    _any_letters,
    _bytes,
    _misspelt,
    _repeated,
)


def test_random_strings_are_answered_or_said_to_find_nothing(searcher: Searcher) -> None:
    chance = random.Random(20260115)
    for number in range(_COUNT):
        typed = _KINDS[number % len(_KINDS)](chance)
        begun = time.process_time()
        query = parse(typed)
        results = searcher.search(query)
        took = time.process_time() - begun
        assert 0 <= results.total <= len(TRIALS), ascii(typed)
        assert took < 1, ascii(typed)
        again = parse(str(query))
        assert again.parts == query.parts, ascii(typed)
