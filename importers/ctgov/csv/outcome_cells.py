"""Outcome cells, `measure, description, time frame` joined by `|`: split by a guess.

All three may hold commas and the last two may be missing. Every way to cut is given points: a time
frame is last, short and speaks of time; a description begins a sentence. `outcome_words` holds what
is looked for; the figures of how often it is right are in docs/formats.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from catalog.model.codes import OutcomeKind
from catalog.model.trial import Guess, Outcome
from importers.ctgov.csv import outcome_words as words

GUESS = Guess(
    field="outcomes",
    why="measure, description and time frame stand in one cell and were split by their wording",
)
_COMMA = ", "
_MOST_CUTS = 12
"""Commas looked at from the beginning of a text: measures hold no more."""
_STRANGERS = 2
"""Pieces in a row without a word of time: no time frame begins before them."""
_BEST_OPENING = 5.0
"""Points that the second piece has at most for opening a description."""


_LONGEST_END = 12
"""Commas in an end that neighbours may share."""


class Parts(NamedTuple):
    """An outcome cut at commas."""

    measure: str
    description: str | None
    time_frame: str | None


def outcomes(cell: str | None, kind: OutcomeKind) -> Iterator[Outcome]:
    """Every outcome of a cell."""
    listed = [part for raw in cell.split("|") if (part := raw.strip())] if cell else []
    shared = _shared_ends(listed)
    for text in listed:
        found = split(text, shared)
        yield Outcome(
            measure=found.measure,
            kind=kind,
            description=found.description,
            time_frame=found.time_frame,
        )


def split(text: str, shared: frozenset[str] = frozenset()) -> Parts:
    """One outcome; absent parts are None. `shared` are ends it has in common with its neighbours.

    Joined by commas again the parts are the text.
    """
    pieces = text.split(_COMMA)
    at = _time_frame_at(pieces, shared)
    head, time_frame = pieces[:at], _COMMA.join(pieces[at:]) or None
    cut = _description_at(head)
    return Parts(_COMMA.join(head[:cut]), _COMMA.join(head[cut:]) or None, time_frame)


# -- the time frame


def _shared_ends(listed: Sequence[str]) -> frozenset[str]:
    """Ends behind a comma that at least two outcomes of a cell have: time frames recur."""
    if len(listed) < 2:
        return frozenset()
    seen: set[str] = set()
    twice: set[str] = set()
    for text in listed:
        comma = len(text)
        for _ in range(_LONGEST_END):
            comma = text.rfind(_COMMA, 0, comma)
            if comma < 0 or len(text) - comma > words.LONGEST_TIME:
                break
            end = text[comma + len(_COMMA) :]
            (twice if end in seen else seen).add(end)
    return frozenset(twice)


def _time_frame_at(pieces: Sequence[str], shared: frozenset[str]) -> int:
    """Where the time frame begins; the number of pieces where there is none."""
    count = len(pieces)
    best, best_points = count, 0.0
    tail_points, length, brackets, strangers = 0.0, 0, 0, 0
    for start in range(count - 1, 0, -1):
        piece = pieces[start]
        length += len(piece) + len(_COMMA)
        if length > words.LONGEST_TIME or words.has_sentences(piece):
            break
        if start < count - 1 and piece.endswith(".") and not words.SHORTENED.search(piece):
            break
        brackets += piece.count(")") - piece.count("(")
        of_time = _speaks_of_time(piece)
        tail_points += of_time
        strangers = strangers + 1 if of_time < 0 else 0
        if strangers == _STRANGERS:
            break
        points = tail_points + _opens_time(piece, pieces[start - 1]) - length / 100
        if brackets > 0:
            points -= 3.0
        if shared and _COMMA.join(pieces[start:]) in shared:
            points += 0.8
        if points > best_points:
            best, best_points = start, points
    return best


@lru_cache(maxsize=8192)
def _speaks_of_time(piece: str) -> float:
    """Points of a piece for being part of a time frame, wherever in it."""
    if words.speaks_of_time(piece):
        return 1.0
    if words.NUMBERS.fullmatch(piece) or words.GOES_ON.match(piece):
        return 0.5
    return -1.5


def _opens_time(piece: str, before: str) -> float:
    """Points for being the first piece of a time frame, behind `before`."""
    after_sentence = before.endswith((".", ";", ":", "!", "?"))
    if words.first_word(piece) in words.JOINS:
        return -4.0
    if words.NUMBERS.fullmatch(piece):  # "12, 24 and 33 weeks", but not the 5 of "Week 1, 5"
        return 2.0 if after_sentence else -1.0 if not words.ENDS_IN_NUMBER.search(before) else -4.0
    points = 1.5 if after_sentence else 0.0
    if words.OPENS_TIME.match(piece):
        points += 2.0
    if words.GOES_ON.match(piece):
        points -= 2.0
    return points


# -- the description


def _description_at(pieces: Sequence[str]) -> int:
    """Where the description begins; the number of pieces where there is none."""
    count = len(pieces)
    if count < 2:
        return count
    half = count // 2
    if pieces[:half] == pieces[half:]:  # the measure said again
        return half
    rest = sum(piece.count(" ") + 1 for piece in pieces)
    best, best_points = count, _undivided(pieces, rest)
    topic = words.first_words(pieces[0])
    open_brackets = 0
    for start in range(1, min(count, _MOST_CUTS)):
        if best_points >= _BEST_OPENING - 0.3 * (start - 1) and start > 1:
            break
        piece, before = pieces[start], pieces[start - 1]
        rest -= before.count(" ") + 1
        open_brackets += before.count("(") - before.count(")")
        points = _opens_description(piece, rest) - 0.3 * (start - 1)
        if start == 1:
            points += 0.7
        if open_brackets > 0:
            points -= 4.0
        if start + 1 < count and _is_listed(piece, pieces[start + 1]):
            points -= 1.5
        if points + 1.0 > best_points and topic & words.first_words(piece):
            points += 1.0
        if points > best_points:
            best, best_points = start, points
        if words.has_sentences(piece):
            break
    return best


def _undivided(pieces: Sequence[str], length: int) -> float:
    """Points for all of it being the measure."""
    if any(map(words.has_sentences, pieces)):
        return -2.0
    return 1.5 - length / 15


def _opens_description(piece: str, rest: int) -> float:
    """Points for the description beginning at a piece; `rest` is how many words it would have."""
    word = words.first_word(piece)
    if word in words.JOINS:
        return -3.0
    points = 1.0 if rest >= 8 else -1.0 if rest < 4 else 0.0
    if piece[:1].isupper():
        points += 1.5
    elif piece[:1].islower():
        points -= 2.5 if word in words.CLINGS else 1.0
    if word in words.OPENS_DESCRIPTION:
        points += 1.5
    return points


def _is_listed(piece: str, following: str) -> bool:
    """Whether a short piece is followed by "and ..." or "... and ...": items of one phrase."""
    if piece.count(" ") >= words.LONGEST_ITEM:
        return False
    return words.first_word(following) in words.JOINS or words.PAIRED.match(following) is not None
