"""Zip files, walked member by member: nothing is extracted, memory does not grow with the count.

The standard library keeps 600 bytes for each of a register's 600,000 members before the first is
read; here the directory is a stream too.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from importers.bytes.limits import CHUNK, Allowance, Guarded
from importers.importer import Unreadable

MAGIC = b"PK\x03\x04"
EMPTY = b"PK\x05\x06"
_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1, 0x800
_UNIX = 3
_IN_ZIP64 = 0xFFFFFFFF
_LONGEST_ENTRY = _ENTRY.size + 3 * 0xFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of a zip's directory."""

    name: str
    """As it may be shown: no `..`, no leading slash."""
    method: int
    encrypted: bool
    is_link: bool
    is_folder: bool
    crc: int
    packed: int
    size: int
    offset: int


class Zip:
    """An open zip: `members()` in the order of its directory, `open(member)` to read one."""

    def __init__(self, descriptor: int) -> None:
        """Takes over the descriptor of a regular file; raises Unreadable if it is no whole zip."""
        self._file = descriptor
        self._length = os.fstat(descriptor).st_size
        self._total = Allowance(self._length, plausible=4 * CHUNK * 64)
        self._start, self._end, self._shift, self.count = self._directory()

    def close(self) -> None:
        """Give the descriptor back."""
        os.close(self._file)
        self._file = -1  # its number may soon be another file's

    def at(self, size: int, position: int) -> bytes:
        """Bytes of the zip itself; raises Unreadable where they cannot be read."""
        try:
            return os.pread(self._file, size, position)
        except OSError as error:
            raise Unreadable(f"the zip cannot be read ({error.strerror})") from None

    def members(self) -> Iterator[Member]:
        """Every entry; raises Unreadable where the directory is damaged."""
        position, buffer, at = self._start, b"", 0
        # Not counted: old programs write the count of 600,000 members into 16 bits.
        while position + at < self._end:
            if len(buffer) - at < _LONGEST_ENTRY:
                position, at = position + at, 0
                buffer = self.at(CHUNK, position)
            member, size = self._entry(buffer, at)
            yield member
            at += size

    def open(self, member: Member) -> Guarded:
        """The member's bytes, unpacked; raises Unreadable where they cannot be had."""
        if member.encrypted:
            raise Unreadable("it is protected by a password")
        if member.method not in (_STORED, _DEFLATED):
            raise Unreadable(
                f"it is compressed by a method that is not supported ({member.method})"
            )
        header = self.at(_LOCAL.size, member.offset + self._shift)
        if len(header) < _LOCAL.size or header[:4] != MAGIC:
            raise Unreadable("the zip is damaged: the member is not where its directory says")
        *_, name_length, extra_length = _LOCAL.unpack(header)
        begin = member.offset + self._shift + _LOCAL.size + name_length + extra_length
        return Guarded(_Unpacked(self.at, begin, member), Allowance(member.packed), self._total)

    def _directory(self) -> tuple[int, int, int, int]:
        """Where the directory starts and ends, how far offsets are shifted, its entries."""
        tail_start = max(0, self._length - _END.size - 0xFFFF)
        tail = self.at(self._length - tail_start, tail_start)
        at = tail.rfind(EMPTY)
        if at < 0 or len(tail) - at < _END.size:
            raise Unreadable("the zip is cut off: the directory at its end is missing")
        *_, count, size, offset, _comment = _END.unpack_from(tail, at)
        end = tail_start + at
        if count == 0xFFFF or _IN_ZIP64 in (size, offset):
            locator = end - _END64_LOCATOR.size
            end, count, size, offset = self._directory64(locator, (end, count, size, offset))
        shift = end - size - offset
        if shift < 0:
            raise Unreadable("the zip is damaged: its directory does not fit into it")
        return offset + shift, end, shift, count

    def _directory64(self, at: int, small: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        locator = self.at(_END64_LOCATOR.size, max(at, 0))
        if len(locator) < _END64_LOCATOR.size or not locator.startswith(b"PK\x06\x07"):
            return small
        where = at - _END64.size
        record = self.at(_END64.size, max(where, 0))
        if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
            raise Unreadable("the zip is damaged: its directory cannot be found")
        *_, count, size, offset = _END64.unpack(record)
        return where, count, size, offset

    def _entry(self, buffer: bytes, at: int) -> tuple[Member, int]:
        """The entry that starts there in the buffer, and its size."""
        if len(buffer) - at < _ENTRY.size or not buffer.startswith(b"PK\x01\x02", at):
            raise Unreadable("the zip is damaged: its directory ends too early")
        (
            _magic, made_by, _needs, flags, method, _time, _date, crc, packed, size,
            name_length, extra_length, comment_length, _disk, _internal, attributes, offset,
        ) = _ENTRY.unpack_from(buffer, at)  # fmt: skip
        end_of_name = at + _ENTRY.size + name_length
        raw_name = buffer[at + _ENTRY.size : end_of_name]
        extra = buffer[end_of_name : end_of_name + extra_length]
        size, packed, offset = _large(extra, size, packed, offset)
        mode = attributes >> 16 if made_by >> 8 == _UNIX else 0
        name = raw_name.decode("utf-8" if flags & _UTF8 else "cp437", errors="replace")
        member = Member(
            name=shown_name(name),
            method=method,
            encrypted=bool(flags & _ENCRYPTED),
            is_link=stat.S_ISLNK(mode),
            is_folder=name.endswith(("/", "\\")),
            crc=crc,
            packed=packed,
            size=size,
            offset=offset,
        )
        return member, _ENTRY.size + name_length + extra_length + comment_length


ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What no line and no UTF-8 can hold: shown as a question mark in the name of a file."""


def shown_name(name: str) -> str:
    """A path in a zip as it may be shown: forward slashes, no `..`, no root."""
    parts = ODD.sub("?", name.replace("\\", "/").replace("\0", "")).split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _large(extra: bytes, *values: int) -> tuple[int, ...]:
    """Sizes and offset, those that did not fit into 32 bits taken from the zip64 extra field."""
    numbers: list[int] = []
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == 1:
            body = extra[4 : 4 + length]
            numbers = list(struct.unpack(f"<{len(body) // 8}Q", body[: len(body) // 8 * 8]))
        extra = extra[4 + length :]
    return tuple(numbers.pop(0) if value == _IN_ZIP64 and numbers else value for value in values)


class _Unpacked:
    """The bytes of one member; checksum and length are checked at the end."""

    def __init__(self, at: Callable[[int, int], bytes], begin: int, member: Member) -> None:
        self._at = at
        self._position = begin
        self._packed = member.packed
        self._member = member
        self._inflate = zlib.decompressobj(-15) if member.method == _DEFLATED else None
        self._waiting = b""
        self._crc = 0
        self._length = 0

    def read(self, size: int, /) -> bytes:
        data = self._next(size) if size else b""
        self._crc = zlib.crc32(data, self._crc)
        self._length += len(data)
        if not data and size and (self._crc, self._length) != (self._member.crc, self._member.size):
            raise Unreadable("the zip is damaged: the checksum or length of the member is wrong")
        return data

    def close(self) -> None:
        """The descriptor belongs to the zip."""

    def _next(self, size: int) -> bytes:
        if self._inflate is None:
            return self._from_file(size)
        while not self._inflate.eof:
            packed = self._waiting or self._from_file(CHUNK)
            data = self._inflate.decompress(packed, size)
            self._waiting = self._inflate.unconsumed_tail
            if data:
                return data
            if not packed:
                raise EOFError
        return b""

    def _from_file(self, size: int) -> bytes:
        data = self._at(min(size, self._packed), self._position)
        self._position += len(data)
        self._packed -= len(data)
        return data
