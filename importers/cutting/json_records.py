"""Cutting JSON into records without loading the file: lists, wrapped lists, lines, one object.

A record's end is found three ways, the quickest first: it fills a line; the standard decoder finds
it; brackets are counted. The last finds the end of broken and deeply nested records too, so that
one of them does not take the others with it.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from itertools import count
from typing import BinaryIO

import msgspec

from importers.bytes.encoding import lines, utf8, utf8_chunks
from importers.bytes.limits import CHUNK, RECORD, mib
from importers.importer import Piece, Source, Unreadable

_BLANKS = re.compile(rb"[ \t\r\n]*")
_KEY = re.compile(rb'[ \t\r\n,]*"((?:[^"\\]|\\.)*)"[ \t\r\n]*:[ \t\r\n]*')
_BRACKET = re.compile(
    rb'[^"{}\[\]]*+(?:"(?:[^"\\]++|\\.)*+"[^"{}\[\]]*+)*+([{\[]++|[}\]]++)', re.DOTALL
)
_WHERE_VALUES_END = re.compile(rb"[ \t\r\n,\]}]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_decoder = json.JSONDecoder(strict=False)
_skim = msgspec.json.Decoder(msgspec.Raw)


def json_items(source: Source, *keys: str) -> Iterator[Piece | Unreadable]:
    """Each record of a JSON file as its own JSON bytes.

    Records are the items of a top-level list; of the list that the top-level object has under one
    of `keys` (`studies`; a dot leads deeper: `FullStudiesResponse.FullStudies`); one on each line
    (NDJSON); or the top-level object itself.
    """
    head = _without_mark(source.head.data)
    with source.open() as stream:
        if _one_a_line(head):
            yield from _lines(stream)
            return
        window = _Window(utf8_chunks(stream))
        opening = window.after_blanks()
        if opening == b"[":
            window.skip(1)
            yield from _list(window)
        elif opening == b"{" and _may_hold(head, keys) and window.enter(keys):
            yield from _list(window)
        elif opening == b"{":
            yield from _objects(window)
        elif not opening:
            raise Unreadable("the file is empty")
        else:
            raise Unreadable("it is no JSON object or list")


def _without_mark(data: bytes) -> bytes:
    data, _ = utf8(data) if data.startswith(_UTF16) else (data, ())
    return data.lstrip(codecs.BOM_UTF8 + b" \t\r\n")


def _one_a_line(head: bytes) -> bool:
    """Whether a file that begins so has one object on each line."""
    first, ended, rest = head.partition(b"\n")
    following = rest.lstrip()
    if not first.startswith(b"{") or not ended or not following.startswith(b"{"):
        return False
    return _is_json(first) or (first.startswith(b'{"') and rest.startswith(b'{"'))


def _is_json(data: bytes) -> bool:
    try:
        _skim.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _lines(stream: BinaryIO) -> Iterator[Piece]:
    for number, line in enumerate(lines(stream), 1):
        if record := line.strip():
            yield Piece(f"line {number}", record)


def _may_hold(head: bytes, keys: tuple[str, ...]) -> bool:
    return any(b'"%s"' % key.rpartition(".")[2].encode() in head for key in keys)


def _list(window: _Window) -> Iterator[Piece | Unreadable]:
    """Items up to the closing bracket; the window stands behind the opening one."""
    for number in count(1):
        place = f"record {number}"
        following = window.after_blanks()
        if following == b"," and number > 1:
            window.skip(1)
            following = window.after_blanks()
        if following == b"]":
            return
        if following and following not in b'{["-0123456789tfn':
            raise Unreadable("it is no JSON from here on; the rest is not read", place)
        yield _piece(place, window.value(place))


def _objects(window: _Window) -> Iterator[Piece | Unreadable]:
    """One object, or several in a row."""
    first = window.value("")
    if not window.after_blanks():
        yield _piece("", first)
        return
    yield _piece("record 1", first)
    for number in count(2):
        if not window.after_blanks():
            return
        place = f"record {number}"
        yield _piece(place, window.value(place))


def _piece(place: str, value: bytes) -> Piece | Unreadable:
    if len(value) > RECORD:
        return Unreadable(f"it is larger than {mib(RECORD)}", place)
    return Piece(place, value)


class _Window:
    """The part of a JSON text that is looked at: grows to a record, never to the file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._bytes = b""
        self._letters: str | None = None
        self._at = 0
        self._fills_lines = True
        self._dropped = 0
        """Bytes of the text before the window."""
        self._counted = (-1, 0, 0)
        """Where a value begins in the text, how far its brackets are counted, how many are open."""

    def after_blanks(self) -> bytes:
        """The next byte that is no blank, b"" at the end; the window then stands on it."""
        while True:
            self._at = self._behind_blanks(self._at)
            if self._at < len(self._bytes):
                return self._bytes[self._at : self._at + 1]
            if not self._grow():
                return b""

    def skip(self, size: int) -> None:
        """Go on behind the next bytes."""
        self._at += size

    def value(self, place: str) -> bytes:
        """The value that starts here, and go on behind it; raises Unreadable if it never ends."""
        while (end := self._end(self._at)) is None:
            if len(self._bytes) - self._at > RECORD:
                raise Unreadable(f"it is larger than {mib(RECORD)}; the rest is not read", place)
            if not self._grow():
                raise Unreadable("it is cut off: the file ends in the middle of it", place)
        value = self._bytes[self._at : end]
        self._at = end
        return value

    def enter(self, keys: tuple[str, ...]) -> bool:
        """Go into the list under one of the keys; False, standing as before, if there is none.

        Only what has been read is searched: a wrapper names its list near the beginning.
        """
        at, path = self._at + 1, ""
        while found := _KEY.match(self._bytes, at):
            name = path + found[1].decode("utf-8", errors="replace")
            at = self._behind_blanks(found.end())
            opening = self._bytes[at : at + 1]
            if name in keys and opening == b"[":
                self._at = at + 1
                return True
            if opening == b"{" and any(key.startswith(name + ".") for key in keys):
                at, path = at + 1, name + "."
            elif (end := self._end(at)) is not None:
                at = end
            else:
                break
        return False

    def _behind_blanks(self, at: int) -> int:
        found = _BLANKS.match(self._bytes, at)
        return found.end() if found else at

    def _grow(self) -> bool:
        """Read as much again as is waiting, so that a long record is not looked at too often."""
        waiting = self._bytes[self._at :]
        more = [waiting]
        wanted = max(CHUNK, len(waiting))
        for chunk in self._chunks:
            more.append(chunk)
            wanted -= len(chunk)
            if wanted <= 0:
                break
        self._bytes = b"".join(more)
        self._dropped += self._at
        self._letters = None
        self._at = 0
        return len(self._bytes) > len(waiting)

    def _end(self, at: int) -> int | None:
        """Where the value that starts there ends; None where more has to be read to know."""
        opening = self._bytes[at : at + 1]
        if opening == b'"':
            return self._end_decoded(at)
        if opening not in (b"{", b"["):
            found = _WHERE_VALUES_END.search(self._bytes, at + 1)
            return found.start() if found else None
        return self._end_of_line(at) or self._end_decoded(at) or self._end_counted(at)

    def _end_of_line(self, at: int) -> int | None:
        if not self._fills_lines:
            return None
        line_end = self._bytes.find(b"\n", at)
        line = self._bytes[at : line_end if line_end >= 0 else None].rstrip(b" \t\r,")
        if line.endswith(b"}") and _is_json(line):
            return at + len(line)
        self._fills_lines = False
        return None

    def _end_decoded(self, at: int) -> int | None:
        # Values built take up to twenty times the bytes of their text: not for large ones.
        if len(self._bytes) > 4 * CHUNK:
            return None
        if self._letters is None:
            # One letter for each byte: JSON's own signs are ASCII, and positions stay the same.
            self._letters = self._bytes.decode("latin-1")
        try:
            return _decoder.raw_decode(self._letters, at)[1]
        except (ValueError, RecursionError):
            return None

    def _end_counted(self, at: int) -> int | None:
        """By brackets; what was counted stays counted when more is read."""
        begin, depth = at, 0
        if self._counted[0] == self._dropped + begin:
            at, depth = begin + self._counted[1], self._counted[2]
        # Matched end to end, never searched: that would look at a long text once for each letter.
        while found := _BRACKET.match(self._bytes, at):
            at = found.end()
            run = len(found[1])
            if found[1][:1] in (b"{", b"["):
                depth += run
            elif run >= depth:
                return at - (run - depth)
            else:
                depth -= run
        self._counted = (self._dropped + begin, at - begin, depth)
        return None
