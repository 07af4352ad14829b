"""Makes a pack of a catalogue: the whole file, or what changed since another one."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from catalog.durable import file_identity, written_whole
from catalog.model.damage import not_read
from catalog.model.errors import CatalogueError
from catalog.store.opening import check_version, connect_read_only
from catalog.store.portable import DAMAGED, Portable, portable
from catalog.store.stamp import Decision, Listing, decisions, digests, hashes_by_row, stamp
from handover.packs import contents, frame, signatures
from handover.packs import manifest as manifests
from handover.packs.contents import ADDED, CATALOGUE, DECISIONS, LISTING, RECORDS, REMOVED
from handover.packs.frame import DEFLATED, STORED, Member, PackRefused
from handover.packs.manifest import CHANGES, WHOLE, Manifest, Part, State
from handover.packs.unpacking import Pack, is_pack

_LEVEL = 6
_PIECE = 1 << 20


class NothingChanged(CatalogueError):
    """There is nothing to put into a pack of changes."""


class Held(NamedTuple):
    """What a catalogue holds, as far as another is compared with it."""

    state: State
    listing: Listing
    decisions: tuple[Decision, ...]


def pack(
    catalogue: Path, to: Path, made_by: str, *, since: Path | None = None, key: Path | None = None
) -> Manifest:
    """Write a pack of the catalogue, whole or not at all; returns its manifest.

    `since` is a catalogue or a pack: then only what differs goes in. `key` signs it. An existing
    file is replaced only where it is a pack. Raises CatalogueError, OSError.
    """
    if os.path.lexists(to) and not is_pack(to):
        raise PackRefused(f"{to.name}: is there already and is no pack; name another file")
    before = _held_by(since) if since is not None else None
    connection = connect_read_only(catalogue)
    try:
        layout = check_version(connection, catalogue)
        problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise CatalogueError(
                f"{catalogue.name}: is damaged ({problem}); trials check says more"
            )
        held = _held(connection)
        if before is not None and before.state.stamp == held.state.stamp:
            raise NothingChanged(f"nothing has changed since {since.name if since else ''}")
        with written_whole(to) as file:
            writer = Writer(file)
            writer.add(frame.MARK.decode(), STORED, [frame.MARK_TEXT])
            if before is None:
                parts, counts = _whole(writer, catalogue, held)
            else:
                parts, counts = _changes(writer, connection, before, held)
            manifest = Manifest(
                format=manifests.FORMAT,
                version=manifests.VERSION,
                kind=WHOLE if before is None else CHANGES,
                made_at=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                made_by=made_by,
                layout=layout,
                rules_version=_meta(connection).get("rules_version"),
                index_version=int(_meta(connection).get("index_version", 1)),
                came_from=before.state if before else None,
                leads_to=held.state,
                added=counts[0],
                removed=counts[1],
                parts=tuple(parts),
            )
            said = manifests.encoded(manifest)
            writer.add(manifests.NAME, STORED, [said])
            if key is not None:
                writer.add(signatures.NAME, STORED, [signatures.sign(said, key)])
            writer.finish()
    except sqlite3.Error as error:
        raise CatalogueError(not_read(catalogue.name, error)) from None
    finally:
        connection.close()
    return manifest


def _held_by(since: Path) -> Held:
    """What a catalogue, or the catalogue that a pack leads to, holds."""
    if is_pack(since, called=True):
        with Pack(since) as known:
            listing = contents.listing(known.part(LISTING))
            decided = contents.decided(known.part(DECISIONS))
            return Held(known.manifest.leads_to, listing, decided.after)
    connection = connect_read_only(since)
    try:
        check_version(connection, since, older=True)
        return _held(connection)
    except sqlite3.Error as error:
        raise CatalogueError(not_read(since.name, error)) from None
    finally:
        connection.close()


def _held(connection: sqlite3.Connection) -> Held:
    hashes = list(digests(connection))
    decided = decisions(connection)
    meta = _meta(connection)
    state = State(
        stamp=stamp(hashes, decided),
        records=len(hashes),
        decisions=len(decided),
        trials=int(connection.execute("SELECT count(*) FROM trial").fetchone()[0]),
        newest_source=meta.get("newest_source"),
        last_import=meta.get("last_import"),
    )
    return Held(state, Listing.of(hashes), decided)


def _meta(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM meta").fetchall())


def _whole(writer: Writer, catalogue: Path, held: Held) -> tuple[list[Part], tuple[int, int]]:
    if catalogue.with_name(f"{catalogue.name}-journal").exists():
        raise CatalogueError(
            f"{catalogue.name}: another program left a change of it unfinished; any import puts"
            " that right"
        )
    seen = file_identity(catalogue)
    with catalogue.open("rb") as source:
        parts = [
            writer.add(CATALOGUE, DEFLATED, iter(lambda: source.read(_PIECE), b"")),
            writer.add(LISTING, DEFLATED, [held.listing.to_bytes()]),
            writer.add(DECISIONS, DEFLATED, [_decisions((), held.decisions)]),
        ]
    if file_identity(catalogue) != seen:
        raise CatalogueError(f"{catalogue.name} was changed meanwhile; try again")
    return parts, (held.state.records, 0)


def _changes(
    writer: Writer, connection: sqlite3.Connection, before: Held, held: Held
) -> tuple[list[Part], tuple[int, int]]:
    rows = hashes_by_row(connection)
    new = {key: digest for key, digest in rows if digest not in before.listing}
    added = Listing.of(sorted(new.values()))
    removed = Listing(each for each in before.listing if not held.listing.has(each))
    records = _intact(portable(connection, new), new.values())
    parts = [
        writer.add(RECORDS, DEFLATED, contents.packed_records(records)),
        writer.add(ADDED, DEFLATED, [added.to_bytes()]),
        writer.add(REMOVED, DEFLATED, [removed.to_bytes()]),
        writer.add(LISTING, DEFLATED, [held.listing.to_bytes()]),
        writer.add(DECISIONS, DEFLATED, [_decisions(before.decisions, held.decisions)]),
    ]
    return parts, (len(added), len(removed))


def _intact(records: Iterable[Portable], hashes: Iterable[bytes]) -> Iterator[Portable]:
    for record, digest in zip(records, hashes, strict=True):
        if record.digest != digest:
            raise CatalogueError(DAMAGED)
        yield record


def _decisions(before: tuple[Decision, ...], after: tuple[Decision, ...]) -> bytes:
    return msgspec.json.encode(contents.Decisions(before, after))


class Writer:
    """Writes members one after the other, each header when its bytes are known."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[Member] = []

    def add(self, name: str, method: int, pieces: Iterable[bytes]) -> Part:
        """Write a member; returns what the manifest says of it."""
        begin = self._file.tell()
        self._file.write(Member(name, method, 0, 0, 0).header)
        deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15) if method == DEFLATED else None
        crc = size = packed = 0
        plain, hashed = hashlib.sha256(), hashlib.sha256()
        for piece in _and_end(pieces):
            if piece is None:
                data = deflate.flush() if deflate else b""
            else:
                crc, size = zlib.crc32(piece, crc), size + len(piece)
                plain.update(piece)
                data = deflate.compress(piece) if deflate else piece
            hashed.update(data)
            packed += len(data)
            self._file.write(data)
        member = Member(name, method, crc, packed, size)
        end = self._file.tell()
        self._file.seek(begin)
        self._file.write(member.header)
        self._file.seek(end)
        self._members.append(member)
        return Part(
            name=name,
            size=size,
            sha256=plain.hexdigest(),
            packed_sha256=hashed.hexdigest(),
        )

    def finish(self) -> None:
        """Write the directory."""
        self._file.write(frame.directory(self._members))


def _and_end(pieces: Iterable[bytes]) -> Iterator[bytes | None]:
    yield from pieces
    yield None
