"""What programs and people write into a cell that holds nothing."""

from __future__ import annotations

from collections.abc import Mapping

_PROGRAMS = frozenset(
    """
    nan NaN NaT <NA> NULL null None none #N/A #NA #N/A! #NULL! #VALUE! #REF! #DIV/0! #NAME? (null)
    (blank) \\N
    """.split()
)
"""As pandas, R, databases and spreadsheets write them; `NAN` may be an acronym and is not here."""
_PEOPLE = frozenset({"na", "n.a.", "n.a", "n/a", "-", "--", "---", "–", "—", ".", "not specified"})
_NOT_APPLICABLE = frozenset({"na", "n.a.", "n.a", "n/a"})
_TELLING = frozenset({"phase", "phases", "studyphase", "designallocation", "allocation"})
"""Columns in which "not applicable" is a value."""
_UNKNOWING = "status"
"""Part of the names of columns in which "Unknown" is a value; elsewhere it says nothing."""


def is_nothing(text: str) -> bool:
    """Whether a text only says that there is none."""
    return text in _PROGRAMS or text.casefold() in _PEOPLE


def filled(cells: Mapping[str, str], study_type: str | None = None) -> dict[str, str]:
    """A row, by folded column names, whose cells without a value are empty.

    A phase that is "not applicable" is one of a trial; of a study that is none, R's `NA` is empty.
    """
    return {
        name: "" if _is_empty(name, cell.strip(), study_type) else cell
        for name, cell in cells.items()
    }


def _is_empty(name: str, text: str, study_type: str | None) -> bool:
    if text in _PROGRAMS or (text == "Unknown" and _UNKNOWING not in name):
        return True
    if name in _TELLING and not (study_type or "").casefold().startswith("observational"):
        return text.casefold() in _PEOPLE - _NOT_APPLICABLE
    return text.casefold() in _PEOPLE
