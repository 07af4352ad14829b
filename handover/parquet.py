"""The catalogue as Parquet, for analysts: one dataset a view and a table, a folder each.

Columns are those of `columns.csv` and of docs/schema.md. Rows come by trial, ascending, in row
groups of some megabytes and files of at most half a million rows, so that memory does not grow with
the catalogue, and a reader of some trials reads few of them. The folder appears whole or not at
all.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.durable import sync
from catalog.store.rows import CHILD_TABLES
from handover.columns import LIST, ROWS, Column, Kind, Shown, of_view
from handover.source import until

if TYPE_CHECKING:
    from handover.source import Source, Stamp, Value

_GROUP_LETTERS, _GROUP_ROWS = 6_000_000, 50_000
"""What a row group holds at most, about."""
_FILE_ROWS = 500_000
_PEOPLE = "contact"
TABLES = (*CHILD_TABLES, "change")
"""Tables of docs/schema.md that become datasets beside the views, with `id` for `trial`."""
_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.JSON: pa.string(),
    Kind.DATE: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.REAL: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.LIST: pa.list_(pa.string()),
}


__all__ = ["LIST", "Dataset", "Taken", "datasets", "schema_of", "write"]


class Taken(OSError):
    """The folder is there already; the text is a sentence."""


class Dataset(NamedTuple):
    """One folder of files: its columns, and its rows for trials."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Iterable[str]], Iterator[Sequence[Value]]]


def datasets(source: Source, day: dt.date, *, contacts: bool = False) -> list[Dataset]:
    """What an export holds; people's names and addresses only with `contacts`."""
    found = []
    for view in (LIST, *(each for each in ROWS.values() if each != LIST)):
        columns = tuple(
            each for each in of_view(view) if contacts or each.shown is not Shown.CONTACT
        )
        found.append(Dataset(view, columns, _of_view(source, view, columns, day)))
    for name in TABLES:
        if contacts or name != _PEOPLE:
            columns = (
                Column(name, "id", Kind.TEXT, Shown.USUAL, "the trial"),
                *(Column(name, *each, Shown.USUAL, "") for each in source.table_kinds(name)),
            )
            found.append(Dataset(name, columns, _of_table(source, name)))
    return found


def _of_view(
    source: Source, view: str, columns: tuple[Column, ...], day: dt.date
) -> Callable[[Iterable[str]], Iterator[Sequence[Value]]]:
    return lambda ids: source.rows(view, columns, ids, day)


def _of_table(source: Source, name: str) -> Callable[[Iterable[str]], Iterator[Sequence[Value]]]:
    return lambda ids: source.table_rows(name, ids)


def write(
    folder: Path,
    source: Source,
    ids: Callable[[], Iterable[str]],
    stamp: Stamp,
    *,
    contacts: bool = False,
    stop: Callable[[], bool] | None = None,
) -> dict[str, int]:
    """Write the folder; the number of rows of each dataset.

    `ids` gives the trials anew for each dataset. Raises Taken where the folder is there and not
    empty, OSError, CatalogueError, and Superseded when `stop` says so; nothing is left then.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Taken(f"{folder} is there already: name a new folder, or empty it")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o777)
    try:
        counts = {
            each.name: _write(part / each.name, each, until(stop, ids()), stamp)
            for each in datasets(source, stamp.exported, contacts=contacts)
        }
        _manifest(part / "dataset.json", counts, stamp)
        sync(part)
        part.rename(folder)
    except BaseException:
        with contextlib.suppress(OSError):
            shutil.rmtree(part)
        raise
    sync(folder.parent)
    return counts


def _write(folder: Path, dataset: Dataset, ids: Iterable[str], stamp: Stamp) -> int:
    """The files of one dataset, named by their first row; an empty one where there is nothing."""
    folder.mkdir()
    schema = schema_of(dataset, stamp)
    written, writer, in_file = 0, None, _FILE_ROWS
    try:
        for group in _groups(dataset.rows(ids)):
            if in_file + len(group) > _FILE_ROWS or writer is None:
                _close(writer)
                in_file = 0
                writer = _open(folder / f"part-{written:09}.parquet", schema)
            writer.write_table(_table(group, dataset.columns, schema))
            written += len(group)
            in_file += len(group)
        if writer is None:
            writer = _open(folder / f"part-{0:09}.parquet", schema)
    finally:
        _close(writer)
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync(folder)
    return written


def _open(path: Path, schema: Any) -> Any:
    return pq.ParquetWriter(path, schema, compression="zstd")


def _close(writer: Any) -> None:
    if writer is not None:
        writer.close()


def _groups(rows: Iterator[Sequence[Value]]) -> Iterator[list[Sequence[Value]]]:
    """Rows in groups that fit into memory, whatever texts they hold."""
    group: list[Sequence[Value]] = []
    letters = 0
    for row in rows:
        group.append(row)
        letters += sum(_letters(cell) for cell in row)
        if letters > _GROUP_LETTERS or len(group) >= _GROUP_ROWS:
            yield group
            group, letters = [], 0
    if group:
        yield group


def _letters(cell: Value) -> int:
    if isinstance(cell, list):
        return sum(map(len, cell))
    return len(cell) if isinstance(cell, str) else 8


def schema_of(dataset: Dataset, stamp: Stamp) -> Any:
    """Names and types; the stamp and what each column holds stand in the metadata."""
    fields = []
    for each in dataset.columns:
        told = {"holds": each.holds} if each.holds else None
        fields.append(pa.field(each.name, _TYPES[each.kind], metadata=told))
        if each.kind is Kind.DATE:
            first = f"the first day of {each.name}"
            fields.append(pa.field(f"{each.name}_day", pa.date32(), metadata={"holds": first}))
            how = "year, month or day"
            fields.append(pa.field(f"{each.name}_precision", pa.string(), metadata={"holds": how}))
    return pa.schema(fields, metadata=_stamped(stamp))


def _stamped(stamp: Stamp) -> dict[str, str]:
    told = {
        "trials.exported": stamp.exported.isoformat(),
        "trials.catalogue": stamp.catalogue,
        "trials.newest_source": stamp.newest_source,
        "trials.query": stamp.query,
    }
    return {name: value for name, value in told.items() if value is not None}


def _table(group: list[Sequence[Value]], columns: Sequence[Column], schema: Any) -> Any:
    arrays = []
    for place, column in enumerate(columns):
        cells = [row[place] for row in group]
        arrays.append(pa.array(cells, _TYPES[column.kind]))
        if column.kind is Kind.DATE:
            known = [_day(str(cell)) if cell else (None, None) for cell in cells]
            arrays.append(pa.array([day for day, _ in known], pa.date32()))
            arrays.append(pa.array([precision for _, precision in known], pa.string()))
    return pa.Table.from_arrays(arrays, schema=schema)


def _day(said: str) -> tuple[dt.date | None, str | None]:
    """The first day of a date and how precise it is; nothing where the text is no date."""
    for precision, text in (("day", said), ("month", f"{said}-01"), ("year", f"{said}-01-01")):
        with contextlib.suppress(ValueError):
            if len(text) == 10:
                return dt.date.fromisoformat(text), precision
    return None, None


def _manifest(path: Path, counts: dict[str, int], stamp: Stamp) -> None:
    """What the folder holds, for people and scripts."""
    told = _stamped(stamp) | {"rows": counts}
    with path.open("w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
