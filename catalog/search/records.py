"""What search reads of the trials that it is about to rank or show, few at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from catalog.model.codes import Status
from catalog.model.numbers import GIVEN_UP
from catalog.model.recruitment import current_day, status_on
from catalog.search.decisive import NOTHING, Decisive, decisive
from catalog.search.index.terms import brevity
from catalog.search.results import Brief
from catalog.search.weights import Field
from catalog.search.words import identifier

T = TypeVar("T")
_COLUMNS = (
    "id",
    "title",
    "acronym",
    "official_title",
    "status",
    "status_said",
    "phases",
    "study_type",
    "enrollment",
    "start_date",
    "completion_date",
    "primary_completion_date",
    "last_updated",
    "first_posted",
    "status_verified",
    "sponsor",
    "site_count",
    "open_site_count",
    "countries",
    "data_date",
)

# The texts of each field that are not columns read anyway, the likeliest first.
_TEXTS: dict[Field, tuple[str, ...]] = {
    Field.DRUG: ("SELECT 'other name', name FROM other_name WHERE trial = ?",),
    Field.NAME: (
        "SELECT 'keyword', name FROM keyword WHERE trial = ?",
        "SELECT 'MeSH term', term FROM mesh_term WHERE trial = ? AND ancestor = 0"
        " ORDER BY about, term",
        "SELECT 'id', value FROM identifier WHERE trial = ?",
    ),
    Field.SPONSOR: ("SELECT 'collaborator', name FROM collaborator WHERE trial = ?",),
    Field.CITY: ("SELECT DISTINCT 'city', city FROM site WHERE trial = ?",),
    Field.SITE: (
        "SELECT DISTINCT 'facility', facility FROM site WHERE trial = ?",
        "SELECT DISTINCT 'state', state FROM site WHERE trial = ?",
        "SELECT DISTINCT 'country', country FROM site WHERE trial = ?",
    ),
    Field.TEXT: (
        "SELECT 'summary', brief_summary FROM trial WHERE key = ?",
        "SELECT 'eligibility', eligibility_text FROM trial WHERE key = ?",
        "SELECT 'outcome', measure FROM outcome WHERE trial = ?",
        "SELECT 'arm', label FROM arm WHERE trial = ?",
        "SELECT 'arm', description FROM arm WHERE trial = ?",
        "SELECT 'intervention', description FROM intervention WHERE trial = ?",
        "SELECT 'outcome', description FROM outcome WHERE trial = ?",
        "SELECT 'description', detailed_description FROM trial WHERE key = ?",
        "SELECT 'MeSH ancestor', term FROM mesh_term WHERE trial = ? AND ancestor"
        " ORDER BY about, term",
        "SELECT 'editorial', text FROM editorial WHERE trial = ?",
    ),
}

Labelled = tuple[str, str]
"""What a text is (`condition`, `summary`), and the text."""


class Record(msgspec.Struct):
    """The rows of one trial, loaded as they are asked for."""

    connection: sqlite3.Connection
    key: int
    doc: int
    id: str
    title: str | None
    acronym: str | None
    official_title: str | None
    status: str | None
    status_said: str | None
    phases: str | None
    study_type: str | None
    enrollment: int | None
    start_date: str | None
    completion_date: str | None
    primary_completion_date: str | None
    last_updated: str | None
    first_posted: str | None
    status_verified: str | None
    sponsor: str | None
    site_count: int
    open_site_count: int
    countries: str | None
    data_date: str | None
    conditions: list[str] = msgspec.field(default_factory=list)
    interventions: list[str] = msgspec.field(default_factory=list)
    decides: Decisive = NOTHING

    def texts(self, place: Field) -> Iterator[Labelled]:
        """The texts in which words count as standing in this field, each read when reached."""
        for label, text in self._texts(place):
            if text:
                yield label, text

    def _texts(self, place: Field) -> Iterator[tuple[str, str | None]]:
        if place is Field.TITLE:
            yield "title", self.title
            yield "acronym", self.acronym
        elif place is Field.CONDITION:
            yield from (("condition", each) for each in self.conditions)
        elif place is Field.DRUG:
            yield from (("intervention", each) for each in self.interventions)
        elif place is Field.NAME:
            yield "official title", self.official_title
        elif place is Field.SPONSOR:
            yield "sponsor", self.sponsor
        elif place is Field.SITE:
            yield from (("country", each) for each in (self.countries or "").split("|"))
        for sql in _TEXTS.get(place, ()):
            yield from self._rows(sql)

    def _rows(self, sql: str) -> list[tuple[str, str | None]]:
        return self.connection.execute(sql, (self.key,)).fetchall()

    def gave_up(self, number: str) -> bool:
        """Whether the trial's registry gave this number up for the one it has now."""
        sql = "SELECT kind, value FROM identifier WHERE trial = ?"
        held = self.connection.execute(sql, (self.key,))
        wanted = identifier(number)
        return any(kind in GIVEN_UP and identifier(value) == wanted for kind, value in held)

    def criteria(self) -> list[tuple[str, int, int]]:
        """(kind, start, end) of the criteria in the eligibility text, where it could be split."""
        return self.connection.execute(
            'SELECT kind, start, "end" FROM criterion WHERE trial = ? ORDER BY start', (self.key,)
        ).fetchall()


