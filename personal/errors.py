"""What can go wrong with a user's own file, each with one plain sentence."""

from __future__ import annotations

from catalog.model.errors import CatalogueError


class MineError(CatalogueError):
    """The user's own file cannot be used for this; nothing of it was changed."""


class MineHeld(MineError):
    """Another program has it for now: the same may be tried again."""
