"""Source records as the catalogue keeps them: their bytes, and what was understood, compressed.

What was understood says mostly the same words as the bytes it came from, so those serve as its
dictionary: together they take little more room than the bytes alone.
"""

from __future__ import annotations

import zlib

_LEVEL = 6
_DICTIONARY = 32_768
"""As far back as zlib can look."""


def pack_raw(raw: bytes) -> bytes:
    """The record's own bytes, compressed with zlib."""
    return zlib.compress(raw, _LEVEL)


def unpack_raw(packed: bytes) -> bytes:
    """Undo `pack_raw`; raises zlib.error for damaged bytes."""
    return zlib.decompress(packed)


def pack_content(content: bytes, raw: bytes) -> bytes:
    """The record understood, compressed with zlib and the end of `raw` as its dictionary."""
    packer = zlib.compressobj(_LEVEL, zdict=raw[-_DICTIONARY:])
    return packer.compress(content) + packer.flush()


def unpack_content(packed: bytes, raw: bytes) -> bytes:
    """Undo `pack_content`, given the same `raw`; raises zlib.error."""
    unpacker = zlib.decompressobj(zdict=raw[-_DICTIONARY:])
    content = unpacker.decompress(packed) + unpacker.flush()
    if not unpacker.eof:
        raise zlib.error("the record is cut off")
    return content
