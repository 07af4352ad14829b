"""Finds which of many stems begin at the words of a text, trying at each word only those that can.

A stem is a pattern; `$` stands for a word's end. What a word alone decides is worked out once for each piece between
blanks that occurs, so that a text costs one look-up a piece, however long the tables grow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from heapq import merge
from operator import itemgetter

from catalog.eligibility.limits.gates import ANYTHING, bits_of, bits_of_words
from catalog.eligibility.limits.lexing import LONGEST_KEPT, Pieces, starts
from catalog.eligibility.vocabulary.patterns import WORD_END, openings_of, parsed, sees_blanks

# A letter of another alphabet or "_" behind belongs to it: only with that is it known whether the word ends.
_WORD = re.compile(r"[a-z0-9]+\w?")
_ALNUMS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_LETTERS = 3
_REMEMBERED = 20_000

_WITHIN_A_WORD = re.compile(r"(?:[a-z0-9?$|)]|\(\?:|\[a-z\][*+]?|\[[a-z]+\])+")
"""Stems that look at nothing behind the word that they begin."""


class Words:
    """The words of a lower-case text, and where they stand."""

    def __init__(self, text: str | Pieces, holds: int = ANYTHING) -> None:
        self.pieces = pieces = Pieces(text) if isinstance(text, str) else text
        self.text = pieces.text
        self.holds = holds
        """What the text gives to gates."""
        self._begun: dict[Stems, list[_Begins]] = {}

    @cached_property
    def words(self) -> list[str]:
        found: list[str] = _WORD.findall(self.text)
        return found

    @cached_property
    def places(self) -> list[int]:
        return starts(self.text, self.words)

    def begun(self, stems: Stems) -> list[_Begins]:
        """The pieces at which a stem of one of several tables may begin, each looked up once for all of them."""
        found = self._begun.get(stems)
        if found is None:
            tried = map(stems.tried.__getitem__, self.pieces.said)
            found = [(n, each) for n, each in enumerate(tried) if each is not None]
            self._begun[stems] = found
        return found


_ANY_WORD = ("", "", False)
"""How a stem begins that any word may begin."""


class _Stem:
    """One stem, with what a text that matches begins with."""

    __slots__ = ("alone", "bits", "name", "openings", "stem", "within")

    def __init__(self, name: str, stem: str) -> None:
        self.name = name
        self.stem = stem
        found, self.bits, self.alone = _told(stem)
        self.within = _WITHIN_A_WORD.fullmatch(stem) is not None
        """Whether a word decides it; one that is `alone` is decided by what stands before the next blank."""
        self.openings = tuple(
            (first, opening, len(first) < len(opening))
            for opening in found
            for first in (_ALNUM.match(opening)[0],)  # type: ignore[index]  # it always matches
        )

    def may_begin(self, word: str, own: str) -> bool:
        """Whether a text whose first word is this one, `own` without a sign that hangs on, can match."""
        for first, opening, goes_on in self.openings:  # a loop: new words come by the thousand
            if own == first if goes_on else word.startswith(opening):
                return True
        return False


_ALNUM = re.compile(r"[a-z0-9]*")
_PLAIN = re.compile(r"([a-z0-9][a-z0-9 -]{0,23})(\$?)")
"""A stem that is only letters: it needs no reading as an expression, which is most of the time that tables take."""


@cache  # several finders have the same stems
def _told(stem: str) -> tuple[frozenset[str], int, bool]:
    """How a text that matches a stem begins, what it must hold besides, and whether nothing behind the next blank counts."""
    if plain := _PLAIN.fullmatch(stem):
        alone = " " not in plain[1]
        begins = plain[1] + (WORD_END if plain[2] else "")
        return frozenset({begins}), 0 if alone else bits_of_words(plain[1]), alone
    parts = parsed(_expression(stem))
    alone = not sees_blanks(parts)
    return openings_of(parts), 0 if alone else bits_of(parts), alone


_Tried = tuple[tuple[str, int, str | None], ...]
_InPiece = tuple[tuple[int, _Tried], ...]
"""Places in a piece of a text, and what is tried there."""
_Begins = tuple[int, tuple[_InPiece, ...]]
"""The number of a piece, and what each of several tables tries in it."""


_Begun = tuple[str, "_Stem | None"]
"""The name of a stem that a word begins, and the stem, if the word by itself does not decide it."""


class _OfWords(dict[str, tuple[tuple[_Begun, ...], ...]]):
    """The stems that each word that occurred begins, by table."""

    def __init__(self, finders: tuple[StemFinder, ...]) -> None:
        self._finders = finders

    def __missing__(self, word: str) -> tuple[tuple[_Begun, ...], ...]:
        told = tuple([finder.beginning(word) for finder in self._finders])
        if len(self) < _REMEMBERED and len(word) <= LONGEST_KEPT:
            self[word] = told
        return told


class _OfPieces(dict[str, "tuple[_InPiece, ...] | None"]):
    """What can match in each piece that occurred, by table; None where nothing can."""

    def __init__(self, finders: tuple[StemFinder, ...]) -> None:
        self._of_words = _OfWords(finders)

    def __missing__(self, piece: str) -> tuple[_InPiece, ...] | None:
        told = None
        words = [(found.start(), self._of_words[found[0]]) for found in _WORD.finditer(piece)]
        if any(any(tables) for _, tables in words):
            told = tuple(
                tuple(
                    (at, tried) for at, tables in words if (tried := _tried(piece, at, tables[n]))
                )
                for n in range(len(words[0][1]))
            )
        told = told if told and any(told) else None
        if len(self) < _REMEMBERED and len(piece) <= LONGEST_KEPT:
            self[piece] = told
        return told


def _tried(piece: str, at: int, begun: tuple[_Begun, ...]) -> _Tried:
    """What can match at a place, with what the text must hold; what does whatever follows has no stem."""
    by_name: dict[str, dict[str | None, int]] = {}
    for name, stem in begun:
        if stem is not None and not stem.alone:
            by_name.setdefault(name, {})[stem.stem] = stem.bits
        elif stem is None or _compiled(stem.stem).match(piece, at):
            by_name[name] = {None: 0}
    return tuple(
        (name, bits, each)
        for name, tried in by_name.items()
        for each, bits in ({None: 0} if None in tried else tried).items()
    )


class Stems:
    """Several tables that are asked of the same texts, by name."""

    def __init__(self, **tables: Iterable[tuple[str, str]]) -> None:
        self.finders = {
            name: StemFinder(table, self, number)
            for number, (name, table) in enumerate(tables.items())
        }
        self.tried = _OfPieces(tuple(self.finders.values()))


class StemFinder:
    """Called with a text, gives the names whose stems occur, with their places, in order."""

    def __init__(
        self, table: Iterable[tuple[str, str]], among: Stems | None = None, number: int = 0
    ) -> None:
        self._by_letters: dict[str, list[_Stem]] = defaultdict(list)
        self._anywhere: list[_Stem] = []
        """Stems that any word may begin: the text is asked once whether it holds what they need."""
        for name, words in table:
            for stem in _stems(name, words):
                if not stem.alone and _ANY_WORD in stem.openings:
                    self._anywhere.append(stem)
                    continue
                for letters in {first[:_LETTERS] for first, _, _ in stem.openings}:
                    self._by_letters[letters].append(stem)
        self._among, self._number = among or _Alone(self), number

    def __call__(self, text: str | Words) -> Iterator[tuple[str, int]]:
        words = Words(text) if isinstance(text, str) else text
        found = self._by_pieces(words)
        for stem in self._anywhere:
            if stem.bits & words.holds == stem.bits:
                found = merge(found, _everywhere(stem, words), key=itemgetter(1))
        return found

    def _by_pieces(self, words: Words) -> Iterator[tuple[str, int]]:
        holds, number, form, places = words.holds, self._number, words.text, words.pieces.places
        for n, tables in words.begun(self._among):
            for inside, possible in tables[number]:
                at, given = places[n] + inside, None
                for name, bits, stem in possible:
                    if (
                        name != given
                        and bits & holds == bits
                        and (stem is None or _compiled(stem).match(form, at))
                    ):
                        given = name
                        yield name, at

    def beginning(self, word: str) -> tuple[_Begun, ...]:
        """The stems that a word begins, or can begin."""
        own = word if word[-1] in _ALNUMS else word[:-1]
        begun: list[_Begun] = []
        for length in range(min(_LETTERS, len(word)) + 1):
            for stem in self._by_letters.get(word[:length], ()):
                if stem.may_begin(word, own):
                    if not stem.within:
                        begun.append((stem.name, stem))
                    elif _compiled(stem.stem).match(word):
                        begun.append((stem.name, None))
        return tuple(begun)


def _everywhere(stem: _Stem, words: Words) -> Iterator[tuple[str, int]]:
    match = _compiled(stem.stem).match
    return ((stem.name, at) for at in words.places if match(words.text, at))


def _stems(name: str, pattern: str) -> Iterator[_Stem]:
    """The stems of a row; of ways in brackets those that look at no blank are one by themselves."""
    for each in alternatives(pattern) if pattern else ():
        stem = _Stem(name, each)
        if stem.alone or not (ways := _WAYS.fullmatch(each)):
            yield stem
            continue
        before, inside, behind = ways.groups()
        for alone in (True, False):
            told = [way for way in alternatives(inside) if _told(before + way + behind)[2] is alone]
            if told:
                yield _Stem(name, f"{before}(?:{'|'.join(told)}){behind}")


# The one group of a stem that begins with the end of any word: `[a-z]+(?:mab|dronic acid)`.
_WAYS = re.compile(r"(\[[a-z-]+\][*+])\(\?:((?:[^()]|\(\?:[^()]*\))*)\)((?:[a-z][a-z?]*)?\$?)")


class _Alone(Stems):
    """A table that no others are asked beside."""

    def __init__(self, finder: StemFinder) -> None:
        self.finders = {"": finder}
        self.tried = _OfPieces((finder,))


@cache  # as many as the tables have rows
def _compiled(stem: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_expression(stem)})")


def _expression(stem: str) -> str:
    return re.sub(r"(?<!\\)\$", r"\\b", stem)


# An escaped sign, a set of letters, or any one sign.
_PART = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def alternatives(pattern: str) -> list[str]:
    """The parts of a pattern that `|` divides, brackets kept whole."""
    parts, depth, start = [], 0, 0
    for part in _PART.finditer(pattern):
        depth += (part[0] == "(") - (part[0] == ")")
        if part[0] == "|" and depth == 0:
            parts.append(pattern[start : part.start()])
            start = part.end()
    return [*parts, pattern[start:]]


def openings(stem: str) -> set[str]:
    """Any text that matches the stem begins with one of these."""
    return set(_told(stem)[0])
