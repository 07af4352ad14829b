"""Lists that people take for trials, because of their name or where they are from: told apart."""

from __future__ import annotations

import re

LOOK_ALIKES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(beginning, re.IGNORECASE), sentence)
    for beginning, sentence in (
        (
            r'"?Item Title"?[,;\t]\s*"?Publication Title"?',
            "it is a list of publications from Springer, whose site calls it SearchResults.csv too",
        ),
        (
            r'"?PMID"?[,;\t]\s*"?Title"?',
            "it is a list of publications from PubMed, not of trials",
        ),
        (r"PMID- \d", "it is a list of publications from PubMed, not of trials"),
        (r"TY  - ", "it is a list of references (RIS), not of trials"),
        (r"@\w+\{[^\s,]*,", "it is a list of references (BibTeX), not of trials"),
        (r"\{\\rtf", "it is a word processor's document; save it as plain text"),
    )
)
"""How a text begins, and what it is."""


def look_alike(text: str) -> str | None:
    """What a text is by its beginning, in one sentence; None when it is none of those."""
    text = text[:4096].lstrip("\ufeff \t\r\n")
    return next((sentence for shape, sentence in LOOK_ALIKES if shape.match(text)), None)
