"""What the parts of a pack hold, as bytes and back: records, listings, decisions."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

import msgspec

from catalog.store.portable import Portable
from catalog.store.stamp import Decision, Listing
from handover.packs.frame import PackRefused
from handover.packs.manifest import CHANGES, WHOLE

CATALOGUE, RECORDS = "catalog.db", "records"
ADDED, REMOVED, LISTING, DECISIONS = "added", "removed", "listing", "decisions.json"
PARTS = {
    WHOLE: (CATALOGUE, LISTING, DECISIONS),
    CHANGES: (RECORDS, ADDED, REMOVED, LISTING, DECISIONS),
}
"""The parts of a pack by its kind, in their order."""
_LENGTH = struct.Struct(">L")
_LARGEST = 256 << 20
"""Bytes of one record with what was understood of it; an importer reads at most 64 MiB."""
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Portable)


class Decisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The part `decisions.json`: what people decided, all of it, then and now."""

    before: tuple[Decision, ...]
    """At the catalogue that changes start from; empty in a whole pack."""
    after: tuple[Decision, ...]


def packed_records(records: Iterable[Portable]) -> Iterator[bytes]:
    """Each as MessagePack behind its length in four bytes, big-endian."""
    for record in records:
        data = _encoder.encode(record)
        yield _LENGTH.pack(len(data)) + data


def records(pieces: Iterable[bytes]) -> Iterator[Portable]:
    """Undo `packed_records`, whatever pieces it comes in; raises PackRefused."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(buffer)
            if length > _LARGEST:
                raise PackRefused("the pack holds a record that is larger than any")
            end = _LENGTH.size + length
            if len(buffer) < end:
                break
            try:
                yield _decoder.decode(buffer[_LENGTH.size : end])
            except (msgspec.DecodeError, RecursionError):
                raise PackRefused("the pack holds a record that cannot be read") from None
            del buffer[:end]
    if buffer:
        raise PackRefused("the pack's records are cut off")


def listing(data: bytes) -> Listing:
    """A part that lists records; raises PackRefused."""
    try:
        return Listing.from_bytes(data)
    except ValueError as error:
        raise PackRefused(f"the pack cannot be read: {error}") from None


def decided(data: bytes) -> Decisions:
    """The decisions; raises PackRefused unless each names two tokens in order and a verdict."""
    try:
        found = msgspec.json.decode(data, type=Decisions)
    except (msgspec.DecodeError, RecursionError):
        raise PackRefused("the pack's decisions cannot be read") from None
    for each in (*found.before, *found.after):
        if each.a >= each.b or each.verdict not in ("same", "different"):
            raise PackRefused("the pack's decisions cannot be read")
    return found
