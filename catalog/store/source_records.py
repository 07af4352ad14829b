"""Source records as the catalogue keeps them: their bytes, and what was understood, compressed.

What was understood says mostly the same words as the bytes it came from, so those serve as its
dictionary: together they take little more room than the bytes alone.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator

from catalog.merging.merge import Source
from catalog.merging.merged import SourceInfo
from catalog.model.dates import PartialDate
from catalog.model.trial import decode

_LEVEL = 6
_LARGEST = 1 << 27
"""Bytes to which a record may unpack: twice those that an importer reads of one."""
_DICTIONARY = 32_768
"""As far back as zlib can look."""


def pack_raw(raw: bytes) -> bytes:
    """The record's own bytes, compressed with zlib."""
    return zlib.compress(raw, _LEVEL)


def unpack_raw(packed: bytes) -> bytes:
    """Undo `pack_raw`; raises zlib.error for damaged bytes, and for more than a record holds."""
    return _unpacked(zlib.decompressobj(), packed)


def pack_content(content: bytes, raw: bytes) -> bytes:
    """The record understood, compressed with zlib and the end of `raw` as its dictionary."""
    packer = zlib.compressobj(_LEVEL, zdict=raw[-_DICTIONARY:])
    return packer.compress(content) + packer.flush()


def unpack_content(packed: bytes, raw: bytes) -> bytes:
    """Undo `pack_content`, given the same `raw`; raises zlib.error."""
    return _unpacked(zlib.decompressobj(zdict=raw[-_DICTIONARY:]), packed)


def _unpacked(unpacker: zlib._Decompress, packed: bytes) -> bytes:
    unpacked = unpacker.decompress(packed, _LARGEST)
    if unpacker.eof:
        return unpacked
    raise zlib.error("the record is cut off, or larger than a record may be")


def load_sources(connection: sqlite3.Connection, keys: Iterable[int]) -> Iterator[Source]:
    """What stored records say, decoded."""
    query = (
        "SELECT s.key, importer, file, place, lower(hex(sha256)), imported_at, data_date, number,"
        " c.fields, content, raw FROM source_record s JOIN carried c ON c.key = s.carries"
        " WHERE s.key = ?"
    )
    for key in sorted(keys):
        row = connection.execute(query, (key,)).fetchone()
        yield Source(source_info(row[:9]), decode(unpack_content(row[9], unpack_raw(row[10]))))


def source_info(row: tuple) -> SourceInfo:  # type: ignore[type-arg]
    """A SourceInfo of the first nine columns of `load_sources`."""
    key, importer, file, place, sha256, imported_at, data_date, number, fields = row
    return SourceInfo(
        key=key,
        importer=importer,
        file=file,
        place=place,
        sha256=sha256,
        imported_at=imported_at,
        data_date=PartialDate.parse(data_date) if data_date else None,
        number=number,
        carries=frozenset(fields.split()),
    )
