"""Why a trial was found: for each typed word the best place in its record, with the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from catalog.model.numbers import FORMER
from catalog.search.index.bits import few, from_positions
from catalog.search.match import Group, Level
from catalog.search.needs import Need, Way
from catalog.search.records import Labelled, Record
from catalog.search.results import Match
from catalog.search.weights import Field, Quality
from catalog.search.words import LONGEST, fold, indexed, words

Meeting = tuple[Need, Level]
"""A need, and in which field, how well and with how many points a trial meets it."""
Told = tuple[str, str, str]
"""Of a reason: what the text is, the text as it is shown, and its side."""

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
_WHYS = {
    Quality.EXACT: "typed",
    Quality.VARIANT: "spelling",
    Quality.PREFIX: "beginning",
    Quality.LONGER: "beginning",
}


class Reasons:
    """Finds reasons in one record; its texts are read once, and only as far as needed."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.letters = 0
        """Letters of the texts that were read."""
        self._unread: dict[Field, Iterator[Labelled]] = {}
        self._read: dict[Field, list[HeldText]] = {}
        self._told: dict[tuple[Field, tuple[str, ...]], Told | None] = {}

    def of(self, meetings: Sequence[Meeting]) -> tuple[Match, ...]:
        """One reason for each need that is met, equal ones once."""
        found = [match for each in meetings if (match := self._best(each)) is not None]
        return tuple(dict.fromkeys(found))

    def says(self, need: Need) -> bool:
        """Whether some text has the need's phrase, its words following each other."""
        wanted = f" {' '.join(need.phrase)} "
        for place in Field:
            if need.fields >> place & 1:
                for _, text in self.record.texts(place):
                    if wanted in f" {' '.join(words(text))} ":
                        return True
        return False

    def _best(self, meeting: Meeting) -> Match | None:
        need, level = meeting
        for found in need.docs:
            if found.doc == self.record.doc:
                why = FORMER if self.record.gave_up(found.number) else found.why or "typed"
                return Match("id", found.number.upper(), why, need.typed, "", level.points)
        for way in need.ways:
            if way.quality == level.quality:
                told = self._tells(level.place, way.terms)
                if told is not None:
                    label, shown, side = told
                    return Match(label, shown, _why(way), need.typed, side, level.points)
        return None

    def _tells(self, place: Field, terms: tuple[str, ...]) -> Told | None:
        """What tells the words; kept, for most of them are asked for again by the next key."""
        key = place, terms
        if key not in self._told:
            text = self._telling(place, terms)
            if text is None:
                self._told[key] = None
            else:
                side, shown = self._shown(text, terms, place)
                self._told[key] = text.label, shown, side
        return self._told[key]

    def _telling(self, place: Field, terms: tuple[str, ...]) -> HeldText | None:
        """The text that tells most of the words, if the field's texts together hold them all."""
        missing = set(terms)
        best: tuple[int, HeldText | None] = (0, None)
        for text in self._texts(place):
            held = [term for term in terms if text.holds(term)]
            if len(held) > best[0]:
                best = (len(held), text)
            missing.difference_update(held)
            if not missing and (best[0] == len(terms) or place is Field.TEXT):
                return best[1]
        return None if missing else best[1]

    def _texts(self, place: Field) -> Iterator[HeldText]:
        read = self._read.setdefault(place, [])
        yield from read
        if place not in self._unread:
            self._unread[place] = self.record.texts(place)
        for label, text in self._unread[place]:
            read.append(HeldText(label, text, names=place <= Field.NAME))
            self.letters += len(text)
            yield read[-1]

    def _shown(self, text: HeldText, terms: tuple[str, ...], place: Field) -> tuple[str, str]:
        """Side and text of the reason: a value whole, of a long text the sentence or criterion."""
        if place is not Field.TEXT:
            return "", text.text
        wanted = [term for term in terms if text.holds(term)]
        if text.label == "eligibility":
            for kind, start, end in self.record.criteria():
                criterion = text.text[start:end]
                if all(map(HeldText("", criterion).holds, wanted)):
                    return "must" if kind == "inclusion" else "must not", criterion
        return "", _sentence(text.text, wanted)


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
                for doc in few(here):
                    found[doc].append((need, level))
                rest ^= here
    return found


def _without_marks(text: str) -> str:
    """The text with compounds and names joined: `pd-1` and `pd 1` as `pd1`."""
    return text.replace("-", "").replace(" ", "").replace("/", "").replace("'", "")


def _why(way: Way) -> str:
    return way.why or _WHYS.get(way.quality, "typed")


def _sentence(text: str, wanted: Sequence[str]) -> str:
    """The first sentence that holds most of the words."""
    best = (0, text)
    for sentence in filter(None, map(str.strip, _SENTENCE.split(text))):
        held = sum(map(HeldText("", sentence).holds, wanted))
        if held > best[0]:
            best = (held, sentence)
        if held == len(wanted):
            break
    return best[1]
