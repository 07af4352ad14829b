"""ClinicalTrials.gov API v2 JSON: one study, a list, a page of a search, one study on each line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importers.containers.marks import is_ctrdata
from importers.ctgov.decoding import decoded_study
from importers.ctgov.study import reading
from importers.cutting.whole import json_items
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable

_SECTION = re.compile(r'"protocolSection"\s*:\s*[{\[]')


def recognises(head: Head) -> str | None:
    """An object, or list of objects, with the sections of an API v2 study."""
    text = head.text.lstrip()
    if text.startswith(("{", "[")) and not is_ctrdata(text) and _SECTION.search(text):
        return "JSON with a protocolSection, as the ClinicalTrials.gov API v2 writes"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each study by itself."""
    return json_items(source, "studies")


def read(raw: bytes) -> Reading:
    """What one study says; raises Unreadable where it is no study of the API."""
    study, notes = decoded_study(raw)
    return reading(study, notes)


IMPORTER = Importer(
    name="ctgov-json",
    title="ClinicalTrials.gov, API v2 JSON",
    recognises=recognises,
    records=records,
    read=read,
)
