"""What the user names: folders in order, zips as they lie, tables that belong together."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from catalog.model.record import Refused
from importers.bytes.sources import sources
from importers.bytes.zips import shown_name
from importers.importer import Head, Source, Unreadable
from tests.importers.hostile import study, zipped


def is_tables(head: Head) -> bool:
    return "studies.txt" in head.members


def found(path: Path) -> list[Source]:
    everything = list(sources([path], is_tables))
    assert not any(isinstance(one, Refused) for one in everything), everything
    return [one for one in everything if not isinstance(one, Refused)]


def test_folders_are_walked_in_order_and_zips_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.json").write_bytes(study())
    (tmp_path / "a.zip").write_bytes(
        zipped(("z.json", study()), ("f/", b""), ("f/a.json", study()))
    )
    (tmp_path / "c.json.gz").write_bytes(gzip.compress(study()))
    assert [one.name for one in found(tmp_path)] == [
        "a.zip!z.json",
        "a.zip!f/a.json",
        "2.json",
        "c.json.gz",
    ]


def test_gzip_is_undone_wherever_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("study.json.gz", gzip.compress(study()))))
    (tmp_path / "b.json").write_bytes(gzip.compress(study()))
    for one in found(tmp_path):
        assert one.head.data == study()
        assert one.open().read() == study()
        assert one.open().read() == study()


def test_a_zip_inside_gzip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip.gz").write_bytes(gzip.compress(zipped(("study.json", study()))))
    (refused,) = sources([tmp_path / "a.zip.gz"])
    assert isinstance(refused, Refused)
    assert "inside gzip" in refused.reason


def test_heads_are_short_and_files_read_whole(tmp_path: Path) -> None:
    data = bytes(range(256)) * 2000
    for name, content in (("a", data), ("b", zipped(("m", data)))):
        (tmp_path / name).write_bytes(content)
    for one in sources([tmp_path]):  # each can be opened until the next is asked for
        assert not isinstance(one, Refused)
        assert one.head.data == data[: 64 << 10]
        assert one.open().read() == data


def test_a_source_of_a_closed_zip_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("m", bytes(range(256)) * 2000)))
    (one,) = found(tmp_path)
    with pytest.raises(Unreadable, match="cannot be read"):
        one.open().read()


@pytest.mark.parametrize("packed", [False, True])
def test_tables_that_belong_together_are_one_source(tmp_path: Path, packed: bool) -> None:
    tables = {"studies.txt": b"nct_id\nNCT99990001\n", "sponsors.txt": b"nct_id|name\n"}
    if packed:
        path = tmp_path / "tables.zip"
        path.write_bytes(zipped(*(("in/" + name, data) for name, data in tables.items())))
    else:
        path = tmp_path / "tables"
        path.mkdir()
        for name, data in tables.items():
            (path / name).write_bytes(data)
    walk = sources([path], is_tables)
    one = next(walk)
    assert not isinstance(one, Refused)
    assert one.name == path.name
    assert set(one.members) == set(tables)
    for name, data in tables.items():
        with one.members[name].open() as stream:
            assert stream.read() == data
        assert one.members[name].name == f"{path.name}!{name}"
    # A folder has no bytes of its own: its tables are read, not it.
    assert one.open().read() == (path.read_bytes() if packed else b"")
    assert list(walk) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a/b.json", "a/b.json"),
        ("../../a", "a"),
        ("/etc/passwd", "etc/passwd"),
        ("a\\..\\b", "a/b"),
        ("a\0b", "ab"),
        ("./a//b", "a/b"),
    ],
)
def test_names_in_a_zip_are_cleaned(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_members_beyond_a_wrong_count_are_read(tmp_path: Path) -> None:
    data = bytearray(zipped(*((f"{n}.json", study()) for n in range(3))))
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = b"\x01\x00\x01\x00"  # as 65,537 members are counted in 16 bits
    (tmp_path / "a.zip").write_bytes(data)
    assert [one.name for one in found(tmp_path)] == [f"a.zip!{n}.json" for n in range(3)]
