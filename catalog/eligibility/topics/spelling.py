"""What a stem stands for: the texts that it spells, if they are few, or the expression that finds it.

A stem is a pattern; `$` stands for a word's end. Most spell a few texts (`h[a]?emorrhoid`, `biliary (?:obs|atr)`): comparing
those is quicker than an expression, which would first have to be made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from catalog.eligibility.vocabulary.patterns import WORD_END, openings_of, parsed, sees_blanks

Match = Callable[[str, int], object]
"""Called with a text and a place, says whether a stem stands there."""

_ALNUM = re.compile(r"[a-z0-9]*")


class Way(NamedTuple):
    """One way in which a stem begins."""

    first: str
    """The letters that the word begins with; empty for any word."""
    is_whole: bool
    """Whether the word has no others."""
    test: Test | None
    """What else must hold; None where the word decides."""


class Test:
    """What must stand at a place; made ready when it is first asked."""

    __slots__ = ("_find", "alone", "matches", "texts", "within")

    def __init__(
        self,
        find: Callable[[], Match],
        texts: Iterable[str],
        *,
        alone: bool,
        within: bool = False,
    ) -> None:
        self._find = find
        self.texts = tuple(texts)
        """Texts of which one stands wherever this holds."""
        self.within = within
        """Whether nothing behind the word counts."""
        self.alone = alone
        """Whether nothing behind the next blank counts."""
        self.matches: Match = self._matches

    def _matches(self, text: str, at: int) -> object:
        self.matches = match = self._find()
        return match(text, at)


def letters_of(stem: str) -> str:
    """The letters that any text which matches a stem begins with."""
    return _LITERAL.match(stem)[0]  # type: ignore[index]  # it always matches


_LITERAL = re.compile(r"(?:[a-z0-9](?![?*{]))*")


@cache  # several tables have the same stems
def ways_of(stem: str) -> tuple[Way, ...]:
    """How a word begins a text that matches a stem. A stem that any word may begin has a way that is `""` and not whole."""
    texts = spelled(stem.removesuffix("$"))
    if texts is None:
        return tuple(_by_expression(stem))
    return tuple(_by_texts(texts, must_end=stem.endswith("$")))


def _by_texts(texts: Iterable[str], *, must_end: bool) -> Iterator[Way]:
    longer: dict[tuple[str, bool], list[str]] = {}
    for text in texts:
        first = _ALNUM.match(text)[0]  # type: ignore[index]  # it always matches
        if first and first == text:
            yield Way(first, must_end, None)
        elif first:  # no word begins with a sign
            longer.setdefault((first, " " not in text), []).append(text)
    for (first, alone), told in longer.items():
        yield Way(first, True, Test(_finding(tuple(told), must_end=must_end), told, alone=alone))


def _finding(texts: tuple[str, ...], *, must_end: bool) -> Callable[[], Match]:
    if not must_end:
        return lambda: lambda text, at: text.startswith(texts, at)
    return lambda: lambda text, at: any(_stands_whole(each, text, at) for each in texts)


def _stands_whole(words: str, text: str, at: int) -> bool:
    end = at + len(words)
    return text.startswith(words, at) and is_bound(text, end)


def is_bound(text: str, at: int) -> bool:
    """Whether a place behind a letter or sign is what `$` stands for there."""
    return _BOUND.match(text, at) is not None


_BOUND = re.compile(r"\b")


def _by_expression(stem: str) -> Iterator[Way]:
    letters, parts = letters_of(stem), None
    if len(letters) < _LETTERS:  # only then is it worth to read it
        parts = parsed(expression(stem))
        openings = openings_of(parts)
    else:
        openings = frozenset({letters + " " if stem.startswith(" ", len(letters)) else letters})
    test = Test(
        lambda: re.compile(f"(?:{expression(stem)})").match,
        (opening.rstrip(WORD_END) for opening in openings),
        within=_WITHIN_A_WORD.fullmatch(stem) is not None,
        alone=" " not in stem and not sees_blanks(parts or parsed(expression(stem))),
    )
    ways = {
        (first, len(first) < len(opening))
        for opening in openings
        for first in (_ALNUM.match(opening)[0],)  # type: ignore[index]  # it always matches
    }
    if ("", False) in ways:
        yield Way("", False, test)
        return
    for first, is_whole in sorted(ways):
        if first:  # no word begins with a sign
            yield Way(first, is_whole, test)


_LETTERS = 3
_WITHIN_A_WORD = re.compile(r"(?:[a-z0-9?$|)]|\(\?:|\[a-z\][*+]?|\[[a-z]+\])+")
"""Stems that look at nothing behind the word that they begin."""


def expression(stem: str) -> str:
    """A stem as an expression."""
    return re.sub(r"(?<!\\)\$", r"\\b", stem)


def parts_of(stem: str) -> Iterator[str]:
    """A stem; of ways in brackets those that look at no blank are one by themselves."""
    ways = _WAYS.fullmatch(stem)
    if not ways or not sees_blanks(parsed(expression(stem))):
        yield stem
        return
    before, inside, behind = ways.groups()
    for alone in (True, False):
        told = [
            way
            for way in alternatives(inside)
            if sees_blanks(parsed(expression(before + way + behind))) is not alone
        ]
        if told:
            yield f"{before}(?:{'|'.join(told)}){behind}"


# The one group of a stem that begins with the end of any word: `[a-z]+(?:mab|dronic acid)`.
_WAYS = re.compile(r"(\[[a-z-]+\][*+])\(\?:((?:[^()]|\(\?:[^()]*\))*)\)((?:[a-z][a-z?]*)?\$?)")


# An escaped sign, a set of letters, or any one sign.
_PART = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def alternatives(pattern: str) -> list[str]:
    """The parts of a pattern that `|` divides, brackets kept whole."""
    if "|" not in pattern:
        return [pattern]
    parts, depth, start = [], 0, 0
    for part in _PART.finditer(pattern):
        depth += (part[0] == "(") - (part[0] == ")")
        if part[0] == "|" and depth == 0:
            parts.append(pattern[start : part.start()])
            start = part.end()
    return [*parts, pattern[start:]]


_MOST_TEXTS = 64
_LETTER = r"[^\\.^$*+?{}\[\]|()]"
_SIGN = re.compile(rf"{_LETTER}+(?!\?)|{_LETTER}|\[[a-z0-9]+\]|\[[- ]+\]|\(\?:|[)|?]")


def spelled(pattern: str) -> tuple[str, ...] | None:
    """The texts that a pattern of letters, ways and sets of letters stands for; None of others, or where they are many."""
    signs: list[str] = _SIGN.findall(pattern)
    if sum(map(len, signs)) != len(pattern):
        return None
    signs.reverse()  # the next is the last
    texts = _spelled(signs)
    return tuple(dict.fromkeys(texts)) if texts and not signs else None


def _spelled(signs: list[str]) -> list[str]:
    """The texts up to the bracket that closes, which is taken too; none where they are many or nothing was understood."""
    ways: list[str] = []
    texts = [""]
    while signs and (sign := signs.pop()) != ")":
        if sign == "|":
            ways += texts
            texts = [""]
            continue
        if sign == "(?:":
            next_ = _spelled(signs)
        elif sign[0] == "[":
            next_ = list(sign[1:-1])
        else:
            next_ = [] if sign == "?" else [sign]
        if signs and signs[-1] == "?":
            signs.pop()
            next_.append("")
        texts = [text + each for text in texts for each in next_]
        if not 0 < len(texts) + len(ways) <= _MOST_TEXTS:
            return []
    return ways + texts
