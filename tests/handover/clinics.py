"""A hub and a clinic in tests: catalogues of invented trials, and packs between them."""

from collections.abc import Iterable
from pathlib import Path

from catalog.model.record import SourceRecord
from catalog.store.receiving import Asked
from handover.packs.packing import pack
from handover.packs.taking import Taken, Trust, take
from tests.catalog.keeping import keep, record, rows
from tests.catalog.making import status, trial

AT = "2026-11-29T10:00:00Z"
LATER = "2026-11-29T11:00:00Z"


def study(number: int, word: str = "RECRUITING", day: str = "2026-01-01") -> SourceRecord:
    """A record of an invented trial in one state."""
    made = trial(f"NCT9999{number:04}", title=f"Trial of drug {number}", status=status(word))
    return record(made, date=day)


def page(number: int, title: str = "A page") -> SourceRecord:
    """What a clinic saved itself of a trial."""
    return record(trial(f"NCT9999{number:04}", title=title), importer="page-trials-co", date=None)


def hub(folder: Path, records: Iterable[SourceRecord], name: str = "hub.db") -> Path:
    """The catalogue of a hub."""
    path = folder / name
    keep(path, records, "2026-11-01T00:00:00Z")
    return path


def packed(catalogue: Path, name: str = "it.pack", **how: Path | None) -> Path:
    """A pack of a catalogue, beside it."""
    to = catalogue.with_name(name)
    pack(catalogue, to, "trials 0", **how)
    return to


def taken(
    catalogue: Path, pack_: Path, at: str = AT, trust: Trust | None = None, **how: bool | int
) -> Taken:
    """The pack imported."""
    asked = Asked(at=at, **how)  # type: ignore[arg-type]
    return take(catalogue, pack_, asked, trust or Trust())


def shown(path: Path) -> list[tuple[object, ...]]:
    """Every trial as its table has it, without the number of its row."""
    found = rows(path, "SELECT * FROM trial ORDER BY id")
    return [row[1:] for row in found]
