"""Tables by their header row, whatever carries them: a CSV file, a sheet of a workbook, JSON."""

from __future__ import annotations

from collections.abc import Sequence

from importers.ctgov.csv import api_fields, classic, current
from importers.cutting.csv_rows import distinct, written
from importers.euctr import search_list
from importers.ictrp import csv_lists
from importers.importer import Head, Importer
from importers.registries import ctis_csv, isrctn_csv

TABLES: tuple[Importer, ...] = (
    current.IMPORTER,
    classic.IMPORTER,
    api_fields.IMPORTER,
    ctis_csv.IMPORTER,
    isrctn_csv.IMPORTER,
    search_list.IMPORTER,
    csv_lists.IMPORTER,
)
"""The formats whose files are CSV with a header row, one trial a row."""

NEEDED = (
    "known are the downloads of ClinicalTrials.gov (a column NCT Number), CTIS (Trial number), "
    "ISRCTN (ISRCTN), the EU register (EudraCT Number) and the WHO (TrialID, Public title)"
)


def table_of(names: Sequence[str]) -> Importer | None:
    """The format whose columns these are; None for no list of trials that is known."""
    head = Head("", written(tuple(names)))
    return next((table for table in TABLES if table.recognises(head)), None)


def row(names: Sequence[str], cells: Sequence[str]) -> bytes:
    """A row with its header, as the CSV importers read it."""
    return written(distinct([name.strip() for name in names])) + written(cells)
