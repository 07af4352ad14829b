"""Finds which of many stems begin at the words of a text, trying at each word only those that can.

A stem is a pattern; `$` stands for a word's end. Stems are kept by their first letters, so that a text
costs a few look-ups a word, however long the tables grow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"(?<![a-z0-9])[a-z0-9]")
_LETTERS = 3
_REMEMBERED = 20_000


class StemFinder:
    """Called with a text, gives the names whose stems occur, with their places, in order."""

    def __init__(self, table: Iterable[tuple[str, str]]) -> None:
        stems: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for name, words in table:
            for stem in alternatives(words) if words else ():
                for opening in openings(stem):
                    stems[opening][name].append(stem)
        self._by_opening: dict[str, list[tuple[str, re.Pattern[str]]]] = {
            opening: [(name, _compiled(each)) for name, each in names.items()]
            for opening, names in stems.items()
        }
        self._tried: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}

    def __call__(self, text: str) -> Iterator[tuple[str, int]]:
        tried = self._tried
        for word in _WORD.finditer(text):
            at = word.start()
            letters = text[at : at + _LETTERS]
            possible = tried.get(letters)
            if possible is None:
                possible = self._possible(letters)
            for name, pattern in possible:
                if pattern.match(text, at):
                    yield name, at

    def _possible(self, letters: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What can match at a word that begins so; remembered, as words of real texts begin alike."""
        possible = tuple(
            each
            for length in range(len(letters) + 1)
            for each in self._by_opening.get(letters[:length], ())
        )
        if len(self._tried) < _REMEMBERED:
            self._tried[letters] = possible
        return possible


def _compiled(stems: list[str]) -> re.Pattern[str]:
    words = re.sub(r"(?<!\\)\$", r"\\b", "|".join(stems))
    return re.compile(f"(?:{words})")


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
    """The letters, at most three, that any text must begin with to match the stem."""
    stem = stem.removeprefix("\\b")
    if stem.startswith("(?<!"):  # looks at what stands before, which no opening holds
        return openings(stem[_close(stem) + 1 :])
    if stem.startswith("(?:"):
        close = _close(stem)
        rest = stem[close + 1 :]
        optional = rest[:1] in ("?", "*")
        rest = rest.lstrip("?*")
        inner = {o for part in alternatives(stem[3:close]) for o in openings(part + rest)}
        return inner | (openings(rest) if optional else set())
    return {_literal(stem)}


def _close(pattern: str) -> int:
    depth = 0
    for part in _PART.finditer(pattern):
        depth += (part[0] == "(") - (part[0] == ")")
        if depth == 0:
            return part.start()
    return len(pattern)


def _literal(stem: str) -> str:
    letters = re.match(r"[a-z0-9 -]*", stem)
    assert letters is not None
    said = letters[0]
    if stem[len(said) : len(said) + 1] in ("?", "*", "{"):
        said = said[:-1]
    return said[:_LETTERS]
