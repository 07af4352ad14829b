"""What is looked for: a typed word as a need of every hit, and the ways in which it may be met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from catalog.search.by_number import Numbered
from catalog.search.weights import ANYWHERE, Quality
from catalog.search.words import STOP_WORDS

MOST_ASKED = 3
"""Names that are asked after at once."""


class Way(msgspec.Struct, frozen=True):
    """One way to meet a typed word: all these words of the index in one field."""

    terms: tuple[str, ...]
    quality: Quality
    why: str = ""
    """Correction or synonym in words: `refractry→refractory`; "" where it is what was typed."""
    fields: int = ANYWHERE
    """Where it counts: a mask of fields."""

    @property
    def corrected(self) -> str:
        """The word that the typed one is taken for; "" where it is taken as it is."""
        return self.why.partition("→")[2].removesuffix("…")


class Need(msgspec.Struct, frozen=True):
    """Something every hit has: a typed word in one of the ways that it may be met."""

    typed: str
    ways: tuple[Way, ...]
    fields: int = ANYWHERE
    docs: tuple[Numbered, ...] = ()
    meant: tuple[str, ...] = ()
    """What may be meant by a word that no trial holds, where nothing is corrected unasked."""
    rather: tuple[str, ...] = ()
    """What is near a word that some trials hold, and in far more of them: only asked after."""
    said: tuple[str, ...] = ()
    """Medicines taken for a word that no trial holds: told aloud, for it may be another."""
    other_names: tuple[str, ...] = ()
    """Of a word that no trial holds: names it is known to stand for."""
    phrase: tuple[str, ...] = ()
    """Words that must follow each other: checked in the record's text."""
    without: bool = False

    @property
    def taken_for(self) -> list[str]:
        """A line for each medicine that is taken for a word that no trial holds."""
        return [
            f'no trial holds "{self.typed}": shown is {name}, if that medicine is meant'
            for name in self.said
        ]

    @property
    def asks(self) -> str:
        """What may have been meant by a word that no trial holds, as a question; "" for nothing."""
        return asking(self.meant[:MOST_ASKED]) if self.meant else ""


def asking(names: Sequence[str]) -> str:
    """`did you mean lapatinib or afatinib?`"""
    return f"did you mean {' or '.join(names)}?"


class Draft(msgspec.Struct):
    """A need while its ways are collected."""

    typed: str
    ways: dict[tuple[str, ...], Way] = msgspec.field(default_factory=dict)
    docs: dict[int, Numbered] = msgspec.field(default_factory=dict)
    is_whole: bool = False
    """Whether it is no beginning of a word: up to four capitals are an abbreviation."""
    meant: list[str] = msgspec.field(default_factory=list)
    rather: list[str] = msgspec.field(default_factory=list)
    said: list[str] = msgspec.field(default_factory=list)
    other_names: tuple[str, ...] = ()

    def need(self, fields: int) -> Need:
        """What is looked for, once every way is known."""
        return Need(
            typed=self.typed,
            ways=tuple(self.ways.values()),
            fields=fields,
            docs=tuple(self.docs.values()),
            meant=tuple(dict.fromkeys(self.meant)),
            rather=tuple(dict.fromkeys(self.rather)),
            said=tuple(dict.fromkeys(self.said)),
            other_names=self.other_names,
        )

    def add(
        self, terms: Iterable[str], quality: Quality, why: str = "", fields: int = ANYWHERE
    ) -> None:
        """Take in a way in which it may be met: all of `terms`, in the `fields` of a mask.

        Of two ways with the same terms the better one stays.
        """
        kept = tuple(dict.fromkeys(term for term in terms if term not in STOP_WORDS))
        if kept and (kept not in self.ways or self.ways[kept].quality > quality):
            self.ways[kept] = Way(kept, quality, why, fields)

    @property
    def corrected(self) -> str | None:
        """The word that was probably meant, where what was typed is no word."""
        ways = [
            way
            for way in self.ways.values()
            if len(way.terms) == 1
            and way.quality in (Quality.CORRECTED, Quality.FAR)
            and way.why.endswith(f"→{way.terms[0]}")
        ]
        return min(ways, key=lambda way: way.quality).terms[0] if ways else None

    def doubt(self) -> None:
        """Rank what was found so far lower: the word is half of a name."""
        for terms, way in self.ways.items():
            if way.quality < Quality.LONGER:
                self.ways[terms] = Way(terms, Quality.LONGER, way.why, way.fields)
