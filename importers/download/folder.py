"""The folder of downloads: a folder for each, its pages as the registry sent them."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import re
from collections.abc import Iterator
from pathlib import Path

from catalog.durable import write_whole
from importers.download import history as states
from importers.download.errors import Busy, told_plainly
from importers.download.history import Download, State
from importers.forking import lock_of_one

_LOCK = ".trials-update.lock"
_DOWNLOAD = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?\Z")


class Folder:
    """The downloads of one user, and what is known of them."""

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self.state = state

    def place(self, download: Download) -> Path:
        """Where the pages of a download lie."""
        return self.path / download.name

    def new_name(self, now: dt.datetime) -> str:
        """A name for a download that begins now; later ones sort behind earlier ones."""
        name = now.strftime("%Y%m%dT%H%M%SZ")
        taken = {entry.name for entry in self.path.iterdir()}
        taken.update(each.name for each in self.state.unfinished.values())
        return next(
            each for each in (name, *(f"{name}-{n}" for n in range(2, 1_000))) if each not in taken
        )

    def keep_page(self, download: Download, number: int, body: bytes) -> None:
        """Keep a page, whole or not at all; raises UnusableFolder."""
        with told_plainly(self.path):
            place = self.place(download)
            place.mkdir(exist_ok=True)
            # The download's name again: a source of the catalogue is known by its file's name.
            write_whole(place / _page(download, number), body)

    def has_pages(self, download: Download) -> bool:
        """Whether every page that was kept is still there."""
        place = self.place(download)
        numbers = range(1, download.pages + 1)
        return all((place / _page(download, number)).is_file() for number in numbers)

    def forget_pages(self, download: Download) -> None:
        """Remove the pages of a download that has to start over."""
        with told_plainly(self.path):
            for page in self.place(download).glob("ctgov-*.json"):
                page.unlink()

    def save(self) -> None:
        """Keep what is known now; raises UnusableFolder."""
        with told_plainly(self.path):
            states.save(self.path, self.state)

    def not_imported(self, catalogue: Path) -> list[str]:
        """Names of finished downloads with pages that this catalogue has not had, oldest first."""
        known = self.state.imported.get(str(catalogue.resolve()), ()) if catalogue.exists() else ()
        left_out = {*known, *(each.name for each in self.state.unfinished.values())}
        with told_plainly(self.path):
            return sorted(
                entry.name
                for entry in self.path.iterdir()
                if _DOWNLOAD.match(entry.name)
                and entry.name not in left_out
                and entry.is_dir()
                and not entry.is_symlink()
                and any(entry.glob("ctgov-*.json"))
            )

    def mark_imported(self, catalogue: Path, names: list[str]) -> None:
        """Remember that a catalogue has had these; those that are gone are forgotten."""
        key = str(catalogue.resolve())
        known = {*self.state.imported.get(key, ()), *names}
        self.state.imported[key] = sorted(each for each in known if (self.path / each).is_dir())
        self.save()


def _page(download: Download, number: int) -> str:
    return f"ctgov-{download.name}-{number:05}.json"


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """The folder at `path`, made where there is none, for one update at a time.

    Raises Busy, UnusableFolder.
    """
    with told_plainly(path):
        # Pages show what was asked for: nobody else's to read unless the folder was made so.
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"another update is writing to {path}; try again when it is done") from None
        with told_plainly(path):
            known = states.load(path)
        with lock_of_one(handle):
            yield Folder(path, known)
    finally:
        os.close(handle)
