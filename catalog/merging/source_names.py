"""Where a record comes from, as people say it: `ClinicalTrials.gov, download of 27 Nov 2026`."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from catalog.merging.merged import SourceInfo
from catalog.model.text import clean

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@cache
def _words() -> dict[str, str]:
    with (files("catalog.merging") / "source_words.csv").open(encoding="utf-8") as file:
        return {row["importer"]: row["words"] for row in csv.DictReader(file)}


def source_words(importer: str) -> str:
    """What people call the sources that an importer reads; of a strange one its own name."""
    return _words().get(importer) or clean(importer)


def day_words(date: str) -> str:
    """`27 Nov 2026`, `Nov 2026`, `2026`: an ISO date as it is said; anything else as it is."""
    found = _ISO.fullmatch(date)
    if found is None or not 1 <= int(found[2] or 1) <= 12:
        return clean(date)
    year, month, day = found.groups()
    named = f"{_MONTHS[int(month) - 1]} {year}" if month else year
    return f"{int(day)} {named}" if day else named


def source_told(source: SourceInfo) -> str:
    """`ClinicalTrials.gov, download of 27 Nov 2026`, or that it carries no date."""
    date = str(source.data_date) if source.data_date else None
    return dated(source.importer, date)


def dated(importer: str, date: str | None) -> str:
    """The same of an importer's name and an ISO date."""
    words = source_words(importer)
    if not date:
        return f"{words}, no date"
    lead = ", " if " of " in words else " of "
    return f"{words}{lead}{day_words(date)}"
