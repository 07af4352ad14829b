"""Trials by the numbers they carry, registries' and sponsors': whole, begun, or with a slip."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from catalog.model.numbers import numbers_in
from catalog.search.words import identifier

_NCT = re.compile(r"(nct)?(\d{1,8})", re.ASCII)
_SHORT = re.compile(r"([a-z]{3,12})([1-9]\d{1,2})", re.ASCII)
"""A sponsor's number whose zeros may have been left out."""
_BARE_DIGITS = 6
"""Digits without `NCT` that are taken for a registry number."""
_SHORTEST_BEGINNING = 5
_LEAST_SLIPPED = 8
_MOST = 100
_AT_ONCE = 300

_WHOLE, _BEGUN, _SLIPPED = 45, 25, 13
_LIKELY_SLIP, _TURNED = 14, 15
"""Points of two digits in the wrong order, and of the key beside the right one."""


class Numbered(NamedTuple):
    """A trial found by a number."""

    doc: int
    """Trial of the index."""
    number: str
    """As it is looked up: letters and digits in lower case."""
    why: str
    """The slip; "" where the number is, or begins with, what was typed."""
    points: int


class Numbers:
    """Looks ids up in one catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.find = lru_cache(maxsize=500)(self._find)

    def _find(self, typed: str, unfinished: bool, slips: bool) -> tuple[Numbered, ...]:
        """Trials with this number; while it is typed, also those whose number begins so."""
        number = identifier(typed)
        if not any(letter.isdigit() for letter in number):
            return ()
        wanted = {number, *_zero_filled(number), *_canonical(typed)}
        found = list(self._exactly(sorted(wanted)))
        if unfinished and len(number) >= _SHORTEST_BEGINNING:
            known = {each.doc for each in found}
            found += [each for each in self._beginning(number) if each.doc not in known]
        if not found and slips and _may_be_slipped(number):
            found = self._slipped(number)
        return tuple(found[:_MOST])

    def begins(self, typed: str) -> list[int]:
        """All trials whose number is, or begins with, what was typed."""
        number = identifier(typed)
        wanted = dict.fromkeys([number, *_zero_filled(number), *_canonical(typed)])
        found = [each.doc for each in self._exactly(wanted)]
        rows = self._connection.execute(
            "SELECT doc FROM search_id WHERE id >= ? AND id < ?", (number, number + "\U0010ffff")
        )
        return sorted({*found, *(doc for (doc,) in rows)})

    def _exactly(self, numbers: Iterable[str]) -> Iterator[Numbered]:
        for number in numbers:
            rows = self._connection.execute("SELECT doc FROM search_id WHERE id = ?", (number,))
            for (doc,) in rows:
                yield Numbered(doc, number, "", _WHOLE)

    def _beginning(self, number: str) -> list[Numbered]:
        rows = self._connection.execute(
            "SELECT doc, id FROM search_id WHERE id > ? AND id < ? LIMIT ?",
            (number, number + "\U0010ffff", _MOST),
        )
        return [Numbered(doc, known, "", _BEGUN) for doc, known in rows]

    def _slipped(self, number: str) -> list[Numbered]:
        """Numbers that one slip of a digit would turn into the typed one."""
        wanted = sorted(set(_one_slip(number)))
        found: list[Numbered] = []
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                f"SELECT doc, id FROM search_id WHERE id IN ({marks})", some
            )
            found += [
                Numbered(doc, known, f"{number}→{known}", _likelihood(number, known))
                for doc, known in rows
            ]
        return sorted(found, key=lambda each: -each.points)


def _likelihood(typed: str, known: str) -> int:
    """Points by the kind of slip."""
    wrong = [n for n, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b]
    if len(typed) != len(known):
        return _SLIPPED
    if len(wrong) == 2:
        return _TURNED
    a, b = typed[wrong[0]], known[wrong[0]]
    near = a.isdigit() and b.isdigit() and abs(int(a) - int(b)) in (1, 9)
    return _LIKELY_SLIP if near else _SLIPPED


def _canonical(typed: str) -> list[str]:
    """The number as catalogues hold it, where it was typed as another register writes it."""
    return [identifier(number) for _, number in numbers_in(typed)]


def _zero_filled(number: str) -> list[str]:
    """`NCT461266` and `00461266` as NCT numbers have them; `ACTG53` as `ACTG053`, `ACTG0053`."""
    found = _NCT.fullmatch(number)
    if found is not None and (found[1] is not None or len(number) >= _BARE_DIGITS):
        return [f"nct{int(found[2]):08}"]
    if (short := _SHORT.fullmatch(number)) is not None:
        return [short[1] + "0" * zeros + short[2] for zeros in range(1, 5 - len(short[2]))]
    return []


def _may_be_slipped(number: str) -> bool:
    digits = sum(letter.isdigit() for letter in number)
    return len(number) >= _LEAST_SLIPPED and digits * 2 > len(number)


def _one_slip(number: str) -> Iterator[str]:
    places = [n for n, letter in enumerate(number) if letter.isdigit()]
    for n in places:
        before, after = number[:n], number[n + 1 :]
        for digit in "0123456789":
            yield before + digit + after
            yield before + digit + number[n:]
        yield before + after
        if after[:1].isdigit():
            yield before + after[0] + number[n] + after[1:]
    yield from (number + digit for digit in "0123456789")
