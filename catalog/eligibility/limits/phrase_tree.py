"""All phrases that limits are read from, found in one pass over a criterion's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from catalog.eligibility.limits.gates import held, with_bits
from catalog.eligibility.limits.lexing import (
    LONGEST_KEPT,
    Found,
    Phrases,
    Pieces,
    Token,
    folded,
    reading_form,
    starts,
    tokens,
    written,
)
from catalog.eligibility.vocabulary.events import ANCHORS, FLAGS, PRIOR, SINCE, WHEN
from catalog.eligibility.vocabulary.variables import ORDINAL, OTHER_MEASURES, TOGETHER, VARIABLES

Names = tuple[str, ...]
"""The measurements that a name stands for."""


class Spotted(msgspec.Struct):
    """The phrases of a text by kind, each in order, none inside another of its kind."""

    names: list[Found[Names]]
    """Measurements."""
    flags: list[Found[str]]
    """Illnesses and states, as `events` writes what they mean."""
    treated: list[Found[str]]
    """Earlier treatments."""
    events: list[Found[str]]
    """What time is counted from."""
    subgroups: list[Found[str]]
    anchors: list[Found[str]]


def _names() -> Iterator[tuple[str, Names]]:
    meanings: dict[str, list[str]] = defaultdict(list)
    for variable in VARIABLES:
        if variable.id not in ORDINAL and variable.id != "toxicity_grade":
            for name in variable.names:
                meanings[name].append(variable.id)
    for name, variables in TOGETHER.items():
        meanings[name] = [*meanings.get(name, []), *variables]
    for name in OTHER_MEASURES:
        meanings.setdefault(name, [])
    yield from ((name, tuple(variables)) for name, variables in meanings.items())


class _Node:
    """What may follow the words so far, and what they mean."""

    __slots__ = ("following", "means")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.means: dict[int, tuple[object, int]] = {}
        """By kind what the longest phrase means that they begin with, and of how many words it is."""


def _tree(tables: Sequence[Iterable[tuple[str, object]]]) -> dict[str, _Node]:
    """The phrases of all tables by their words; of two alike in one table the first counts."""
    root = _Node()
    for kind, table in enumerate(tables):
        for phrase, means in table:
            node = root
            words = tokens(reading_form(phrase))
            for word in words:
                node = node.following.setdefault(word.text, _Node())
            if words:
                node.means.setdefault(kind, (means, len(words)))
    _hand_down(root)
    return root.following


def _hand_down(node: _Node) -> None:
    """Gives to longer beginnings what shorter ones mean."""
    for longer in node.following.values():
        longer.means = {**node.means, **longer.means}
        _hand_down(longer)


_TABLES: tuple[Iterable[tuple[str, object]], ...] = (_names(), FLAGS, PRIOR, SINCE, WHEN, ANCHORS)
_TREE = _tree(_TABLES)
SUBGROUPS_ALONE: Phrases[str] = Phrases(WHEN)
ANCHORS_ALONE: Phrases[str] = Phrases(ANCHORS)
"""For a part of a text, where a longer phrase that reaches beyond it must not hide a shorter one."""


class _Known(NamedTuple):
    """What is known of a piece of a text between blanks."""

    words: tuple[str, ...]
    """Its tokens, folded."""
    holds: int
    """What they give to gates."""
    begins: tuple[tuple[int, _Node], ...]
    """Which of them begin phrases."""


_REMEMBERED = 20_000


class _Lexicon(dict[str, _Known]):
    """What is known of each piece that occurred."""

    def __missing__(self, piece: str) -> _Known:
        said = written(piece)
        words = tuple(folded(said))
        known = _Known(
            words,
            held(said),
            tuple((n, _TREE[word]) for n, word in enumerate(words) if word in _TREE),
        )
        if len(self) < _REMEMBERED and len(piece) <= LONGEST_KEPT:
            self[piece] = known
        return known


_LEXICON = _Lexicon()
with_bits(_LEXICON)


@lru_cache(maxsize=4096)  # most pieces are never asked: no phrase begins or ends in them
def _spans(piece: str) -> tuple[tuple[int, int], ...]:
    """Where the tokens of a piece stand in it."""
    said = written(piece)
    return tuple((at, at + len(word)) for at, word in zip(starts(piece, said), said, strict=True))


class Spoken:
    """A reading form's tokens with what is known of each, and the phrases among them."""

    __slots__ = ("_known", "holds", "pieces", "spotted", "words")

    def __init__(self, form: str) -> None:
        self.pieces = Pieces(form)
        self._known = list(map(_LEXICON.__getitem__, self.pieces.said))
        words: list[str] = []
        holds = 0
        begins: list[tuple[int, _Node, int, int]] = []
        for piece, (said, bits, first) in enumerate(self._known):
            holds |= bits
            for n, node in first:
                begins.append((len(words) + n, node, piece, n))
            words += said
        self.words = words
        """The tokens, folded."""
        self.holds = holds
        """What they give to gates."""
        self.spotted = self._spotted(begins)
        """The longest phrase of each kind at each place."""

    def tokens(self) -> list[Token]:
        """The words, numbers and signs with their places."""
        spans = (
            (at + start, at + end)
            for at, piece in zip(self.pieces.places, self.pieces.said, strict=True)
            for start, end in _spans(piece)
        )
        return [
            Token(word, start, end) for word, (start, end) in zip(self.words, spans, strict=True)
        ]

    def _spotted(self, begins: list[tuple[int, _Node, int, int]]) -> Spotted:
        """The phrases; `begins` has the number of a token, of its piece, and of the token in that."""
        found: tuple[list[Found[object]], ...] = ([], [], [], [], [], [])
        behind = [0] * len(found)
        words, count = self.words, len(self.words)
        said, places = self.pieces.said, self.pieces.places if begins else []
        for at, node, piece, n in begins:
            place = at + 1
            while place < count and (longer := node.following.get(words[place])) is not None:
                node = longer
                place += 1
            for kind, (means, length) in node.means.items():
                if at >= behind[kind]:
                    last = at + length - 1
                    behind[kind] = last + 1
                    start = places[piece] + _spans(said[piece])[n][0]
                    end = self._end(piece, n + length - 1)
                    found[kind].append(Found(means, start, end, at, last))
        return Spotted(*found)  # type: ignore[arg-type]  # each table has its own kind of meaning

    def _end(self, piece: int, n: int) -> int:
        """Where a token ends, counted from the first of a piece."""
        while n >= (inside := len(self._known[piece].words)):
            n -= inside
            piece += 1
        return self.pieces.places[piece] + _spans(self.pieces.said[piece])[n][1]


@lru_cache(maxsize=1024)  # the items of a list share the line above them
def names_in(form: str) -> tuple[Names, ...]:
    """The measurements that a reading form names, in order."""
    return tuple(found.means for found in Spoken(form).spotted.names)