class Candidate(NamedTuple):
    """As much of a trial as its rank depends on."""

    doc: int
    title: str
    brevity: int
    is_open: bool
    updated: str
    """Year and month; "" where not known."""


class Candidates:
    """Reads what trials are ranked by; the latest are kept for the next key."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kept: dict[int, Candidate] = {}

    def read(self, docs: Sequence[int]) -> list[Candidate]:
        """The trials with these numbers in the index; those that are gone left out."""
        if len(self._kept) > _CANDIDATES_KEPT:
            self._kept = {doc: self._kept[doc] for doc in docs if doc in self._kept}
        missing = [doc for doc in docs if doc not in self._kept]
        for some in _chunks(missing):
            rows = self._connection.execute(
                "SELECT d.doc, t.title, t.status, t.last_updated"
                " FROM search_document d JOIN trial t ON t.key = d.key"
                f" WHERE d.doc IN ({_marks(some)})",
                some,
            )
            for doc, title, status, updated in rows:
                month = (updated or "")[:7]
                self._kept[doc] = Candidate(
                    doc, title or "", brevity(title), status in _OPEN, month
                )
        return [self._kept[doc] for doc in docs if doc in self._kept]


def records(connection: sqlite3.Connection, docs: Sequence[int]) -> list[Record]:
    """The trials with these numbers in the index, in their order; those that are gone left out."""
    found: dict[int, Record] = {}
    for some in _chunks(docs):
        rows = connection.execute(
            f"SELECT t.key, d.doc, {','.join('t.' + name for name in _COLUMNS)}"
            " FROM search_document d JOIN trial t ON t.key = d.key"
            f" WHERE d.doc IN ({_marks(some)})",
            some,
        )
        found |= {row[1]: Record(connection, *row) for row in rows}
    return [found[doc] for doc in docs if doc in found]


def numbers_of(connection: sqlite3.Connection, docs: Sequence[int]) -> tuple[str, ...]:
    """The ids of the trials with these numbers in the index, in their order; none is left out."""
    found: dict[int, str] = {}
    for some in _chunks(docs):
        found |= connection.execute(
            "SELECT d.doc, t.id FROM search_document d JOIN trial t ON t.key = d.key"
            f" WHERE d.doc IN ({_marks(some)})",
            some,
        )
    return tuple(found[doc] for doc in docs)


def briefly(connection: sqlite3.Connection, ids: Sequence[str]) -> Iterator[Brief]:
    """Number and status, as of today, of the trials with these numbers."""
    today = current_day()
    for some in _chunks(ids):
        rows = connection.execute(
            f"SELECT id, status, completion_date FROM trial WHERE id IN ({_marks(some)})", some
        )
        for number, status, ended in rows:
            yield Brief(number, status_on(status, ended or "", today))


def add_lists(connection: sqlite3.Connection, wanted: Iterable[Record]) -> None:
    """Fill in conditions, interventions and what decides."""
    by_key = {record.key: record for record in wanted}
    for some in _chunks(list(by_key)):
        for key, name in connection.execute(_CONDITIONS.format(_marks(some)), some):
            by_key[key].conditions.append(name)
        for key, name in connection.execute(_INTERVENTIONS.format(_marks(some)), some):
            by_key[key].interventions.append(name)
        for key, known in decisive(connection, some).items():
            by_key[key].decides = known


_CONDITIONS = "SELECT trial, name FROM condition WHERE trial IN ({}) ORDER BY trial, position"
_INTERVENTIONS = "SELECT trial, name FROM intervention WHERE trial IN ({}) ORDER BY trial, position"
_AT_ONCE = 500
_CANDIDATES_KEPT = 400
_OPEN = frozenset(status.value for status in Status if status.is_open)


def _chunks(numbers: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def _marks(numbers: Sequence[object]) -> str:
    return ",".join("?" * len(numbers))
