"""CSV whose headers are paths in the API v2's JSON: back to JSON.

`identification_nctId` leaves out what all modules are called; pandas writes the whole path,
`protocolSection.identificationModule.nctId`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

import msgspec

from importers.ctgov.csv.headers import FLATTENED
from importers.ctgov.decoding import decoded_study
from importers.ctgov.study import reading
from importers.importer import Reading, Unreadable
from importers.values.cleaning import blank

_DERIVED = frozenset({"conditionBrowse", "interventionBrowse", "miscInfo"})
_SAME_NAME = "Module"
Members = dict[str, object]


def is_flattened(row: Mapping[str, str]) -> bool:
    """Whether a column is the number by its path."""
    return any(name.lower() in FLATTENED for name in row)


def flattened(row: Mapping[str, str]) -> Reading:
    """What the row says as a study of the API v2; raises Unreadable where it names no trial."""
    study: Members = {"protocolSection": {}, "derivedSection": {}}
    for name, cell in row.items():
        if (said := blank(cell)) is not None:
            _put(study, name, _value(said))
    said_study, notes = decoded_study(msgspec.json.encode(study))
    return reading(said_study, notes)


def _put(study: Members, name: str, value: object) -> None:
    *steps, last = _path(name)
    at: object = study
    for step in steps:
        assert isinstance(at, dict)
        at = at.setdefault(step, {})
        if not isinstance(at, dict):
            raise Unreadable(f"the columns contradict each other at {name[:60]!r}")
    assert isinstance(at, dict)
    at.setdefault(last, value)


def _path(name: str) -> tuple[str, ...]:
    if "." in name:
        return tuple(name.split("."))
    module, *path = name.split("_")
    if not path:
        return (module,)
    section = "derivedSection" if module in _DERIVED else "protocolSection"
    return (section, module + _SAME_NAME, *path)


_LITERALS = {"true": True, "false": False}


def _value(said: str) -> object:
    """JSON, or what Python prints for a list; any other text as it is."""
    if said.lower() in _LITERALS:
        return _LITERALS[said.lower()]
    if said[0] not in "[{":
        return said
    try:
        return msgspec.json.decode(said)
    except msgspec.DecodeError:
        pass
    try:
        value: object = ast.literal_eval(said)
        msgspec.json.encode(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return said  # a text that begins with a bracket, or nothing JSON could hold
    return value
