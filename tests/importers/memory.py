"""A source that lies in memory, for tests of cutting."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import BinaryIO

from importers.bytes.limits import HEAD
from importers.importer import Head, Source


class MemorySource:
    """Bytes as a Source; read in small parts, as a slow disk gives them, where `step` is given."""

    def __init__(self, data: bytes, name: str = "memory", step: int | None = None) -> None:
        self.name = name
        self.members: Mapping[str, Source] = {}
        self._data = data
        self._step = step

    @property
    def head(self) -> Head:
        return Head(self.name, self._data[:HEAD])

    def open(self) -> BinaryIO:
        return _Stepwise(self._data, self._step) if self._step else io.BytesIO(self._data)


class _Stepwise(io.BytesIO):
    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return super().read()
        return super().read(min(size, self._step))
