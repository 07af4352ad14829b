"""What the user named, as Sources: files, folders, zips, gzip, standard input, sets of tables."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from catalog.model.record import Refused
from importers.bytes import limits
from importers.bytes.files import FileSource, opened, plain_file
from importers.bytes.limits import Guarded
from importers.bytes.zips import EMPTY, MAGIC, ODD, Member, Zip
from importers.importer import Head, Source, Unreadable

STANDARD_INPUT = "standard input"
_BUNDLE_AT_MOST = 2_000
"""Files; no set of tables has more, and a register's zip has 600,000."""

_DEEPEST = 100
"""Folders in folders; no registry has ten."""

IsBundle = Callable[[Head], bool]


def sources(
    paths: Iterable[str | Path], is_bundle: IsBundle = lambda head: False
) -> Iterator[Source | Refused]:
    """Every file that the paths name, in order; folders are walked sorted, zips as they are.

    `is_bundle` tells, by the names of its members, whether a zip or folder is one source made of
    several files. A Source can be opened until the next one is asked for.
    """
    for path in paths:
        if str(path) == "-":
            yield from _standard_input(is_bundle)
        elif Path(path).is_dir():
            yield from _folder_with_files(Path(path), is_bundle)
        else:
            yield from _file(Path(path), _shown(Path(path).name), is_bundle)


def _shown(name: str) -> str:
    """A file's name in one line."""
    return ODD.sub("?", name)


def total_size(paths: Iterable[str | Path]) -> int:
    """Bytes of all files that the paths name, as they lie on the disk; 0 where nobody can know."""
    total = 0
    for path in paths:
        if str(path) == "-":
            return 0
        total += sum(_sizes(Path(path)))
    return total


def _sizes(path: Path) -> Iterator[int]:
    if not path.is_dir():
        with contextlib.suppress(OSError, ValueError):
            yield path.stat().st_size
        return
    folders = [path]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                else:
                    yield entry.stat(follow_symlinks=False).st_size


def _file(path: Path, name: str, is_bundle: IsBundle) -> Iterator[Source | Refused]:
    try:
        source = plain_file(path, name)
        if source.head.data.startswith((MAGIC, EMPTY)):
            if source.is_packed:
                raise Unreadable("a zip inside gzip is not opened: unpack it first")
            yield from _zip(path, name, is_bundle)
        else:
            yield source
    except Unreadable as error:
        yield Refused(name, error.place, error.reason)


def _standard_input(is_bundle: IsBundle) -> Iterator[Source | Refused]:
    # Kept on disk meanwhile: a format is recognised first and read afterwards, a zip from its end.
    with tempfile.NamedTemporaryFile(prefix="trials-") as kept:
        try:
            _keep(kept)
        except OSError as error:
            yield Refused(STANDARD_INPUT, "", f"it cannot be kept ({error.strerror})")
            return
        except Unreadable as error:
            yield Refused(STANDARD_INPUT, "", error.reason)
            return
        yield from _file(Path(kept.name), STANDARD_INPUT, is_bundle)


def _keep(kept: IO[bytes]) -> None:
    """Copy standard input; raises OSError, or Unreadable for more than may be kept of it.

    The folder of temporary files is everybody's: half of what is free there is left to others.
    """
    most = min(limits.PIPED, shutil.disk_usage(Path(kept.name).parent).free // 2)
    while data := sys.stdin.buffer.read(limits.CHUNK):
        most -= len(data)
        if most < 0:
            raise Unreadable(
                "it is larger than can be kept of standard input: name the file or its folder"
            )
        kept.write(data)
    kept.flush()


# -- folders


def _folder_with_files(folder: Path, is_bundle: IsBundle) -> Iterator[Source | Refused]:
    is_empty = True
    for found in _folder(folder, is_bundle):
        is_empty = False
        yield found
    if is_empty:
        yield Refused(_shown(folder.name), "", "there is no file in this folder")


def _folder(folder: Path, is_bundle: IsBundle, depth: int = 0) -> Iterator[Source | Refused]:
    if depth > _DEEPEST:
        why = f"folders nested more than {_DEEPEST} deep are not read"
        yield Refused(_shown(folder.name), "", why)
        return
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if not _is_clutter(entry.name))
    except OSError as error:
        yield Refused(_shown(folder.name), "", f"the folder cannot be read ({error.strerror})")
        return
    if len(names) <= _BUNDLE_AT_MOST and is_bundle(Head(folder.name, b"", tuple(names))):
        yield from _folder_bundle(folder, names)
        return
    for name in names:
        path = folder / name
        if path.is_symlink():
            yield Refused(_shown(name), "", "symbolic links in a folder are not followed")
        elif path.is_dir():
            yield from _folder(path, is_bundle, depth + 1)
        else:
            yield from _file(path, _shown(name), is_bundle)


def _folder_bundle(folder: Path, names: list[str]) -> Iterator[Source | Refused]:
    members: dict[str, Source] = {}
    for name in names:
        try:
            members[name] = plain_file(folder / name, f"{folder.name}!{name}")
        except Unreadable as error:
            yield Refused(name, "", error.reason)
    yield FileSource(folder.name, _no_bytes, 0, members)


def _no_bytes() -> Guarded:
    """A folder has none of its own: its tables are read, not it."""
    return Guarded(io.BytesIO())


def _is_clutter(name: str) -> bool:
    """What systems leave behind in folders and zips: `.DS_Store`, `__MACOSX`, `Thumbs.db`."""
    return name.startswith((".", "__MACOSX")) or name in ("Thumbs.db", "desktop.ini")


# -- zips


def _zip(path: Path, name: str, is_bundle: IsBundle) -> Iterator[Source | Refused]:
    archive = Zip(opened(path))
    try:
        if archive.count <= _BUNDLE_AT_MOST:
            names = {
                member.name.rpartition("/")[2]: member
                for member in archive.members()
                if not member.is_folder and not member.is_link
            }
            if is_bundle(Head(name, b"", tuple(names))):
                yield _zip_bundle(path, name, archive, names)
                return
        for member in archive.members():
            if not member.is_folder and not any(map(_is_clutter, member.name.split("/"))):
                yield _member(archive, name, member)
        if archive.count == 0:
            raise Unreadable("the zip is empty")
    finally:
        archive.close()


def _member(archive: Zip, name: str, member: Member) -> Source | Refused:
    shown = f"{name}!{member.name}"
    if member.is_link:
        return Refused(shown, "", "symbolic links in a zip are not followed")
    source = FileSource(shown, lambda: archive.open(member), member.packed)
    try:
        inside = source.head.data
    except Unreadable as error:
        return Refused(shown, error.place, error.reason)
    if inside.startswith(MAGIC):
        return Refused(shown, "", "a zip inside a zip is not opened: unpack the outer one first")
    return source


def _zip_bundle(path: Path, name: str, archive: Zip, members: dict[str, Member]) -> Source:
    def table(base: str, member: Member) -> Source:
        return FileSource(f"{name}!{base}", lambda: archive.open(member), member.packed)

    whole = plain_file(path, name)
    return FileSource(
        name, whole.open_raw, 0, {base: table(base, member) for base, member in members.items()}
    )
