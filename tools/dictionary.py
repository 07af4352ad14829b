"""Trains the dictionaries that the catalogue's records are packed with.

    python -m tools.dictionary raw FILE         for the bytes of a record
    python -m tools.dictionary understood FILE  for what was understood of it

The samples are real records of ../shared/corpus: every second study of ClinicalTrials.gov, without
its results and without the people it names, so that no person's name or number is in the program.
What is printed at the end (packed bytes of the studies left out) says what it is worth.

A dictionary that shipped is never trained again: a new one gets the next number in
`catalog/store/packing.py`, and the old one stays for the rows that were packed with it.
"""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from backports import zstd

from catalog.model.trial import encode
from importers.ctgov.api_v2 import IMPORTER

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"raw": 112_640, "understood": 8_192}
"""Bytes: as the library's own tool has it by default; and as many as stand before each record and
have to be gone through again, of which twice as many make it four in a hundred smaller."""
_PEOPLE = frozenset(
    "centralContacts overallOfficials contacts pointOfContact responsibleParty resultsSection"
    " documentSection annotationSection name phone email citation".split()
)


def main() -> int:
    """Train, write, and say what it is worth."""
    if len(sys.argv) != 3 or sys.argv[1] not in SIZES:
        print("usage: python -m tools.dictionary raw|understood FILE")
        return 2
    kind, studies = sys.argv[1], list(_studies())
    samples = list(map(_without_people, studies[::2]))
    if kind == "understood":
        samples = [msgspec.json.encode(_without_prose(_understood(each))) for each in samples]
    trained = zstd.train_dict(samples, SIZES[kind]).dict_content
    Path(sys.argv[2]).write_bytes(trained)
    print(f"SHA-256 {hashlib.sha256(trained).hexdigest()}")
    for line in (_raw if kind == "raw" else _content)(studies[1::2], trained):
        print(line)
    return 0


def _raw(rest: list[bytes], trained: bytes) -> Iterator[str]:
    known = zstd.ZstdDict(trained)
    plain = sum(len(zlib.compress(each, 6)) for each in rest)
    packed = sum(len(zstd.compress(each, 3, zstd_dict=known)) for each in rest)
    yield f"{len(rest)} other studies: {plain} bytes by zlib, {packed} with the dictionary"


def _content(rest: list[bytes], trained: bytes) -> Iterator[str]:
    for name, before in (("the record alone", b""), ("the dictionary too", trained)):
        packed = sum(
            len(zstd.compress(_understood(each), 6, zstd_dict=_prefix(before + each)))
            for each in rest
        )
        yield f"{len(rest)} other studies: {packed} bytes with {name} before them"


def _prefix(content: bytes) -> Any:
    return zstd.ZstdDict(content, is_raw=True).as_prefix


def _understood(study: bytes) -> bytes:
    return encode(IMPORTER.read(study).trial)


def _without_prose(value: Any) -> Any:
    """Names and codes of what was understood: its texts stand in the record itself."""
    if isinstance(value, bytes):
        return _without_prose(msgspec.json.decode(value))
    if isinstance(value, dict):
        return {name: _without_prose(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return list(map(_without_prose, value))
    return "" if isinstance(value, str) and len(value) > _LONGEST_CODE else value


_LONGEST_CODE = 25


def _studies() -> Iterator[bytes]:
    shared = next(p / "shared" for p in ROOT.parents if (p / "shared" / "corpus").is_dir())
    with zipfile.ZipFile(shared / "corpus" / "ctgov-json" / "ctg-studies.json.zip") as members:
        for name in sorted(members.namelist()):
            yield members.read(name)


def _without_people(study: bytes) -> bytes:
    return msgspec.json.encode(_kept(msgspec.json.decode(study)))


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _kept(inner)
            for name, inner in value.items()
            if name not in _PEOPLE or (name == "name" and "class" in value)
        }
    if isinstance(value, list):
        return [_kept(inner) for inner in value]
    return _ADDRESS.sub("", value) if isinstance(value, str) else value


_ADDRESS = re.compile(r"\S+@\S+|\+?\d[\d ()-]{8,}\d(?=\s|$)")


if __name__ == "__main__":
    sys.exit(main())
