"""Records of a text file that begin with a line of their own and end where the next begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from importers.bytes.encoding import lines
from importers.bytes.limits import RECORD, mib
from importers.importer import Piece, Source, Unreadable


def line_blocks(source: Source, is_first: Callable[[bytes], bool]) -> Iterator[Piece | Unreadable]:
    """Each block, `record 1` first; what stands before the first is no record's.

    Of a block beyond the limit no more is kept than the limit: it is Unreadable, the next goes on.
    """
    block = bytearray()  # a list of lines would take many times their letters
    number = size = 0
    with source.open() as stream:
        for line in lines(stream):
            begins = is_first(line)
            if begins and number:
                yield _piece(block, number, size)
            if begins:
                block, size = bytearray(), 0
                number += 1
            size += len(line)
            if number and size <= RECORD:
                block += line
    if number:
        yield _piece(block, number, size)


def _piece(block: bytearray, number: int, size: int) -> Piece | Unreadable:
    place = f"record {number}"
    if size > RECORD:
        return Unreadable(f"it is larger than {mib(RECORD)}", place)
    return Piece(place, bytes(block))
