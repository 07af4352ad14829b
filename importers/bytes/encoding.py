"""Bytes into text: byte order marks, UTF-8, and what Windows wrote instead."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from catalog.model.record import Note
from importers.bytes.limits import CHUNK, RECORD, mib
from importers.importer import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WINDOWS = Note("encoding", "not UTF-8: read as Windows-1252")
DAMAGED = Note("encoding", "damaged UTF-16: replaced letters")


def marked(data: bytes) -> tuple[str | None, int]:
    """The encoding a byte order mark names, and the mark's length; (None, 0) without one."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    return None, 0


def decoded(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """Text by its byte order mark, else as UTF-8, else as Windows-1252 with a note.

    Never fails: the five bytes that Windows-1252 does not know become the controls of Latin-1.
    """
    name, length = marked(data)
    try:
        return data[length:].decode(name or "utf-8"), ()
    except UnicodeDecodeError:
        pass
    if name is not None and name.startswith("utf-16"):
        return data[length:].decode(name, errors="replace"), (DAMAGED,)
    return windows(data[length:]), (WINDOWS,)


def windows(data: bytes) -> str:
    """Windows-1252, every byte of it."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_LATIN.get(byte) or bytes((byte,)).decode("cp1252") for byte in data)


_LATIN = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def utf8(data: bytes) -> tuple[bytes, tuple[Note, ...]]:
    """The same text as UTF-8 without a byte order mark."""
    if data.isascii():
        return data, ()
    text, notes = decoded(data)
    return text.encode("utf-8", errors="replace"), notes


def utf8_chunks(stream: BinaryIO) -> Iterator[bytes]:
    """A stream's bytes without byte order mark, UTF-16 turned into UTF-8; else as they are."""
    first = stream.read(CHUNK)
    while len(first) < len(codecs.BOM_UTF8) and (more := stream.read(CHUNK)):
        first += more
    name, length = marked(first)
    first = first[length:]
    if name is None or name == "utf-8":
        yield first
        while chunk := stream.read(CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    yield decoder.decode(first).encode("utf-8", errors="replace")
    while chunk := stream.read(CHUNK):
        yield decoder.decode(chunk).encode("utf-8", errors="replace")


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines with their ends, as UTF-8 where the stream is UTF-16; else bytes as they are.

    Raises Unreadable for a line longer than a record may be.
    """
    parts: list[bytes] = []
    length = 0
    for chunk in utf8_chunks(stream):
        *ended, rest = chunk.split(b"\n")
        if ended and parts:
            ended[0] = b"".join((*parts, ended[0]))
            parts.clear()
        for line in ended:
            yield line + b"\n"
        if ended:
            length = 0
        parts.append(rest)
        length += len(rest)
        if length > RECORD:
            raise Unreadable(f"a line is longer than {mib(RECORD)}; the rest is not read")
    if last := b"".join(parts):
        yield last


def unmistaken(text: str) -> str:
    """A text whose UTF-8 was read as Windows-1252, as it was; any other as it is."""
    if text.isascii():
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _byte(letter: str) -> bytes:
    # Five bytes have no letter in Windows-1252; programs keep them as control characters.
    return letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else "windows-1252")
