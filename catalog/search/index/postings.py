"""Postings: for one word, the numbers of the trials that hold it, field by field, as bytes.

Rare words are kept as gaps between numbers, frequent ones as bitmaps, so that reading either is a
call or two into C. A blob begins with a byte saying which fields follow; each field is a
length-and-kind as a variable integer and its bytes.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from operator import sub
from typing import Never

from catalog.search.index.bits import positions

_BYTES, _SHORTS, _LONGS, _BITMAP = range(4)
_RAW, _DEFLATED = b"\0", b"\1"
_DENSE = 400
"""A bitmap is taken where more than one trial in so many has the word."""
_FEW = 64
_CROWDED = 12
"""One in so many: deflating saves little, reading raw bits is six times faster."""
_LEVEL = 5

_SWAP = sys.byteorder == "big"


def encode(fields: Mapping[int, Sequence[int]], size: int) -> bytes:
    """Positions by field, each ascending and below `size`, as one blob."""
    mask = 0
    pieces: list[bytes] = []
    for field in sorted(fields):
        if trials := fields[field]:
            mask |= 1 << field
            kind, payload = _packed(trials, size)
            pieces += (_varint(len(payload) << 2 | kind), payload)
    return bytes((mask,)) + b"".join(pieces)


def encode_bits(fields: Mapping[int, int], size: int) -> bytes:
    """The same for sets of trials given as bits; empty sets are left out."""
    return encode(
        {
            field: _Bits(bits) if _is_dense(bits.bit_count(), size) else positions(bits)
            for field, bits in fields.items()
            if bits
        },
        size,
    )


class _Bits(Sequence[int]):
    """A set that stays bits until it is written."""

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __getitem__(self, place: object) -> Never:
        raise TypeError("a set that is written as bits")


def decode(
    blob: bytes, wanted: int = 0xFF, size: int = 0
) -> Iterator[tuple[int, array[int] | bytes]]:
    """(field, positions or bitmap) for every field of the mask `wanted` that is there.

    A bitmap has the trial number n at bit n % 8 of byte n // 8, and no zero bytes at its end.
    Where the segment's `size` is known a bitmap is inflated into memory of the right size at once.
    """
    mask, place = blob[0], 1
    for field in range(8):
        if not mask >> field & 1:
            continue
        head = shift = 0
        while (byte := blob[place]) & 0x80:
            head |= (byte & 0x7F) << shift
            shift += 7
            place += 1
        head |= byte << shift
        place += 1
        end = place + (head >> 2)
        if wanted >> field & 1:
            yield field, _unpacked(head & 3, blob[place:end], (size >> 3) + 1)
        place = end


def bitmap(trials: Sequence[int]) -> bytes:
    """Positions (ascending, at least one) as bits."""
    bits = bytearray((trials[-1] >> 3) + 1)
    for position in trials:
        bits[position >> 3] |= 1 << (position & 7)
    return bytes(bits)


def _bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) >> 3, "little")


def _is_dense(count: int, size: int) -> bool:
    return count > _FEW and count * _DENSE > size


def _packed(trials: Sequence[int], size: int) -> tuple[int, bytes]:
    count = len(trials)
    if _is_dense(count, size):
        bits = _bytes(trials.bits) if isinstance(trials, _Bits) else bitmap(trials)
        if count * _CROWDED > size:
            return _BITMAP, _RAW + bits
        return _BITMAP, _DEFLATED + zlib.compress(bits, _LEVEL)
    gaps = list(map(sub, trials[1:], trials))
    widest = max(gaps, default=0)
    first = trials[0].to_bytes(4, "little")
    if widest < 1 << 8:
        return _BYTES, first + bytes(gaps)
    if widest < 1 << 16:
        return _SHORTS, first + _little("H", gaps)
    return _LONGS, _little("I", trials)


def _unpacked(kind: int, payload: bytes, most: int) -> array[int] | bytes:
    if kind == _BITMAP:
        if payload[:1] == _RAW:
            return payload[1:]
        return zlib.decompress(payload[1:], bufsize=most)
    if kind == _LONGS:
        return _numbers("I", payload)
    first = int.from_bytes(payload[:4], "little")
    gaps = payload[4:] if kind == _BYTES else _numbers("H", payload[4:])
    return array("I", accumulate(gaps, initial=first))


def _little(code: str, numbers: Sequence[int]) -> bytes:
    packed = array(code, numbers)
    if _SWAP:
        packed.byteswap()
    return packed.tobytes()


def _numbers(code: str, data: bytes) -> array[int]:
    numbers = array(code)
    numbers.frombytes(data)
    if _SWAP:
        numbers.byteswap()
    return numbers


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)
