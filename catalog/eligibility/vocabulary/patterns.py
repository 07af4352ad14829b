"""What can be told of an expression by reading it, as the standard library's own reader does."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol, cast

MUST = r"must|should|shall|ha(?:s|ve) to|needs? to"
"""Verbs that ask for something: alternatives of an expression."""


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


WORD_END = "\0"
"""In how an expression begins: a word's end."""
_Begun = list[tuple[str, bool]]
"""Openings, and whether what follows in the expression makes them longer."""


class _Enough(NamedTuple):
    """How many letters are looked at, and how many ways to begin."""

    letters: int
    ways: int


def openings_of(parts: object, letters: int = 24, ways: int = 96) -> frozenset[str]:
    """Any text that an expression matches begins with one of these, of so many letters or little more.

    Where there are more ways to begin than asked for they are shorter. `WORD_END` is where a word must end.
    """
    return frozenset(text for text, _ in _begun(parts, _Enough(letters, ways)))


def _begun(parts: object, enough: _Enough) -> _Begun:
    told: _Begun = [("", True)]
    for op, value in cast("list[tuple[object, object]]", parts):
        more = _begun_by(str(op), value, enough)
        grown = dict.fromkeys(
            (text, True)
            if mine == WORD_END and not text  # a word's end says nothing of how one begins
            else (text + mine, goes_on and len(text) < enough.letters)
            for text, open_ in told
            for mine, goes_on in (more if open_ else _NOTHING)
        )
        if len(grown) > enough.ways:
            return [(text, False) for text, _ in told]
        told = list(grown)
        if not any(open_ for _, open_ in told):
            break
    return told


_NOTHING: _Begun = [("", False)]


def _begun_by(name: str, value: object, enough: _Enough) -> _Begun:
    if name == "LITERAL":
        return [(chr(cast(int, value)), True)]
    if name == "AT":
        return [(WORD_END, False)] if "BOUNDARY" in str(value) else [("", True)]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [("", True)]
    if name == "IN":
        signs = signs_of(cast("list[tuple[object, object]]", value))
        few = signs is not None and len(signs) <= _FEW_SIGNS
        return [(sign, True) for sign in sorted(signs)] if few and signs else _NOTHING
    if name == "SUBPATTERN":
        return _begun(cast("tuple[object, int, int, object]", value)[3], enough)
    if name == "BRANCH":
        branches = cast("tuple[object, list[object]]", value)[1]
        return list(dict.fromkeys(each for branch in branches for each in _begun(branch, enough)))
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        fewest, most, inner = cast("tuple[int, int, object]", value)
        once = [(text, goes_on and most == 1) for text, goes_on in _begun(inner, enough)]
        return once if fewest else [("", True), *once]
    return _NOTHING


_FEW_SIGNS = 10


def signs_of(members: list[tuple[object, object]]) -> frozenset[str] | None:
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
