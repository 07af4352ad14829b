"""An item's own words: blanks folded, escapes and entities undone."""

from __future__ import annotations

from catalog.model.text import plain


def own_words(text: str, start: int, end: int) -> str:
    """What stands between two places, as a reader should see it, on one line."""
    return " ".join(plain(text[start:end]).split())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same span without blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
