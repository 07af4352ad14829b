"""Source records packed: their bytes, and what was understood, each by itself.

By zstd (RFC 8878). The bytes of a record, with a dictionary that was trained on records (`python -m
tools.dictionary`) and ships with the program; what was understood, with another one and those bytes
as what stands before it, since it says mostly the same words. Rows of older catalogues stay
readable: zlib (RFC 1950, here with the last 32 KiB of the bytes as dictionary), and what was
understood by zstd with the bytes alone before it. By zlib are rows still written where the library
is missing, and where `plainly` is asked for. The first bytes of a row say which it is, a number in
it which dictionary: one that shipped once is never changed or dropped.
"""

from __future__ import annotations

import importlib
import sys
import zlib
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from catalog.model.errors import CatalogueError

DICTIONARIES = {
    1: "9061a4107d860affc67a8b5195f40fa8ced42670079ef213b95e41d011fbc448",
}
"""SHA-256 of `records-N.zdict` by N: whoever reads a record must have what it was packed with."""
NEWEST = max(DICTIONARIES)
"""The dictionary that records are packed with."""
UNDERSTOOD = {
    1: "4f1079bbc317dfeadf396537f2bc028259613f4772d803eb5acd1c0458557c1d",
}
"""SHA-256 of `understood-N.zdict` by N, below 32: what stands before the bytes of a record where
what was understood is packed. N is the row's first byte."""
NEWEST_UNDERSTOOD = max(UNDERSTOOD)

_RAW_LEVEL, _CONTENT_LEVEL = 3, 6
"""What was understood is short for what stands before it: a fifth less for 0.1 ms a record."""
_ZLIB_LEVEL = 6
_MAGIC = b"\x28\xb5\x2f\xfd"
_LARGEST = 1 << 27
"""Bytes to which a record may unpack: twice those that an importer reads of one."""
_ZLIB_REACH = 32_768
"""As far back as zlib can look."""


class DamagedRecord(ValueError):
    """A packed record that does not unpack, or to more than a record may be."""


def pack_raw(raw: bytes, *, plainly: bool = False) -> bytes:
    """The record's own bytes, packed; `plainly`: by zlib, which needs no dictionary."""
    if plainly or _zstd() is None:
        return zlib.compress(raw, _ZLIB_LEVEL)
    packer = _raw_packer()
    packed: bytes = packer.compress(raw, packer.FLUSH_FRAME)
    return packed


def unpack_raw(packed: bytes) -> bytes:
    """Undo `pack_raw`; raises DamagedRecord, and CatalogueError where this program cannot."""
    if not packed.startswith(_MAGIC):
        return _unzipped(zlib.decompressobj(), packed)
    zstd = _needed()
    try:
        known = _by_its_number().get(zstd.get_frame_info(packed).dictionary_id)
    except zstd.ZstdError as error:
        raise DamagedRecord(str(error)) from None
    if known is None:
        raise DamagedRecord(_NO_DICTIONARY)
    return _unpacked(zstd, packed, known)


def pack_content(content: bytes, raw: bytes, *, plainly: bool = False) -> bytes:
    """The record understood, packed with its own bytes before it."""
    zstd = None if plainly else _zstd()
    if zstd is None:
        packer = zlib.compressobj(_ZLIB_LEVEL, zdict=raw[-_ZLIB_REACH:])
        return packer.compress(content) + packer.flush()
    before = zstd.ZstdDict(_understood(NEWEST_UNDERSTOOD) + raw, is_raw=True).as_prefix
    options = _options(zstd, _CONTENT_LEVEL)
    packed: bytes = zstd.compress(content, options=options, zstd_dict=before)
    return bytes((NEWEST_UNDERSTOOD,)) + packed


def unpack_content(packed: bytes, raw: bytes) -> bytes:
    """Undo `pack_content`, given the same `raw`; raises as `unpack_raw` does."""
    if packed[:1] < b"\x20" and packed:
        if packed[0] not in UNDERSTOOD:
            raise DamagedRecord(_NO_DICTIONARY)
        zstd, known = _needed(), _understood(packed[0]) + raw
        return _unpacked(zstd, packed[1:], zstd.ZstdDict(known, is_raw=True).as_prefix)
    if not packed.startswith(_MAGIC):
        return _unzipped(zlib.decompressobj(zdict=raw[-_ZLIB_REACH:]), packed)
    zstd = _needed()
    before = zstd.ZstdDict(raw, is_raw=True).as_prefix if len(raw) >= _SHORTEST else None
    return _unpacked(zstd, packed, before)


_NO_DICTIONARY = "it was packed with a dictionary that this program does not have"
_SHORTEST = 8
"""Bytes that can stand before others: the library takes no fewer."""


def _unzipped(unpacker: zlib._Decompress, packed: bytes) -> bytes:
    try:
        unpacked = unpacker.decompress(packed, _LARGEST)
    except zlib.error as error:
        raise DamagedRecord(str(error)) from None
    if unpacker.eof:
        return unpacked
    raise DamagedRecord("the record is cut off, or larger than a record may be")


def _unpacked(zstd: Any, packed: bytes, known: object) -> bytes:
    unpacker = zstd.ZstdDecompressor(zstd_dict=known)
    try:
        unpacked: bytes = unpacker.decompress(packed, _LARGEST)
    except zstd.ZstdError as error:
        raise DamagedRecord(str(error)) from None
    if unpacker.eof:
        return unpacked
    raise DamagedRecord("the record is cut off, or larger than a record may be")


@lru_cache(maxsize=1)
def _zstd() -> ModuleType | None:
    """The library, part of Python from 3.14 on; None where it is not there."""
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _needed() -> Any:
    if (zstd := _zstd()) is None:
        raise CatalogueError(
            "the catalogue's records are packed with zstd: install the package backports.zstd"
        )
    return zstd


@lru_cache(maxsize=1)
def _raw_packer() -> Any:
    """One for the process, which is one thread where records are packed: a new one for each record
    would take three times as long."""
    zstd = _needed()
    return zstd.ZstdCompressor(options=_options(zstd, _RAW_LEVEL), zstd_dict=_dictionary(NEWEST))


def _options(zstd: Any, level: int) -> dict[Any, int]:
    """With a checksum in each frame, as zlib has one: a changed byte must not be another word."""
    parameter = zstd.CompressionParameter
    return {parameter.compression_level: level, parameter.checksum_flag: 1}


@lru_cache(maxsize=1)
def _by_its_number() -> dict[int, Any]:
    """The dictionaries by the number that the library gave them."""
    found = map(_dictionary, DICTIONARIES)
    return {known.dict_id: known for known in found}


@lru_cache(maxsize=len(DICTIONARIES))
def _dictionary(number: int) -> Any:
    return _needed().ZstdDict(_as_shipped(place_of(number), DICTIONARIES[number]))


@lru_cache(maxsize=len(UNDERSTOOD))
def _understood(number: int) -> bytes:
    return _as_shipped(place_of(number, "understood"), UNDERSTOOD[number])


def _as_shipped(place: Path, sha256: str) -> bytes:
    import hashlib  # 3 MB that no reader of plainly packed records needs

    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise CatalogueError(f"{place.name} of this program is damaged: install it anew")
    return content


def place_of(number: int, what: str = "records") -> Path:
    """The file of a dictionary."""
    return Path(__file__).with_name(f"{what}-{number}.zdict")
