"""From paths to source records: recognise, cut, understand, in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, overload

from catalog.model.record import Known, Refused, SourceRecord, hash_of
from importers.bytes.gauge import Gauge
from importers.bytes.limits import CHUNK, HEAD, MEBIBYTE, REFUSED
from importers.bytes.sources import sources, total_size
from importers.formats import IMPORTERS, recognise
from importers.importer import Head, Importer, Source, Unreadable
from importers.references import Cited, cited
from importers.understanding import IsKnown, Job, Reached, defect
from importers.unknown import unknown
from importers.workers import understood

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The format of a file and how it was told; of a zip's members together, after the last."""

    file: str
    importer: str
    reason: str
    members: int = 0
    """How many members of a zip are in this format; 0 for a file that is none."""


class UnknownFormat(ValueError):
    """A format was asked for that no importer reads."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.known = tuple(importer.name for importer in IMPORTERS)
        super().__init__(f"there is no format {name!r}; known are {', '.join(self.known)}")


@overload
def read(
    paths: Iterable[str | Path], format: str | None = None, workers: int | None = None
) -> Iterator[SourceRecord | Refused | Recognised | Cited]: ...


@overload
def read(
    paths: Iterable[str | Path],
    format: str | None = None,
    workers: int | None = None,
    *,
    finish: Callable[[SourceRecord], T],
    is_known: None = None,
    reached: Callable[[float], None] | None = None,
) -> Iterator[T | Refused | Recognised | Cited]: ...


@overload
def read(
    paths: Iterable[str | Path],
    format: str | None = None,
    workers: int | None = None,
    *,
    finish: Callable[[SourceRecord], T],
    is_known: IsKnown,
    reached: Callable[[float], None] | None = None,
) -> Iterator[T | Refused | Recognised | Known | Cited]: ...


def read(
    paths: Iterable[str | Path],
    format: str | None = None,
    workers: int | None = None,
    *,
    finish: Callable[[SourceRecord], object] | None = None,
    is_known: IsKnown | None = None,
    reached: Callable[[float], None] | None = None,
) -> Iterator[object]:
    """What the paths say, record by record; `-` is standard input.

    `format` forces an importer (raises UnknownFormat at once). Records are understood in worker
    processes, one for each core, unless there is little to read; `workers=0` starts none. Where it
    is safe they are forked before this returns: a database is opened afterwards. `finish` is
    applied to each record there and its value given in the record's place: it and what it returns
    must be picklable. A record whose hash `is_known` is not understood again: Known stands in its
    place. `reached` is told, between records, which part of all bytes is done (0 to 1). Nothing
    that a file holds raises: it is Refused, and the rest read. A list that cites trials is Cited,
    with the registry numbers in it.
    """
    forced = None if format is None else _named(format)
    paths = tuple(paths)
    patience = _Patience()
    size = total_size(paths)
    jobs = _jobs(paths, forced, is_known, Gauge(size), patience)
    return _told(patience.kept(understood(jobs, workers, finish, expected=size)), reached)


def _told(items: Iterator[object], reached: Callable[[float], None] | None) -> Iterator[object]:
    for item in items:
        if not isinstance(item, Reached):
            yield item
        elif reached is not None:
            reached(item.done / item.total)


class _Begun:
    """Here the records of another file begin; goes with them, in their order."""


class _Patience:
    """Leaves a file of which too many records one after another are refused."""

    def __init__(self) -> None:
        self._count = 0
        self._at: _Begun | None = None
        self._left: _Begun | None = None

    def has_left(self, file: _Begun) -> bool:
        """Whether nothing more is read of it."""
        return self._left is file

    def kept(self, items: Iterator[object]) -> Iterator[object]:
        """The items, without what is refused beyond the limit: that is told once."""
        for item in items:
            if isinstance(item, _Begun):
                self._count, self._at = 0, item
                continue
            if not isinstance(item, Refused):
                self._count = self._count if isinstance(item, Reached) else 0
                yield item
                continue
            self._count += 1
            if self._count <= REFUSED:
                yield item
            elif self._left is not self._at:
                self._left = self._at
                yield Refused(
                    item.file,
                    item.record,
                    f"more than {REFUSED:,} records one after another are refused; "
                    "the rest is not read",
                )


def _named(name: str) -> Importer:
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    raise UnknownFormat(name)


def _jobs(
    paths: Iterable[str | Path],
    forced: Importer | None,
    is_known: IsKnown | None,
    gauge: Gauge,
    patience: _Patience,
) -> Iterator[Job | Known | Refused | Recognised | Reached | Cited | _Begun]:
    zips = _Zips()
    for source in sources(paths, _is_bundle if forced is None else lambda head: forced.bundle):
        file = source.file if isinstance(source, Refused) else source.name
        yield from zips.ended(file)
        yield from gauge.next(source)
        if isinstance(source, Refused):
            yield source
            continue
        try:
            importer, reason = _recognised(source, forced, zips.last)
        except _Unknown as error:
            found = _cited(source)
            yield found if found and found.numbers else Refused(source.name, "", error.reason)
            continue
        except Unreadable as error:
            yield Refused(source.name, error.place, error.reason)
            continue
        except Exception as error:  # as below: the next file must still be read
            yield Refused(source.name, "", defect(error))
            continue
        if not zips.counts(source, importer, reason):
            yield Recognised(source.name, importer.name, reason)
        yield (begun := _Begun())
        for piece in _pieces(source, importer, is_known):
            if patience.has_left(begun):
                break
            yield piece
            yield from gauge.told()
    yield from zips.ended("")
    yield from gauge.next(None)


def _is_bundle(head: Head) -> bool:
    return any(importer.bundle and importer.recognises(head) for importer in IMPORTERS)


def _recognised(
    source: Source, forced: Importer | None, last: Importer | None
) -> tuple[Importer, str]:
    head = source.head
    if not head.data.strip() and not head.members:
        raise Unreadable("the file is empty")
    if forced is not None:
        return forced, "it was asked for"
    # Members of a zip are mostly alike; as only one importer recognises a file, the order of
    # asking changes nothing.
    if last is not None and (reason := last.recognises(head)):
        return last, reason
    if (found := recognise(head)) is not None:
        return found
    if (deeper := _deeper(source)) is not None and (found := recognise(deeper)) is not None:
        return found
    raise _Unknown(f"no known format: {unknown(head)}")


class _Unknown(Unreadable):
    """A file of no known format."""


def _cited(source: Source) -> Cited | None:
    """The registry numbers of a list that cites trials; None for anything else."""
    try:
        return cited(source)
    except Unreadable:
        return None


_DEEPER = 16 * MEBIBYTE
"""How much of a JSON file is looked at where its beginning tells no format: the members that do may
stand at the end of its first record."""


def _deeper(source: Source) -> Head | None:
    """A longer beginning of a JSON file; None for any other, or one that was seen whole."""
    head = source.head
    if len(head.data) < HEAD or not head.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
        (b"{", b"[")
    ):
        return None
    parts: list[bytes] = []
    with source.open() as stream:
        while sum(map(len, parts)) < _DEEPER and (part := stream.read(CHUNK)):
            parts.append(part)
    return Head(head.name, b"".join(parts))


def _pieces(
    source: Source, importer: Importer, is_known: IsKnown | None
) -> Iterator[Job | Known | Refused]:
    try:
        for piece in importer.records(source):
            if isinstance(piece, Unreadable):
                yield Refused(source.name, piece.place, piece.reason)
            elif is_known is not None and is_known(
                hash_of(piece.format or importer.name, piece.raw)
            ):
                yield Known()
            else:
                yield Job(piece.format or importer.name, source.name, piece)
    except Unreadable as error:
        yield Refused(source.name, error.place, error.reason)
    except Exception as error:  # the next file must still be read, and nobody shown a traceback
        yield Refused(source.name, "", defect(error))
    if getattr(source, "has_changed", False):
        yield Refused(source.name, "", _CHANGED)


_CHANGED = (
    "it was changed while it was read, so that records may be missing or out of date; "
    "import it again when it is complete"
)


class _Zips:
    """What the members of the zip at hand were recognised as, told together at its end."""

    def __init__(self) -> None:
        self.last: Importer | None = None
        self._zip = ""
        self._found: dict[tuple[str, str], int] = {}

    def counts(self, source: Source, importer: Importer, reason: str) -> bool:
        """Count a member of a zip; False for any other file."""
        self.last = importer
        zip_name, mark, _ = source.name.partition("!")
        if not mark or source.members:
            return False
        self._zip = zip_name
        key = (importer.name, reason)
        self._found[key] = self._found.get(key, 0) + 1
        return True

    def ended(self, file: str) -> Iterator[Recognised]:
        """What there was, if `file` is not in the same zip."""
        if self._found and file.partition("!")[0] != self._zip:
            for (name, reason), members in self._found.items():
                yield Recognised(self._zip, name, reason, members)
            self._found.clear()
