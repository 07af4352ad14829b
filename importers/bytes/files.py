"""One file that can be read: regular files only, gzip undone, errors in plain words."""

from __future__ import annotations

import errno
import gzip
import io
import os
import stat
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from importers.bytes.limits import CHUNK, HEAD, Allowance, Guarded
from importers.importer import Head, Source, Unreadable

_GZIP = b"\x1f\x8b"
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_KINDS = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a pipe, not a file"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)


_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.EACCES: "you may not read this file",
    errno.ELOOP: "it is a symbolic link that leads in a circle",
}


def _cannot(error: OSError) -> str:
    return f"it cannot be opened ({error.strerror})"


def opened(path: Path) -> int:
    """A descriptor of a regular file; raises Unreadable for anything else, without waiting."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise Unreadable(_REASONS.get(error.errno or 0, _cannot(error))) from None
    except ValueError as error:  # a NUL byte in the name
        raise Unreadable(f"it cannot be opened ({error})") from None
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    raise Unreadable(next((said for test, said in _KINDS if test(mode)), "it is not a file"))


def plain_file(path: Path, name: str) -> FileSource:
    """The Source of a file of the disk; raises Unreadable where it is no regular file."""
    descriptor = opened(path)
    found = os.fstat(descriptor)
    os.close(descriptor)

    def changed() -> bool:
        try:
            return _version(path.stat()) != _version(found)
        except OSError:  # what was open could be read to its end all the same
            return False

    return FileSource(
        name,
        lambda: Guarded(os.fdopen(opened(path), "rb", buffering=0)),
        found.st_size,
        changed=changed,
    )


def _version(found: os.stat_result) -> tuple[int, int, int]:
    """What differs when a file was written to, cut or replaced."""
    return found.st_ino, found.st_size, found.st_mtime_ns


class FileSource:
    """A file or member: a name, its head, and a way to open it as often as needed."""

    def __init__(
        self,
        name: str,
        open_raw: Callable[[], Guarded],
        size: int,
        members: Mapping[str, Source] | None = None,
        changed: Callable[[], bool] = lambda: False,
    ) -> None:
        """`size` is that of the bytes `open_raw` gives: gzip may unpack to so many times it."""
        self.name = name
        self.members: Mapping[str, Source] = members or {}
        self.open_raw = open_raw
        self._changed = changed
        self._size = size
        self._start: bytes | None = None
        self._is_whole = False
        self.is_packed = False  # known once its head was read
        self._reading: Guarded | None = None

    @property
    def size(self) -> int:
        """Bytes of the file itself, or of the packed member; of a bundle, of its members."""
        return self._size or sum(getattr(each, "size", 0) for each in self.members.values())

    @property
    def has_changed(self) -> bool:
        """Whether it, or a member of a bundle, is no longer the file that was found."""
        members = self.members.values()
        return self._changed() or any(getattr(each, "has_changed", False) for each in members)

    @property
    def bytes_read(self) -> int:
        """How many of them were read since it was opened."""
        if self._is_whole:
            return self.size
        return min(self._reading.count, self.size) if self._reading else 0

    @cached_property
    def head(self) -> Head:
        """What the format is recognised by; raises Unreadable where nothing can be read."""
        base = self.name.rpartition("!")[2].rpartition("/")[2]
        return Head(base, self._beginning(), tuple(self.members))

    def open(self) -> BinaryIO:
        """The bytes, unpacked; of a small file without reading it again."""
        beginning = self._beginning()
        if self._is_whole:
            return io.BytesIO(beginning)
        self._reading = self.open_raw()
        return cast(BinaryIO, self._gunzipped(self._reading) if self.is_packed else self._reading)

    def _beginning(self) -> bytes:
        if self._start is None:
            with self.open_raw() as stream:
                self._start, self._is_whole = _start(stream)
            self.is_packed = self._start.startswith(_GZIP)
            if self.is_packed:
                with self._gunzipped(self.open_raw()) as stream:
                    self._start, self._is_whole = _start(stream)
        return self._start

    def _gunzipped(self, packed: Guarded) -> Guarded:
        unpacked = gzip.GzipFile(fileobj=cast(BinaryIO, packed), mode="rb")
        return Guarded(_Both(unpacked, packed), Allowance(self._size))


def _start(stream: Guarded) -> tuple[bytes, bool]:
    """The bytes a format is recognised by, and whether that was all.

    Damage behind them is told when the file is read.
    """
    data = b""
    while len(data) < HEAD:
        try:
            part = stream.read(HEAD - len(data))
        except Unreadable:
            if not data:
                raise
            return data, False
        if not part:
            return data, True
        data += part
    return data, False


class _Both:
    """A gzip reader that closes the file beneath it too."""

    def __init__(self, unpacked: gzip.GzipFile, packed: Guarded) -> None:
        self._unpacked = unpacked
        self._packed = packed

    def read(self, size: int, /) -> bytes:
        return self._unpacked.read1(max(1, min(size, CHUNK)))

    def close(self) -> None:
        self._unpacked.close()
        self._packed.close()
