"""A source record on its way from one catalogue to another: its bytes, and what was understood."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from catalog.model.dates import PartialDate
from catalog.model.errors import CatalogueError
from catalog.model.record import SourceRecord, hash_of
from catalog.model.trial import decode, encode
from catalog.store.packing import DamagedRecord, unpack_content, unpack_raw
from catalog.store.prepare import Prepared, prepare

DAMAGED = "a record of the catalogue is damaged: trials check says more"


class Portable(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One record as it leaves a catalogue, whatever way that keeps it."""

    importer: str
    file: str
    place: str
    imported_at: str
    data_date: str | None
    carries: str
    """Names of fields, in order, a blank between them."""
    raw: bytes
    content: bytes
    """The Trial, as `trial.encode` writes it."""

    @property
    def digest(self) -> bytes:
        """What the record is known by: 32 bytes."""
        return bytes.fromhex(hash_of(self.importer, self.raw))


def portable(connection: sqlite3.Connection, keys: Iterable[int]) -> Iterator[Portable]:
    """The records of these rows of `source_record`; raises sqlite3.Error, CatalogueError."""
    query = (
        "SELECT importer, file, place, imported_at, data_date, c.fields, raw, content"
        " FROM source_record s JOIN carried c ON c.key = s.carries WHERE s.key = ?"
    )
    for key in keys:
        row = connection.execute(query, (key,)).fetchone()
        importer, file, place, at, date, carries = row[:6]
        try:
            raw = unpack_raw(row[6])
            content = unpack_content(row[7], raw)
        except DamagedRecord:
            raise CatalogueError(DAMAGED) from None
        yield Portable(importer, file, place, at, date, carries, raw, content)


def is_kept_whole(record: Portable) -> bool:
    """Whether this program keeps all that was understood; raises ValueError as `prepared` does.

    A program of another version may know more of a trial: absent parts are left out, so what is
    dropped makes it shorter.
    """
    return len(encode(decode(record.content))) >= len(record.content)


def prepared(record: Portable) -> Prepared:
    """Ready to be written; raises ValueError where it is no record of ours."""
    date = PartialDate.parse(record.data_date) if record.data_date else None
    made = SourceRecord(
        trial=decode(record.content),
        importer=record.importer,
        file=record.file,
        place=record.place,
        raw=record.raw,
        data_date=date,
        carries=frozenset(record.carries.split()),
    )
    return prepare(made, record.imported_at)
