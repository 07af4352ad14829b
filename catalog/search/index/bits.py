"""Sets of trials as the bits of whole numbers: trial n is in the set when bit n is one.

Python's big integers do and, or and exclusive or at memory speed, so that every trial of the
catalogue can be counted and scored for each key that is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

_SET_BYTE = re.compile(rb"[^\0]")
_CHUNK = 256
_NO_TRIALS = bytes(_CHUNK)
_PART = (1 << 30_000) - 1
"""Trials that are counted first."""
_PEELED = 8
"""Trials that are taken out of a set one by one before all of it is looked through."""
_BIT = tuple(1 << bit for bit in range(8))
_BITS_OF = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def from_positions(positions: Iterable[int], size: int) -> int:
    """The set of these trials, all below `size`."""
    bits = bytearray((size >> 3) + 1)
    bit = _BIT
    for position in positions:
        bits[position >> 3] |= bit[position & 7]
    return int.from_bytes(bits, "little")


def positions(bits: int) -> list[int]:
    """The trials of a set, ascending."""
    data = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    found: list[int] = []
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        if chunk != _NO_TRIALS:  # most of a small set is nothing: compared at memory speed
            for each in _SET_BYTE.finditer(chunk):
                place = start + each.start()
                found += [(place << 3) + bit for bit in _BITS_OF[data[place]]]
    return found


def among(bits: int, docs: Iterable[int]) -> list[int]:
    """Those of a few trials that are in a set."""
    return among_bytes(bits.to_bytes((bits.bit_length() + 7) >> 3, "little"), docs)


def among_bytes(data: bytes, docs: Iterable[int]) -> list[int]:
    """The same of a set as its bytes, lowest first."""
    size = len(data)
    return [doc for doc in docs if doc >> 3 < size and data[doc >> 3] >> (doc & 7) & 1]


def numbers(slices: Sequence[int], chosen: int) -> dict[int, int]:
    """The number of each trial of a small set; `slices` are those of all numbers, lowest first."""
    docs = positions(chosen)
    wide = len(slices)
    if any(after - before < wide for before, after in pairwise(docs)):
        found = dict.fromkeys(docs, 0)
        for place, slice_ in enumerate(slices):
            for doc in among(slice_, found):
                found[doc] += 1 << place
        return found
    # No two are so near that their numbers would overlap: they are written into one row of bits,
    # which is made bytes once and not slice by slice.
    row = 0
    for place, slice_ in enumerate(slices):
        row |= (slice_ & chosen) << place
    data = row.to_bytes((row.bit_length() + 7) >> 3, "little")
    last, mask = (wide + 14) >> 3, (1 << wide) - 1
    return {
        doc: int.from_bytes(data[doc >> 3 : (doc >> 3) + last], "little") >> (doc & 7) & mask
        for doc in docs
    }


def few(bits: int) -> list[int]:
    """The trials of a set that mostly has next to none, in no order."""
    found: list[int] = []
    while bits:
        if len(found) == _PEELED:
            return found + positions(bits)
        found.append(bits.bit_length() - 1)
        bits ^= 1 << found[-1]
    return found


def without(bits: int, other: int) -> int:
    """The trials of `bits` that are not in `other`; quicker than `bits & ~other`."""
    return bits ^ (bits & other)


def add(sums: list[int], addend: Sequence[int]) -> None:
    """Add a number to every trial's sum; both are bit slices, lowest first."""
    carry = 0
    for place in range(max(len(sums), len(addend))):
        if place == len(sums):
            sums.append(0)
        ours = sums[place]
        theirs = addend[place] if place < len(addend) else 0
        if not theirs and not carry:
            if place >= len(addend):
                return
        elif not theirs or not carry:
            other = theirs or carry
            sums[place], carry = ours ^ other, ours & other
        else:
            half = ours ^ theirs
            sums[place] = half ^ carry
            carry = (ours & theirs) | (half & carry)
    if carry:
        sums.append(carry)


def sliced(levels: Iterable[tuple[int, int]]) -> list[int]:
    """Bit slices of the number that each trial has; the levels' sets must be disjoint."""
    slices: list[int] = []
    for number, bits in levels:
        if not bits:
            continue  # or'ing nothing copies all that is there
        place = 0
        while number:
            if place == len(slices):
                slices.append(0)
            if number & 1:
                slices[place] |= bits
            number >>= 1
            place += 1
    return slices


def highest(bits: int, slices: Iterable[int], count: int) -> int:
    """Of a set, the `count` trials whose numbers are highest; `slices` come highest first.

    Where trials are equal in all slices, those indexed last are taken.
    """
    found, open_ = 0, bits
    missing = count
    if count < 1 or _at_most(bits, count) is not None:
        return bits if count > 0 else 0
    for slice_ in slices:
        upper = open_ & slice_
        if (above := _at_most(upper, missing)) is None:
            open_ = upper
            continue
        # Both together are more than are missing: what is not taken still is.
        found |= upper
        missing -= above
        open_ ^= upper
        if not missing:
            return found
    return found | _last(open_, missing)


def _at_most(bits: int, count: int) -> int | None:
    """How many trials a set has, where it has no more than that: mostly a part of it tells that
    it has, and counting all of them is slow.
    """
    if not bits:
        return 0
    if (bits & _PART).bit_count() > count:
        return None
    found = bits.bit_count()
    return found if found <= count else None


def _last(bits: int, count: int) -> int:
    """The `count` highest trials of a set that has more."""
    low, part, width, missing = 0, bits, bits.bit_length(), count
    while width > 1:  # the half that holds the last of them: all steps together cost two
        half = width >> 1
        upper = part >> half
        above = upper.bit_count()
        if above >= missing:
            part, low, width = upper, low + half, width - half
        else:
            missing -= above
            part, width = part & ((1 << half) - 1), half
    return (bits >> low) << low


def greater(slices: Sequence[int], number: int, everything: int) -> tuple[int, int]:
    """(trials whose number is greater, trials whose number is equal); lowest slice first."""
    equal, above = everything, 0
    if number >> len(slices):
        return 0, 0
    for place in range(len(slices) - 1, -1, -1):
        here = equal & slices[place]
        if number >> place & 1:
            equal = here
        else:
            above |= here
            equal ^= here
    return above, equal
