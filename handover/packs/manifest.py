"""What a pack says of itself: from which catalogue to which, what is in it, by which rules made."""

from __future__ import annotations

import msgspec

from handover.packs.frame import PackRefused

NAME = "manifest.json"
FORMAT = "trials-pack"
VERSION = 1
WHOLE, CHANGES = "whole", "changes"
LARGEST = 64 << 10


class State(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A catalogue at one moment."""

    stamp: str
    """Equal stamps are equal records and decisions (`catalog.store.stamp`)."""
    records: int
    decisions: int
    trials: int | None = None
    newest_source: str | None = None
    last_import: str | None = None


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of the pack."""

    name: str
    size: int
    sha256: str
    """Of its bytes unpacked."""
    packed_sha256: str
    """Of its bytes as they stand in the pack."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The member `manifest.json`."""

    format: str
    version: int
    kind: str
    """`whole` or `changes`."""
    made_at: str
    """UTC."""
    made_by: str
    """`trials 0.2.0`."""
    layout: int
    """`PRAGMA user_version` of the catalogue."""
    rules_version: str | None
    index_version: int
    came_from: State | None
    """Of changes: the catalogue that they start from."""
    leads_to: State
    added: int
    """Records in the pack."""
    removed: int
    parts: tuple[Part, ...]


def encoded(manifest: Manifest) -> bytes:
    """The bytes of the member: the same for the same manifest, readable by people."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def decoded(data: bytes) -> Manifest:
    """Undo `encoded`; raises PackRefused for anything else."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError):
        newer = _version(data)
        if newer is not None and newer > VERSION:
            raise PackRefused(
                "the pack was made by a newer version of trials; update the program"
            ) from None
        raise PackRefused("the pack's manifest cannot be read") from None
    if manifest.format != FORMAT or manifest.kind not in (WHOLE, CHANGES):
        raise PackRefused("the pack's manifest cannot be read")
    if manifest.version != VERSION:
        raise PackRefused("the pack was made by another version of trials; update the program")
    if encoded(manifest) != data:
        raise PackRefused("the pack's manifest is not written as trials writes it")
    if (manifest.kind == CHANGES) is not (manifest.came_from is not None):
        raise PackRefused("the pack's manifest contradicts itself")
    return manifest


class _Version(msgspec.Struct):
    version: int


def _version(data: bytes) -> int | None:
    try:
        return msgspec.json.decode(data, type=_Version).version
    except (msgspec.DecodeError, RecursionError):
        return None
