"""Packed records: whatever packed them, they come back whole, or it is said that they do not."""

import contextlib
import sqlite3
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.model.errors import CatalogueError
from catalog.store import packing
from catalog.store.catalogue import Catalogue
from catalog.store.importing import import_records
from catalog.store.packing import (
    DICTIONARIES,
    UNDERSTOOD,
    DamagedRecord,
    pack_content,
    pack_raw,
    place_of,
    unpack_content,
    unpack_raw,
)
from catalog.store.prepare import prepare
from tests.catalog.keeping import AT, record, rows
from tests.catalog.making import status, trial
from tests.soaking import often

STARTER = Path(__file__).resolve().parent.parent.parent / "catalog.db"
ZSTD = b"\x28\xb5\x2f\xfd"
RAW = b'{"protocolSection":{"identificationModule":{"nctId":"NCT99990001","briefTitle":"A"}}}' * 9
bytes_ = st.binary(max_size=300) | st.binary(min_size=1, max_size=40).map(lambda part: part * 5000)


@pytest.fixture
def zstd() -> None:
    pytest.importorskip("backports.zstd")


@given(bytes_, bytes_, st.booleans())
@settings(max_examples=often(60, 3000), deadline=None)
def test_a_record_comes_back_whole(raw: bytes, content: bytes, plainly: bool) -> None:
    assert unpack_raw(pack_raw(raw, plainly=plainly)) == raw
    packed = pack_content(content + raw, raw, plainly=plainly)
    assert unpack_content(packed, raw) == content + raw


@given(st.data(), st.booleans())
@settings(max_examples=often(80, 3000), deadline=None)
def test_a_record_that_is_cut_off_or_none_is_damaged(data: st.DataObject, plainly: bool) -> None:
    for whole in (pack_raw(RAW, plainly=plainly), pack_content(RAW[:99], RAW, plainly=plainly)):
        part = whole[: data.draw(st.integers(0, len(whole) - 1))]
        with pytest.raises(DamagedRecord):
            unpack_raw(part)
        with pytest.raises(DamagedRecord):
            unpack_content(part, RAW)
    noise = data.draw(st.binary(max_size=60))
    for begun in (b"", ZSTD, b"\x78\x9c"):
        try:
            unpack_raw(begun + noise)
        except DamagedRecord:
            continue


@given(st.data(), st.booleans())
@settings(max_examples=often(150, 5000), deadline=None)
def test_a_changed_byte_is_never_another_word(data: st.DataObject, plainly: bool) -> None:
    before = b"The patients have had no treatment of the illness before; " * 2
    said = before + b"those who had any are left out."
    packed = bytearray(pack_content(said, before, plainly=plainly))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(DamagedRecord):
        assert unpack_content(bytes(packed), before) == said


@pytest.mark.parametrize("plainly", [False, True])
def test_what_unpacks_to_more_than_a_record_is_refused(
    plainly: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = b"A" * (2 << 20)
    packed = pack_raw(bomb, plainly=plainly), pack_content(bomb, RAW, plainly=plainly)
    monkeypatch.setattr(packing, "_LARGEST", 1 << 20)
    with pytest.raises(DamagedRecord, match="larger than a record"):
        unpack_raw(packed[0])
    with pytest.raises(DamagedRecord, match="larger than a record"):
        unpack_content(packed[1], RAW)


def test_a_dictionary_that_shipped_is_never_another(
    zstd: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in DICTIONARIES:
        assert packing._dictionary(number).dict_id
    for number in UNDERSTOOD:
        assert 0 < number < 32  # below what a row of zlib or of zstd alone begins with
        assert packing._understood(number)
    (tmp_path / "other.zdict").write_bytes(place_of(1).read_bytes()[:-1] + b"?")
    monkeypatch.setattr(packing, "place_of", lambda _: tmp_path / "other.zdict")
    packing._dictionary.cache_clear()
    with pytest.raises(CatalogueError, match="damaged: install it anew"):
        packing._dictionary(1)


def test_a_record_packed_with_a_dictionary_of_others_is_told(zstd: None) -> None:
    from backports import zstd as library

    samples = [
        bytes(f"a sample of number {n} and more {n * 7919}" * 3, "ascii") for n in range(400)
    ]
    other = library.train_dict(samples, 2048)
    with pytest.raises(DamagedRecord, match="a dictionary that this program does not have"):
        unpack_raw(library.compress(RAW, 3, zstd_dict=other))


def test_what_was_understood_names_its_dictionary(zstd: None) -> None:
    packed = pack_content(b"what it says", RAW)
    assert packed[0] in UNDERSTOOD
    with pytest.raises(DamagedRecord, match="a dictionary that this program does not have"):
        unpack_content(bytes((31,)) + packed[1:], RAW)


@given(bytes_, bytes_)
@settings(max_examples=often(30, 1000), deadline=None)
def test_what_was_packed_with_the_record_alone_before_it_is_read(
    raw: bytes, content: bytes
) -> None:
    """As every row was that zstd packed before there was a dictionary of what was understood."""
    library = pytest.importorskip("backports.zstd")
    before = library.ZstdDict(raw, is_raw=True).as_prefix if len(raw) >= 8 else None
    packed = library.compress(content + raw, 3, zstd_dict=before)
    assert unpack_content(packed, raw) == content + raw


def test_without_the_library_records_are_packed_plainly_and_others_told(
    zstd: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = pack_raw(RAW)
    assert packed.startswith(ZSTD)
    monkeypatch.setattr(packing, "_zstd", lambda: None)
    assert zlib.decompress(pack_raw(RAW)) == RAW
    assert unpack_content(pack_content(b"what it says", RAW), RAW) == b"what it says"
    with pytest.raises(CatalogueError, match=r"install the package backports\.zstd"):
        unpack_raw(packed)


def test_old_rows_and_new_ones_stand_in_one_catalogue(zstd: None, tmp_path: Path) -> None:
    """A row of an older program is read, merged with newer ones, and never packed again."""
    path = tmp_path / "c.db"
    old = trial("NCT99990001", title="A Study of EX 4230", status=status("RECRUITING"))
    new = trial("NCT99990001", title="A Study of EX 4230", status=status("COMPLETED"))
    import_records(path, [prepare(record(old, date="2024-01-01"), AT, plainly=True)], AT)
    before = rows(path, "SELECT raw, content FROM source_record")
    import_records(path, [prepare(record(new, date="2025-01-01"), AT)], AT)
    kept = rows(path, "SELECT raw, content FROM source_record ORDER BY key")
    assert kept[:1] == before
    assert [bytes(row[0][:4]) == ZSTD for row in kept] == [False, True]  # type: ignore[index]
    with Catalogue.open(path) as catalogue:
        assert catalogue.check() == ()
        merged = catalogue.get("NCT99990001")
        assert merged is not None and merged.trial.status is not None
        assert merged.trial.status.word == "COMPLETED"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE source_record SET raw = substr(raw, 1, length(raw) - 3)")
    connection.commit()
    connection.close()
    with Catalogue.open(path) as catalogue:
        assert len([each for each in catalogue.check() if "is damaged" in each]) == 2


def test_the_starter_is_packed_as_any_python_unpacks_it() -> None:
    assert not rows(STARTER, "SELECT 1 FROM source_record WHERE hex(substr(raw, 1, 1)) <> '78'")
    assert not rows(STARTER, "SELECT 1 FROM source_record WHERE hex(substr(content, 1, 1)) <> '78'")
