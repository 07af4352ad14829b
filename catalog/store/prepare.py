"""All work on one source record that needs no catalogue: done by the workers that read it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from catalog.eligibility.extraction import criteria_of
from catalog.identity.blocking import Identity, identity
from catalog.merging.merge import Source, merge
from catalog.merging.merged import SourceInfo
from catalog.merging.precedence import standing
from catalog.model.record import Note, SourceRecord
from catalog.model.trial import encode
from catalog.places.lessons import Lesson, lessons
from catalog.search.index.document import Document, document
from catalog.search.index.sides import SaysSide
from catalog.store.packing import pack_content, pack_raw
from catalog.store.projection import CriteriaRows, Rows, criteria_rows, project
from catalog.store.read_before import rows_before, sides
from catalog.store.rows import TrialRow

_LISTING = 1


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A source record ready to be written: as its trial's only source unless identity says more."""

    info: SourceInfo
    identity: Identity
    content: bytes
    """The Trial as `trial.encode` writes it, packed."""
    raw: bytes
    """The source's own bytes, packed."""
    rows: Rows
    document: Document
    notes: tuple[Note, ...] = ()
    guessed: tuple[str, ...] = ()
    """Fields that were inferred from the layout of the source."""
    teaches: tuple[Lesson, ...] = ()
    """Where its towns, postcodes and hospitals lie."""

    def __reduce__(self) -> tuple[Any, ...]:
        """As one piece of bytes: the way from a worker in a third of the time that fields take."""
        rows = self.rows
        sent = _Sent(
            self.info, self.identity, self.content, self.raw, rows.trial, rows.children,
            self.document, self.notes, self.guessed, self.teaches,
        )  # fmt: skip
        try:
            return _received, (_PACKER.encode(sent),)
        except (UnicodeEncodeError, OverflowError):  # half of a letter, a number beyond 64 bits
            return _remade, ({name: getattr(self, name) for name in self.__struct_fields__},)


class _Sent(msgspec.Struct, frozen=True, array_like=True):
    """A Prepared on its way: of rows the values alone, which may be none that the column names."""

    info: SourceInfo
    identity: Identity
    content: bytes
    raw: bytes
    trial: tuple[Any, ...]
    children: Mapping[str, Sequence[tuple[Any, ...]]]
    document: Document
    notes: tuple[Note, ...]
    guessed: tuple[str, ...]
    teaches: tuple[Lesson, ...]


_PACKER = msgspec.msgpack.Encoder()


@cache
def _unpacker() -> msgspec.msgpack.Decoder[_Sent]:
    return msgspec.msgpack.Decoder(_Sent)


def _received(packed: bytes) -> Prepared:
    sent = _unpacker().decode(packed)
    return Prepared(
        info=sent.info,
        identity=sent.identity,
        content=sent.content,
        raw=sent.raw,
        rows=Rows(TrialRow._make(sent.trial), dict(sent.children)),
        document=sent.document,
        notes=sent.notes,
        guessed=sent.guessed,
        teaches=sent.teaches,
    )


def _remade(fields: dict[str, Any]) -> Prepared:
    return Prepared(**fields)


def prepare(record: SourceRecord, imported_at: str, *, plainly: bool = False) -> Prepared:
    """Rows, index document, keys and packed bytes of one record; `plainly`: packed by zlib."""
    done: Any = record
    for step in steps(imported_at, plainly=plainly):
        done = step(done)
    ready: Prepared = done
    return ready


def steps(
    imported_at: str, *, plainly: bool = False, into: Path | None = None
) -> tuple[Callable[[Any], Any], ...]:
    """`prepare` step by step, for whoever has many records: a SourceRecord to begin with, then
    what the step before gave. They may be sent to another process.

    `into`: the catalogue that they are meant for, which may have read the same words before.
    """
    return (
        partial(_understood, into=into),
        _indexed,
        partial(_ready, imported_at=imported_at, plainly=plainly),
    )


class _Understood(NamedTuple):
    record: SourceRecord
    rows: CriteriaRows
    criteria: Sequence[SaysSide]


class _Indexed(NamedTuple):
    record: SourceRecord
    rows: CriteriaRows
    document: Document


def _understood(record: SourceRecord, *, into: Path | None) -> _Understood:
    trial = record.trial
    # Whoever changes the catalogue must not have it open when another file takes its name.
    if into is not None and multiprocessing.parent_process() is not None:
        rows = rows_before(into, trial)
        if rows is not None and trial.eligibility is not None and trial.eligibility.text:
            return _Understood(record, rows, sides(rows, trial.eligibility.text))
    criteria = criteria_of(trial)
    return _Understood(record, criteria_rows(criteria), criteria)


def _indexed(said: _Understood) -> _Indexed:
    return _Indexed(said.record, said.rows, document(said.record.trial, said.criteria))


def _ready(said: _Indexed, *, imported_at: str, plainly: bool) -> Prepared:
    record = said.record
    trial = record.trial
    sha256 = record.sha256
    info = SourceInfo(
        key=0,
        importer=record.importer,
        file=record.file,
        place=record.place,
        sha256=sha256,
        imported_at=imported_at,
        data_date=record.data_date,
        number=trial.number,
        carries=record.carries,
    )
    is_listing = standing(info.importer).authority == _LISTING
    known_as = identity(trial, sha256, is_listing=is_listing)
    return Prepared(
        info=info,
        identity=known_as,
        content=pack_content(encode(trial), record.raw, plainly=plainly),
        raw=pack_raw(record.raw, plainly=plainly),
        rows=project(merge(known_as.token, [Source(info, trial)]), said.rows),
        document=said.document,
        notes=record.notes,
        guessed=tuple(guess.field for guess in trial.guesses),
        teaches=lessons(trial),
    )
