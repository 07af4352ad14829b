"""What an importer is: a name and three functions; and what it cannot read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, Protocol

from catalog.model.dates import PartialDate
from catalog.model.record import Note
from catalog.model.trial import FIELDS, Trial

EVERYTHING = frozenset(FIELDS)
"""Every field a registry can state."""


class Unreadable(Exception):
    """A file or record that cannot be read; the message is one plain sentence for the user.

    Libraries quote the file in what they say, its ends of lines too: here it becomes one line.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        reason = " ".join(reason.split())
        super().__init__(reason)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a source, enough to recognise its format."""

    name: str
    """Base name (`ctg-studies.csv`, or the member's name in a zip): a hint, never a proof."""
    data: bytes
    """The first 64 KiB, decompressed."""
    members: tuple[str, ...] = ()
    """For a bundle (a zip or folder of tables that belong together): names of its members."""

    @property
    def text(self) -> str:
        """The data as text, byte order mark removed, bad bytes replaced: for recognition only."""
        return _text(self.data)


@lru_cache(maxsize=4)
def _text(data: bytes) -> str:
    # Every importer looks at it in turn.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return _SEPARATOR_LINE.sub("", data.decode("utf-8-sig", errors="replace"), count=1)


_SEPARATOR_LINE = re.compile(r"\A\"?sep=.\"?\r?\n", re.IGNORECASE)
"""What a spreadsheet puts above the header of a CSV: it is no line of the table."""


class Source(Protocol):
    """A file, or the member of a zip, that can be opened as often as needed."""

    @property
    def name(self) -> str:
        """As shown to the user: `file`, or `file!member`. Never a folder."""

    @property
    def head(self) -> Head:
        """What the format is recognised by."""

    def open(self) -> BinaryIO:
        """The bytes, decompressed, capped while they are read (raises Unreadable past the cap)."""

    @property
    def members(self) -> Mapping[str, Source]:
        """For a bundle of tables: its files by base name; empty for a single file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One record cut out of a source, not yet understood."""

    place: str
    """Where it stands: `line 12`, `record 3`, `NCT…`; "" where the file is the record."""
    raw: bytes
    """The record by itself, enough for `Importer.read` (of a CSV: the header and one row)."""
    notes: tuple[Note, ...] = ()
    """What was odd about the bytes it was cut from, such as their encoding."""
    format: str = ""
    """Name of the importer that reads it, where a container holds records of others (a workbook,
    a collection of several registers); "" for the one that cut it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one record says."""

    trial: Trial
    data_date: PartialDate | None = None
    """As of when it says so."""
    carries: frozenset[str] = EVERYTHING
    """Fields of Trial this record could have stated (a CSV carries the columns it has)."""
    notes: tuple[Note, ...] = ()
    """Unknown fields and values, guesses, odd encodings: counted and reported, not fatal."""


@dataclass(frozen=True, slots=True)
class Importer:
    """A format.

    `recognises` gives the reason why a head is of this format ("an object with
    protocolSection.identificationModule.nctId"), or None. `records` cuts a source of any size
    into pieces, one at a time; where the rest of a file is lost it raises Unreadable after the
    good ones, and a single bad record may be yielded as Unreadable. `read` understands one piece
    by itself, in any process, and raises Unreadable where it is no trial.
    """

    name: str
    """`registry-form`: `ctgov-json`; the word of `--format`."""
    title: str
    """For people: "ClinicalTrials.gov, API v2 JSON"."""
    recognises: Callable[[Head], str | None]
    records: Callable[[Source], Iterator[Piece | Unreadable]]
    read: Callable[[bytes], Reading]
    bundle: bool = False
    """Whether one source is several files read together (tables in a zip or folder)."""
    inside: str = ""
    """The container whose records are of this format, where no file by itself is."""
