"""How much is read before a file is called hostile, and a stream that counts as it reads."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, Protocol

from importers.importer import Unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MEBIBYTE = 1 << 20
HEAD = 64 << 10
"""Bytes a format is recognised by."""
RECORD = 64 * MEBIBYTE
"""Bytes of one record; the largest study known to us has 3 MB."""
AT_ONCE = 256 * MEBIBYTE
"""Bytes of one file that are taken into memory at once."""
PIPED = 16 << 30
"""Bytes of standard input, which are kept on disk; whatever is larger lies in a file already."""
CHUNK = MEBIBYTE
"""Bytes read from a file at a time."""
FIELD = 16 * MEBIBYTE
"""Characters of one CSV cell."""
SIGNS = 600_000
"""Commas and brackets of a JSON record; the densest of the corpus has 12,000, in 145 KB. A byte
that makes a value takes up to a hundred times itself in memory: bytes alone are no limit."""
TAGS = 600_000
"""Tags and attributes of an XML record, or of what stands between two; in the corpus 11,000."""
REFUSED = 100_000
"""Records of one file that are refused one after another; each is told."""
ROW_LINES = 50_000
"""Lines of one row of a CSV file; each takes many times its letters in memory."""
NO_ROWS = 1_000_000
"""Lines one after another that are no rows of their CSV file."""
CELLS = 100_000
"""Separators in one line of a CSV file, in quoted text too."""
COLUMNS = 5_000
"""Of a CSV file; ClinicalTrials.gov's have 30."""
TEXT_LINES = 300_000
"""Lines of one record that is text; the longest of the corpus has 3,000."""
LIST = 20_000
"""Items of one list of a trial; the longest of the corpus has 533, its sites."""
LINES = 20_000
"""Lines of one eligibility text; the longest of the corpus has 112."""
PLAUSIBLE = 64 * MEBIBYTE
"""Any compressed file may unpack to this much."""
RATIO = 100
"""Beyond that, only to so many times its size: registers shrink 5- to 15-fold, bombs 1,000-fold."""


NO_MEMORY = "it is too large for this machine's memory"


class Allowance:
    """Bytes that a compressed file may still unpack to, counted down as they are read."""

    def __init__(self, packed: int, plausible: int = PLAUSIBLE) -> None:
        self._left = max(plausible, RATIO * packed)

    def spend(self, count: int) -> None:
        """Count bytes that were read; raises Unreadable when they are more than plausible."""
        self._left -= count
        if self._left < 0:
            raise Unreadable(
                f"it unpacks to more than {RATIO} times its size, as no real register does; "
                "the rest is not read"
            )


def too_large(raw: bytes) -> str | None:
    """Why a record takes more memory than its bytes say; None where it does not."""
    begins = raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins in (b"{", b"[") and sum(map(raw.count, (b",", b"{", b"["))) > SIGNS:
        return f"it has more than {SIGNS:,} values"
    if begins == b"<" and sum(map(raw.count, (b"<", b"="))) > TAGS:
        return f"it has more than {TAGS:,} tags"
    if begins not in (b"{", b"[", b"<") and raw.count(b"\n") > TEXT_LINES:
        return f"it has more than {TEXT_LINES:,} lines"
    return None


def mib(count: int) -> str:
    """A number of bytes for people: `64 MiB`."""
    return f"{count // MEBIBYTE} MiB"


class Readable(Protocol):
    """Anything bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; b"" at the end."""

    def close(self) -> None:
        """No more will be read."""


class Guarded(io.RawIOBase):
    """A stream whose errors are Unreadable with a plain sentence, and whose bytes are counted.

    One `read(n)` reads the underlying stream once, so that what came before damage is delivered.
    """

    def __init__(self, inner: Readable, *allowances: Allowance) -> None:
        super().__init__()
        self._inner = inner
        self._allowances = allowances
        self.count = 0
        """Bytes read so far."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._once(len(view))
        view[: len(data)] = data
        return len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        return self.readall() if size is None or size < 0 else self._once(size)

    def readall(self) -> bytes:
        """Everything, up to what is taken into memory at once."""
        parts, total = [], 0
        while part := self._once(CHUNK):
            total += len(part)
            if total > AT_ONCE:
                raise Unreadable(f"it is larger than {mib(AT_ONCE)}")
            parts.append(part)
        return b"".join(parts)

    def _once(self, size: int) -> bytes:
        try:
            data = self._inner.read(size)
        except EOFError:
            raise Unreadable("the compressed data ends too early: the file was cut off") from None
        except (zlib.error, gzip.BadGzipFile) as error:
            raise Unreadable(f"the compressed data is damaged ({error})") from None
        except OSError as error:
            raise Unreadable(f"it cannot be read ({error.strerror or error})") from None
        except MemoryError:
            raise Unreadable(NO_MEMORY) from None
        if data is None:  # as a log of the kernel has it that nobody has written to
            raise Unreadable("there is nothing to read in it now")
        self.count += len(data)
        for allowance in self._allowances:
            allowance.spend(len(data))
        return data

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()
