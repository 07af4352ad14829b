"""A pack open for reading, checked to the last byte: nothing of it is written by itself."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from handover.packs import contents, frame, signatures
from handover.packs import manifest as manifests
from handover.packs.frame import Member, PackRefused

SUFFIX = ".pack"
_RATIO = 100
"""More than so many times its size nothing real unpacks to."""
_PLAUSIBLE = 64 << 20
"""But to so many bytes anything may."""
_LARGEST_LISTING = 256 << 20


def is_pack(path: Path, *, called: bool = False) -> bool:
    """Whether a file is a pack; with `called` also where only its name says so."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return frame.is_marked(file.read(64)) or (called and path.suffix == SUFFIX)
    except OSError:
        return False


class Pack:
    """An open pack. Raises PackRefused, and OSError where the file cannot be read."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            known = os.fstat(self._file)
            if not stat.S_ISREG(known.st_mode):
                raise PackRefused(f"{path.name} is no file")
            self.size = known.st_size
            if not frame.is_marked(self._at(64, 0)):
                raise PackRefused("it is no pack of trials, or its beginning is damaged")
            self._members = dict(self._named())
            self.manifest_bytes = self._all(manifests.NAME, manifests.LARGEST)
            self.manifest = manifests.decoded(self.manifest_bytes)
            self.signature = self._signature()
            self._agree()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def __enter__(self) -> Pack:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _at(self, size: int, position: int) -> bytes:
        return os.pread(self._file, size, position)

    def _named(self) -> Iterator[tuple[str, tuple[Member, int]]]:
        seen = set()
        for member, begin in frame.members(self._at, self.size):
            if member.name in seen:
                raise PackRefused(f"the pack holds {_shown(member.name)} twice")
            seen.add(member.name)
            yield member.name, (member, begin)

    def _signature(self) -> bytes | None:
        if signatures.NAME not in self._members:
            return None
        return self._all(signatures.NAME, signatures.LARGEST)

    def _agree(self) -> None:
        """Make sure that there is what the manifest names and nothing else, in order."""
        named = contents.PARTS[self.manifest.kind]
        signed = (signatures.NAME,) if self.signature is not None else ()
        wanted = (frame.MARK.decode(), *named, manifests.NAME, *signed)
        for name in self._members:
            if name not in wanted:
                raise PackRefused(f"the pack holds {_shown(name)}, which no pack holds")
        if tuple(self._members) != wanted:
            raise PackRefused("the pack does not hold what a pack holds, in its order")
        if tuple(part.name for part in self.manifest.parts) != named:
            raise PackRefused("the pack does not hold what its manifest names")
        for name, method in ((frame.MARK.decode(), frame.STORED), (manifests.NAME, frame.STORED),
                             *((each, frame.STORED) for each in signed),
                             *((each, frame.DEFLATED) for each in named)):  # fmt: skip
            if self._members[name][0].method != method:
                raise PackRefused(f"the pack's {name} is not packed as trials packs it")
        if self._all(frame.MARK.decode(), 100) != frame.MARK_TEXT:
            raise PackRefused("the pack is damaged or was tampered with: it is not called one")
        for part in self.manifest.parts:
            member, _ = self._members[part.name]
            if part.size != member.size:
                raise PackRefused(f"the pack's {part.name} has not the size that its manifest says")
            if member.size > max(_PLAUSIBLE, _RATIO * member.packed):
                raise PackRefused(
                    f"the pack's {part.name} would unpack to more than {_RATIO} times its size"
                )

    def size_of(self, name: str) -> int:
        """Bytes of a part, unpacked."""
        return self._members[name][0].size

    def _all(self, name: str, most: int) -> bytes:
        if name not in self._members:
            raise PackRefused(f"the pack has no {name}")
        member, begin = self._members[name]
        if member.size > most:
            raise PackRefused(f"the pack's {name} is larger than any")
        return b"".join(frame.unpacked(self._at, member, begin))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part; raises PackRefused, at the end, where their hashes are others."""
        part = next(each for each in self.manifest.parts if each.name == name)
        member, begin = self._members[name]
        packed, plain = hashlib.sha256(), hashlib.sha256()

        def at(size: int, position: int) -> bytes:
            data = self._at(size, position)
            packed.update(data)
            return data

        for piece in frame.unpacked(at, member, begin):
            plain.update(piece)
            yield piece
        if (packed.hexdigest(), plain.hexdigest()) != (part.packed_sha256, part.sha256):
            raise PackRefused(
                f"the pack is damaged or was tampered with: {name} is not what its manifest says"
            )

    def part(self, name: str) -> bytes:
        """A part that is a listing or decisions, whole."""
        if self.size_of(name) > _LARGEST_LISTING:
            raise PackRefused(f"the pack's {name} is larger than any")
        return b"".join(self.pieces(name))

    def check(self) -> None:
        """Read every part, and hold it against the manifest; raises PackRefused."""
        for part in self.manifest.parts:
            for _ in self.pieces(part.name):
                pass

    def signer(self, signers: Path | None) -> str | None:
        """Who signed it, of the allowed signers; None where nobody did, or none are named.

        Raises PackRefused where a signature is not sound or of nobody who is allowed.
        """
        if self.signature is None:
            return None
        if signers is None:
            signatures.check_form(self.manifest_bytes, self.signature)
            return None
        return signatures.verified(self.manifest_bytes, self.signature, signers)


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)
