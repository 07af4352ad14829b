"""WHO ICTRP list as an Excel workbook: what Excel made of dates and phases is found out again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from catalog.model.record import Note
from catalog.model.trial import Guess
from importers.cutting.workbooks import Row, Workbook
from importers.ictrp.record import key, prefix, reading
from importers.importer import Importer, Piece, Reading, Source, Unreadable

_ISO_DAY = re.compile(r"\d{4}-(\d\d)-(\d\d)")
_NEEDED = frozenset({"trialid", "publictitle"})
_FIELDS = {
    "dateenrollement": "start_date",
    "dateregistration": "first_posted",
    "resultsdatecompleted": "completion_date",
    "resultsdateposted": "results_first_posted",
}
_CUT = 255
"""Characters that old programs let into a cell: a text of just this length was longer."""
_TEXTS = {
    "inclusioncriteria": "eligibility.text",
    "exclusioncriteria": "eligibility.text",
    "intervention": "interventions",
    "primaryoutcome": "outcomes",
    "secondaryoutcome": "outcomes",
    "condition": "conditions",
    "scientifictitle": "official_title",
    "publictitle": "title",
}
_NAMES_MONTH = frozenset({"NCT"})
_YEAR_FIRST = frozenset({"ChiCTR", "IRCT", "KCT", "SLCTR", "UMIN"})
"""Registries whose dates Excel cannot misread: the year stands first, or the month has a name."""


class Record(msgspec.Struct, frozen=True):
    """A row as it is kept: cells by column name, and how Excel shows those it took for dates."""

    cells: dict[str, str]
    dates: dict[str, str]


_decoder = msgspec.json.Decoder(Record)


def is_header(names: Iterable[str]) -> bool:
    """Whether these columns are the WHO's list."""
    return {key(name) for name in names} >= _NEEDED


def pieces(
    rows: Iterable[tuple[int, Row]], names: Mapping[str, str], place: str
) -> Iterator[Piece]:
    """Each row below the header as JSON; `names` are the columns by their letters."""
    for number, row in rows:
        raw = msgspec.json.encode(
            Record(
                cells={names[at]: cell.text for at, cell in row.items() if at in names}
                | {name: "" for at, name in names.items() if at not in row},
                dates={
                    names[at]: cell.style for at, cell in row.items() if at in names and cell.style
                },
            ),
            order="sorted",
        )
        lost = tuple(
            Note("unread value", f"cell {at}{number} has no heading")
            for at in row
            if at not in names
        )
        yield Piece(f"{place}row {number}", raw, lost, IMPORTER.name)


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each row of the first sheet; a workbook whose first row is not the WHO's is refused."""
    book = Workbook(source)
    rows = book.rows(next(iter(book.sheets)))
    first = next(rows, None)
    names = {at: cell.text.strip() for at, cell in first[1].items()} if first else {}
    if not is_header(names.values()):
        raise Unreadable(
            "it is an Excel workbook, but its first sheet has no columns TrialID and Public title "
            "in its first row"
        )
    yield from pieces(rows, names, "")


def read(raw: bytes) -> Reading:
    """What one row says; raises Unreadable where it names no trial."""
    try:
        record = _decoder.decode(raw)
    except msgspec.DecodeError:
        raise Unreadable("it is no row of a workbook") from None
    named = {key(name): name for name in record.cells}
    guesses = list(_doubtful_dates(record, named))
    cells = dict(record.cells)
    phase = named.get("phase")
    if phase is not None and phase in record.dates and (found := _ISO_DAY.match(cells[phase])):
        cells[phase] = "-".join(sorted(part.lstrip("0") for part in found.groups()))
        guesses.append(Guess(field="phases", why="Excel turned the phase into a date"))
    cut = [name for name, text in cells.items() if key(name) in _TEXTS and _is_cut(text)]
    guesses.extend(Guess(field=_TEXTS[key(name)], why="Excel cut the text off") for name in cut)
    notes = tuple(Note("cut off", f"{name}: ends after {_CUT} characters") for name in cut)
    return reading(cells.items(), tuple(guesses), notes)


def _is_cut(text: str) -> bool:
    # Some columns are filled up with blanks to the same length: that is not cut.
    return len(text) == _CUT and not text.endswith("  ")


def _doubtful_dates(record: Record, named: Mapping[str, str]) -> Iterator[Guess]:
    """Days that Excel may have taken for months, and months it gave a first day."""
    registry = prefix(record.cells.get(named.get("trialid", ""), ""))
    exact = record.cells.get(named.get("dateregistration3", ""), "")
    for folded, field in _FIELDS.items():
        name = named.get(folded, "")
        found = _ISO_DAY.fullmatch(record.cells.get(name, "")) if name in record.dates else None
        if found is None or (folded == "dateregistration" and exact):
            continue
        if registry in _NAMES_MONTH and found[2] == "01":
            yield Guess(field=field, why="Excel gives a month without a day its first day")
        elif registry not in _YEAR_FIRST | _NAMES_MONTH and int(found[2]) <= 12:
            yield Guess(field=field, why="Excel may have taken the day for the month")


IMPORTER = Importer(
    name="ictrp-xlsx",
    title="WHO ICTRP, Excel list",
    recognises=lambda head: None,
    records=records,
    read=read,
    bundle=True,
    inside="workbook",
)
