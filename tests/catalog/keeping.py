"""Making catalogues in tests."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from catalog.model.dates import PartialDate
from catalog.model.record import Refused, SourceRecord
from catalog.model.trial import FIELDS, Trial, encode
from catalog.store.importing import Imported, import_records
from catalog.store.pages import holding
from catalog.store.prepare import Prepared, prepare

AT = "2026-01-01T00:00:00Z"


def record(
    trial: Trial, importer: str = "ctgov-json", date: str | None = "2024-01-01"
) -> SourceRecord:
    """A record whose bytes are the trial's own JSON."""
    return SourceRecord(
        trial=trial,
        importer=importer,
        file="made.json",
        place="",
        raw=encode(trial),
        data_date=PartialDate.parse(date) if date else None,
        carries=frozenset(FIELDS),
    )


def keep(
    path: Path, records: Iterable[SourceRecord | Refused], at: str = AT, *, dry_run: bool = False
) -> Imported:
    """Import records into the catalogue at `path`."""
    items: list[Prepared | Refused] = [
        each if isinstance(each, Refused) else prepare(each, at) for each in records
    ]
    return import_records(path, items, at, dry_run=dry_run)


FOR_THE_NEXT = frozenset({"c.db.next", "c.db.pages", "c.db.spare"})
"""What an import may leave for the one after it (`catalog/store/pages`)."""


def left(folder: Path) -> set[str]:
    """Names of what lies in the folder of `c.db`, but for what is meant for the next import."""
    return {each.name for each in folder.iterdir()} - FOR_THE_NEXT


def leased(folder: Path) -> bool:
    """Whether the system says of files here who has them open."""
    file = folder / "leased"
    file.touch()
    with file.open("r+b") as mine:
        said = holding.held_alone(mine.fileno())
    file.unlink()
    return bool(said) and holding.is_of_this_machine(folder)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Rows of a query on the file itself, as any SQLite tool gives them."""
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def versioned(trial: Trial, **fields: object) -> Trial:
    """The same trial with other values."""
    return msgspec.structs.replace(trial, **fields)
