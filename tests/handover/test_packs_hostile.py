"""Cut, tampered and hostile packs: one sentence, and the catalogue is byte for byte as before."""

import random
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from catalog.model.errors import CatalogueError
from handover.packs import contents, frame
from handover.packs import manifest as manifests
from handover.packs.frame import DEFLATED, STORED, PackRefused
from handover.packs.manifest import Manifest
from handover.packs.packing import Writer
from handover.packs.taking import Trust, verify
from handover.packs.unpacking import Pack
from tests.catalog.keeping import keep
from tests.handover.clinics import hub, packed, study, taken
from tests.soaking import SOAK
from tui.cli import failures
from tui.cli.program import main

FEW = [study(number) for number in range(1, 5)]


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A whole pack and one of changes."""
    folder = tmp_path_factory.mktemp("packs")
    theirs = hub(folder, FEW[:2])
    whole = packed(theirs, "whole.pack")
    keep(theirs, FEW[2:])
    return whole, packed(theirs, "changes.pack", since=whole)


@pytest.mark.parametrize("which", [0, 1], ids=["whole", "changes"])
def test_every_byte_that_is_another_is_noticed(
    tmp_path: Path, packs: tuple[Path, Path], which: int
) -> None:
    data = packs[which].read_bytes()
    hurt = tmp_path / "hurt.pack"
    hurt.write_bytes(data)
    verify(hurt, Trust())
    places = range(len(data)) if SOAK else _told(packs[which], len(data))
    with hurt.open("r+b") as file:
        for place in places:
            for change in (0x01, 0x80):
                _put(file, place, data[place] ^ change)
                with pytest.raises(PackRefused):
                    verify(hurt, Trust())
            _put(file, place, data[place])
    verify(hurt, Trust())


def _told(path: Path, length: int) -> list[int]:
    """Bytes of every header and of the directory, some of the manifest and of each part."""
    chance, places = random.Random(3), list[int]()
    with path.open("rb") as file:

        def at(size: int, place: int) -> bytes:
            file.seek(place)
            return file.read(size)

        end = 0
        for member, begin in frame.members(at, length):
            places += range(begin - len(member.header), begin)
            end = begin + member.packed
            within = range(begin, end)
            places += chance.sample(within, min(len(within), 25)) + [*within][-2:]
        places += range(end, length)
    return places


def _put(file: object, place: int, value: int) -> None:
    file.seek(place)  # type: ignore[attr-defined]
    file.write(bytes([value]))  # type: ignore[attr-defined]
    file.flush()  # type: ignore[attr-defined]


def test_a_pack_that_was_cut_or_added_to_is_refused(
    tmp_path: Path, packs: tuple[Path, Path]
) -> None:
    data = packs[0].read_bytes()
    hurt = tmp_path / "hurt.pack"
    lengths = [0, 1, 40, 41, 64, *range(100, len(data), len(data) // 40), len(data) - 1]
    for length in lengths:
        hurt.write_bytes(data[:length])
        with pytest.raises(PackRefused):
            verify(hurt, Trust())
    for more in (b"\0", b"x" * 22, data):
        hurt.write_bytes(data + more)
        with pytest.raises(PackRefused):
            verify(hurt, Trust())


def test_the_command_says_one_sentence_and_ends_with_two(
    tmp_path: Path, packs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    mine = hub(tmp_path, FEW[:2], "c.db")
    before = mine.read_bytes()
    data = packs[1].read_bytes()
    for name, hurt in (("cut", data[:-30]), ("turned", data[:200] + b"!" + data[201:]),
                       ("empty", b""), ("none", b"no pack at all")):  # fmt: skip
        path = tmp_path / f"{name}.pack"
        path.write_bytes(hurt)
        for command in (["import", str(path)], ["import", str(path), "--dry-run"],
                        ["pack", "verify", str(path)]):  # fmt: skip
            assert main(["--catalog", str(mine), *command]) == failures.WRONG_USE
            said = capsys.readouterr()
            assert said.out == ""
            assert said.err.startswith("trials: ") and said.err.count("\n") == 1
    assert mine.read_bytes() == before
    assert sorted(each.name for each in tmp_path.glob("c.db*")) == ["c.db", "c.db.lock"]


# zips that somebody else made


def _zip(path: Path, add: Callable[[zipfile.ZipFile], None]) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("trials-pack", frame.MARK_TEXT)
        add(made)
    return path


def _link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("catalog.db")
    made.create_system, made.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "add",
    [
        lambda made: made.writestr("../../etc/passwd", b"x"),
        lambda made: made.writestr("/etc/passwd", b"x"),
        lambda made: [made.writestr("manifest.json", b"{}") for _ in range(2)],
        lambda made: made.writestr("manifest.json", b" " * (1 << 22)),
        lambda made: made.writestr(_link(), b"/etc/passwd"),
        lambda made: made.writestr("catalog.db", b"\0" * (1 << 24), zipfile.ZIP_DEFLATED),
        lambda made: [made.writestr(f"{number}", b"") for number in range(3000)],
        lambda made: None,
    ],
    ids=["up", "absolute", "two", "huge", "link", "bomb", "many", "bare"],
)
def test_a_zip_of_any_other_form_is_refused(
    tmp_path: Path, add: Callable[[zipfile.ZipFile], None]
) -> None:
    made = _zip(tmp_path / "it.pack", add)
    with pytest.raises(PackRefused):
        verify(made, Trust())


# packs whose frame is right and whose content is not


def _rebuilt(
    source: Path,
    to: Path,
    change: dict[str, bytes | None],
    *,
    more: list[tuple[str, int, bytes]] = [],  # noqa: B006
    twist: Callable[[Manifest], Manifest] = lambda manifest: manifest,
) -> Path:
    """A pack with other parts, which its manifest names rightly."""
    with Pack(source) as known, to.open("w+b") as file:
        writer = Writer(file)
        writer.add("trials-pack", STORED, [frame.MARK_TEXT])
        parts = []
        for part in known.manifest.parts:
            data = change.get(part.name, known.part(part.name))
            if data is not None:
                parts.append(writer.add(part.name, DEFLATED, [data]))
        made = twist(msgspec.structs.replace(known.manifest, parts=tuple(parts)))
        writer.add(manifests.NAME, STORED, [manifests.encoded(made)])
        for name, method, data in more:
            writer.add(name, method, [data])
        writer.finish()
    return to


def _refused(mine: Path, pack: Path, said: str) -> None:
    before = mine.read_bytes() if mine.exists() else None
    with pytest.raises(CatalogueError, match=said) as error:
        taken(mine, pack)
    assert "\n" not in error.value.reason
    assert (mine.read_bytes() if mine.exists() else None) == before
    assert {each.name for each in mine.parent.glob(f"{mine.name}*")} <= {
        mine.name,
        f"{mine.name}.lock",
    }


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([("../../x", STORED, b"x")], "which no pack holds"),
        ([("/etc/passwd", STORED, b"x")], "which no pack holds"),
        ([(manifests.NAME, STORED, b"{}")], "twice"),
        ([("listing", DEFLATED, b"")], "twice"),
        ([(manifests.NAME + ".sig", STORED, b"x" * (1 << 15))], "larger than any"),
    ],
)
def test_members_that_no_pack_has(
    tmp_path: Path, packs: tuple[Path, Path], more: list[tuple[str, int, bytes]], said: str
) -> None:
    made = _rebuilt(packs[0], tmp_path / "it.pack", {}, more=more)
    _refused(hub(tmp_path, FEW, "c.db"), made, said)


def _huge(manifest: Manifest) -> Manifest:
    return msgspec.structs.replace(manifest, made_by="x" * (1 << 20))


def _parts(manifest: Manifest, **values: object) -> Manifest:
    first, *rest = manifest.parts
    return msgspec.structs.replace(
        manifest, parts=(msgspec.structs.replace(first, **values), *rest)
    )


@pytest.mark.parametrize("which", [0, 1], ids=["whole", "changes"])
@pytest.mark.parametrize(
    ("twist", "said"),
    [
        (_huge, "larger than any"),
        (lambda m: msgspec.structs.replace(m, version=2), "another version"),
        (lambda m: msgspec.structs.replace(m, format="x"), "cannot be read"),
        (lambda m: msgspec.structs.replace(m, layout=99), "newer version"),
        (lambda m: msgspec.structs.replace(m, parts=()), "what its manifest names"),
        (lambda m: _parts(m, size=5), "not the size"),
        (lambda m: _parts(m, sha256="0" * 64), "not what its manifest says"),
        (lambda m: _parts(m, packed_sha256="0" * 64), "not what its manifest says"),
        (
            lambda m: msgspec.structs.replace(
                m, leads_to=msgspec.structs.replace(m.leads_to, stamp="0" * 64)
            ),
            "does not lead to|is not the one",
        ),
    ],
)
def test_manifests_that_lie(
    tmp_path: Path, packs: tuple[Path, Path], which: int, twist: Callable[..., Manifest], said: str
) -> None:
    made = _rebuilt(packs[which], tmp_path / "it.pack", {}, twist=twist)
    _refused(hub(tmp_path, FEW[:2], "c.db"), made, said)


def test_a_part_that_unpacks_to_a_thousand_times_its_size(
    tmp_path: Path, packs: tuple[Path, Path]
) -> None:
    bomb = b"\0" * (70 << 20)
    made = _rebuilt(packs[0], tmp_path / "it.pack", {"catalog.db": bomb})
    _refused(tmp_path / "c.db", made, "100 times its size")


def _catalogue(source: Path, folder: Path, *statements: str) -> bytes:
    """The catalogue of a pack, changed by somebody who means harm."""
    path = folder / "theirs.db"
    with Pack(source) as known:
        path.write_bytes(known.part(contents.CATALOGUE))
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM decision; END"], "trigger"),
        (["CREATE VIEW v AS SELECT 1"], "holds what no catalogue holds"),
        (["CREATE VIRTUAL TABLE v USING fts5 (x)"], "holds what no catalogue holds"),
        (["DROP TABLE keyword", "CREATE VIEW keyword AS SELECT 1"], "cannot be used"),
        (["PRAGMA user_version = 99"], "newer version"),
        (["PRAGMA application_id = 7"], "not a catalogue"),
        (["PRAGMA journal_mode = WAL"], "no form that readers can open"),
        (["DELETE FROM source_record WHERE key = 1"], "is not the one that its manifest names"),
        (
            ["UPDATE source_record SET sha256 = 'x' WHERE key = 1"],
            "cannot be read|could not be changed|damaged",
        ),
        (["DROP TABLE meta"], "could not be changed"),
    ],
)
def test_a_hostile_catalogue_in_a_pack(
    tmp_path: Path, packs: tuple[Path, Path], statements: list[str], said: str
) -> None:
    theirs = _catalogue(packs[0], tmp_path, *statements)
    made = _rebuilt(packs[0], tmp_path / "it.pack", {contents.CATALOGUE: theirs})
    _refused(hub(tmp_path, FEW, "c.db"), made, said)
    _refused(tmp_path / "none.db", made, said)


def test_what_is_no_database_in_a_pack(tmp_path: Path, packs: tuple[Path, Path]) -> None:
    for theirs in (b"", b"x" * 5000):
        made = _rebuilt(packs[0], tmp_path / "it.pack", {contents.CATALOGUE: theirs})
        _refused(tmp_path / "c.db", made, "no form that readers can open")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"records": b"\xff\xff\xff\xff"}, "larger than any"),
        ({"records": b"\0\0\0\x05\x91\xa1x\x00\x00"}, "cannot be read"),
        ({"records": b"\0\0\0\x05\x91"}, "cut off"),
        ({"records": b""}, "does not lead to"),
        ({"listing": b"\0" * 7}, "cut off"),
        ({"listing": b"\0" * 16}, "not in order"),
        ({"decisions.json": b"[]"}, "decisions cannot be read"),
        ({"decisions.json": b'[[],[["b","a","same","x"]]]'}, "decisions cannot be read"),
        ({"decisions.json": b'{"before":[],"after":[["b","a","same","x"]]}'},
         "decisions cannot be read"),
        ({"decisions.json": b'{"before":[],"after":[["a","b","perhaps","x"]]}'},
         "decisions cannot be read"),
        ({"decisions.json": b"[" * 100_000}, "decisions cannot be read"),
        ({"added": b""}, "does not list|another catalogue"),
    ],
)  # fmt: skip
def test_hostile_changes(
    tmp_path: Path, packs: tuple[Path, Path], change: dict[str, bytes], said: str
) -> None:
    made = _rebuilt(packs[1], tmp_path / "it.pack", dict(change))
    _refused(hub(tmp_path, FEW[:2], "c.db"), made, said)


def test_a_record_that_is_not_listed(tmp_path: Path, packs: tuple[Path, Path]) -> None:
    theirs = hub(tmp_path, FEW[:2], "theirs.db")
    first = packed(theirs, "1.pack")
    keep(theirs, [study(50)])
    with Pack(packed(theirs, "2.pack", since=first)) as other, Pack(packs[1]) as known:
        both = known.part("records") + other.part("records")
    made = _rebuilt(packs[1], tmp_path / "it.pack", {"records": both})
    _refused(hub(tmp_path, FEW[:2], "c.db"), made, "does not list")


def test_a_record_of_which_something_would_be_lost(
    tmp_path: Path, packs: tuple[Path, Path]
) -> None:
    with Pack(packs[1]) as known:
        records = list(contents.records([known.part("records")]))
    more = [
        msgspec.structs.replace(each, content=each.content[:-1] + b',"ethics_committee":"x"}')
        for each in records
    ]
    data = b"".join(contents.packed_records(more))
    made = _rebuilt(packs[1], tmp_path / "it.pack", {"records": data})
    _refused(hub(tmp_path, FEW[:2], "c.db"), made, "another version of trials")


def test_a_pack_that_is_a_pipe_or_a_folder_is_none(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "fifo.pack")
    (tmp_path / "folder.pack").mkdir()
    for name in ("fifo.pack", "folder.pack"):
        with pytest.raises((PackRefused, OSError)):
            verify(tmp_path / name, Trust())


def test_help_is_there() -> None:
    from tui.cli.program import program

    shown = CliRunner().invoke(program, ["pack", "--help"]).output
    assert "--since" in shown and "verify" in shown
