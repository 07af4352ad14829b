"""Why a trial was found: for each typed word the best place in its record, with the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.search_fields import Field, Quality, points
from catalog.search_plan import Need, Way
from catalog.search_records import Record
from catalog.search_results import Match
from catalog.search_words import indexed, words

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
_WHYS = {
    Quality.EXACT: "typed",
    Quality.VARIANT: "spelling",
    Quality.PREFIX: "beginning",
}


class Reasons:
    """Finds reasons in one record; its texts are cut into words once."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._words: dict[Field, list[set[str]]] = {}

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
        for doc, number, why in need.docs:
            if doc == self._record.doc:
                return Match("id", number.upper(), why or "typed", need.typed)
        ranked = sorted(
            (
                (-points(place, way.quality), place, n)
                for place in Field
                if need.fields >> place & 1
                for n, way in enumerate(need.ways)
            ),
        )
        for _, place, n in ranked:
            way = need.ways[n]
            if self._holds(place, way):
                return self._shown(need, place, way)
        return None

    def _holds(self, place: Field, way: Way) -> bool:
        held = self._cut(place)
        return all(any(term in each for each in held) for term in way.terms)

    def _cut(self, place: Field) -> list[set[str]]:
        if place not in self._words:
            names = place <= Field.NAME
            texts = self._record.texts(place)
            self._words[place] = [indexed((text,), names=names) for _, text in texts]
        return self._words[place]

    def _shown(self, need: Need, place: Field, way: Way) -> Match:
        wanted = set(way.terms)
        held = self._cut(place)
        best = max(range(len(held)), key=lambda n: (len(wanted & held[n]), -n))
        label, text = self._record.texts(place)[best]
        why = way.why or _WHYS.get(way.quality, "typed")
        if place is not Field.TEXT:
            return Match(label, text, why, need.typed)
        start, sentence = _sentence(text, wanted)
        side = self._side(start) if label == "eligibility" else ""
        return Match(label, sentence, why, need.typed, side)

    def _side(self, place: int) -> str:
        for kind, start, end in self._record.criteria():
            if start <= place < end:
                return "must" if kind == "inclusion" else "must not"
        return ""


def _sentence(text: str, wanted: set[str]) -> tuple[int, str]:
    """Where the best sentence begins, and the sentence."""
    best = (0, 0, "")
    for start, sentence in _sentences(text):
        held = len(wanted & indexed((sentence,), names=False))
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
