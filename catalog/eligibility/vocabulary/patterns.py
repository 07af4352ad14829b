"""What can be told of an expression by reading it, as the standard library's own reader does."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

Firsts = frozenset[str] | None
"""Signs of which every match begins with one; None where any may begin it, or none is needed."""


class _State(Protocol):
    flags: int


class Parsed(Protocol):
    state: _State


class _Parser(Protocol):
    """What is used of the standard library's own reader of patterns."""

    def parse(self, pattern: str) -> Parsed: ...


def parsed(pattern: str) -> Parsed:
    """The parts of an expression: pairs of what it is and its value."""
    return cast(_Parser, import_module("re._parser")).parse(pattern)


def firsts(pattern: str) -> Firsts:
    """The signs that a match can begin with."""
    found, ends = _firsts(parsed(pattern))
    return None if ends else found


_LOOKS = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
"""Parts that take no sign."""


def _firsts(parts: object) -> tuple[Firsts, bool]:
    """What may begin them, and whether they can match nothing."""
    told: frozenset[str] = frozenset()
    for op, value in cast("list[tuple[object, object]]", parts):
        name = str(op)
        if name in _LOOKS:
            continue
        mine, empty = _first(name, value)
        if mine is None:
            return None, False
        told |= mine
        if not empty:
            return told, False
    return told, True


def _first(name: str, value: object) -> tuple[Firsts, bool]:
    if name == "LITERAL":
        return frozenset({chr(cast(int, value))}), False
    if name == "IN":
        return signs_of(cast("list[tuple[object, object]]", value)), False
    if name == "SUBPATTERN":
        return _firsts(cast("tuple[object, int, int, object]", value)[3])
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        fewest, _, inner = cast("tuple[int, object, object]", value)
        mine, empty = _firsts(inner)
        return mine, empty or not fewest
    if name == "BRANCH":
        branches = [_firsts(each) for each in cast("tuple[object, list[object]]", value)[1]]
        told: frozenset[str] = frozenset()
        for mine, _ in branches:
            if mine is None:
                return None, False
            told |= mine
        return told, any(empty for _, empty in branches)
    return None, False


def signs_of(members: list[tuple[object, object]]) -> Firsts:
    """The signs of a set (`[a-c]`); None where it is not a list of them."""
    told: set[str] = set()
    for op, value in members:
        if str(op) == "LITERAL":
            told.add(chr(cast(int, value)))
        elif str(op) == "RANGE":
            low, high = cast("tuple[int, int]", value)
            told |= {chr(code) for code in range(low, high + 1)}
        else:
            return None
    return frozenset(told)


_WORD_SIGNS = frozenset({"CATEGORY_WORD", "CATEGORY_DIGIT"})
_BOUNDS = frozenset({"AT_BOUNDARY", "AT_NON_BOUNDARY"})


def sees_blanks(parts: object) -> bool:
    """Whether a match may hold a blank or look at one, so that it is not told by what stands before the next."""
    return any(
        _sees_blank(str(op), value) for op, value in cast("list[tuple[object, object]]", parts)
    )


def _sees_blank(name: str, value: object) -> bool:
    if name == "LITERAL":
        return chr(cast(int, value)).isspace()
    if name == "AT":
        return str(value) not in _BOUNDS
    if name == "CATEGORY":
        return str(value) not in _WORD_SIGNS
    if name == "RANGE":
        low, high = cast("tuple[int, int]", value)
        return any(chr(code).isspace() for code in range(low, high + 1))
    if name == "IN":
        return sees_blanks(value)
    if name == "BRANCH":
        return any(map(sees_blanks, cast("tuple[object, list[object]]", value)[1]))
    if name in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "ASSERT", "ASSERT_NOT"):
        return sees_blanks(cast("tuple[object, ...]", value)[-1])
    return True


def spelt(pattern: str) -> frozenset[str]:
    """All texts that an expression of plain words matches (`greater (?:than|or equal)`); raises ValueError for others."""
    return frozenset(_spelt(parsed(pattern)))


def _spelt(parts: object) -> list[str]:
    told = [""]
    for op, value in cast("list[tuple[object, object]]", parts):
        more = _spelt_by(str(op), value)
        told = [text + each for text in told for each in more]
    return told


def _spelt_by(name: str, value: object) -> list[str]:
    if name == "LITERAL":
        return [chr(cast(int, value))]
    if name == "IN":
        return sorted(signs_of(cast("list[tuple[object, object]]", value)) or ())
    if name == "SUBPATTERN":
        return _spelt(cast("tuple[object, int, int, object]", value)[3])
    if name == "BRANCH":
        return [
            each
            for branch in cast("tuple[object, list[object]]", value)[1]
            for each in _spelt(branch)
        ]
    if name == "MAX_REPEAT":
        fewest, most, inner = cast("tuple[int, int, object]", value)
        if most == 1:
            return [*([] if fewest else [""]), *_spelt(inner)]
    raise ValueError(f"no list of plain words: {name}")
