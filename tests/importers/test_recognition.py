"""Every file of the corpus is known by what is in it, to one importer and no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.model.record import Refused
from importers.bytes.sources import sources
from importers.formats import IMPORTERS, recognise
from importers.importer import Head, Source
from importers.pipeline import _is_bundle

FOLDERS = ("seeds", "ctgov-json", "ctgov-xml", "ctgov-csv", "pages/rendered")
"""What must be recognised; other folders must only not be taken for two things at once."""


def files(folder: Path) -> Iterator[Source]:
    for source in sources([folder], _is_bundle):
        if not isinstance(source, Refused):
            yield source


def names(head: Head) -> list[str]:
    return [importer.name for importer in IMPORTERS if importer.recognises(head)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_file_is_recognised_by_one_importer(corpus: Path, folder: str) -> None:
    seen = 0
    for source in files(corpus / folder):
        if source.head.data.strip():
            seen += 1
            assert len(names(source.head)) == 1, (source.name, names(source.head))
    assert seen >= 5


def test_no_file_is_taken_for_two_formats(corpus: Path) -> None:
    for source in files(corpus):
        assert len(names(source.head)) <= 1, (source.name, names(source.head))


def test_the_reason_is_a_phrase_for_people(corpus: Path) -> None:
    for folder in FOLDERS:
        for source in files(corpus / folder):
            if (found := recognise(source.head)) is not None:
                importer, reason = found
                assert 10 < len(reason) < 200, importer.name
                assert "\n" not in reason


@pytest.mark.parametrize("cut", [0, 1, 10, 100])
def test_a_short_beginning_makes_no_importer_fail(corpus: Path, cut: int) -> None:
    for folder in FOLDERS:
        for path in sorted((corpus / folder).rglob("*"))[:20]:
            if path.is_file():
                names(Head(path.name, path.read_bytes()[:cut]))
