"""Why a trial was found: for each typed word the best place in its record, with the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from catalog.search_fields import Field, Quality, points
from catalog.search_plan import Need, Way
from catalog.search_records import Labelled, Record
from catalog.search_results import Match
from catalog.search_words import fold, indexed, words

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
_MARKS = re.compile("['/ -]")
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

    def of(self, needs: Sequence[Need]) -> tuple[Match, ...]:
        """One reason for each need that is met, equal ones once."""
        found = [match for need in needs if (match := self._best(need)) is not None]
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

    def _best(self, need: Need) -> Match | None:
        for found in need.docs:
            if found.doc == self._record.doc:
                return Match("id", found.number.upper(), found.why or "typed", need.typed)
        for place, way in _by_points(need):
            shown = self._in_text(need, way) if place is Field.TEXT else self._in(need, place, way)
            if shown is not None:
                return shown
        return None

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
            held = _held(labelled[1], wanted, names=place <= Field.NAME)
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
                start, sentence = _sentence(text.text, held)
                side = self._side(start) if text.label == "eligibility" else ""
                shown = Match(text.label, sentence, _why(way), need.typed, side)
            missing -= held
            if not missing:
                return shown
        return None

    def _long_texts(self) -> Iterator[HeldText]:
        yield from self._read
        for label, text in self._unread:
            if text:
                self._read.append(HeldText(label, text))
                yield self._read[-1]

    def _side(self, place: int) -> str:
        for kind, start, end in self._record.criteria():
            if start <= place < end:
                return "must" if kind == "inclusion" else "must not"
        return ""


class HeldText:
    """A text that is asked for words: most are answered without cutting it into words."""

    def __init__(self, label: str, text: str, *, names: bool = False) -> None:
        self.label = label
        self.text = text
        self._names = names
        self._folded = fold(text)
        self._joined = _MARKS.sub("", self._folded)
        self._words: set[str] | None = None

    def holds(self, term: str) -> bool:
        """Whether the text is found by this word."""
        if term not in self._folded and term not in self._joined:
            return False
        if self._words is None:
            self._words = indexed(self.text.split("\n"), names=self._names)
        return term in self._words


def _why(way: Way) -> str:
    return way.why or _WHYS.get(way.quality, "typed")


@lru_cache(maxsize=500)
def _by_points(need: Need) -> tuple[tuple[Field, Way], ...]:
    """Where and how a need may be met, best first."""
    ranked = sorted(
        (-points(place, way.quality), place, n)
        for place in Field
        if need.fields >> place & 1
        for n, way in enumerate(need.ways)
    )
    return tuple((place, need.ways[n]) for _, place, n in ranked)


def _held(text: str, wanted: set[str], *, names: bool) -> int:
    """How many of the words the text holds; most texts hold none, and are not cut into words."""
    folded = fold(text)
    joined = _MARKS.sub("", folded)
    if not any(term in folded or term in joined for term in wanted):
        return 0
    return len(wanted & indexed((text,), names=names))


def _sentence(text: str, wanted: set[str]) -> tuple[int, str]:
    """Where the best sentence begins, and the sentence."""
    best = (0, 0, "")
    for start, sentence in _sentences(text):
        held = _held(sentence, wanted, names=False)
        if held > best[0]:
            best = (held, start, sentence)
        if held == len(wanted):
            break
    _, start, sentence = best
    return start, sentence


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in _SENTENCE.finditer(text):
        if sentence := text[start : gap.start()].strip():
            yield start, sentence
        start = gap.end()
    if sentence := text[start:].strip():
        yield start, sentence
