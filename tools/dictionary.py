"""Trains the dictionary that source records are packed with: `python -m tools.dictionary FILE`.

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

ROOT = Path(__file__).resolve().parent.parent
SIZE = 112_640
"""Bytes, as the library's own tool has it by default."""
_PEOPLE = frozenset(
    "centralContacts overallOfficials contacts pointOfContact responsibleParty resultsSection"
    " documentSection annotationSection name phone email citation".split()
)


def main() -> int:
    """Train, write, and say what it is worth."""
    if len(sys.argv) != 2:
        print("usage: python -m tools.dictionary FILE")
        return 2
    studies = list(_studies())
    trained = zstd.train_dict([_without_people(each) for each in studies[::2]], SIZE)
    Path(sys.argv[1]).write_bytes(trained.dict_content)
    print(f"SHA-256 {hashlib.sha256(trained.dict_content).hexdigest()}")
    rest = studies[1::2]
    plain = sum(len(zlib.compress(each, 6)) for each in rest)
    packed = sum(len(zstd.compress(each, 3, zstd_dict=trained)) for each in rest)
    print(f"{len(rest)} other studies: {plain} bytes by zlib, {packed} with the dictionary")
    return 0


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
