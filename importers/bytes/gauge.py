"""How far reading has come, measured in bytes of the files: the only honest measure at hand.

How many records a file holds is known when it has been read. Bytes are known before, and records
of one register are alike enough that time goes with them.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.model.record import Refused
from importers.bytes.files import FileSource
from importers.importer import Source
from importers.understanding import Reached

_STEPS = 2_000
"""Told about so many times in all."""
_IN_DIRECTORY = 106
"""Bytes that a zip needs for a member beside its name, twice, and its data."""


class Gauge:
    """Counts the bytes of sources that are done, and of the one being read."""

    def __init__(self, total: int) -> None:
        """`total` is 0 where nobody knows it; then nothing is ever told."""
        self._total = total
        self._done = 0
        self._source: FileSource | None = None
        self._last = 0

    def next(self, source: Source | Refused | None) -> Iterator[Reached]:
        """The source before is done, this one comes (None: it was the last)."""
        if self._source is not None:
            self._done += _whole(self._source)
        self._source = source if isinstance(source, FileSource) else None
        yield from self.told()

    def told(self) -> Iterator[Reached]:
        """A Reached where enough was read since the last."""
        if not self._total:
            return
        done = self._done + (self._source.bytes_read if self._source else 0)
        if (done - self._last) * _STEPS >= self._total:
            self._last = done
            yield Reached(min(done, self._total), self._total)


def _whole(source: FileSource) -> int:
    _, is_member, name = source.name.partition("!")
    return source.size + (_IN_DIRECTORY + 2 * len(name) if is_member else 0)
