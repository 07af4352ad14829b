"""Finds which of many stems begin at the words of a text, trying at each word only those that can.

What a word alone decides is worked out once for each piece between blanks that occurs, and for all tables together, so
that a text costs one look-up a piece, however long the tables grow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import merge
from operator import itemgetter

from catalog.eligibility.limits.gates import ANYTHING, bits_of
from catalog.eligibility.limits.lexing import LONGEST_KEPT, Pieces, starts
from catalog.eligibility.topics.spelling import (
    Test,
    Way,
    alternatives,
    expression,
    letters_of,
    parts_of,
    ways_of,
)
from catalog.eligibility.vocabulary.patterns import parsed

# A letter of another alphabet or "_" behind belongs to it: only with that is it known whether the word ends.
_WORD = re.compile(r"[a-z0-9]+\w?")
_ALNUMS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_REMEMBERED = 20_000


class Words:
    """The words of a lower-case text, and where they stand."""

    def __init__(self, text: str | Pieces, holds: int = ANYTHING) -> None:
        self.pieces = pieces = Pieces(text) if isinstance(text, str) else text
        self.text = pieces.text
        self.holds = holds
        """What the text gives to gates."""
        self._begun: dict[Stems, list[list[_Begins]]] = {}

    @cached_property
    def words(self) -> list[str]:
        found: list[str] = _WORD.findall(self.text)
        return found

    @cached_property
    def places(self) -> list[int]:
        return starts(self.text, self.words)

    def begun(self, stems: Stems) -> list[list[_Begins]]:
        """By table the pieces at which a stem of it may begin, each looked up once for all tables."""
        found = self._begun.get(stems)
        if found is None:
            self._begun[stems] = found = [[] for _ in stems.finders]
            pieces, text = self.pieces, self.text
            of_pieces = map(stems.in_pieces.__getitem__, pieces.said)
            for at, piece, told in zip(pieces.places, pieces.said, of_pieces, strict=True):
                if told:
                    end = at + len(piece)
                    behind = text[end : end + _BEHIND]
                    for table, inside, otherwise, by_behind in told:
                        tried = by_behind.get(behind, otherwise) if by_behind else otherwise
                        if tried:
                            found[table].append((at + inside, tried))
        return found


_Tried = tuple[tuple[str, Test | None], ...]
"""Names, and what must hold for each; None where it holds whatever follows."""
_Begins = tuple[int, _Tried]
"""A place, and what is tried there."""
_InPiece = tuple[tuple[int, int, _Tried, dict[str, _Tried]], ...]
"""By table the places in a piece, what is tried there whatever follows the piece, and with what is tried besides behind some."""
_BEHIND = 3
"""So many signs behind a piece, the blank among them, tell which stems of several words can go on."""


class _OfPieces(dict[str, _InPiece]):
    """What can match in each piece that occurred."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._of_words: dict[str, tuple[_Begun, ...]] = {}

    def __missing__(self, piece: str) -> _InPiece:
        told = tuple(
            (table, at, *_by_behind(piece[at:], tried))
            for found in _WORD.finditer(piece)
            if (begun := self._begun(found[0]))
            for at in (found.start(),)
            for table, tried in _tried(piece, at, begun)
        )
        if len(self) < _REMEMBERED and len(piece) <= LONGEST_KEPT:
            self[piece] = told
        return told

    def _begun(self, word: str) -> tuple[_Begun, ...]:
        begun = self._of_words.get(word)
        if begun is None:
            begun = self._stems.beginning(word)
            if len(self._of_words) < _REMEMBERED and len(word) <= LONGEST_KEPT:
                self._of_words[word] = begun
        return begun


def _tried(piece: str, at: int, begun: Iterable[_Begun]) -> Iterator[tuple[int, _Tried]]:
    """By table what can match at a place; what stands there whatever follows has no test."""
    tables: dict[int, dict[str, dict[Test | None, None]]] = {}
    for table, _, name, test in begun:
        if test is not None and not test.alone:
            tables.setdefault(table, {}).setdefault(name, {})[test] = None
        elif test is None or test.matches(piece, at):
            tables.setdefault(table, {})[name] = {None: None}
    for table, by_name in tables.items():
        yield (
            table,
            tuple(
                (name, each)
                for name, tests in by_name.items()
                for each in ([None] if None in tests else tests)
            ),
        )


def _by_behind(own: str, tried: _Tried) -> tuple[_Tried, dict[str, _Tried]]:
    """What is tried whatever stands behind the rest of a piece (`own`), and all that is tried behind some signs."""
    if all(test is None for _, test in tried):
        return tried, {}
    always: list[int] = []
    some: dict[str, list[int]] = {}
    for n, (_, test) in enumerate(tried):
        signs = None if test is None else _going_on(own, test.texts)
        if signs is None:
            always.append(n)
        else:
            for behind in signs:
                some.setdefault(behind, []).append(n)
    return tuple(tried[n] for n in always), {
        behind: tuple(tried[n] for n in sorted(always + told)) for behind, told in some.items()
    }


