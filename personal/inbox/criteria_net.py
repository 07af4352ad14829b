"""Which criteria of a trial are others now, and whether more patients are kept out by that.

Only where both sentences were understood as a whole is it said that a limit became narrower or
wider. Everything else that differs may keep somebody out: it is for people to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

import msgspec

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.screening.ranges import Range, effective_range, intersection
from catalog.model.fuzzy import fuzz
from catalog.model.text import folded
from personal.inbox import wordings

_ALIKE = 60.0
"""Of 100: from here on two sentences are one that was edited."""
_PART = 0.9
"""What it is worth that one sentence has all words of the other."""
_MOST_PAIRS = 10_000
Line = Sequence[str]
"""Side, role and words of a criterion."""


class Effect(IntEnum):
    """What a changed criterion does to who may enter; the worst first."""

    TIGHTER = 0
    UNCLEAR = 1
    """It may keep somebody out that it did not before."""
    REWORDED = 2
    """Both sentences were understood, and say the same."""
    LOOSER = 3


class Edited(msgspec.Struct, frozen=True):
    """A criterion that is another now."""

    side: str
    """`inclusion` or `exclusion`."""
    before: str | None
    """None: it is new."""
    after: str | None
    """None: it is gone."""
    effect: Effect


def edited(before: Sequence[Line], after: Sequence[Line]) -> tuple[Edited, ...]:
    """What of the criteria is another now, the worst first; order, spelling and division aside."""
    if _flowing(before) == _flowing(after):
        return ()  # the same text, divided into lines in another way
    gone, new = _unequal(before, after)
    if len(gone) != len(new) and _words(gone) == _words(new):
        return ()  # the same words in another order, divided in another way
    found = []
    for was, now in _paired(gone, new):
        side = (now or was or ("",))[0]
        old, words = (each[2] if each else None for each in (was, now))
        found.append(Edited(side, old, words, _effect(was, now)))
    return tuple(sorted(found, key=lambda each: each.effect))


def _flowing(lines: Iterable[Line]) -> dict[str, str]:
    """The text of each side without blanks and what parts sentences."""
    found: dict[str, str] = {}
    for side, _, text in lines:
        found[side] = found.get(side, "") + "".join(wordings.words(text))
    return found


def _unequal(before: Sequence[Line], after: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines that have no equal on the other side; their order does not count."""
    keys = ([(each[0], wordings.criterion(each[2])) for each in some] for some in (before, after))
    was, now = map(list, keys)
    left, right = Counter(was) - Counter(now), Counter(now) - Counter(was)
    return _taken(before, was, left), _taken(after, now, right)


def _taken(
    lines: Sequence[Line], keys: Sequence[tuple[str, str]], wanted: Counter[tuple[str, str]]
) -> list[Line]:
    found = []
    for line, key in zip(lines, keys, strict=True):
        if wanted[key]:
            wanted[key] -= 1
            found.append(line)
    return found


def _words(lines: Iterable[Line]) -> Counter[tuple[str, str]]:
    """The words of each side: what was only divided anew has the same."""
    return Counter((side, word) for side, _, text in lines for word in wordings.words(text))


def _paired(gone: list[Line], new: list[Line]) -> list[tuple[Line | None, Line | None]]:
    """Sentences that were edited with what became of them, the likeliest pairs first."""
    became: dict[int, int] = {}
    for _, n, m in sorted(_likely(gone, new)):
        if n not in became and m not in became.values():
            became[n] = m
    paired = [(gone[n], new[m]) for n, m in sorted(became.items())]
    left = [each for n, each in enumerate(gone) if n not in became]
    added = [each for m, each in enumerate(new) if m not in became.values()]
    return [*paired, *((None, each) for each in added), *((each, None) for each in left)]


def _likely(gone: list[Line], new: list[Line]) -> Iterator[tuple[float, int, int]]:
    """How unlike two sentences are that may be one, and their places."""
    if len(gone) * len(new) > _MOST_PAIRS:
        return
    was, now = ([folded(each[2]) for each in some] for some in (gone, new))
    of_was, of_now = ([_variables(each) for each in some] for some in (gone, new))
    for n, one in enumerate(was):
        for m, other in enumerate(now):
            if gone[n][0] != new[m][0]:
                continue
            score = max(fuzz.token_sort_ratio(one, other), fuzz.token_set_ratio(one, other) * _PART)
            if of_was[n] and of_was[n] == of_now[m]:
                score = max(score, 100.0)
            if score >= _ALIKE:
                yield -score, n, m


def _variables(line: Line) -> frozenset[str]:
    return frozenset(_understood(line) or ())


def _effect(was: Line | None, now: Line | None) -> Effect:
    before, after = (_understood(each) if each else None for each in (was, now))
    if was and was[1] == "note" and (now is None or now[1] == "note"):
        return Effect.UNCLEAR if now else Effect.LOOSER
    if before is None:
        return Effect.UNCLEAR
    if now is None:
        return Effect.LOOSER
    return Effect.UNCLEAR if after is None else _compared(before, after)


def _understood(line: Line) -> dict[str, list[Range]] | None:
    """Who may enter by a line, by variable; None where not all of it was understood.

    A line that another governs says nothing by itself: it may be an exception.
    """
    side, role, words = line
    if role != "criterion":
        return None
    from catalog.eligibility.extraction import criterion_of  # its rules take long to load

    read = criterion_of(side, words)
    if read.left_over != () or not read.constraints or any(map(_is_partial, read.constraints)):
        return None
    found: dict[str, list[Range]] = {}
    for each in read.constraints:
        found.setdefault(each.variable, []).append(effective_range(side, each))
    return found


def _is_partial(each: Constraint) -> bool:
    """Whether a constraint holds for some patients, with others, or at some time alone."""
    return bool(
        each.when or each.any_of or each.all_of or each.window or each.anchor or each.implausible
    )


def _compared(before: dict[str, list[Range]], after: dict[str, list[Range]]) -> Effect:
    if before.keys() != after.keys():
        return Effect.UNCLEAR
    effects = set()
    for variable, ranges in before.items():
        was, now = intersection(ranges), intersection(after[variable])
        both = intersection([was, now]) if was and now else None
        if was is None or now is None or both is None:
            return Effect.UNCLEAR
        if was == now:
            continue
        effects.add(
            Effect.TIGHTER if both == now else Effect.LOOSER if both == was else Effect.UNCLEAR
        )
    return min(effects, default=Effect.REWORDED)
