"""What one file said about one trial, when and by which importer."""

from __future__ import annotations

import hashlib

import msgspec

from catalog.model.dates import PartialDate
from catalog.model.trial import Trial


class Note(msgspec.Struct, frozen=True):
    """Something worth counting and reporting that stopped nothing."""

    kind: str
    """`unknown field`, `unknown value`, `unread date`, `encoding`, `guess`, ..."""
    what: str
    """Field and value, short: `phase: Phase 2a`. Never a person's data."""


class SourceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One record of one file, understood."""

    trial: Trial
    importer: str
    """Name of the format: `ctgov-json`."""
    file: str
    """Base name of the file, with `!member` for a member of a zip. Never a folder."""
    place: str
    """Where in the file: `line 12`, `record 3`, or "" where the file is the record."""
    raw: bytes
    """The record's own bytes (of a CSV row: header and row)."""
    data_date: PartialDate | None = None
    """As of when the source says this: last update posted, data version, download date."""
    carries: frozenset[str]
    """Fields of Trial (`trial.FIELDS`) that this source could state."""
    notes: tuple[Note, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the record's own bytes and the importer's name, hexadecimal."""
        return hash_of(self.importer, self.raw)


def hash_of(importer: str, raw: bytes) -> str:
    """What a record is recognised by when it comes again: SHA-256, hexadecimal."""
    return hashlib.sha256(importer.encode() + b"\0" + raw).hexdigest()


class Known(msgspec.Struct, frozen=True):
    """In the place of a record that is stored already and was not understood again."""


class Refused(msgspec.Struct, frozen=True):
    """Something that could not be read: which file, where in it, and why, in plain words."""

    file: str
    record: str
    """Place or number of the record; "" for the whole file."""
    reason: str
