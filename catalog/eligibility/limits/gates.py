"""Regular expressions that are tried only where a text holds the words they cannot match without.

The words are read from the expression itself, so a rule that is added or changed cannot be skipped. A text that is
divided into tokens anyway is asked once: what each token holds is remembered, so that a gate costs one comparison.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any, cast

from catalog.eligibility.vocabulary.patterns import Parsed, parsed, signs_of

_FEWEST_LETTERS = 2
Needs = tuple[str, ...]
"""Any text that matches holds one of these."""


class Gated:
    """A pattern with the words of which a text must hold one; without any it is tried always.

    `holds` is a part of the pattern that every match has: a text must hold one of its words too. `quick` is one that is
    found sooner, because it begins with a letter or sign.
    """

    __slots__ = (
        "_flags", "_source", "also", "any_case", "bits", "is_told", "needs", "pattern", "quick", "spaced",
    )  # fmt: skip

    pattern: re.Pattern[str]
    """Made when it is first asked for: to make all of them takes a tenth of a second, and few texts open many gates."""

    def __init__(
        self,
        pattern: str,
        flags: re.RegexFlag = re.NOFLAG,
        *,
        holds: str | None = None,
        quick: str | None = None,
    ) -> None:
        self.quick = re.compile(quick) if quick is not None else None
        self.also = needed(holds) if holds is not None else ()
        self._source, self._flags = pattern, flags
        self.any_case = bool(flags & re.IGNORECASE)
        all_needed = _all_needed(parsed(pattern))
        words = _best(all_needed)
        self.needs = tuple(word.lower() for word in words) if self.any_case else words
        self.bits = 0 if self.any_case else _bits((*all_needed, self.also))
        """What `held` must have of a text."""
        self.spaced = any(not _PIECE.fullmatch(word) for word in (*self.needs, *self.also))
        """Whether the words say more than their pieces."""
        self.is_told = not (self.spaced or self.quick)
        """Whether the bits tell all that is known of a text."""
        _GATES.append(self)

    def __getattr__(self, name: str) -> re.Pattern[str]:
        if name != "pattern":
            raise AttributeError(name)
        self.pattern = made = re.compile(self._source, self._flags)
        return made

    def may_match(self, text: str) -> bool:
        """False only where the pattern matches nowhere in the text."""
        if self.any_case:
            if has_odd_case(text):
                return True
            text = text.lower()
        if not _holds_one(text, self.needs) or (self.also and not _holds_one(text, self.also)):
            return False
        return self.quick is None or self.quick.search(text) is not None

    def may_match_in(self, text: str, holds: int) -> bool:
        """The same of a text of which it is known what its tokens hold, or of a part of one."""
        bits = self.bits
        if bits & holds != bits:
            return False
        return self.is_told or self.may_match(text)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As of a pattern."""
        stop = len(text) if end is None else end
        if not self.may_match(text[start:stop]):
            return None
        return self.pattern.search(text, start, stop)

    def match(self, text: str) -> re.Match[str] | None:
        """As of a pattern."""
        return self.pattern.match(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of a pattern."""
        return self.pattern.finditer(text) if self.may_match(text) else iter(())


_GATES: list[Gated] = []


def make_all() -> None:
    """Make the patterns of all gates now: before a process is forked, so that its forks share them."""
    for gated in _GATES:
        _ = gated.pattern


def has_odd_case(text: str) -> bool:
    """Whether a text has letters that match one of a to z where case does not count, though `lower()` does not give it."""
    return not text.isascii() and ("ſ" in text or "ı" in text or "İ" in text)


# What a token holds of it whole, wherever it stands: letters, or a sign that no number or word has in it.
_PIECE = re.compile(r"[a-z]{2,}|[^\w\s.,'-]")
_ANY_DIGIT = "\\d"
"""Among words that are needed: some digit."""
_BITS: dict[frozenset[str], int] = {}
"""A bit for each set of pieces of which one is needed."""
_PIECES: dict[str, int] = {}
"""The bits that a piece gives."""
_LENGTHS: dict[str, tuple[int, ...]] = {}
"""How long the pieces are that begin with two letters, or are one sign."""


def _bits(needs: Iterable[Collection[str]]) -> int:
    """The bits of sets of words, of each of which a text must hold one."""
    told = 0
    for pieces in _pieces(needs):
        if pieces not in _BITS:
            _BITS[pieces] = 1 << len(_BITS)
            for piece in pieces:
                _PIECES[piece] = _PIECES.get(piece, 0) | _BITS[pieces]
                _LENGTHS[piece[:2]] = tuple({*_LENGTHS.get(piece[:2], ()), len(piece)})
            for remembered in (_HELD, *_BESIDE):
                remembered.clear()
        told |= _BITS[pieces]
    return told


def _pieces(needs: Iterable[Collection[str]]) -> Iterator[frozenset[str]]:
    """Sets of pieces, of each of which a token must hold one."""
    for words in needs:
        if len(words) == 1 and _ANY_DIGIT not in words:
            yield from (frozenset({piece}) for word in words for piece in _PIECE.findall(word))
            continue
        pieces = frozenset(map(_piece, words))
        if pieces and "" not in pieces:
            yield pieces


def _piece(word: str) -> str:
    """The longest part of a word that stands in one token; "" where there is none."""
    return word if word == _ANY_DIGIT else max(_PIECE.findall(word), key=len, default="")


ANYTHING = -1
"""What a text gives to gates of which nothing is known: every one may match."""
_REMEMBERED = 20_000


class _Held(dict[str, int]):
    """The bits that each token gives, worked out once for each that occurs."""

    def __missing__(self, token: str) -> int:
        bits = 0
        for start in range(len(token)):
            for length in _LENGTHS.get(token[start : start + 2], ()):
                bits |= _PIECES.get(token[start : start + length], 0)
        if not token.isalpha() and any(map(str.isdecimal, token)):
            bits |= _PIECES.get(_ANY_DIGIT, 0)
        if len(self) < _REMEMBERED:
            self[token] = bits
        return bits


_HELD = _Held()
_BESIDE: list[dict[str, Any]] = []


def with_bits(remembered: dict[str, Any]) -> None:
    """Of a dictionary that keeps tokens' bits beside something else: it is emptied when a gate is added."""
    _BESIDE.append(remembered)


def held(tokens: Iterable[str]) -> int:
    """What the tokens of a text, as `lexing.written` divides it, give to gates."""
    return reduce(or_, map(_HELD.__getitem__, tokens), 0)


def lacking(holds: int) -> int:
    """What a text does not give of all that some gate needs."""
    return ((1 << len(_BITS)) - 1) & ~holds


def _holds_one(text: str, words: Needs) -> bool:
    for word in words:  # a loop: a generator costs more than the look-ups
        if word in text:
            return True
    return not words


def needed(pattern: str) -> Needs:
    """Words of which every match of the pattern holds one; empty where there are no such words."""
    return _best(_all_needed(parsed(pattern)))


def _best(all_needed: list[frozenset[str]]) -> Needs:
    """The set of words that says the most."""
    plain = (words for words in all_needed if _ANY_DIGIT not in words)
    words = max(plain, key=_worth, default=frozenset())
    # A word that holds another of them adds nothing.
    return tuple(
        word for word in sorted(words, key=len) if not any(w != word and w in word for w in words)
    )


def bits_of(parts: Parsed) -> int:
    """What `held` must have of a text in which an expression matches; 0 for nothing."""
    return _bits(_all_needed(parts))


def _all_needed(parts: Parsed) -> list[frozenset[str]]:
    """Sets of words, of each of which every match of an expression holds one."""
    if parts.state.flags & re.IGNORECASE:
        return []
    return [
        words
        for words in _needs_of_parts(parts)
        if all(len(word) >= _FEWEST_LETTERS or _PIECE.fullmatch(word) for word in words)
    ]


def _worth(words: frozenset[str]) -> tuple[int, int]:
    return min(map(len, words)), -len(words)


def _needs(parts: object) -> frozenset[str]:
    """The best of what the parts, each of which must match, need; empty for nothing."""
    return max(_needs_of_parts(parts), key=_worth, default=frozenset())


def _needs_of_parts(parts: object) -> list[frozenset[str]]:
    """What the parts need, each of which must match."""
    found: list[frozenset[str]] = []
    runs = _NO_RUN
    for op, value in cast("list[tuple[object, object]]", parts):
        signs = _few_signs(str(op), value)
        if signs and len(runs) * len(signs) <= _MOST_RUNS:
            runs = frozenset(run + sign for run in runs for sign in signs)
            continue
        found += [runs, _needs_of_part(str(op), value)]
        runs = _NO_RUN
    return [
        words
        for words in (*found, runs)
        if words and words != _NO_RUN and not any(_TAKEN in word for word in words)
    ]


_TAKEN = "\0"
"""Stands for letters of a form that were accounted for: the form itself, which is asked, has others there."""
_NO_RUN = frozenset({""})
_MOST_RUNS = 8


def _few_signs(name: str, value: object) -> frozenset[str]:
    """The signs that a part stands for, if it is one sign of a few: `a`, `[ae]`."""
    if name == "LITERAL":
        return frozenset({chr(cast(int, value))})
    signs = signs_of(cast("list[tuple[object, object]]", value)) if name == "IN" else None
    return signs if signs and not signs & _DIGITS else frozenset()


def _needs_of_part(name: str, value: object) -> frozenset[str]:
    if name == "IN":
        return _needs_of_signs(cast("list[tuple[object, object]]", value))
    if name == "SUBPATTERN":
        _, flags_on, _, inner = cast("tuple[object, int, int, object]", value)
        return frozenset() if flags_on else _needs(inner)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        fewest, _, inner = cast("tuple[int, object, object]", value)
        return _needs(inner) if fewest else frozenset()
    if name == "BRANCH":
        branches = [_needs(each) for each in cast("tuple[object, list[object]]", value)[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()


def _needs_of_signs(members: list[tuple[object, object]]) -> frozenset[str]:
    """What a set of signs needs: a digit, or one of a few signs that are tokens by themselves."""
    told: set[str] = set()
    for op, value in members:
        signs = signs_of([(op, value)])
        if str(value) == "CATEGORY_DIGIT" or (signs and signs <= _DIGITS):
            told.add(_ANY_DIGIT)
        elif signs and all(map(_PIECE.fullmatch, signs)):
            told |= signs
        else:
            return frozenset()
    return frozenset(told)


_DIGITS = frozenset("0123456789")
