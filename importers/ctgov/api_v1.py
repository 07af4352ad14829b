"""ClinicalTrials.gov API v1 JSON (until 2024): its names turned into v2 names, then read alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from catalog.model.csv_table import table
from catalog.model.record import Note
from importers.bytes.encoding import utf8
from importers.ctgov.decoding import any_json, repaired
from importers.ctgov.fitting import fitted
from importers.ctgov.study import reading
from importers.cutting.whole import json_items
from importers.importer import Head, Importer, Piece, Reading, Source, Unreadable

_SECTION = re.compile(r'"(?:FullStudiesResponse|ProtocolSection)"\s*:\s*\{')
_SINGLE = frozenset({"DesignObservationalModelList", "DesignTimePerspectiveList"})
"""Lists in v1 that hold one value, and are that value in v2."""


@cache
def _names() -> Mapping[str, str | None]:
    """What v1 called the members, wherever they stand, and v2 does; None: no field holds it."""
    rows = table(Path(__file__).with_name("api_v1_names.csv"), ("v1", "v2"), key=("v1",))
    return {old: new or None for old, new in rows}


class _Wrapped(msgspec.Struct):
    """An item of a response: the study stands beside its place in the search."""

    study: msgspec.Raw = msgspec.field(name="Study")


_wrapped = msgspec.json.Decoder(_Wrapped)


def recognises(head: Head) -> str | None:
    """A FullStudiesResponse, or studies with a capital ProtocolSection."""
    text = head.text.lstrip()
    if text.startswith(("{", "[")) and _SECTION.search(text):
        return "JSON with a ProtocolSection in capitals, as the ClinicalTrials.gov API v1 wrote"
    return None


def records(source: Source) -> Iterator[Piece | Unreadable]:
    """Each study by itself, without its rank in the search it was found by."""
    for piece in json_items(source, "FullStudiesResponse.FullStudies", "FullStudies"):
        if isinstance(piece, Unreadable):
            yield piece
            continue
        try:
            yield Piece(piece.place, bytes(_wrapped.decode(piece.raw).study), piece.notes)
        except (msgspec.DecodeError, RecursionError):
            yield piece


def read(raw: bytes) -> Reading:
    """What one study says; raises Unreadable where it is no study of the API."""
    raw, odd = utf8(raw)
    raw, repairs = repaired(raw)
    study = any_json(raw)
    if not isinstance(study, dict) or not isinstance(study.get("ProtocolSection"), dict):
        raise Unreadable("it is no study: it has no ProtocolSection")
    notes: list[Note] = []
    renamed = _renamed(study, notes)
    # v1 had no word for it: a study has results if there are any.
    said, fits = fitted({**renamed, "hasResults": "ResultsSection" in study})
    return reading(said, (*odd, *repairs, *dict.fromkeys(notes), *fits))


def _renamed(said: dict[str, object], notes: list[Note]) -> dict[str, object]:
    """The members under their names in v2, lists taken out of their wrappers."""
    members: dict[str, object] = {}
    for old, value in said.items():
        if old not in _names():
            notes.append(Note("unknown field", old[:60]))
        elif (new := _names()[old]) is not None:
            members[new] = _value(old, value, notes)
    return members


def _value(name: str, value: object, notes: list[Note]) -> object:
    if not isinstance(value, dict):
        return value
    if not name.endswith("List"):
        return _renamed(value, notes)
    listed: object = next(iter(value.values()), [])
    items = listed if isinstance(listed, list) else [listed]
    if name in _SINGLE and len(items) == 1:
        return items[0]
    return [_renamed(item, notes) if isinstance(item, dict) else item for item in items]


IMPORTER = Importer(
    name="ctgov-api-v1",
    title="ClinicalTrials.gov, API v1 JSON (until 2024)",
    recognises=recognises,
    records=records,
    read=read,
)
