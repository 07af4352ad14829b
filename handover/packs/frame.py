"""The one form of zip that a pack may have: any tool opens it, and no byte of it is free.

Members stand one after the other, in zip64 form, without dates, comments or rights; so headers and
directory follow from names, sizes and checksums, and a pack whose bytes are others is refused
before anything in it is looked at. Source: APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from catalog.model.errors import CatalogueError

MARK = b"trials-pack"
"""The name of the first member: bytes 30 to 40 of every pack."""
MARK_TEXT = b"A pack of trials: docs/packs.md\n"
STORED, DEFLATED = 0, 8
MOST_MEMBERS = 8
_LOCAL = struct.Struct("<4s5H3L2H")
_EXTRA = struct.Struct("<2H2Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_EXTRA_ENTRY = struct.Struct("<2H3Q")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
_NEEDS = 45
_DATE = 0x21  # 1 January 1980, the first day that a zip can name
_LONG, _SHORT = 0xFFFFFFFF, 0xFFFF
_LONGEST_NAME = 40
_PIECE = 1 << 20

At = Callable[[int, int], bytes]
"""Bytes of a file: how many, from where; fewer at its end."""


class PackRefused(CatalogueError):
    """A pack that is not taken; `reason` is one sentence."""


class Member(msgspec.Struct, frozen=True):
    """One member of a pack."""

    name: str
    method: int
    crc: int
    packed: int
    """Bytes in the pack."""
    size: int
    """Bytes unpacked."""

    @property
    def header(self) -> bytes:
        """What stands before its bytes."""
        name = self.name.encode()
        known = (_NEEDS, 0, self.method, 0, _DATE, self.crc, _LONG, _LONG)
        extra = _EXTRA.pack(1, 16, self.size, self.packed)
        return _LOCAL.pack(b"PK\x03\x04", *known, len(name), len(extra)) + name + extra

    @property
    def length(self) -> int:
        """Bytes that it takes in the pack, with its header."""
        return len(self.header) + self.packed


def is_marked(head: bytes) -> bool:
    """Whether a file that begins like this is a pack, or was one."""
    name = head[_LOCAL.size : _LOCAL.size + len(MARK)]
    return head.startswith(b"PK\x03\x04") and name == MARK


def directory(members: Sequence[Member]) -> bytes:
    """What stands behind the last member."""
    entries, offset = b"", 0
    for each in members:
        name = each.name.encode()
        known = (_NEEDS, _NEEDS, 0, each.method, 0, _DATE, each.crc, _LONG, _LONG)
        extra = _EXTRA_ENTRY.pack(1, 24, each.size, each.packed, offset)
        entries += _ENTRY.pack(
            b"PK\x01\x02", *known, len(name), len(extra), 0, 0, 0, 0, _LONG
        )  # fmt: skip
        entries += name + extra
        offset += each.length
    count, end = len(members), offset + len(entries)
    return (
        entries
        + _END64.pack(
            b"PK\x06\x06",
            _END64.size - 12,
            _NEEDS,
            _NEEDS,
            0,
            0,
            count,
            count,
            len(entries),
            offset,
        )
        + _LOCATOR.pack(b"PK\x06\x07", 0, end, 1)
        + _END.pack(b"PK\x05\x06", 0, 0, _SHORT, _SHORT, _LONG, _LONG, 0)
    )


def members(at: At, length: int) -> Iterator[tuple[Member, int]]:
    """The members of a pack of so many bytes, and where their bytes begin.

    Raises PackRefused unless every byte that belongs to no member is what it must be.
    """
    found = _listed(at, length)
    tail = directory(found)
    begin = sum(each.length for each in found)
    if begin + len(tail) != length or at(len(tail), begin) != tail:
        raise PackRefused("the pack is damaged or was tampered with: its directory is not sound")
    position = 0
    for each in found:
        if at(len(each.header), position) != each.header:
            raise PackRefused(
                f"the pack is damaged or was tampered with: {each.name} is not where it must be"
            )
        yield each, position + len(each.header)
        position += each.length


def _listed(at: At, length: int) -> list[Member]:
    """What the directory says, unchecked but for its size."""
    ends = _END64.size + _LOCATOR.size + _END.size
    tail = at(ends, max(0, length - ends))
    if len(tail) < ends or not tail[-_END.size :].startswith(b"PK\x05\x06"):
        raise PackRefused("the pack is cut off: its end is missing")
    magic, *_, count, size, offset = _END64.unpack_from(tail)
    most = MOST_MEMBERS * (_ENTRY.size + _EXTRA_ENTRY.size + _LONGEST_NAME)
    if magic != b"PK\x06\x06" or count > MOST_MEMBERS or size > most or offset > length:
        raise PackRefused("the pack is damaged or was tampered with: its directory is not sound")
    entries = at(size, offset)
    try:
        return list(_entries(entries))
    except (struct.error, ValueError):
        raise PackRefused(
            "the pack is damaged or was tampered with: its directory is not sound"
        ) from None


def _entries(entries: bytes) -> Iterator[Member]:
    place = 0
    while place < len(entries):
        fields = _ENTRY.unpack_from(entries, place)
        method, crc, long = fields[4], fields[7], fields[10]
        place += _ENTRY.size
        if long > _LONGEST_NAME:
            raise ValueError
        name = entries[place : place + long].decode("ascii")
        _, _, size, packed, _ = _EXTRA_ENTRY.unpack_from(entries, place + long)
        place += long + _EXTRA_ENTRY.size
        yield Member(name, method, crc, packed, size)


def unpacked(at: At, member: Member, begin: int) -> Iterator[bytes]:
    """The bytes of a member, piece by piece; raises PackRefused where they are not what they must.

    Never more than the directory says is unpacked.
    """
    wrong = PackRefused(f"the pack is damaged or was tampered with: {member.name} is not sound")
    inflate = zlib.decompressobj(-15) if member.method == DEFLATED else None
    left, place, crc, length = member.packed, begin, 0, 0
    waiting = b""
    while True:
        data = waiting or at(min(_PIECE, left), place)
        if not waiting:
            left -= len(data)
            place += len(data)
        if inflate is not None:
            try:
                piece = inflate.decompress(data, _PIECE)
            except zlib.error:
                raise wrong from None
            waiting = inflate.unconsumed_tail
        else:
            piece = data
        crc, length = zlib.crc32(piece, crc), length + len(piece)
        if length > member.size:
            raise wrong
        if piece:
            yield piece
        elif not data or (inflate is not None and inflate.eof):
            break
    ended = inflate is None or (inflate.eof and not inflate.unused_data)
    if not ended or left or waiting or (crc, length) != (member.crc, member.size):
        raise wrong
