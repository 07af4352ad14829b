"""`trials import PACK`: a pack into the catalogue of a clinic."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.eligibility.extraction import RULES_VERSION
from catalog.model.errors import CatalogueError, DiskFull
from catalog.search.index.tables import INDEX_VERSION
from catalog.store.portable import Portable, is_kept_whole
from catalog.store.received import Received
from catalog.store.receiving import AnotherBase, Asked, Came, Lot, apply_changes, replace_whole
from catalog.store.schema import USER_VERSION
from catalog.store.stamp import Listing
from handover.packs import contents
from handover.packs.contents import ADDED, CATALOGUE, DECISIONS, LISTING, RECORDS, REMOVED
from handover.packs.frame import PackRefused
from handover.packs.manifest import WHOLE, Manifest
from handover.packs.unpacking import Pack


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """Whose packs are taken."""

    signers: Path | None = None
    """Allowed signers, as ssh-keygen(1) has it; None: a signature says nothing of who made it."""
    signed_only: bool = False
    """Whether packs are refused that no allowed signer signed."""


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What a sound pack says of itself."""

    manifest: Manifest
    size: int
    """Bytes of the file."""
    is_signed: bool
    is_outdated: bool
    """Whether criteria or index were made by other rules than this program's."""
    signed_by: str | None
    """Who, of the allowed signers; None where that was not verified."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that was imported."""

    pack: Looked
    came: Came


def verify(path: Path, trust: Trust) -> Looked:
    """Check a pack to the last byte; raises PackRefused, OSError."""
    with Pack(path) as pack:
        looked = _looked(pack, trust)
        pack.check()
        return looked


def take(catalogue: Path, path: Path, asked: Asked, trust: Trust) -> Taken:
    """Bring the catalogue to what the pack leads to; raises CatalogueError, OSError.

    Then the catalogue is as it was.
    """
    with Pack(path) as pack:
        looked = _looked(pack, trust)
        manifest = pack.manifest
        came = Received(
            stamp=manifest.leads_to.stamp,
            at=asked.at,
            made_at=manifest.made_at,
            signed_by=looked.signed_by,
        )
        if manifest.layout > USER_VERSION:
            raise PackRefused("the pack was made by a newer version of trials; update the program")
        if manifest.kind == WHOLE:
            done = replace_whole(catalogue, lambda part: _fill(pack, part), came, asked)
        else:
            done = _changed(catalogue, pack, came, asked)
        return Taken(pack=looked, came=done)


def _looked(pack: Pack, trust: Trust) -> Looked:
    signer = pack.signer(trust.signers)
    if trust.signed_only and signer is None:
        raise PackRefused(
            "the pack is not signed by one of the allowed signers, and the settings take no other"
        )
    return Looked(
        manifest=pack.manifest,
        size=pack.size,
        is_signed=pack.signature is not None,
        is_outdated=(pack.manifest.rules_version, pack.manifest.index_version)
        != (RULES_VERSION, INDEX_VERSION),
        signed_by=signer,
    )


def _fill(pack: Pack, part: Path) -> None:
    room = os.statvfs(part.parent)
    if room.f_bavail * room.f_frsize < pack.size_of(CATALOGUE):
        raise DiskFull
    with part.open("wb") as file:
        for piece in pack.pieces(CATALOGUE):
            file.write(piece)


def _changed(catalogue: Path, pack: Pack, came: Received, asked: Asked) -> Came:
    if asked.replace:
        raise CatalogueError("--replace goes with a whole pack: this one holds only what changed")
    pack.check()
    manifest = pack.manifest
    assert manifest.came_from is not None
    decided = contents.decided(pack.part(DECISIONS))
    lot = Lot(
        before=manifest.came_from.stamp,
        after=manifest.leads_to.stamp,
        listing=contents.listing(pack.part(LISTING)),
        added=contents.listing(pack.part(ADDED)),
        removed=contents.listing(pack.part(REMOVED)),
        decisions_before=decided.before,
        decisions_after=decided.after,
    )
    try:
        return apply_changes(catalogue, lot, _listed(pack, lot.added), came, asked)
    except AnotherBase:
        raise PackRefused(
            "the pack starts from another catalogue than this one"
            f" ({_as_of(manifest)}); import the packs before it, or a whole one"
        ) from None


def _as_of(manifest: Manifest) -> str:
    base = manifest.came_from
    when = base.last_import if base else None
    return f"that of {when[:10]}, {base.records} records" if base and when else "of another content"


def _listed(pack: Pack, added: Listing) -> Iterator[Portable]:
    for record in contents.records(pack.pieces(RECORDS)):
        if record.digest not in added:
            raise PackRefused("the pack holds a record that it does not list")
        if not is_kept_whole(record):
            raise PackRefused(
                "the pack was made by another version of trials, which knows more of a trial than"
                " this one; update the program, or import a whole pack"
            )
        yield record
