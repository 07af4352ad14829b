"""Text into search words, the same way for what is indexed and for what is typed.

A word is letters and digits in lower case without accents; Greek letters are spelt out. Parts of a
compound (`PD-1`, `HER2/neu`, `cow's`) are words, and so is the compound without its marks (`pd1`),
so that hyphened, spaced and joined writings meet.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from catalog.model.text import plain

LONGEST = 48
"""Letters of a word that count; the rest of a longer one is ignored on both sides."""

# Words that say nothing about a trial: never indexed, ignored when typed outside a phrase.
STOP_WORDS = frozenset(
    "a an and are as at be been by for from if in into is it its of on or that the their then there"
    " these they this to was were which will with".split()
)

# Words before a number that do not make a name with it: "week 12" is not "week12".
_COUNTED = frozenset(
    "phase stage grade week weeks day days month months year years group cohort arm part dose age"
    " aged hour hours cycle visit level class score about least over under above below than every"
    " for and the with from until after before within max min up to or of in at on by".split()
)

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
        " sigma tau upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_LETTERS = {
    **_GREEK,
    **{letter.upper(): name for letter, name in _GREEK.items()},
    "ς": "sigma",
    "µ": "mu",
    **dict.fromkeys("ßẞ", "ss"),
    **dict.fromkeys("æÆ", "ae"),
    **dict.fromkeys("œŒ", "oe"),
    **dict.fromkeys("øØ", "o"),
    **dict.fromkeys("łŁ", "l"),
    **dict.fromkeys("đĐðÐ", "d"),
    **dict.fromkeys("þÞ", "th"),
    "ı": "i",
    **dict.fromkeys("‐‑‒–—−﹣－", "-"),
    **dict.fromkeys("’‘ʼ`´", "'"),
    "™": " ",
    "®": " ",
    "©": " ",
}
_COMPOUND = re.compile(r"[^\W_]+(?:['/-][^\W_]+)*")
_MARKS = re.compile(r"['/-]")
_DIGIT = re.compile(r"\d|[^\x00-\x7f]")
"""Where a digit is, or may come out of folding."""
_SIGNS = re.compile(r"[^\w\x00-\x7f]+")
"""Signs like `≥` and `–`, without which most texts are ASCII."""
_BLANKS = "".join(
    chr(code) if chr(code).isalnum() or chr(code) in "'/-" else " " for code in range(128)
)


def fold(text: str) -> str:
    """Lower case without accents, Greek spelt out, dashes and apostrophes made one."""
    if "\\" in text or "&" in text or "<" in text:
        text = plain(text)
    if text.isascii():
        return text.lower()
    special, combining, cjk = _beyond_ascii()
    text = unicodedata.normalize("NFKD", special.sub(_spelt_out, text))
    text = special.sub(_spelt_out, combining.sub("", text))
    return cjk.sub(r" \1 ", text.casefold())


@cache
def _beyond_ascii() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Letters that are spelt out, accents, signs that are words: long sets, seldom needed."""
    return (
        re.compile(f"[{''.join(_LETTERS)}]"),
        re.compile(
            "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
        ),
        re.compile("([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])"),
    )


def _spelt_out(found: re.Match[str]) -> str:
    return _LETTERS[found[0]]


def compounds(text: str) -> list[str]:
    """The words of a text in order, compounds whole: `['anti-pd-1', 'therapy']`."""
    return _COMPOUND.findall(fold(text))


def parts(compound: str) -> list[str]:
    """The plain words of one compound, in order."""
    return [part[:LONGEST] for part in _MARKS.split(compound)]


def words(text: str) -> list[str]:
    """The plain words of a text in order: what a phrase is compared by."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return [word[:LONGEST] for word in text.lower().split(" ") if word]
    return [part for compound in compounds(text) for part in parts(compound)]


@lru_cache(maxsize=10_000)
def forms(compound: str) -> tuple[str, ...]:
    """Every word a compound is found by: its parts, joined in pairs, joined whole."""
    if compound.isalnum():
        return (compound[:LONGEST],)
    pieces = _MARKS.split(compound)
    found = dict.fromkeys(pieces)
    for left, right in itertools.pairwise(pieces):
        found[left + right] = None
    if len(pieces) <= 4:
        found["".join(pieces)] = None
    return tuple(form[:LONGEST] for form in found)


def makes_name(left: str, right: str) -> bool:
    """Whether two words in a row may be one name written with a blank: `PD 1`, `IL 2`."""
    return (
        right[0].isdigit()
        and len(right) <= 4
        and len(left) <= 6
        and left.isalpha()
        and left not in _COUNTED
    )


def indexed(texts: Iterable[str | None], *, names: bool) -> set[str]:
    """The words that these texts are found by; with `names` also names written with a blank."""
    said = [text for text in texts if text]
    compound_words = _distinct(said)
    found = set(filter(str.isalnum, compound_words))
    for marked in compound_words - found:
        for compound in _COMPOUND.findall(marked):
            found.update(forms(compound))
    if found and max(map(len, found)) > LONGEST:
        found = {word[:LONGEST] for word in found}
    if names:
        found.update(*map(_blank_names, said))
    return found - STOP_WORDS


def _distinct(texts: Iterable[str]) -> set[str]:
    """The compounds of these texts, some with marks around them still.

    Most text is ASCII, and then blanks in the place of all that is no part of a word let
    `str.split` do what the pattern does, many times faster.
    """
    plainly: list[str] = []
    otherwise: list[str] = []
    for text in texts:
        (plainly if text.isascii() else otherwise).append(text)
    # No entity, escape or word reaches over a NUL.
    folded = fold("\0".join(plainly))
    if not folded.isascii():  # an entity was a letter of another script
        otherwise += plainly
        folded = ""
    if otherwise:
        rest = _SIGNS.sub(" ", fold("\0".join(otherwise)))
        if not rest.isascii():
            return {*folded.translate(_BLANKS).split(), *_COMPOUND.findall(rest)}
        folded = f"{folded}\0{rest}"
    return set(folded.translate(_BLANKS).split())


def _blank_names(text: str) -> Iterator[str]:
    """`PD 1` as `pd1`: names in the text that are written with a blank."""
    if not _DIGIT.search(text):
        return
    for left, right in itertools.pairwise(compounds(text)):
        if right[0].isdigit() and makes_name(left, right):
            yield left + right


def identifier(text: str) -> str:
    """A number as it is looked up: letters and digits only, lower case."""
    return "".join(letter for letter in fold(text) if letter.isalnum())[:LONGEST]
