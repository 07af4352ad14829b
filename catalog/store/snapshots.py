"""Catalogues as they were before an import, kept beside the catalogue: how many is a setting.

A snapshot is another name of the file that is replaced, so it has its mode, owner and group, and
costs no writing. `NAME.before-20261129T101500Z` is what there was before the import of that moment.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from catalog.durable import be_like, sync
from catalog.model.errors import CatalogueError, CatalogueLocked
from catalog.store.locking import locked
from catalog.store.opening import check_version, connect_read_only
from catalog.store.pages.spare import retire
from catalog.store.publish import copy_bytes

_NAME = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d{1,3}))?", re.ASCII)
_MOST_A_SECOND = 100


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A catalogue that was replaced."""

    path: Path
    before: str
    """The moment of the import that replaced it, as its records carry it."""
    size: int
    """Bytes."""
    trials: int | None = None
    newest_source: str | None = None
    stamp: str | None = None
    problem: str | None = None
    """Why it cannot be used."""


def snapshots(path: Path) -> list[Snapshot]:
    """What can be gone back to, the newest first."""
    path = path.resolve()
    return [_told(each, path) for each in _kept(path)]


def snapshot(path: Path, number: int) -> Snapshot:
    """The one so many imports back, 1 being the newest; raises CatalogueError."""
    path = path.resolve()
    kept = _kept(path)
    if not kept:
        raise CatalogueError(f"{path.name}: no snapshot of it is kept")
    if not 0 < number <= len(kept):
        many = "1 snapshot is" if len(kept) == 1 else f"{len(kept)} snapshots are"
        raise CatalogueError(f"{path.name}: {many} kept, none with the number {number}")
    return _told(kept[number - 1], path)


def keep(path: Path, at: str, most: int) -> str:
    """Give the catalogue, while it is about to be replaced, a second name.

    Returns why it was not kept, a sentence; empty where it was, or where nothing is to be kept.
    The folder must have as much room left as the catalogue takes, for the next import's copy.
    """
    path = path.resolve()
    if most < 1 or not path.exists():
        return ""
    size = path.stat().st_size
    kept = [each for each in _kept(path) if not _drop_if_same(each, path)]
    room = os.statvfs(path.parent)
    free = room.f_bavail * room.f_frsize + sum(each.stat().st_size for each in kept[most - 1 :])
    if free < size:
        return (
            f"the catalogue before this import is not kept: {_mib(free)} are free, and the next"
            f" import needs {_mib(size)}"
        )
    try:
        _name_twice(path, at)
    except OSError as error:
        return f"the catalogue before this import is not kept ({error.strerror})"
    return ""


@contextlib.contextmanager
def kept_if_replaced(path: Path) -> Iterator[None]:
    """Where the block fails, what was kept of a catalogue that is still there is no snapshot.

    Whatever ends the process itself leaves it to the next import, which looks first.
    """
    try:
        yield
    except BaseException:
        path = path.resolve()
        with contextlib.suppress(CatalogueError, OSError), locked(path):
            for each in _kept(path):
                _drop_if_same(each, path)
        raise


def prune(path: Path, most: int, *, spare: bool = False) -> None:
    """Remove all but the newest `most`; nothing where somebody else is at work.

    `spare`: the newest of what is removed may be brought up to date for the next import.
    """
    path = path.resolve()
    if len(_kept(path)) <= most:
        return
    with contextlib.suppress(CatalogueLocked, OSError), locked(path):
        first, *others = _kept(path)[max(most, 0) :]
        for each in others:
            each.unlink(missing_ok=True)
        if spare:
            retire(first, path)
        else:
            first.unlink(missing_ok=True)


def _kept(path: Path) -> list[Path]:
    """The files of snapshots, the newest first."""
    start = f"{path.name}.before-"
    found = []
    for each in path.parent.iterdir():
        if each.name.startswith(start) and (said := _NAME.fullmatch(each.name[len(start) :])):
            found.append((said[1], int(said[2] or 0), each))
    return [each for *_, each in sorted(found, reverse=True)]


def _told(kept: Path, path: Path) -> Snapshot:
    said = _NAME.fullmatch(kept.name[len(path.name) + len(".before-") :])
    assert said is not None
    day, time = said[1][:8], said[1][9:15]
    before = f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:]}Z"
    size = kept.stat().st_size
    try:
        connection = connect_read_only(kept)
        try:
            check_version(connection, kept, older=True)
            rows = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        finally:
            connection.close()
    except CatalogueError as error:
        return Snapshot(path=kept, before=before, size=size, problem=error.reason)
    return Snapshot(
        path=kept,
        before=before,
        size=size,
        trials=int(rows["trials"]) if str(rows.get("trials", "")).isdecimal() else None,
        newest_source=rows.get("newest_source"),
        stamp=rows.get("stamp"),
    )


def _name_twice(path: Path, at: str) -> None:
    moment = re.sub("[^0-9TZ]", "", at)
    for count in range(_MOST_A_SECOND):
        name = path.with_name(f"{path.name}.before-{moment}{f'-{count}' if count else ''}")
        if not os.path.lexists(name):
            break
    try:
        os.link(path, name)
    except OSError:  # another's file, or a file system without second names
        part = path.with_name(f"{path.name}.before.part")
        part.unlink(missing_ok=True)
        try:
            copy_bytes(path, part)
            be_like(path, part)
            known = path.stat()
            os.utime(part, ns=(known.st_atime_ns, known.st_mtime_ns))
            part.replace(name)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    with contextlib.suppress(OSError):  # its loss in a power cut is no harm
        sync(path.parent)


def _drop_if_same(kept: Path, path: Path) -> bool:
    """What an import left that was killed before it replaced the catalogue is no snapshot."""
    one, other = kept.stat(), path.stat()
    is_same = os.path.samestat(one, other) or (one.st_size, one.st_mtime_ns) == (
        other.st_size,
        other.st_mtime_ns,
    )
    if is_same:
        kept.unlink()
    return is_same


def _mib(count: int) -> str:
    return f"{count / (1 << 20):,.0f} MiB"
