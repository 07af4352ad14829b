"""Finds which of many stems begin at the words of a text, trying at each word only those that can.

A stem is a pattern; `$` stands for a word's end. What a word alone decides is worked out once for each piece between
blanks that occurs, so that a text costs one look-up a piece, however long the tables grow.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from heapq import merge
from operator import attrgetter, itemgetter

from catalog.eligibility.limits.gates import ANYTHING, bits_of
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

    __slots__ = ("alone", "name", "openings", "row", "stem", "within")

    def __init__(self, name: str, stem: str, row: int) -> None:
        self.name = name
        self.row = row
        """Where it stands in its table: of those that begin at one word the upper is told first."""
        self.stem = stem
        found, self.alone = _told(stem)
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
"""A stem that is only letters: no expression is needed to find it."""


_NO_BLANK = re.compile(r"[a-z0-9?$|():+*[\]-]+")
"""A stem that is only letters, ways and sets of letters."""
_LITERAL = re.compile(r"(?:[a-z0-9](?![?*{]))*")
"""The letters that any text which matches a stem begins with."""


def _letters(stem: str) -> str:
    return _LITERAL.match(stem)[0]  # type: ignore[index]  # it always matches


@cache  # several finders have the same stems
def _told(stem: str) -> tuple[frozenset[str], bool]:
    """How a text that matches a stem begins, and whether nothing behind the next blank counts.

    Reading it as an expression is most of the time that tables take: most tell both by their signs.
    """
    letters = _letters(stem)
    parts = None
    if plain := _PLAIN.fullmatch(stem):
        begins = frozenset({plain[1] + (WORD_END if plain[2] else "")})
    elif len(letters) >= _LETTERS:
        begins = frozenset({letters})
    else:
        parts = parsed(_expression(stem))
        begins = openings_of(parts)
    if " " in stem:
        return begins, False
    return begins, bool(_NO_BLANK.fullmatch(stem)) or not sees_blanks(
        parts or parsed(_expression(stem))
    )


_Tried = tuple[tuple[str, str | None], ...]
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
    """What can match at a place; what does whatever follows has no stem."""
    by_name: dict[str, dict[str | None, None]] = {}
    for name, stem in begun:
        if stem is not None and not stem.alone:
            by_name.setdefault(name, {})[stem.stem] = None
        elif stem is None or _matcher(stem.stem)(piece, at):
            by_name[name] = {None: None}
    return tuple(
        (name, each)
        for name, tried in by_name.items()
        for each in ([None] if None in tried else tried)
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
        self._unread: dict[str, list[tuple[str, int, str, str]]] = defaultdict(list)
        """Stems that no word began yet, with the letters that they begin with: most tables are longer than most texts."""
        self._anywhere: list[tuple[int, _Stem]] = []
        """Stems that any word may begin, with what a text must hold: it is asked once."""
        for row, (name, words) in enumerate(table):
            for stem in alternatives(words) if words else ():
                if letters := _letters(stem):
                    self._unread[letters[:_LETTERS]].append((letters, row, name, stem))
                else:
                    for each in _ways(name, stem, row):
                        self._place(each)
        self._among, self._number = among or _Alone(self), number

    def _place(self, stem: _Stem) -> None:
        if not stem.alone and _ANY_WORD in stem.openings:
            self._anywhere.append((bits_of(parsed(_expression(stem.stem))), stem))
            return
        for letters in {first[:_LETTERS] for first, _, _ in stem.openings}:
            insort(self._by_letters[letters], stem, key=_row)

    def __call__(self, text: str | Words) -> Iterator[tuple[str, int]]:
        words = Words(text) if isinstance(text, str) else text
        found = self._by_pieces(words)
        for bits, stem in self._anywhere:
            if bits & words.holds == bits:
                found = merge(found, _everywhere(stem, words), key=itemgetter(1))
        return found

    def _by_pieces(self, words: Words) -> Iterator[tuple[str, int]]:
        number, form, places = self._number, words.text, words.pieces.places
        for n, tables in words.begun(self._among):
            for inside, possible in tables[number]:
                at, given = places[n] + inside, None
                for name, stem in possible:
                    if name != given and (stem is None or _matcher(stem)(form, at)):
                        given = name
                        yield name, at

    def _read(self, word: str, letters: str) -> None:
        """Read the stems with these first letters that a word can begin, and leave the others.

        Several threads read texts. A stem leaves the unread only once it stands in its place: who comes
        between reads it a second time, which changes nothing; who found it in neither would miss it.
        """
        unread = self._unread.get(letters, ())
        begun = [each for each in unread if word.startswith(each[0])]
        for _, row, name, stem in begun:
            self._place(_Stem(name, stem, row))
        if begun:
            self._unread[letters] = [each for each in unread if not word.startswith(each[0])]

    def beginning(self, word: str) -> tuple[_Begun, ...]:
        """The stems that a word begins, or can begin."""
        own = word if word[-1] in _ALNUMS else word[:-1]
        begun: list[_Begun] = []
        beginnings = [word[:length] for length in range(min(_LETTERS, len(word)) + 1)]
        for letters in beginnings:
            self._read(word, letters)
        for letters in beginnings:
            for stem in self._by_letters.get(letters, ()):
                if stem.may_begin(word, own):
                    if not stem.within:
                        begun.append((stem.name, stem))
                    elif _matcher(stem.stem)(word, 0):
                        begun.append((stem.name, None))
        return tuple(begun)


def _everywhere(stem: _Stem, words: Words) -> Iterator[tuple[str, int]]:
    match = _matcher(stem.stem)
    return ((stem.name, at) for at in words.places if match(words.text, at))


_row = attrgetter("row")


def _ways(name: str, each: str, row: int) -> Iterator[_Stem]:
    """A stem; of ways in brackets those that look at no blank are one by themselves."""
    stem = _Stem(name, each, row)
    if stem.alone or not (ways := _WAYS.fullmatch(each)):
        yield stem
        return
    before, inside, behind = ways.groups()
    for alone in (True, False):
        told = [way for way in alternatives(inside) if _told(before + way + behind)[1] is alone]
        if told:
            yield _Stem(name, f"{before}(?:{'|'.join(told)}){behind}", row)


# The one group of a stem that begins with the end of any word: `[a-z]+(?:mab|dronic acid)`.
_WAYS = re.compile(r"(\[[a-z-]+\][*+])\(\?:((?:[^()]|\(\?:[^()]*\))*)\)((?:[a-z][a-z?]*)?\$?)")


class _Alone(Stems):
    """A table that no others are asked beside."""

    def __init__(self, finder: StemFinder) -> None:
        self.finders = {"": finder}
        self.tried = _OfPieces((finder,))


@cache  # as many as the tables have rows
def _matcher(stem: str) -> Callable[[str, int], object]:
    """Called with a text and a place, says whether the stem stands there."""
    plain = _PLAIN.fullmatch(stem)
    if not plain or (plain[2] and plain[1][-1] not in _ALNUMS):
        return re.compile(f"(?:{_expression(stem)})").match
    letters, length = plain[1], len(plain[1])
    if not plain[2]:
        return lambda text, at: text.startswith(letters, at)

    def whole(text: str, at: int) -> bool:
        behind = text[at + length : at + length + 1]
        return text.startswith(letters, at) and not (behind.isalnum() or behind == "_")

    return whole


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
