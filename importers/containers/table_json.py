"""A known list's CSV turned into JSON: a list of rows, or one of pandas' orientations.

`records` is a list of objects, `lines` one object a line; `columns` and `index` are objects of
objects with row numbers as keys, `split` has columns, index and data. The last three can only be
read whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from importers.containers.known_tables import row, table_of
from importers.ctgov import biomcp
from importers.ctgov.csv import api_fields
from importers.ctgov.decoding import any_json
from importers.cutting.whole import json_items, whole
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{}\[\]:])')
_SPLIT = re.compile(r'\s*\{\s*"columns"\s*:\s*(\[[^\]]*\])')
_LISTS = ("data", "studies", "trials")
"""Members under which clients put the list of rows."""
_NOT_A_NUMBER = re.compile(rb"(?<=[:,\[])\s*NaN(?=\s*[,}\]])")
_LOOKED_AT = 20_000
"""Letters of the beginning that are searched for the names of columns."""


def recognises(head: Head) -> str | None:
    """JSON whose first keys are the columns of a known list."""
    if biomcp.recognises(head):
        return None
    names = _columns(head.text[:_LOOKED_AT])
    table = _table(names) if len(names) > 1 else None
    if table is None:
        return None
    return f"JSON whose keys are the columns of a list ({table.title})"


def _table(names: tuple[str, ...]) -> Importer | None:
    """The list; names of an API's fields tell none, since any client's JSON may have them."""
    found = table_of(names)
    return None if found is api_fields.IMPORTER else found


@lru_cache(maxsize=8)
def _columns(text: str) -> tuple[str, ...]:
    """The names of columns a JSON text begins with."""
    start = text.lstrip()
    if found := _SPLIT.match(start):
        named = _parsed(found[1])
        return tuple(map(str, named)) if isinstance(named, list) else ()
    if not start.startswith(("{", "[")):
        return ()
    outer, inner = _keys(start)
    return inner if not outer or outer[0].isdigit() or outer[0] in _LISTS else outer


def _keys(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of the first object, and those of the first object in it."""
    found: tuple[dict[str, None], dict[str, None]] = ({}, {})
    depth = closed = 0
    said = ""
    for token in _TOKEN.finditer(text):
        if token[2] is None:
            said = token[1]
        elif token[2] == "{":
            depth += 1
        elif token[2] == "}":
            closed += depth == _INNER
            depth -= 1
            if depth == 0:
                break
        elif token[2] == ":" and (depth == 1 or (depth == _INNER and not closed)):
            found[depth - 1][said] = None
    return tuple(found[0]), tuple(found[1])


_INNER = 2


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each row as CSV."""
    if _is_turned(source.head.text):
        for item in whole(source):
            if isinstance(item, Piece):
                yield from _rows(any_json(_NOT_A_NUMBER.sub(b" null", item.raw)))
        return
    for item in json_items(source, *_LISTS):
        if isinstance(item, Unreadable):
            yield item
            continue
        try:
            value = any_json(_NOT_A_NUMBER.sub(b" null", item.raw))
        except Unreadable as error:
            yield Unreadable(error.reason, item.place)
            continue
        yield _piece(item.place, value)


def _is_turned(text: str) -> bool:
    start = text.lstrip()
    return bool(_SPLIT.match(start)) or bool(re.match(r'\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\{', start))


def _rows(value: object) -> Iterator[Piece | Unreadable]:
    """Rows of the orientations `split`, `columns` and `index`."""
    if not isinstance(value, dict):
        raise Unreadable("it is no table")
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        names = [str(name) for name in value["columns"]]
        for number, cells in enumerate(value["data"], 1):
            if isinstance(cells, list):
                yield _piece(f"record {number}", dict(zip(names, cells, strict=False)))
        return
    inner = {name: one for name, one in value.items() if isinstance(one, dict)}
    if _table(tuple(inner)) is None:  # `index`: rows by their number
        for key, cells in inner.items():
            yield _piece(f"record {key}", cells)
        return
    for key in dict.fromkeys(key for one in inner.values() for key in one):
        yield _piece(f"record {key}", {name: one.get(key) for name, one in inner.items()})


def _piece(place: str, value: object) -> Piece | Unreadable:
    if not isinstance(value, Mapping):
        return Unreadable("it is no row of a table", place)
    names = tuple(map(str, value))
    table = _table(names)
    if table is None:
        return Unreadable("its keys are not the columns of a known list", place)
    cells = [_cell(one) for one in value.values()]
    return Piece(place, row(names, cells), format=table.name)


def _cell(value: object) -> str:
    """A value as the cell it was; a list was divided by bars."""
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "|".join(filter(None, map(_cell, value)))
    if isinstance(value, float):
        return "" if value != value else f"{value:g}" if value.is_integer() else str(value)
    return str(value)


def read(raw: bytes) -> Reading:
    """Never a record by itself: each row is read by its list's importer."""
    raise Unreadable("it is no row of a known list")


IMPORTER = Importer(
    name="table-json",
    title="JSON made of a known list's CSV",
    recognises=recognises,
    records=records,
    read=read,
)
