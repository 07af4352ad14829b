"""Words with their places, and phrases found among them.

All positions are offsets into the text as given; letters are only replaced one for one, so that a
place in the reading form is the same place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

_SAME_WIDTH = str.maketrans(
    {
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "﹣": "-", "－": "-", "～": "~", "〜": "~",
        "＜": "<", "＞": ">", "﹥": ">", "﹤": "<", "≦": "≤", "⩽": "≤", "≧": "≥", "⩾": "≥", "＝": "=",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\t": " ", "\n": " ", "\r": " ",
        "’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "，": ",", "；": ";", "：": ":", "（": "(",
        "）": ")", "。": ".", "％": "%", "＋": "+", "⁄": "/", "∕": "/", "[": "(", "]": ")", "{": "(",
        "}": ")",
    }
)  # fmt: skip


def reading_form(text: str) -> str:
    """Lower case with one sign for each kind of dash, comparator and blank; same length."""
    lowered = text.translate(_SAME_WIDTH).lower()
    if len(lowered) != len(text):  # a few letters grow when lowered (İ)
        lowered = "".join(
            c.lower() if len(c.lower()) == 1 else c for c in text.translate(_SAME_WIDTH)
        )
    return lowered


class Token(msgspec.Struct, frozen=True):
    """A word, number or sign."""

    text: str
    """Folded: singular, without what does not matter for matching."""
    start: int
    end: int


_TOKEN = re.compile(r"[^\W\d_]+\d*(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[^\w\s-]", re.UNICODE)
_UNFOLDED = frozenset(
    "is was has his this its as us plus previous serious diabetes ascites pus".split()
)
_KEEP = ("ss", "us", "is", "sis")


def tokens(reading: str) -> list[Token]:
    """The words, numbers and signs of a reading form; hyphens and blanks only part them."""
    return [Token(_folded(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(reading)]


def _folded(word: str) -> str:
    word = word.removesuffix("'s")
    if len(word) <= 3 or not word.endswith("s") or word in _UNFOLDED or word.endswith(_KEEP):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "ches", "shes")) and not word.endswith(
        ("ases", "oses", "nses", "rses")
    ):
        return word[:-2]
    return word[:-1]


class Found(msgspec.Struct, Generic[T], frozen=True):
    """A phrase found in a text: what it means and where it stands."""

    means: T
    start: int
    end: int
    first: int
    """Position of its first token."""
    last: int


class Phrases(Generic[T]):
    """Finds the longest of many phrases at each place, in one pass over the words."""

    def __init__(self, table: Iterable[tuple[str, T]]) -> None:
        self._trie: dict[str, dict[str, object]] = {}
        self._meanings: dict[tuple[str, ...], T] = {}
        for phrase, means in table:
            self._add(tuple(token.text for token in tokens(reading_form(phrase))), means)

    def _add(self, words: tuple[str, ...], means: T) -> None:
        self._meanings.setdefault(words, means)
        node: dict[str, object] = self._trie  # type: ignore[assignment]
        for word in words:
            node = node.setdefault(word, {})  # type: ignore[assignment]

    def find(self, words: list[Token]) -> Iterator[Found[T]]:
        """Phrases in order, none inside another."""
        at = 0
        while at < len(words):
            length = self._longest(words, at)
            if length == 0:
                at += 1
                continue
            key = tuple(token.text for token in words[at : at + length])
            last = at + length - 1
            yield Found(self._meanings[key], words[at].start, words[last].end, at, last)
            at += length

    def _longest(self, words: list[Token], at: int) -> int:
        node: Mapping[str, object] | None = self._trie
        longest = 0
        seen: list[str] = []
        for length, token in enumerate(words[at : at + 12], 1):
            node = node.get(token.text) if node else None  # type: ignore[assignment]
            if node is None:
                break
            seen.append(token.text)
            if tuple(seen) in self._meanings:
                longest = length
        return longest
