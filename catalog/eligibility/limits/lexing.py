"""Words with their places, and phrases found among them.

All positions are offsets into the text as given; letters are only replaced one for one, so that a
place in the reading form is the same place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar, cast

import msgspec

T = TypeVar("T")

_SAME_WIDTH = str.maketrans(
    {
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "﹣": "-", "－": "-", "～": "~", "〜": "~",
        "˂": "<", "˃": ">", "＜": "<", "＞": ">", "﹥": ">", "﹤": "<", "≦": "≤", "⩽": "≤", "≧": "≥", "⩾": "≥", "＝": "=",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\t": " ", "\n": " ", "\r": " ",
        "’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "，": ",", "；": ";", "：": ":", "（": "(",
        "）": ")", "。": ".", "％": "%", "＋": "+", "⁄": "/", "∕": "/", "[": "(", "]": ")", "{": "(",
        "}": ")",
    }
)  # fmt: skip


# What registries leave of a page: its `>` is no sign of a limit.
_MARKUP = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:br|p|li|ul|ol|b|i|u|em|strong|sup|sub|div|span|table|tbody|tr|td|th|font)\b[^<>]{0,60}>",
    re.IGNORECASE,
)


# Signs of another alphabet, as old files were read: `age ³ 18`, `ALT £2 times`. What costs £5 is no limit.
_MISTAKEN = re.compile(r"(?:(?<=^)|(?<=[\s(]))[£³](?=\s?\d)(?!£\s?\d+(?:,\d{3}| (?:per|for|to)\b))")


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


# `< 0. 6 x 10^9/L`: one number.
_PARTED = re.compile(r"([<>≤≥=] ?0)\. (\d+)")


def reading_form(text: str) -> str:
    """Lower case with one sign for each kind of dash, comparator and blank; same length."""
    if "<" in text:
        text = _MARKUP.sub(_blanks, text)
    if "£" in text or "³" in text:
        text = _MISTAKEN.sub(lambda found: "≤" if found[0] == "£" else "≥", text)
    if "0. " in text:
        text = _PARTED.sub(r"\1.\2 ", text)
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


_TOKEN = re.compile(r"[^\W\d_]+\d*(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[^\w\s-]")
# The same of lower-case ASCII, told letter by letter: three times as quick.
_PLAIN_TOKEN = re.compile(r"[a-z]+[0-9]*(?:'[a-z]+)?|[0-9]+(?:[.,][0-9]+)*|[^a-z0-9_\s-]")
_UNFOLDED = frozenset(
    "is was has his this its as us plus previous serious diabetes ascites pus".split()
)
_KEEP = ("ss", "us", "is", "sis")


def tokens(reading: str) -> list[Token]:
    """The words, numbers and signs of a reading form; hyphens and blanks only part them."""
    return [Token(_folded(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(reading)]


def written(reading: str) -> list[str]:
    """The tokens of a reading form as they are written."""
    pattern = _PLAIN_TOKEN if reading.isascii() and reading.islower() else _TOKEN
    found: list[str] = pattern.findall(reading)
    return found


def folded(said: Iterable[str]) -> list[str]:
    """Tokens as phrases have them: singular."""
    return list(map(_folded, said))


def starts(text: str, said: Iterable[str]) -> list[int]:
    """Where the words of a text stand, if they are all of them in order and nothing between could begin one."""
    found, at = [], 0
    for word in said:
        at = text.index(word, at)
        found.append(at)
        at += len(word)
    return found


LONGEST_KEPT = 60
"""Letters of a piece that is remembered: what a hostile text has instead of words must not fill the memory."""


class Pieces:
    """A text parted at its blanks, and where its pieces stand.

    Tables look a piece up whole in what they remember of those that occurred: no token or word has a blank in it.
    """

    __slots__ = ("_places", "said", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.said = text.split()
        self._places: list[int] | None = None

    @property
    def places(self) -> list[int]:
        """Worked out only where something may begin."""
        if self._places is None:
            self._places = places = []
            at = 0
            for piece in self.said:
                places.append(at)
                at += len(piece) + 1
            if at != len(self.text.rstrip()) + 1:  # not one blank between all of them
                self._places = starts(self.text, self.said)
        return self._places


@lru_cache(maxsize=20_000)
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


class _Node(Generic[T]):
    """What may follow the words so far, and what they mean if they end here."""

    __slots__ = ("ends", "following", "means")

    def __init__(self) -> None:
        self.following: dict[str, _Node[T]] = {}
        self.ends = False
        self.means: T | None = None


class Phrases(Generic[T]):
    """Finds the longest of many phrases at each place, in one pass over the words."""

    def __init__(self, table: Iterable[tuple[str, T]]) -> None:
        self._root: _Node[T] = _Node()
        for phrase, means in table:
            self._add(tokens(reading_form(phrase)), means)

    def _add(self, words: list[Token], means: T) -> None:
        node = self._root
        for word in words:
            node = node.following.setdefault(word.text, _Node())
        if words and not node.ends:
            node.ends, node.means = True, means

    def find(self, words: Sequence[Token]) -> Iterator[Found[T]]:
        """Phrases in order, none inside another."""
        first, behind = self._root.following, 0
        for at, word in enumerate(words):
            node = first.get(word.text)
            if node is None or at < behind:
                continue
            found, last, place = (node if node.ends else None), at, at
            while place + 1 < len(words) and (node := node.following.get(words[place + 1].text)):
                place += 1
                if node.ends:
                    found, last = node, place
            if found is not None:
                yield Found(cast(T, found.means), word.start, words[last].end, at, last)
            behind = last + 1
