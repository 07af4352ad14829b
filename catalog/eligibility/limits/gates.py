"""Regular expressions that are tried only where a text holds a word they cannot match without.

The words are read from the expression itself, so a rule that is added or changed cannot be skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from catalog.eligibility.vocabulary.patterns import parsed

_FEWEST_LETTERS = 2
Needs = tuple[str, ...]
"""Any text that matches holds one of these."""


class Gated:
    """A pattern with the words of which a text must hold one; without any it is tried always.

    `holds` is a part of the pattern that every match has: a text must hold one of its words too.
    """

    __slots__ = ("also", "any_case", "needs", "pattern")

    def __init__(
        self, pattern: str, flags: re.RegexFlag = re.NOFLAG, *, holds: str | None = None
    ) -> None:
        self.also = needed(holds) if holds is not None else ()
        self.pattern = re.compile(pattern, flags)
        self.any_case = bool(flags & re.IGNORECASE)
        words = needed(pattern)
        self.needs = tuple(word.lower() for word in words) if self.any_case else words

    def may_match(self, text: str) -> bool:
        """False only where the pattern matches nowhere in the text."""
        if self.any_case:
            if not text.isascii():  # some letters match others that lower() does not give (ſ, ı)
                return True
            text = text.lower()
        return _holds_one(text, self.needs) and (not self.also or _holds_one(text, self.also))

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As of a pattern."""
        stop = len(text) if end is None else end
        if not self.may_match(text[start:stop]):
            return None
        return self.pattern.search(text, start, stop)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As of a pattern."""
        return self.pattern.finditer(text) if self.may_match(text) else iter(())


def _holds_one(text: str, words: Needs) -> bool:
    for word in words:  # a loop: a generator costs more than the look-ups
        if word in text:
            return True
    return not words


def needed(pattern: str) -> Needs:
    """Words of which every match of the pattern holds one; empty where there are no such words."""
    parts = parsed(pattern)
    words = _needs(parts)
    if parts.state.flags & re.IGNORECASE or any(len(word) < _FEWEST_LETTERS for word in words):
        return ()
    # A word that holds another of them adds nothing.
    return tuple(
        word for word in sorted(words, key=len) if not any(w != word and w in word for w in words)
    )


def _needs(parts: object) -> frozenset[str]:
    """The best of what the parts, each of which must match, need; empty for nothing."""
    found: list[frozenset[str]] = []
    run = ""
    for op, value in cast("list[tuple[object, object]]", parts):
        name = str(op)
        if name == "LITERAL":
            run += chr(cast(int, value))
            continue
        if run:
            found.append(frozenset({run}))
            run = ""
        found.append(_needs_of_part(name, value))
    if run:
        found.append(frozenset({run}))
    usable = [words for words in found if words]
    return max(usable, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


def _needs_of_part(name: str, value: object) -> frozenset[str]:
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
