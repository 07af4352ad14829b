"""Cutting a source into records: whole files, JSON items, XML elements, CSV rows."""

from __future__ import annotations

from collections.abc import Iterator

from importers.bytes.encoding import decoded, utf8
from importers.bytes.limits import CHUNK, RECORD, mib
from importers.cutting.csv_rows import csv_record, csv_rows
from importers.cutting.json_records import json_items
from importers.cutting.xml_elements import xml_elements, xml_root
from importers.importer import Piece, Source, Unreadable

__all__ = [
    "csv_record",
    "csv_rows",
    "decoded",
    "json_items",
    "utf8",
    "whole",
    "xml_elements",
    "xml_root",
]


def whole(source: Source) -> Iterator[Piece | Unreadable]:
    """One record: the file itself, its place being "" ."""
    parts: list[bytes] = []
    length = 0
    with source.open() as stream:
        while part := stream.read(CHUNK):
            length += len(part)
            if length > RECORD:
                raise Unreadable(f"it is larger than {mib(RECORD)}")
            parts.append(part)
    yield Piece("", b"".join(parts))
