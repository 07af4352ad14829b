"""Words collected in memory, written to a temporary file run by run, and merged in word order.

A run is what fits in memory; the file has no name and is gone with the process that wrote it.
"""

from __future__ import annotations

import heapq
import struct
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from catalog.search.weights import FIELDS

_HEAD = struct.Struct("<HB")
_COUNT = struct.Struct("<I")
_BUFFER = 1 << 18

Entry = tuple[str, int, dict[int, "array[int]"]]
"""Word, number of the run's first trial, positions in the run by field."""


def _shorts() -> array[int]:
    return array("H")


class Run:
    """Up to 65,536 trials' words in memory."""

    MOST = 1 << 16

    def __init__(self, base: int) -> None:
        self.base = base
        self.size = 0
        self.postings = 0
        self._fields: list[defaultdict[str, array[int]]] = [defaultdict(_shorts) for _ in FIELDS]

    def add(self, words: Iterable[str], extra: Iterable[str]) -> None:
        """The next trial: words by field joined by blanks, and pseudo-words."""
        position = self.size
        self.size += 1
        for terms, joined in zip(self._fields, words, strict=True):
            for word in (found := joined.split(" ")):
                terms[word].append(position)
            self.postings += len(found)
        terms = self._fields[0]
        for word in extra:
            terms[word].append(position)

    def entries(self) -> Iterator[Entry]:
        """All words in order."""
        for terms in self._fields:
            terms.pop("", None)
        for word in sorted(set().union(*self._fields)):
            found = {n: terms[word] for n, terms in enumerate(self._fields) if word in terms}
            yield word, self.base, found


class Spill:
    """Runs on disk."""

    def __init__(self, folder: Path | None) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `close`
        self._runs: list[tuple[int, int, int]] = []

    def write(self, run: Run) -> None:
        """Append a run."""
        start = self._file.seek(0, 2)
        for word, _, fields in run.entries():
            spelt = word.encode("utf-8", "replace")
            pieces = [_HEAD.pack(len(spelt), sum(1 << field for field in fields)), spelt]
            for positions in fields.values():
                pieces += (_COUNT.pack(len(positions)), positions.tobytes())
            self._file.write(b"".join(pieces))
        self._runs.append((run.base, start, self._file.tell()))

    def entries(self) -> Iterator[Entry]:
        """The words of all runs in order; a word of several runs comes once for each, in turn."""
        self._file.flush()
        return heapq.merge(*(self._read(*run) for run in self._runs), key=lambda entry: entry[:2])

    def _read(self, base: int, start: int, end: int) -> Iterator[Entry]:
        reader = _Window(self._file, start, end)
        while (head := reader.take(_HEAD.size)) is not None:
            length, mask = _HEAD.unpack(head)
            word = reader.need(length).decode()
            fields: dict[int, array[int]] = {}
            for field in range(8):
                if mask >> field & 1:
                    positions = array("H")
                    positions.frombytes(reader.need(2 * _COUNT.unpack(reader.need(4))[0]))
                    fields[field] = positions
            yield word, base, fields

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()


class _Window:
    """Reads one part of a file that others read too."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self._file = file
        self._place = start
        self._end = end
        self._buffer = b""
        self._at = 0

    def take(self, count: int) -> bytes | None:
        """The next bytes, or None at the end."""
        if self._at + count > len(self._buffer) and not self._fill(count):
            return None
        piece = self._buffer[self._at : self._at + count]
        self._at += count
        return piece

    def need(self, count: int) -> bytes:
        """The next bytes, which must be there."""
        piece = self.take(count)
        if piece is None:
            raise EOFError("a run ends too early")
        return piece

    def _fill(self, count: int) -> bool:
        rest = self._buffer[self._at :]
        self._file.seek(self._place)
        more = self._file.read(min(max(_BUFFER, count), self._end - self._place))
        self._place += len(more)
        self._buffer, self._at = rest + more, 0
        return len(self._buffer) >= count


class IdSpill:
    """Ids and their trials, sorted in portions and merged at the end.

    Ids come in any order; written as they come they would touch every page of a large table.
    """

    MOST = 200_000

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._here: list[tuple[str, int]] = []
        self._files: list[IO[bytes]] = []

    def add(self, ids: Iterable[str], doc: int) -> None:
        """Keep the ids of a trial."""
        self._here += [(known, doc) for known in ids]
        if len(self._here) >= self.MOST:
            file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by `close`
            file.writelines(f"{known}\t{doc}\n".encode() for known, doc in sorted(self._here))
            self._files.append(file)
            self._here.clear()

    def rows(self) -> Iterator[tuple[str, int]]:
        """All ids in order."""
        yield from heapq.merge(sorted(self._here), *map(_rows, self._files))

    def close(self) -> None:
        """Give the disk space back."""
        for file in self._files:
            file.close()
        self._files.clear()
        self._here.clear()


def _rows(file: IO[bytes]) -> Iterator[tuple[str, int]]:
    file.seek(0)
    for line in file:
        known, _, doc = line.decode().rpartition("\t")
        yield known, int(doc)
