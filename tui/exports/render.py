"""A Comparison as text, Markdown, CSV, HTML or JSON: one object, one stamp, five renderings.

Registry text is data in each of them: controls are removed, and nothing of it is read as markup,
as a formula or as an escape sequence.
"""

from __future__ import annotations

from collections.abc import Callable

from catalog.comparison.compare import Comparison
from tui.exports.csv import csv
from tui.exports.html import html
from tui.exports.json import json
from tui.exports.markdown import markdown
from tui.exports.stamp import Stamp
from tui.exports.text import text

__all__ = ["FORMATS", "SUFFIXES", "Stamp", "render"]

FORMATS: dict[str, Callable[[Comparison, Stamp], str]] = {
    "text": text,
    "markdown": markdown,
    "csv": csv,
    "html": html,
    "json": json,
}
"""Every format by its name on the command line."""
SUFFIXES = {"text": ".txt", "markdown": ".md", "csv": ".csv", "html": ".html", "json": ".json"}


def render(comparison: Comparison, stamp: Stamp, form: str, *, width: int | None = None) -> str:
    """The comparison in one of FORMATS; `width` (columns) is for text alone, 80 without it."""
    if form == "text" and width is not None:
        return text(comparison, stamp, width)
    return FORMATS[form](comparison, stamp)
