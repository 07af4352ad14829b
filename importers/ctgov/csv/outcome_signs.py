"""What speaks for cutting an outcome at one comma and not at another: signs, by name.

`outcome_cells` adds up their weights (`outcome_weights.csv`), and `tools/outcome_weights.py` learns
those from studies whose JSON has the three parts apart: both ask here, so that a weight always
means what it was learnt for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from importers.ctgov.csv import outcome_words as words

COMMA = ", "
MOST_CUTS = 14
"""Commas looked at from the beginning of a text: measures hold no more."""
_MOST_TIMES = 14
"""Pieces looked at from its end: time frames hold no more."""
_WINDOW = 8
"""Pieces of a description that are compared with the measure."""

_MEASURE_WORDS = (1, 2, 3, 5, 8, 12, 16, 22, 30, 45)
_DESCRIPTION_WORDS = (1, 2, 3, 4, 6, 9, 14, 25, 60)
_PIECE_WORDS = (1, 2, 3, 5, 8, 12)
_TIME_LETTERS = (6, 10, 15, 25, 40, 60, 90, 130, 200)
_OVERLAP = (0.0, 0.2, 0.4, 0.6, 0.8)

_JOINED = re.compile(r"(?:\S+ ){0,6}(?:and|or) ")
_PAIRED = re.compile(r"(?:\S+ ){1,6}(?:and|or) ")
_DEFINES = re.compile(
    r"\b(?:is|are|was|were|will|be|by|using|measured|assessed|defined|calculated|evaluated|"
    r"determined)\b"
)


class Pieces:
    """One outcome cut at every comma, with what is asked of its pieces again and again."""

    def __init__(self, text: str, ends: Mapping[str, int]) -> None:
        """`ends`: how many outcomes of the trial end so behind a comma."""
        self.pieces = pieces = text.split(COMMA)
        self.count = count = len(pieces)
        self._ends = ends
        self._first = [words.first_word(piece) for piece in pieces]
        self._last = [_last_word(piece) for piece in pieces]
        self._shape = [_shape(piece) for piece in pieces]
        self._closed = [_closing(piece) for piece in pieces]
        self._length = [piece.count(" ") + 1 for piece in pieces]
        self._words = [0, *accumulate(self._length)]
        self._letters = [0, *accumulate(len(piece) + len(COMMA) for piece in pieces)]
        self._brackets = [0, *accumulate(map(_brackets, pieces))]
        self._sentences = [0, *accumulate(words.has_sentences(piece) for piece in pieces)]
        self.cuts = range(1, min(count, MOST_CUTS) + 1)
        """Where the measure may end."""
        self.times = [
            at
            for at in range(max(1, count - _MOST_TIMES), count)
            if self._letters[count] - self._letters[at] - len(COMMA) <= words.LONGEST_TIME
        ] + [count]
        """Where a time frame may begin; the number of pieces: there is none."""
        near = {at - 1 for at in self.times} | set(self.times[:-1])
        near |= set(range(min(count, MOST_CUTS)))
        self._of_time = [at in near and words.speaks_of_time(pieces[at]) for at in range(count)]
        self._telling = [_telling(piece) for piece in pieces[: MOST_CUTS + _WINDOW]]
        self._timed = [0, *accumulate(self._of_time)]
        self._opens = [
            at in near and words.OPENS_TIME.match(pieces[at]) is not None for at in range(count)
        ]
        self._number = [
            at in near and words.NUMBERS.fullmatch(pieces[at]) is not None for at in range(count)
        ]

    def parts(self, cut: int, time: int) -> tuple[str, str | None, str | None]:
        """Measure, description and time frame of the two cuts; joined again they are the text."""
        pieces = self.pieces
        return (
            COMMA.join(pieces[:cut]),
            COMMA.join(pieces[cut:time]) or None,
            COMMA.join(pieces[time:]) or None,
        )

    def ways(self) -> Iterator[tuple[int, int]]:
        """Every end of a measure with every begin of a time frame that may go with it."""
        for cut in self.cuts:
            for time in self.times:
                if time >= cut and not self._hides(cut, time):
                    yield cut, time

    def signs(self, cut: int, time: int) -> list[str]:
        """All signs of a way to cut."""
        found = self.of_measure(cut) + self.of_time(time) + self.of_both(cut, time)
        return found + self.of_opening(cut) + self.of_closing(time) if cut < time else found

    def _hides(self, cut: int, time: int) -> bool:
        """Whether a part of these cuts would be one empty piece: its comma would be lost."""
        empty_description = time - cut == 1 and not self.pieces[cut]
        return empty_description or (self.count - time == 1 and not self.pieces[time])

    def of_measure(self, cut: int) -> list[str]:
        """Signs of a measure that ends at `cut`."""
        found = [
            f"m.len{bisect_left(_MEASURE_WORDS, self._words[cut])}",
            f"m.commas{min(cut - 1, 6)}",
            f"m.end{self._closed[cut - 1]}",
            f"m.last={self._last[cut - 1]}",
        ]
        if self._brackets[cut] > 0:
            found.append("m.open")
        if self._sentences[cut]:
            found.append("m.sentences")
        return found

    def of_opening(self, at: int) -> list[str]:
        """Signs of a description that begins at `at`."""
        piece, before = self.pieces[at], at - 1
        shape, length = self._shape[at], self._length[at]
        first = self._first[at]
        found = [
            f"d.shape{shape}",
            f"d.first={first}",
            f"d.shape{shape}.m{self._closed[before]}",
            f"d.words{bisect_left(_PIECE_WORDS, length)}",
        ]
        if self._shape[before] == shape:
            found.append("d.same_shape")
        named = frozenset().union(*self._telling[:at])
        if named:
            said = frozenset().union(*self._telling[at : at + _WINDOW])
            share = len(named & said) / len(named)
            found.append(f"d.over{bisect_left(_OVERLAP, share)}")
            found.append(f"d.over_first{min(len(named & self._telling[at]), 4)}")
            if self._first[0] == first:
                found.append("d.same_first")
            if self.pieces[:at] == self.pieces[at : 2 * at]:
                found.append("d.measure_again")
        found.extend(self._of_list(at))
        if self._of_time[at] and self._opens[at]:
            found.append("d.opens_time")
        if _DEFINES.search(piece[:200]):
            found.append("d.defines")
        return found

    def _of_list(self, at: int) -> list[str]:
        """Signs that the comma before `at` divides items of one phrase."""
        found = []
        length, before = self._length[at], at - 1
        if at + 1 < self.count:
            if length <= words.LONGEST_ITEM + 1 and self._first[at + 1] in words.JOINS:
                found.append("d.listed")
            if length <= words.LONGEST_ITEM and _PAIRED.match(self.pieces[at + 1]):
                found.append("d.paired")
        if self._length[before] <= 3 and length <= 3:
            found.append("d.short_both")
        if before and self._first[before] in words.JOINS:
            found.append("d.behind_last_item")
        if length <= 8 and _JOINED.match(self.pieces[at]):
            found.append("d.has_and")
        return found

    def of_closing(self, time: int) -> list[str]:
        """Signs of a description that ends where the time frame begins."""
        return ["d", f"d.end{self._closed[time - 1]}"]

    def of_both(self, cut: int, time: int) -> list[str]:
        """Signs of a description from `cut` to `time`, of there being none, of nothing at all."""
        if cut == time:
            return ["d.none", "only"] if time == self.count else ["d.none"]
        size = bisect_left(_DESCRIPTION_WORDS, self._words[time] - self._words[cut])
        found = [f"d.len{size}", f"d.shape{self._shape[cut]}.len{size}"]
        if self._sentences[time] > self._sentences[cut]:
            found.append("d.sentences")
        if self._brackets[time] != self._brackets[cut]:
            found.append("d.unbalanced")
        if time < self.count and self._timed[time] - self._timed[cut] == time - cut:
            found.append(f"d.all_time.len{size}")
        return found

    def of_time(self, at: int) -> list[str]:
        """Signs of a time frame that begins at `at`."""
        count = self.count
        if at == count:
            return ["t.none"]
        pieces, before = self.pieces, at - 1
        letters = self._letters[count] - self._letters[at] - len(COMMA)
        strange = sum(
            not (self._of_time[k] or self._number[k] or words.GOES_ON.match(pieces[k]))
            for k in range(at, count)
        )
        size = count - at
        last = self._last[before]
        behind_number = last[-1:].isdigit()
        found = [
            "t",
            f"t.len{bisect_left(_TIME_LETTERS, letters)}",
            f"t.pieces{min(size, 6)}",
            f"t.opens{self._of_time[at]:d}{self._opens[at]:d}{self._number[at]:d}"
            f"{words.GOES_ON.match(pieces[at]) is not None:d}",
            f"t.strange{min(strange, 3)}.{min(size, 4)}",
            f"t.first={self._first[at]}",
            f"t.shape{self._shape[at]}",
            f"t.behind{self._closed[before]}{self._shape[at]}",
            f"t.end{self._closed[-1]}",
            f"t.last={'#' if behind_number else last}",
        ]
        if not any(self._of_time[at:]):
            found.append("t.no_time")
        if self._first[at] in words.JOINS:
            found.append("t.joins")
        if self._number[at]:
            found.append(f"t.number.behind{'d' if behind_number else self._closed[before]}")
        if self._of_time[before]:
            found.append("t.behind_time")
            if self._opens[before]:
                known = min(self._length[before], 6)
                found.append(f"t.behind_opening{self._closed[before]}{known}")
        if self._brackets[count] != self._brackets[at]:
            found.append("t.unbalanced")
        if self._sentences[count] > self._sentences[at]:
            found.append("t.sentences")
        if any(self._closed[k] == "." for k in range(at, count - 1)):
            found.append("t.inner_end")
        alike = self._ends.get(COMMA.join(pieces[at:]), 0)
        if alike > 1:
            found.append(f"t.shared{min(alike, 4)}")
        return found


def shared_ends(texts: Sequence[str]) -> dict[str, int]:
    """How many outcomes of a trial end so behind a comma: time frames recur."""
    found: dict[str, int] = {}
    if len(texts) < 2:
        return found
    for text in texts:
        comma = len(text)
        for _ in range(_MOST_TIMES):
            comma = text.rfind(COMMA, 0, comma)
            if comma < 0 or len(text) - comma - len(COMMA) > words.LONGEST_TIME:
                break
            end = text[comma + len(COMMA) :]
            found[end] = found.get(end, 0) + 1
    return found


def _last_word(piece: str) -> str:
    last = piece.rsplit(None, 1)[-1:]
    return last[0].lower() if last else ""


def _shape(piece: str) -> str:
    """How it begins: capitals, a capital, a small letter, a digit, something else."""
    first = piece[:1]
    if first.isupper():
        return "A" if piece[1:2].isupper() else "U"
    return "l" if first.islower() else "d" if first.isdigit() else "o"


def _closing(piece: str) -> str:
    """How it ends: a mark, a digit, a word."""
    last = piece.rstrip()[-1:]
    if last in tuple(".;:)!?]"):
        return last
    return "d" if last.isdigit() else "w"


def _brackets(piece: str) -> int:
    """How many more open in it than close."""
    return piece.count("(") + piece.count("[") - piece.count(")") - piece.count("]")


_WORD = re.compile(r"\w{3,}")


def _telling(piece: str) -> frozenset[str]:
    """The words of a piece, or of its beginning."""
    return frozenset(_WORD.findall(piece[:200].lower())) - words.SHORT
