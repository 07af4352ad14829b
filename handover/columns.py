"""The columns of what leaves the catalogue: one list for files, Parquet and the SQL views.

The list is `columns.csv`; `docs/columns.md` is made of it. What each column is made of stands in
the views of the catalogue (`catalog/store/schema.sql`), which have the same columns in the same
order: exports run the statements of those views, so that a file of an older layout has them too.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog.model.csv_table import table


class Kind(enum.StrEnum):
    """How values of a column are to be read."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    """1, 0 or NULL in SQL."""
    DATE = "date"
    """ISO text as precise as the source is: `2020`, `2020-02`, `2020-02-05`."""
    LIST = "list"
    """Texts; a JSON array in SQL, joined by `|` in CSV."""
    JSON = "json"


class Shown(enum.StrEnum):
    """When a column is written."""

    USUAL = "usual"
    CONTACT = "contact"
    """Names, telephones and addresses of people: only where they are asked for."""
    ASKED = ""


class Column(NamedTuple):
    """One column of a view, or of the stamp that every row carries."""

    view: str
    name: str
    kind: Kind
    shown: Shown
    holds: str


LIST = "trial_list"
ROWS = {
    "trials": LIST,
    "sites": "trial_sites",
    "criteria": "trial_criteria",
    "sources": "trial_sources",
}
"""What a row of an export may be, and the view that holds it."""
_STAMP = "stamp"
QUERY = "query"


class UnknownColumn(ValueError):
    """A column was asked for that there is not; the text is a sentence."""


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in the order of the views."""
    path = Path(__file__).with_name("columns.csv")
    heads = ("view", "column", "kind", "shown", "holds")
    return tuple(
        Column(view, name, Kind(kind), Shown(shown), holds)
        for view, name, kind, shown, holds in table(path, heads, key=("view", "column"))
    )


def of_view(view: str) -> tuple[Column, ...]:
    """The columns of a view."""
    return tuple(each for each in columns() if each.view == view)


def stamp_columns(*, with_query: bool) -> tuple[Column, ...]:
    """What says in every row when, from which catalogue and, where asked, for what it was made."""
    return tuple(each for each in of_view(_STAMP) if with_query or each.name != QUERY)


def chosen(view: str, names: Sequence[str] = (), *, contacts: bool = False) -> tuple[Column, ...]:
    """The columns to write: those named, in that order, else the usual ones.

    Contacts are written only with `contacts`, also where they are named. Raises UnknownColumn.
    """
    known = {each.name: each for each in of_view(view)}
    wanted = list(dict.fromkeys(name.strip().lower() for name in names if name.strip()))
    if unknown := [name for name in wanted if name not in known]:
        raise UnknownColumn(f"there is no column {unknown[0]}; there are {', '.join(known)}")
    if closed := [name for name in wanted if known[name].shown is Shown.CONTACT and not contacts]:
        raise UnknownColumn(f"{closed[0]} holds people's names and addresses: add --contacts")
    if wanted:
        return tuple(known[name] for name in wanted)
    shown = {Shown.USUAL, Shown.CONTACT} if contacts else {Shown.USUAL}
    return tuple(each for each in known.values() if each.shown in shown)
