"""Other writings of a typed word: number and spelling, and words made from the same stem.

All are guesses by rule; search keeps those that the catalogue has.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_SHORTEST = 4
"""Letters of a word that has other forms, and of the stem of a form."""

# British and American; tried both ways.
_SPELLINGS = (
    ("aem", "em"),
    ("oed", "ed"),
    ("oes", "es"),
    ("aes", "es"),
    ("aed", "ed"),
    ("oea", "ea"),
    ("our", "or"),
    ("ise", "ize"),
    ("isation", "ization"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("fibre", "fiber"),
    ("euk", "euc"),
    ("phth", "pht"),
    ("sulph", "sulf"),
    ("ceph", "cef"),
    ("gynaec", "gynec"),
    ("faec", "fec"),
    ("caec", "cec"),
    ("naev", "nev"),
    ("aetio", "etio"),
    ("foet", "fet"),
    ("coeli", "celi"),
    ("elling", "eling"),
    ("elled", "eled"),
    ("ageing", "aging"),
    ("gramme", "gram"),
    ("cyclo", "ciclo"),
    ("amoxyc", "amoxic"),
    ("methasone", "metasone"),
)

# Singular and plural of words from Latin and Greek.
_NUMBERS = (("sis", "ses"), ("us", "i"), ("um", "a"), ("ma", "mata"), ("ra", "rae"), ("x", "ces"))

# Endings that one stem takes: a word with one of them may stand in a record with another.
_ENDINGS: tuple[tuple[str, ...], ...] = (
    ("", "ed", "ing", "ion", "ions", "ive", "ment", "ation"),
    ("e", "ed", "es", "ing", "ion", "ions", "ive", "ation", "al"),
    ("sis", "ses", "tic"),
    ("ia", "ic"),
    ("y", "ic"),
    ("psy", "ptic"),
    ("es", "ic"),
    ("ism", "ic"),
    ("a", "atic", "atics"),
    ("a", "al"),
    ("um", "al"),
    ("us", "al"),
    ("us", "eal"),
    ("us", "ine"),
    ("x", "geal"),
    ("ix", "ical"),
    ("ery", "ical"),
    ("ary", "arian"),
    ("as", "atic"),
    ("ate", "atic"),
    ("ity", "", "e"),
    ("ant", "ance", "ancy"),
    ("ent", "ence", "ency"),
)


@lru_cache(maxsize=2_000)
def variants(word: str) -> tuple[str, ...]:
    """Singular, plural, British and American spellings of a word that may exist."""
    if len(word) < _SHORTEST or not word.isalpha():
        return ()
    spelt = [word, *_respelt(word)]
    found = [form for each in spelt for form in (each, *_counted(each))]
    return tuple(form for form in dict.fromkeys(found) if len(form) > 2 and form != word)


def _respelt(word: str) -> Iterator[str]:
    for ours, theirs in _SPELLINGS:
        if ours in word:
            yield word.replace(ours, theirs, 1)
        elif theirs in word:
            yield word.replace(theirs, ours, 1)


def _counted(word: str) -> Iterator[str]:
    """The word in the other number."""
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    elif word.endswith("y"):
        yield word[:-1] + "ies"
    else:
        yield word + "s"
    for one, many in _NUMBERS:
        if word.endswith(one):
            yield word.removesuffix(one) + many
        elif word.endswith(many):
            yield word.removesuffix(many) + one


@lru_cache(maxsize=2_000)
def related(word: str) -> tuple[str, ...]:
    """Words that may be made from the same stem: `preventing` of `prevention`."""
    if len(word) < _SHORTEST + 1 or not word.isalpha():
        return ()
    found: dict[str, None] = {}
    for endings in _ENDINGS:
        taken = [each for each in endings if word.endswith(each)]
        for ending in [each for each in taken if each] or taken:
            if len(stem := word.removesuffix(ending)) >= _SHORTEST:
                found |= dict.fromkeys(stem + other for other in endings if other != ending)
    return tuple(form for form in found if form != word)
