"""Writing what somebody decided on possible duplicates."""

from __future__ import annotations

from pathlib import Path

from catalog import desk
from catalog.store import PossibleDuplicate


def decide(path: Path, verdict: str, number: str, pair: PossibleDuplicate | None) -> str:
    """`link` or `reject` a pair, or `unlink` a trial; one sentence. Raises CatalogueError."""
    if verdict == "unlink" or pair is None:
        return desk.unlink(path, number).said
    act = desk.link if verdict == "link" else desk.reject
    return act(path, pair.a, pair.b).said
