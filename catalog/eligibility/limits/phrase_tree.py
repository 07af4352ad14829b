"""All phrases that limits are read from, found in one pass over a criterion's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_

import msgspec

from catalog.eligibility.limits.gates import held, with_bits
from catalog.eligibility.limits.lexing import (
    Found,
    Phrases,
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
    """What may follow the words so far, and what they mean by kind if they end here."""

    __slots__ = ("ends", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.ends: tuple[tuple[int, object], ...] = ()


def _tree(tables: Sequence[Iterable[tuple[str, object]]]) -> dict[str, _Node]:
    """The phrases of all tables by their words; of two alike in one table the first counts."""
    root = _Node()
    for kind, table in enumerate(tables):
        for phrase, means in table:
            node = root
            for word in tokens(reading_form(phrase)):
                node = node.following.setdefault(word.text, _Node())
            if node is not root and all(kind != known for known, _ in node.ends):
                node.ends = (*node.ends, (kind, means))
    return root.following


_TABLES: tuple[Iterable[tuple[str, object]], ...] = (_names(), FLAGS, PRIOR, SINCE, WHEN, ANCHORS)
_TREE = _tree(_TABLES)
SUBGROUPS_ALONE: Phrases[str] = Phrases(WHEN)
ANCHORS_ALONE: Phrases[str] = Phrases(ANCHORS)
"""For a part of a text, where a longer phrase that reaches beyond it must not hide a shorter one."""


_Known = tuple[str, int, "_Node | None"]
_REMEMBERED = 20_000


class _Lexicon(dict[str, _Known]):
    """Of each token as it is written: folded, what it gives to gates, and the phrases that begin with it."""

    def __missing__(self, token: str) -> _Known:
        word = folded((token,))[0]
        known = word, held((token,)), _TREE.get(word)
        if len(self) < _REMEMBERED:
            self[token] = known
        return known


_LEXICON = _Lexicon()
_NOTHING: tuple[tuple[str, ...], tuple[int, ...], tuple[_Node | None, ...]] = ((), (), ())
"""What is known of no tokens at all."""
with_bits(_LEXICON)


class Spoken:
    """A reading form's tokens with what is known of each, and the phrases among them."""

    __slots__ = ("form", "holds", "said", "spotted", "words")

    def __init__(self, form: str) -> None:
        self.form = form
        self.said = written(form)
        """The tokens as they are written."""
        known = map(_LEXICON.__getitem__, self.said)
        words, bits, nodes = zip(*known, strict=True) if self.said else _NOTHING
        self.words = list(words)
        """The tokens, folded."""
        self.holds = reduce(or_, bits, 0)
        """What they give to gates."""
        begins = [(at, node) for at, node in enumerate(nodes) if node is not None]
        self.spotted = self._spotted(form, begins)
        """The longest phrase of each kind at each place."""

    def tokens(self) -> list[Token]:
        """The words, numbers and signs with their places."""
        return [
            Token(word, at, at + len(said))
            for word, said, at in zip(
                self.words, self.said, starts(self.form, self.said), strict=True
            )
        ]

    def _spotted(self, form: str, begins: list[tuple[int, _Node]]) -> Spotted:
        found: tuple[list[Found[object]], ...] = ([], [], [], [], [], [])
        behind = [0] * len(found)
        said, words = self.said, self.words
        count = len(words)
        places: list[int] | None = None
        for at, first in begins:
            longest: dict[int, tuple[object, int]] | None = None
            place, node = at, first
            while True:
                if node.ends:
                    if longest is None:
                        longest = {}
                    for kind, means in node.ends:
                        longest[kind] = (means, place)
                place += 1
                if place == count or (behind_it := node.following.get(words[place])) is None:
                    break
                node = behind_it
            if longest is None:
                continue
            if places is None:
                places = starts(form, said)
            for kind, (means, last) in longest.items():
                if at >= behind[kind]:
                    behind[kind] = last + 1
                    end = places[last] + len(said[last])
                    found[kind].append(Found(means, places[at], end, at, last))
        return Spotted(*found)  # type: ignore[arg-type]  # each table has its own kind of meaning


@lru_cache(maxsize=1024)  # the items of a list share the line above them
def names_in(form: str) -> tuple[Names, ...]:
    """The measurements that a reading form names, in order."""
    return tuple(found.means for found in Spoken(form).spotted.names)
