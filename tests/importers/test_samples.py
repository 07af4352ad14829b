"""Every importer has samples, each recognised by it alone, each becoming exactly what lies beside.

`samples/FORMAT/` holds source files (or folders of tables that belong together) and, for each,
`NAME.expected.json`. To write those anew on purpose, and then read the difference:

    TRIALS_REFRESH_SAMPLES=1 python -m pytest tests/importers/test_samples.py -k FORMAT
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from catalog.model.record import Refused
from importers.bytes.sources import sources
from importers.formats import IMPORTERS
from importers.importer import Head, Importer
from tests.importers.corpus_counts import gathered

SAMPLES = Path(__file__).parent / "samples"
EXPECTED = ".expected.json"
REFRESH = os.environ.get("TRIALS_REFRESH_SAMPLES") == "1"


def samples(importer: Importer) -> list[Path]:
    folder = SAMPLES / (importer.inside or importer.name)
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if not path.name.endswith(EXPECTED)]


ALL = [
    pytest.param(importer, path, id=f"{importer.name}-{path.name}")
    for importer in IMPORTERS
    if not importer.inside
    for path in samples(importer)
]


def _is_bundle(head: Head) -> bool:
    return any(importer.bundle and importer.recognises(head) for importer in IMPORTERS)


def _told(path: Path) -> bytes:
    outcome = gathered([path])
    told = {
        "records": [
            {
                "place": record.place,
                "data_date": str(record.data_date or ""),
                "trial": record.trial,
                "notes": [f"{note.kind}: {note.what}" for note in record.notes],
            }
            for record in outcome.records
        ],
        "refused": [[found.record, found.reason] for found in outcome.refused],
    }
    return msgspec.json.format(msgspec.json.encode(told, order="deterministic"), indent=2) + b"\n"


def test_names_of_formats_are_all_different() -> None:
    names = [importer.name for importer in IMPORTERS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)
def test_each_importer_has_a_sample(importer: Importer) -> None:
    assert samples(importer), f"tests/importers/samples/{importer.name}/ holds no source file"


@pytest.mark.parametrize(
    "importer", [one for one in IMPORTERS if one.inside], ids=lambda importer: importer.name
)
def test_a_format_of_containers_only_has_a_record_in_its_container(importer: Importer) -> None:
    assert any(record.importer == importer.name for record in gathered(samples(importer)).records)
    assert importer.recognises(Head("list.csv", b"anything")) is None


def test_each_folder_of_samples_has_an_importer() -> None:
    names = {importer.name for importer in IMPORTERS}
    assert {folder.name for folder in SAMPLES.iterdir() if folder.is_dir()} <= names


@pytest.mark.parametrize(("importer", "path"), ALL)
def test_each_sample_is_recognised_by_its_importer_alone(importer: Importer, path: Path) -> None:
    found = list(sources([path], _is_bundle))
    assert found
    for source in found:
        assert not isinstance(source, Refused), source
        recognising = [other.name for other in IMPORTERS if other.recognises(source.head)]
        assert recognising == [importer.name], source.name


@pytest.mark.parametrize(("importer", "path"), ALL)
def test_each_sample_becomes_exactly_what_lies_beside_it(importer: Importer, path: Path) -> None:
    told = _told(path)
    beside = path.with_name(path.name + EXPECTED)
    if REFRESH:
        beside.write_bytes(told)
    assert told.decode() == beside.read_text(encoding="utf-8")
