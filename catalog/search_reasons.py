"""Why a trial was found: for each typed word the best place in its record, with the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from catalog.search_bits import among, from_positions
from catalog.search_fields import Field, Quality
from catalog.search_match import Group, Level
from catalog.search_plan import Need, Way
from catalog.search_records import Labelled, Record
from catalog.search_results import Match
from catalog.search_words import LONGEST, fold, indexed, words

Meeting = tuple[Need, Level]
"""A need, and in which field, how well and with how many points a trial meets it."""

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
_WHYS = {
    Quality.EXACT: "typed",
    Quality.VARIANT: "spelling",
    Quality.PREFIX: "beginning",
    Quality.LONGER: "beginning",
}


class Reasons:
    """Finds reasons in one record; its texts are read and cut into words once, when needed."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._fields: dict[Field, HeldText] = {}
        self._unread = record.long_texts()
        self._read: list[HeldText] = []

    def of(self, meetings: Sequence[Meeting]) -> tuple[Match, ...]:
        """One reason for each need that is met, equal ones once."""
        found = [match for each in meetings if (match := self._best(each)) is not None]
        return tuple(dict.fromkeys(found))

    def says(self, need: Need) -> bool:
        """Whether some text has the need's phrase, its words following each other."""
        wanted = f" {' '.join(need.phrase)} "
        for place in Field:
            if need.fields >> place & 1:
                for _, text in self._record.texts(place):
                    if wanted in f" {' '.join(words(text))} ":
                        return True
        return False

    def _best(self, meeting: Meeting) -> Match | None:
        need, level = meeting
        for found in need.docs:
            if found.doc == self._record.doc:
                why = found.why or "typed"
                return Match("id", found.number.upper(), why, need.typed, points=level.points)
        for way in need.ways:
            if way.quality == level.quality:
                shown = self._shown(need, level.place, way)
                if shown is not None:
                    return replace(shown, points=level.points)
        return None

    def _shown(self, need: Need, place: Field, way: Way) -> Match | None:
        return self._in_text(need, way) if place is Field.TEXT else self._in(need, place, way)

    def _in(self, need: Need, place: Field, way: Way) -> Match | None:
        if place not in self._fields:
            texts = "\n".join(text for _, text in self._record.texts(place))
            self._fields[place] = HeldText("", texts, names=place <= Field.NAME)
        if not all(map(self._fields[place].holds, way.terms)):
            return None
        label, text = self._telling(place, set(way.terms))
        return Match(label, text, _why(way), need.typed)

    def _telling(self, place: Field, wanted: set[str]) -> Labelled:
        """Of the field's texts the first that holds most of the words."""
        best = (0, ("", ""))
        for labelled in self._record.texts(place):
            text = HeldText("", labelled[1], names=place <= Field.NAME)
            held = sum(map(text.holds, wanted))
            if held > best[0]:
                best = (held, labelled)
            if held == len(wanted):
                break
        return best[1]

    def _in_text(self, need: Need, way: Way) -> Match | None:
        missing = set(way.terms)
        shown: Match | None = None
        for text in self._long_texts():
            held = {term for term in way.terms if text.holds(term)}
            if held and shown is None:
                side, sentence = self._sentence(text, held)
                shown = Match(text.label, sentence, _why(way), need.typed, side)
            missing -= held
            if not missing:
                return shown
        return None

    def _sentence(self, text: HeldText, wanted: set[str]) -> tuple[str, str]:
        """The criterion that holds the words, with its side; elsewhere the sentence."""
        if text.label == "eligibility":
            for kind, start, end in self._record.criteria():
                criterion = text.text[start:end]
                if all(map(HeldText("", criterion).holds, wanted)):
                    return "must" if kind == "inclusion" else "must not", criterion
        return "", _sentence(text.text, wanted)

    def _long_texts(self) -> Iterator[HeldText]:
        yield from self._read
        for label, text in self._unread:
            if text:
                self._read.append(HeldText(label, text))
                yield self._read[-1]


class HeldText:
    """A text that is asked for words: most are answered without cutting it into words."""

    def __init__(self, label: str, text: str, *, names: bool = False) -> None:
        self.label = label
        self.text = text
        self._names = names
        self._folded = fold(text)
        self._joined: str | None = None
        self._words: set[str] | None = None

    def holds(self, term: str) -> bool:
        """Whether the text is found by this word."""
        place = self._folded.find(term)
        while place >= 0:
            end = place + len(term)
            before, after = self._folded[place - 1 : place], self._folded[end : end + 1]
            if not (before.isalnum() or after.isalnum()):
                return True
            place = self._folded.find(term, end)
        if self._joined is None:
            self._joined = _without_marks(self._folded)
        if term not in self._joined and len(term) < LONGEST:
            return False
        if self._words is None:
            self._words = indexed(self.text.split("\n"), names=self._names)
        return term in self._words


def met(
    needs: Sequence[tuple[Need, Group]], docs: Iterable[int], size: int
) -> dict[int, list[Meeting]]:
    """For each of these trials, where and how well it meets each need."""
    found: dict[int, list[Meeting]] = {doc: [] for doc in docs}
    shown = from_positions(found, size)
    for need, group in needs:
        rest = shown & group.everyone
        for level in group.levels:
            if not rest:
                break
            if here := level.trials & rest:
                for doc in among(here, found):
                    found[doc].append((need, level))
                rest ^= here
    return found


def _without_marks(text: str) -> str:
    """The text with compounds and names joined: `pd-1` and `pd 1` as `pd1`."""
    return text.replace("-", "").replace(" ", "").replace("/", "").replace("'", "")


def _why(way: Way) -> str:
    return way.why or _WHYS.get(way.quality, "typed")


def _sentence(text: str, wanted: set[str]) -> str:
    """The first sentence that holds most of the words."""
    best = (0, text)
    for sentence in filter(None, map(str.strip, _SENTENCE.split(text))):
        held = sum(map(HeldText("", sentence).holds, wanted))
        if held > best[0]:
            best = (held, sentence)
        if held == len(wanted):
            break
    return best[1]
