"""Text that no spreadsheet calculates, wherever it cuts a line."""

from __future__ import annotations

import re

from catalog.model.text import clean

_SIGNS = "=+\\-@\uff0b\uff0d\uff1d\uff20"
_FORMULA = re.compile(rf"\s*[{_SIGNS}|%\t\r]")
"""What a spreadsheet may read as the start of a formula, full-width forms included."""


def safe(told: str, cut: str = "") -> str:
    """The text, cleaned, with an apostrophe before whatever might be a formula.

    `cut` are the signs at which another spreadsheet might cut the line: a comma file opened where
    `;` parts the cells is cut within its texts, quotation marks or not, and so it is at line ends.
    """
    text = clean(told, lines=True)
    if _FORMULA.match(text) and text.strip():
        text = f"'{text}"
    if cut and _may_be_cut(cut).search(text):
        text = _may_be_cut(cut).sub(r"\1'", text)
    return text


def _may_be_cut(signs: str) -> re.Pattern[str]:
    """Behind such a sign or a line end, the blanks before what might be a formula."""
    return re.compile(rf'([{re.escape(signs)}\n]["\s]*)(?=[{_SIGNS}])')
