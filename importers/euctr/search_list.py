"""EU Clinical Trials Register: a list made of its search, as CSV (the site itself has none).

The columns are the labels of the register's summary, and are read as such. What a maker of such a
list adds of his own (end points) is not kept: nothing says what he did to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.model.codes import fold
from catalog.model.record import Note
from catalog.model.trial import Trial
from importers.cutting.csv_headers import header
from importers.cutting.whole import csv_record, csv_rows
from importers.euctr.summary import CARRIES, trial_of
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable
from importers.values.cleaning import Words
from importers.values.markup import unmarked_cells

_LABELS = {
    fold(label): label
    for label in (
        "EudraCT Number",
        "Sponsor Protocol Number",
        "Sponsor Name",
        "Full Title",
        "Start Date",
        "Medical condition",
        "Disease",
        "Population Age",
        "Gender",
        "Trial protocol",
        "Link",
    )
}
_GIVES = {
    "EudraCT Number": {"identifiers"},
    "Sponsor Protocol Number": {"identifiers"},
    "Sponsor Name": {"sponsor"},
    "Full Title": {"title", "official_title"},
    "Start Date": {"start_date"},
    "Medical condition": {"conditions"},
    "Disease": {"keywords"},
    "Population Age": {"eligibility.standard_ages"},
    "Gender": {"eligibility.sex"},
    "Trial protocol": {"status", "country_records"},
    "Link": {"url"},
}
_ENOUGH = 3


def recognises(head: Head) -> str | None:
    """A header with EudraCT Number and others of the summary's labels."""
    _, names, _ = header(head)
    known = _LABELS.keys() & set(names)
    if "eudractnumber" in known and len(known) >= _ENOUGH:
        return f"a header with {len(known)} labels of the EU register's search"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each row with its header."""
    return csv_rows(source, header(source.head)[0])


def read(raw: bytes) -> Reading:
    """What one row says; raises Unreadable where it names no trial."""
    said = unmarked_cells(csv_record(raw))
    cells = {_LABELS[fold(name)]: cell for name, cell in said.items() if fold(name) in _LABELS}
    words = Words()
    trial: Trial = trial_of({label: [_stated(cell)] for label, cell in cells.items()}, words)
    unknown = (name for name in said if fold(name) not in _LABELS and said[name].strip())
    carried = frozenset[str]().union(*(_GIVES[label] for label in cells))
    return Reading(
        trial=trial,
        carries=CARRIES & carried,
        notes=(*words.notes, *(Note("unread field", name[:60]) for name in unknown)),
    )


def _stated(cell: str) -> str:
    return "" if cell.strip() in ("None", "nan", "N/A") else cell.removesuffix(" 00:00:00")


IMPORTER = Importer(
    name="euctr-list",
    title="EU Clinical Trials Register, list of a search as CSV",
    recognises=recognises,
    records=records,
    read=read,
)
