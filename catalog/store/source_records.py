"""Source records as the catalogue keeps them, read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from catalog.merging.merge import Source
from catalog.merging.merged import SourceInfo
from catalog.model.dates import PartialDate
from catalog.model.trial import decode
from catalog.store.packing import unpack_content, unpack_raw


def load_sources(connection: sqlite3.Connection, keys: Iterable[int]) -> Iterator[Source]:
    """What stored records say, decoded."""
    query = (
        "SELECT s.key, importer, file, place, lower(hex(sha256)), imported_at, data_date, number,"
        " c.fields, content, raw FROM source_record s JOIN carried c ON c.key = s.carries"
        " WHERE s.key = ?"
    )
    for key in sorted(keys):
        row = connection.execute(query, (key,)).fetchone()
        yield Source(source_info(row[:9]), decode(unpack_content(row[9], unpack_raw(row[10]))))


def source_info(row: tuple) -> SourceInfo:  # type: ignore[type-arg]
    """A SourceInfo of the first nine columns of `load_sources`."""
    key, importer, file, place, sha256, imported_at, data_date, number, fields = row
    return SourceInfo(
        key=key,
        importer=importer,
        file=file,
        place=place,
        sha256=sha256,
        imported_at=imported_at,
        data_date=PartialDate.parse(data_date) if data_date else None,
        number=number,
        carries=frozenset(fields.split()),
    )
