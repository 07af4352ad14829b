"""Writing what somebody decided on possible duplicates."""

from __future__ import annotations

from pathlib import Path

from catalog.identity import decisions
from catalog.store.catalogue import PossibleDuplicate


def decide(path: Path, verdict: str, number: str, pair: PossibleDuplicate | None) -> str:
    """`link` or `reject` a pair, or `unlink` a trial; one sentence. Raises CatalogueError."""
    if verdict == "unlink" or pair is None:
        return decisions.unlink(path, number).said
    act = decisions.link if verdict == "link" else decisions.reject
    return act(path, pair.a, pair.b).said
