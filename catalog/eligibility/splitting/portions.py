"""Very long criteria in portions, so that reading takes time in proportion to length."""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 2500
"""Characters read together. Of the criteria of real records fewer than one in a thousand is longer."""
_BREAKS = (". ", "; ", ", ", " ")


def portions(text: str) -> Iterator[tuple[int, str]]:
    """Where each portion begins, and its words: up to the last sentence end that fits."""
    start = 0
    while len(text) - start > LONGEST:
        stop = _stop(text, start)
        yield start, text[start:stop]
        start = stop
    yield start, text[start:]


def _stop(text: str, start: int) -> int:
    for mark in _BREAKS:
        at = text.rfind(mark, start + LONGEST // 2, start + LONGEST)
        if at >= 0:
            return at + len(mark)
    return start + LONGEST