def _going_on(own: str, texts: Iterable[str]) -> set[str] | None:
    """The signs behind the rest of a piece with which any of the texts goes on; None for any signs."""
    signs, size = set(), len(own)
    for text in texts:
        if text.startswith(own) and text[size : size + 1].isspace():
            behind = text[size : size + _BEHIND]
            if len(behind) < _BEHIND:
                return None
            signs.add(behind)
        elif own.startswith(text):
            return None
    return signs


_Begun = tuple[int, int, str, Test | None]
"""The table and row of a stem that a word begins, its name, and what else must hold."""
_Placed = tuple[int, int, str, Way]
"""The table and row of a stem, its name, and one way in which it begins."""


class Stems:
    """Several tables that are asked of the same texts, by name."""

    def __init__(self, **tables: Iterable[tuple[str, str]]) -> None:
        self._begins: dict[str, list[_Placed]] = defaultdict(list)
        """What a word may begin whose first letters are these."""
        self._wholes: dict[str, list[_Placed]] = defaultdict(list)
        """What a word may begin that has these letters and no others."""
        self._unread: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
        """Stems that no word began yet, by the letters that they begin with: most tables are longer than most texts."""
        self.finders = {kind: StemFinder(self, number) for number, kind in enumerate(tables)}
        self._anywhere = [each.anywhere for each in self.finders.values()]
        for number, table in enumerate(tables.values()):
            for row, (name, words) in enumerate(table):
                for stem in alternatives(words) if words else ():
                    if letters := letters_of(stem):
                        self._unread[letters].append((number, row, name, stem))
                    else:
                        self._place(number, row, name, stem)
        self.in_pieces = _OfPieces(self)

    def _place(self, table: int, row: int, name: str, stem: str) -> None:
        for part in parts_of(stem):
            for way in ways_of(part):
                if way.is_whole:
                    self._wholes[way.first].append((table, row, name, way))
                elif way.first or way.test is None or way.test.alone:
                    self._begins[way.first].append((table, row, name, way))
                else:
                    needed = bits_of(parsed(expression(part)))
                    self._anywhere[table].append((needed, name, way.test))

    def _read(self, letters: str) -> None:
        """Read the stems that begin with these letters.

        Several threads read texts. A stem leaves the unread only once it stands in its place: who comes
        between reads it a second time, which changes nothing; who found it in neither would miss it.
        """
        for table, row, name, stem in self._unread.get(letters, ()):
            self._place(table, row, name, stem)
        self._unread.pop(letters, None)

    def beginning(self, word: str) -> tuple[_Begun, ...]:
        """The stems that a word begins, or can begin, in the order of their tables and rows."""
        own = word if word[-1] in _ALNUMS else word[:-1]
        openings = [own[:length] for length in range(len(own) + 1)]
        for letters in openings:
            if letters in self._unread:
                self._read(letters)
        placed = [
            each
            for letters in openings
            if letters in self._begins
            for each in self._begins[letters]
        ]
        placed += self._wholes.get(own, ())
        return tuple(
            (table, row, name, None if test is None or test.within else test)
            for table, row, name, way in sorted(placed, key=_by_row)
            for test in (way.test,)
            if (test is None and (word == own or not way.is_whole))
            or (test is not None and (not test.within or test.matches(word, 0)))
        )


_by_row = itemgetter(0, 1)


class StemFinder:
    """Called with a text, gives the names whose stems occur, with their places, in order."""

    def __init__(self, among: Stems, number: int) -> None:
        self._among, self._number = among, number
        self.anywhere: list[tuple[int, str, Test]] = []
        """Stems that any word may begin, with what a text must hold: it is asked once."""

    def __call__(self, text: str | Words) -> Iterator[tuple[str, int]]:
        words = Words(text) if isinstance(text, str) else text
        found = self._by_pieces(words)
        for bits, name, test in self.anywhere:
            if bits & words.holds == bits:
                found = merge(found, _everywhere(name, test, words), key=itemgetter(1))
        return found

    def _by_pieces(self, words: Words) -> Iterator[tuple[str, int]]:
        form = words.text
        for at, tried in words.begun(self._among)[self._number]:
            given = None
            for name, test in tried:
                if name != given and (test is None or test.matches(form, at)):
                    given = name
                    yield name, at


def _everywhere(name: str, test: Test, words: Words) -> Iterator[tuple[str, int]]:
    return ((name, at) for at in words.places if test.matches(words.text, at))
