"""What can go wrong with a catalogue, each with one plain sentence."""

from __future__ import annotations

from pathlib import Path


class CatalogueError(Exception):
    """The catalogue cannot be used; `reason` is one sentence for the user, in one line."""

    def __init__(self, reason: str) -> None:
        # SQLite's findings have several lines, and a file's name may.
        self.reason = " ".join(filter(None, map(str.strip, reason.splitlines())))
        super().__init__(self.reason)


class NoCatalogue(CatalogueError):
    """There is no file of this name."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name}: there is no such catalogue file")


class CatalogueLocked(CatalogueError):
    """Another import holds the lock."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} is being changed by another import; try again when it is done"
        )


class DiskFull(CatalogueError):
    """No room for the working copy."""

    def __init__(self) -> None:
        super().__init__("the disk is full; the catalogue is as it was")


class UnknownTrial(CatalogueError):
    """No trial has this number; `near` holds numbers like it."""

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"{name} is not in this catalogue{hint}")
        self.name = name
        self.near = near
