"""How far reading has come, and records that need not be understood again."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from catalog.model.record import Known, Refused, SourceRecord, hash_of
from importers.bytes.sources import total_size
from importers.pipeline import Recognised, read
from importers.understanding import Reached
from importers.workers import understood
from tests.importers.hostile import study, zipped

_MANY = 60


def studies(count: int) -> list[bytes]:
    return [study(f"NCT{number:08}") for number in range(1, count + 1)]


def written(path: Path, kind: str) -> Path:
    """The same studies as one file, packed, in a zip, or in a folder."""
    if kind == "zip":
        path.write_bytes(zipped(*((f"{n}.json", each) for n, each in enumerate(studies(_MANY)))))
    elif kind == "folder":
        path.mkdir()
        for n, each in enumerate(studies(_MANY)):
            (path / f"{n:03}.json").write_bytes(each)
    else:
        lines = b"\n".join(each.replace(b"\n", b" ") for each in studies(_MANY))
        path.write_bytes(gzip.compress(lines) if kind == "gzip" else lines)
    return path


@pytest.mark.parametrize("kind", ["lines", "gzip", "zip", "folder"])
def test_what_is_told_grows_to_the_whole(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path / "studies", kind)
    told: list[float] = []
    records = 0
    for item in read([path], workers=0, finish=lambda record: record, reached=told.append):
        records += isinstance(item, SourceRecord)
    assert records == _MANY
    assert told == sorted(told)
    assert all(0 <= part <= 1 for part in told)
    assert told[-1] > 0.9, "the last record is told of before what follows it in the file"


def test_nothing_is_told_where_the_size_is_not_known(tmp_path: Path) -> None:
    assert total_size(["-", tmp_path]) == 0
    assert total_size([tmp_path / "absent"]) == 0


def test_a_folder_is_as_large_as_its_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a").write_bytes(b"123")
    (tmp_path / "b").write_bytes(b"12345")
    assert total_size([tmp_path]) == 8


@pytest.mark.parametrize("workers", [0, 1])
def test_known_records_keep_their_place_and_are_not_understood(
    tmp_path: Path, workers: int
) -> None:
    path = written(tmp_path / "studies", "lines")
    everything = [each for each in read([path], workers=0) if isinstance(each, SourceRecord)]
    known = {each.sha256 for each in everything[::2]}
    again = [
        each
        for each in read([path], workers=workers, finish=_itself, is_known=known.__contains__)
        if not isinstance(each, Recognised)
    ]
    assert [isinstance(each, Known) for each in again] == [True, False] * (_MANY // 2)
    assert again[1::2] == everything[1::2]


def _itself(record: SourceRecord) -> SourceRecord:
    return record


def test_what_is_known_by_its_hash_is_what_the_record_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(study())
    asked: list[str] = []
    [record] = (each for each in read([path], workers=0) if isinstance(each, SourceRecord))

    def is_known(sha256: str) -> bool:
        asked.append(sha256)
        return False

    assert list(read([path], workers=0, finish=_itself, is_known=is_known))[1:] == [record]
    assert asked == [record.sha256] == [hash_of(record.importer, record.raw)]


def test_batches_of_which_nothing_is_to_be_understood_start_no_process() -> None:
    many = [Refused("file", "", "x" * 10)] * 1_000 + [Reached(1, 2)]
    assert list(understood(many, workers=1)) == many
