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
        if positions := fields[field]:
            mask |= 1 << field
            kind, payload = _packed(positions, size)
            pieces += (_varint(len(payload) << 2 | kind), payload)
    return bytes((mask,)) + b"".join(pieces)


def decode(blob: bytes, wanted: int = 0xFF) -> Iterator[tuple[int, list[int] | bytes]]:
    """(field, positions or bitmap) for every field of the mask `wanted` that is there.

    A bitmap has the trial number n at bit n % 8 of byte n // 8, and no zero bytes at its end.
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
            yield field, _unpacked(head & 3, blob[place:end])
        place = end


def bitmap(positions: Sequence[int]) -> bytes:
    """The positions (ascending, at least one) as bits."""
    bits = bytearray((positions[-1] >> 3) + 1)
    for position in positions:
        bits[position >> 3] |= 1 << (position & 7)
    return bytes(bits)


def _packed(positions: Sequence[int], size: int) -> tuple[int, bytes]:
    count = len(positions)
    if count > _FEW and count * _DENSE > size:
        bits = bitmap(positions)
        if count * _CROWDED > size:
            return _BITMAP, _RAW + bits
        return _BITMAP, _DEFLATED + zlib.compress(bits, _LEVEL)
    gaps = list(map(sub, positions[1:], positions))
    widest = max(gaps, default=0)
    first = positions[0].to_bytes(4, "little")
    if widest < 1 << 8:
        return _BYTES, first + bytes(gaps)
    if widest < 1 << 16:
        return _SHORTS, first + _little("H", gaps)
    return _LONGS, _little("I", positions)


def _unpacked(kind: int, payload: bytes) -> list[int] | bytes:
    if kind == _BITMAP:
        return payload[1:] if payload[:1] == _RAW else zlib.decompress(payload[1:])
    if kind == _LONGS:
        return _numbers("I", payload).tolist()
    first = int.from_bytes(payload[:4], "little")
    gaps = payload[4:] if kind == _BYTES else _numbers("H", payload[4:])
    return list(accumulate(gaps, initial=first))


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
